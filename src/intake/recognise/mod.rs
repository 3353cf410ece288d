//! Foreign tables against the forms of all layouts: which number of which form each cell holds, and
//! how sure that is. Labels decide as a whole, never one by one, and sums prove them.

mod align;
mod columns;
mod evidence;
mod guards;
mod labels;
mod matching;
mod readings;
mod reason;
mod rows;
mod stencil;
mod targets;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::align::align;
pub(super) use self::evidence::Certainty;
pub(super) use self::labels::Plain;
pub(super) use self::reason::Reason;

use self::columns::{ColumnFinder, Columns, place};
use self::evidence::{Candidate, FoundCell, Written, judge};
use self::matching::Matching;
use self::readings::{CellReading, suits};
use self::rows::{FoundRow, FoundValue};
use self::stencil::stencilled;
use self::targets::FormTarget;
use super::foreign::ForeignDocument;
use super::lines::is_blank;
use super::words::{IntakeWords, words};
use crate::field::{FieldId, Fields};
use crate::layout::Layout;
use crate::limits;
use crate::spot::FileSpot;

/// Less of a form than this is none: a table of something else has a row or two in common with it.
const LEAST_OF_FORM: f64 = 0.3;

/// What was found of a form's numbers in a file.
#[derive(Debug)]
pub(super) struct Recognised<'l> {
    /// The form.
    pub layout: &'l Layout,
    /// Each of its numbers, in its order.
    pub entries: Vec<FoundNumber>,
    /// The blocks that are its tables.
    pub blocks: BTreeSet<usize>,
    /// What its tables say of the body that reports, by the names of the facts.
    pub facts: Vec<(String, String)>,
    /// How much of it is there: the likeness of all its rows, summed.
    pub weight: f64,
}

/// A number of the form as it was found.
#[derive(Debug, Clone)]
pub(super) struct FoundNumber {
    /// Which.
    pub field: FieldId,
    /// As it stood; none where no cell was found.
    pub raw: Option<String>,
    /// Its digits, where it is taken.
    pub value: Option<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why.
    pub reason: Reason,
    /// Where it stood.
    pub spot: FileSpot,
}

impl FoundNumber {
    /// Whether nothing stands where nothing needs to.
    pub fn is_left_blank(&self, fields: &Fields) -> bool {
        self.certainty == Certainty::Unknown
            && fields[self.field].optional
            && self.raw.as_deref().is_none_or(is_blank)
    }
}

/// What is found of a layout's form; none where it is not there.
pub(super) fn recognise<'l>(
    document: &ForeignDocument,
    layout: &'l Layout,
) -> Option<Recognised<'l>> {
    let words = words();
    let numerals = &layout.form.words.numerals;
    let numeral = |c| numerals.is_numeral(c);
    let tables = document.tables();
    let rows: Vec<FoundRow<'_>> = tables
        .flat_map(|(block, table)| rows::rows(block, table, &words.units, numeral))
        .take(limits::INTAKE_ROWS)
        .collect();
    let targets = targets::targets(&layout.form);
    let matching = Matching::new(&rows, &targets);
    let stencilled = stencilled(document, &layout.form);
    let weight = matching.pairs.iter().map(|(_, _, alike)| alike).sum::<f64>();
    let weight = weight + stencilled.cells.len() as f64;
    if weight < LEAST_OF_FORM * targets.len() as f64 {
        return None;
    }
    let finder = Finder { layout, words, rows: &rows, targets: &targets, found: BTreeMap::new() };
    let mut found = finder.find(&matching);
    for (field, cell) in stencilled.cells {
        if cell.candidate.is_some() || !found.contains_key(&field) {
            found.insert(field, cell);
        }
    }
    let twice = guards::twice(&rows, &targets, &matching);
    let entries = weighed(layout, found, &targets, &twice);
    let mut blocks = matching.blocks(&rows);
    blocks.extend(stencilled.blocks);
    Some(Recognised { layout, entries, blocks, facts: stencilled.facts, weight })
}

struct Finder<'f, 'd> {
    layout: &'f Layout,
    words: &'f IntakeWords,
    rows: &'f [FoundRow<'d>],
    targets: &'f [FormTarget],
    found: BTreeMap<FieldId, FoundCell>,
}

impl Finder<'_, '_> {
    fn find(mut self, matching: &Matching) -> BTreeMap<FieldId, FoundCell> {
        let mut columns = ColumnFinder::default();
        let numerals = &self.layout.form.words.numerals;
        let numeral = |c| numerals.is_numeral(c);
        for &(at, goal, alike) in &matching.pairs {
            let target = &self.targets[goal];
            if target.is_head() {
                continue;
            }
            if target.numbers.len() == 1 {
                self.lone(&self.rows[at], target, alike);
            } else if let Some(columns) = columns.find(self.rows, at, target, numeral) {
                self.row(&self.rows[at], target, &columns, alike);
            }
        }
        for &(at, first, last, alike) in &matching.shared {
            let Some(target) = self.targets.get(first) else { continue };
            let Some(columns) = columns.find(self.rows, at, target, numeral) else { continue };
            for target in &self.targets[first..=last] {
                self.shared(&self.rows[at], target, &columns, alike);
            }
        }
        self.found
    }

