//! Hidden bookmarks at the head of every paragraph and number cell, by which an editor's changes
//! can be read back. Collapsed, and at the head: LibreOffice keeps those through a save, and a
//! bookmark at the end of a full line would give it a line more.

use docx_rs::Paragraph;

use crate::document::Document;
use crate::field::FieldPath;
use crate::form::PREFACE;
use crate::hash::sha256;

/// Word's longest name of a bookmark.
const LONGEST: usize = 40;
/// Hexadecimal digits of the hash that stands for the end of a name that is too long.
const HASH: usize = 8;

/// Gives out the anchors of one document.
pub(super) struct Anchors<'a> {
    document: &'a Document,
    /// First-level headings so far.
    sections: usize,
    /// Paragraphs of the section so far.
    paragraphs: usize,
    /// Bookmarks so far.
    given: usize,
    /// The paragraphs of narrative.md, in the order of the text.
    pub placed: Vec<AnchoredParagraph>,
}

/// Where a paragraph begins in narrative.md, and its anchor.
pub(super) struct AnchoredParagraph {
    pub at: usize,
    pub name: String,
}

impl<'a> Anchors<'a> {
    pub fn new(document: &'a Document) -> Self {
        Anchors { document, sections: 0, paragraphs: 0, given: 0, placed: Vec::new() }
    }

    /// The next section begins: its heading is its first paragraph.
    pub fn enter_section(&mut self) {
        self.sections += 1;
        self.paragraphs = 0;
    }

    /// Anchors a paragraph of the text that has no content yet, or a run-in heading only.
    pub fn text(&mut self, paragraph: Paragraph, at: Option<usize>) -> Paragraph {
        self.paragraphs += 1;
        let section = self
            .sections
            .checked_sub(1)
            .and_then(|at| self.document.sections.get(at))
            .map_or(PREFACE, String::as_str);
        let name = shortened(format!("_nb_p_{section}_{}", self.paragraphs));
        self.placed.extend(at.map(|at| AnchoredParagraph { at, name: name.clone() }));
        self.mark(paragraph, name)
    }

    /// Anchors the cell of the number at `path`.
    pub fn number(&mut self, paragraph: Paragraph, path: &FieldPath) -> Paragraph {
        self.mark(paragraph, number_name(path))
    }

    fn mark(&mut self, paragraph: Paragraph, name: String) -> Paragraph {
        self.given += 1;
        paragraph.add_bookmark_start(self.given, name).add_bookmark_end(self.given)
    }
}

/// The paths of the numbers in the document's tables, in the order of the text.
pub(super) fn number_paths(document: &Document) -> impl Iterator<Item = &FieldPath> {
    document
        .tables()
        .into_iter()
        .flat_map(|table| table.grid.cells())
        .filter_map(|cell| cell.path.as_ref())
}

/// The anchor of the number at `path`.
pub(super) fn number_name(path: &FieldPath) -> String {
    shortened(format!("_nb_s_{}", path.as_str().replace('.', "_")))
}

/// A name that Word takes: one that is too long ends in a hash of the whole.
fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let hash = &sha256(name.as_bytes())[..HASH];
    let kept: String = name.chars().take(LONGEST - HASH - 1).collect();
    format!("{kept}_{hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_form_has_an_anchor_of_its_own() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        for layout in layouts.iter() {
            let names: std::collections::BTreeSet<String> =
                layout.form.fields.iter().map(|field| number_name(&field.path)).collect();
            assert_eq!(names.len(), layout.form.fields.len(), "{}", layout.form.id);
            assert!(names.iter().all(|name| name.len() <= LONGEST));
        }
        assert_eq!(
            shortened("_nb_s_disclosure_rules_issued".to_owned()),
            "_nb_s_disclosure_rules_issued"
        );
    }
}
