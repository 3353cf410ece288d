//! The totals that a report leaves out.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::field::{FieldId, MOST, Value};
use crate::finding;
use crate::form::Form;
use crate::statistics::{Number, Statistics};

/// Computes the totals that were left out, each as soon as its terms are known.
pub(super) fn compute(form: &Form, numbers: &mut Statistics, findings: &mut Vec<Diagnostic>) {
    let mut too_large = BTreeSet::new();
    loop {
        let is_left = |total: &FieldId| numbers.get(*total).is_none() && !too_large.contains(total);
        let ready =
            form.totals.iter().filter(|(total, _)| is_left(total)).find_map(|(total, terms)| {
                let terms = terms.iter().map(|term| numbers.get(*term)?.value.whole());
                Some((*total, terms.sum::<Option<i128>>()?))
            });
        let Some((total, sum)) = ready else { return };
        if sum.abs() > MOST {
            too_large.insert(total);
            tell(form, numbers, total, sum, findings);
        } else {
            numbers.set(total, Number { value: Value::Count(sum), location: None });
        }
    }
}

/// Tells of a total that no number can be, where the largest number stands that went into it:
/// nearly always that has some digits too many, and it is told once of a row and a column.
fn tell(
    form: &Form,
    numbers: &Statistics,
    total: FieldId,
    sum: i128,
    findings: &mut Vec<Diagnostic>,
) {
    let mut largest: Option<&Number> = None;
    let mut left = form.totals[&total].clone();
    while let Some(term) = left.pop() {
        match numbers.get(term) {
            Some(number) if number.location.is_some() => {
                let more = largest.is_none_or(|it| it.value.whole() < number.value.whole());
                largest = if more { Some(number) } else { largest };
            }
            _ => left.extend(form.totals.get(&term).into_iter().flatten()),
        }
    }
    let place = largest.and_then(|number| number.location.clone());
    if findings.iter().any(|told| told.code == "json-number" && told.location == place) {
        return;
    }
    let field = &form.fields[total];
    let finding =
        finding!("json-number.sum", name = &field.label, found = sum.to_string(), most = MOST);
    findings.push(finding.at_some(place).about(field.path.pointer()));
}
