//! Pieces of a paragraph.

use std::ops::Range;

use serde::Serialize;

use crate::origin::Origin;

/// A piece of a paragraph. Each knows what it was typed as in narrative.md; what the form writes
/// was typed nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        text: String,
        /// Its way back, character by character.
        #[serde(skip)]
        source: Origin,
    },
    /// A number that is taken from its cell: drawn like text.
    Bound {
        /// What is printed.
        text: String,
        /// What stands in `{{ … }}`.
        expression: String,
        /// The whole of `{{ … }}`.
        #[serde(skip)]
        source: Origin,
    },
    /// Strong importance.
    Strong {
        /// What is strong.
        content: Vec<Inline>,
        /// With its marks.
        #[serde(skip)]
        source: Origin,
    },
    /// Stress emphasis.
    Emph {
        /// What is stressed.
        content: Vec<Inline>,
        /// With its marks.
        #[serde(skip)]
        source: Origin,
    },
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        content: Vec<Inline>,
        /// With its brackets and address.
        #[serde(skip)]
        source: Origin,
    },
    /// A footnote's mark; `index` counts [`Document::notes`](super::Document::notes) from 0.
    Note {
        /// Which note.
        index: usize,
        /// The mark as typed.
        #[serde(skip)]
        source: Origin,
    },
    /// A line break that the author or the form wants.
    Break {
        /// The mark as typed, with the line's end.
        #[serde(skip)]
        source: Origin,
    },
}

impl Inline {
    /// Plain text that was typed nowhere.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::Text { text: text.into(), source: Origin::default() }
    }

    /// Lines of text.
    pub fn lines(text: &str) -> Vec<Inline> {
        let mut content = Vec::new();
        for line in text.split('\n') {
            if !content.is_empty() {
                content.push(Inline::line_break());
            }
            content.push(Inline::text(line));
        }
        content
    }

    /// A line break that was typed nowhere.
    pub fn line_break() -> Inline {
        Inline::Break { source: Origin::default() }
    }

    /// What is drawn as text; none for what has content of its own, a note or a break.
    pub fn words(&self) -> Option<&str> {
        match self {
            Inline::Text { text, .. } | Inline::Bound { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it is a note's mark or holds one.
    pub fn has_note(&self) -> bool {
        match self {
            Inline::Note { .. } => true,
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => content.iter().any(Inline::has_note),
            Inline::Text { .. } | Inline::Bound { .. } | Inline::Break { .. } => false,
        }
    }

    /// Its bytes in narrative.md.
    pub fn source(&self) -> Range<usize> {
        let (Inline::Text { source, .. }
        | Inline::Bound { source, .. }
        | Inline::Strong { source, .. }
        | Inline::Emph { source, .. }
        | Inline::Link { source, .. }
        | Inline::Note { source, .. }
        | Inline::Break { source }) = self;
        source.range()
    }
}

/// The text of `content` with nothing between its pieces; notes and breaks give nothing.
pub fn plain(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text, .. } | Inline::Bound { text, .. } => text.clone(),
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => plain(content),
            Inline::Note { .. } | Inline::Break { .. } => String::new(),
        })
        .collect()
}
