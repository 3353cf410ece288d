//! A form as foreign tables are held against it: its rows from the first to the last, heads too.

use super::labels::Plain;
use crate::field::FieldId;
use crate::form::Form;

/// A row of the form.
#[derive(Debug)]
pub(super) struct FormTarget {
    /// Which of the form's tables it is in.
    pub table: usize,
    /// Which group of rows under one head, counted through all tables.
    pub group: usize,
    /// Labels of a row of numbers, from the left.
    pub labels: Vec<Plain>,
    /// These as one; in a head the text of all cells.
    pub whole: Plain,
    /// Its numbers from the left; a head has none.
    pub numbers: Vec<TargetNumber>,
}

/// A number of the form.
#[derive(Debug)]
pub(super) struct TargetNumber {
    pub field: FieldId,
    /// Heads of its column, from the top.
    pub heads: Vec<Plain>,
    /// These as one.
    pub whole: Plain,
}

impl FormTarget {
    pub fn is_head(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The label of the group of rows that it is in.
    pub fn parent(&self) -> Option<&Plain> {
        self.labels.len().checked_sub(2).map(|at| &self.labels[at])
    }
}

/// The rows of a form, table by table in the order of its sections.
pub(super) fn targets(form: &Form) -> Vec<FormTarget> {
    let numeral = |c| form.words.numerals.is_numeral(c);
    let plain = |text: &String| Plain::new(text, numeral);
    let mut targets = Vec::new();
    let mut group_count = 0;
    let tables = form.sections.iter().filter_map(|section| section.table.as_ref());
    for (table, form_table) in tables.filter_map(|name| form.tables.get(name)).enumerate() {
        for group in form_table.grid.groups() {
            for row in &group.head {
                let cells: Vec<Plain> =
                    row.placed().map(|(_, placed)| plain(&placed.cell.text)).collect();
                targets.push(FormTarget {
                    table,
                    group: group_count,
                    whole: Plain::all(cells.iter()),
                    labels: cells,
                    numbers: Vec::new(),
                });
            }
            for row in &group.body {
                let fields: Vec<FieldId> = row
                    .placed()
                    .filter_map(|(_, placed)| form.fields.find(placed.cell.path.as_ref()?.as_str()))
                    .collect();
                let Some(first) = fields.first() else { continue };
                let labels: Vec<Plain> = form.fields[*first].label.row.iter().map(plain).collect();
                let number = |field: &FieldId| {
                    let heads: Vec<Plain> =
                        form.fields[*field].label.head.iter().map(plain).collect();
                    TargetNumber { field: *field, whole: Plain::all(heads.iter()), heads }
                };
                targets.push(FormTarget {
                    table,
                    group: group_count,
                    whole: Plain::all(labels.iter()),
                    labels,
                    numbers: fields.iter().map(number).collect(),
                });
            }
            group_count += 1;
        }
    }
    targets
}
