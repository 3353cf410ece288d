//! Wording that must be there, or must not.

use std::ops::Range;

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::{known_levels, known_sections};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::{Args, Text};
use crate::pattern::Pattern;
use crate::prose::{PassageKind, shifted};
use crate::say;

/// A pattern that must be in the text, or must not. Its message has `{found}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wording {
    /// Kinds of bodies it binds; empty for all.
    #[serde(default)]
    levels: Vec<String>,
    /// Key of the section it is sought in, or that of the preface; none for the whole text.
    section: Option<String>,
    pattern: Pattern,
    /// Whether it must be there.
    #[serde(default)]
    required: bool,
    /// Whether it is sought in headings alone.
    #[serde(default)]
    headings: bool,
    /// Whether all places are told in one finding, as with habits of typing.
    #[serde(default)]
    once: bool,
    /// A rule that is switched on by a layout of one's own.
    #[serde(default)]
    off: bool,
}

impl Rule for Wording {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.pattern.complete(fragments);
        known_levels(&self.levels, form)?;
        known_sections(&self.section, form)
    }

    fn is_sound(&self) -> bool {
        self.pattern.is_sound()
    }

    fn is_on(&self) -> bool {
        !self.off
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.pattern).filter(|_| !self.required)
    }

    fn forbids(&self) -> bool {
        !self.required
    }

    fn check<'a>(&self, about: &About, case: &Case<'a>) -> Vec<Diagnostic> {
        let binds = self.levels.is_empty() || case.report.is_one_of(&self.levels);
        let part = case.report.prose.part(self.section.as_deref()).filter(|_| binds);
        let Some(part) = part else { return Vec::new() };
        if self.required {
            return match self.pattern.is_match(part.text()) {
                true => Vec::new(),
                false => vec![about.finding(Args::new()).at(part.heading())],
            };
        }
        let place = |(start, captures): (usize, Captures<'a>)| {
            let found = captures.get(0)?;
            Some((found.as_str(), shifted(found, start)))
        };
        let heads = |(_, place): &(&str, Range<usize>)| {
            let passage = part.passage(place.clone());
            passage.is_some_and(|passage| matches!(passage.kind, PassageKind::Heading(_)))
        };
        let found = match self.headings {
            true => part.find_in_headings(&self.pattern),
            false => part.find(&self.pattern),
        };
        let places = found.into_iter().filter_map(place);
        let places: Vec<_> = places.filter(|place| !self.headings || heads(place)).collect();
        let finding = |(found, place): &(&str, Range<usize>)| {
            about.finding(args!(found = *found)).at(part.locate(place.clone()))
        };
        match places.split_first() {
            Some((first, rest)) if self.once => {
                let also = |finding: Diagnostic, (found, place): &(&str, Range<usize>)| {
                    finding.and(part.locate(place.clone()), say!("found-too", found = *found))
                };
                vec![rest.iter().take(SHOWN).fold(finding(first), also)]
            }
            _ => places.iter().map(finding).collect(),
        }
    }
}

/// How many more places one finding points at.
const SHOWN: usize = 20;
