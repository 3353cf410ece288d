//! `--results`: one JSON object a report, in the order of the reports; docs/results.schema.json
//! describes it. The file is written whole when the run ends, so that whoever finds one can rely on
//! it.

use std::io;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::files::{self, Staged};
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

/// The lines so far.
pub struct Results {
    path: PathBuf,
    lines: String,
}

impl Results {
    /// Begins a list that will be written to `path`. The error says, before anything is made, that
    /// it could not be.
    pub fn begin(path: &Path) -> Result<Results, Diagnostic> {
        let tried = match path.is_dir() {
            true => Err(io::ErrorKind::IsADirectory.into()),
            false => Staged::write(files::folder_of(path), b"").map(drop),
        };
        tried.map_err(|error| files::unwritable(path, &error))?;
        Ok(Results { path: path.to_owned(), lines: String::new() })
    }

    pub fn add(&mut self, job: &Job, done: &Done, output: &Path) {
        let files = done.entry.iter().flat_map(|entry| &entry.files);
        let files = files.map(|file| ResultFile {
            path: output.join(&file.path).display().to_string(),
            sha256: &file.sha256,
            bytes: file.bytes,
        });
        let line = ResultLine {
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
            findings: done.findings.iter().map(render::value).collect(),
            milliseconds: done.milliseconds,
        };
        self.lines.push_str(&serde_json::to_string(&line).expect("a line is plain JSON"));
        self.lines.push('\n');
    }

    /// Writes the file.
    pub fn end(self) -> Result<(), Diagnostic> {
        files::write_atomically(&self.path, self.lines.as_bytes())
            .map_err(|error| files::unwritable(&self.path, &error))
    }
}
