//! XLS → [`Book`], through calamine: a format of 1997 that offices still save in. It tells numbers
//! only as binary fractions, which is enough for fifteen digits, and names without their sheets.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, Xls};

use super::book::{Book, BookCell, BookName, BookSheet, BookValue, CellRange, NumberLook};
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::limits;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Diagnostic> {
    if bytes.len() as u64 > limits::OFFICE_BYTES {
        return Err(finding!("office-file.large", most = limits::OFFICE_BYTES >> 20));
    }
    // A damaged file may be one that nobody who wrote the library thought of.
    let read = catch_unwind(AssertUnwindSafe(|| convert(bytes)));
    read.ok().flatten().ok_or_else(|| finding!("form-foreign.damaged"))
}

fn convert(bytes: &[u8]) -> Option<Book> {
    let mut file = Xls::new(Cursor::new(bytes)).ok()?;
    let mut book = Book::default();
    for name in file.sheet_names() {
        let mut sheet = BookSheet { name: name.clone(), ..BookSheet::default() };
        let range = file.worksheet_range(&name).ok()?;
        let formulas = file.worksheet_formula(&name).ok()?;
        let (row, column) = range.start().unwrap_or((0, 0));
        for (inner_row, inner_column, data) in range.used_cells() {
            let at = (row + inner_row as u32, column + inner_column as u32);
            let (value, look) = value(data);
            let formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
            sheet.cells.insert(at, BookCell { value, formula, look });
        }
        let merged = file.merge_cells_by_sheet_name(&name).ok()?.into_iter();
        sheet.merged =
            Some(merged.map(|range| CellRange { first: range.start, last: range.end }).collect());
        book.sheets.push(sheet);
    }
    for (name, reference) in file.defined_names() {
        let cell = book.resolve(reference);
        book.names.push(BookName { name: name.clone(), sheet: None, cell });
    }
    Some(book)
}

fn value(data: &Data) -> (BookValue, NumberLook) {
    let plain = |value| (value, NumberLook::Plain);
    match data {
        Data::Empty => plain(BookValue::Nothing),
        Data::Int(number) => plain(BookValue::Number(number.to_string())),
        Data::Float(number) => plain(BookValue::Number(number.to_string())),
        Data::String(text) => plain(BookValue::Text(text.clone())),
        Data::Bool(flag) => plain(BookValue::Flag(*flag)),
        Data::DateTime(day) => (BookValue::Number(day.as_f64().to_string()), NumberLook::Date),
        Data::DateTimeIso(day) | Data::DurationIso(day) => {
            (BookValue::Number(day.clone()), NumberLook::Date)
        }
        Data::Error(fault) => plain(BookValue::Fault(fault.to_string())),
    }
}
