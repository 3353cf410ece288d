//! How far a batch has come, where a person watches.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use nianbao::messages::Language;
use nianbao::say;

/// From how many reports on a bar is worth its line.
const MANY: usize = 4;

/// A bar, or none.
#[derive(Default)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Says something without the bar in the way.
    pub fn beside<T>(&self, say: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// A bar for `count` reports, on a terminal.
    pub fn begin(&mut self, count: usize, language: Language) {
        if count < MANY || !std::io::stderr().is_terminal() {
            return;
        }
        // In braces the bar's own names for what it fills in.
        let template = say!(
            "progress",
            bar = "{bar:30}",
            done = "{pos}",
            all = "{len}",
            rate = "{rate}",
            left = "{eta_precise}",
        );
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A bar that can't be drawn is not missed.
            let _ = write!(out, "{:.1}", state.per_sec());
        };
        let style = ProgressStyle::with_template(&template.said_in(language).to_string());
        self.0 = style
            .ok()
            .map(|style| ProgressBar::new(count as u64).with_style(style.with_key("rate", rate)));
    }

    /// One more is done. Says whether a bar shows it.
    pub fn advance(&self) -> bool {
        self.0.as_ref().inspect(|bar| bar.inc(1)).is_some()
    }

    /// Takes the bar away.
    pub fn end(&mut self) {
        if let Some(bar) = self.0.take() {
            bar.finish_and_clear();
        }
    }
}