    /// A row with one number for all columns: the only number of the row is it.
    fn lone(&mut self, row: &FoundRow<'_>, target: &FormTarget, alike: f64) {
        let numbers = || row.values.iter().filter(|value| value.reading.digits().is_some());
        let value = match numbers().count() {
            0 => row.values.first(),
            1 => numbers().next(),
            _ => None,
        };
        let marks = row.values.iter().filter(|value| value.reading == CellReading::Mark).count();
        let Some(value) = value.filter(|value| value.reading.digits().is_none() || marks == 0)
        else {
            return;
        };
        self.take(target.numbers[0].field, value, alike, true);
    }

    fn row(&mut self, row: &FoundRow<'_>, target: &FormTarget, columns: &Columns, alike: f64) {
        let Some(places) = place(row, columns) else { return };
        let whole = places
            .iter()
            .all(|place| place.is_some_and(|at| row.values[at].reading.digits().is_some()));
        let list = places.iter().zip(&columns.numbers);
        for (number, (at, column)) in target.numbers.iter().zip(list) {
            let (Some(at), Some((_, head))) = (at, column) else { continue };
            self.take(number.field, &row.values[*at], alike.min(*head), whole);
        }
    }

    /// One row for a group of them: where it is 0, each of them is.
    fn shared(&mut self, row: &FoundRow<'_>, target: &FormTarget, columns: &Columns, alike: f64) {
        let Some(places) = place(row, columns) else { return };
        let list = places.iter().zip(&columns.numbers);
        for (number, (at, column)) in target.numbers.iter().zip(list) {
            let (Some(at), Some((_, head))) = (at, column) else { continue };
            let value = &row.values[*at];
            let zero = value.reading.digits() == Some("0");
            let candidate = zero.then(|| Candidate {
                digits: "0".to_owned(),
                path: alike.min(*head),
                written: Written::Shared,
                whole: true,
            });
            let (raw, spot) = (value.cell.text.clone(), value.cell.spot.clone());
            self.found.entry(number.field).or_insert(FoundCell { raw, spot, candidate });
        }
    }

    fn take(&mut self, field: FieldId, value: &FoundValue<'_>, path: f64, whole: bool) {
        let about = &self.layout.form.fields[field];
        let (raw, spot) = (&value.cell.text, value.cell.spot.clone());
        let (digits, written) = match &value.reading {
            CellReading::Digits(digits) => (digits.as_str(), Written::Plainly),
            CellReading::Written(digits) => (digits.as_str(), Written::Otherwise),
            CellReading::Wrapped(digits) => (digits.as_str(), Written::Wrapped),
            CellReading::Blank => ("0", Written::Blank),
            CellReading::Mark => ("", Written::Blank),
        };
        let head = about.label.head.last().map_or("", String::as_str);
        let fits = suits(digits, about.kind) && self.words.units.agree(raw, head);
        let candidate = (!digits.is_empty() && fits).then(|| Candidate {
            digits: digits.to_owned(),
            path,
            written,
            whole,
        });
        self.found.insert(field, FoundCell { raw: raw.clone(), spot, candidate });
    }
}

/// Every number of the form with what came of it.
fn weighed(
    layout: &Layout,
    found: BTreeMap<FieldId, FoundCell>,
    targets: &[FormTarget],
    twice: &BTreeSet<usize>,
) -> Vec<FoundNumber> {
    let doubled: BTreeSet<FieldId> = targets
        .iter()
        .filter(|target| twice.contains(&target.table))
        .flat_map(|target| target.numbers.iter().map(|number| number.field))
        .collect();
    let candidates: BTreeMap<FieldId, Candidate> = found
        .iter()
        .filter(|(field, _)| !doubled.contains(field))
        .filter_map(|(field, found)| Some((*field, found.candidate.clone()?)))
        .collect();
    let balances = layout.rules.balances();
    let verdicts = judge(&candidates, &balances, layout.form.fields.len());
    let known = |field: FieldId| {
        verdicts.get(&field).is_some_and(|verdict| verdict.certainty != Certainty::Unknown)
    };
    let entry = |field: FieldId| {
        let cell = found.get(&field);
        let (certainty, reason) = match (cell, verdicts.get(&field)) {
            _ if doubled.contains(&field) => (Certainty::Unknown, Reason::Twice),
            (None, _) => (Certainty::Unknown, Reason::NoCell),
            (Some(cell), _) if is_blank(&cell.raw) && !known(field) => {
                (Certainty::Unknown, Reason::Empty)
            }
            (Some(_), None) => (Certainty::Unknown, Reason::NoNumber),
            (Some(_), Some(verdict)) => (verdict.certainty, verdict.reason),
        };
        let taken = (certainty != Certainty::Unknown).then(|| candidates.get(&field)).flatten();
        FoundNumber {
            field,
            raw: cell.map(|cell| cell.raw.clone()),
            value: taken.map(|candidate| candidate.digits.clone()),
            certainty,
            reason,
            spot: cell.map(|cell| cell.spot.clone()).unwrap_or_default(),
        }
    };
    layout.form.fields.ids().map(entry).collect()
}
