//! A number of the text as a claim understands it: which cells it may be the sum of.

use std::cmp::Ordering;

use super::terms::Term;
use crate::field::FieldId;
use crate::quantity::{Exact, Quantity};
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
    pub(super) narrowed_by: Option<String>,
}

/// The sum of some terms, exactly; none where one is missing.
pub(super) fn exact(terms: &[Term], report: &Report) -> Option<Exact> {
    let mut sum = Exact::whole(0);
    for previous in [false, true] {
        let of_year = terms.iter().filter(|term| term.previous == previous);
        let fields: Vec<FieldId> = of_year.map(|term| term.field).collect();
        if !fields.is_empty() {
            for number in statistics(previous, report)?.terms(&fields)? {
                sum = sum.plus(Exact::parse(&number.value.digits()?)?)?;
            }
        }
    }
    Some(sum)
}

/// The numbers of one of two years.
pub(super) fn statistics(previous: bool, report: &Report) -> Option<&Statistics> {
    match previous {
        true => report.previous.as_ref().map(|previous| &previous.statistics),
        false => Some(&report.statistics),
    }
}

impl Understood {
    /// Whether a reading gives the number as it was typed; none where no reading can be told, or
    /// where one that might give it has a cell that can't be read.
    pub fn holds(&self, report: &Report) -> Option<bool> {
        // None at all is none of the first reading: no other is asked.
        let asked = if self.quantity.value.is_zero() { 1 } else { self.readings.len() };
        let readings = || self.readings.iter().take(asked);
        let told: Vec<bool> =
            readings().filter_map(|terms| self.is(exact(terms, report)?)).collect();
        let unread = |terms: &Vec<Term>| {
            terms.iter().all(|term| !term.previous) && exact(terms, report).is_none()
        };
        match told.contains(&true) {
            true => Some(true),
            false => (!told.is_empty() && !readings().any(unread)).then_some(false),
        }
    }

    /// Whether the number is this one, to the digits that were typed.
    fn is(&self, cells: Exact) -> Option<bool> {
        let quantity = &self.quantity;
        if quantity.is_part() && cells.is_zero() {
            return None; // a report that is silent of the whole may well tell of a part
        }
        if quantity.is_part() && quantity.value.compare(cells)? != Ordering::Greater {
            return Some(true);
        }
        match quantity.about {
            true => quantity.value.is_near(cells),
            false => quantity.value.rounds(cells),
        }
    }
}
