//! Numbers typed in the text against the cells that they speak of. Bound numbers are right already.

use serde::Deserialize;

use super::about::About;
use super::claimed::{Claimed, Known};
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, expand, sum_of};
use super::understood::Understood;
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::quantity::{Kind, Lexicon, Quantity};
use crate::say;

/// A number in the text that must be that of a cell, or the sum of some. Its message has `{typed}`
/// and `{expected}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    /// What the words around it may say, and what it then is: the first that fits counts.
    cases: Vec<Claimed>,
}

impl Rule for Claim {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        let plain = |paths: &&Vec<String>| !paths.iter().any(|path| path.contains('{'));
        let all = self.cases.iter().flat_map(|case| &case.accept);
        all.filter(plain).try_for_each(|paths| expand(paths, "", form).map(drop))
    }

    fn learn(&mut self, lexicon: &Lexicon) -> Result<(), Text> {
        self.cases.iter_mut().try_for_each(|case| case.when.learn(lexicon))
    }

    fn understands(&self, quantity: &Quantity, form: &Form, lexicon: &Lexicon) -> Option<Known> {
        self.cases.iter().find_map(|case| case.understands(quantity, form, lexicon))
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let wrong = case
            .numbers_of(about, Kind::Count)
            .filter(|number| case.is_typed(number) && number.holds(case.report) == Some(false));
        wrong.map(|number| finding(about, number, case)).collect()
    }
}

fn finding(about: &About, number: &Understood, case: &Case<'_>) -> Diagnostic {
    let mut expected: Vec<String> = Vec::new();
    for sum in number.readings.iter().filter_map(|terms| sum_of(terms, case.report)) {
        if !expected.contains(&sum) {
            expected.push(sum);
        }
    }
    let said = case.words(number);
    let args = args!(typed = case.text(number), said = said, expected = either(expected));
    let finding = about.finding(args).at(case.place(number));
    let finding = beside(finding, &number.readings[0], case);
    // The first reading that a binding can tell: one year's, of few cells.
    let few = |terms: &&Vec<Term>| terms.len() <= MOST_TERMS && !terms.iter().any(|t| t.previous);
    match number.readings.iter().find(few) {
        Some(terms) => finding.hint(say!("bind", path = joined(terms, case.form))),
        None => finding,
    }
}

/// The most cells whose sum is still worth writing out.
pub const MOST_TERMS: usize = 3;

/// What binds the sum of some cells.
pub fn joined(terms: &[Term], form: &Form) -> String {
    let paths: Vec<&str> = terms.iter().map(|term| form.fields[term.field].path.as_str()).collect();
    paths.join(" + ")
}

/// What a number may be, in words.
pub(super) fn either<T: Into<Text>>(readings: Vec<T>) -> Text {
    let mut texts = readings.into_iter().map(Into::into);
    let first = texts.next().unwrap_or_default();
    texts.fold(first, |first, second| say!("either", first = first, second = second))
}

/// The finding with the place of the first number of `terms`: the second of two that disagree.
pub(super) fn beside(finding: Diagnostic, terms: &[Term], case: &Case<'_>) -> Diagnostic {
    let place = |term: &Term| {
        let number = super::understood::statistics(term.previous, case.report)?.get(term.field)?;
        Some((number.location.clone()?, &case.form.fields[term.field].label))
    };
    match (terms.len(), terms.iter().find_map(place)) {
        (1, Some((location, label))) => finding.and(location, label),
        (count, Some((location, label))) => {
            finding.and(location, say!("label-sum", label = label, count = count))
        }
        (_, None) => finding,
    }
}
