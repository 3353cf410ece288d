//! Shares that the text states: 占45.3%, 公开率62.5%.

use serde::Deserialize;

use super::about::About;
use super::claimed::{Claimed, Known};
use super::claims::either;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, spread, sum_of};
use super::understood::{Understood, exact};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::quantity::{Kind, Lexicon, Quantity, Ratio};
use crate::report::Report;

/// A share in per cent that must be the quotient of two sums. Its message has `{typed}` and
/// `{expected}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Share {
    /// The claims that know what part it is.
    #[serde(default)]
    of: Vec<String>,
    /// What the words around a share say that no claim knows, and what part it then is.
    case: Option<Claimed>,
    /// What it may be a part of: each a list of paths whose sum it is.
    over: Vec<Vec<String>>,
    #[serde(skip)]
    wholes: Vec<Vec<Term>>,
}

impl Rule for Share {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        self.wholes = spread(&self.over, form)?;
        Ok(())
    }

    fn learn(&mut self, lexicon: &Lexicon) -> Result<(), Text> {
        self.case.as_mut().map_or(Ok(()), |case| case.when.learn(lexicon))
    }

    fn understands(&self, quantity: &Quantity, form: &Form, lexicon: &Lexicon) -> Option<Known> {
        let case = self.case.as_ref().filter(|_| quantity.kind == Kind::Share)?;
        case.understands(quantity, form, lexicon)
    }

    fn claims(&self) -> &[String] {
        &self.of
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let finding = |number: &Understood| {
            let expected = self.contradiction(number, case.report)?;
            let args = args!(typed = case.words(number), expected = either(expected));
            Some(about.finding(args).at(case.place(number)))
        };
        let own = case.numbers.iter().filter(|number| {
            (self.of.contains(&number.claim) || number.claim == about.id)
                && number.quantity.kind == Kind::Share
                && case.is_typed(number)
        });
        own.filter_map(finding).collect()
    }
}

impl Share {
    /// What the quotients are, where none is what is stated.
    fn contradiction(&self, number: &Understood, report: &Report) -> Option<Vec<String>> {
        let mut said = Vec::new();
        for part in &number.readings {
            for whole in &self.wholes {
                let (above, below) = (exact(part, report)?.shifted(2), exact(whole, report)?);
                match number.quantity.value.rounds_ratio(Ratio { above, below }) {
                    Some(true) => return None,
                    Some(false) => {
                        let part = sum_of(part, report)?;
                        said.push(format!("{part} ÷ {}", sum_of(whole, report)?));
                    }
                    None => {}
                }
            }
        }
        said.sort();
        said.dedup();
        (!said.is_empty()).then_some(said)
    }
}
