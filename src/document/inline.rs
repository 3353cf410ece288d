//! Pieces of a paragraph.

use serde::Serialize;

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// Strong importance.
    Strong {
        /// What is strong.
        content: Vec<Inline>,
    },
    /// Stress emphasis.
    Emph {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// A footnote's mark; `index` counts [`Document::notes`] from 0.
    Note {
        /// Which note.
        index: usize,
    },
    /// A line break that the author or the form wants.
    Break,
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::Text { text: text.into() }
    }
}

/// The text of `content` with nothing between its pieces; notes and breaks give nothing.
pub fn plain(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text } => text.clone(),
            Inline::Strong { content }
            | Inline::Emph { content }
            | Inline::Link { content, .. } => plain(content),
            Inline::Note { .. } | Inline::Break => String::new(),
        })
        .collect()
}
