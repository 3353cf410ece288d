//! Words around a number, and which cells it then is the sum of.

use serde::Deserialize;

use super::conditions::{Conditions, TOLD};
use super::terms::{Term, expand};
use crate::field::TOTAL;
use crate::form::Form;
use crate::quantity::{Frame, Lexicon, Quantity, WordSlot};

/// Words around a number, and what it then is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claimed {
    /// What the words must say.
    pub when: Conditions,
    /// What the number may be: each reading a list of paths whose sum it is. `{slot}` in a path
    /// stands for what the words say.
    pub accept: Vec<Vec<String>>,
    /// The claim by which a number of the same paragraph leaves only the first reading.
    narrowed_by: Option<String>,
}

/// What a number may be, where a rule knows it.
#[derive(Debug)]
pub struct Known {
    /// Each reading a list of terms whose sum it may be.
    pub readings: Vec<Vec<Term>>,
    /// The claim by which a number of the same paragraph leaves only the first reading.
    pub narrowed_by: Option<String>,
}

impl Claimed {
    /// The readings of a number whose words say what they must.
    pub fn understands(
        &self,
        quantity: &Quantity,
        form: &Form,
        lexicon: &Lexicon,
    ) -> Option<Known> {
        let previous = self.when.fits(quantity, &self.accept)?;
        let reading = |accept: &Vec<String>| {
            let paths = paths(accept, &quantity.frame, lexicon);
            let mut terms = expand(&paths, "", form).ok()?;
            terms.iter_mut().for_each(|term| term.previous |= previous);
            Some(terms)
        };
        let readings: Vec<_> = self.accept.iter().filter_map(reading).collect();
        let narrowed_by = self.narrowed_by.clone();
        (!readings.is_empty()).then_some(Known { readings, narrowed_by })
    }
}

/// Paths with what the words say in the place of `{slot}`: a path for each name. Where nothing is
/// said of the applicant it is all of them.
fn paths(accept: &[String], frame: &Frame, lexicon: &Lexicon) -> Vec<String> {
    let mut paths = accept.to_vec();
    for (slot, place) in TOLD {
        let names = frame.names(slot);
        let mut names: Vec<&str> =
            names.iter().flat_map(|name| lexicon.name(*name).split('+')).collect();
        if names.is_empty() && slot == WordSlot::Applicant {
            names.push(TOTAL);
        }
        paths = paths
            .iter()
            .flat_map(|path| match path.contains(place) {
                true => names.iter().map(|name| path.replace(place, name)).collect(),
                false => vec![path.clone()],
            })
            .collect();
    }
    paths.dedup();
    paths
}
