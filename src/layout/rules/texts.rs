//! Rules over the text. Patterns see it without white space and emphasis marks, sentence by sentence.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::sums::{Term, expand};
use super::{About, Rules};
use crate::layout::{Layout, PREFACE, Pattern};
use crate::report::Level;

/// A pattern that must be in the text, or must not.
#[derive(Debug, Deserialize)]
pub struct Wording {
    /// Message with `{found}`.
    #[serde(flatten)]
    pub about: About,
    /// Kinds of bodies it binds; empty for all.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Key of the section it is sought in, or [`PREFACE`] for an author's own preface; none for the whole text.
    pub section: Option<String>,
    /// The pattern.
    pub pattern: Pattern,
    /// Whether it must be there.
    #[serde(default)]
    pub required: bool,
    /// A rule that is switched on by a layout of one's own.
    #[serde(default)]
    pub off: bool,
}

/// A year or a count of sections that the text mentions.
#[derive(Debug, Deserialize)]
pub struct Mention {
    /// Message with `{typed}` and `{expected}`.
    #[serde(flatten)]
    pub about: About,
    /// As in [`Wording`].
    pub section: Option<String>,
    /// The pattern; its group is a number in digits or in Han.
    pub pattern: Pattern,
    /// What the number must be.
    pub expect: Option<Fact>,
    /// What the number must not be.
    pub forbid: Option<Fact>,
}

/// A number that is a fact of every report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The year reported on.
    Year,
    /// The year before it.
    LastYear,
    /// How many sections the form has.
    Sections,
}

/// A sentence that lists the sections of the form.
#[derive(Debug, Deserialize)]
pub struct Listing {
    /// Message with `{missing}`.
    #[serde(flatten)]
    pub about: About,
    /// As in [`Wording`].
    pub section: Option<String>,
    /// What a sentence has that is such a list.
    pub pattern: Pattern,
}

/// A number in the text that must be that of a cell, or the sum of some.
#[derive(Debug, Deserialize)]
pub struct Claim {
    /// Message with `{typed}` and `{expected}`.
    #[serde(flatten)]
    pub about: About,
    /// The pattern; its group is the number.
    pub pattern: Pattern,
    accept: Vec<Vec<String>>,
    /// What the number may mean: each reading a list of terms whose sum it may be.
    #[serde(skip)]
    pub readings: Vec<Vec<Term>>,
}

/// A change against last year in the text.
#[derive(Debug, Deserialize)]
pub struct Growth {
    /// Message with `{typed}` and `{expected}`.
    #[serde(flatten)]
    pub about: About,
    /// The pattern, with groups by name: the word in `rise` or `fall`, the number in `percent` or `count`.
    pub pattern: Pattern,
    accept: Vec<Vec<String>>,
    /// As in [`Claim`].
    #[serde(skip)]
    pub readings: Vec<Vec<Term>>,
}

/// What the text may say only where the sum of some numbers is 0.
#[derive(Debug, Deserialize)]
pub struct Denial {
    /// Message with `{found}` and `{number}`.
    #[serde(flatten)]
    pub about: About,
    /// The pattern.
    pub pattern: Pattern,
    /// Terms that must be 0.
    zero: Vec<String>,
    /// Terms that must be 0.
    #[serde(skip)]
    pub terms: Vec<Term>,
}

/// A sentence with a whole and its parts.
#[derive(Debug, Deserialize)]
pub struct Enumeration {
    /// Message with `{total}` and `{sum}`, both with their units.
    #[serde(flatten)]
    pub about: About,
    /// The pattern of a sentence: groups for the whole, its unit, and the rest in which the parts stand.
    pub whole: Pattern,
    /// The pattern of a part: groups for its number and its unit.
    pub part: Pattern,
}

/// Sentences that last year's report has in the same words.
#[derive(Debug, Deserialize)]
pub struct Copying {
    /// Message with `{share}`, `{same}` and `{all}`.
    #[serde(flatten)]
    pub about: About,
    /// Keys of the sections whose sentences count.
    pub sections: Vec<String>,
    /// Characters below which a sentence does not count.
    pub length: usize,
    /// Per cent of the sentences above which it is a finding.
    pub share: usize,
}

