//! `check --results`: one JSON object a report, in the order of the reports, and what an office
//! that looks after many of them wants to know of all.

use std::collections::BTreeMap;

use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::{Prepared, render, say};
use serde::Serialize;
use serde_json::Value;

use nianbao::messages::{Language, Text};

/// A report in the list.
#[derive(Serialize)]
pub struct CheckLine {
    input: String,
    status: &'static str,
    errors: usize,
    warnings: usize,
    /// Numbers that could not be read from a published file.
    unknown: usize,
    /// Numbers that were read from it and are not certain.
    likely: usize,
    findings: Vec<Value>,
}

impl CheckLine {
    pub fn new(
        input: String,
        prepared: &Prepared<'_>,
        (unknown, likely, readable): (usize, usize, bool),
        language: Language,
    ) -> CheckLine {
        let count = |severity| {
            prepared.findings.iter().filter(|finding| finding.severity == severity).count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let status = match (readable, errors, warnings) {
            (false, ..) => "unreadable",
            (true, 0, 0) => "clean",
            (true, 0, _) => "warnings",
            (true, ..) => "errors",
        };
        let value = |finding| render::value(finding, language);
        let findings = prepared.findings.iter().map(value).collect();
        CheckLine { input, status, errors, warnings, unknown, likely, findings }
    }
}

/// How many kinds of findings, and how many reports, the overview names.
const NAMED: usize = 8;

/// What there is to say of all reports together.
#[derive(Default)]
pub struct Overview {
    reports: usize,
    statuses: BTreeMap<&'static str, usize>,
    /// In how many reports each kind of finding is met.
    codes: BTreeMap<String, usize>,
    /// The reports that have errors or can't be read.
    failed: Vec<String>,
}

impl Overview {
    pub fn add(&mut self, line: &CheckLine, findings: &[Diagnostic]) {
        self.reports += 1;
        *self.statuses.entry(line.status).or_default() += 1;
        if ["errors", "unreadable"].contains(&line.status) {
            self.failed.push(line.input.clone());
        }
        let mut codes: Vec<&str> = findings.iter().map(|finding| &*finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *self.codes.entry(code.to_owned()).or_default() += 1;
        }
    }

    /// Names those that failed, for what was said of them has gone by.
    pub fn failures(&self) -> Option<Text> {
        let (count, names) = (self.failed.len(), self.failed.iter().take(NAMED).cloned());
        let names: Vec<String> = names.collect();
        match self.reports > 1 && count > 0 {
            true if count > NAMED => {
                Some(say!("check-failures-many", count = count, names = names))
            }
            true => Some(say!("check-failures", names = names)),
            false => None,
        }
    }

    /// The overview; none of a single report.
    pub fn summary(&self) -> Option<Text> {
        if self.reports < 2 {
            return None;
        }
        let count = |status| self.statuses.get(status).copied().unwrap_or_default();
        let mut codes: Vec<(&String, &usize)> = self.codes.iter().collect();
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse(**count), *code));
        let often: Vec<Text> = codes
            .iter()
            .take(NAMED)
            .map(|(code, count)| say!("check-often", code = *code, count = **count))
            .collect();
        let summary = say!(
            "check-summary",
            reports = self.reports,
            clean = count("clean"),
            warnings = count("warnings"),
            errors = count("errors"),
            unreadable = count("unreadable"),
        );
        Some(match often.is_empty() {
            true => summary,
            false => say!("check-summary-often", summary = summary, often = often),
        })
    }
}
