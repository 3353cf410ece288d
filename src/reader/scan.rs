//! Faults that are seen in the lines of the source, before any parsing.

use std::ops::Range;

use super::braces::look_for_others;
use super::{invisible, is_invisible};
use crate::diagnostic::{Diagnostic, Source};
use crate::finding;
use crate::form::Form;

/// A `#` as wide as Han.
const WIDE_MARK: char = '＃';

/// Looks through narrative.md.
pub(super) fn scan(source: &Source, form: &Form, findings: &mut Vec<Diagnostic>) {
    let text = source.text();
    let mut end = usize::MAX;
    for (at, c) in text.char_indices().filter(|(_, c)| is_invisible(*c)) {
        // Of several in a row the first is told.
        if at != end {
            findings.push(invisible(c, source.locate(at..at + c.len_utf8())));
        }
        end = at + c.len_utf8();
    }
    for (at, mark) in text.match_indices("{%") {
        let place = source.locate(at..at + mark.len());
        findings.push(finding!("binding-syntax.statement").at(place));
    }
    look_for_others(source, findings);
    for (marks, words) in unspaced_headings(text, form) {
        let count = text[marks.clone()].chars().count();
        let finding = finding!("heading-space", marks = "#".repeat(count), text = words);
        findings.push(finding.at(source.locate(marks)));
    }
}

/// The marks and the words of all lines that are meant as headings and are none.
pub(super) fn unspaced_headings<'t>(text: &'t str, form: &Form) -> Vec<(Range<usize>, &'t str)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut in_code = false;
    for line in text.split('\n') {
        let is_fence = ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence));
        in_code ^= is_fence;
        if let Some((marks, words)) = unspaced(line, form).filter(|_| !in_code && !is_fence) {
            found.push((start..start + marks.len(), words));
        }
        start += line.len() + 1;
    }
    found
}

/// The marks and the words of a line that is meant as a heading and is none: a space is missing, or
/// the marks are as wide as Han. A topic, which a second mark closes, is text.
fn unspaced<'l>(line: &'l str, form: &Form) -> Option<(&'l str, &'l str)> {
    let end = line.find(|c| !['#', WIDE_MARK].contains(&c)).unwrap_or(line.len());
    let (marks, text) = line.split_at(end);
    let count = marks.chars().count();
    let is_spaced = text.starts_with(char::is_whitespace);
    if !(1..=6).contains(&count) || text.is_empty() || (is_spaced && !marks.contains(WIDE_MARK)) {
        return None;
    }
    let closed = text.split_once(['#', WIDE_MARK]).filter(|_| count == 1 && !is_spaced);
    let is_section = |name: &str| form.sections.iter().any(|section| name == section.heading);
    match closed {
        Some((topic, _)) if !is_section(topic) => None,
        _ => Some((marks, text.trim_matches([' ', '\t', '#', WIDE_MARK]))),
    }
}
