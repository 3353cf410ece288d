//! What the text may say only where there was nothing.

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::claims::beside;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, expand, sum_of};
use super::understood::Understood;
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::shifted;
use crate::quantity::Kind;

/// Words that may stand only where the sum of some numbers is 0: what claims know, or what a
/// pattern finds. Its message has `{found}` and `{number}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Denial {
    /// The claims that know what is denied.
    #[serde(default)]
    of: Vec<String>,
    /// Words that need no claim.
    pattern: Option<Pattern>,
    /// Terms that must be 0 where the pattern is found.
    #[serde(default)]
    zero: Vec<String>,
    #[serde(skip)]
    terms: Vec<Term>,
}

impl Rule for Denial {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        if let Some(pattern) = &mut self.pattern {
            pattern.complete(fragments);
        }
        self.terms = expand(&self.zero, "", form)?;
        Ok(())
    }

    fn is_sound(&self) -> bool {
        self.pattern.as_ref().is_none_or(Pattern::is_sound)
    }

    fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref()
    }

    fn claims(&self) -> &[String] {
        &self.of
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let own = case.numbers.iter().filter(|number| {
            self.of.contains(&number.claim)
                && number.quantity.kind == Kind::Denial
                && case.is_typed(number)
                && number.holds(case.report) == Some(false)
        });
        let finding = |number: &Understood| {
            let terms = nonzero(&number.readings[0], case);
            let sum = sum_of(&number.readings[0], case.report)?;
            let finding = about.finding(args!(found = case.text(number), number = sum));
            Some(beside(finding.at(case.place(number)), &terms, case))
        };
        own.filter_map(finding).chain(self.found(about, case)).collect()
    }
}

impl Denial {
    /// Places where the pattern is found though there was something.
    fn found(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        let terms = nonzero(&self.terms, case);
        // Where one can't be read, nobody knows what they add up to.
        let Some(number) = sum_of(&self.terms, case.report).filter(|_| !terms.is_empty()) else {
            return Vec::new();
        };
        let part = &case.report.prose.whole();
        let finding = |(start, captures): (usize, Captures<'_>)| {
            let found = captures.get(0)?;
            let finding = about.finding(args!(found = found.as_str(), number = &number));
            let finding = finding.at(part.locate(shifted(found, start)));
            Some(beside(finding, &terms, case))
        };
        part.find(pattern).into_iter().filter_map(finding).collect()
    }
}

/// The terms of a sum that are not 0.
fn nonzero(terms: &[Term], case: &Case<'_>) -> Vec<Term> {
    let is_zero = |term: &Term| {
        let number = case.report.statistics.get(term.field);
        number.and_then(|number| number.value.whole()).unwrap_or(0) == 0
    };
    terms.iter().filter(|term| !is_zero(term)).copied().collect()
}
