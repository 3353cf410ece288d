//! Numbers that some kinds of bodies have no power to have.

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, expand, known_levels};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::statistics::Value;

/// Numbers that must be 0 for some kinds of bodies. Its message has `{label}` and `{number}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authority {
    /// Kinds of bodies it binds.
    levels: Vec<String>,
    /// Paths of numbers that must be 0.
    zero: Vec<String>,
    #[serde(skip)]
    terms: Vec<Term>,
}

impl Rule for Authority {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        self.terms = expand(&self.zero, "", form)?;
        known_levels(&self.levels, form)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        if !case.report.is_one_of(&self.levels) {
            return Vec::new();
        }
        let finding = |term: &Term| {
            let number = case.report.statistics.get(term.field)?;
            if number.value == Value::Count(0) {
                return None;
            }
            let field = &case.form.fields[term.field];
            let finding = about.finding(args!(label = &field.label, number = &number.value));
            Some(finding.at_some(number.location.clone()).about(field.path.pointer()))
        };
        self.terms.iter().filter_map(finding).collect()
    }
}
