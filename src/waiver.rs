//! A warning that is waived where it stands.

use std::ops::Range;

use crate::diagnostic::Location;

/// A warning that an author waives at a place.
#[derive(Debug, Clone)]
pub struct PlacedWaiver {
    /// The rule's id.
    pub code: String,
    /// Why.
    pub reason: String,
    /// The bytes of narrative.md that it is behind: the sentence, then all of the paragraph where
    /// it stands at its end. The first of them in which the rule warns is meant.
    pub behind: Vec<Range<usize>>,
    /// Where it stands.
    pub place: Location,
}
