//! Numbers, three ways: what the edited file left with, what it has now, what the folder has now.

use std::collections::BTreeMap;

use super::digits::digits;
use super::edits::SourceEdit;
use super::json::{self, NumberPlace};
use super::taken::TakenNumber;
use super::theirs::Theirs;
use super::three::Prefer;
use super::tokens::bare;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::field::{FieldPath, Value};
use crate::finding;
use crate::form::Form;
use crate::reader::json::JsonText;
use crate::statistics::Statistics;

/// What an edited file left with, by path.
pub type LeftWith = BTreeMap<FieldPath, Value>;

/// The numbers that were changed in an edited file.
#[derive(Debug, Default)]
pub struct ChangedNumbers {
    /// The digits now, by path.
    pub now: BTreeMap<FieldPath, String>,
    /// What stood in the file where that is not just the digits.
    pub read: BTreeMap<FieldPath, String>,
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
        match digits(&number.written, field) {
            Ok(digits) if Some(&digits) == before.map(Value::json).as_ref() => {}
            Ok(digits) => {
                let written = number.written.trim();
                if written != digits {
                    changed.read.insert(number.path.clone(), written.to_owned());
                }
                changed.now.insert(number.path.clone(), digits);
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

/// What becomes of a report.json.
#[derive(Debug, Default)]
pub struct MergedNumbers {
    pub(super) edits: Vec<SourceEdit>,
    /// What was taken.
    pub taken: Vec<TakenNumber>,
    /// Conflicts, and numbers that have no place.
    pub findings: Vec<Diagnostic>,
}

/// The edits that bring changed numbers into the folder's report.json.
pub fn merge(
    changed: &ChangedNumbers,
    left_with: &LeftWith,
    ours: &Source,
    form: &Form,
    prefer: Prefer,
) -> MergedNumbers {
    let text = JsonText::written(ours);
    let mut merged = MergedNumbers::default();
    let mut wanted = BTreeMap::new();
    for (path, now) in &changed.now {
        let Some(id) = form.fields.find(path.as_str()) else { continue };
        let label = &form.fields[id].label;
        let before = left_with.get(path).map(Value::json).unwrap_or_default();
        let (own, at) = match json::find(&text, ours, path) {
            NumberPlace::Own(node) => {
                let words = node.string().map(|it| Value::Text(it).json());
                (words.unwrap_or_else(|| node.raw().to_owned()), node.range())
            }
            NumberPlace::Zero(_, node) => ("0".to_owned(), node.range()),
            // A total that is left out is worked out, and compared when all is done.
            NumberPlace::Missing if form.totals.contains_key(&id) => continue,
            NumberPlace::Missing => {
                let finding = finding!("merge-number.nowhere", name = label, now = now);
                let place = ours.locate(0..0);
                merged.findings.push(finding.at(place).about(path.pointer()));
                continue;
            }
        };
        if own == *now || (own != before && prefer == Prefer::Ours) {
            continue;
        }
        if own != before && prefer == Prefer::Neither {
            let (base, theirs) = (&before, now);
            let finding = finding!(
                "merge-conflict.number",
                name = label,
                base = base,
                ours = own,
                theirs = theirs
            );
            merged.findings.push(finding.at(ours.locate(at)).about(path.pointer()));
            continue;
        }
        wanted.insert(path.clone(), now.clone());
        merged.taken.push(TakenNumber {
            label: label.clone(),
            path: path.to_string(),
            before: own,
            now: now.clone(),
            written: changed.read.get(path).cloned(),
        });
    }
    merged.taken.sort_by_key(|it| form.fields.find(&it.path).map(|id| id.index()));
    merged.edits = json::edits(ours, form, &wanted);
    merged
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
