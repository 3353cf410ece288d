//! Text that is last year's, word by word.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::layout::Copying;
use crate::prose::{PassageKind, Prose};
use crate::report::Report;
use crate::say;

/// How many of the sentences a finding shows.
const SHOWN: usize = 5;

/// The one finding that too many sentences are last year's. A year in the text counts as the same where it is each report's own; sentences
/// with bound numbers don't count, for their numbers are this year's.
pub(super) fn check(rule: &Copying, report: &Report) -> Option<Diagnostic> {
    let previous = report.previous.as_ref()?;
    let last: BTreeSet<String> = sentences(rule, previous.prose.as_ref()?, previous.year)
        .into_iter()
        .map(|(words, _)| words)
        .collect();
    let now = sentences(rule, &report.prose, report.year);
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
    let place = |range: &Range<usize>| report.prose.locate(range.clone());
    let finding = rule.about.finding(message).at(place(first));
    Some(
        rest.iter()
            .take(SHOWN - 1)
            .fold(finding, |finding, range| finding.and(place(range), say!("same-as-last-year"))),
    )
}

/// The sentences that count, without white space, with their places. Those of a list are judged one by one.
fn sentences(rule: &Copying, prose: &Prose, year: u16) -> Vec<(String, Range<usize>)> {
    let year = format!("{year}年");
    let mut found = Vec::new();
    let sections = rule.sections.iter().filter_map(|key| prose.section(key));
    let passages = sections.flat_map(|section| prose.passages_in(&section.text));
    for passage in passages.filter(|passage| passage.kind == PassageKind::Paragraph) {
        let mut start = passage.text.start;
        for piece in prose.text()[passage.text.clone()].split_inclusive(['。', '！', '？', '\n'])
        {
            let words: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
            let range = start..start + piece.trim_end().len();
            start += piece.len();
            if words.chars().count() >= rule.length && !prose.has_bound(&range) {
                found.push((words.replace(&year, "年"), range));
            }
        }
    }
    found
}
