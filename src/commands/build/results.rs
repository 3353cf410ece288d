//! `--results`: one JSON object a report, in the order of the reports; docs/results.schema.json
//! describes it. The file is written whole when the run ends, so that whoever finds one can rely on
//! it.

use std::path::Path;

use nianbao::diagnostic::Severity;
use nianbao::messages::Language;
use nianbao::render;
use serde::Serialize;
use serde_json::Value;

use super::batch::{Done, Outcome};
use super::plan::Job;

#[derive(Serialize)]
struct ResultLine<'a> {
    input: String,
    name: &'a str,
    status: &'static str,
    files: Vec<ResultFile<'a>>,
    pages: Option<usize>,
    errors: usize,
    warnings: usize,
    findings: Vec<Value>,
    milliseconds: u128,
}

#[derive(Serialize)]
struct ResultFile<'a> {
    path: String,
    sha256: &'a str,
    bytes: u64,
}

/// The line of a report.
pub fn line<'a>(
    job: &'a Job,
    done: &'a Done,
    output: &Path,
    language: Language,
) -> impl Serialize + use<'a> {
    let files = done.entry.iter().flat_map(|entry| &entry.files);
    let files = files.map(|file| ResultFile {
        path: output.join(&file.path).display().to_string(),
        sha256: &file.sha256,
        bytes: file.bytes,
    });
    let value = |finding| render::value(finding, language);
    ResultLine {
        input: job.input.display().to_string(),
        name: &job.name,
        status: match done.outcome {
            Outcome::Written => "written",
            Outcome::Unchanged => "unchanged",
            Outcome::Failed | Outcome::Unusable => "failed",
        },
        files: files.collect(),
        pages: done.entry.as_ref().and_then(|entry| entry.pages),
        errors: done.count(Severity::Error),
        warnings: done.count(Severity::Warning),
        findings: done.findings.iter().map(value).collect(),
        milliseconds: done.milliseconds,
    }
}
