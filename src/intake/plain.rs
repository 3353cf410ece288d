//! Plain text, with tables as Markdown draws them → flat blocks.

use super::foreign::{
    ForeignBlock, ForeignCell, ForeignContent, ForeignDocument, ForeignTable, ForeignText, TextKind,
};
use super::html::decode;
use super::lines::{is_blank, joined, one_line};
use crate::limits;
use crate::spot::FileSpot;

/// Reads a text.
pub fn read(bytes: &[u8]) -> ForeignDocument {
    let text = decode(bytes);
    let mut document = ForeignDocument::default();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut tables = 0;
    for line in text.lines().chain([""]) {
        if let Some(cells) = cells(line).filter(|_| rows.len() < limits::PAGE_ROWS) {
            rows.push(cells);
            continue;
        }
        if !rows.is_empty() {
            tables += 1;
            push(&mut document, ForeignContent::Table(table(tables, std::mem::take(&mut rows))));
        }
        if is_blank(line) {
            continue;
        }
        let bare = line.trim_start_matches('#');
        let heading = bare.len() < line.len() && bare.starts_with(' ');
        let kind = match (heading, line.len() - bare.len()) {
            (true, 1) => TextKind::Title,
            _ => TextKind::Plain,
        };
        for paragraph in joined(if heading { bare } else { line }) {
            let text = ForeignText { text: paragraph, kind, run_in: None, linked: false };
            push(&mut document, ForeignContent::Text(text));
        }
    }
    document
}

fn push(document: &mut ForeignDocument, content: ForeignContent) {
    let spot = match &content {
        ForeignContent::Table(table) => FileSpot::Cell { table: table.number, row: 1, column: 1 },
        ForeignContent::Text(_) => FileSpot::Somewhere,
    };
    document.blocks.push(ForeignBlock { trail: Vec::new(), spot, content });
}

/// The cells of a row of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inside.split('|').take(limits::PAGE_COLUMNS).map(one_line).collect())
}

fn table(number: usize, rows: Vec<Vec<String>>) -> ForeignTable {
    let is_rule = |row: &Vec<String>| {
        row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')))
    };
    // The line below the head; a row of strokes elsewhere says something.
    let kept = rows.into_iter().enumerate().filter(|(at, row)| *at != 1 || !is_rule(row));
    let mut table = ForeignTable { number, ..ForeignTable::default() };
    for (row, (_, cells)) in kept.enumerate() {
        table.rows = row + 1;
        table.columns = table.columns.max(cells.len());
        table.cells.extend(cells.into_iter().enumerate().map(|(column, text)| ForeignCell {
            row,
            column,
            rowspan: 1,
            colspan: 1,
            text,
            odd: false,
            spot: FileSpot::Cell { table: number, row: row + 1, column: column + 1 },
        }));
    }
    table
}
