//! What commands say: findings, results and a summary, as text or as JSON lines.

use std::io::Write;
use std::process::ExitCode;

use nianbao::diagnostic::{Diagnostic, Severity, Source};
use nianbao::{Prepared, render};

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
}

impl<Out: Write, Err: Write> Console<Out, Err> {
    pub fn new(out: Out, err: Err, common: &Common, colour: bool) -> Self {
        Console { out, err, format: common.message_format, deny_warnings: common.deny_warnings, quiet: common.quiet, colour }
    }

    /// A line of a command's result, on standard output.
    pub fn print(&mut self, line: &str) {
        // A closed pipe has no reader to tell.
        let _ = writeln!(self.out, "{line}");
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

    /// The findings of a report, warnings made errors where that is asked for.
    pub fn findings(&mut self, prepared: &mut Prepared<'_>) {
        for finding in &mut prepared.findings {
            if self.deny_warnings {
                finding.severity = Severity::Error;
            }
        }
        for finding in &prepared.findings {
            self.show(finding, &prepared.sources);
        }
        for (code, reason) in &prepared.waived {
            self.remark(&format!("已豁免 {code}：{reason}"));
        }
    }

    fn show(&mut self, finding: &Diagnostic, sources: &[Source]) {
        let _ = match self.format {
            MessageFormat::Json => writeln!(self.out, "{}", render::json(finding)),
            MessageFormat::Text => writeln!(self.err, "{}\n", render::text(finding, sources, self.colour)),
        };
    }
}
