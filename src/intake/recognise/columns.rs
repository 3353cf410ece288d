//! Which number of a form's row a cell holds: columns by the heads above them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::align::align;
use super::labels::{Plain, alike};
use super::rows::{FoundRow, by_row};
use super::targets::FormTarget;
use crate::intake::foreign::{ForeignCell, ForeignTable};

/// How alike the heads of a row must be to those of the form, on average, to decide its columns.
const HEADS: f64 = 0.5;
/// Heads that differ by less say the same.
const TWIN: f64 = 0.05;
/// How far edges of the same column may be apart on two pages, in tenths of a millimetre.
const EDGE: u32 = 20;

/// A column under a head of its own.
#[derive(Debug)]
struct Leaf {
    columns: Range<usize>,
    path: Vec<Plain>,
}

/// Where the numbers of a form's row stand.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// For each of them the columns that hold it, and how alike their heads are.
    pub numbers: Vec<Option<(Range<usize>, f64)>>,
    /// Where the last column ends that has a head.
    end: usize,
}

/// The columns of rows, worked out once for all rows under the same head.
#[derive(Default)]
pub(super) struct ColumnFinder {
    known: BTreeMap<(usize, usize, usize), Option<(Columns, f64)>>,
    /// The last columns that were found of each group, and the table that has them.
    last: BTreeMap<usize, (usize, Columns)>,
}

