//! Findings made ready to be shown, which takes the texts that they point into.

use nianbao::diagnostic::{Diagnostic, Source};
use nianbao::messages::{Language, Text};
use nianbao::render::{self, SarifResult};
use nianbao::{Prepared, say};

use crate::cli::MessageFormat;

/// How findings are shown.
#[derive(Debug, Clone, Copy)]
pub struct FindingStyle {
    pub format: MessageFormat,
    pub language: Language,
    /// Whether warnings are errors.
    pub deny_warnings: bool,
    pub colour: bool,
}

/// Findings as they will be shown. They need the report's texts no more: a report that waits for
/// its turn keeps none.
#[derive(Default)]
pub struct ShownFindings {
    /// For people, on standard error.
    pub texts: Vec<String>,
    /// JSON, on standard output.
    pub lines: Vec<String>,
    /// For the SARIF log.
    pub results: Vec<SarifResult>,
    /// What the report waives.
    pub remarks: Vec<Text>,
}

impl FindingStyle {
    /// Makes warnings errors, where that is asked for.
    pub fn weigh(self, prepared: &mut Prepared<'_>) {
        if self.deny_warnings {
            prepared.deny_warnings();
        }
    }

    /// The findings of a report.
    pub fn show(self, prepared: &Prepared<'_>) -> ShownFindings {
        let mut shown = ShownFindings::default();
        for finding in &prepared.findings {
            self.add(&mut shown, finding, &prepared.sources);
        }
        let mut told: Vec<&str> = Vec::new();
        for (finding, reason) in &prepared.waived {
            if self.format == MessageFormat::Sarif {
                let (finding, reason) = (finding.clone(), Some(reason.clone()));
                shown.results.push(SarifResult::new(finding, reason, &prepared.sources));
            }
            if !told.contains(&&*finding.code) {
                told.push(&finding.code);
                shown.remarks.push(say!("waived", code = &*finding.code, reason = reason));
            }
        }
        shown
    }

    /// One finding.
    pub fn show_one(self, finding: &Diagnostic, sources: &[Source]) -> ShownFindings {
        let mut shown = ShownFindings::default();
        self.add(&mut shown, finding, sources);
        shown
    }

    /// A finding for people.
    pub fn text(self, finding: &Diagnostic, sources: &[Source]) -> String {
        render::text(finding, sources, self.language, self.colour)
    }

    fn add(self, shown: &mut ShownFindings, finding: &Diagnostic, sources: &[Source]) {
        match self.format {
            MessageFormat::Text => shown.texts.push(self.text(finding, sources)),
            MessageFormat::Json => shown.lines.push(render::json(finding, self.language)),
            MessageFormat::Sarif => {
                shown.results.push(SarifResult::new(finding.clone(), None, sources));
            }
        }
    }
}
