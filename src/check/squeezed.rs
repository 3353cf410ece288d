//! The text as a reader sees it, for patterns.

use std::ops::Range;

use regex_lite::{Captures, Match};

use crate::layout::Pattern;

/// A text without white space and emphasis marks that knows where each of its bytes came from.
pub(super) struct Squeezed {
    pub text: String,
    places: Vec<usize>,
    /// The sentences of the text; no pattern reaches over a full stop.
    sentences: Vec<Range<usize>>,
}

impl Squeezed {
    /// The text of `range` of the source.
    pub fn new(source: &str, range: Range<usize>) -> Squeezed {
        let mut squeezed =
            Squeezed { text: String::new(), places: Vec::new(), sentences: Vec::new() };
        for (at, c) in
            source[range.clone()].char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '*')
        {
            squeezed.text.push(c);
            squeezed.places.extend(std::iter::repeat_n(range.start + at, c.len_utf8()));
        }
        let mut start = 0;
        for sentence in squeezed.text.split_inclusive('。') {
            squeezed.sentences.push(start..start + sentence.len());
            start += sentence.len();
        }
        squeezed
    }

    /// Every match of a pattern, sentence by sentence, with the place where its sentence begins.
    pub fn find<'a>(&'a self, pattern: &'a Pattern) -> Vec<(usize, Captures<'a>)> {
        let Some(regex) = pattern.regex() else { return Vec::new() };
        let mut found = Vec::new();
        for range in &self.sentences {
            let sentence = &self.text[range.clone()];
            if pattern.may_match(sentence) {
                found.extend(regex.captures_iter(sentence).map(|captures| (range.start, captures)));
            }
        }
        found
    }

    /// The bytes of the source that `range` of the text stands for.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.places.get(range.start).copied().unwrap_or_default();
        let last = range
            .end
            .checked_sub(1)
            .and_then(|last| self.places.get(last))
            .copied()
            .unwrap_or(start);
        let length = self.text[..range.end].chars().next_back().map_or(0, char::len_utf8);
        start..last + length
    }
}

/// The place in the whole text of a match in a sentence that begins at `start`.
pub(super) fn shifted(found: Match<'_>, start: usize) -> Range<usize> {
    start + found.start()..start + found.end()
}
