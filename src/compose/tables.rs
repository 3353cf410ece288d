//! Tables: the form's with a report's numbers in their cells, and the setting of all.

use std::borrow::Cow;

use super::units::thousandths;
use crate::document::{Cell, CellRole, Grid, Inline, Scope, Table, TableFlow, TableSetting, plain};
use crate::field::{FieldKind, FieldPath};
use crate::fonts::Rulers;
use crate::form::{CellPart, FormCell, TableForm};
use crate::layout::{Measured, Role, Room, Style, fit, heights};
use crate::measure::estimate;
use crate::origin::Origin;
use crate::report::Report;

/// The narrowest and the widest text that counts for the width of an author's column.
const LEAST_COLUMN_EM: f64 = 2.0;
const MOST_COLUMN_EM: f64 = 32.0;
/// What stands on one line where it may.
const SHORT_COLUMN_EM: f64 = 8.0;
/// What a column has beside its text.
const COLUMN_SIDES_EM: f64 = 2.0;

/// The form's table with a report's numbers; `missing` stands where one is missing.
pub(super) fn fill(form: &TableForm, report: &Report, missing: &str) -> Table {
    Table {
        summary: form.summary.clone(),
        official: true,
        keep_whole: form.keep_whole,
        heads_repeat: true,
        flow: TableFlow::default(),
        shares: form.shares.clone(),
        setting: None,
        grid: form.grid.map(|cell| fill_cell(cell, report, missing)),
        source: None,
    }
}

fn fill_cell(cell: &FormCell, report: &Report, missing: &str) -> Cell {
    let typed = |text: &str| Inline::text(text);
    let mut content = Vec::new();
    match &cell.path {
        Some(path) => add_lines(&mut content, &value(path, report, missing), typed),
        None => add_lines(&mut content, &cell.text, typed),
    }
    for part in &cell.parts {
        match part {
            CellPart::Text(text) => add_lines(&mut content, text, typed),
            CellPart::Fact(name) => {
                let fact = report.facts.get(name).map_or("", String::as_str);
                content.push(Inline::text(fact));
            }
            CellPart::Value(path) => {
                add_lines(&mut content, &value(path, report, missing), |text| Inline::Bound {
                    text: text.to_owned(),
                    expression: path.to_string(),
                    source: Origin::default(),
                });
            }
        }
    }
    Cell {
        path: cell.path.clone(),
        turned: cell.turned,
        vertical: cell.vertical,
        continued: cell.continued.clone(),
        ..Cell::new(cell.role, content)
    }
}

/// What stands in the field at `path`; nothing where a report may leave it out and does.
fn value(path: &FieldPath, report: &Report, missing: &str) -> String {
    let statistics = &report.statistics;
    let fields = statistics.fields();
    let Some(id) = fields.find(path.as_str()) else { return missing.to_owned() };
    let field = &fields[id];
    match statistics.get(id) {
        Some(number) => field.printed(&number.value),
        None if field.optional || missing.is_empty() => match field.kind {
            FieldKind::Choice => field.options(&[]),
            _ => String::new(),
        },
        None => missing.to_owned(),
    }
}

fn add_lines(content: &mut Vec<Inline>, text: &str, piece: impl Fn(&str) -> Inline) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            content.push(Inline::line_break());
        }
        if !line.is_empty() || !text.contains('\n') {
            content.push(piece(line));
        }
    }
}

/// Whether a link or a footnote's mark stands in it.
fn leads_elsewhere(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Link { .. } | Inline::Note { .. } => true,
        Inline::Strong { content, .. } | Inline::Emph { content, .. } => leads_elsewhere(content),
        Inline::Text { .. } | Inline::Bound { .. } | Inline::Break { .. } => false,
    })
}

