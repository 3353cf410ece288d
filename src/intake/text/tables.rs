//! Tables of the text as Markdown.

use super::escape;
use crate::intake::foreign::ForeignTable;

/// A table as Markdown; none where it has spans, or is no list under one head.
pub(super) fn markdown(table: &ForeignTable) -> Option<String> {
    let single = table.cells.iter().all(|cell| cell.rowspan == 1 && cell.colspan == 1);
    let whole = table.cells.len() == table.rows * table.columns;
    if !single || !whole || table.rows < 2 {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    for row in table.cells.chunks(table.columns) {
        let cells: Vec<String> = row.iter().map(|cell| escape::cell(&cell.text)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.insert(1, format!("|{}", "---|".repeat(table.columns)));
    Some(lines.join("\n"))
}
