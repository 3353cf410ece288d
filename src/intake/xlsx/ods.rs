//! ODS → [`Book`], from its XML: names with their sheets, merged cells and a number's own digits,
//! which libraries don't tell.

use std::io::{Cursor, Read};

use super::book::{Book, BookCell, BookName, BookSheet, BookValue, CellRange, NumberLook};
use crate::decimal;
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::limits;
use crate::ooxml::{Child, Element, parse};

/// The part with the sheets.
const CONTENT: &str = "content.xml";
/// What a spreadsheet has in it, and a text has not.
const SPREADSHEET: &str = "spreadsheet";
/// Rows and columns of a sheet that are looked at: a form has a hundredth of it.
const MOST_ROWS: u32 = 10_000;
const MOST_COLUMNS: u32 = 1_000;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Diagnostic> {
    let damaged = || finding!("form-foreign.damaged");
    let text = content(bytes).ok_or_else(damaged)?;
    let root = parse(&text).map_err(|_| damaged())?;
    let body = child(&root, "body").and_then(|body| child(body, "spreadsheet"));
    let body = body.ok_or_else(|| finding!("form-foreign.no-workbook"))?;
    let mut book = Book::default();
    let tables: Vec<&Element<'_>> =
        body.elements().filter(|element| local(element) == "table").collect();
    for table in &tables {
        let mut sheet = BookSheet {
            name: attribute(table, "name").unwrap_or_default(),
            merged: Some(Vec::new()),
            ..BookSheet::default()
        };
        read_rows(table, &mut sheet, &mut 0);
        book.sheets.push(sheet);
    }
    let mut names = named(body, None, &book);
    for (index, table) in tables.iter().enumerate() {
        names.extend(named(table, Some(index), &book));
    }
    book.names = names;
    Ok(book)
}

/// Whether a zip is an ODS.
pub(super) fn is_ods(bytes: &[u8]) -> bool {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let has = |name: &str| archive.file_names().any(|known| known == name);
    let holds_sheets = || content(bytes).is_some_and(|text| text.contains(SPREADSHEET));
    has(CONTENT) && !has("[Content_Types].xml") && holds_sheets()
}

fn content(bytes: &[u8]) -> Option<String> {
    if bytes.len() as u64 > limits::OFFICE_BYTES {
        return None;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    let part = archive.by_name(CONTENT).ok()?;
    part.take(limits::PART_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Reads the rows of a sheet, those in groups of rows too.
fn read_rows(parent: &Element<'_>, sheet: &mut BookSheet, at: &mut u32) {
    for element in parent.elements() {
        match local(element) {
            "table-row" => {
                let repeated = repeated(element, "number-rows-repeated");
                for row in 0..repeated.min(MOST_ROWS) {
                    if *at + row < MOST_ROWS {
                        read_row(element, sheet, *at + row);
                    }
                }
                *at = at.saturating_add(repeated);
            }
            "table-header-rows" | "table-rows" | "table-row-group" => read_rows(element, sheet, at),
            _ => {}
        }
    }
}

fn read_row(row: &Element<'_>, sheet: &mut BookSheet, at: u32) {
    let mut column: u32 = 0;
    for cell in row.elements() {
        if !matches!(local(cell), "table-cell" | "covered-table-cell") {
            continue;
        }
        let repeated = repeated(cell, "number-columns-repeated");
        let (columns, rows) = (
            self::repeated(cell, "number-columns-spanned"),
            self::repeated(cell, "number-rows-spanned"),
        );
        if columns > 1 || rows > 1 {
            let last = (at.saturating_add(rows - 1), column.saturating_add(columns - 1));
            sheet.merged.get_or_insert_default().push(CellRange { first: (at, column), last });
        }
        let read = read_cell(cell);
        if read.value != BookValue::Nothing || read.formula {
            for column in
                (column..column.saturating_add(repeated)).take_while(|at| *at < MOST_COLUMNS)
            {
                sheet.cells.insert((at, column), read.clone());
            }
        }
        column = column.saturating_add(repeated);
    }
}

fn read_cell(cell: &Element<'_>) -> BookCell {
    let lines = cell.elements().filter(|element| local(element) == "p").map(text);
    let shown = lines.collect::<Vec<_>>().join("\n");
    let number = || BookValue::Number(attribute(cell, "value").unwrap_or_default());
    let kind = attribute(cell, "value-type").unwrap_or_default();
    let decimals = match shown.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        true => NumberLook::Decimals(decimal::decimals(&shown)),
        false => NumberLook::Plain,
    };
    let (value, look) = match kind.as_str() {
        "float" | "currency" => (number(), decimals),
        "percentage" => (number(), NumberLook::Percent),
        "date" => (BookValue::Number(shown), NumberLook::Date),
        "time" => (BookValue::Number(shown), NumberLook::Date),
        "boolean" => {
            let flag = attribute(cell, "boolean-value").as_deref() == Some("true");
            (BookValue::Flag(flag), NumberLook::Plain)
        }
        _ if shown.is_empty() => (BookValue::Nothing, NumberLook::Plain),
        _ => (BookValue::Text(shown), NumberLook::Plain),
    };
    BookCell { value, formula: attribute(cell, "formula").is_some(), look }
}

/// The names of the workbook, or of a sheet.
fn named(parent: &Element<'_>, sheet: Option<usize>, book: &Book) -> Vec<BookName> {
    let lists = parent.elements().filter(|element| local(element) == "named-expressions");
    let name = |range: &Element<'_>| {
        let cell = book.resolve(&attribute(range, "cell-range-address")?);
        Some(BookName { name: attribute(range, "name")?, sheet, cell })
    };
    lists.flat_map(Element::elements).filter_map(name).collect()
}

fn repeated(element: &Element<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

fn local<'e>(element: &'e Element<'_>) -> &'e str {
    element.name.rsplit(':').next().unwrap_or_default()
}

fn child<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Element<'a>> {
    element.elements().find(|child| local(child) == name)
}

/// An attribute, whatever its namespace is called: none has two of the same name here.
fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    ["table", "office"]
        .into_iter()
        .find_map(|prefix| element.attribute(&format!("{prefix}:{name}")))
        .map(|value| value.into_owned())
}

/// All text in an element, its children's too.
fn text(element: &Element<'_>) -> String {
    let piece = |child: &Child<'_>| match child {
        Child::Text(text) => text.to_string(),
        Child::Element(child) if local(child) == "s" => " ".to_owned(),
        Child::Element(child) => text(child),
    };
    element.children.iter().map(piece).collect()
}
