//! What every rule says of itself.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::messages::{Args, Text};
use crate::say;
use crate::severity::Severity;

/// What every rule says of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Stable id.
    pub id: String,
    /// Error or warning.
    pub severity: Severity,
    /// Clause or source it comes from.
    #[serde(default)]
    pub source: String,
    /// Why it matters.
    #[serde(default)]
    pub why: String,
    /// What is wrong; each kind says what stands in braces.
    pub message: String,
    /// What to do.
    #[serde(default)]
    pub hint: String,
    /// Of which reports it does not hold: theirs may silence it. Empty where there are none.
    #[serde(default)]
    pub waive: String,
    /// A case of it: for the kinds over the text, words that its pattern finds.
    pub example: String,
}

/// What the rules of a kind say of themselves in common.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Shared {
    pub source: String,
    pub why: String,
    pub hint: String,
    pub waive: String,
}

impl About {
    /// Takes what the rule does not say itself from what its kind says in common.
    pub(super) fn fill(&mut self, shared: &Shared) {
        for (own, common) in [
            (&mut self.source, &shared.source),
            (&mut self.why, &shared.why),
            (&mut self.hint, &shared.hint),
            (&mut self.waive, &shared.waive),
        ] {
            if own.is_empty() {
                own.clone_from(common);
            }
        }
    }

    /// A finding of this rule; `args` are what stands in braces in its message.
    pub fn finding(&self, args: Args) -> Diagnostic {
        let message = Text::written(&*self.message, args);
        let finding = Diagnostic::of_rule(self.id.clone(), self.severity, message);
        let finding = finding.hint(self.hint.as_str());
        let finding = match self.waive.as_str() {
            "" => finding,
            when => finding.hint(say!("waive-when", when = when)),
        };
        finding.hint(say!("source", source = &self.source))
    }

    /// What to do, and who need not.
    pub fn advice(&self) -> String {
        match self.waive.as_str() {
            "" => self.hint.clone(),
            when => say!("advice", hint = &self.hint, waive = say!("waive-when", when = when))
                .to_string(),
        }
    }
}
