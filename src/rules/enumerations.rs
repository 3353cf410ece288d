//! Sentences with a whole and its parts.

use std::cmp::Ordering;

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::quantity::{Exact, ListItem, ListShape, Listed};
use crate::say;

/// A sentence whose parts can't make up its whole. A bound whole is right already. Its message has
/// `{total}` and `{sum}`, both with their units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enumeration {
    /// Words of parts that are all there are: 线上, 线下.
    complete: Vec<Vec<String>>,
}

impl Rule for Enumeration {
    fn lay_out(&mut self, _: &Form, _: &Fragments) -> Result<(), Text> {
        Ok(())
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        case.lists.iter().filter_map(|list| self.finding(about, list, case)).collect()
    }
}

impl Enumeration {
    fn finding(&self, about: &About, list: &Listed, case: &Case<'_>) -> Option<Diagnostic> {
        let whole = case.report.prose.whole();
        let sum = self.contradiction(list, case)?;
        let items = || list.parts.iter().chain([&list.whole]);
        // One cause, one finding: what a claim knows to be wrong is told there.
        if !whole.is_typed(list.whole.range.clone()) || items().any(|item| is_wrong(item, case)) {
            return None;
        }
        let unit = whole.text().get(list.whole.range.end..list.whole.said.end)?;
        let total = whole.text().get(list.whole.said.clone())?;
        let finding = about.finding(args!(total = total, sum = format!("{sum}{unit}")));
        let place = |item: &ListItem| whole.locate(item.range.clone());
        let finding = finding.at(place(&list.whole));
        let few = list.parts.iter().take(SHOWN);
        Some(few.fold(finding, |finding, part| finding.and(place(part), say!("part-of-sum"))))
    }

    /// The sum of the parts, where it can't be the whole.
    fn contradiction(&self, list: &Listed, case: &Case<'_>) -> Option<i128> {
        let whole = list.whole.value;
        let sums = sums(&list.parts)?;
        let sum = *sums.last()?;
        let is_whole = |sum: &Exact| whole.rounds(*sum) == Some(true);
        // 173769万条 whose parts are 75656条 and 98113条.
        let slip = whole.exponent > 0 && list.parts.len() > 1 && sum.mantissa == whole.mantissa;
        let above = sum.compare(whole)? == Ordering::Greater && !whole.rounds(sum)?;
        let wrong = match list.shape {
            ListShape::All => !sums.iter().any(is_whole),
            ListShape::Some | ListShape::Loose if self.is_complete(list, case) => !is_whole(&sum),
            ListShape::Some => above && !sums.iter().any(is_whole),
            ListShape::Loose => above && list.parts.len() >= MANY && !sums.iter().any(is_whole),
            ListShape::Last => {
                let rest = |sum: &Exact| list_sum(&list.parts)?.minus(*sum);
                let from_the_end = sums.iter().filter_map(rest);
                !is_whole(&sum) && !from_the_end.into_iter().any(|sum| is_whole(&sum))
            }
        };
        (wrong || slip).then(|| whole_number(sum))?
    }

    /// Whether the parts are all there are.
    fn is_complete(&self, list: &Listed, case: &Case<'_>) -> bool {
        let text = case.report.prose.whole();
        let words = |part: &ListItem| text.text().get(part.words.clone()).unwrap_or_default();
        let names = |names: &Vec<String>| {
            names.len() == list.parts.len()
                && names.iter().all(|name| list.parts.iter().any(|p| words(p).contains(name)))
        };
        self.complete.iter().any(names)
    }
}

/// Parts of no table may overlap; so many of them hardly do.
const MANY: usize = 4;

/// How many parts a finding points at.
const SHOWN: usize = 3;

/// Whether a claim knows that the number is wrong.
fn is_wrong(item: &ListItem, case: &Case<'_>) -> bool {
    let mut known = case.numbers.iter().filter(|number| number.quantity.range == item.range);
    known.any(|number| number.holds(case.report) == Some(false))
}

/// The sums of the first parts, of the first two and so on.
fn sums(parts: &[ListItem]) -> Option<Vec<Exact>> {
    let mut sum = Exact::whole(0);
    parts
        .iter()
        .map(|part| {
            sum = sum.plus(part.value)?;
            Some(sum)
        })
        .collect()
}

fn list_sum(parts: &[ListItem]) -> Option<Exact> {
    sums(parts)?.pop()
}

/// A sum that is a whole number, as it is written.
fn whole_number(sum: Exact) -> Option<i128> {
    let power = 10_i128.checked_pow(sum.exponent.unsigned_abs())?;
    match sum.exponent < 0 {
        true => (sum.mantissa % power == 0).then_some(sum.mantissa / power),
        false => sum.mantissa.checked_mul(power),
    }
}
