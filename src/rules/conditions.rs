//! What the words around a number must say for a claim to know it.

use serde::Deserialize;

use crate::messages::Text;
use crate::quantity::{Lexicon, NameId, Quantity, WordSlot};

/// What a claim asks of the words around a number: names of words.toml by slot.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Conditions {
    /// What is counted: nothing but these.
    object: Vec<String>,
    /// What was done: one of these.
    act: Vec<String>,
    /// What became of it: nothing but these; so for the next ones.
    outcome: Vec<String>,
    reason: Vec<String>,
    applicant: Vec<String>,
    result: Vec<String>,
    rate: Vec<String>,
    /// The year that the words must name.
    year: Option<String>,
    /// Whether the year makes no difference: what is carried in is last year's.
    any_year: bool,
    /// What must not have been done.
    not_act: Vec<String>,
    /// Slots that may be filled, whatever by.
    may: Vec<WordSlot>,
    /// What the number may be counted by.
    counter: Vec<String>,
    /// Slots that must be filled.
    with: Vec<WordSlot>,
    /// Slots that must be empty.
    without: Vec<WordSlot>,
    #[serde(skip)]
    ids: Ids,
}

/// The same by the names' places.
#[derive(Debug, Default)]
struct Ids {
    only: Vec<(WordSlot, Vec<NameId>)>,
    act: Vec<NameId>,
    not_act: Vec<NameId>,
    year: Option<NameId>,
    counter: Vec<NameId>,
    last: Option<NameId>,
    next: Option<NameId>,
}

/// The slots that a claim must know of where they are filled.
pub(super) const TOLD: [(WordSlot, &str); 5] = [
    (WordSlot::Outcome, "{outcome}"),
    (WordSlot::Reason, "{reason}"),
    (WordSlot::Applicant, "{applicant}"),
    (WordSlot::Result, "{result}"),
    (WordSlot::Rate, "{rate}"),
];

impl Conditions {
    /// Looks the names up. The error names one that no word has.
    pub fn learn(&mut self, lexicon: &Lexicon) -> Result<(), Text> {
        let ids = |names: &[String]| -> Result<Vec<NameId>, Text> {
            names.iter().map(|name| lexicon.find_name(name)).collect()
        };
        let only = [
            (WordSlot::Object, &self.object),
            (WordSlot::Outcome, &self.outcome),
            (WordSlot::Reason, &self.reason),
            (WordSlot::Applicant, &self.applicant),
            (WordSlot::Result, &self.result),
            (WordSlot::Rate, &self.rate),
        ];
        let only = only.into_iter().filter(|(_, names)| !names.is_empty());
        self.ids = Ids {
            only: only.map(|(slot, names)| Ok((slot, ids(names)?))).collect::<Result<_, Text>>()?,
            act: ids(&self.act)?,
            not_act: ids(&self.not_act)?,
            counter: ids(&self.counter)?,
            year: self.year.as_deref().map(|name| lexicon.find_name(name)).transpose()?,
            last: lexicon.find_name("last").ok(),
            next: lexicon.find_name("next").ok(),
        };
        Ok(())
    }

    /// Whether the words around a number say what they must, and whether it is last year's.
    pub fn fits(&self, quantity: &Quantity, accept: &[Vec<String>]) -> Option<bool> {
        let (frame, known) = (&quantity.frame, &self.ids);
        let all_of = |(slot, names): &(WordSlot, Vec<NameId>)| {
            let told = frame.names(*slot);
            !told.is_empty() && told.iter().all(|name| names.contains(name))
        };
        let acts = frame.names(WordSlot::Act);
        let years = frame.names(WordSlot::Year);
        let says_year = |year: Option<NameId>| year.is_some_and(|year| years.contains(&year));
        let is_told = |(slot, place): &(WordSlot, &str)| {
            !frame.has(*slot)
                || self.may.contains(slot)
                || known.only.iter().any(|(known, _)| known == slot)
                || accept.iter().flatten().any(|path| path.contains(place))
        };
        let fits = known.only.iter().all(all_of)
            && (known.act.is_empty() || acts.iter().any(|act| known.act.contains(act)))
            && !acts.iter().any(|act| known.not_act.contains(act))
            && (known.counter.is_empty()
                || !quantity.is_counted()
                || known.counter.contains(&quantity.counter))
            && self.with.iter().all(|slot| frame.has(*slot))
            && !self.without.iter().any(|slot| frame.has(*slot))
            && TOLD.iter().all(is_told);
        match known.year {
            _ if self.any_year => fits.then_some(false),
            Some(year) => (fits && years.contains(&year)).then_some(false),
            None if says_year(known.next) => None,
            None => fits.then_some(says_year(known.last)),
        }
    }
}
