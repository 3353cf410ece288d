//! Tracked changes: which of them a view shows, and who made how many.

use std::collections::BTreeMap;

use crate::ooxml::Element;

/// The text as if all tracked changes were accepted, or all rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// As it would be printed.
    Accepted,
    /// As it was before.
    Rejected,
}

/// Tracked changes, as far as they change the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revisions {
    /// How many each author made, ends of paragraphs not counted.
    pub by_author: BTreeMap<String, usize>,
    /// Ends of paragraphs that were put in or taken out.
    pub ends: usize,
    /// How many only change the look.
    pub of_look: usize,
}

const PUT_IN: [&str; 2] = ["w:ins", "w:moveTo"];
const TAKEN_OUT: [&str; 2] = ["w:del", "w:moveFrom"];

impl View {
    /// Whether the view shows what stands in an element of this name; none where it is no change.
    pub(super) fn shows(self, name: &str) -> Option<bool> {
        match (PUT_IN.contains(&name), TAKEN_OUT.contains(&name)) {
            (true, _) => Some(self == View::Accepted),
            (_, true) => Some(self == View::Rejected),
            _ => None,
        }
    }

    /// Whether the view lacks the row, or the end of a paragraph, that has these properties.
    pub(super) fn lacks(self, properties: &Element<'_>) -> bool {
        properties.elements().any(|element| self.shows(&element.name) == Some(false))
    }

    /// The same of a cell.
    pub(super) fn lacks_cell(self, properties: &Element<'_>) -> bool {
        let name = if self == View::Accepted { "w:cellDel" } else { "w:cellIns" };
        properties.child(name).is_some()
    }
}

impl Revisions {
    /// Counts those below an element.
    pub(super) fn count(&mut self, within: &Element<'_>) {
        for element in within.elements() {
            match &*element.name {
                "w:rPrChange" | "w:pPrChange" | "w:tblPrChange" | "w:sectPrChange"
                | "w:trPrChange" | "w:tcPrChange" | "w:tblGridChange" => self.of_look += 1,
                "w:ins" | "w:del" | "w:moveTo" | "w:moveFrom" | "w:cellIns" | "w:cellDel" => {
                    let author = element.attribute("w:author").unwrap_or_default();
                    *self.by_author.entry(author.into_owned()).or_default() += 1;
                    self.count(element);
                }
                "w:rPr" => {
                    let end = |child: &Element<'_>| View::Accepted.shows(&child.name).is_some();
                    self.ends += usize::from(element.elements().any(end));
                    self.of_look += usize::from(element.child("w:rPrChange").is_some());
                }
                _ => self.count(element),
            }
        }
    }

    /// Whether none changes the text.
    pub fn is_empty(&self) -> bool {
        self.ends == 0 && self.by_author.is_empty()
    }
}
