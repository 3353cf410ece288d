//! What is retold, and what comes of it.

use std::collections::BTreeMap;

use super::align::Match;
use super::notes::Notes;
use super::paragraph::Comparing;
use super::printed::Printed;
use super::taken::TakenText;
use super::their::Their;
use super::units::SourceSection;
use crate::diagnostic::Diagnostic;

/// What changes of notes are told under.
pub const NOTES: &str = "notes";

/// What is retold, and of what.
pub(super) struct Retelling<'a> {
    pub printed: &'a [Printed],
    pub theirs: &'a [Their<'a>],
    pub matches: &'a [Match],
    pub sections: &'a [SourceSection],
    pub comparing: Comparing<'a>,
    pub notes: &'a Notes,
    /// The text of each anchored paragraph as it was set, where the file says it.
    pub set: &'a BTreeMap<String, String>,
}

/// What comes of it.
#[derive(Debug, Default)]
pub(super) struct Retold {
    pub text: String,
    pub taken: Vec<TakenText>,
    pub findings: Vec<Diagnostic>,
    /// Bound numbers whose cells changed.
    pub followed: usize,
}
