//! narrative.md as units that can be moved, taken out and put elsewhere: paragraphs, headings,
//! items, tables, each with the whole of its lines.

use std::ops::Range;

use super::printed::{Printed, PrintedKind};
use crate::form::PREFACE;
use crate::prose::Prose;

/// The text of a section of the form below its heading, or the preface.
#[derive(Debug)]
pub(super) struct SourceSection {
    pub key: String,
    pub content: Range<usize>,
    pub units: Vec<Unit>,
}

/// What stands by itself in a section.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Its lines, and what stands below them that nobody prints: definitions of notes, remarks.
    pub lines: Range<usize>,
    /// Where its own text ends.
    pub end: usize,
    /// What is printed of it.
    pub printed: Vec<usize>,
    /// The list that it is an item of, where that counts.
    pub counted: Option<usize>,
}

/// The sections of narrative.md, in its order.
pub(super) fn sections(text: &str, prose: &Prose, printed: &[Printed]) -> Vec<SourceSection> {
    let mut headings: Vec<(String, Range<usize>)> = prose
        .sections()
        .iter()
        .filter(|section| section.key != PREFACE)
        .map(|section| (section.key.clone(), section.heading.clone()))
        .collect();
    headings.sort_by_key(|(_, heading)| heading.start);
    let starts: Vec<usize> = headings.iter().map(|(_, heading)| heading.start).collect();
    let end = |index: usize| starts.get(index).map_or(text.len(), |at| line_start(text, *at));
    let contents = std::iter::once((PREFACE.to_owned(), 0..end(0))).chain(
        headings
            .into_iter()
            .enumerate()
            .map(|(index, (key, heading))| (key, line_end(text, heading.end)..end(index + 1))),
    );
    let section = |(key, content): (String, Range<usize>)| {
        let content = content.start..content.end.max(content.start);
        let units = units(text, &content, printed);
        SourceSection { key, content, units }
    };
    contents.map(section).collect()
}

fn units(text: &str, content: &Range<usize>, printed: &[Printed]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (index, it) in printed.iter().enumerate() {
        let Some(source) = it.source.clone().filter(|_| it.kind != PrintedKind::Section) else {
            continue;
        };
        if source.start < content.start || source.end > content.end {
            continue;
        }
        // A caption stands in the lines of its picture.
        if let Some(last) = units.last_mut()
            && last.lines.start <= source.start
            && source.start < last.end
        {
            last.printed.push(index);
            continue;
        }
        let counted = match &it.kind {
            PrintedKind::Item(place) if place.first && place.start.is_some() => Some(place.list),
            _ => None,
        };
        let end = trimmed_end(text, source.end.max(source.start));
        let lines = line_start(text, source.start).max(content.start)..end;
        units.push(Unit { lines, end, printed: vec![index], counted });
    }
    // A remark on a table is printed below it, wherever it stands.
    units.sort_by_key(|unit| unit.lines.start);
    for index in 1..units.len() {
        let gap = units[index - 1].end..units[index].lines.start;
        let kept = text.get(gap.clone()).unwrap_or_default().trim_end();
        if !kept.is_empty() {
            units[index - 1].lines.end = gap.start + kept.len();
        }
    }
    units
}

/// Where the line begins that `at` stands in.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where it ends.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// `at`, or the end of its line where only white space follows.
fn trimmed_end(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    if text[at..end].trim().is_empty() { end } else { at }
}
