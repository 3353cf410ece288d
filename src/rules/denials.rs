//! What the text may say only where there was nothing.

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::claims::beside;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, expand};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::shifted;

/// Words that may stand only where the sum of some numbers is 0. Its message has `{found}` and
/// `{number}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Denial {
    pattern: Pattern,
    /// Terms that must be 0.
    zero: Vec<String>,
    #[serde(skip)]
    terms: Vec<Term>,
}

impl Rule for Denial {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.pattern.complete(fragments);
        self.terms = expand(&self.zero, "", form)?;
        Ok(())
    }

    fn is_sound(&self) -> bool {
        self.pattern.is_sound()
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.pattern)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let count = |term: &Term| {
            let number = case.report.statistics.get(term.field);
            number.and_then(|number| number.value.whole()).unwrap_or(0)
        };
        let number: i128 = self.terms.iter().map(count).sum();
        if number == 0 {
            return Vec::new();
        }
        let part = &case.report.prose.whole();
        let nonzero: Vec<Term> =
            self.terms.iter().filter(|term| count(term) != 0).copied().collect();
        let finding = |(start, captures): (usize, Captures<'_>)| {
            let found = captures.get(0)?;
            let finding = about.finding(args!(found = found.as_str(), number = number));
            let finding = finding.at(part.locate(shifted(found, start)));
            Some(beside(finding, &nonzero, case))
        };
        part.find(&self.pattern).into_iter().filter_map(finding).collect()
    }
}
