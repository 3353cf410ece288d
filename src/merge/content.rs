//! A printed text with its way back to narrative.md: pieces, stress and links, marks of notes.

use std::ops::Range;

use crate::document::Inline;
use crate::origin::Origin;
use crate::prose::{PassageKind, Prose};

/// A text, and what its pieces are.
#[derive(Debug, Clone, Default)]
pub(super) struct PrintedText {
    /// A line break is `\n`.
    pub text: String,
    /// Its pieces in order, each with its way back.
    pub pieces: Vec<PrintedPiece>,
    /// What is stressed, and what leads elsewhere, the outer before the inner.
    pub marks: Vec<PrintedMark>,
    /// Marks of notes: the place in the text, the note, and the mark's bytes.
    pub notes: Vec<(usize, usize, Range<usize>)>,
}

/// A piece of text that was typed, bound or broken at once.
#[derive(Debug, Clone)]
pub(super) struct PrintedPiece {
    pub text: Range<usize>,
    pub origin: Origin,
    /// What stands in `{{ … }}`, where it is bound.
    pub bound: Option<String>,
}

/// What holds for a part of a text.
#[derive(Debug, Clone)]
pub(super) struct PrintedMark {
    pub text: Range<usize>,
    pub look: MarkLook,
    /// All of it in narrative.md, marks and all.
    pub source: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkLook {
    Strong,
    Emphasis,
    Link(String),
}

/// Bytes of a caption, each with the bytes that were typed; none for what nobody typed.
type CaptionPlaces = Vec<(Range<usize>, Option<Range<usize>>)>;

/// Where each character of a caption was typed, which is set with other spaces than it was typed
/// with; none where it says something else.
fn places(caption: &str, typed: &str) -> Option<CaptionPlaces> {
    let range = |(at, c): (usize, char)| at..at + c.len_utf8();
    let mut rest = typed.char_indices().peekable();
    let mut places = Vec::new();
    for (at, c) in caption.char_indices() {
        let mut space = None;
        while let Some(found) = rest.next_if(|(_, c)| c.is_whitespace()) {
            space = Some(
                space.map_or(range(found), |space: Range<usize>| space.start..range(found).end),
            );
        }
        let place = match c.is_whitespace() {
            true => space,
            false => Some(range(rest.next_if(|(_, typed)| *typed == c)?)),
        };
        places.push((range((at, c)), place));
    }
    Some(places)
}

impl PrintedText {
    pub fn of(content: &[Inline]) -> PrintedText {
        let mut text = PrintedText::default();
        text.add(content);
        text
    }

    /// The caption of what stands at `source`.
    pub fn caption(caption: &str, source: &Option<Range<usize>>, prose: &Prose) -> PrintedText {
        let mut content = PrintedText { text: caption.to_owned(), ..PrintedText::default() };
        let is_caption = |kind| matches!(kind, PassageKind::Caption | PassageKind::Chart);
        let passage = prose
            .passages()
            .iter()
            .find(|it| is_caption(it.kind) && Some(&it.source) == source.as_ref());
        let Some(passage) = passage else { return content };
        let Some(places) = places(caption, &prose.text()[passage.text.clone()]) else {
            return content;
        };
        for (own, place) in places {
            let Some(place) = place else {
                // What the form sets behind the number of a figure.
                content.pieces.last_mut().into_iter().for_each(|it| it.text.end = own.end);
                continue;
            };
            let in_prose = passage.text.start + place.start..passage.text.start + place.end;
            let bound = prose.bound().iter().find(|it| it.text.contains(&in_prose.start));
            let source = prose.source_of(in_prose);
            let bound = bound.map(|it| it.expression.clone());
            match content.pieces.last_mut() {
                Some(last) if last.bound == bound => {
                    let length = own.end - last.text.start - own.len();
                    match bound.is_some() || source.len() != own.len() {
                        true => last.origin.add_whole(length..length + own.len(), source),
                        false => last.origin.add_exact(length, source),
                    }
                    last.text.end = own.end;
                }
                _ => {
                    let origin = Origin::whole(own.len(), source);
                    content.pieces.push(PrintedPiece { text: own, origin, bound });
                }
            }
        }
        content
    }

