//! Text that is last year's, word by word.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::known_sections;
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::prose::sentences;
use crate::say;

/// Sentences that last year's report has in the same words. Its message has `{share}`, `{same}` and
/// `{all}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Copying {
    /// Keys of the sections whose sentences count.
    sections: Vec<String>,
    /// Characters below which a sentence does not count.
    length: usize,
    /// Per cent of the sentences above which it is a finding.
    share: usize,
}

/// How many of the sentences a finding shows.
const SHOWN: usize = 5;

impl Rule for Copying {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        known_sections(&self.sections, form)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        self.finding(about, case).into_iter().collect()
    }
}

impl Copying {
    /// The one finding that too many sentences are last year's. A year in the text counts as the
    /// same where it is each report's own.
    fn finding(&self, about: &About, case: &Case<'_>) -> Option<Diagnostic> {
        let previous = case.report.previous.as_ref()?;
        let count = |source, year| sentences(&self.sections, case.form, source, year, self.length);
        let last: BTreeSet<String> = count(previous.narrative.as_ref()?, previous.year)
            .into_iter()
            .map(|(words, _)| words)
            .collect();
        let now = count(case.prose.source, case.report.year);
        let same: Vec<&Range<usize>> =
            now.iter().filter(|(words, _)| last.contains(words)).map(|(_, range)| range).collect();
        let share = same.len() * 100 / now.len().max(1);
        let (first, rest) = same.split_first()?;
        if share <= self.share || rest.is_empty() {
            return None;
        }
        let place = |range: &Range<usize>| case.prose.source.locate(range.clone());
        let finding = about
            .finding(args!(share = share, same = same.len(), all = now.len()))
            .at(place(first));
        let shown = rest.iter().take(SHOWN - 1);
        Some(shown.fold(finding, |finding, range| finding.and(place(range), say!("as-last-year"))))
    }
}
