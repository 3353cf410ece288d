//! The numbers that a form leaves with, and what its formulas give on them.

use super::plan::FormPlan;
use crate::diagnostic::Diagnostic;
use crate::field::{FieldId, FieldKind};
use crate::finding;
use crate::rules::Term;
use crate::statistics::{Statistics, Value};

/// Digits of a number that Excel keeps.
const DIGITS: usize = 15;

/// A report's numbers on their form; none on an empty one.
pub(super) struct FormValues<'a> {
    plan: &'a FormPlan<'a>,
    statistics: Option<&'a Statistics>,
}

impl<'a> FormValues<'a> {
    /// The error names a count with more digits than a cell holds.
    pub fn new(
        plan: &'a FormPlan<'a>,
        statistics: Option<&'a Statistics>,
    ) -> Result<FormValues<'a>, Diagnostic> {
        let values = FormValues { plan, statistics };
        let fields = &plan.layout.form.fields;
        let whole = |id: &FieldId| matches!(fields[*id].kind, FieldKind::Count | FieldKind::Change);
        for id in fields.ids().filter(whole) {
            let number = values.number(id).map(ToString::to_string).unwrap_or_default();
            if is_too_long(&number) {
                let label = &fields[id].label;
                let finding = finding!("form-digits", label = label, found = number, most = DIGITS);
                return Err(finding.about(fields[id].path.pointer()));
            }
        }
        Ok(values)
    }

    /// A number that was typed.
    pub fn number(&self, id: FieldId) -> Option<&'a Value> {
        let number = self.statistics?.get(id)?;
        number.location.is_some().then_some(&number.value)
    }

    /// What the cell of a whole number counts for: nothing counts as 0, as in Excel.
    pub fn whole(&self, id: FieldId) -> i128 {
        match self.plan.terms(id) {
            Some(terms) => terms.iter().map(|term| self.whole(*term)).sum(),
            None => self.number(id).and_then(Value::whole).unwrap_or(0),
        }
    }

    /// The sum of terms.
    pub fn side(&self, terms: &[Term]) -> i128 {
        let sign = |term: &Term| if term.negative { -1 } else { 1 };
        terms.iter().map(|term| sign(term) * self.whole(term.field)).sum()
    }

    /// How many of these are not filled in.
    pub fn missing(&self, ids: &[FieldId]) -> usize {
        ids.iter().filter(|id| self.number(**id).is_none()).count()
    }
}

/// Whether a whole number has more digits than a cell keeps.
pub(super) fn is_too_long(digits: &str) -> bool {
    let digits = digits.trim_start_matches('-');
    digits.len() > DIGITS
}

/// A number as the cell of a workbook has it. Its digits go along as text wherever they must come
/// back.
pub(super) fn double(value: &Value) -> f64 {
    value.to_string().parse().unwrap_or_default()
}
