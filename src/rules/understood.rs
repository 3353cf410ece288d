//! Numbers of the text as claims understand them: which cells each may be the sum of.

use super::about::About;
use super::claimed::Known;
use super::rule::Rule;
use super::terms::Term;
use crate::field::FieldId;
use crate::form::Form;
use crate::quantity::{Exact, Kind, Lexicon, Quantity, read};
use crate::report::Report;
use crate::statistics::Statistics;

/// A number of the text that a claim knows.
#[derive(Debug)]
pub struct Understood {
    /// The number.
    pub quantity: Quantity,
    /// The id of the claim.
    pub claim: String,
    /// What it may be: each reading a list of terms whose sum it may be.
    pub readings: Vec<Vec<Term>>,
    /// The claim by which a number of the same paragraph leaves only the first reading.
    narrowed_by: Option<String>,
}

/// The numbers of a report's text that a rule understands, in the order of the text.
pub(super) fn understand<'r>(
    report: &Report,
    form: &Form,
    lexicon: &Lexicon,
    rules: impl Iterator<Item = (&'r About, &'r dyn Rule)> + Clone,
) -> Vec<Understood> {
    let quantities = read(&report.prose, &report.agency, report.year, lexicon);
    let known = quantities.into_iter().filter(|quantity| quantity.is_known());
    let mut found: Vec<Understood> = known
        .filter_map(|quantity| {
            let (claim, known) = rules.clone().find_map(|(about, rule)| {
                Some((about.id.clone(), rule.understands(&quantity, form, lexicon)?))
            })?;
            let Known { readings, narrowed_by } = known;
            Some(Understood { quantity, claim, readings, narrowed_by })
        })
        .collect();
    let named: Vec<(usize, String)> = found
        .iter()
        .filter(|other| !other.quantity.value.is_zero())
        .map(|other| (other.quantity.passage, other.claim.clone()))
        .collect();
    for number in &mut found {
        let passage = number.quantity.passage;
        let narrowed = number.narrowed_by.clone().map(|claim| (passage, claim));
        if narrowed.is_some_and(|claim| named.contains(&claim)) {
            number.readings.truncate(1);
        }
    }
    add_up(&mut found, report);
    found
}

/// Numbers of one sentence with the same cells that are right only together are left out: 撤销1件、
/// 确认违法1件 are both corrected.
fn add_up(found: &mut Vec<Understood>, report: &Report) {
    let mut right: Vec<usize> = Vec::new();
    for first in 0..found.len() {
        let one = &found[first];
        let same = |other: &Understood| {
            other.claim == one.claim
                && other.quantity.sentence == one.quantity.sentence
                && other.quantity.kind == Kind::Count
                && other.readings == one.readings
        };
        let group: Vec<usize> = (first..found.len()).filter(|at| same(&found[*at])).collect();
        if group.len() < 2 || right.contains(&first) {
            continue;
        }
        let values = group.iter().map(|at| found[*at].quantity.value);
        let sum = values.reduce(|sum, value| sum.plus(value).unwrap_or(sum));
        let is_sum = |terms: &Vec<Term>| {
            let cells = exact(terms, report);
            cells.zip(sum).is_some_and(|(cells, sum)| sum.rounds(cells) == Some(true))
        };
        if one.readings.iter().any(is_sum) {
            right.extend(group);
        }
    }
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        !right.contains(&(at - 1))
    });
}

/// The sum of some terms, exactly; none where one is missing.
pub(super) fn exact(terms: &[Term], report: &Report) -> Option<Exact> {
    terms.iter().try_fold(Exact::whole(0), |sum, term| {
        sum.plus(cell(term.field, statistics(term.previous, report)?)?)
    })
}

/// The numbers of one of two years.
pub(super) fn statistics(previous: bool, report: &Report) -> Option<&Statistics> {
    match previous {
        true => report.previous.as_ref().map(|previous| &previous.statistics),
        false => Some(&report.statistics),
    }
}

fn cell(field: FieldId, statistics: &Statistics) -> Option<Exact> {
    Exact::parse(&statistics.get(field)?.value.to_string())
}

impl Understood {
    /// Whether a reading gives the number as it was typed; none where no reading can be told.
    pub fn holds(&self, report: &Report) -> Option<bool> {
        // None at all is none of the first reading: no other is asked.
        let asked = if self.quantity.value.is_zero() { 1 } else { self.readings.len() };
        let readings = self.readings.iter().take(asked);
        let told: Vec<bool> = readings.filter_map(|terms| self.is(exact(terms, report)?)).collect();
        (!told.is_empty()).then(|| told.contains(&true))
    }

    /// Whether the number is this one, to the digits that were typed.
    fn is(&self, cells: Exact) -> Option<bool> {
        let quantity = &self.quantity;
        match quantity.about {
            true => quantity.value.is_near(cells),
            false => quantity.value.rounds(cells),
        }
    }
}
