//! Rows of the form's tables, higher where a page would stay empty below them, and lower where the
//! last page has a few lines that the one before has room for.

use std::ops::Range;

use super::count::{CountedPage, TablePart};
use crate::document::{Block, Table};
use crate::layout::parts::{self, MOST_LOWERED, MOST_TAKEN_BACK};
use crate::layout::{Fill, Style, TableStyle, heights};

/// What stays free below rows that grow, lines: below a table that begins its page, and below text,
/// which may be set in another number of lines than are counted.
const SPARE: f64 = 0.3;
const SPARE_BELOW_TEXT: f64 = 0.7;
const SPARE_ABOVE_NOTES: f64 = 1.0;
/// What is lowered more than is counted, lines.
const MORE_LOWERED: f64 = 0.2;

/// Pages by both ways to set the text.
type BothPages = [Vec<CountedPage>; 2];

/// Makes rows higher and lower.
pub(super) fn fill(blocks: &mut [Block], pages: &BothPages, style: &Style) {
    if style.table.fill == Fill::Whole {
        return;
    }
    take_back(blocks, pages, style);
    for (parts, lines) in growing(&pages[0]) {
        // Both must end a page with these rows.
        let other = growing(&pages[1]).find(|(other, _)| *other == parts);
        let Some((_, other)) = other else { continue };
        let mut more_mm = lines.min(other) * style.line_mm();
        // What the last rows leave goes to those of the table above.
        for part in parts.iter().rev() {
            if let Some(Block::Table(table)) = blocks.get_mut(part.block) {
                more_mm -= grow(table, part, more_mm, style);
            }
        }
    }
}

/// The form's rows on pages that end in them, with the lines by which they may grow.
fn growing(pages: &[CountedPage]) -> impl Iterator<Item = (&[TablePart], f64)> {
    let ended = pages.split_last().map_or(&[][..], |(_, ended)| ended).iter();
    ended.filter(|page| page.ends_in_table).filter_map(|page| {
        let begins = page.parts.len() == 1 && page.begun_by == page.parts[0].block;
        let spare = if begins { SPARE } else { SPARE_BELOW_TEXT };
        let spare = spare + if page.noted { SPARE_ABOVE_NOTES } else { 0.0 };
        Some((&page.parts[..], page.left - spare)).filter(|(_, lines)| *lines > 0.0)
    })
}

/// Lets rows grow by so much in all at most, but heads that another part repeats; by how much they
/// do.
fn grow(table: &mut Table, part: &TablePart, more_mm: f64, style: &Style) -> f64 {
    let Some(rows) = free_rows(table, part) else { return 0.0 };
    let Some(setting) = &table.setting else { return 0.0 };
    let TableStyle { row_most_mm, parted_row_most_mm, .. } = style.table;
    let is_whole = part.rows.len() == table.grid.rows().count();
    let most_mm = if is_whole { row_most_mm } else { row_most_mm.min(parted_row_most_mm) };
    let most_mm = (most_mm - f64::from(setting.row_um) / 1000.0).max(0.0);
    let each_mm = (more_mm / rows.len() as f64).min(most_mm);
    let grown_mm = each_mm * rows.len() as f64;
    raise(table, rows, each_mm);
    grown_mm
}

/// The rows of a part but heads that another part repeats.
fn free_rows(table: &Table, part: &TablePart) -> Option<Range<usize>> {
    let count = table.grid.rows().count();
    let heads = match table.grid.groups() {
        [only] if part.rows.len() < count => only.head.len(),
        _ => 0,
    };
    let rows = part.rows.start.max(heads)..part.rows.end;
    (!rows.is_empty()).then_some(rows)
}

fn raise(table: &mut Table, rows: Range<usize>, each_mm: f64) {
    let more_um = &mut table.flow.more_um;
    more_um.resize(more_um.len().max(rows.end), 0);
    // Rounded down: rounded up, the page would not take it.
    more_um[rows].iter_mut().for_each(|more| *more += (each_mm * 1000.0).floor() as i32);
}

/// Lowers the tables of the last page but one so that the last, of a few lines, has room on it.
fn take_back(blocks: &mut [Block], pages: &BothPages, style: &Style) {
    let lines = f64::from(style.page.lines);
    let wanted = pages.each_ref().map(|pages| {
        let [.., page, last] = &pages[..] else { return None };
        let used = lines - last.left;
        let same = (last.begun_by, &page.parts);
        (used <= MOST_TAKEN_BACK && !page.ends_in_table).then_some((used - page.left, same))
    });
    let [Some((tight, here)), Some((loose, there))] = wanted else { return };
    let wanted = tight.max(loose) + MORE_LOWERED;
    if here != there || !(0.0..=MOST_LOWERED + MORE_LOWERED).contains(&wanted) {
        return;
    }
    let mut lowered = Vec::new();
    let mut less_mm = wanted * style.line_mm();
    for part in here.1.iter().rev() {
        let Some(Block::Table(table)) = blocks.get(part.block) else { continue };
        if let Some((rows, each_mm)) = lower(table, part, less_mm, style) {
            less_mm -= each_mm * rows.len() as f64;
            lowered.push((part.block, rows, each_mm));
        }
    }
    if less_mm > 0.01 {
        return;
    }
    for (block, rows, each_mm) in lowered {
        if let Some(Block::Table(table)) = blocks.get_mut(block) {
            raise(table, rows, -each_mm);
        }
    }
}

/// The rows of a part that may be lowered, by `less_mm` in all at most, and by how much each is.
fn lower(
    table: &Table,
    part: &TablePart,
    less_mm: f64,
    style: &Style,
) -> Option<(Range<usize>, f64)> {
    let rows = free_rows(table, part)?;
    let setting = table.setting.as_ref()?;
    let alone = match table.flow.parted.and_then(|at| Some((at, parts::part(table, at)?))) {
        Some((at, [upper, _])) if part.rows == (0..at) => upper,
        Some((at, [_, lower])) if part.rows.start == at => lower,
        _ if part.rows == (0..table.grid.rows().count()) => table.clone(),
        _ => return None,
    };
    let least_mm = parts::LEAST_ROW_EM * heights::size_mm(setting);
    let most_mm = f64::from(setting.row_um) / 1000.0 - least_mm;
    let each_mm = (less_mm.max(0.0) / rows.len() as f64).min(most_mm);
    let in_all = each_mm * alone.grid.rows().count() as f64;
    parts::lowered(&alone, in_all, style).map(|_| (rows, each_mm))
}
