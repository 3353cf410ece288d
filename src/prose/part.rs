//! A part of the text as patterns see it: without white space, sentence by sentence.

use std::ops::Range;

use regex_lite::{Captures, Match};

use super::text::{Passage, PassageKind, Prose};
use crate::diagnostic::Location;
use crate::pattern::Pattern;

impl Prose {
    /// All of it, as patterns see it.
    pub fn whole(&self) -> Part<'_> {
        Part::new(self, 0..self.text.len(), 0..0)
    }

    /// What a rule is about, as patterns see it: a section, or all of the text. None where there is
    /// no such section.
    pub fn part(&self, section: Option<&str>) -> Option<Part<'_>> {
        let Some(key) = section else { return Some(self.whole()) };
        let section = self.section(key)?;
        Some(Part::new(self, section.text.clone(), section.heading.clone()))
    }
}

/// A part of the text, or all of it. Ranges are bytes of all of the text without white space.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    prose: &'a Prose,
    range: Range<usize>,
    heading: Range<usize>,
}

impl<'a> Part<'a> {
    /// The part of a text at `range`, below `heading`.
    fn new(prose: &'a Prose, range: Range<usize>, heading: Range<usize>) -> Part<'a> {
        let range = prose.squeezed.places.image(&range).unwrap_or_default();
        Part { prose, range, heading }
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        &self.prose.squeezed.text[self.range.clone()]
    }

    /// The place of its heading; of its first line where it is the preface.
    pub fn heading(&self) -> Location {
        self.prose.source.locate(self.heading.clone())
    }

    /// Its sentences with the places where they begin.
    pub fn sentences(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let squeezed = &self.prose.squeezed;
        let first = squeezed.sentences.partition_point(|range| range.end <= self.range.start);
        let last = squeezed.sentences.partition_point(|range| range.start < self.range.end);
        squeezed.sentences[first.min(last)..last]
            .iter()
            .map(|range| (range.start, &squeezed.text[range.clone()]))
    }

    /// Every match of a pattern, which reaches over no end of a sentence, with the place where its
    /// sentence begins.
    pub fn find(&self, pattern: &Pattern) -> Vec<(usize, Captures<'a>)> {
        self.find_where(pattern, |_| true)
    }

    /// The matches in sentences that reach into a heading.
    pub fn find_in_headings(&self, pattern: &Pattern) -> Vec<(usize, Captures<'a>)> {
        let is_heading = |passage: &Passage| matches!(passage.kind, PassageKind::Heading(_));
        self.find_where(pattern, |sentence| {
            let passages = self.prose.passages_in(&self.prose.squeezed.places.of(sentence));
            passages.iter().any(is_heading)
        })
    }

    fn find_where(
        &self,
        pattern: &Pattern,
        is_sought: impl Fn(Range<usize>) -> bool,
    ) -> Vec<(usize, Captures<'a>)> {
        let Some(regex) = pattern.regex() else { return Vec::new() };
        let mut found = Vec::new();
        for (start, sentence) in self.sentences() {
            if pattern.may_match(sentence) && is_sought(start..start + sentence.len()) {
                found.extend(regex.captures_iter(sentence).map(|captures| (start, captures)));
            }
        }
        found
    }

    /// Whether all of it was typed: a bound number is right already.
    pub fn is_typed(&self, range: Range<usize>) -> bool {
        let bound = &self.prose.squeezed.bound;
        let next = bound.partition_point(|bound| bound.end <= range.start);
        bound.get(next).is_none_or(|bound| bound.start >= range.end)
    }

    /// Whether the number that begins at `at` goes on from what is before it: 1,234 is one number.
    pub fn continues(&self, at: usize) -> bool {
        let before = &self.prose.squeezed.text[..at];
        let digits = before.trim_end_matches([',', '，', '.', '．']);
        before.len() - digits.len() <= '，'.len_utf8() && digits.ends_with(char::is_numeric)
    }

    /// The passage in which `range` begins.
    pub fn passage(&self, range: Range<usize>) -> Option<&'a Passage> {
        self.prose.passages_in(&self.prose.squeezed.places.of(range)).first()
    }

    /// The bytes of narrative.md that `range` stands for.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.prose.source_of(self.prose.squeezed.places.of(range))
    }

    /// The place of `range` in narrative.md.
    pub fn locate(&self, range: Range<usize>) -> Location {
        self.prose.source.locate(self.origin(range))
    }
}

/// Where a match stands in a sentence that begins at `start`.
pub fn shifted(found: Match<'_>, start: usize) -> Range<usize> {
    start + found.start()..start + found.end()
}
