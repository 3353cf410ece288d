//! Sentences with a whole and its parts.

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::shifted;

/// A sentence whose parts must make up its whole. Parts may be bound; a bound whole is right
/// already. Its message has `{total}` and `{sum}`, both with their units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enumeration {
    /// The pattern of a sentence: groups for the whole, its unit, and the rest in which the parts
    /// stand.
    whole: Pattern,
    /// The pattern of a part: groups for its number and its unit.
    part: Pattern,
    /// A mark in the rest that says that not all parts are named.
    open: char,
    /// What multiplies a unit by ten thousand.
    ten_thousand: char,
}

impl Rule for Enumeration {
    fn lay_out(&mut self, _: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.whole.complete(fragments);
        self.part.complete(fragments);
        Ok(())
    }

    fn is_sound(&self) -> bool {
        self.whole.has_groups(3) && self.part.has_groups(2)
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.whole)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let part = &case.report.prose.whole();
        let finding = |(start, found): (usize, Captures<'_>)| {
            let (total, unit, rest) = (found.get(1)?, found.get(2)?.as_str(), found.get(3)?);
            let wanted = number(total.as_str())?;
            let (sum, sum_unit) = self.contradiction(wanted, unit, rest.as_str())?;
            let args = args!(total = format!("{wanted}{unit}"), sum = format!("{sum}{sum_unit}"));
            let place = shifted(total, start);
            part.is_typed(place.clone()).then(|| about.finding(args).at(part.locate(place)))
        };
        part.find(&self.whole).into_iter().filter_map(finding).collect()
    }
}

impl Enumeration {
    /// The sum of the parts with its unit, where it can't be that of `wanted`: more than the whole,
    /// three parts and more that are said to be all, or the same number with another unit.
    fn contradiction<'t>(
        &self,
        wanted: i128,
        unit: &'t str,
        rest: &str,
    ) -> Option<(i128, &'t str)> {
        let parts = self.parts(rest)?;
        let of = |unit: &str| -> Vec<i128> {
            parts.iter().filter(|part| part.1 == unit).map(|part| part.0).collect()
        };
        // 173769万条 whose parts are 75656条 and 98113条.
        let slip = unit
            .strip_prefix(self.ten_thousand)
            .map(|small| (of(small).iter().sum::<i128>(), small))
            .filter(|(sum, _)| *sum == wanted);
        let same_unit = of(unit);
        let sum: i128 = same_unit.iter().sum();
        let complete = same_unit.len() >= 3 && !rest.contains(self.open);
        let wrong = same_unit.len() >= 2 && (sum > wanted || (complete && sum != wanted));
        slip.or(wrong.then_some((sum, unit)))
    }

    fn parts<'t>(&self, rest: &'t str) -> Option<Vec<(i128, &'t str)>> {
        let one =
            |piece: Captures<'t>| Some((number(piece.get(1)?.as_str())?, piece.get(2)?.as_str()));
        Some(self.part.regex()?.captures_iter(rest).filter_map(one).collect())
    }
}

/// A count as it was typed. What 64 bits can't hold is none; sums of the rest fit 128.
fn number(text: &str) -> Option<i128> {
    text.parse::<u64>().ok().map(i128::from)
}
