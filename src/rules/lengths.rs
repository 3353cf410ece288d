//! How long a section may be.

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::known_sections;
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::prose::PassageKind;

/// A section with no more characters than `most`; headings, cells and captions don't count. Its
/// message has `{count}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Length {
    /// Key of the section.
    section: String,
    /// Characters, white space left out.
    most: usize,
}

impl Rule for Length {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        known_sections([&self.section], form)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let prose = &case.report.prose;
        let (Some(section), Some(part)) =
            (prose.section(&self.section), prose.part(Some(&self.section)))
        else {
            return Vec::new();
        };
        let paragraphs = prose.passages_in(&section.text).iter();
        let paragraphs = paragraphs.filter(|passage| passage.kind == PassageKind::Paragraph);
        let characters = paragraphs.flat_map(|passage| prose.text()[passage.text.clone()].chars());
        let count = characters.filter(|c| !c.is_whitespace()).count();
        let long = count > self.most;
        let finding = || about.finding(args!(count = count)).at(part.heading());
        long.then(finding).into_iter().collect()
    }
}
