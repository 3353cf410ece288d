//! Tables whose numbers no size and no page can hold.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Location};
use crate::document::{Cell, Document, Table};
use crate::field::FieldPath;
use crate::finding;
use crate::reader::Sources;
use crate::statistics::Statistics;

/// Characters of its longest piece that a finding shows.
const SHOWN: usize = 20;

/// A finding for every table that could not be set: at the longest piece that no line break
/// divides, or where that was not typed, at the style.
pub fn check(document: &Document, statistics: &Statistics, sources: &Sources) -> Vec<Diagnostic> {
    let told = |table: &Table| {
        let longest = table.grid.cells().flat_map(pieces).max_by_key(|piece| piece.width);
        let shown = longest.as_ref().map_or(String::new(), |piece| {
            let start: String = piece.text.chars().take(SHOWN).collect();
            if start.len() < piece.text.len() { start + "…" } else { start }
        });
        let finding = finding!("table-too-wide", table = &table.summary, longest = shown);
        let typed = longest.and_then(|piece| {
            if let Some(path) = piece.path {
                return statistics.find(path)?.location.clone();
            }
            let narrative = sources.narrative.as_ref().filter(|_| table.source.is_some())?;
            Some(narrative.locate(piece.source))
        });
        let files = [&sources.style, &sources.json];
        let whole = || files.into_iter().flatten().next().map(|file| Location::whole(file.name()));
        finding.at_some(typed.or_else(whole))
    };
    document.tables().into_iter().filter(|table| table.setting.is_none()).map(told).collect()
}

/// A piece of a cell's text that no line break divides.
struct Unbroken<'t> {
    text: &'t str,
    width: usize,
    /// Where it was typed.
    source: Range<usize>,
    /// The number that it is.
    path: Option<&'t str>,
}

/// The pieces of a cell; Han breaks anywhere.
fn pieces(cell: &Cell) -> Vec<Unbroken<'_>> {
    let mut pieces = Vec::new();
    for inline in &cell.content {
        let (Some(text), source) = (inline.words(), inline.source()) else { continue };
        let breaks = |c: char| c.is_whitespace() || (c.is_alphabetic() && !c.is_ascii());
        for part in text.split(breaks).filter(|part| !part.is_empty()) {
            let at = part.as_ptr() as usize - text.as_ptr() as usize;
            let start = source.start + at.min(source.len());
            let end = (start + part.len()).min(source.end.max(start));
            let path = cell.path.as_ref().map(FieldPath::as_str);
            let width = part.chars().count();
            pieces.push(Unbroken { text: part, width, source: start..end, path });
        }
    }
    pieces
}
