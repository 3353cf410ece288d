//! What a report's file shows, paragraph by paragraph, each with its way back to narrative.md.

use std::ops::Range;

use super::content::PrintedText;
use crate::anchor::{self, AnchorNames};
use crate::document::{Block, Document, Heading, List, Table};
use crate::form::PREFACE;
use crate::layout::Layout;
use crate::prose::Prose;

/// A paragraph of the file, or a table in it.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    pub kind: PrintedKind,
    /// The number of a heading, which is not part of its text.
    pub number: String,
    /// Its text.
    pub content: PrintedText,
    /// Its bytes in narrative.md; none for what is the form's own.
    pub source: Option<Range<usize>>,
    /// The key of its section.
    pub section: String,
    /// Its anchors: a run-in heading has one beside that of its paragraph.
    pub anchors: Vec<String>,
    /// The rows of a table of the author's own.
    pub rows: Vec<PrintedRow>,
}

/// A row of an author's table.
#[derive(Debug, Clone)]
pub(super) struct PrintedRow {
    pub cells: Vec<PrintedText>,
}

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PrintedKind {
    Title,
    /// The heading of a section of the form.
    Section,
    Heading(u8),
    /// A heading and the paragraph that follows it on the line.
    RunIn,
    Paragraph,
    /// A paragraph in a list, the first of its item or not.
    Item(ItemPlace),
    /// A picture or a chart.
    Drawing,
    Caption,
    /// A table of the author's own.
    Table,
    /// A table of the form, by name.
    Form(String),
    Signature,
}

/// Where a paragraph stands in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemPlace {
    /// From 0.
    pub depth: usize,
    /// The number of the list's first item, where it counts.
    pub start: Option<u32>,
    /// Whether it has the item's mark.
    pub first: bool,
    /// Where the list begins in narrative.md.
    pub list: usize,
}

/// The paragraphs and tables of a document of `layout`, title and signature with them.
pub(super) fn printed(document: &Document, layout: &Layout, prose: &Prose) -> Vec<Printed> {
    let (section, names) = (PREFACE.to_owned(), AnchorNames::default());
    let mut printer = Printer { document, layout, prose, section, names, list: Vec::new() };
    printer.line(PrintedKind::Title, &document.title.lines.join("\n"));
    printer.blocks(&document.blocks, None);
    for line in document.signature.iter().flat_map(|signature| &signature.lines) {
        printer.line(PrintedKind::Signature, &line.text);
    }
    printer.list
}

impl Printed {
    /// Its text, with the number of a heading or without.
    pub fn shown(&self, with_number: bool) -> String {
        if with_number {
            format!("{}{}", self.number, self.content.text)
        } else {
            self.content.text.clone()
        }
    }
}

struct Printer<'d> {
    document: &'d Document,
    layout: &'d Layout,
    prose: &'d Prose,
    section: String,
    names: AnchorNames,
    list: Vec<Printed>,
}

