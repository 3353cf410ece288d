//! What every rule says of itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::messages::{Args, Bilingual, Text};
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
    pub source: Bilingual,
    /// Why it matters.
    #[serde(default)]
    pub why: Bilingual,
    /// What is wrong; each kind says what stands in braces.
    pub message: Bilingual,
    /// What to do.
    #[serde(default)]
    pub hint: Bilingual,
    /// Of which reports it does not hold: theirs may silence it. Empty where there are none.
    #[serde(default)]
    pub waive: Bilingual,
    /// A case of it: for the kinds over the text, words that its pattern finds.
    pub example: Bilingual,
}

/// What the rules of a kind say of themselves in common.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Shared {
    pub source: Bilingual,
    pub why: Bilingual,
    pub hint: Bilingual,
    pub waive: Bilingual,
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

    /// Takes the English of its words from the layout's dictionary.
    pub(super) fn translate(&mut self, english: &BTreeMap<String, String>) {
        let About { source, why, message, hint, waive, example, .. } = self;
        for words in [source, why, message, hint, waive, example] {
            words.translate(english);
        }
    }

    /// A finding of this rule; `args` are what stands in braces in its message.
    pub fn finding(&self, args: Args) -> Diagnostic {
        let message = Text::written(&self.message, args);
        let finding = Diagnostic::of_rule(self.id.clone(), self.severity, message);
        let finding = finding.hint(&self.hint);
        let finding = match self.waive.is_empty() {
            true => finding,
            false => finding.hint(say!("waive-when", when = &self.waive)),
        };
        finding.hint(say!("source", source = &self.source))
    }

    /// What to do, and who need not.
    pub fn advice(&self) -> Bilingual {
        if self.waive.is_empty() {
            return self.hint.clone();
        }
        let waive = say!("waive-when", when = &self.waive);
        Bilingual::from(&say!("advice", hint = &self.hint, waive = waive))
    }
}