impl ColumnFinder {
    /// The columns of the row at `at` for the numbers of `target`.
    pub fn find(
        &mut self,
        rows: &[FoundRow<'_>],
        at: usize,
        target: &FormTarget,
        numeral: impl Fn(char) -> bool + Copy,
    ) -> Option<Columns> {
        let row = &rows[at];
        let begin = rows[..at].iter().rposition(|other| other.block != row.block);
        let begin = begin.map_or(0, |before| before + 1);
        let mut end = at;
        // From the nearest head upwards: a row that names a group of rows is no head of columns.
        while let Some(last) = rows[begin..end].iter().rposition(FoundRow::is_head) {
            let last = begin + last;
            let first = rows[begin..last].iter().rposition(|row| !row.is_head());
            let first = first.map_or(begin, |before| begin + before + 1);
            let key = (first, last, target.group);
            let found = self.known.entry(key).or_insert_with(|| {
                let leaves = leaves(row.table, rows[first].row..rows[last].row + 1, numeral);
                matched(&leaves, target)
            });
            if let Some((columns, score)) = found
                && *score >= HEADS
            {
                let columns = columns.clone();
                self.last.insert(target.group, (at, columns.clone()));
                return Some(columns);
            }
            end = first;
        }
        let (before, columns) = self.last.get(&target.group)?;
        carried(columns, rows[*before].table, row.table)
    }
}

/// The columns of a table in a fragment without a head that goes on as the table before it: by
/// where they stand on the page, or, where that is not known, by their count. None where these
/// differ.
fn carried(columns: &Columns, from: &ForeignTable, to: &ForeignTable) -> Option<Columns> {
    if from.edges.is_empty() || to.edges.is_empty() {
        return (from.columns == to.columns).then(|| columns.clone());
    }
    let end = to.columns;
    let place = |edge: usize| {
        let at = from.edges.get(edge)?;
        to.edges.iter().position(|other| other.abs_diff(*at) <= EDGE)
    };
    let moved = |column: &Option<(Range<usize>, f64)>| match column {
        Some((range, alike)) => {
            let range = place(range.start)?..place(range.end)?;
            (!range.is_empty()).then_some(Some((range, *alike)))
        }
        None => Some(None),
    };
    let numbers = columns.numbers.iter().map(moved).collect::<Option<_>>()?;
    Some(Columns { numbers, end })
}

/// The columns under heads of their own in some rows of a table.
fn leaves(table: &ForeignTable, heads: Range<usize>, numeral: impl Fn(char) -> bool) -> Vec<Leaf> {
    let rows = by_row(table);
    let over = |column: usize| {
        let mut path: Vec<&ForeignCell> = Vec::new();
        for cells in &rows[heads.clone()] {
            let cell =
                cells.iter().find(|it| (it.column..it.column + it.colspan).contains(&column));
            if let Some(cell) = cell.filter(|it| !it.text.is_empty())
                && path.last().is_none_or(|last| !std::ptr::eq(*last, *cell))
            {
                path.push(cell);
            }
        }
        path
    };
    let mut leaves: Vec<(Leaf, *const ForeignCell)> = Vec::new();
    for column in 0..table.columns {
        let path = over(column);
        let Some(leaf) = path.last().map(|leaf| std::ptr::from_ref(*leaf)) else { continue };
        match leaves.last_mut() {
            Some((last, known)) if *known == leaf => last.columns.end = column + 1,
            _ => {
                let path = path.iter().map(|cell| Plain::new(&cell.text, &numeral)).collect();
                leaves.push((Leaf { columns: column..column + 1, path }, leaf));
            }
        }
    }
    leaves.into_iter().map(|(leaf, _)| leaf).collect()
}

/// The leaves laid against a form's columns, and how alike they are on average.
fn matched(leaves: &[Leaf], target: &FormTarget) -> Option<(Columns, f64)> {
    let wholes: Vec<Plain> = leaves.iter().map(|leaf| Plain::all(leaf.path.iter())).collect();
    let count = target.numbers.len();
    let likeness = |i: usize, j: usize| {
        let number = &target.numbers[j];
        alike(&leaves[i].path, &wholes[i], &number.heads, &number.whole)
    };
    let pairs = align(leaves.len(), count, likeness);
    let mut numbers = vec![None; count];
    for (at, (i, j, alike)) in pairs.iter().enumerate() {
        // Of two heads that say the same in one place neither can be trusted.
        let after = at.checked_sub(1).map_or(0, |before| pairs[before].0 + 1);
        let before = pairs.get(at + 1).map_or(leaves.len(), |next| next.0);
        let twin = (after..before).any(|other| other != *i && likeness(other, *j) + TWIN > *alike);
        if !twin {
            numbers[*j] = Some((leaves[*i].columns.clone(), *alike));
        }
    }
    let score = pairs.iter().map(|(_, _, alike)| alike).sum::<f64>() / count.max(1) as f64;
    let end = leaves.iter().map(|leaf| leaf.columns.end).max().unwrap_or_default();
    (!pairs.is_empty()).then_some((Columns { numbers, end }, score))
}

/// Which of the numbers the cells of a row hold: the place of the cell among its values. None where
/// a number stands under no column, a cell beyond the last head, or two numbers under one: then
/// something has shifted, and no number of the row is where it seems to be.
pub(super) fn place(row: &FoundRow<'_>, columns: &Columns) -> Option<Vec<Option<usize>>> {
    let mut placed: Vec<Option<usize>> = vec![None; columns.numbers.len()];
    for (at, value) in row.values.iter().enumerate() {
        let cell = value.cell.column..value.cell.column + value.cell.colspan;
        let mut over = columns.numbers.iter().enumerate().filter_map(|(number, column)| {
            let (columns, _) = column.as_ref()?;
            let common = columns.end.min(cell.end).saturating_sub(columns.start.max(cell.start));
            let smaller = columns.len().min(cell.len());
            (common * 2 > smaller).then_some(number)
        });
        let number = over.next().filter(|_| over.next().is_none());
        let is_number = value.reading.digits().is_some();
        match number {
            None if is_number || cell.start >= columns.end => return None,
            None => {}
            Some(number) => match placed[number] {
                Some(before) if row.values[before].reading.digits().is_some() => {
                    if is_number {
                        return None;
                    }
                }
                _ => placed[number] = Some(at),
            },
        }
    }
    Some(placed)
}
