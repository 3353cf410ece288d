//! Tables: the form's with a report's numbers in their cells, and the setting of all.

use super::thousandths;
use crate::document::{
    Cell, CellRole, Group, Inline, Row, Scope, Slot, Table, TableSetting, plain,
};
use crate::field::FieldPath;
use crate::fonts::Rulers;
use crate::form::{FormRow, FormSlot, TableForm};
use crate::layout::{FitCell, Role, Room, Style, fit};
use crate::measure::estimate;
use crate::report::Report;

/// The narrowest and the widest text that counts for the width of an author's column.
const LEAST_COLUMN_EM: f64 = 2.0;
const MOST_COLUMN_EM: f64 = 20.0;
/// What a column has beside its text.
const COLUMN_SIDES_EM: f64 = 2.0;

/// The form's table with a report's numbers; `missing` stands where one is missing.
pub(super) fn fill(form: &TableForm, report: &Report, missing: &str) -> Table {
    let row = |row: &FormRow| Row {
        slots: row.iter().map(|slot| fill_slot(slot, report, missing)).collect(),
    };
    let groups = form.groups.iter().map(|group| Group {
        head: group.head.iter().map(row).collect(),
        body: group.body.iter().map(row).collect(),
    });
    Table {
        summary: form.summary.clone(),
        official: true,
        keep_whole: form.keep_whole,
        shares: form.shares.clone(),
        setting: None,
        groups: groups.collect(),
        source: None,
    }
}

fn fill_slot(slot: &FormSlot, report: &Report, missing: &str) -> Slot {
    let cell = match slot {
        FormSlot::Covered(colspan) => return Slot::Covered { colspan: *colspan },
        FormSlot::Cell(cell) => cell,
    };
    let number = |path: &FieldPath| report.statistics.find(path.as_str());
    let text = match &cell.path {
        Some(path) => number(path).map_or(missing.to_owned(), |number| number.value.to_string()),
        None => cell.text.clone(),
    };
    let mut content = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            content.push(Inline::line_break());
        }
        content.push(Inline::text(line));
    }
    Slot::Cell(Cell {
        colspan: cell.colspan,
        rowspan: cell.rowspan,
        role: cell.role,
        scope: None,
        level: 0,
        path: cell.path.clone(),
        content,
    })
}

/// Sets a table by what stands in it.
pub(super) fn set(table: &mut Table, room: Room, style: &Style, rulers: &Rulers<'_>) {
    head(table);
    let rows = table.groups.iter().flat_map(|group| group.head.iter().chain(&group.body));
    let slot = |slot: &Slot| match slot {
        Slot::Covered { colspan } => FitCell::covered(*colspan),
        Slot::Cell(cell) => measured(cell, rulers),
    };
    let rows: Vec<Vec<FitCell>> = rows.map(|row| row.slots.iter().map(slot).collect()).collect();
    if table.shares.is_empty() {
        table.shares = shares(table);
    }
    if let Some(fitted) = fit(&rows, &table.shares, table.keep_whole, room, style) {
        table.shares = fitted.widths_mm.into_iter().map(thousandths).collect();
        table.setting = Some(TableSetting {
            size_half_pt: (fitted.size_pt * 2.0).round() as u32,
            // Rounded down: rounded up, a whole page would not take it.
            row_um: (fitted.row_mm * 1000.0) as u32,
            lines: fitted.lines,
            landscape: fitted.landscape,
        });
    }
}

/// Says of each head what it heads, and how deep it lies below others: a label in a row below those
/// to its left, a head of columns below those above it.
fn head(table: &mut Table) {
    for group in &mut table.groups {
        for (depth, row) in group.head.iter_mut().enumerate() {
            for cell in row.slots.iter_mut().filter_map(Slot::cell_mut) {
                (cell.scope, cell.level) = match cell.role {
                    CellRole::Head => (Some(Scope::Column), depth + 1),
                    _ => (None, 0),
                };
            }
        }
        for row in &mut group.body {
            for (depth, slot) in row.slots.iter_mut().enumerate() {
                let Some(cell) = slot.cell_mut() else { continue };
                (cell.scope, cell.level) = match cell.role {
                    CellRole::Label | CellRole::Group => (Some(Scope::Row), depth + 1),
                    _ => (None, 0),
                };
            }
        }
    }
}

/// A cell with the widths of its lines. Numbers, and labels that the form breaks by meaning, must
/// not break any further.
fn measured(cell: &Cell, rulers: &Rulers<'_>) -> FitCell {
    let ruler = rulers.of(Role::Table);
    let lines = cell.content.split(|inline| matches!(inline, Inline::Break { .. }));
    let texts: Vec<String> = lines.map(plain).collect();
    let lines_em: Vec<f64> = texts.iter().map(|text| ruler.em(text)).collect();
    let whole = texts.len() > 1 || texts.iter().all(|text| text.is_ascii());
    let words = texts.iter().flat_map(|text| ruler.wider_than(FitCell::FEWEST_EM, text));
    let word_em = words.map(|(_, width)| width).fold(0.0, f64::max);
    FitCell { colspan: cell.colspan, rowspan: cell.rowspan, lines_em, whole, word_em }
}

/// Relative widths of an author's columns: by their longest texts, within limits.
fn shares(table: &Table) -> Vec<u32> {
    let mut widest: Vec<f64> = Vec::new();
    for row in table.groups.iter().flat_map(|group| group.head.iter().chain(&group.body)) {
        widest.resize(row.slots.len(), LEAST_COLUMN_EM);
        for (slot, widest) in row.slots.iter().zip(&mut widest) {
            let Slot::Cell(cell) = slot else { continue };
            *widest = widest.max(estimate(&plain(&cell.content))).min(MOST_COLUMN_EM);
        }
    }
    widest.into_iter().map(|width| (2.0 * (width + COLUMN_SIDES_EM)).round() as u32).collect()
}
