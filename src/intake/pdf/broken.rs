//! Tables that the end of a page cuts in two, and rows: one label in two cells.

use super::pages::ReadPage;
use crate::intake::foreign::{ForeignCell, ForeignTable};
use crate::spot::FileSpot;

/// How far edges of one column may be apart on two pages, in tenths of a millimetre.
const EDGE: u32 = 20;
/// Where the head of a page ends and its foot begins.
const HEAD: f64 = 0.09;
const FOOT: f64 = 0.9;

/// Puts together the tables that pages cut: the last of a page and the first of the next, as wide
/// as each other, with no text between.
pub(super) fn mend(pages: &mut [ReadPage]) {
    for at in (1..pages.len()).rev() {
        let (before, after) = pages.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let (Some((_, first)), Some((top, second))) = (before.tables.last(), after.tables.first())
        else {
            continue;
        };
        let bottom = bottom(first, before.number);
        let below =
            before.lines.iter().any(|line| line.y > bottom && line.y < FOOT * before.height);
        let above = after.lines.iter().any(|line| line.y < *top && line.y > HEAD * after.height);
        if below || above || !are_as_wide(first, second) {
            continue;
        }
        let (_, second) = after.tables.remove(0);
        if let Some((_, first)) = before.tables.last_mut() {
            append(first, second);
        }
    }
}

/// Where the last row of a table begins on a page, in points: text behind it stands lower.
fn bottom(table: &ForeignTable, number: usize) -> f64 {
    let tops = table.cells.iter().filter_map(|cell| match cell.spot {
        FileSpot::Page { page, y_mm, .. } if page == number => Some(y_mm),
        _ => None,
    });
    f64::from(tops.max().unwrap_or_default() + 8) * 72.0 / 25.4
}

fn are_as_wide(a: &ForeignTable, b: &ForeignTable) -> bool {
    let near =
        |a: Option<&u32>, b: Option<&u32>| a.zip(b).is_some_and(|(a, b)| a.abs_diff(*b) <= EDGE);
    near(a.edges.first(), b.edges.first()) && near(a.edges.last(), b.edges.last())
}

/// Puts the second table below the first, on the columns of both.
fn append(first: &mut ForeignTable, mut second: ForeignTable) {
    let mut edges: Vec<u32> = first.edges.clone();
    for edge in &second.edges {
        if edges.iter().all(|known| known.abs_diff(*edge) > EDGE) {
            edges.push(*edge);
        }
    }
    edges.sort_unstable();
    lay_on(first, &edges);
    lay_on(&mut second, &edges);
    join(first, &mut second);
    let rows = first.rows;
    first
        .cells
        .extend(second.cells.into_iter().map(|cell| ForeignCell { row: cell.row + rows, ..cell }));
    first.rows += second.rows;
}

/// Counts a table's columns by other edges, which hold all of its own.
fn lay_on(table: &mut ForeignTable, edges: &[u32]) {
    let place =
        |at: u32| (0..edges.len()).min_by_key(|edge| edges[*edge].abs_diff(at)).unwrap_or_default();
    for cell in &mut table.cells {
        let edge = |column: usize| table.edges.get(column).copied().unwrap_or_default();
        let (begin, end) = (place(edge(cell.column)), place(edge(cell.column + cell.colspan)));
        (cell.column, cell.colspan) = (begin, end.saturating_sub(begin).max(1));
    }
    table.columns = edges.len().saturating_sub(1);
    table.edges = edges.to_vec();
}

/// Joins the labels of a row that is cut: the last row of the first table and the first of the
/// second have the same cells then, and only one of them has numbers. All goes where these are, so
/// that each stays at its place.
fn join(first: &mut ForeignTable, second: &mut ForeignTable) {
    let last = first.rows.saturating_sub(1);
    let (upper, lower) = (has_numbers(first, last), has_numbers(second, 0));
    if upper == lower || shape(first, last) != shape(second, 0) {
        return;
    }
    let (from, from_row, to, to_row) =
        if upper { (second, 0, first, last) } else { (first, last, second, 0) };
    for cell in from.cells.iter_mut().filter(|cell| is_lone(cell, from_row)) {
        let same = |other: &&mut ForeignCell| is_lone(other, to_row) && other.column == cell.column;
        let Some(other) = to.cells.iter_mut().find(same) else { continue };
        let text = std::mem::take(&mut cell.text);
        let joined = match upper {
            true => format!("{}\n{text}", other.text),
            false => format!("{text}\n{}", other.text),
        };
        other.text = joined.trim_matches('\n').to_owned();
    }
}

fn is_lone(cell: &ForeignCell, row: usize) -> bool {
    cell.row == row && cell.rowspan == 1
}

/// First columns and widths of the cells of a row.
fn shape(table: &ForeignTable, row: usize) -> Vec<(usize, usize)> {
    let cells = table.cells.iter().filter(|cell| in_row(cell, row));
    let mut shape: Vec<(usize, usize)> = cells.map(|cell| (cell.column, cell.colspan)).collect();
    shape.sort_unstable();
    shape
}

fn in_row(cell: &ForeignCell, row: usize) -> bool {
    (cell.row..cell.row + cell.rowspan).contains(&row)
}

fn has_numbers(table: &ForeignTable, row: usize) -> bool {
    let number = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '\n' | '.'))
    };
    table.cells.iter().any(|cell| in_row(cell, row) && number(&cell.text))
}
