//! What every kind of rule can do.

use std::collections::BTreeMap;
use std::fmt;

use super::about::About;
use super::terms::Term;
use crate::diagnostic::Diagnostic;
use crate::field::FieldId;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::report::Report;

/// A kind of rule. Its fields are the keys that a rule of its kind has beside those of [`About`].
pub trait Rule: fmt::Debug + Send + Sync {
    /// Takes in fragments of patterns and spreads the rule over the form, once for all reports.
    /// The error names what the form has not.
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text>;

    /// Whether its patterns are patterns and have the groups that its kind needs.
    fn is_sound(&self) -> bool {
        true
    }

    /// Whether it is asked at all; a layout may hold rules that another layout switches on.
    fn is_on(&self) -> bool {
        true
    }

    /// Every place where it does not hold.
    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic>;

    /// The pattern that its example has to match; none where it is no rule over the text, or asks
    /// for what is missing.
    fn pattern(&self) -> Option<&Pattern> {
        None
    }

    /// Whether a match of its pattern is the fault itself.
    fn forbids(&self) -> bool {
        false
    }

    /// What each number is the sum of that a report may leave out.
    fn computes(&self) -> Vec<(FieldId, Vec<FieldId>)> {
        Vec::new()
    }

    /// The number of last year that this year's number at `field` must be.
    fn carries(&self, _field: FieldId) -> Option<FieldId> {
        None
    }

    /// The numbers of the text that it judges, and the sums that each may mean; none where they are
    /// no number of the form's.
    fn reads(&self) -> Option<(&Pattern, &[Vec<Term>])> {
        None
    }
}

/// Parts of patterns by name: a pattern takes one in by `{name}`.
pub type Fragments = BTreeMap<String, String>;

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The report, and last year's in it.
    pub report: &'a Report,
    /// Its form.
    pub form: &'a Form,
}
