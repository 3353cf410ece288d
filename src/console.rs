//! What commands say: findings, results and a summary, as text or as JSON lines.

use std::io::Write;
use std::process::ExitCode;

use nianbao::Prepared;
use nianbao::catalogue::{self, Entry};
use nianbao::diagnostic::{Diagnostic, Severity, Source};
use nianbao::layout::Layouts;
use nianbao::render::{self, SarifResult};

use crate::cli::{Common, MessageFormat};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No report has errors.
    Clean,
    /// Some report has errors.
    Errors,
    /// Wrong usage, or a folder that can't be used.
    Unusable,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// Where a command's words go.
pub struct Console<Out, Err> {
    out: Out,
    err: Err,
    format: MessageFormat,
    deny_warnings: bool,
    quiet: bool,
    colour: bool,
    /// What SARIF is made of, at the end of the run.
    results: Vec<SarifResult>,
    entries: Vec<Entry>,
}

impl<Out: Write, Err: Write> Console<Out, Err> {
    pub fn new(out: Out, err: Err, common: &Common, colour: bool) -> Self {
        let Common { message_format: format, deny_warnings, quiet, .. } = *common;
        Console { out, err, format, deny_warnings, quiet, colour, results: Vec::new(), entries: Vec::new() }
    }

    /// Takes what the layouts say of their findings, where the run will tell it.
    pub fn know(&mut self, layouts: &Layouts) {
        if self.format == MessageFormat::Sarif {
            self.entries = catalogue::all(layouts);
        }
    }

    /// Ends the run: a SARIF log is one document, written last.
    pub fn finish(&mut self) {
        if self.format == MessageFormat::Sarif {
            let log = render::sarif(&self.results, &self.entries);
            self.print(&log);
        }
    }

    /// A line of a command's result, on standard output.
    pub fn print(&mut self, line: &str) {
        // A closed pipe has no reader to tell.
        let _ = writeln!(self.out, "{line}");
    }

    /// A line on standard output that somebody waits for; the error says that nobody reads any more.
    pub fn answer(&mut self, line: &str) -> std::io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }

    /// A remark on standard error; none where only findings are wanted.
    pub fn remark(&mut self, line: &str) {
        if !self.quiet && self.format == MessageFormat::Text {
            let _ = writeln!(self.err, "{line}");
        }
    }

    /// A finding that concerns no report's text.
    pub fn finding(&mut self, finding: &Diagnostic) {
        self.show(finding, &[]);
    }

    /// Makes warnings errors, where that is asked for.
    pub fn weigh(&self, findings: &mut [Diagnostic]) {
        for finding in findings {
            if self.deny_warnings && finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
    }

    /// The findings of a report, warnings made errors where that is asked for.
    pub fn findings(&mut self, prepared: &mut Prepared<'_>) {
        self.weigh(&mut prepared.findings);
        for finding in &prepared.findings {
            self.show(finding, &prepared.sources);
        }
        let mut told: Vec<&str> = Vec::new();
        for (finding, reason) in &prepared.waived {
            if self.format == MessageFormat::Sarif {
                self.results.push(SarifResult::new(finding.clone(), Some(reason.clone()), &prepared.sources));
            }
            if !told.contains(&finding.code.as_str()) {
                told.push(&finding.code);
                self.remark(&format!("已豁免 {}：{reason}", finding.code));
            }
        }
    }

    /// A note on a report's text.
    pub fn note(&mut self, note: &Diagnostic, sources: &[Source]) {
        self.show(note, sources);
    }

    fn show(&mut self, finding: &Diagnostic, sources: &[Source]) {
        let _ = match self.format {
            MessageFormat::Json => writeln!(self.out, "{}", render::json(finding)),
            MessageFormat::Text => writeln!(self.err, "{}\n", render::text(finding, sources, self.colour)),
            MessageFormat::Sarif => {
                self.results.push(SarifResult::new(finding.clone(), None, sources));
                Ok(())
            }
        };
    }
}
