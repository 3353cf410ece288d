//! The form's tables in an edited file → numbers. Labels and places on the grid say which number is
//! which; a table whose shape was changed is read by the labels of its rows, or not at all.

use std::collections::BTreeMap;

use super::bound::half_width;
use super::theirs::TheirNumber;
use crate::anchor;
use crate::diagnostic::{Diagnostic, Location};
use crate::document::{At, Row, Spanned};
use crate::field::{FieldPath, Fields};
use crate::finding;
use crate::form::{CellPart, Form, FormCell, TableForm};
use crate::intake::{FlatBlock, FlatCell, FlatParagraph, FlatTable};

/// How many of a form's labels a table must have to be it.
const ENOUGH: f64 = 0.5;

/// What a file's tables say.
#[derive(Debug, Default)]
pub(super) struct Grids {
    pub numbers: Vec<TheirNumber>,
    /// Facts of the report, with what stands in their cells.
    pub facts: Vec<(String, String)>,
    pub findings: Vec<Diagnostic>,
    /// The form's tables that were found, by the place among the file's tables.
    pub forms: BTreeMap<usize, String>,
}

/// Reads the form's tables among `blocks` of the file called `file`.
pub(super) fn read(blocks: &[FlatBlock], form: &Form, file: &str) -> Grids {
    let tables: Vec<&FlatTable> = blocks
        .iter()
        .filter_map(|block| if let FlatBlock::Table(table) = block { Some(table) } else { None })
        .collect();
    let mut grids = Grids::default();
    let names: Vec<&String> =
        form.sections.iter().filter_map(|section| section.table.as_ref()).collect();
    for name in names {
        let Some(table) = form.tables.get(name) else { continue };
        let free = (0..tables.len()).filter(|at| !grids.forms.contains_key(at));
        let scored = free.map(|at| (score(tables[at], table), at));
        let best = scored
            .filter(|(score, _)| *score >= ENOUGH)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, at)) = best {
            grids.forms.insert(at, name.clone());
            grids.table(&joined(tables[at], table), table, &form.fields, file);
        }
    }
    grids
}

/// How many of the form's labels stand in a table.
fn score(table: &FlatTable, form: &TableForm) -> f64 {
    let there: Vec<String> = table.cells.iter().map(|cell| label(&cell.text())).collect();
    let labels: Vec<String> = form
        .grid
        .cells()
        .filter(|cell| cell.is_label())
        .map(|cell| label(&cell.text))
        .filter(|label| !label.is_empty())
        .collect();
    let found = labels.iter().filter(|label| there.contains(label)).count();
    found as f64 / labels.len().max(1) as f64
}

/// The table with those labels in one cell again that were cut for the end of a page.
fn joined(table: &FlatTable, form: &TableForm) -> FlatTable {
    let mut whole = table.clone();
    let rows: Vec<&Row<FormCell>> = form.grid.rows().collect();
    for (at, placed) in places(&rows).filter(|(_, placed)| placed.cell.continued.is_some()) {
        let is_label = |cell: &FlatCell| {
            cell.column == at.slot && label(&cell.text()) == label(&placed.cell.text)
        };
        let Some(upper) = whole.cells.iter().position(is_label) else { continue };
        while whole.cells[upper].rowspan < placed.rowspan {
            let FlatCell { row, column, rowspan, colspan, .. } = whole.cells[upper];
            let below = |cell: &FlatCell| {
                (cell.row, cell.column, cell.colspan) == (row + rowspan, column, colspan)
            };
            let lower = whole.cells.iter().position(below).filter(|lower| *lower > upper);
            let Some(lower) = lower else { break };
            whole.cells[upper].rowspan += whole.cells[lower].rowspan;
            whole.cells.remove(lower);
        }
    }
    whole
}

impl Grids {
    fn table(&mut self, table: &FlatTable, form: &TableForm, fields: &Fields, file: &str) {
        let rows: Vec<&Row<FormCell>> = form.grid.rows().collect();
        let in_place = rows.len() == table.rows
            && form.shares.len() == table.columns
            && places(&rows).all(|(at, placed)| {
                table.at(at.row, at.slot).is_some_and(|cell| fits(cell, at, placed))
            });
        if in_place {
            self.in_place(table, &rows, &form.name, fields, file);
        } else if let Some(found) = by_labels(table, &rows) {
            self.find(finding!("merge-left.shape", table = &form.name), file);
            for (path, cell) in found {
                self.number(path, cell, fields, file);
            }
        } else {
            self.find(finding!("merge-table", table = &form.name), file);
        }
    }

    /// A table that has each cell where the form has one.
    fn in_place(
        &mut self,
        table: &FlatTable,
        rows: &[&Row<FormCell>],
        name: &str,
        fields: &Fields,
        file: &str,
    ) {
        let mut altered = false;
        for (at, placed) in places(rows) {
            let Some(cell) = table.at(at.row, at.slot) else { continue };
            match &placed.cell.path {
                Some(path) => self.number(path.clone(), cell, fields, file),
                None if placed.cell.is_label() => {
                    altered |= label(&cell.text()) != label(&placed.cell.text);
                }
                None => self.parts(&placed.cell, cell, fields, file),
            }
        }
        if altered {
            self.find(finding!("merge-left.labels", table = name), file);
        }
    }

