//! The reader's pieces → [`Prose`].

use std::ops::Range;

use super::squeezed::Squeezed;
use super::text::{BoundText, LinkedText, Passage, PassageKind, Prose, ProseSection};
use crate::diagnostic::Source;
use crate::document::Inline;
use crate::form::PREFACE;
use crate::origin::Origin;

/// What ends a sentence.
const ENDS: [char; 3] = ['。', '！', '？'];
/// What leads on to the next paragraph.
const LEADS_ON: [char; 3] = ['：', '；', '，'];

/// A text in the making, in the order of its sections.
pub(crate) struct ProseBuilder {
    source: Source,
    text: String,
    origin: Origin,
    passages: Vec<Passage>,
    bound: Vec<BoundText>,
    links: Vec<LinkedText>,
    sections: Vec<ProseSection>,
    /// The section that goes on, with its heading, and the passage it begins with.
    open: Option<(String, Range<usize>, usize)>,
}

impl ProseBuilder {
    /// Begins with the preface of `source`.
    pub fn new(source: &Source) -> ProseBuilder {
        ProseBuilder {
            source: source.clone(),
            text: String::new(),
            origin: Origin::default(),
            passages: Vec::new(),
            bound: Vec::new(),
            links: Vec::new(),
            sections: Vec::new(),
            open: Some((PREFACE.to_owned(), 0..0, 0)),
        }
    }

    /// Adds what stands by itself at `source`.
    pub fn add(&mut self, kind: PassageKind, source: Range<usize>, content: &[Inline]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.pieces(content);
        match self.text.len() {
            end if end > start => self.passages.push(Passage { kind, text: start..end, source }),
            _ => self.text.truncate(self.passages.last().map_or(0, |passage| passage.text.end)),
        }
    }

    fn pieces(&mut self, content: &[Inline]) {
        for piece in content {
            let start = self.text.len();
            match piece {
                Inline::Text { text, source } => self.words(text, source),
                Inline::Bound { text, expression, source } => {
                    self.words(text, source);
                    let text = start..self.text.len();
                    self.bound.push(BoundText { text, expression: expression.clone() });
                }
                Inline::Strong { content, .. } | Inline::Emph { content, .. } => {
                    self.pieces(content)
                }
                Inline::Link { url, content, .. } => {
                    self.pieces(content);
                    self.links.push(LinkedText { text: start..self.text.len(), url: url.clone() });
                }
                Inline::Note { .. } => {}
                Inline::Break { source } => {
                    self.origin.add_whole(start..start + 1, source.range());
                    self.text.push('\n');
                }
            }
        }
    }

    fn words(&mut self, text: &str, source: &Origin) {
        self.origin.append(self.text.len(), source);
        self.text.push_str(text);
    }

    /// Begins the section called `key`, or what belongs to none, below the heading at `heading`.
    pub fn enter(&mut self, key: Option<&str>, heading: Range<usize>, content: &[Inline]) {
        self.close();
        self.add(PassageKind::Heading(1), heading.clone(), content);
        self.open = key.map(|key| (key.to_owned(), heading, self.passages.len()));
    }

    fn close(&mut self) {
        let Some((key, mut heading, first)) = self.open.take() else { return };
        let passages = &self.passages[first..];
        let (start, end) = match passages {
            [] if key == PREFACE => return,
            [] => (self.text.len(), self.text.len()),
            [first, .., last] => (first.text.start, last.text.end),
            [only] => (only.text.start, only.text.end),
        };
        if key == PREFACE {
            heading = passages.first().map_or(0..0, |first| self.first_line(first.source.clone()));
        }
        self.sections.push(ProseSection { key, heading, text: start..end });
    }

    fn first_line(&self, source: Range<usize>) -> Range<usize> {
        let text = self.source.text().get(source.clone()).unwrap_or_default();
        source.start..source.start + text.find('\n').unwrap_or(text.len())
    }

    /// The finished text.
    pub fn finish(mut self) -> Prose {
        self.close();
        let sentences = sentences(&self.text, &self.passages);
        let squeezed =
            Squeezed::new(&self.text, &sentences, self.bound.iter().map(|bound| &bound.text));
        let ProseBuilder { source, text, origin, passages, bound, links, sections, .. } = self;
        Prose { source, text, origin, passages, sentences, bound, links, sections, squeezed }
    }
}

fn sentences(text: &str, passages: &[Passage]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut begun = None;
    let is_paragraph = |passage: &Passage| passage.kind == PassageKind::Paragraph;
    for (index, passage) in passages.iter().enumerate() {
        let mut start = begun.take().unwrap_or(passage.text.start);
        let words = &text[passage.text.clone()];
        for (at, mark) in words.match_indices(ENDS) {
            let end = passage.text.start + at + mark.len();
            sentences.push(start..end);
            start = end;
        }
        let goes_on = words.ends_with(LEADS_ON)
            && is_paragraph(passage)
            && passages.get(index + 1).is_some_and(is_paragraph);
        if goes_on {
            begun = Some(start);
        } else if start < passage.text.end {
            sentences.push(start..passage.text.end);
        }
    }
    sentences
}
