//! Tables: the tree's proved grid in Word's terms.

use docx_rs::{
    HeightRule, Paragraph, Shading, ShdType, Table as WordTable, TableAlignmentType, TableCell,
    TableCellMargins, TableLayoutType, TableRow, TextDirectionType, VAlignType, VMergeType,
    WidthType,
};

use super::measures::{Measures, twips_mm, twips_pt};
use super::mend::Mend;
use super::text::TextWriter;
use super::{styles, table_style};
use crate::document::{Cell, CellRole, Inline, Row, Slot, Spanned, Table, TableSetting, plain};
use crate::layout::{Role, parts};
use crate::ooxml::Element;

/// Builds a table that begins at `left`, twips: a table in a list. Rows of a group hold together,
/// and all groups do where the table must stand on one page.
pub(super) fn build(
    table: &Table,
    left: i32,
    measures: &Measures<'_>,
    text: &mut TextWriter<'_>,
) -> WordTable {
    let mut writer = TableWriter::new(table, left, measures, text);
    let mut rows = Vec::new();
    let breaks = &table.flow.breaks;
    let drawn = match table.flow.parted.and_then(|at| parts::part(table, at)) {
        Some([upper, lower]) => [kept(&upper, breaks, true), kept(&lower, &[], false)].concat(),
        None => kept(table, breaks, true),
    };
    for (row, keep) in &drawn {
        rows.push(writer.row(rows.len(), row.slots(), *keep));
    }
    let pad_x = writer.pad_x.unsigned_abs() as usize;
    // In the lowest row, that is: others are made as high as they are.
    let lowest = writer.row + writer.more.iter().copied().min().unwrap_or_default().min(0);
    let pad_y = (lowest - measures.cell_line(writer.size_pt)).max(0).unsigned_abs() as usize / 2;
    let built = WordTable::without_borders(rows).style(table_style::ID);
    let built = match left {
        0 => built.align(TableAlignmentType::Center),
        _ => built.align(TableAlignmentType::Left).indent(left),
    };
    built
        .layout(TableLayoutType::Fixed)
        .width(writer.widths.iter().sum(), WidthType::Dxa)
        .set_grid(writer.widths)
        .margins(TableCellMargins::new().margin(pad_y, pad_x, pad_y, pad_x))
}

/// The rows of a table, with heads or without, each with whether it stays on the page of the next.
fn kept(table: &Table, breaks: &[usize], with_heads: bool) -> Vec<(Row<Cell>, bool)> {
    let groups = table.grid.groups();
    let mut rows = Vec::new();
    let mut index = 0;
    for (at, group) in groups.iter().enumerate() {
        let heads = group.head.len();
        let count = heads + group.body.len();
        for (row, it) in group.head.iter().chain(&group.body).enumerate() {
            index += 1;
            let last_of_group = row + 1 == count;
            // An author's long table may break below its head; the form's groups may not.
            let ends = breaks.contains(&index) || (last_of_group && at + 1 == groups.len());
            let inside = !last_of_group && (table.official || row < heads);
            if with_heads || row >= heads {
                rows.push((it.clone(), !ends && (table.keep_whole || inside)));
            }
        }
    }
    rows
}

/// Head rows that repeat, the table's title and what it holds, and no theme's table look: docx-rs
/// has none of them. Word repeats only rows at the top of a table, above every later row; in a
/// table of several groups, each with a head of its own, that would be the wrong head.
pub(super) fn mend(table: &Table, heading: String) -> Mend {
    let summary = table.summary.clone();
    let heads = match table.grid.groups() {
        [only] if table.heads_repeat => only.head.len(),
        _ => 0,
    };
    Box::new(move |element| {
        let properties = element.child_or_new("w:tblPr");
        properties.push(Element::new("w:tblCaption").with("w:val", heading));
        properties.push(Element::new("w:tblDescription").with("w:val", summary));
        properties.push(
            Element::new("w:tblLook")
                .with("w:val", "0020")
                .with("w:firstRow", "1")
                .with("w:lastRow", "0")
                .with("w:firstColumn", "0")
                .with("w:lastColumn", "0")
                .with("w:noHBand", "1")
                .with("w:noVBand", "1"),
        );
        for row in element.elements_mut().filter(|row| row.name == "w:tr").take(heads) {
            row.child_or_new("w:trPr").push(Element::new("w:tblHeader"));
        }
    })
}

