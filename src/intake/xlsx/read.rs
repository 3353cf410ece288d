//! XLSX → [`Book`], read from its XML: no library gives a number's own text.

use super::book::{
    Book, BookCell, BookName, BookSheet, BookValue, CellRange, NumberLook, cell_index,
};
use super::styles;
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::ooxml::{Child, Element, OpenPackage, names};

/// Kinds of relations that only workbooks have.
const SHARED_STRINGS: &str = "sharedStrings";
const STYLES: &str = "styles";

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Diagnostic> {
    let package = OpenPackage::open(bytes)?;
    let main = package.relations("")?;
    let main = main.into_iter().find(|relation| relation.is(names::WORKBOOK));
    let path = main.map(|relation| relation.target).ok_or_else(no_workbook)?;
    let part = package.text(&path)?.ok_or_else(no_workbook)?;
    let root = part.root()?;
    if root.name != "workbook" {
        return Err(no_workbook());
    }
    let relations = package.relations(&path)?;
    let part = |kind: &str| {
        let found = relations.iter().find(|relation| relation.kind == kind && !relation.outside);
        found.map_or(Ok(None), |relation| package.text(&relation.target))
    };
    let texts = match part(SHARED_STRINGS)? {
        Some(part) => {
            part.root()?.elements().filter(|item| item.name == "si").map(string).collect()
        }
        None => Vec::new(),
    };
    let looks = match part(STYLES)? {
        Some(part) => looks(&part.root()?),
        None => Vec::new(),
    };
    let mut book = Book::default();
    for sheet in root.child("sheets").into_iter().flat_map(Element::elements) {
        let name = sheet.attribute("name").unwrap_or_default().into_owned();
        let id = sheet.attribute("r:id").unwrap_or_default();
        let relation = relations.iter().find(|relation| relation.id == id && !relation.outside);
        let part = relation.map_or(Ok(None), |relation| package.text(&relation.target))?;
        // A sheet of a chart, or one that has gone, has no cells; its place in the order counts.
        let sheet = match part {
            Some(part) => read_sheet(name, &part.root()?, &texts, &looks),
            None => BookSheet { name, ..BookSheet::default() },
        };
        book.sheets.push(sheet);
    }
    for element in root.child("definedNames").into_iter().flat_map(Element::elements) {
        let sheet = element.attribute("localSheetId").map(|index| index.parse().ok());
        let Some(name) = element.attribute("name") else { continue };
        let cell = book.resolve(&text(element));
        book.names.push(BookName { name: name.into_owned(), sheet: sheet.flatten(), cell });
    }
    Ok(book)
}

/// Whether a package holds a workbook.
pub(super) fn is_xlsx(bytes: &[u8]) -> bool {
    let relations = OpenPackage::open(bytes).and_then(|package| {
        let main = package.relations("")?.into_iter().find(|it| it.is(names::WORKBOOK));
        main.map_or(Ok(Vec::new()), |main| package.relations(&main.target))
    });
    let sheet = names::WORKSHEET;
    relations.is_ok_and(|relations| relations.iter().any(|relation| relation.is(sheet)))
}

fn no_workbook() -> Diagnostic {
    finding!("form-foreign.no-workbook")
}

/// How each format of cells shows a number.
fn looks(root: &Element<'_>) -> Vec<NumberLook> {
    let own = root.child("numFmts").into_iter().flat_map(Element::elements);
    let own: Vec<(u32, NumberLook)> = own
        .filter_map(|format| {
            let id = format.attribute("numFmtId")?.parse().ok()?;
            Some((id, styles::written(&format.attribute("formatCode")?)))
        })
        .collect();
    let look = |format: &Element<'_>| {
        let id = format.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
        let own = own.iter().find(|(known, _)| *known == id);
        own.map_or_else(|| styles::built_in(id), |(_, look)| *look)
    };
    root.child("cellXfs").into_iter().flat_map(Element::elements).map(look).collect()
}

fn read_sheet(
    name: String,
    root: &Element<'_>,
    texts: &[String],
    looks: &[NumberLook],
) -> BookSheet {
    let mut sheet = BookSheet { name, merged: Some(Vec::new()), ..BookSheet::default() };
    let mut next_row = 0;
    for row in root.child("sheetData").into_iter().flat_map(Element::elements) {
        let said = row.attribute("r").and_then(|row| row.parse::<u32>().ok()?.checked_sub(1));
        let at = said.unwrap_or(next_row);
        next_row = at.saturating_add(1);
        let mut next_column = 0;
        for cell in row.elements().filter(|cell| cell.name == "c") {
            let place = cell.attribute("r").and_then(|cell| cell_index(&cell));
            let (row, column) = place.unwrap_or((at, next_column));
            next_column = column.saturating_add(1);
            sheet.cells.insert((row, column), read_cell(cell, texts, looks));
        }
    }
    let merged = root.child("mergeCells").into_iter().flat_map(Element::elements);
    sheet.merged = Some(merged.filter_map(|range| read_range(&range.attribute("ref")?)).collect());
    sheet
}

fn read_range(range: &str) -> Option<CellRange> {
    let (first, last) = range.split_once(':')?;
    Some(CellRange { first: cell_index(first)?, last: cell_index(last)? })
}

fn read_cell(cell: &Element<'_>, texts: &[String], looks: &[NumberLook]) -> BookCell {
    let stored = cell.child("v").map(text).unwrap_or_default();
    let shared = || texts.get(stored.trim().parse::<usize>().ok()?).cloned();
    let kind = cell.attribute("t");
    let value = match kind.as_deref().unwrap_or("n") {
        "s" => BookValue::Text(shared().unwrap_or_default()),
        "inlineStr" => BookValue::Text(cell.child("is").map(string).unwrap_or_default()),
        _ if stored.trim().is_empty() => BookValue::Nothing,
        "str" | "d" => BookValue::Text(stored),
        "b" => BookValue::Flag(stored.trim() == "1"),
        "e" => BookValue::Fault(stored),
        _ => BookValue::Number(stored.trim().to_owned()),
    };
    let style = cell.attribute("s").and_then(|style| style.parse::<usize>().ok()).unwrap_or(0);
    let look = looks.get(style).copied().unwrap_or_default();
    BookCell { value, formula: cell.child("f").is_some(), look }
}

/// The text of a shared or inline string: in one piece or in runs, without how it is read aloud.
fn string(item: &Element<'_>) -> String {
    let pieces = item.elements().filter_map(|piece| match &*piece.name {
        "t" => Some(text(piece)),
        "r" => piece.child("t").map(text),
        _ => None,
    });
    pieces.collect()
}

fn text(element: &Element<'_>) -> String {
    let pieces = element.children.iter().filter_map(|child| match child {
        Child::Text(text) => Some(&**text),
        Child::Element(_) => None,
    });
    pieces.collect()
}
