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
const SPARE_ABOVE_NOTES: f64 = 0.8;
/// What is lowered more than is counted, lines.
const MORE_LOWERED: f64 = 0.2;

/// Makes rows higher and lower.
pub(super) fn fill(blocks: &mut [Block], ways: &[Vec<CountedPage>], style: &Style) {
    if style.table.fill == Fill::Whole {
        return;
    }
    take_back(blocks, ways, style);
    let Some((first, others)) = ways.split_first() else { return };
    for (parts, lines) in growing(first) {
        // In all ways these rows must end a page.
        let other = |pages| growing(pages).find(|(other, _)| *other == parts).map(|it| it.1);
        let mut all = others.iter().map(|pages| other(pages));
        let least = all.try_fold(lines, |least, lines| Some(least.min(lines?)));
        let Some(lines) = least else { continue };
        let flexible = parts.iter().filter_map(|part| FlexibleRows::growing(blocks, part, style));
        let more_mm = lines * style.line_mm();
        share(more_mm, flexible.collect()).iter().for_each(|(rows, mm)| rows.raise(blocks, *mm));
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

/// Rows that can be made higher or lower.
struct FlexibleRows {
    part: TablePart,
    rows: Range<usize>,
    /// By how much each may be.
    most_mm: f64,
}

impl FlexibleRows {
    fn growing(blocks: &[Block], part: &TablePart, style: &Style) -> Option<FlexibleRows> {
        let Block::Table(table) = blocks.get(part.block)? else { return None };
        let TableStyle { row_most_mm, parted_row_most_mm, .. } = style.table;
        let is_whole = part.rows.len() == table.grid.rows().count();
        let most_mm = if is_whole { row_most_mm } else { row_most_mm.min(parted_row_most_mm) };
        let most_mm = most_mm - row_mm(table)?;
        Some(FlexibleRows { part: part.clone(), rows: free_rows(table, part)?, most_mm })
    }

    fn lowering(blocks: &[Block], part: &TablePart) -> Option<FlexibleRows> {
        let Block::Table(table) = blocks.get(part.block)? else { return None };
        if !table.flow.more_um.is_empty() {
            return None; // It is lowered already.
        }
        let least_mm = parts::LEAST_ROW_EM * heights::size_mm(table.setting.as_ref()?);
        let most_mm = row_mm(table)? - least_mm;
        Some(FlexibleRows { part: part.clone(), rows: free_rows(table, part)?, most_mm })
    }

    /// Whether labels have room in them where each row is so much lower.
    fn has_room(&self, blocks: &[Block], each_mm: f64, style: &Style) -> bool {
        let Some(Block::Table(table)) = blocks.get(self.part.block) else { return false };
        let alone = match table.flow.parted.and_then(|at| Some((at, parts::part(table, at)?))) {
            Some((at, [upper, _])) if self.part.rows == (0..at) => upper,
            Some((at, [_, lower])) if self.part.rows.start == at => lower,
            _ if self.part.rows == (0..table.grid.rows().count()) => table.clone(),
            _ => return false,
        };
        let in_all = each_mm * alone.grid.rows().count() as f64;
        parts::lowered(&alone, in_all, style).is_some()
    }

    /// Makes each row so much higher.
    fn raise(&self, blocks: &mut [Block], each_mm: f64) {
        let Some(Block::Table(table)) = blocks.get_mut(self.part.block) else { return };
        let more_um = &mut table.flow.more_um;
        more_um.resize(more_um.len().max(self.rows.end), 0);
        // Rounded down: rounded up, the page would not take it.
        let each_um = (each_mm * 1000.0).floor() as i32;
        more_um[self.rows.clone()].iter_mut().for_each(|more| *more += each_um);
    }
}

fn row_mm(table: &Table) -> Option<f64> {
    table.setting.as_ref().map(|setting| f64::from(setting.row_um) / 1000.0)
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

/// Shares so much out among rows, to each alike as far as it may take it.
fn share(total_mm: f64, mut flexible: Vec<FlexibleRows>) -> Vec<(FlexibleRows, f64)> {
    flexible.sort_by(|a, b| a.most_mm.total_cmp(&b.most_mm));
    let mut rest_mm = total_mm;
    let mut count: usize = flexible.iter().map(|it| it.rows.len()).sum();
    let share = |rows: FlexibleRows| {
        let each_mm = (rest_mm / count.max(1) as f64).min(rows.most_mm).max(0.0);
        rest_mm -= each_mm * rows.rows.len() as f64;
        count -= rows.rows.len();
        (rows, each_mm)
    };
    flexible.into_iter().map(share).collect()
}

/// Lowers the tables of the last page but one so that the last, of a few lines, has room on it.
fn take_back(blocks: &mut [Block], ways: &[Vec<CountedPage>], style: &Style) {
    let lines = f64::from(style.page.lines);
    // The lines that have no room on the last page but one, and what must be the same in all ways.
    let wanted = |pages: &Vec<CountedPage>| {
        let [.., page, last] = &pages[..] else { return None };
        let used = lines - last.left;
        let place = (last.begun_by, page.parts.clone());
        (used <= MOST_TAKEN_BACK && !page.ends_in_table).then_some((used - page.left, place))
    };
    let Some(all) = ways.iter().map(wanted).collect::<Option<Vec<_>>>() else { return };
    let Some((_, here)) = all.first() else { return };
    let wanted = all.iter().map(|(lines, _)| *lines).fold(0.0, f64::max) + MORE_LOWERED;
    if all.iter().any(|(_, there)| there != here) || wanted > MOST_LOWERED + MORE_LOWERED {
        return;
    }
    let less_mm = wanted * style.line_mm();
    let mut parts = here.1.clone();
    loop {
        let flexible = parts.iter().filter_map(|part| FlexibleRows::lowering(blocks, part));
        let shared = share(less_mm, flexible.collect());
        let in_all: f64 = shared.iter().map(|(rows, mm)| mm * rows.rows.len() as f64).sum();
        if in_all < less_mm - 0.01 {
            return;
        }
        let narrow = shared.iter().find(|(rows, mm)| !rows.has_room(blocks, *mm, style));
        let Some((narrow, _)) = narrow else {
            return shared.iter().for_each(|(rows, mm)| rows.raise(blocks, -mm));
        };
        parts.retain(|part| *part != narrow.part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_share_alike_as_far_as_they_may() {
        let rows = |count: usize, most_mm| {
            let part = TablePart { block: count, rows: 0..count };
            FlexibleRows { part, rows: 0..count, most_mm }
        };
        let shared = |total_mm| -> Vec<f64> {
            let shared = share(total_mm, vec![rows(4, 5.0), rows(2, 1.0)]);
            shared.into_iter().map(|(_, each_mm)| each_mm).collect()
        };
        assert_eq!(shared(3.0), [0.5, 0.5]);
        assert_eq!(shared(10.0), [1.0, 2.0], "the lesser first");
        assert_eq!(shared(100.0), [1.0, 5.0]);
        assert_eq!(share(3.0, Vec::new()).len(), 0);
    }
}