/// Room for one character and not for two.
const ONE_CHARACTER_EM: f64 = 1.2;

/// Writes the rows of one table, its measures in Word's units.
struct TableWriter<'a, 't> {
    measures: &'a Measures<'a>,
    text: &'a mut TextWriter<'t>,
    /// Widths of the columns, twips.
    widths: Vec<usize>,
    /// Whether it is the form's.
    official: bool,
    size_pt: f64,
    /// Lines of each row, where its height is more than what its text needs.
    lines: Vec<u32>,
    /// By how much each row is higher than it need be, twips.
    more: Vec<i32>,
    /// What is free at each side of a cell's text, twips.
    pad_x: i32,
    /// Height of a row of one line, twips, without the rule that word processors add to it.
    row: i32,
}

impl<'a, 't> TableWriter<'a, 't> {
    fn new(
        table: &Table,
        left: i32,
        measures: &'a Measures<'a>,
        text: &'a mut TextWriter<'t>,
    ) -> Self {
        let style = measures.style;
        // A list's text begins where its mark has room in a word processor, which is not where it
        // begins in the PDF: the table ends where all text does.
        let room = measures.text_width - left;
        let width_um: u32 = table.shares.iter().sum();
        let (size_pt, row_mm, width) = match &table.setting {
            Some(setting) => (
                f64::from(setting.size_half_pt) / 2.0,
                f64::from(setting.row_um) / 1000.0,
                if left > 0 { room } else { twips_mm(f64::from(width_um) / 1000.0) },
            ),
            None => (style.text(Role::Table).size_pt, style.table.row_mm, room),
        };
        let row = twips_mm(row_mm) - twips_pt(style.table.rule_pt);
        let pad_mm = |setting: &TableSetting| f64::from(setting.pad_um) / 1000.0;
        let pad_x = twips_mm(table.setting.as_ref().map_or(style.table.pad_x_mm, pad_mm));
        let is_turned = table.grid.cells().any(|cell| cell.turned);
        let more: Vec<i32> =
            table.flow.more_um.iter().map(|um| twips_mm(f64::from(*um) / 1000.0)).collect();
        let lines = table.setting.as_ref().map(|it| match is_turned {
            true => it.lines.clone(),
            false if more.is_empty() => Vec::new(),
            false => it.likely.clone(),
        });
        let (widths, lines) = (columns(&table.shares, width), lines.unwrap_or_default());
        let official = table.official;
        if !official {
            text.anchors.enter_table();
        }
        TableWriter { measures, text, widths, official, size_pt, lines, more, pad_x, row }
    }

    /// The height of a row, twips.
    fn height(&self, index: usize) -> i32 {
        let lines = self.lines.get(index).copied().unwrap_or(1).saturating_sub(1);
        let lines = i32::try_from(lines).unwrap_or_default();
        let row = self.row + self.more.get(index).copied().unwrap_or_default();
        row.saturating_add(lines * self.measures.cell_line(self.size_pt))
    }

    fn row(&mut self, index: usize, slots: &[Slot<Cell>], keep: bool) -> TableRow {
        let mut column = 0;
        let mut cells = Vec::new();
        for slot in slots {
            let span = slot.colspan();
            let width = self.widths[column..column + span].iter().sum();
            let word = match slot {
                Slot::Cell(placed) => self.cell(placed, keep, width),
                Slot::Covered { .. } => self.covered(keep),
            };
            column += span;
            let word = if span > 1 { word.grid_span(span) } else { word };
            cells.push(word.width(width, WidthType::Dxa).vertical_align(VAlignType::Center));
        }
        let height = self.height(index) as f32;
        TableRow::new(cells).cant_split().row_height(height).height_rule(HeightRule::AtLeast)
    }