impl Printer<'_> {
    fn blocks(&mut self, blocks: &[Block], item: Option<&ItemPlace>) {
        for block in blocks {
            let in_list = item.map(|item| ItemPlace { first: false, ..item.clone() });
            match block {
                Block::Heading(heading) => self.heading(heading),
                Block::Paragraph(paragraph) | Block::Remark(paragraph) => {
                    let kind = in_list.map_or(PrintedKind::Paragraph, PrintedKind::Item);
                    let content = PrintedText::of(&paragraph.content);
                    self.push(kind, content, paragraph.source.clone());
                }
                Block::RunIn { heading, paragraph } => {
                    let mut content = PrintedText::of(&heading.content);
                    content.append(PrintedText::of(&paragraph.content));
                    self.push(PrintedKind::RunIn, content, block.source());
                    self.numbered(heading);
                }
                Block::List(list) => self.items(list, item),
                Block::Table(table) => self.table(table),
                Block::Figure(figure) => self.drawing(&figure.caption, &figure.source),
                Block::Chart(chart) => self.drawing(&chart.caption, &chart.source),
                Block::Turned { blocks } => self.blocks(blocks, None),
            }
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let kind = match heading.level {
            1 => {
                let passed = |printed: &&Printed| printed.kind == PrintedKind::Section;
                let index = self.list.iter().filter(passed).count();
                self.section = self.document.sections.get(index).cloned().unwrap_or_default();
                PrintedKind::Section
            }
            level => PrintedKind::Heading(level),
        };
        self.push(kind, PrintedText::of(&heading.content), heading.source.clone());
        self.numbered(heading);
    }

    fn items(&mut self, list: &List, around: Option<&ItemPlace>) {
        let depth = around.map_or(0, |around| around.depth + 1);
        let begin = list.source.as_ref().map_or(0, |source| source.start);
        let place = ItemPlace { depth, start: list.start, first: false, list: begin };
        for item in &list.items {
            let at = self.list.len();
            self.blocks(item, Some(&place));
            if let (
                Some(Block::Paragraph(_)),
                Some(Printed { kind: PrintedKind::Item(place), .. }),
            ) = (item.first(), self.list.get_mut(at))
            {
                place.first = true;
            }
        }
    }

    fn table(&mut self, table: &Table) {
        if table.official {
            // A section without a heading can't be told from the one before it: they come in order.
            let passed = |printed: &&Printed| matches!(printed.kind, PrintedKind::Form(_));
            let index = self.list.iter().filter(passed).count();
            let mut names = self.layout.form.sections.iter().filter_map(|it| it.table.as_ref());
            let name = names.nth(index).cloned().unwrap_or_default();
            self.push(PrintedKind::Form(name), PrintedText::default(), None);
            return;
        }
        let rows = table.grid.rows().map(|row| PrintedRow {
            cells: row.placed().map(|(_, placed)| PrintedText::of(&placed.cell.content)).collect(),
        });
        let rows: Vec<PrintedRow> = rows.collect();
        let text = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
        let content = PrintedText { text: text.collect(), ..PrintedText::default() };
        self.push(PrintedKind::Table, content, table.source.clone());
        if let Some(last) = self.list.last_mut() {
            last.rows = rows;
        }
    }

    fn drawing(&mut self, caption: &str, source: &Option<Range<usize>>) {
        self.push(PrintedKind::Drawing, PrintedText::default(), source.clone());
        if !caption.is_empty() {
            let content = PrintedText::caption(caption, source, self.prose);
            self.push(PrintedKind::Caption, content, source.clone());
        }
    }

    fn line(&mut self, kind: PrintedKind, text: &str) {
        let content = PrintedText { text: text.to_owned(), ..PrintedText::default() };
        self.push(kind, content, None);
    }

    fn push(&mut self, kind: PrintedKind, content: PrintedText, source: Option<Range<usize>>) {
        let names = &mut self.names;
        let section = self.section.clone();
        let anchors = match &kind {
            PrintedKind::Title => vec![anchor::TITLE.to_owned()],
            PrintedKind::Section => {
                names.enter_section();
                vec![names.paragraph(&section)]
            }
            PrintedKind::RunIn => vec![names.paragraph(&section), names.paragraph(&section)],
            PrintedKind::Heading(_) | PrintedKind::Paragraph | PrintedKind::Item(_) => {
                vec![names.paragraph(&section)]
            }
            PrintedKind::Caption => vec![names.caption()],
            PrintedKind::Signature => vec![names.signature()],
            PrintedKind::Drawing | PrintedKind::Table | PrintedKind::Form(_) => Vec::new(),
        };
        let (number, rows) = (String::new(), Vec::new());
        self.list.push(Printed { kind, number, content, source, section, anchors, rows });
    }

    fn numbered(&mut self, heading: &Heading) {
        if let Some(last) = self.list.last_mut() {
            last.number.clone_from(&heading.number);
        }
    }
}
