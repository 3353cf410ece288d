//! What a worker answers; docs/worker.schema.json describes it.

use nianbao::diagnostic::Diagnostic;
use nianbao::messages::Language;
use nianbao::render;
use serde::Serialize;

/// A line on standard output.
#[derive(Serialize)]
pub struct Answer {
    pub id: Option<String>,
    pub status: &'static str,
    pub files: Vec<AnswerFile>,
    /// Of the PDF, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    pub findings: Vec<serde_json::Value>,
}

/// A file that was made: its path, or its content.
#[derive(Serialize)]
pub struct AnswerFile {
    pub name: String,
    pub bytes: usize,
    pub sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

impl Answer {
    /// That nothing was made.
    pub fn failed<'a>(
        id: Option<String>,
        findings: impl Iterator<Item = &'a Diagnostic>,
        language: Language,
    ) -> Answer {
        Answer {
            id,
            status: "failed",
            files: Vec::new(),
            pages: None,
            findings: findings.map(|finding| render::value(finding, language)).collect(),
        }
    }
}
