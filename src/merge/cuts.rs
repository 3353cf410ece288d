//! Where a paragraph that was cut in the edited file is cut in narrative.md.

use std::ops::Range;

use super::content::{MarkLook, PrintedText};
use super::tokens::{Word, WordChange, changes, words};

/// The parts of a text, and the cuts between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cuts {
    /// The bytes of each part in the printed text.
    pub text: Vec<Range<usize>>,
    /// Between two parts the end of the first and the beginning of the second in narrative.md.
    pub source: Vec<Range<usize>>,
    /// What ends and begins anew the stress that goes over each cut.
    pub marks: Vec<String>,
}

/// Cuts `content` where `texts` are parts of it; none where a link or a number would be cut.
pub(super) fn cuts(source: &str, content: &PrintedText, texts: &[&str]) -> Option<Cuts> {
    let whole = texts.concat();
    let mut edges = Vec::new();
    for text in &texts[..texts.len().saturating_sub(1)] {
        edges.push(edges.last().copied().unwrap_or(0) + text.len());
    }
    let before = words(&content.text, &[]);
    let now = words(&whole, &edges);
    let changed = changes(&before, &now);
    let mut found = Cuts::default();
    let mut from = 0;
    for edge in edges {
        let word = now.partition_point(|word| word.range.start < edge);
        let at = place(&changed, word, before.len(), now.len());
        let gap = gap(&before, at, content.text.len());
        found.text.push(from..gap.start);
        from = gap.end;
        let (cut, marks) = source_cut(source, content, &gap)?;
        found.source.push(cut);
        found.marks.push(marks);
    }
    found.text.push(from..content.text.len());
    Some(found)
}

/// The word before which the text before is to be cut, where the text now is cut before `word`.
fn place(changed: &[WordChange], word: usize, before: usize, now: usize) -> usize {
    for change in changed {
        if word <= change.now.start {
            return change.before.start - (change.now.start - word).min(change.before.start);
        }
        if word <= change.now.end {
            let near_end = 2 * (word - change.now.start) > change.now.len();
            return if near_end { change.before.end } else { change.before.start };
        }
    }
    before.saturating_sub(now - word)
}

/// What stands before a word, behind the one before it.
fn gap(words: &[Word<'_>], at: usize, length: usize) -> Range<usize> {
    let start = at.checked_sub(1).and_then(|last| words.get(last)).map_or(0, |it| it.range.end);
    let end = words.get(at).map_or(length, |word| word.range.start);
    start..end.max(start)
}

/// The same in narrative.md.
fn source_cut(
    source: &str,
    content: &PrintedText,
    gap: &Range<usize>,
) -> Option<(Range<usize>, String)> {
    let piece = |at: usize| content.pieces.iter().find(|piece| piece.text.contains(&at));
    let before = gap.start.checked_sub(1).and_then(piece);
    let behind = piece(gap.end);
    let mut start = match before {
        Some(piece) => {
            let own = gap.start - piece.text.start;
            let last = content.text[piece.text.start..gap.start].chars().next_back()?;
            piece.origin.of(own - last.len_utf8()..own).end
        }
        None => behind?.origin.range().start,
    };
    let mut end = match behind {
        Some(piece) => {
            let own = gap.end - piece.text.start;
            let first = content.text[gap.end..].chars().next()?;
            piece.origin.of(own..own + first.len_utf8()).start
        }
        None => start,
    };
    let is_cut = |piece: &super::content::PrintedPiece| {
        piece.bound.is_some() && piece.text.start < gap.start && gap.end < piece.text.end
    };
    if content.pieces.iter().any(is_cut) {
        return None;
    }
    for (at, _, mark) in &content.notes {
        if *at == gap.start {
            start = start.max(mark.end);
        }
    }
    let (mut close, mut open) = (String::new(), String::new());
    for mark in &content.marks {
        if mark.text.end == gap.start {
            start = start.max(mark.source.end);
        } else if mark.text.start == gap.end {
            end = end.min(mark.source.start);
        } else if mark.text.start < gap.start && gap.end < mark.text.end {
            let length = match mark.look {
                MarkLook::Strong => 2,
                MarkLook::Emphasis => 1,
                MarkLook::Link(_) => return None,
            };
            let own = source.get(mark.source.start..mark.source.start + length)?;
            close.insert_str(0, own);
            open.push_str(own);
        }
    }
    Some((start..end.max(start), if close.is_empty() { close } else { format!("{close}\n{open}") }))
}
