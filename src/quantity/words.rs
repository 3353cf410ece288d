//! The words that say what a number of the text is about, as a layout lists them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::numerals::NumeralWords;
use crate::messages::Text;

/// What a word tells of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordSlot {
    /// What is counted: applications, lawsuits, documents.
    Object,
    /// The same, but only where nothing unknown stands right before it: applications of any kind.
    Weak,
    /// What is counted and is no matter of the form: proposals, hotlines.
    Foreign,
    /// What was done: received, answered, repealed.
    Act,
    /// What became of an application.
    Outcome,
    /// Why it did.
    Reason,
    /// Who applied.
    Applicant,
    /// How a dispute ended.
    Result,
    /// A quotient with a name of its own.
    Rate,
    /// What is put after a number: 件, %.
    Counter,
    /// On which way it came: its parts are in no table.
    Channel,
    /// Which part of a body or of its work: another whole.
    Scope,
    /// Which part of the year: another whole, for all of the sentence.
    Time,
    /// At which stage: another whole, unless an outcome is told.
    Stage,
    /// Which year; by name `last`, `this`, `next`.
    Year,
    /// Against what a change is told.
    Compare,
    /// More.
    Rise,
    /// Less.
    Fall,
    /// As many.
    Equal,
    /// Up or down to.
    Reach,
    /// What a change begins with.
    From,
    /// A share of a whole.
    Share,
    /// Not.
    Negation,
    /// Parts follow.
    Part,
    /// All the other parts.
    Rest,
    /// All of them together.
    Total,
    /// Each in its turn.
    Respectively,
    /// Each the same.
    Each,
    /// More than what is named: 因信息不存在等原因.
    More,
    /// And.
    Join,
    /// About.
    About,
    /// What a body calls itself: another one where something unknown stands right before.
    Own,
    /// What says nothing of the number.
    Neutral,
}

/// One meaning of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meaning {
    /// What it tells.
    pub slot: WordSlot,
    /// Its name among those of its slot.
    pub name: NameId,
}

/// A name of a class by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameId(u16);

/// words.toml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WordsFile {
    /// Characters of numbers.
    numerals: NumeralWords,
    /// Words by slot and name, parted by white space.
    words: BTreeMap<WordSlot, BTreeMap<String, String>>,
    /// Powers of ten from what a counter counts by to what the form counts by: 元 to 万元.
    units: BTreeMap<String, i32>,
    /// What may follow a reason and belongs to it.
    reason_tails: Vec<String>,
    /// What was done that is an outcome where it stands beside outcomes, with the outcome.
    beside: Option<(String, String)>,
    /// How names of bodies end: a number of theirs is one of another whole.
    bodies: Vec<String>,
    /// What a number is of where neither its sentence nor its heading says it.
    default_object: Option<String>,
}

/// The words, ready to be found.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Characters of numbers.
    pub(super) numerals: NumeralWords,
    /// Words by their first character, the longest first, with what follows that character.
    words: BTreeMap<char, Vec<(String, Vec<Meaning>)>>,
    names: Vec<String>,
    /// See [`WordsFile`].
    pub(super) bodies: Vec<String>,
    /// See [`WordsFile`].
    pub(super) reason_tails: Vec<String>,
    /// See [`WordsFile`].
    pub(super) units: BTreeMap<String, i32>,
    /// See [`WordsFile`].
    pub(super) default_object: Option<NameId>,
    /// See [`WordsFile`].
    pub(super) beside: Option<(NameId, NameId)>,
}

impl Lexicon {
    /// Takes the words of a layout.
    pub fn new(file: WordsFile) -> Lexicon {
        let mut lexicon = Lexicon {
            numerals: file.numerals,
            units: file.units,
            bodies: file.bodies,
            reason_tails: file.reason_tails,
            ..Lexicon::default()
        };
        let mut words: BTreeMap<&str, BTreeSet<Meaning>> = BTreeMap::new();
        for (slot, named) in &file.words {
            for (name, list) in named {
                let class = Meaning { slot: *slot, name: lexicon.intern(name) };
                for word in list.split_whitespace() {
                    words.entry(word).or_default().insert(class);
                }
            }
        }
        for (word, classes) in words {
            let mut chars = word.chars();
            let Some(first) = chars.next() else { continue };
            let list = lexicon.words.entry(first).or_default();
            list.push((chars.as_str().to_owned(), classes.into_iter().collect()));
        }
        lexicon.words.values_mut().for_each(|list| list.sort_by_key(|(rest, _)| !rest.len()));
        lexicon.default_object = file.default_object.as_deref().map(|name| lexicon.intern(name));
        let mut pair =
            |(act, outcome): (String, String)| (lexicon.intern(&act), lexicon.intern(&outcome));
        lexicon.beside = file.beside.map(&mut pair);
        lexicon
    }

    fn intern(&mut self, name: &str) -> NameId {
        let known = self.names.iter().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        NameId(u16::try_from(at).unwrap_or(u16::MAX))
    }

    /// Whether there are words at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A name as the layout gives it.
    pub fn name(&self, id: NameId) -> &str {
        self.names.get(usize::from(id.0)).map_or("", String::as_str)
    }

    /// The name that the layout gives; the error says that no word has it.
    pub fn find_name(&self, name: &str) -> Result<NameId, Text> {
        let at = self.names.iter().position(|known| known == name);
        match at.and_then(|at| u16::try_from(at).ok()) {
            Some(at) => Ok(NameId(at)),
            None => Err(crate::say!("rule-name", name = name)),
        }
    }

    /// A name that no word has.
    pub(super) fn no_name(&self) -> NameId {
        NameId(u16::MAX)
    }

    /// The longest word at the head of a text, with its length.
    pub(super) fn longest(&self, text: &str) -> Option<(usize, &[Meaning])> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let rest = chars.as_str();
        let list = self.words.get(&first)?;
        let found = list.iter().find(|(word, _)| rest.starts_with(word.as_str()));
        let (word, classes) = found?;
        let reason = classes.iter().any(|class| class.slot == WordSlot::Reason);
        let rest = &rest[word.len()..];
        let follows = |tail: &&String| reason && rest.starts_with(tail.as_str());
        let tail = self.reason_tails.iter().find(follows).map_or(0, String::len);
        Some((first.len_utf8() + word.len() + tail, classes.as_slice()))
    }

    /// The longest word at the head of a text that has a class of `slot`.
    pub(super) fn longest_of(&self, text: &str, slot: WordSlot) -> Option<(usize, Meaning)> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let rest = chars.as_str();
        self.words.get(&first)?.iter().find_map(|(word, classes)| {
            let class = classes.iter().find(|class| class.slot == slot)?;
            let length = first.len_utf8() + word.len();
            rest.starts_with(word.as_str()).then_some((length, *class))
        })
    }
}