    /// A cell of several things.
    fn parts(&mut self, form: &FormCell, cell: &FlatCell, fields: &Fields, file: &str) {
        let text = cell.text();
        let Some(said) = form.said(&text) else {
            let paths = form.parts.iter().filter_map(|part| match part {
                CellPart::Value(path) => fields.find(path.as_str()),
                CellPart::Text(_) | CellPart::Fact(_) => None,
            });
            for id in paths {
                let finding = finding!("merge-number.parts", name = &fields[id].label);
                self.find(finding.about(fields[id].path.pointer()), file);
            }
            return;
        };
        for (part, written) in said {
            let written = written.to_owned();
            match part {
                CellPart::Value(path) => {
                    self.numbers.push(TheirNumber { path, written, place: None });
                }
                CellPart::Fact(name) => self.facts.push((name, written)),
                CellPart::Text(_) => {}
            }
        }
    }

    fn number(&mut self, path: FieldPath, cell: &FlatCell, fields: &Fields, file: &str) {
        let texts: Vec<String> = cell.paragraphs().into_iter().map(FlatParagraph::text).collect();
        let said: Vec<&String> = texts.iter().filter(|text| !text.trim().is_empty()).collect();
        let name = fields.find(path.as_str()).map(|id| &fields[id].label);
        if let (Some(name), [_, _, ..]) = (name, said.as_slice()) {
            let written = said.iter().map(|text| text.trim()).collect::<Vec<_>>().join(" ");
            let finding = finding!("merge-number.several", name = name, written = written);
            self.find(finding.about(path.pointer()), file);
            return;
        }
        let own = anchor::number(&path);
        let anchors = cell.paragraphs().into_iter().flat_map(|it| &it.anchors);
        let names: Vec<&str> = anchors.filter_map(|it| anchor::original(&it.name)).collect();
        let other = names.iter().any(|it| anchor::is_number(it)) && !names.contains(&own.as_str());
        if let (Some(name), true) = (name, other) {
            let finding = finding!("merge-pasted", name = name);
            self.find(finding.about(path.pointer()), file);
        }
        let written = said.first().map_or(String::new(), |text| (*text).clone());
        self.numbers.push(TheirNumber { path, written, place: None });
    }

    fn find(&mut self, finding: Diagnostic, file: &str) {
        self.findings.push(finding.at(Location::whole(file)));
    }
}

/// The cells of a form with their rows and first columns.
fn places<'a>(rows: &'a [&'a Row<FormCell>]) -> impl Iterator<Item = (At, &'a Spanned<FormCell>)> {
    rows.iter()
        .enumerate()
        .flat_map(|(row, it)| it.placed().map(move |(slot, placed)| (At { row, slot }, placed)))
}

/// Whether a cell stands just where the form has one.
fn fits(cell: &FlatCell, at: At, placed: &Spanned<FormCell>) -> bool {
    (cell.row, cell.column) == (at.row, at.slot)
        && (cell.rowspan, cell.colspan) == (placed.rowspan, placed.colspan)
}

/// The numbers of a table whose shape was changed: row by row, by the labels that reach into each.
/// None where a row is not there once, or has another count of numbers.
fn by_labels<'t>(
    table: &'t FlatTable,
    rows: &[&Row<FormCell>],
) -> Option<Vec<(FieldPath, &'t FlatCell)>> {
    // What stands among words can't be found by the words around it.
    if places(rows).any(|(_, placed)| !placed.cell.parts.is_empty()) {
        return None;
    }
    let mut now: BTreeMap<Vec<String>, Vec<Vec<&FlatCell>>> = BTreeMap::new();
    for row in 0..table.rows {
        let reaching = table.cells.iter().filter(|it| (it.row..it.row + it.rowspan).contains(&row));
        let (numbers, labels): (Vec<&FlatCell>, Vec<&FlatCell>) =
            reaching.partition(|cell| is_number(&cell.text()));
        let labels = labels.iter().map(|cell| label(&cell.text())).collect();
        now.entry(labels).or_default().push(numbers);
    }
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let paths: Vec<&FieldPath> =
            row.placed().filter_map(|(_, placed)| placed.cell.path.as_ref()).collect();
        if paths.is_empty() {
            continue;
        }
        let mut labels: Vec<(usize, String)> = places(rows)
            .filter(|(at, placed)| at.row <= index && index < at.row + placed.rowspan)
            .filter(|(_, placed)| placed.cell.path.is_none())
            .map(|(at, placed)| (at.slot, label(&placed.cell.text)))
            .collect();
        labels.sort();
        let labels: Vec<String> = labels.into_iter().map(|(_, text)| text).collect();
        let [numbers] = now.get(&labels)?.as_slice() else { return None };
        if numbers.len() != paths.len() {
            return None;
        }
        found.extend(paths.into_iter().cloned().zip(numbers.iter().copied()));
    }
    Some(found)
}

/// Whether a cell holds a number, or what people put in the place of one.
fn is_number(text: &str) -> bool {
    let text = half_width(text.trim());
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | '—' | ' '))
}

/// A label without white space.
fn label(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
