//! What commands say: findings, results and a summary, as text or as JSON lines.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use nianbao::Prepared;
use nianbao::catalogue::{self, Entry};
use nianbao::diagnostic::{Diagnostic, Source};
use nianbao::layout::Layouts;
use nianbao::render::{self, SarifResult};
use nianbao::say;

use crate::cli::{Common, MessageFormat};
use crate::signals;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No report has errors.
    Clean,
    /// Some report has errors.
    Errors,
    /// Wrong usage, or a folder that can't be used.
    Unusable,
    /// Stopped by Ctrl-C before all was done.
    Interrupted = signals::INTERRUPTED as isize,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// From how many reports on a bar is worth its line.
const MANY: usize = 4;

/// Says something without the bar in the way.
fn beside<T>(bar: Option<&ProgressBar>, say: impl FnOnce() -> T) -> T {
    match bar {
        Some(bar) => bar.suspend(say),
        None => say(),
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
    /// How far a batch has come, where somebody watches.
    bar: Option<ProgressBar>,
    /// What SARIF is made of, at the end of the run.
    results: Vec<SarifResult>,
    entries: Vec<Entry>,
}

impl<Out: Write, Err: Write> Console<Out, Err> {
    pub fn new(out: Out, err: Err, common: &Common, colour: bool) -> Self {
        let Common { message_format: format, deny_warnings, quiet, .. } = *common;
        Console {
            out,
            err,
            format,
            deny_warnings,
            quiet,
            colour,
            bar: None,
            results: Vec::new(),
            entries: Vec::new(),
        }
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
    pub fn print(&mut self, line: impl Display) {
        // A closed pipe has no reader to tell.
        let _ = writeln!(self.out, "{line}");
    }

    /// A line on standard output that somebody waits for; the error says that nobody reads any more.
    pub fn answer(&mut self, line: &str) -> std::io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }

    /// A remark on standard error; none where only findings are wanted.
    pub fn remark(&mut self, line: impl Display) {
        if !self.quiet && self.format == MessageFormat::Text {
            let _ = beside(self.bar.as_ref(), || writeln!(self.err, "{line}"));
        }
    }

    /// Shows a bar for `count` reports, where a person watches; all that is said meanwhile stands above it.
    pub fn begin(&mut self, count: usize) {
        if count >= MANY
            && !self.quiet
            && self.format == MessageFormat::Text
            && std::io::stderr().is_terminal()
        {
            // The bar's own names for what it fills in.
            let template = say!(
                "progress",
                bar = "{bar:30}",
                done = "{pos}",
                all = "{len}",
                rate = "{rate}",
                left = "{eta_precise}",
            )
            .to_string();
            let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = write!(out, "{:.1}", state.per_sec()); // a bar that can't be drawn is not missed
            };
            let style =
                ProgressStyle::with_template(&template).map(|style| style.with_key("rate", rate));
            self.bar = style.ok().map(|style| ProgressBar::new(count as u64).with_style(style));
        }
    }

    /// One report more is done. Says whether a bar tells so.
    pub fn advance(&mut self) -> bool {
        self.bar.as_ref().inspect(|bar| bar.inc(1)).is_some()
    }

    /// Takes the bar away.
    pub fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// A finding that concerns no report's text.
    pub fn finding(&mut self, finding: &Diagnostic) {
        self.show(finding, &[]);
    }

    /// Makes warnings errors, where that is asked for.
    pub fn weigh(&self, prepared: &mut Prepared<'_>) {
        if self.deny_warnings {
            prepared.deny_warnings();
        }
    }

    /// The findings of a report, warnings made errors where that is asked for.
    pub fn findings(&mut self, prepared: &mut Prepared<'_>) {
        self.weigh(prepared);
        for finding in &prepared.findings {
            self.show(finding, &prepared.sources);
        }
        let mut told: Vec<&str> = Vec::new();
        for (finding, reason) in &prepared.waived {
            if self.format == MessageFormat::Sarif {
                self.results.push(SarifResult::new(
                    finding.clone(),
                    Some(reason.clone()),
                    &prepared.sources,
                ));
            }
            if !told.contains(&&*finding.code) {
                told.push(&finding.code);
                self.remark(say!("waived", code = &*finding.code, reason = reason));
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
            MessageFormat::Text => {
                let text = render::text(finding, sources, self.colour);
                beside(self.bar.as_ref(), || writeln!(self.err, "{text}\n"))
            }
            MessageFormat::Sarif => {
                self.results.push(SarifResult::new(finding.clone(), None, sources));
                Ok(())
            }
        };
    }
}
