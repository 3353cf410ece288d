//! Tables.

use serde::Serialize;

use super::runs::as_typed;
use super::text::DrawingText;
use super::words::WordCutter;
use crate::document::{Cell, CellRole, Group, Inline, Row, Scope, Slot, Spanned};
use crate::document::{Table, TableSetting};

#[derive(Serialize)]
pub struct DrawingTable<'d> {
    summary: &'d str,
    official: bool,
    keep_whole: bool,
    heads_repeat: bool,
    shares: &'d [u32],
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'d TableSetting>,
    groups: Vec<DrawingGroup<'d>>,
}

#[derive(Serialize)]
struct DrawingGroup<'d> {
    head: Vec<Vec<DrawingSlot<'d>>>,
    body: Vec<Vec<DrawingSlot<'d>>>,
}

/// What stands at a place of the grid. Most places hold a number, of which everything is said by
/// what the table says of its cells.
#[derive(Serialize)]
#[serde(untagged)]
enum DrawingSlot<'d> {
    Number(&'d str),
    Cell(DrawingCell<'d>),
    /// The lower part of a cell above.
    Covered,
}

#[derive(Serialize)]
struct DrawingCell<'d> {
    role: CellRole,
    colspan: usize,
    rowspan: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    level: usize,
    turned: bool,
    vertical: bool,
    marked: bool,
    content: Vec<DrawingText<'d>>,
}

impl WordCutter {
    /// A table. Lines break in its cells, whose widths are counted, where they do in any text:
    /// their texts are not cut.
    pub fn table<'d>(&self, table: &'d Table) -> DrawingTable<'d> {
        let Table { summary, official, keep_whole, heads_repeat, shares, setting, grid, .. } =
            table;
        DrawingTable {
            summary,
            official: *official,
            keep_whole: *keep_whole,
            heads_repeat: *heads_repeat,
            shares,
            setting: setting.as_ref(),
            groups: grid.groups().iter().map(group).collect(),
        }
    }
}

fn group(group: &Group<Cell>) -> DrawingGroup<'_> {
    DrawingGroup { head: rows(&group.head), body: rows(&group.body) }
}

fn rows(rows: &[Row<Cell>]) -> Vec<Vec<DrawingSlot<'_>>> {
    rows.iter().map(|row| row.slots().iter().map(slot).collect()).collect()
}

fn slot(slot: &Slot<Cell>) -> DrawingSlot<'_> {
    let Slot::Cell(placed) = slot else { return DrawingSlot::Covered };
    let Spanned { colspan, rowspan, cell } = placed;
    let is_plain = cell.role == CellRole::Number && !cell.turned && !cell.marked;
    if let [Inline::Text { text, .. } | Inline::Bound { text, .. }] = &*cell.content
        && is_plain
        && (*colspan, *rowspan) == (1, 1)
    {
        return DrawingSlot::Number(text);
    }
    DrawingSlot::Cell(DrawingCell {
        role: cell.role,
        colspan: *colspan,
        rowspan: *rowspan,
        scope: cell.scope,
        level: cell.level,
        turned: cell.turned,
        vertical: cell.vertical,
        marked: cell.marked,
        content: as_typed(&cell.content),
    })
}
