//! Tables whose numbers no size and no page can hold.

use crate::diagnostic::{Diagnostic, Location, Source};
use crate::document::{Document, Table, plain};
use crate::field::FieldPath;
use crate::finding;
use crate::statistics::Statistics;

/// A finding for every table that could not be set: at the longest number of the form's, where an
/// author's begins in `narrative`.
pub fn check(
    document: &Document,
    statistics: &Statistics,
    narrative: Option<&Source>,
) -> Vec<Diagnostic> {
    let place = |table: &Table| -> Option<Location> {
        if let Some(range) = &table.source {
            let narrative = narrative?;
            let head = narrative.text()[range.clone()].lines().next()?;
            return Some(narrative.locate(range.start..range.start + head.len()));
        }
        // A computed total is the longest, and was typed nowhere.
        let typed = |path: &FieldPath| statistics.find(path.as_str())?.location.clone();
        let numbers = table.grid.cells().filter_map(|cell| {
            Some((plain(&cell.content).len(), cell.path.as_ref().and_then(typed)?))
        });
        numbers.max_by_key(|(length, _)| *length).map(|(_, place)| place)
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
