//! Hidden bookmarks at the head of every paragraph and number cell, by which an editor's changes
//! can be read back. Collapsed, and at the head: LibreOffice keeps those through a save, and a
//! bookmark at the end of a full line would give it a line more.

use docx_rs::Paragraph;

use crate::document::Document;
use crate::field::FieldPath;
use crate::form::PREFACE;
use crate::hash::sha256;
use crate::ooxml::Element;

/// Word's longest name of a bookmark.
const LONGEST: usize = 40;
/// Hexadecimal digits of the hash that stands for the end of a name that is too long.
const HASH: usize = 8;

/// What the anchors of numbers begin with, and those of paragraphs of the text.
const NUMBER: &str = "_nb_s_";
const PARAGRAPH: &str = "_nb_p_";
/// The same of what stands beside the paragraphs: these keep the numbers that they always had.
const TITLE: &str = "_nb_t_title";
const SIGNATURE: &str = "_nb_t_signature";
const CAPTION: &str = "_nb_c";
const NOTE: &str = "_nb_n";
const CELL: &str = "_nb_x";

/// Gives out the anchors of one document.
pub(super) struct Anchors<'a> {
    document: &'a Document,
    /// First-level headings so far.
    sections: usize,
    /// Paragraphs of the section so far.
    paragraphs: usize,
    /// Captions, notes and tables of the text so far.
    captions: usize,
    notes: usize,
    tables: usize,
    /// Cells of that table so far.
    cells: usize,
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
        Anchors {
            document,
            sections: 0,
            paragraphs: 0,
            captions: 0,
            notes: 0,
            tables: 0,
            cells: 0,
            given: 0,
            placed: Vec::new(),
        }
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
        let name = shortened(format!("{PARAGRAPH}{section}_{}", self.paragraphs));
        self.placed.extend(at.map(|at| AnchoredParagraph { at, name: name.clone() }));
        self.mark(paragraph, name)
    }

    /// Anchors the cell of the number at `path`.
    pub fn number(&mut self, paragraph: Paragraph, path: &FieldPath) -> Paragraph {
        self.mark(paragraph, number_name(path))
    }

    /// Anchors the title.
    pub fn title(&mut self, paragraph: Paragraph) -> Paragraph {
        self.mark(paragraph, TITLE.to_owned())
    }

    /// Anchors line `index` of the signature.
    pub fn signature(&mut self, paragraph: Paragraph, index: usize) -> Paragraph {
        self.mark(paragraph, format!("{SIGNATURE}_{}", index + 1))
    }

    /// Anchors the caption of a picture or a chart.
    pub fn caption(&mut self, paragraph: Paragraph) -> Paragraph {
        self.captions += 1;
        let name = format!("{CAPTION}_{}", self.captions);
        self.mark(paragraph, name)
    }

    /// Anchors a paragraph of a note.
    pub fn note(&mut self, paragraph: Paragraph) -> Paragraph {
        self.notes += 1;
        let name = format!("{NOTE}_{}", self.notes);
        self.mark(paragraph, name)
    }

    /// The next table of the text begins.
    pub fn enter_table(&mut self) {
        self.tables += 1;
        self.cells = 0;
    }

    /// Anchors a cell of a table of the text.
    pub fn cell(&mut self, paragraph: Paragraph) -> Paragraph {
        self.cells += 1;
        let name = format!("{CELL}_{}_{}", self.tables, self.cells);
        self.mark(paragraph, name)
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
    shortened(format!("{NUMBER}{}", path.as_str().replace('.', "_")))
}

/// Whether an anchor is that of a number.
pub(super) fn is_number(name: &str) -> bool {
    name.starts_with(NUMBER)
}

/// The anchors of a paragraph that was built.
pub(super) fn of(paragraph: &Element<'_>) -> impl Iterator<Item = String> {
    let starts = paragraph.elements().filter(|element| element.name == "w:bookmarkStart");
    let names = starts.filter_map(|start| start.attribute("w:name").map(|name| name.into_owned()));
    names.filter(|name| name.starts_with("_nb_"))
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
