//! What becomes of numbers that are bound to their cells, when somebody types over them.

use super::content::PrintedPiece;
use super::tokens::bare;
use crate::expression::{Numbers, evaluate};
use crate::reader::UNKNOWN;

/// What is known of bound numbers.
pub(super) struct Bindings<'a> {
    /// The numbers that the edited file has in its tables.
    pub numbers: Numbers<'a>,
    /// Whether a typed number may take the place of a binding.
    pub unbind: bool,
}

/// What becomes of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BoundFate {
    /// It stays; its number is as it was, or what its cells give now.
    Kept,
    /// What was typed takes its place.
    Unbound,
    /// It says something that its cells don't: what they give, where that is known.
    Contradicts(Option<String>),
}

impl Bindings<'_> {
    /// What becomes of a bound number in whose place `typed` stands now.
    pub fn fate(&self, piece: &PrintedPiece, before: &str, typed: &str) -> BoundFate {
        let (typed, before) = (half_width(&bare(typed)), bare(before));
        if typed == before || before == UNKNOWN {
            return BoundFate::Kept;
        }
        match self.value(piece) {
            Some(now) if bare(&now) == typed => BoundFate::Kept,
            _ if self.unbind => BoundFate::Unbound,
            now => BoundFate::Contradicts(now),
        }
    }

    /// What a bound piece will print, where the numbers at hand give it.
    pub fn value(&self, piece: &PrintedPiece) -> Option<String> {
        evaluate(piece.bound.as_ref()?, self.numbers).ok()
    }
}

/// Digits and marks of numbers as a half-width keyboard types them.
pub(super) fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '％' | '．' | '，' | '－' | '＋' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '−' => '-',
        c => c,
    };
    text.chars().map(narrow).collect()
}
