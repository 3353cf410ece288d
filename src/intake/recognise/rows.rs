//! Rows of foreign tables: labels at the left, numbers at the right.

use super::labels::Plain;
use super::readings::{self, CellReading};
use crate::intake::foreign::{ForeignCell, ForeignTable};
use crate::intake::words::Units;

/// A row of a foreign table.
#[derive(Debug)]
pub(super) struct FoundRow<'d> {
    /// The block that its table is.
    pub block: usize,
    pub table: &'d ForeignTable,
    /// Its row on the grid.
    pub row: usize,
    /// Its labels, from the left.
    pub labels: Vec<Plain>,
    /// These as one.
    pub whole: Plain,
    /// What stands behind the labels.
    pub values: Vec<FoundValue<'d>>,
}

/// A cell that may hold a number.
#[derive(Debug)]
pub(super) struct FoundValue<'d> {
    pub cell: &'d ForeignCell,
    pub reading: CellReading,
}

impl FoundRow<'_> {
    /// Whether there is a number in it.
    pub fn has_numbers(&self) -> bool {
        self.values.iter().any(|value| value.reading.digits().is_some())
    }

    /// Whether it only names things: a head of columns, a group of rows.
    pub fn is_head(&self) -> bool {
        !self.labels.is_empty() && !self.has_numbers()
    }

    /// Whether it has cells for numbers, filled in or not.
    pub fn has_values(&self) -> bool {
        !self.values.is_empty()
    }
}

/// The cells of a table by the rows that they reach into, from the left.
pub(super) fn by_row(table: &ForeignTable) -> Vec<Vec<&ForeignCell>> {
    let mut rows: Vec<Vec<&ForeignCell>> = vec![Vec::new(); table.rows];
    for cell in &table.cells {
        let end = (cell.row + cell.rowspan).min(table.rows);
        rows[cell.row.min(end)..end].iter_mut().for_each(|row| row.push(cell));
    }
    rows.iter_mut().for_each(|row| row.sort_by_key(|cell| cell.column));
    rows
}

/// The rows of a table.
pub(super) fn rows<'d>(
    block: usize,
    table: &'d ForeignTable,
    units: &Units,
    numeral: impl Fn(char) -> bool + Copy,
) -> Vec<FoundRow<'d>> {
    let read = |row: usize, cells: Vec<&'d ForeignCell>| {
        let reading = |cell: &ForeignCell| {
            let reading = readings::read(&cell.text, units)?;
            // What reaches over several rows is the number of none of them.
            let lone = cell.row == row && cell.rowspan == 1 && !cell.odd;
            Some(if lone || reading.digits().is_none() { reading } else { CellReading::Mark })
        };
        let read: Vec<_> = cells.iter().map(|cell| (*cell, reading(cell))).collect();
        let begin = read.iter().rposition(|(_, reading)| reading.is_none()).map_or(0, |at| at + 1);
        let labels = read[..begin].iter().filter(|(_, reading)| reading.is_none());
        let labels: Vec<Plain> = labels.map(|(cell, _)| Plain::new(&cell.text, numeral)).collect();
        let values = read.into_iter().skip(begin);
        FoundRow {
            block,
            table,
            row,
            whole: Plain::all(labels.iter()),
            labels,
            values: values
                .filter_map(|(cell, reading)| Some(FoundValue { cell, reading: reading? }))
                .collect(),
        }
    };
    by_row(table).into_iter().enumerate().map(|(row, cells)| read(row, cells)).collect()
}
