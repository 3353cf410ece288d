//! Rows that a page's end cuts in two: one label in two cells.

use super::pages::ReadPage;
use crate::intake::foreign::{ForeignCell, ForeignTable};

/// How far edges of one column may be apart on two pages, in tenths of a millimetre.
const EDGE: u32 = 20;

/// Joins the labels of rows that are cut: the last row of a page's last table and the first of the
/// next page's first one have the same cells then, and only one of them has numbers.
pub(super) fn mend(pages: &mut [ReadPage]) {
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let (Some((_, first)), Some((top, second))) =
            (before.tables.last_mut(), after.tables.first_mut())
        else {
            continue;
        };
        // Text between them makes them two tables.
        let foot = before.height * 0.9;
        let below = first.rows > 0 && before.lines.iter().any(|line| {
            let bottom = bottom(first);
            f64::from(bottom) < line.y * 25.4 / 72.0 && line.y < foot
        });
        let above = after.lines.iter().any(|line| line.y < *top && line.y > after.height * 0.09);
        if !below && !above && same_edges(first, second) {
            join(first, second);
        }
    }
}

/// Where the last row begins, in millimetres: enough to see whether text follows.
fn bottom(table: &ForeignTable) -> u32 {
    let tops = table.cells.iter().filter_map(|cell| match cell.spot {
        crate::spot::Spot::Page { y_mm, .. } => Some(y_mm),
        _ => None,
    });
    tops.max().unwrap_or_default() + 5
}

fn same_edges(a: &ForeignTable, b: &ForeignTable) -> bool {
    a.edges.len() == b.edges.len()
        && a.edges.iter().zip(&b.edges).all(|(a, b)| a.abs_diff(*b) <= EDGE)
}

fn join(first: &mut ForeignTable, second: &mut ForeignTable) {
    let last = first.rows.saturating_sub(1);
    let in_row = |cell: &&ForeignCell, row: usize| {
        cell.row <= row && cell.row + cell.rowspan > row
    };
    let shape = |table: &ForeignTable, row: usize| {
        let cells = table.cells.iter().filter(|cell| in_row(cell, row));
        let mut shape: Vec<(usize, usize)> =
            cells.map(|cell| (cell.column, cell.colspan)).collect();
        shape.sort_unstable();
        shape
    };
    let has_digits = |table: &ForeignTable, row: usize| {
        let mut cells = table.cells.iter().filter(|cell| in_row(cell, row));
        cells.any(|cell| {
            !cell.text.is_empty() && cell.text.chars().all(|c| c.is_ascii_digit() || c == '\n')
        })
    };
    let (upper, lower) = (has_digits(first, last), has_digits(second, 0));
    if upper == lower || shape(first, last) != shape(second, 0) {
        return;
    }
    // All goes where the numbers are, so that each stays at its place.
    let taken: Vec<(usize, String)> = {
        let (from, row) = if upper { (&mut *second, 0) } else { (&mut *first, last) };
        let cells = from.cells.iter_mut().filter(|cell| cell.row == row && cell.rowspan == 1);
        cells.map(|cell| (cell.column, std::mem::take(&mut cell.text))).collect()
    };
    let (to, row) = if upper { (first, last) } else { (second, 0) };
    for (column, text) in taken {
        let cell = to.cells.iter_mut().find(|cell| {
            cell.column == column && cell.row == row && cell.rowspan == 1
        });
        if let Some(cell) = cell {
            cell.text = match upper {
                true => format!("{}\n{text}", cell.text),
                false => format!("{text}\n{}", cell.text),
            };
            cell.text = cell.text.trim_matches('\n').to_owned();
        }
    }
}
