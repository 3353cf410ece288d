//! Sentences that list the sections of the form.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::known_sections;
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::{Form, Section};
use crate::messages::Text;
use crate::pattern::Pattern;

/// A sentence that must name every section. One with fewer than two of them is no such list. Its
/// message has `{missing}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listing {
    /// Key of the section it is sought in, or that of the preface; none for the whole text.
    section: Option<String>,
    /// What a sentence has that is such a list.
    pattern: Pattern,
    /// Other names of sections, by their keys.
    #[serde(default)]
    also: BTreeMap<String, Vec<String>>,
}

impl Rule for Listing {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.pattern.complete(fragments);
        known_sections(self.section.iter().chain(self.also.keys()), form)
    }

    fn is_sound(&self) -> bool {
        self.pattern.is_sound()
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.pattern)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let Some(part) = case.report.prose.part(self.section.as_deref()) else { return Vec::new() };
        let mut findings = Vec::new();
        for (start, sentence) in part.sentences() {
            let is_there = |section: &&Section| {
                let also = self.also.get(&section.key).into_iter().flatten();
                let mut names = also.chain([&section.heading]);
                names.any(|name| sentence.contains(name.as_str()))
            };
            let (there, missing): (Vec<&Section>, Vec<&Section>) =
                case.form.sections.iter().filter(|it| !it.heading.is_empty()).partition(is_there);
            if there.len() >= 2 && !missing.is_empty() && self.pattern.is_match(sentence) {
                let missing: Vec<String> =
                    missing.iter().map(|section| section.heading.clone()).collect();
                let finding = about.finding(args!(missing = missing));
                findings.push(finding.at(part.locate(start..start + sentence.len())));
            }
        }
        findings
    }
}
