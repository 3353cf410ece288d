//! Changes against last year that the text states: 比上年增长12.5%, 较上年减少8件.

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::claims::either;
use super::rule::{Case, Fragments, Rule};
use super::terms::{Term, spread, sum};
use crate::args;
use crate::decimal::{change, decimals, same};
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::shifted;
use crate::say;

/// A change against last year that must follow from two years' cells. Its message has `{typed}` and
/// `{expected}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Growth {
    /// The pattern, with groups by name: the word in `rise` or `fall`, the number in `percent` or
    /// `count`.
    pattern: Pattern,
    accept: Vec<Vec<String>>,
    /// What the number may mean: each reading a list of terms whose sum it may be.
    #[serde(skip)]
    readings: Vec<Vec<Term>>,
}

/// What the text states: which way, and how much.
struct Stated<'a> {
    falls: bool,
    number: &'a str,
    percent: bool,
}

/// What one reading gives.
#[derive(PartialEq)]
struct Expected {
    holds: bool,
    said: String,
}

impl Rule for Growth {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.pattern.complete(fragments);
        self.readings = spread(&self.accept, form)?;
        Ok(())
    }

    fn is_sound(&self) -> bool {
        self.pattern.has_names(&["rise", "fall", "percent", "count"])
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.pattern)
    }

    /// Without last year there is nothing to compare.
    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        if case.report.previous.is_none() {
            return Vec::new();
        }
        let part = &case.report.prose.whole();
        let finding = |(start, captures): (usize, Captures<'_>)| {
            let word = captures.name("fall").or(captures.name("rise"))?.as_str();
            let number = captures.name("percent").or(captures.name("count"))?;
            let place = shifted(number, start);
            if !part.is_typed(place.clone()) {
                return None; // change() and growth() are right already
            }
            let percent = captures.name("percent").is_some();
            let falls = captures.name("fall").is_some();
            let stated = Stated { falls, number: number.as_str(), percent };
            let expected = self.contradiction(&stated, case)?;
            let typed = format!("{word}{}{}", number.as_str(), if percent { "%" } else { "" });
            let finding = about
                .finding(args!(typed = typed, expected = either(&expected)))
                .at(part.locate(place));
            Some(self.beside(finding, case))
        };
        part.find(&self.pattern).into_iter().filter_map(finding).collect()
    }

    /// A change against last year is no number of a cell.
    fn reads(&self) -> Option<(&Pattern, &[Vec<Term>])> {
        Some((&self.pattern, &[]))
    }
}

impl Growth {
    /// What the readings give, where none of them gives what is stated.
    fn contradiction(&self, stated: &Stated<'_>, case: &Case<'_>) -> Option<Vec<String>> {
        let readings = self.readings.iter().filter_map(|terms| expect(terms, stated, case));
        let mut expected: Vec<Expected> = readings.collect();
        expected.dedup();
        let wrong = !expected.is_empty() && expected.iter().all(|change| !change.holds);
        wrong.then(|| expected.into_iter().map(|change| change.said).collect())
    }

    /// The finding with the places of both years' numbers.
    fn beside(&self, mut finding: Diagnostic, case: &Case<'_>) -> Diagnostic {
        let Some(term) = self.readings.first().and_then(|terms| terms.first()) else {
            return finding;
        };
        let (now, before) =
            (case.report.statistics.get(term.field), case.report.last_year(term.field));
        for (number, label) in [(now, say!("this-year")), (before, say!("last-year"))] {
            if let Some(location) = number.and_then(|number| number.location.clone()) {
                finding = finding.and(location, label);
            }
        }
        finding.hint(say!("bind-change", path = &case.form.fields[term.field].path))
    }
}

fn expect(terms: &[Term], stated: &Stated<'_>, case: &Case<'_>) -> Option<Expected> {
    let last_year = &case.report.previous.as_ref()?.statistics;
    let (now, before) = (sum(terms, &case.report.statistics)?, sum(terms, last_year)?);
    let sums = format!("（{before} → {now}）");
    if !stated.percent {
        let (now, before): (i128, i128) = (now.parse().ok()?, before.parse().ok()?);
        let word = if now < before { say!("fewer") } else { say!("more") };
        let size = (now - before).abs().to_string();
        return Some(Expected {
            holds: size == stated.number && (now < before) == stated.falls,
            said: format!("{word}{size}{sums}"),
        });
    }
    Some(match change(&now, &before, decimals(stated.number) as u32) {
        Ok(found) => Expected {
            holds: same(&found.percent, stated.number)
                && (found.falls == stated.falls || found.still),
            said: format!("{}{sums}", case.form.words.change(&found)),
        },
        Err(problem) => Expected { holds: false, said: format!("{}{sums}", Text::from(problem)) },
    })
}