    fn add(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text, source } => self.piece(text, source, None),
                Inline::Bound { text, source, expression } => {
                    self.piece(text, source, Some(expression.clone()));
                }
                Inline::Break { source } => self.piece("\n", source, None),
                Inline::Strong { content, source } => {
                    self.mark(MarkLook::Strong, content, source.range());
                }
                Inline::Emph { content, source } => {
                    self.mark(MarkLook::Emphasis, content, source.range());
                }
                Inline::Link { url, content, source } => {
                    self.mark(MarkLook::Link(url.clone()), content, source.range());
                }
                Inline::Note { index, source } => {
                    self.notes.push((self.text.len(), *index, source.range()));
                }
            }
        }
    }

    fn piece(&mut self, text: &str, origin: &Origin, bound: Option<String>) {
        let start = self.text.len();
        self.text.push_str(text);
        let (text, mut own) = (start..self.text.len(), origin.clone());
        if text.len() == 1 && self.text.ends_with('\n') && !origin.range().is_empty() {
            own = Origin::whole(1, origin.range()); // a break has no text of its own
        }
        self.pieces.push(PrintedPiece { text, origin: own, bound });
    }

    fn mark(&mut self, look: MarkLook, content: &[Inline], source: Range<usize>) {
        let (at, start) = (self.marks.len(), self.text.len());
        self.marks.push(PrintedMark { text: start..start, look, source });
        self.add(content);
        self.marks[at].text.end = self.text.len();
    }

    /// A text that nothing of narrative.md was made of.
    pub fn typed_nowhere(text: &str) -> PrintedText {
        let mut content = PrintedText::default();
        content.piece(text, &Origin::default(), None);
        content
    }

    /// A part of it; stress that goes beyond is left out.
    pub fn slice(&self, part: Range<usize>) -> PrintedText {
        let inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
        let shift = |range: &Range<usize>| range.start - part.start..range.end - part.start;
        let pieces = self.pieces.iter().filter_map(|piece| {
            let text = piece.text.start.max(part.start)..piece.text.end.min(part.end);
            let own = text.start.checked_sub(piece.text.start)?
                ..text.end.checked_sub(piece.text.start)?;
            (text.start < text.end).then(|| PrintedPiece {
                text: shift(&text),
                origin: piece.origin.slice(own),
                bound: piece.bound.clone(),
            })
        });
        let marks = self.marks.iter().filter(|mark| inside(&mark.text));
        let notes = self.notes.iter().filter(|(at, ..)| part.start < *at && *at <= part.end);
        PrintedText {
            text: self.text[part.clone()].to_owned(),
            pieces: pieces.collect(),
            marks: marks.map(|it| PrintedMark { text: shift(&it.text), ..it.clone() }).collect(),
            notes: notes.map(|(at, note, it)| (at - part.start, *note, it.clone())).collect(),
        }
    }

    /// Adds a text behind this one, with nothing between.
    pub fn append(&mut self, next: PrintedText) {
        let by = self.text.len();
        let shift = |range: Range<usize>| range.start + by..range.end + by;
        self.text.push_str(&next.text);
        let pieces = next.pieces.into_iter();
        self.pieces.extend(pieces.map(|it| PrintedPiece { text: shift(it.text), ..it }));
        let marks = next.marks.into_iter();
        self.marks.extend(marks.map(|it| PrintedMark { text: shift(it.text), ..it }));
        self.notes.extend(next.notes.into_iter().map(|(at, note, mark)| (at + by, note, mark)));
    }

    /// Where all of it begins in narrative.md, marks and all; none where it was typed nowhere.
    pub fn begin(&self) -> Option<usize> {
        let pieces = self.pieces.iter().map(|piece| piece.origin.range());
        let typed = pieces.filter(|range| !range.is_empty()).map(|range| range.start);
        let marks = self.marks.iter().map(|mark| mark.source.start);
        let notes = self.notes.iter().map(|(_, _, source)| source.start);
        typed.chain(marks).chain(notes).min()
    }
}
