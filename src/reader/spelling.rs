//! Where the characters of a parsed text stand in what was parsed.
//!
//! comrak says where each of its texts begins and ends. That is exact but for two cases: behind `\|` in the cell of a
//! table each place is a byte too early for every `\|` before it, and in a paragraph that begins with link definitions
//! places are counted from the first definition. Entities (`&lt;`) are longer in the file than in the text.

use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use crate::origin::Origin;

/// How far a text is looked for that does not stand where comrak says, in bytes.
const FARTHEST: usize = 4096;

/// The way back from `literal` to `text`, in which comrak sees it at `range`. It is no further back than `from`, where
/// the text before it ended, and no further on than `end`, where its paragraph does.
pub(super) fn spelled(
    literal: &str,
    text: &str,
    range: Range<usize>,
    from: usize,
    end: usize,
) -> Origin {
    if range.start >= from && text.get(range.clone()) == Some(literal) {
        return Origin::exact(range);
    }
    let starts = from..end.min(from.saturating_add(FARTHEST));
    let told = std::iter::once(range.start).filter(|start| *start >= from);
    told.chain(starts)
        .find_map(|start| spelled_at(literal, text, start))
        .unwrap_or_else(|| Origin::whole(literal.len(), range.start.max(from).min(end)..end))
}

/// The way back from `literal` where it is written at `start`: as itself, behind backslashes, as entities.
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

/// What the entity at the head of a text stands for, and how long it is; comrak is asked, which knows them all.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(32).position(|byte| byte == b';')? + 1;
    let written = text.get(..end)?;
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
    fn a_wrong_place_is_put_right() {
        let text = r"| a\|b **c** |";
        let origin = spelled("c", text, 8..9, 6, text.len());
        assert_eq!(&text[origin.range()], "c");
        assert_eq!(spelled("x", text, 2..3, 0, 5).range(), 2..5, "all of it where it is nowhere");
    }
}
