//! A text made of another, piece by piece, with its way back.

use std::ops::Range;

use crate::origin::Origin;

/// The text so far.
pub(super) struct Output<'a> {
    pub written: &'a str,
    pub text: String,
    pub origin: Origin,
}

impl Output<'_> {
    /// Puts what stands at `range`.
    pub fn put(&mut self, range: Range<usize>) {
        self.origin.add_exact(self.text.len(), range.clone());
        self.text.push_str(&self.written[range]);
    }

    /// Puts something else in the place of what stands at `range`.
    pub fn put_as(&mut self, text: &str, range: Range<usize>) {
        self.origin.add_whole(self.text.len()..self.text.len() + text.len(), range);
        self.text.push_str(text);
    }
}
