//! Tables whose numbers no size and no page can hold.

use crate::diagnostic::{Diagnostic, Location};
use crate::document::{Document, Table, plain};
use crate::finding;
use crate::reader::Sources;
use crate::statistics::Statistics;

/// A finding for every table that could not be set: an author's where it begins, the form's at its
/// longest number, or where no number was typed, at the style.
pub fn check(document: &Document, statistics: &Statistics, sources: &Sources) -> Vec<Diagnostic> {
    let place = |table: &Table| -> Option<Location> {
        if let Some(range) = &table.source {
            let narrative = sources.narrative.as_ref()?;
            let head = narrative.text()[range.clone()].lines().next()?;
            return Some(narrative.locate(range.start..range.start + head.len()));
        }
        let typed = table.grid.cells().filter_map(|cell| {
            let location = statistics.find(cell.path.as_ref()?.as_str())?.location.clone()?;
            Some((plain(&cell.content).len(), location))
        });
        let longest = typed.max_by_key(|(length, _)| *length).map(|(_, location)| location);
        let files = [&sources.style, &sources.json];
        let whole = || files.into_iter().flatten().next().map(|file| Location::whole(file.name()));
        longest.or_else(whole)
    };
    let finding = |table: &Table| {
        let finding = finding!("table-too-wide", table = &table.summary);
        match place(table) {
            Some(place) => finding.at(place),
            None => finding,
        }
    };
    document.tables().into_iter().filter(|table| table.setting.is_none()).map(finding).collect()
}
