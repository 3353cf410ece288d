//! Which numbers of an edited file are not those that it left with.

use std::collections::BTreeMap;

use super::digits::digits;
use super::fill::EditedNumber;
use super::theirs::Theirs;
use super::tokens::bare;
use crate::diagnostic::{Diagnostic, Location};
use crate::field::{Field, FieldKind, FieldPath, Value};
use crate::finding;
use crate::form::Form;
use crate::statistics::Statistics;

/// What an edited file left with, by path.
pub type LeftWith = BTreeMap<FieldPath, Value>;

/// The numbers that were changed in an edited file.
#[derive(Debug, Default)]
pub struct ChangedNumbers {
    /// What they are now.
    pub numbers: Vec<EditedNumber>,
    /// What could not be taken, and why.
    pub findings: Vec<Diagnostic>,
}

/// What in `theirs` differs from the numbers that the file left with.
pub fn changed(theirs: &Theirs, left_with: &LeftWith, form: &Form) -> ChangedNumbers {
    let mut changed = ChangedNumbers::default();
    for number in &theirs.numbers {
        let Some(id) = form.fields.find(number.path.as_str()) else { continue };
        let (field, before) = (&form.fields[id], left_with.get(&number.path));
        let missing = || if field.optional { String::new() } else { form.draft.missing.clone() };
        let shown = before.map_or_else(missing, |value| field.printed(value));
        if bare(&number.written) == bare(&shown) {
            continue;
        }
        let digits = match field.optional && is_blank(field, &number.written) {
            true => Ok("null".to_owned()),
            false => digits(&number.written, field),
        };
        match digits {
            Ok(digits) if Some(&digits) == before.map(Value::json).as_ref() => {}
            Ok(digits) => {
                let written = Some(number.written.trim()).filter(|it| {
                    let usual = |value| bare(&field.printed(&value)) == bare(it);
                    *it != digits && !it.is_empty() && !field.read(it).is_ok_and(usual)
                });
                changed.numbers.push(EditedNumber {
                    path: number.path.clone(),
                    base: before.map(Value::json),
                    written: written.map(str::to_owned),
                    now: digits,
                });
            }
            Err(finding) => {
                let mut finding = finding.about(number.path.pointer());
                if let Some(place) = &number.place {
                    finding = finding.hint(place.clone());
                }
                changed.findings.push(finding.at(Location::whole(&theirs.name)));
            }
        }
    }
    changed
}

/// Whether nothing was filled in in a cell.
fn is_blank(field: &Field, written: &str) -> bool {
    let open = field.options(&[]);
    let written = bare(written);
    written.is_empty() || (field.kind == FieldKind::Choice && written == bare(&open))
}

/// Totals that the folder leaves out, against those of the edited file: the sums must be theirs.
pub(super) fn totals(theirs: &Theirs, sums: &Statistics, form: &Form) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for number in &theirs.numbers {
        let Some(id) = form.fields.find(number.path.as_str()) else { continue };
        let Some(sum) = sums.get(id).filter(|sum| sum.location.is_none()) else { continue };
        let (field, value) = (&form.fields[id], sum.value.to_string());
        if let Ok(total) = digits(&number.written, field)
            && total != value
        {
            let finding = finding!("merge-total", name = &field.label, total = total, sum = value);
            let finding = finding.about(number.path.pointer());
            findings.push(finding.at(Location::whole(&theirs.name)));
        }
    }
    findings
}

/// What a report holds, as its file was written.
pub fn left_with(statistics: &Statistics) -> LeftWith {
    let fields = statistics.fields();
    statistics.iter().map(|(id, it)| (fields[id].path.clone(), it.value.clone())).collect()
}
