//! Changes against last year that the text states: 比上年增长12.5%, 较上年减少8件, 是上年的3倍, 持平.

use serde::Deserialize;

use super::about::About;
use super::claims::either;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, sum_of};
use super::understood::{Understood, exact};
use crate::args;
use crate::decimal::change;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::quantity::{Exact, Kind, Ratio};
use crate::say;

/// A change against last year that must follow from two years' cells. Its message has `{typed}` and
/// `{expected}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Growth {
    /// The claims that know what changed.
    of: Vec<String>,
}

/// What one reading gives.
#[derive(PartialEq)]
struct Expected {
    holds: bool,
    said: Text,
}

impl Rule for Growth {
    fn lay_out(&mut self, _: &Form, _: &Fragments) -> Result<(), Text> {
        Ok(())
    }

    fn claims(&self) -> &[String] {
        &self.of
    }

    /// Without last year there is nothing to compare.
    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        if case.report.previous.is_none() {
            return Vec::new();
        }
        let changes = case.numbers.iter().filter(|number| {
            self.of.contains(&number.claim)
                && is_change(number.quantity.kind)
                && case.is_typed(number)
        });
        let finding = |number: &Understood| {
            let expected = contradiction(number, case)?;
            let args = args!(typed = case.words(number), expected = either(expected));
            Some(beside(about.finding(args).at(case.place(number)), &number.readings[0], case))
        };
        changes.filter_map(finding).collect()
    }
}

fn is_change(kind: Kind) -> bool {
    !matches!(kind, Kind::Count | Kind::Denial | Kind::Share)
}

/// What the readings give, where none of them gives what is stated.
fn contradiction(number: &Understood, case: &Case<'_>) -> Option<Vec<Text>> {
    let readings = number.readings.iter().filter_map(|terms| expect(terms, number, case));
    let mut expected: Vec<Expected> = readings.collect();
    expected.dedup();
    let wrong = !expected.is_empty() && expected.iter().all(|change| !change.holds);
    wrong.then(|| expected.into_iter().map(|change| change.said).collect())
}

/// The same terms of another year.
fn of_year(terms: &[Term], previous: bool) -> Vec<Term> {
    terms.iter().map(|term| Term { previous, ..*term }).collect()
}

fn expect(terms: &[Term], number: &Understood, case: &Case<'_>) -> Option<Expected> {
    let years = [of_year(terms, false), of_year(terms, true)];
    let [now, before] = [exact(&years[0], case.report)?, exact(&years[1], case.report)?];
    let [said_now, said_before] =
        [sum_of(&years[0], case.report)?, sum_of(&years[1], case.report)?];
    let quantity = &number.quantity;
    let told =
        |change: Text| say!("growth-told", change = change, before = &said_before, now = &said_now);
    let more = now.minus(before)?;
    let fewer = before.minus(now)?;
    let holds = match quantity.kind {
        Kind::Equal => is(now, before, quantity.about)?,
        Kind::More { falls } => {
            is(quantity.value, if falls { fewer } else { more }, quantity.about)?
        }
        _ if before.is_zero() => false,
        Kind::Growth { falls, percent } => {
            let above = (if falls { fewer } else { more }).shifted(if percent { 2 } else { 0 });
            is_ratio(quantity.value, Ratio { above, below: before }, quantity.about)?
        }
        Kind::Times { percent } => {
            let above = now.shifted(if percent { 2 } else { 0 });
            is_ratio(quantity.value, Ratio { above, below: before }, quantity.about)?
        }
        Kind::Count | Kind::Denial | Kind::Share => return None,
    };
    if matches!(quantity.kind, Kind::More { .. }) {
        let falls = fewer.mantissa > 0;
        let said = match falls {
            true => say!("fewer", count = fewer.mantissa),
            false => say!("more", count = more.mantissa),
        };
        return Some(Expected { holds, said: told(said) });
    }
    let digits = u32::try_from(-quantity.value.exponent).unwrap_or(0);
    let said = match change(&said_now, &said_before, digits.min(6)) {
        Ok(found) => Text::from(case.form.words.change(&found)),
        Err(problem) => Text::from(problem),
    };
    Some(Expected { holds, said: told(said) })
}

fn is(typed: Exact, cells: Exact, about: bool) -> Option<bool> {
    if about { typed.is_near(cells) } else { typed.rounds(cells) }
}

/// A quotient as it was typed; where only about so many are told, a tenth more or less.
fn is_ratio(typed: Exact, ratio: Ratio, about: bool) -> Option<bool> {
    if !about {
        return typed.rounds_ratio(ratio);
    }
    let mantissa = typed.mantissa.checked_mul(ratio.below.mantissa)?;
    let exponent = typed.exponent.checked_add(ratio.below.exponent)?;
    Exact { mantissa, exponent }.is_near(ratio.above)
}

/// The finding with the places of both years' numbers.
fn beside(mut finding: Diagnostic, terms: &[Term], case: &Case<'_>) -> Diagnostic {
    let Some(term) = terms.first() else { return finding };
    let (now, before) = (case.report.statistics.get(term.field), case.report.last_year(term.field));
    for (number, label) in [(now, say!("this-year")), (before, say!("last-year"))] {
        if let Some(location) = number.and_then(|number| number.location.clone()) {
            finding = finding.and(location, label);
        }
    }
    finding.hint(say!("bind-change", path = &case.form.fields[term.field].path))
}
