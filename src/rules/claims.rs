//! Numbers typed in the text against the cells that they speak of. Bound numbers are right already.

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, spread, sum};
use crate::args;
use crate::decimal::same;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::shifted;
use crate::say;

/// A number in the text that must be that of a cell, or the sum of some. Its message has `{typed}`
/// and `{expected}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    /// The pattern; its group is the number.
    pattern: Pattern,
    accept: Vec<Vec<String>>,
    /// What the number may mean: each reading a list of terms whose sum it may be.
    #[serde(skip)]
    readings: Vec<Vec<Term>>,
}

impl Rule for Claim {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.pattern.complete(fragments);
        self.readings = spread(&self.accept, form)?;
        Ok(())
    }

    fn is_sound(&self) -> bool {
        self.pattern.has_groups(1)
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.pattern)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let statistics = &case.report.statistics;
        let mut readings: Vec<String> =
            self.readings.iter().filter_map(|terms| sum(terms, statistics)).collect();
        readings.dedup();
        if readings.is_empty() {
            return Vec::new();
        }
        let part = &case.report.prose.whole();
        let finding = |(start, found): (usize, Captures<'_>)| {
            let typed = found.get(1)?;
            let place = shifted(typed, start);
            let holds = readings.iter().any(|expected| same(expected, typed.as_str()));
            if holds || !part.is_typed(place.clone()) {
                return None;
            }
            let args = args!(typed = typed.as_str(), expected = either(&readings));
            let finding = about.finding(args).at(part.locate(place));
            let finding = beside(finding, &self.readings[0], case);
            let single = self.readings.iter().find(|terms| terms.len() == 1);
            Some(match single {
                Some(terms) => {
                    finding.hint(say!("bind", path = &case.form.fields[terms[0].field].path))
                }
                None => finding,
            })
        };
        part.find(&self.pattern).into_iter().filter_map(finding).collect()
    }

    fn reads(&self) -> Option<(&Pattern, &[Vec<Term>])> {
        Some((&self.pattern, &self.readings))
    }
}

/// What a number may be, in words.
pub(super) fn either(readings: &[String]) -> String {
    readings.join(&say!("or").to_string())
}

/// The finding with the place of the first number of `terms`: the second of two that disagree.
pub(super) fn beside(finding: Diagnostic, terms: &[Term], case: &Case<'_>) -> Diagnostic {
    let place = |term: &Term| {
        let location = case.report.statistics.get(term.field)?.location.clone()?;
        Some((location, &case.form.fields[term.field].label))
    };
    match (terms.len(), terms.iter().find_map(place)) {
        (1, Some((location, label))) => finding.and(location, label),
        (count, Some((location, label))) => {
            finding.and(location, say!("label-sum", label = label, count = count))
        }
        (_, None) => finding,
    }
}
