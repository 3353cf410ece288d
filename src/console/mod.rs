//! What commands say: findings, results and a summary, as text, as JSON lines or as SARIF.

mod findings;
mod progress;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use nianbao::catalogue::{self, FindingKind};
use nianbao::diagnostic::{Diagnostic, Location, Source};
use nianbao::layout::Layouts;
use nianbao::messages::Text;
use nianbao::render::{self, SarifResult};
use nianbao::{Prepared, files, finding, say};

use self::progress::Progress;
use crate::cli::{CommonOptions, MessageFormat};
use crate::signals;

pub use self::findings::{FindingStyle, ShownFindings};

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

/// Says why the program ends here and now, for whoever has no console.
pub fn last_words(style: FindingStyle, finding: &Diagnostic) {
    let _ = writeln!(std::io::stderr(), "{}\n", style.text(finding, &[]));
}

/// Where a command's words go.
pub struct Console<Out, Err> {
    out: Out,
    err: Err,
    style: FindingStyle,
    quiet: bool,
    progress: Progress,
    /// What SARIF is made of, at the end of the run.
    results: Vec<SarifResult>,
    kinds: Vec<FindingKind>,
    /// Why something on standard output was lost.
    lost: Option<std::io::Error>,
}

impl<Out: Write, Err: Write> Console<Out, Err> {
    pub fn new(out: Out, err: Err, common: &CommonOptions, colour: bool) -> Self {
        let CommonOptions { message_format: format, lang, deny_warnings, quiet, .. } = *common;
        let language = lang.language();
        Console {
            out,
            err,
            style: FindingStyle { format, language, deny_warnings, colour },
            quiet,
            progress: Progress::default(),
            results: Vec::new(),
            kinds: Vec::new(),
            lost: None,
        }
    }

    /// How findings are shown: threads render what they find themselves.
    pub fn style(&self) -> FindingStyle {
        self.style
    }

    /// Takes from the layouts what their rules find, for a log that will say it.
    pub fn know(&mut self, layouts: &Layouts) {
        if self.style.format == MessageFormat::Sarif {
            self.kinds = catalogue::all(layouts);
        }
    }

    /// Ends the run: a SARIF log is one document, written last. A result that could not be written
    /// is no result, whatever came of the reports.
    pub fn finish(mut self, status: Status) -> Status {
        if self.style.format == MessageFormat::Sarif {
            let log = render::sarif(&self.results, &self.kinds, self.style.language);
            self.print(log);
        }
        let flushed = self.out.flush();
        self.keep(flushed);
        let name = self.said(say!("standard-output"));
        let Some(error) = self.lost else { return status };
        let finding = finding!("output-unwritable.stream", reason = files::explain(&error));
        let text = self.style.text(&finding.at(Location::whole(name)), &[]);
        let _ = writeln!(self.err, "{text}\n"); // not as JSON: that goes where nothing can go
        Status::Unusable
    }

    /// A text in the language of this run.
    pub fn said(&self, text: impl Into<Text>) -> String {
        text.into().said_in(self.style.language).to_string()
    }

    /// A line of a command's result, on standard output.
    pub fn print(&mut self, line: impl Into<Text>) {
        let line = self.said(line);
        let written = writeln!(self.out, "{line}");
        self.keep(written);
    }

    /// Keeps the first error of standard output. Where the pipe is closed nobody wants to read
    /// more.
    fn keep(&mut self, written: std::io::Result<()>) {
        if let Err(error) = written
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.lost.get_or_insert(error);
        }
    }

    /// A line on standard output that somebody waits for. The error says that nobody reads any
    /// more.
    pub fn answer(&mut self, line: &str) -> std::io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }

    /// A remark on standard error; none where only findings are wanted.
    pub fn remark(&mut self, line: impl Into<Text>) {
        if self.talks() {
            let line = render::harmless(&self.said(line));
            let err = &mut self.err;
            let _ = self.progress.beside(|| writeln!(err, "{line}"));
        }
    }

    /// Whether findings are shown to people.
    pub fn is_for_people(&self) -> bool {
        self.style.format == MessageFormat::Text
    }

    /// Whether anything but findings is said.
    fn talks(&self) -> bool {
        !self.quiet && self.style.format == MessageFormat::Text
    }

    /// Shows a bar for `count` reports where a person watches; what is said meanwhile stands above
    /// it.
    pub fn begin(&mut self, count: usize) {
        if self.talks() {
            self.progress.begin(count, self.style.language);
        }
    }

    /// One report more is done. Says whether a bar shows it.
    pub fn advance(&mut self) -> bool {
        self.progress.advance()
    }

    /// Takes the bar away.
    pub fn end(&mut self) {
        self.progress.end();
    }

    /// A finding that concerns no report's text.
    pub fn finding(&mut self, finding: &Diagnostic) {
        self.note(finding, &[]);
    }

    /// A finding or a note on a report's text.
    pub fn note(&mut self, note: &Diagnostic, sources: &[Source]) {
        let shown = self.style.show_one(note, sources);
        self.show(shown);
    }

    /// The findings of a report; warnings become errors where that is asked for.
    pub fn findings(&mut self, prepared: &mut Prepared<'_>) {
        self.style.weigh(prepared);
        let shown = self.style.show(prepared);
        self.show(shown);
    }

    /// Findings that were rendered before.
    pub fn show(&mut self, findings: ShownFindings) {
        let ShownFindings { texts, lines, results, remarks } = findings;
        if !texts.is_empty() {
            let err = &mut self.err;
            self.progress.beside(|| {
                for text in texts {
                    let _ = writeln!(err, "{text}\n");
                }
            });
        }
        for line in lines {
            self.print(line);
        }
        self.results.extend(results);
        for remark in remarks {
            self.remark(remark);
        }
    }
}
