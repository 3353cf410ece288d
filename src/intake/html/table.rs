//! A page's table on its grid, by the rules that browsers follow.

use scraper::{ElementRef, Node};

use super::seen::is_hidden;
use crate::intake::fault::IntakeFault;
use crate::intake::foreign::{ForeignCell, ForeignTable};
use crate::intake::lines::cell_lines;
use crate::limits;

/// More characters than a cell of a form or of a list in the text has: the table is there for the
/// page's columns.
const LONG: usize = 600;

/// The table; none where it only holds the page together, and what is in it stands for itself.
pub(super) fn read(table: ElementRef<'_>) -> Result<Option<ForeignTable>, IntakeFault> {
    let mut rows = Vec::new();
    let mut nested = false;
    collect(table, &mut rows, &mut nested, 0)?;
    if nested {
        return Ok(None);
    }
    let mut grid = PageGrid::default();
    let count = rows.len();
    for (index, row) in rows.into_iter().enumerate() {
        for cell in row.child_elements() {
            let value = cell.value();
            if !matches!(value.name(), "td" | "th") || is_hidden(value) {
                continue;
            }
            let span = |name, most: usize| {
                let span = value.attr(name).and_then(|span| span.trim().parse::<usize>().ok());
                span.unwrap_or(1).min(most)
            };
            let rowspan = match span("rowspan", limits::PAGE_ROWS) {
                0 => count - index,
                rows => rows.min(count - index),
            };
            let colspan = span("colspan", limits::PAGE_COLUMNS).max(1);
            let mut text = CellText::default();
            text.read(cell, 0)?;
            grid.put(index, rowspan, colspan, text)?;
        }
        grid.next_row();
    }
    let lone = grid.cells.len() < 2;
    let long = grid.cells.iter().any(|cell| cell.text.chars().count() > LONG);
    let table = ForeignTable {
        rows: count,
        columns: grid.cells.iter().map(|cell| cell.column + cell.colspan).max().unwrap_or(0),
        cells: grid.cells,
        ..ForeignTable::default()
    };
    Ok((!lone && !long).then_some(table))
}

/// The rows of a table, and whether there is another one in it.
fn collect<'a>(
    element: ElementRef<'a>,
    rows: &mut Vec<ElementRef<'a>>,
    nested: &mut bool,
    depth: usize,
) -> Result<(), IntakeFault> {
    if depth > limits::PAGE_DEPTH {
        return Err(IntakeFault::Deep);
    }
    for child in element.child_elements() {
        match child.value().name() {
            "table" => *nested = true,
            "tr" if depth < 3 && !is_hidden(child.value()) => {
                rows.push(child);
                collect(child, rows, nested, depth + 3)?;
            }
            _ => collect(child, rows, nested, depth + 1)?,
        }
    }
    match rows.len() > limits::PAGE_ROWS {
        true => Err(IntakeFault::Large),
        false => Ok(()),
    }
}

#[derive(Default)]
struct PageGrid {
    cells: Vec<ForeignCell>,
    /// How many rows each column is still covered for.
    covered: Vec<usize>,
    column: usize,
}

impl PageGrid {
    fn put(
        &mut self,
        row: usize,
        rowspan: usize,
        colspan: usize,
        text: CellText,
    ) -> Result<(), IntakeFault> {
        while self.covered.get(self.column).is_some_and(|rest| *rest > 0) {
            self.column += 1;
        }
        let end = self.column + colspan;
        if end > limits::PAGE_COLUMNS || self.cells.len() >= limits::PAGE_CELLS {
            return Err(IntakeFault::Large);
        }
        if self.covered.len() < end {
            self.covered.resize(end, 0);
        }
        self.covered[self.column..end].fill(rowspan);
        self.cells.push(ForeignCell {
            row,
            column: self.column,
            rowspan,
            colspan,
            odd: text.raised,
            text: cell_lines(&text.text),
            ..ForeignCell::default()
        });
        self.column = end;
        Ok(())
    }

    fn next_row(&mut self) {
        self.column = 0;
        self.covered.iter_mut().for_each(|rest| *rest = rest.saturating_sub(1));
    }
}

/// The text of a cell, lines parted by `\n`.
#[derive(Default)]
struct CellText {
    text: String,
    /// Whether digits stand above or below the line: a note's mark beside a number reads as a digit
    /// of it.
    raised: bool,
}

impl CellText {
    fn read(&mut self, element: ElementRef<'_>, depth: usize) -> Result<(), IntakeFault> {
        if depth > limits::PAGE_DEPTH {
            return Err(IntakeFault::Deep);
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    let space = |c| if matches!(c, '\n' | '\r') { ' ' } else { c };
                    self.text.extend(text.chars().map(space));
                }
                Node::Element(value) if !is_hidden(value) => {
                    let Some(child) = ElementRef::wrap(child) else { continue };
                    let name = value.name();
                    let line =
                        matches!(name, "p" | "div" | "br" | "li" | "tr" | "h1" | "h2" | "h3");
                    if line {
                        self.text.push('\n');
                    }
                    let begin = self.text.len();
                    self.read(child, depth + 1)?;
                    if matches!(name, "sup" | "sub") {
                        self.raised |= self.text[begin..].chars().any(char::is_numeric);
                    }
                    if line {
                        self.text.push('\n');
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