/// Sets a table by what stands in it.
pub(super) fn set(table: &mut Table, room: Room, style: &Style, rulers: &Rulers<'_>) {
    head(&mut table.grid);
    let heads = table.grid.groups().iter().flat_map(|group| &group.head);
    let mut cells = heads.flat_map(|row| row.placed().map(|(_, placed)| &placed.cell));
    table.heads_repeat = !cells.any(|cell| leads_elsewhere(&cell.content));
    let measured = table.grid.map(|cell| measured(cell, rulers));
    if table.shares.is_empty() {
        table.shares = shares(table);
    }
    if let Some(fitted) = fit(&measured, &table.shares, table.keep_whole, room, style) {
        table.shares = fitted.widths_mm.into_iter().map(thousandths).collect();
        table.setting = Some(TableSetting {
            size_half_pt: (fitted.size_pt * 2.0).round() as u32,
            pad_um: thousandths(fitted.pad_mm),
            // Rounded down: rounded up, a whole page would not take it.
            row_um: (fitted.row_mm * 1000.0) as u32,
            lines: fitted.lines,
            likely: fitted.likely,
            landscape: fitted.landscape,
        });
        table.keep_whole |= !table.official && is_short(table, style);
    }
}

/// Whether no page should end within an author's table.
fn is_short(table: &Table, style: &Style) -> bool {
    table.grid.rows().count() <= style.table.whole_rows
        && heights::height(table, style) <= style.page.text_height_mm() / 3.0
}

/// Says of each head what it heads, and how deep it lies below others: a label in a row below those
/// to its left, a head of columns below those above it.
fn head(grid: &mut Grid<Cell>) {
    for (at, cell) in grid.places_mut() {
        (cell.scope, cell.level) = match cell.role {
            CellRole::Head => (Some(Scope::Column), at.row + 1),
            CellRole::Label | CellRole::Group => (Some(Scope::Row), at.slot + 1),
            CellRole::Number | CellRole::Left | CellRole::Center | CellRole::Right => (None, 0),
        };
    }
}

/// A cell with the widths of its lines. Numbers, and labels that the form breaks by meaning, must
/// not break any further.
fn measured<'a>(cell: &'a Cell, rulers: &Rulers<'_>) -> Measured {
    let ruler = rulers.of(Role::Table);
    if cell.vertical {
        let lines_em = vec![1.0; plain(&cell.content).chars().count()];
        return Measured { lines_em, whole: true, turned: false, word_em: 0.0 };
    }
    let lines = cell.content.split(|inline| matches!(inline, Inline::Break { .. }));
    // Most cells hold a number, which is not copied for it.
    let text = |line: &'a [Inline]| match line {
        [Inline::Text { text, .. }] => Cow::Borrowed(text.as_str()),
        line => Cow::Owned(plain(line)),
    };
    let texts: Vec<Cow<'_, str>> = lines.map(text).collect();
    let lines_em: Vec<f64> = texts.iter().map(|text| ruler.em(text)).collect();
    let whole = texts.len() > 1 || texts.iter().all(|text| text.is_ascii());
    let words = texts.iter().flat_map(|text| ruler.wider_than(Measured::FEWEST_EM, text));
    let word_em = words.map(|(_, width)| width).fold(0.0, f64::max);
    Measured { lines_em, whole, turned: cell.turned, word_em }
}

/// Relative widths of an author's columns: what is short has a line, what is long a width by the
/// root of all that stands in the column, at which the lines of all columns are fewest.
fn shares(table: &Table) -> Vec<u32> {
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for row in table.grid.rows() {
        columns.resize(row.slots().len(), (LEAST_COLUMN_EM, 0.0));
        for ((_, placed), (widest, total)) in row.placed().zip(&mut columns) {
            let width = estimate(&plain(&placed.cell.content));
            *widest = widest.max(width);
            *total += width;
        }
    }
    let width = |(widest, total): (f64, f64)| {
        widest.min((2.0 * total.sqrt()).clamp(SHORT_COLUMN_EM, MOST_COLUMN_EM))
    };
    let share = |column| (2.0 * (width(column) + COLUMN_SIDES_EM)).round() as u32;
    columns.into_iter().map(share).collect()
}
