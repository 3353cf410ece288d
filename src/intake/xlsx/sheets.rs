//! Any workbook as flat blocks: what somebody typed into sheets of their own is a file from
//! elsewhere like any other.

use std::collections::BTreeSet;

use super::book::{Book, BookCell, BookSheet, BookValue, CellAt, NumberLook};
use super::digits;
use crate::intake::foreign::{
    ForeignBlock, ForeignCell, ForeignContent, ForeignDocument, ForeignTable, ForeignText,
};
use crate::limits;
use crate::spot::FileSpot;

/// The tables of a workbook, one a sheet, and lines above them.
pub(super) fn blocks(book: &Book) -> ForeignDocument {
    let mut document = ForeignDocument::default();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let block = |spot, content| ForeignBlock { trail: Vec::new(), spot, content };
        let table = table(book, index, sheet, index + 1);
        for (text, spot) in lines(&table) {
            let text = ForeignText { text, ..ForeignText::default() };
            document.blocks.push(block(spot, ForeignContent::Text(text)));
        }
        if let Some(first) = table.cells.first() {
            document.blocks.push(block(first.spot.clone(), ForeignContent::Table(table)));
        }
    }
    document
}

/// The rows in which a single cell says something: titles, days.
fn lines(table: &ForeignTable) -> Vec<(String, FileSpot)> {
    let said = |row: usize| {
        let mut cells = table.cells.iter().filter(|it| it.row == row && !it.text.is_empty());
        let only = cells.next().filter(|_| cells.next().is_none())?;
        let has_words = only.text.chars().any(char::is_alphabetic);
        has_words.then(|| (only.text.replace('\n', ""), only.spot.clone()))
    };
    (0..table.rows).filter_map(said).collect()
}

/// A sheet as a table of the rows and columns that hold something: a sheet is a million rows high.
fn table(book: &Book, index: usize, sheet: &BookSheet, number: usize) -> ForeignTable {
    let filled = sheet.cells.iter().filter(|(_, cell)| cell.value != BookValue::Nothing);
    let places: Vec<(u32, u32)> = filled.map(|(at, _)| *at).take(limits::OFFICE_CELLS).collect();
    let of = |axis: fn(&(u32, u32)) -> u32, most: usize| -> Vec<u32> {
        let all: BTreeSet<u32> = places.iter().map(axis).collect();
        all.into_iter().take(most).collect()
    };
    let (rows, columns) = (of(|at| at.0, limits::INTAKE_ROWS), of(|at| at.1, limits::COLUMNS));
    // How many of them a range holds, from its first on.
    let span = |axis: &[u32], first: u32, last: u32| {
        axis.partition_point(|it| *it <= last) - axis.partition_point(|it| *it < first)
    };
    let cell = |(at, cell): (&(u32, u32), &BookCell)| {
        let row = rows.binary_search(&at.0).ok()?;
        let column = columns.binary_search(&at.1).ok()?;
        let merged = sheet.merged.iter().flatten().find(|range| range.first == *at);
        let last = merged.map_or(*at, |range| range.last);
        let inside = |range: &super::book::CellRange| {
            range.first != *at
                && (range.first.0..=range.last.0).contains(&at.0)
                && (range.first.1..=range.last.1).contains(&at.1)
        };
        if sheet.merged.iter().flatten().any(inside) {
            return None; // another cell lies over it
        }
        let (text, odd) = text(cell);
        Some(ForeignCell {
            row,
            column,
            rowspan: span(&rows, at.0, last.0).max(1),
            colspan: span(&columns, at.1, last.1).max(1),
            text,
            odd,
            spot: book.spot(CellAt { sheet: index, row: at.0, column: at.1 }),
        })
    };
    ForeignTable {
        number,
        rows: rows.len(),
        columns: columns.len(),
        edges: Vec::new(),
        cells: sheet.cells.iter().filter_map(cell).collect(),
    }
}

/// What a cell says, and whether no number can be read from it.
fn text(cell: &BookCell) -> (String, bool) {
    match (&cell.value, cell.look) {
        (BookValue::Number(written), NumberLook::Plain | NumberLook::Decimals(_)) => {
            let shown = if let NumberLook::Decimals(shown) = cell.look { shown } else { 0 };
            match digits::shortest(written) {
                Ok(digits) => (digits::token(digits, None, shown), false),
                Err(_) => (written.clone(), true),
            }
        }
        (BookValue::Number(written), _) => (written.clone(), true),
        (BookValue::Text(text), _) => (text.trim().to_owned(), false),
        (BookValue::Flag(_) | BookValue::Fault(_) | BookValue::Nothing, _) => (String::new(), true),
    }
}
