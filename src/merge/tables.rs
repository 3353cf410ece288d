//! Tables of the author's own: their cells, and rows that came or went.

use std::ops::Range;

use super::edits::{SourceEdit, marked};
use super::escape::EscapeSetting;
use super::gaps::pair_up;
use super::paragraph::{Comparing, ParagraphEdits, shown};
use super::printed::{Printed, PrintedRow};
use super::their::Their;
use super::tokens::likeness;
use super::weave::Thread;
use crate::diagnostic::Location;
use crate::finding;
use crate::intake::{FlatCell, FlatParagraph, FlatTable};
use crate::numbering::Numerals;

/// How cells are written.
const CELL: EscapeSetting = EscapeSetting { begins: false, in_cell: true, quoted: false };
/// How alike rows must be that are the same.
const ALIKE: f64 = 0.4;

/// The edits that make `printed` say what stands in `table`.
pub(super) fn edits(
    table: &FlatTable,
    printed: &Printed,
    comparing: &Comparing<'_>,
) -> ParagraphEdits {
    let mut found = ParagraphEdits::default();
    let columns = printed.rows.first().map_or(0, |row| row.cells.len());
    let simple = table.cells.iter().all(|cell| cell.rowspan == 1 && cell.colspan == 1);
    let Some(lines) = lines(printed, comparing).filter(|_| simple && table.columns == columns)
    else {
        let finding = finding!("merge-left.columns", text = shown(&printed.content.text));
        found.findings.push(finding.at(Location::whole(comparing.file)));
        return found;
    };
    let rows: Vec<Vec<Their<'static>>> =
        (0..table.rows).map(|row| cells(table, row, comparing.numerals)).collect();
    let pairs = pairs(&printed.rows, &rows);
    for (old, new) in &pairs {
        for (content, their) in printed.rows[*old].cells.iter().zip(&rows[*new]) {
            let mut own = comparing.compare(content, their, 0..their.text.len(), CELL);
            if content.text.is_empty() && !their.text.is_empty() {
                own = ParagraphEdits::default();
                own.findings.push(
                    finding!("merge-left.cell", text = shown(&their.text))
                        .at(Location::whole(comparing.file)),
                );
            }
            found.edits.append(&mut own.edits);
            found.changed.append(&mut own.changed);
            found.findings.append(&mut own.findings);
            found.followed += own.followed;
        }
    }
    for (row, line) in lines.iter().enumerate() {
        if pairs.iter().any(|(old, _)| *old == row) {
            continue;
        }
        let before = printed.rows[row].cells.iter().map(|cell| cell.text.as_str());
        found.changed.push((before.collect::<Vec<_>>().join("，"), String::new()));
        found.edits.push(SourceEdit { range: line.start - 1..line.end, text: String::new() });
    }
    let mut above = 0;
    for (row, cells) in rows.iter().enumerate() {
        if let Some((old, _)) = pairs.iter().find(|(_, new)| *new == row) {
            above = *old;
            continue;
        }
        // Below the head stands the line that makes it one.
        let at = if above == 0 {
            lines.get(1).map_or(lines[0].end, |it| it.start - 1)
        } else {
            lines[above].end
        };
        let texts = cells.iter().map(|cell| cell.text.as_str());
        found.changed.push((String::new(), texts.collect::<Vec<_>>().join("，")));
        found.edits.push(SourceEdit { range: at..at, text: format!("\n{}", line(cells)) });
    }
    found
}

/// A table that was not there.
pub(super) fn new(table: &FlatTable, numerals: &Numerals) -> Thread {
    let rows: Vec<String> = (0..table.rows).map(|row| line(&cells(table, row, numerals))).collect();
    let rule = "| --- ".repeat(table.columns) + "|";
    let text = match rows.split_first() {
        Some((head, body)) => [&[head.clone(), rule], body].concat().join("\n"),
        None => String::new(),
    };
    Thread { first: None, last: None, text, item: None }
}

/// The cells of a row, each as one text.
fn cells(table: &FlatTable, row: usize, numerals: &Numerals) -> Vec<Their<'static>> {
    let own = table.cells.iter().filter(|cell| cell.row == row);
    own.map(|cell| their_cell(cell, numerals)).collect()
}

fn their_cell(cell: &FlatCell, numerals: &Numerals) -> Their<'static> {
    let whole = cell.paragraphs().into_iter().cloned().reduce(FlatParagraph::join);
    whole.and_then(|whole| Their::of(&whole, numerals)).unwrap_or_else(Their::nothing)
}

/// A row as Markdown writes it.
fn line(cells: &[Their<'_>]) -> String {
    let written = cells.iter().map(|cell| marked(cell, 0..cell.text.len(), CELL, &[]));
    format!("| {} |", written.collect::<Vec<_>>().join(" | "))
}

/// The lines of narrative.md that hold the rows, without the rule below the head.
fn lines(printed: &Printed, comparing: &Comparing<'_>) -> Option<Vec<Range<usize>>> {
    let source = printed.source.clone()?;
    let text = comparing.source.text().get(source.clone())?;
    let mut lines = Vec::new();
    let mut at = source.start;
    for line in text.split('\n') {
        lines.push(at..at + line.len());
        at += line.len() + 1;
    }
    if lines.len() < 2 {
        return None;
    }
    lines.remove(1);
    (lines.len() == printed.rows.len()).then_some(lines)
}

/// Which rows are which; the head is the head.
fn pairs(printed: &[PrintedRow], rows: &[Vec<Their<'_>>]) -> Vec<(usize, usize)> {
    if printed.len() == rows.len() {
        return (0..rows.len()).map(|row| (row, row)).collect();
    }
    let old: Vec<String> = printed
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
        .collect();
    let new: Vec<String> =
        rows.iter().map(|cells| cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    let ones: Vec<usize> = (1..old.len()).collect();
    let others: Vec<usize> = (1..new.len()).collect();
    let score = |one: usize, other: usize| {
        let like = likeness(&old[one], &new[other]);
        (like >= ALIKE).then_some(like)
    };
    std::iter::once((0, 0)).chain(pair_up(&ones, &others, score)).collect()
}
