//! Where the characters of a parsed text stand in what was parsed.
//!
//! comrak says of each of its nodes where it begins and ends, in lines and bytes. That is right but
//! for two cases, which [`Slip`] knows: behind `\|` in a table, and in a paragraph that begins with
//! link definitions. There columns are still wrong where the lines behind the definitions are
//! indented; but definitions are text that is lost.

use std::ops::Range;

use comrak::nodes::{AstNode, LineColumn, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

use crate::diagnostic::Source;
use crate::origin::Origin;

/// How far comrak's places in a paragraph or cell are off.
#[derive(Debug, Default)]
pub(super) struct Slip {
    /// Lines of link definitions at the head of the paragraph: comrak takes them out and counts
    /// from where they began.
    lines: usize,
    /// The backslashes of `\|` in a table: comrak takes them out first and does not count them.
    pipes: Vec<usize>,
}

impl Slip {
    /// How far places are off in `node`, which stands at `range` of `text`.
    pub fn of<'a>(node: &'a AstNode<'a>, text: &str, range: Range<usize>) -> Slip {
        let data = node.data();
        let end = data.sourcepos.end.line;
        // What stands right above a table was read as part of it at first.
        let is_head = |next: &AstNode<'_>| {
            let next = next.data();
            matches!(next.value, NodeValue::Table(_)) && next.sourcepos.start.line == end + 1
        };
        let pipes = match data.value {
            NodeValue::TableCell => escaped_pipes(text, range),
            NodeValue::Paragraph if node.next_sibling().is_some_and(is_head) => {
                escaped_pipes(text, range)
            }
            _ => Vec::new(),
        };
        let lines = match (&data.value, node.last_child()) {
            (NodeValue::Paragraph, Some(last)) => {
                end.saturating_sub(last.data().sourcepos.end.line)
            }
            _ => 0,
        };
        Slip { lines, pipes }
    }

    /// The bytes of `text` that comrak means.
    pub fn range(&self, text: &Source, told: Sourcepos) -> Range<usize> {
        let boundary = |at: usize| text.text().floor_char_boundary(at);
        let start = boundary(self.offset(text, told.start));
        // comrak's end is the last byte that belongs to it; a node that is empty ends before it
        // begins.
        let end = match told.end.column {
            0 => text.offset(told.end.line, 1),
            _ => boundary(self.offset(text, told.end) + 1),
        };
        start..end.max(start)
    }

    fn offset(&self, text: &Source, told: LineColumn) -> usize {
        let line = told.line + self.lines;
        let at = text.offset(line, told.column);
        let begin = text.offset(line, 1);
        let above = self.pipes.partition_point(|pipe| *pipe < begin);
        // In comrak's count a pipe stands as many bytes too early as there are pipes before it in
        // its line.
        let (mut first, mut last) = (above, self.pipes.len());
        while first < last {
            let middle = (first + last) / 2;
            match self.pipes[middle] - (middle - above) <= at {
                true => first = middle + 1,
                false => last = middle,
            }
        }
        at + (first - above)
    }
}

fn escaped_pipes(text: &str, range: Range<usize>) -> Vec<usize> {
    let bytes = &text.as_bytes()[..range.end];
    let mut pipes = Vec::new();
    let mut at = range.start;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"\\|" => {
                pipes.push(at);
                at += 2;
            }
            [b'\\', _] => at += 2,
            _ => at += 1,
        }
    }
    pipes
}

/// The way back from `literal`, which comrak sees at `range` of `text`.
pub(super) fn spelled(literal: &str, text: &str, range: Range<usize>) -> Origin {
    match text.get(range.clone()) {
        Some(written) if written == literal => Origin::exact(range),
        _ => spelled_at(literal, text, range.start)
            .unwrap_or_else(|| Origin::whole(literal.len(), range)),
    }
}

/// The way back from `literal` where it is written at `start`: as itself, behind backslashes, as
/// entities.
pub(super) fn spelled_at(literal: &str, text: &str, start: usize) -> Option<Origin> {
    let mut origin = Origin::default();
    let mut at = start;
    let mut done = 0;
    while let Some(c) = literal[done..].chars().next() {
        let written = text.get(at..)?;
        let (length, taken) = match written.as_bytes().first()? {
            b'\\' if written[1..].starts_with(c) && c.is_ascii_punctuation() => (c.len_utf8(), 2),
            b'&' => match entity(written) {
                Some((value, taken)) if literal[done..].starts_with(&value) => (value.len(), taken),
                _ => (c.len_utf8(), 0),
            },
            _ => (c.len_utf8(), 0),
        };
        match taken {
            0 if written.starts_with(c) => origin.add_exact(done, at..at + length),
            0 => return None,
            taken => origin.add_whole(done..done + length, at..at + taken),
        }
        at += if taken == 0 { length } else { taken };
        done += length;
    }
    Some(origin)
}

/// What the entity at the head of a text stands for, and how long it is; comrak is asked, which
/// knows them all.
pub(super) fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(32).position(|byte| byte == b';').filter(|end| *end > 1)? + 1;
    let written = text.get(..end)?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
    if !written[1..end - 1].bytes().all(is_name) {
        return None;
    }
    let arena = Arena::new();
    let paragraph = parse_document(&arena, written, &Options::default()).first_child()?;
    let value = paragraph.first_child()?.data().value.clone();
    match value {
        NodeValue::Text(value) if value != written => Some((value.into_owned(), end)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_as_they_are_written() {
        let origin = spelled_at("a<|b&", r"a&lt;\|b&", 0).expect("it is written so");
        let places: Vec<_> = (0..5).map(|at| origin.of(at..at + 1)).collect();
        assert_eq!(places, [0..1, 1..5, 5..7, 7..8, 8..9]);
        assert!(spelled_at("a", "b", 0).is_none());
        assert!(spelled_at("&amp;", "&amp;", 0).is_none(), "that is just an ampersand");
        assert!(spelled_at("&amp;", "&amp;amp;", 0).is_some());
        assert!(spelled_at("&x;", "&x;", 0).is_some(), "no entity");
    }

    #[test]
    fn places_behind_escaped_pipes_are_put_right() {
        let text = Source::new("", r"a\|b **c**\|\\d");
        let pipes = escaped_pipes(text.text(), 0..text.text().len());
        assert_eq!(pipes, [1, 10]);
        let slip = Slip { pipes, ..Slip::default() };
        let written = |start, end| &text.text()[slip.range(&text, (1, start, 1, end).into())];
        assert_eq!((written(7, 7), written(1, 3)), ("c", r"a\|b"));
    }
}
