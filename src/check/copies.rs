//! Text that is last year's, word by word.

use std::collections::BTreeSet;
use std::ops::Range;

use super::places::sought;
use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{Copying, Layout};
use crate::report::Report;

/// How many of the sentences a finding shows.
const SHOWN: usize = 5;

/// The one finding that too many sentences are last year's. A year in the text counts as the same where it is each report's own; sentences
/// with bound numbers don't count, for their numbers are this year's.
pub(super) fn check(
    rule: &Copying,
    report: &Report,
    layout: &Layout,
    text: &Source,
) -> Option<Diagnostic> {
    let previous = report.previous.as_ref()?;
    let last: BTreeSet<String> =
        sentences(rule, layout, previous.narrative.as_ref()?, previous.year)
            .into_iter()
            .map(|(words, _)| words)
            .collect();
    let now = sentences(rule, layout, text, report.year);
    let same: Vec<&Range<usize>> =
        now.iter().filter(|(words, _)| last.contains(words)).map(|(_, range)| range).collect();
    let share = same.len() * 100 / now.len().max(1);
    let (first, rest) = same.split_first()?;
    if share <= rule.share || rest.is_empty() {
        return None;
    }
    let message = rule.about.message.replace("{share}", &share.to_string());
    let message =
        message.replace("{same}", &same.len().to_string()).replace("{all}", &now.len().to_string());
    let finding = rule.about.finding(message).at(text.locate((*first).clone()));
    Some(
        rest.iter().take(SHOWN - 1).fold(finding, |finding, range| {
            finding.and(text.locate((*range).clone()), "与上年相同")
        }),
    )
}

/// The sentences that count, squeezed, with their places.
fn sentences(
    rule: &Copying,
    layout: &Layout,
    source: &Source,
    year: u16,
) -> Vec<(String, Range<usize>)> {
    let text = source.text();
    let year = format!("{year}年");
    let mut found = Vec::new();
    for range in rule.sections.iter().filter_map(|section| Some(sought(section, layout, text)?.0)) {
        let mut start = range.start;
        for piece in text[range].split_inclusive(['。', '！', '？', '\n']) {
            let words: String = piece.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
            let prose = !words.starts_with(['#', '|', '!', '[']) && !words.contains("{{");
            if prose && words.chars().count() >= rule.length {
                let from = start + piece.len() - piece.trim_start().len();
                found.push((words.replace(&year, "年"), from..start + piece.trim_end().len()));
            }
            start += piece.len();
        }
    }
    found
}
