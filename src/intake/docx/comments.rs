//! Comments: who says what about which words.

use std::collections::BTreeMap;

use crate::ooxml::Element;

/// A comment in the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginNote {
    /// Who wrote it.
    pub author: String,
    /// The words that it is about; the beginning of its paragraph where none are.
    pub words: String,
    /// What it says.
    pub text: String,
}

/// The words that comments are about, while the text is walked over.
#[derive(Default)]
pub(super) struct CommentWords {
    words: BTreeMap<String, String>,
    open: Vec<String>,
}

/// Characters of words that are kept.
const KEPT: usize = 40;

impl CommentWords {
    pub fn begin(&mut self, element: &Element<'_>) {
        self.open.extend(element.attribute("w:id").map(|id| id.into_owned()));
    }

    pub fn end(&mut self, element: &Element<'_>) {
        let id = element.attribute("w:id").unwrap_or_default();
        self.open.retain(|open| *open != id);
    }

    pub fn hear(&mut self, text: &str) {
        for id in &self.open {
            let words = self.words.entry(id.clone()).or_default();
            let room = KEPT.saturating_sub(words.chars().count());
            words.extend(text.chars().take(room));
        }
    }

    /// The comment's mark stands behind `text` in its paragraph.
    pub fn mark(&mut self, element: &Element<'_>, text: &str) {
        let Some(id) = element.attribute("w:id") else { return };
        let words = self.words.entry(id.into_owned()).or_default();
        if words.is_empty() {
            words.extend(text.chars().take(KEPT));
        }
    }

    /// The comments of the part that holds them, in its order.
    pub fn of(self, part: &Element<'_>) -> Vec<MarginNote> {
        let mut words = self.words;
        let comments = part.elements().filter(|element| element.name == "w:comment");
        let note = |comment: &Element<'_>| {
            let value = |name| comment.attribute(name).unwrap_or_default().into_owned();
            let paragraphs = comment.elements().filter(|element| element.name == "w:p");
            let lines: Vec<String> = paragraphs.map(|paragraph| paragraph.text()).collect();
            let words = words.remove(&value("w:id")).unwrap_or_default();
            MarginNote { author: value("w:author"), words, text: lines.join("\n") }
        };
        comments.map(note).collect()
    }
}
