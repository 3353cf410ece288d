//! What there is to know of a printed text.

use std::ops::Range;

use super::squeezed::Squeezed;
use crate::diagnostic::{Location, Source};
use crate::origin::Origin;

/// A report's text: what a reader of the printed report reads, numbers put in, without numbers of
/// headings, marks of lists and addresses of links. Ranges are bytes of [`text`](Prose::text),
/// unless they are called source.
#[derive(Debug, Clone)]
pub struct Prose {
    pub(super) source: Source,
    pub(super) text: String,
    pub(super) origin: Origin,
    pub(super) passages: Vec<Passage>,
    pub(super) sentences: Vec<Range<usize>>,
    pub(super) bound: Vec<BoundText>,
    pub(super) links: Vec<LinkedText>,
    pub(super) sections: Vec<ProseSection>,
    pub(super) squeezed: Squeezed,
}

/// What stands by itself: a paragraph, a heading, a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Its text.
    pub text: Range<usize>,
    /// Its bytes in narrative.md: all of the paragraph, heading, cell, picture or chart.
    pub source: Range<usize>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A heading of level 1-4, without its number.
    Heading(u8),
    /// A paragraph, in a list or not.
    Paragraph,
    /// A cell of a table of the author's own.
    Cell,
    /// The caption of a picture.
    Caption,
    /// The caption of a chart, which stands in code.
    Chart,
    /// A paragraph of a footnote. Notes stand behind the section that mentions them.
    Note,
}

/// A number that was taken from its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundText {
    /// What is printed.
    pub text: Range<usize>,
    /// What stands in `{{ … }}`.
    pub expression: String,
}

/// Words that lead elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedText {
    /// The words.
    pub text: Range<usize>,
    /// Where they lead.
    pub url: String,
}

/// A section of the form in the text, or the author's preface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseSection {
    /// Its key in the layout, or [`PREFACE`](crate::form::PREFACE).
    pub key: String,
    /// Source of its heading; of its first line where it is the preface.
    pub heading: Range<usize>,
    /// Its text, without its heading.
    pub text: Range<usize>,
}

impl Prose {
    /// All of it, passages on lines of their own.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Everything that stands by itself, in order.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The passages of a part of the text.
    pub fn passages_in(&self, range: &Range<usize>) -> &[Passage] {
        let first = self.passages.partition_point(|passage| passage.text.end <= range.start);
        let last = self.passages.partition_point(|passage| passage.text.start < range.end);
        &self.passages[first.min(last)..last]
    }

    /// The sentences in order. Each ends in a full stop, a question or exclamation mark or with its
    /// passage; but a paragraph that ends in a colon, semicolon or comma goes on in the next.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The bound numbers in order.
    pub fn bound(&self) -> &[BoundText] {
        &self.bound
    }

    /// The links in order.
    pub fn links(&self) -> &[LinkedText] {
        &self.links
    }

    /// Whether a bound number stands in a part of the text.
    pub fn has_bound(&self, range: &Range<usize>) -> bool {
        let next = self.bound.partition_point(|bound| bound.text.end <= range.start);
        self.bound.get(next).is_some_and(|bound| bound.text.start < range.end)
    }

    /// The sections of the form that the text has, and the author's preface.
    pub fn sections(&self) -> &[ProseSection] {
        &self.sections
    }

    /// A section of the form, or the author's preface; none where the text has none.
    pub fn section(&self, key: &str) -> Option<&ProseSection> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// The bytes of narrative.md that a part of the text stands for.
    pub fn source_of(&self, range: Range<usize>) -> Range<usize> {
        self.origin.of(range)
    }

    /// narrative.md as it was read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The place of a part of the text in narrative.md.
    pub fn locate(&self, range: Range<usize>) -> Location {
        self.source.locate(self.source_of(range))
    }
}