/// Numbers in the text that could be taken from a cell: a pattern each, whose group is the number.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestions {
    /// Of counts.
    pub count: Option<Pattern>,
    /// Of amounts.
    pub amount: Option<Pattern>,
}

impl Rules {
    /// Puts fragments into patterns and the form's paths into terms.
    pub(super) fn lay_out_texts(&mut self, layout: &Layout) {
        let fragments: BTreeMap<String, String> = std::mem::take(&mut self.fragments);
        let spread =
            |terms: &[Vec<String>]| terms.iter().map(|terms| expand(terms, "", layout)).collect();
        self.wordings.iter_mut().for_each(|rule| rule.pattern.complete(&fragments));
        self.mentions.iter_mut().for_each(|rule| rule.pattern.complete(&fragments));
        self.listings.iter_mut().for_each(|rule| rule.pattern.complete(&fragments));
        for claim in &mut self.claims {
            claim.pattern.complete(&fragments);
            claim.readings = spread(&claim.accept);
        }
        for growth in &mut self.growths {
            growth.pattern.complete(&fragments);
            growth.readings = spread(&growth.accept);
        }
        for denial in &mut self.denials {
            denial.pattern.complete(&fragments);
            denial.terms = expand(&denial.zero, "", layout);
        }
        for enumeration in &mut self.enumerations {
            enumeration.whole.complete(&fragments);
            enumeration.part.complete(&fragments);
        }
    }

    /// Fails where a rule over the text names what the form has not, or is no pattern with the groups of its kind.
    pub(super) fn prove_texts(&self, layout: &Layout) -> Result<(), String> {
        let known = |key: &str| {
            key == PREFACE || layout.form.sections.iter().any(|section| section.key == key)
        };
        let is_section = |key: &Option<String>| key.as_deref().is_none_or(known);
        let holds = |terms: &[Term]| {
            !terms.is_empty() && terms.iter().all(|term| layout.field(&term.path).is_some())
        };
        let mut broken: Vec<&About> = Vec::new();
        broken.extend(
            self.wordings
                .iter()
                .filter(|rule| !is_section(&rule.section) || !rule.pattern.is_sound())
                .map(|rule| &rule.about),
        );
        let one = |pattern: &Pattern| pattern.has_groups(1);
        let mention = |rule: &&Mention| {
            !is_section(&rule.section)
                || !one(&rule.pattern)
                || rule.expect.is_some() == rule.forbid.is_some()
        };
        broken.extend(self.mentions.iter().filter(mention).map(|rule| &rule.about));
        broken.extend(
            self.listings
                .iter()
                .filter(|rule| !is_section(&rule.section) || !rule.pattern.is_sound())
                .map(|rule| &rule.about),
        );
        let claim =
            |rule: &&Claim| !one(&rule.pattern) || !rule.readings.iter().all(|terms| holds(terms));
        broken.extend(self.claims.iter().filter(claim).map(|rule| &rule.about));
        let named = |pattern: &Pattern| pattern.has_names(&["rise", "fall", "percent", "count"]);
        let growth = |rule: &&Growth| {
            !named(&rule.pattern) || !rule.readings.iter().all(|terms| holds(terms))
        };
        broken.extend(self.growths.iter().filter(growth).map(|rule| &rule.about));
        broken.extend(
            self.denials
                .iter()
                .filter(|rule| !rule.pattern.is_sound() || !holds(&rule.terms))
                .map(|rule| &rule.about),
        );
        let parts = |rule: &&Enumeration| !rule.whole.has_groups(3) || !rule.part.has_groups(2);
        broken.extend(self.enumerations.iter().filter(parts).map(|rule| &rule.about));
        broken.extend(
            self.copies
                .iter()
                .filter(|rule| !rule.sections.iter().all(|key| known(key)))
                .map(|rule| &rule.about),
        );
        if let Some(about) = broken.first() {
            return Err(format!("规则 {} 的章节、模式或数不对", about.id));
        }
        if [&self.suggestions.count, &self.suggestions.amount]
            .into_iter()
            .flatten()
            .any(|pattern| !one(pattern))
        {
            return Err("suggestions 的模式不对".to_owned());
        }
        Ok(())
    }
}
