//! Tables whose numbers no size and no page can hold.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Slot, Table, plain};
use crate::statistics::Statistics;

/// A finding for every table that could not be set, at its longest number.
pub fn check(document: &Document, statistics: &Statistics) -> Vec<Diagnostic> {
    let unset = document.tables().into_iter().filter(|table| table.setting.is_none());
    let finding = |table: &Table| {
        let rows = table.groups.iter().flat_map(|group| group.head.iter().chain(&group.body));
        let cells = rows
            .flat_map(|row| &row.slots)
            .filter_map(|slot| if let Slot::Cell(cell) = slot { Some(cell) } else { None });
        let longest =
            cells.filter(|cell| cell.path.is_some()).max_by_key(|cell| plain(&cell.content).len());
        let message = format!("表格排不下：{}", table.summary);
        let finding = Diagnostic::error("table-too-wide", message)
            .hint("核对表格中最长的数，或减少列数、缩短文字");
        let place = longest
            .and_then(|cell| statistics.find(cell.path.as_ref()?.as_str())?.location.clone());
        place.map_or(finding.clone(), |place| finding.at(place))
    };
    unset.map(finding).collect()
}
