//! Running text: strings, and what is drawn in a way of its own.

use serde::Serialize;

use super::words::{JOINER, Way, WordCutter};
use crate::document::{Inline, plain};

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum DrawingText<'d> {
    /// Text as it is, or a [`JOINER`] or a joint by itself.
    Text(String),
    /// Text that is set in a way of its own.
    Set { set: Way, text: String },
    /// What has content of its own, notes and breaks.
    Inner(DrawingInline<'d>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum DrawingInline<'d> {
    Strong {
        content: Vec<DrawingText<'d>>,
    },
    Emph {
        content: Vec<DrawingText<'d>>,
    },
    Link {
        url: &'d str,
        content: Vec<DrawingText<'d>>,
    },
    /// A footnote's mark, which stays with the word before it.
    Note {
        index: usize,
    },
    Break,
}

impl WordCutter {
    /// Running text, cut: words that stand side by side are one run, typed or bound.
    pub fn text<'d>(&self, content: &'d [Inline]) -> Vec<DrawingText<'d>> {
        pieces(content, &|run, pieces| self.cut(run, pieces))
    }
}

impl<'d> DrawingText<'d> {
    /// Text as it was typed.
    pub fn as_typed(content: &'d [Inline]) -> Vec<DrawingText<'d>> {
        pieces(content, &|run, pieces| pieces.push(DrawingText::Text(run.to_owned())))
    }

    fn joiner() -> DrawingText<'d> {
        DrawingText::Text(JOINER.to_owned())
    }
}

/// The pieces of `content`, whose runs of words `cut` adds.
fn pieces<'d>(
    content: &'d [Inline],
    cut: &impl Fn(&str, &mut Vec<DrawingText<'d>>),
) -> Vec<DrawingText<'d>> {
    let mut drawn = Vec::new();
    let mut ends_in_digit = false;
    for run in content.chunk_by(|left, right| left.words().and(right.words()).is_some()) {
        let words: String = run.iter().filter_map(Inline::words).collect();
        if !words.is_empty() {
            // A unit stays with a number that is stressed or a link.
            if ends_in_digit && words.starts_with(is_han) {
                drawn.push(DrawingText::joiner());
            }
            cut(&words, &mut drawn);
        }
        let inner = |content| pieces(content, cut);
        let drawing = match run {
            [Inline::Strong { content, .. }] => DrawingInline::Strong { content: inner(content) },
            [Inline::Emph { content, .. }] => DrawingInline::Emph { content: inner(content) },
            [Inline::Link { url, content, .. }] => {
                DrawingInline::Link { url, content: inner(content) }
            }
            [Inline::Note { index, .. }] => {
                drawn.push(DrawingText::joiner());
                DrawingInline::Note { index: *index }
            }
            [Inline::Break { .. }] => DrawingInline::Break,
            _ => continue,
        };
        ends_in_digit = ends_in_a_digit(run);
        drawn.push(DrawingText::Inner(drawing));
    }
    drawn
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn ends_in_a_digit(run: &[Inline]) -> bool {
    let has_content =
        matches!(run, [Inline::Strong { .. } | Inline::Emph { .. } | Inline::Link { .. }]);
    has_content && plain(run).ends_with(|c: char| c.is_ascii_digit())
}
