//! Tables of labels beside words, days, options and numbers with units: what stands in such a cell
//! is told only by its place, so the whole table is laid on the form's, cell by cell.

use super::evidence::{Candidate, FoundCell, Written};
use super::labels::Plain;
use super::rows::by_row;
use crate::document::{At, Row, Spanned};
use crate::field::{FieldId, Fields};
use crate::form::{CellPart, Form, FormCell, TableForm};
use crate::intake::foreign::{ForeignCell, ForeignDocument, ForeignTable};
use crate::intake::lines::is_blank;

/// How alike each of the labels must be for a table to be the form's: rows that have changed places
/// differ in two of them alone.
const SAME: f64 = 0.8;

/// What such tables say.
#[derive(Default)]
pub(super) struct Stencilled {
    /// Numbers and words by field.
    pub cells: Vec<(FieldId, FoundCell)>,
    /// Facts of the report with what is said.
    pub facts: Vec<(String, String)>,
    /// The blocks that the tables are.
    pub blocks: Vec<usize>,
}

/// Reads the tables of a form that hold more than rows of numbers.
pub(super) fn stencilled(document: &ForeignDocument, form: &Form) -> Stencilled {
    let mut found = Stencilled::default();
    let names = form.sections.iter().filter_map(|section| section.table.as_ref());
    for table in names.filter_map(|name| form.tables.get(name)) {
        if !holds_words(table, &form.fields) {
            continue;
        }
        let alike = document
            .tables()
            .filter_map(|(block, foreign)| Some((likeness(foreign, table, form)?, block, foreign)));
        let alike: Vec<_> = alike.filter(|(alike, ..)| *alike >= SAME).collect();
        // Of two that say the same in one place neither can be trusted.
        if let [(alike, block, foreign)] = alike.as_slice() {
            found.blocks.push(*block);
            found.table(foreign, table, &form.fields, *alike);
        }
    }
    found
}

/// Whether a table has cells that are no number, or several things.
fn holds_words(table: &TableForm, fields: &Fields) -> bool {
    table.grid.cells().any(|cell| match &cell.path {
        Some(path) => fields.find(path.as_str()).is_some_and(|id| !fields[id].kind.is_number()),
        None => !cell.parts.is_empty(),
    })
}

/// The cells of a form's table with those that stand just there; none where a table has another
/// shape.
fn laid<'f, 'd>(
    foreign: &'d ForeignTable,
    table: &'f TableForm,
) -> Option<Vec<(&'f FormCell, &'d ForeignCell)>> {
    let rows: Vec<&Row<FormCell>> = table.grid.rows().collect();
    if (rows.len(), table.shares.len()) != (foreign.rows, foreign.columns) {
        return None;
    }
    let found = by_row(foreign);
    let places = rows
        .iter()
        .enumerate()
        .flat_map(|(row, it)| it.placed().map(move |(slot, placed)| (At { row, slot }, placed)));
    let pair = |(at, placed): (At, &'f Spanned<FormCell>)| {
        let there = found[at.row].iter().find(|cell| (cell.row, cell.column) == (at.row, at.slot));
        let there = there
            .filter(|cell| (cell.rowspan, cell.colspan) == (placed.rowspan, placed.colspan))?;
        Some((&placed.cell, *there))
    };
    places.map(pair).collect()
}

/// How alike the labels of two tables of one shape are, where they are least alike.
fn likeness(foreign: &ForeignTable, table: &TableForm, form: &Form) -> Option<f64> {
    let numeral = |c| form.words.numerals.is_numeral(c);
    let plain = |text: &str| Plain::new(text, numeral);
    let cells = laid(foreign, table)?;
    let labels = cells.iter().filter(|(cell, _)| cell.is_label() && !cell.text.is_empty());
    let alike = labels.map(|(cell, there)| plain(&cell.text).likeness(&plain(&there.text)));
    alike.reduce(f64::min)
}

impl Stencilled {
    fn table(&mut self, foreign: &ForeignTable, table: &TableForm, fields: &Fields, alike: f64) {
        for (cell, there) in laid(foreign, table).unwrap_or_default() {
            for (part, text) in cell.said(&there.text).unwrap_or_default() {
                match part {
                    CellPart::Fact(name) if !is_blank(text) => {
                        self.facts.push((name, text.replace('\n', "")));
                    }
                    CellPart::Value(path) => {
                        let Some(id) = fields.find(path.as_str()) else { continue };
                        let (field, raw) = (&fields[id], text.to_owned());
                        let text = if field.kind.is_number() {
                            raw.clone()
                        } else {
                            text.replace('\n', "")
                        };
                        let value = field.read(&text).ok().filter(|_| !is_blank(&text));
                        let candidate = value.map(|value| Candidate {
                            digits: value.json(),
                            path: alike,
                            written: Written::Plainly,
                            whole: true,
                        });
                        let spot = there.spot.clone();
                        self.cells.push((id, FoundCell { raw, spot, candidate }));
                    }
                    CellPart::Fact(_) | CellPart::Text(_) => {}
                }
            }
        }
    }
}
