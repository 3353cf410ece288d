//! How high tables and their rows are, and whether labels that reach over rows have room in them.

use super::style::Style;
use crate::document::{Cell, Inline, Row, Spanned, Table, TableSetting, plain};
use crate::measure::estimate;

/// From one character of a label that reads down to the next, in its size, and a hair more.
const PITCH_DOWN: f64 = 1.15;

/// The height of a table, mm.
pub fn height(table: &Table, style: &Style) -> f64 {
    rows(table, style).iter().sum()
}

/// The heights of its rows, mm.
pub fn rows(table: &Table, style: &Style) -> Vec<f64> {
    let rows = |setting: &TableSetting| {
        setting.likely.iter().map(|lines| row_height(setting, *lines, style)).collect()
    };
    table.setting.as_ref().map_or_else(Vec::new, rows)
}

/// The height of a row of so many lines, mm.
fn row_height(setting: &TableSetting, lines: u32, style: &Style) -> f64 {
    let line = size_mm(setting) * (1.0 + style.table.leading_em);
    f64::from(setting.row_um) / 1000.0 + f64::from(lines.saturating_sub(1)) * line
}

/// The size of a table's text, mm.
pub fn size_mm(setting: &TableSetting) -> f64 {
    f64::from(setting.size_half_pt) / 2.0 * 25.4 / 72.0
}

/// Whether every label has room in its rows. Where a table is parted, a label of several rows is
/// left with few of them, none of which grows for it.
pub fn labels_fit(table: &Table, style: &Style) -> bool {
    let Some(setting) = &table.setting else { return false };
    let mut at = 0;
    table.grid.groups().iter().flat_map(|group| [&group.head, &group.body]).all(|rows| {
        let lines = setting.likely.get(at..at + rows.len()).unwrap_or_default();
        at += rows.len();
        let row_fits = |(row, it): (usize, &Row<Cell>)| {
            it.placed().all(|(column, placed)| {
                let spanned = lines.iter().skip(row).take(placed.rowspan);
                let room: f64 = spanned.map(|lines| row_height(setting, *lines, style)).sum();
                needed(table, setting, column, placed, style) < room + 0.01
            })
        };
        rows.iter().enumerate().all(row_fits)
    })
}

/// The height that a label needs, mm; nothing for what its own row was made for.
fn needed(
    table: &Table,
    setting: &TableSetting,
    column: usize,
    placed: &Spanned<Cell>,
    style: &Style,
) -> f64 {
    let cell = &placed.cell;
    if cell.vertical {
        return plain(&cell.content).chars().count() as f64 * size_mm(setting) * PITCH_DOWN;
    }
    // A row is made for what stands in it alone, which is all that can't be continued.
    if cell.continued.is_none() {
        return 0.0;
    }
    let columns = table.shares.iter().skip(column).take(placed.colspan);
    let width = columns.copied().map(f64::from).sum::<f64>() / 1000.0;
    let room = (width - f64::from(2 * setting.pad_um) / 1000.0).max(size_mm(setting));
    let lines = cell.content.split(|inline| matches!(inline, Inline::Break { .. }));
    let lines =
        lines.map(|line| (estimate(&plain(line)) * size_mm(setting) / room).ceil().max(1.0));
    row_height(setting, lines.sum::<f64>() as u32, style)
}
