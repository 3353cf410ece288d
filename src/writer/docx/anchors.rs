//! Hidden bookmarks at the head of every paragraph and number cell, by which an editor's changes
//! can be read back. Collapsed, and at the head: LibreOffice keeps those through a save, and a
//! bookmark at the end of a full line would give it a line more.

use docx_rs::Paragraph;

use crate::anchor::{self, AnchorNames};
use crate::document::Document;
use crate::field::FieldPath;
use crate::form::PREFACE;
use crate::ooxml::Element;

/// Gives out the anchors of one document.
pub(super) struct Anchors<'a> {
    document: &'a Document,
    /// First-level headings so far.
    sections: usize,
    /// Bookmarks so far.
    given: usize,
    names: AnchorNames,
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
        let names = AnchorNames::default();
        Anchors { document, sections: 0, given: 0, names, placed: Vec::new() }
    }

    /// The next section begins: its heading is its first paragraph.
    pub fn enter_section(&mut self) {
        self.sections += 1;
        self.names.enter_section();
    }

    /// Anchors a paragraph of the text that has no content yet, or a run-in heading only.
    pub fn text(&mut self, paragraph: Paragraph, at: Option<usize>) -> Paragraph {
        let section = self
            .sections
            .checked_sub(1)
            .and_then(|at| self.document.sections.get(at))
            .map_or(PREFACE, String::as_str);
        let name = self.names.paragraph(section);
        self.placed.extend(at.map(|at| AnchoredParagraph { at, name: name.clone() }));
        self.mark(paragraph, name)
    }

    /// Anchors the cell of the number at `path`.
    pub fn number(&mut self, paragraph: Paragraph, path: &FieldPath) -> Paragraph {
        self.mark(paragraph, anchor::number(path))
    }

    /// Anchors the title.
    pub fn title(&mut self, paragraph: Paragraph) -> Paragraph {
        self.mark(paragraph, anchor::TITLE.to_owned())
    }

    /// Anchors a line of the signature.
    pub fn signature(&mut self, paragraph: Paragraph) -> Paragraph {
        let name = self.names.signature();
        self.mark(paragraph, name)
    }

    /// Anchors the caption of a picture or a chart.
    pub fn caption(&mut self, paragraph: Paragraph) -> Paragraph {
        let name = self.names.caption();
        self.mark(paragraph, name)
    }

    /// Anchors a paragraph of a note.
    pub fn note(&mut self, paragraph: Paragraph) -> Paragraph {
        let name = self.names.note();
        self.mark(paragraph, name)
    }

    /// The next table of the text begins.
    pub fn enter_table(&mut self) {
        self.names.enter_table();
    }

    /// Anchors a cell of a table of the text.
    pub fn cell(&mut self, paragraph: Paragraph) -> Paragraph {
        let name = self.names.cell();
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

/// The anchors of a paragraph that was built.
pub(super) fn of(paragraph: &Element<'_>) -> impl Iterator<Item = String> {
    let starts = paragraph.elements().filter(|element| element.name == "w:bookmarkStart");
    let names = starts.filter_map(|start| start.attribute("w:name").map(|name| name.into_owned()));
    names.filter(|name| anchor::original(name).is_some())
}
