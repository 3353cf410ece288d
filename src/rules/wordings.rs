//! Wording that must be there, or must not.

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
use crate::prose::shifted;

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

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let binds = self.levels.is_empty() || case.report.is_one_of(&self.levels);
        let part = case.report.prose.part(self.section.as_deref()).filter(|_| binds);
        let Some(part) = part else { return Vec::new() };
        if self.required {
            return match self.pattern.is_match(part.text()) {
                true => Vec::new(),
                false => vec![about.finding(Args::new()).at(part.heading())],
            };
        }
        let finding = |(start, captures): (usize, Captures<'_>)| {
            let found = captures.get(0)?;
            let finding = about.finding(args!(found = found.as_str()));
            Some(finding.at(part.locate(shifted(found, start))))
        };
        part.find(&self.pattern).into_iter().filter_map(finding).collect()
    }
}
