//! Tables: the tree's proved grid in Word's terms.

use docx_rs::{
    BorderType, HeightRule, Paragraph, Table as WordTable, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

use super::body::Body;
use super::{Measures, styles, twips_mm, twips_pt};
use crate::document::{Cell, CellRole, Slot, Table};
use crate::layout::Role;

/// Builds a table. Rows of a group hold together, and all groups do where the table must stand on one page.
pub(super) fn build(table: &Table, body: &mut Body<'_>) -> WordTable {
    let measures = body.measures();
    let look = Look::new(table, measures);
    let width = if look.landscape { measures.text_height } else { measures.text_width };
    let widths = columns(&table.shares, width);
    let groups = table.groups.len();
    let mut rows = Vec::new();
    for (index, group) in table.groups.iter().enumerate() {
        let count = group.head.len() + group.body.len();
        for (at, row) in group.head.iter().chain(&group.body).enumerate() {
            let last_of_group = at + 1 == count;
            let last = last_of_group && index + 1 == groups;
            // An author's long table may break below its head; the form's groups may not.
            let keep = !last
                && (table.keep_whole
                    || (!last_of_group && (table.official || at < group.head.len())));
            rows.push(self::row(&row.slots, &widths, keep, &look, body));
        }
    }
    let measures = body.measures();
    let pad_x = twips_mm(measures.style.table.pad_x_mm).unsigned_abs() as usize;
    let pad_y =
        (look.row - styles::cell_line(look.size_pt, measures)).max(0).unsigned_abs() as usize / 2;
    WordTable::new(rows)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .margins(TableCellMargins::new().margin(pad_y, pad_x, pad_y, pad_x))
        .set_borders(borders(measures))
}

/// Widths of the columns, twips, that add up to `total`.
fn columns(shares: &[u32], total: i32) -> Vec<usize> {
    let all: u64 = shares.iter().copied().map(u64::from).sum::<u64>().max(1);
    let total = u64::from(total.unsigned_abs());
    let edge = |sum: u64| sturdy((sum * total + all / 2) / all, total);
    let mut sum = 0;
    let mut widths = Vec::new();
    for share in shares {
        let left = edge(sum);
        sum += u64::from(*share);
        widths.push((edge(sum) - left) as usize);
    }
    widths
}

/// The place nearest to `wanted` that is nearly a whole number of ten-thousandths of the table's width. LibreOffice counts the width of each
/// cell in these and rounds it: from such edges cells of many columns and of one end at the same place, else a saved copy has more columns.
fn sturdy(wanted: u64, total: u64) -> u64 {
    let is_sturdy = |edge: &u64| {
        let rest = edge * 10_000 % total;
        rest.min(total - rest) * 100 < total * 24
    };
    let near =
        (0..wanted.min(total - wanted).min(10)).flat_map(|step| [wanted + step, wanted - step]);
    near.into_iter().find(is_sturdy).unwrap_or(wanted)
}

/// How a table is set, in Word's units.
struct Look {
    size_pt: f64,
    /// Height of a row of one line, twips, without the rule that word processors add to it.
    row: i32,
    landscape: bool,
}

impl Look {
    fn new(table: &Table, measures: &Measures<'_>) -> Look {
        let style = measures.style;
        let (size_pt, row_mm, landscape) = match &table.setting {
            Some(setting) => (
                f64::from(setting.size_half_pt) / 2.0,
                f64::from(setting.row_um) / 1000.0,
                setting.landscape,
            ),
            None => (style.text(Role::Table).size_pt, style.table.row_mm, false),
        };
        Look { size_pt, row: twips_mm(row_mm) - twips_pt(style.table.rule_pt), landscape }
    }
}

fn row(slots: &[Slot], widths: &[usize], keep: bool, look: &Look, body: &mut Body<'_>) -> TableRow {
    let mut column = 0;
    let mut cells = Vec::new();
    for slot in slots {
        let span = match slot {
            Slot::Cell(cell) => cell.colspan,
            Slot::Covered { colspan } => *colspan,
        };
        let width = widths[column..column + span].iter().sum();
        column += span;
        let word = match slot {
            Slot::Cell(cell) => {
                let paragraph = paragraph(cell, look, body);
                let word = TableCell::new().add_paragraph(paragraph.keep_next(keep));
                if cell.rowspan > 1 { word.vertical_merge(VMergeType::Restart) } else { word }
            }
            Slot::Covered { .. } => TableCell::new()
                .add_paragraph(
                    Paragraph::new()
                        .style(&styles::cell(styles::TABLE_TEXT, look.size_pt, body.measures()))
                        .keep_next(keep),
                )
                .vertical_merge(VMergeType::Continue),
        };
        let word = if span > 1 { word.grid_span(span) } else { word };
        cells.push(word.width(width, WidthType::Dxa).vertical_align(VAlignType::Center));
    }
    TableRow::new(cells).cant_split().row_height(look.row as f32).height_rule(HeightRule::AtLeast)
}

fn paragraph(cell: &Cell, look: &Look, body: &mut Body<'_>) -> Paragraph {
    let style = match cell.role {
        CellRole::Head => styles::TABLE_HEAD,
        CellRole::Label | CellRole::Left => styles::TABLE_TEXT,
        CellRole::Group | CellRole::Center => styles::TABLE_CENTER,
        CellRole::Number => styles::TABLE_NUMBER,
        CellRole::Right => styles::TABLE_RIGHT,
    };
    let style = styles::cell(style, look.size_pt, body.measures());
    let paragraph = Paragraph::new().style(&style);
    let paragraph = match &cell.path {
        Some(path) => body.anchors.number(paragraph, path),
        None => paragraph,
    };
    body.inlines(paragraph, &cell.content)
}

fn borders(measures: &Measures<'_>) -> TableBorders {
    let eighths = (measures.style.table.rule_pt * 8.0).round() as usize;
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    [Top, Left, Bottom, Right, InsideH, InsideV].into_iter().fold(
        TableBorders::with_empty(),
        |borders, position| {
            borders.set(
                TableBorder::new(position)
                    .border_type(BorderType::Single)
                    .size(eighths)
                    .color("000000"),
            )
        },
    )
}
