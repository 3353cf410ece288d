//! Numbers that authors typed before headings, put right where headings came, went or were moved.

use super::content::PrintedText;
use super::edits::{SourceEdit, apply};
use crate::document::{Block, Heading};
use crate::numbering::Numerals;
use crate::report::Narrative;

/// `text` with the right numbers before the headings of its `narrative`.
pub(super) fn renumbered(text: &str, narrative: &Narrative, numerals: &Numerals) -> String {
    let sections = narrative.sections.values().flatten();
    let edits: Vec<SourceEdit> = sections
        .filter_map(|block| match block {
            Block::Heading(heading) => renumber(text, heading, numerals),
            _ => None,
        })
        .collect();
    apply(text, 0..text.len(), &edits)
}

fn renumber(text: &str, heading: &Heading, numerals: &Numerals) -> Option<SourceEdit> {
    let start = heading.source.as_ref()?.start;
    let begin = PrintedText::of(&heading.content).begin()?;
    let marks = text.get(start..begin)?.trim_start_matches('#');
    let typed = marks.trim();
    let is_number = numerals.split_typed(typed) == Some((typed, ""));
    if !is_number || typed == heading.number.trim() {
        return None;
    }
    let at = begin - marks.trim_start().len();
    let range = at..at + typed.len();
    Some(SourceEdit { range, text: heading.number.trim().to_owned() })
}
