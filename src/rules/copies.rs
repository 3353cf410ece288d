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
use crate::prose::{PassageKind, Prose};
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
        let last: BTreeSet<String> = self
            .sentences(previous.prose.as_ref()?, previous.year, case.form)
            .into_iter()
            .map(|(words, _)| words)
            .collect();
        let prose = &case.report.prose;
        let now = self.sentences(prose, case.report.year, case.form);
        let same: Vec<&Range<usize>> =
            now.iter().filter(|(words, _)| last.contains(words)).map(|(_, range)| range).collect();
        let share = same.len() * 100 / now.len().max(1);
        let (first, rest) = same.split_first()?;
        if share <= self.share || rest.is_empty() {
            return None;
        }
        let args = args!(share = share, same = same.len(), all = now.len());
        let finding = about.finding(args).at(prose.locate((*first).clone()));
        Some(rest.iter().take(SHOWN - 1).fold(finding, |finding, range| {
            finding.and(prose.locate((*range).clone()), say!("as-last-year"))
        }))
    }

    /// The sentences that count, without white space, with their places: those of paragraphs, and
    /// none with bound numbers, which are each year's own.
    fn sentences(&self, prose: &Prose, year: u16, form: &Form) -> Vec<(String, Range<usize>)> {
        let year = form.chart_year.replace("{year}", &year.to_string());
        let no_year = form.chart_year.replace("{year}", "");
        let sections = self.sections.iter().filter_map(|key| prose.section(key));
        let passages = sections.flat_map(|section| prose.passages_in(&section.text));
        let mut found = Vec::new();
        for passage in passages.filter(|passage| passage.kind == PassageKind::Paragraph) {
            let mut start = passage.text.start;
            let words = &prose.text()[passage.text.clone()];
            for piece in words.split_inclusive(['。', '！', '？', '\n']) {
                let words: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
                let range = start..start + piece.trim_end().len();
                if words.chars().count() >= self.length && !prose.has_bound(&range) {
                    found.push((words.replace(&year, &no_year), range));
                }
                start += piece.len();
            }
        }
        found
    }
}
