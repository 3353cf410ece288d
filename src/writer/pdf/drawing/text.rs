//! Running text: strings, and what is drawn in a way of its own.

use serde::Serialize;

use crate::breaks::opens;

/// How a piece is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Chinese quotes with the marks beside them: typst knows a quote as Chinese, and sets it
    /// closer to other marks, where it is one em wide.
    Quote,
    /// In the face of Latin letters.
    Latin,
    /// A character and then an interpunct, of which each is followed by an eighth of an em, so that
    /// the dot takes half a character.
    Dotted,
    /// A mark without its empty half, which has its neighbour in another run of text.
    Tight,
    /// A mark that keeps its full width at the head of a paragraph, however tight the line is.
    Wide,
}

/// Between two characters: no line breaks here.
pub const JOINER: &str = "\u{2060}";
/// Between two characters: a line may break here.
pub const JOINT: &str = "\u{200b}";

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

impl<'d> DrawingInline<'d> {
    fn content(&self) -> Option<&Vec<DrawingText<'d>>> {
        match self {
            DrawingInline::Strong { content }
            | DrawingInline::Emph { content }
            | DrawingInline::Link { content, .. } => Some(content),
            DrawingInline::Note { .. } | DrawingInline::Break => None,
        }
    }

    pub fn content_mut(&mut self) -> Option<&mut Vec<DrawingText<'d>>> {
        match self {
            DrawingInline::Strong { content }
            | DrawingInline::Emph { content }
            | DrawingInline::Link { content, .. } => Some(content),
            DrawingInline::Note { .. } | DrawingInline::Break => None,
        }
    }
}

impl<'d> DrawingText<'d> {
    /// The text of a paragraph, whose opening mark keeps its full width: paragraphs begin in line
    /// with each other, however tight their first lines are.
    pub fn wide_head(mut text: Vec<DrawingText<'d>>) -> Vec<DrawingText<'d>> {
        let (mark, is_all) = match text.first_mut() {
            Some(DrawingText::Text(head) | DrawingText::Set { set: Way::Quote, text: head }) => {
                let Some(mark) = head.chars().next().filter(|c| opens(*c)) else { return text };
                head.remove(0);
                (mark, head.is_empty())
            }
            Some(DrawingText::Inner(inner)) => {
                if let Some(content) = inner.content_mut() {
                    *content = DrawingText::wide_head(std::mem::take(content));
                }
                return text;
            }
            _ => return text,
        };
        if is_all {
            text.remove(0);
        }
        text.insert(0, DrawingText::Set { set: Way::Wide, text: mark.to_string() });
        text
    }

    /// Its last character, where it is known how that is set.
    pub fn last_char(&self) -> Option<char> {
        match self {
            DrawingText::Text(text) | DrawingText::Set { set: Way::Quote, text } => {
                text.chars().next_back()
            }
            DrawingText::Inner(inner) => inner.content()?.last()?.last_char(),
            DrawingText::Set { .. } => None,
        }
    }

    /// Chinese quotes with the marks beside them.
    pub fn quote(text: String) -> DrawingText<'d> {
        DrawingText::Set { set: Way::Quote, text }
    }

    pub fn joiner() -> DrawingText<'d> {
        DrawingText::Text(JOINER.to_owned())
    }
}
