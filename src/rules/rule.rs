//! What every kind of rule can do.

use std::collections::BTreeMap;
use std::fmt;

use super::about::About;
use super::claimed::Known;
use super::terms::{Equation, Term};
use super::understood::Understood;
use crate::diagnostic::{Diagnostic, Location};
use crate::field::FieldId;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::quantity::{Kind, Lexicon, Listed, Quantity};
use crate::report::Report;

/// Numbers of a report, each with whether it is taken away, whose sum is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Its terms.
    pub terms: Vec<(FieldId, bool)>,
}

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

    /// Sums of this year's numbers that come to nothing where it holds.
    fn balances(&self) -> Vec<Balance> {
        Vec::new()
    }

    /// The sums that it holds against each other, as often as it does.
    fn equations(&self) -> Vec<Equation<'_>> {
        Vec::new()
    }

    /// The numbers of last year with which this year's number at `field` begins.
    fn carries(&self, _field: FieldId) -> Option<Vec<Term>> {
        None
    }

    /// Looks up the names of words that it knows. The error names one that no word has.
    fn learn(&mut self, _lexicon: &Lexicon) -> Result<(), Text> {
        Ok(())
    }

    /// What a number of the text may be, where it is one that this rule knows.
    fn understands(&self, _: &Quantity, _: &Form, _: &Lexicon) -> Option<Known> {
        None
    }

    /// The ids of the claims whose numbers it judges.
    fn claims(&self) -> &[String] {
        &[]
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
    /// The numbers of its text that claims know.
    pub numbers: &'a [Understood],
    /// Wholes of its text with their parts.
    pub lists: &'a [Listed],
}

impl<'a> Case<'a> {
    /// The numbers of a kind that the rule `about` knows.
    pub(super) fn numbers_of(
        &self,
        about: &About,
        kind: Kind,
    ) -> impl Iterator<Item = &'a Understood> {
        let own =
            move |number: &&Understood| number.claim == about.id && number.quantity.kind == kind;
        self.numbers.iter().filter(own)
    }

    /// Whether a number was typed: a bound one is right already.
    pub fn is_typed(&self, number: &Understood) -> bool {
        self.report.prose.whole().is_typed(number.quantity.range.clone())
    }

    /// A number as it was typed.
    pub fn text(&self, number: &Understood) -> &'a str {
        self.report.prose.whole().text().get(number.quantity.range.clone()).unwrap_or_default()
    }

    /// The same with the words that go with it.
    pub fn words(&self, number: &Understood) -> &'a str {
        self.report.prose.whole().text().get(number.quantity.said.clone()).unwrap_or_default()
    }

    /// Where it was.
    pub fn place(&self, number: &Understood) -> Location {
        self.report.prose.whole().locate(number.quantity.range.clone())
    }
}