    fn cell(&mut self, placed: &Spanned<Cell>, keep: bool, width: usize) -> TableCell {
        let cell = &placed.cell;
        let paragraph = self.paragraph(cell.role).keep_next(keep);
        let paragraph = match &cell.path {
            Some(path) => self.text.anchors.number(paragraph, path),
            None if self.official => paragraph,
            None => self.text.anchors.cell(paragraph),
        };
        let paragraph = if cell.vertical { self.stacked(paragraph, width) } else { paragraph };
        let paragraph = if self.wraps_so(placed, width) {
            let text = [Inline::text(plain(&cell.content))];
            self.text.inlines(paragraph, &text, Role::Table)
        } else {
            self.text.inlines(paragraph, &cell.content, Role::Table)
        };
        let word = TableCell::new().add_paragraph(paragraph);
        let word = match &self.measures.style.table.marked {
            Some(colour) if cell.marked => word.shading(ground(colour)),
            _ => word,
        };
        let word = if cell.turned { word.text_direction(TextDirectionType::BtLr) } else { word };
        if placed.rowspan > 1 { word.vertical_merge(VMergeType::Restart) } else { word }
    }

    /// A paragraph that is one character wide, so that its text reads down: LibreOffice tells a PDF
    /// wrong widths of characters that stand in vertical text first.
    fn stacked(&self, paragraph: Paragraph, width: usize) -> Paragraph {
        let room = width as i32 - 2 * self.pad_x;
        let side = (room - twips_pt(self.size_pt * ONE_CHARACTER_EM)).max(0) / 2;
        paragraph.indent(Some(side), None, Some(side), None)
    }

    /// Whether the lines of the form's label are those at which its cell breaks it by itself, so
    /// that it needs no breaks of its own: whoever looks for its words finds them.
    fn wraps_so(&self, placed: &Spanned<Cell>, width: usize) -> bool {
        let pad = 2 * self.pad_x;
        let room = (width as i32 - pad) / twips_pt(self.size_pt).max(1);
        let content = &placed.cell.content;
        let lines = content.split(|inline| matches!(inline, Inline::Break { .. }));
        let texts: Vec<String> = lines.map(plain).collect();
        let (Some(last), true) = (texts.last(), texts.len() > 1) else { return false };
        let count = |text: &String| text.chars().count() as i32;
        let is_han = |text: &String| text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        texts.iter().all(is_han)
            && texts[..texts.len() - 1].iter().all(|text| count(text) == room)
            && count(last) <= room
    }

    /// The lower part of a cell that began in a row above.
    fn covered(&self, keep: bool) -> TableCell {
        let paragraph = self.paragraph(CellRole::Label).keep_next(keep);
        TableCell::new().add_paragraph(paragraph).vertical_merge(VMergeType::Continue)
    }

    fn paragraph(&self, role: CellRole) -> Paragraph {
        let style = match role {
            CellRole::Head => styles::TABLE_HEAD,
            CellRole::Label | CellRole::Left => styles::TABLE_TEXT,
            CellRole::Group | CellRole::Center => styles::TABLE_CENTER,
            CellRole::Number => styles::TABLE_NUMBER,
            CellRole::Right => styles::TABLE_RIGHT,
        };
        Paragraph::new().style(&styles::cell(style, self.size_pt, self.measures))
    }
}

fn ground(colour: &str) -> Shading {
    Shading::new().shd_type(ShdType::Clear).color("auto").fill(colour)
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

/// The place nearest to `wanted` that is nearly a whole number of ten-thousandths of the table's
/// width. LibreOffice counts the width of each cell in these and rounds it: from such edges cells
/// of many columns and of one end at the same place, else a saved copy has more columns.
fn sturdy(wanted: u64, total: u64) -> u64 {
    let is_sturdy = |edge: &u64| {
        let rest = edge * 10_000 % total;
        rest.min(total - rest) * 100 < total * 24
    };
    let near =
        (0..wanted.min(total - wanted).min(10)).flat_map(|step| [wanted + step, wanted - step]);
    near.into_iter().find(is_sturdy).unwrap_or(wanted)
}
