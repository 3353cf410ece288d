//! What a report's file shows, paragraph by paragraph, each with its way back to narrative.md.

use std::ops::Range;

use crate::anchor::{self, AnchorNames};
use crate::document::{Block, Document, Heading, Inline, List, Table};
use crate::form::PREFACE;
use crate::layout::Layout;
use crate::origin::Origin;
use crate::prose::{PassageKind, Prose};

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

/// A text, and what its pieces are.
#[derive(Debug, Clone, Default)]
pub(super) struct PrintedText {
    /// A line break is `\n`.
    pub text: String,
    /// Its pieces in order, each with its way back.
    pub pieces: Vec<PrintedPiece>,
    /// What is stressed, and what leads elsewhere, the outer before the inner.
    pub marks: Vec<PrintedMark>,
    /// Marks of notes: the place in the text, the note, and the mark's bytes.
    pub notes: Vec<(usize, usize, Range<usize>)>,
}

/// A piece of text that was typed, bound or broken at once.
#[derive(Debug, Clone)]
pub(super) struct PrintedPiece {
    pub text: Range<usize>,
    pub origin: Origin,
    /// What stands in `{{ … }}`, where it is bound.
    pub bound: Option<String>,
}

/// What holds for a part of a text.
#[derive(Debug, Clone)]
pub(super) struct PrintedMark {
    pub text: Range<usize>,
    pub look: MarkLook,
    /// All of it in narrative.md, marks and all.
    pub source: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkLook {
    Strong,
    Emphasis,
    Link(String),
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
                Block::Paragraph(paragraph) => {
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
            let section = self.layout.form.sections.iter().find(|it| it.key == self.section);
            let name = section.and_then(|section| section.table.clone()).unwrap_or_default();
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

impl PrintedText {
    pub fn of(content: &[Inline]) -> PrintedText {
        let mut text = PrintedText::default();
        text.add(content);
        text
    }

    /// The caption of what stands at `source`.
    fn caption(caption: &str, source: &Option<Range<usize>>, prose: &Prose) -> PrintedText {
        let mut content = PrintedText { text: caption.to_owned(), ..PrintedText::default() };
        let is_caption = |kind| matches!(kind, PassageKind::Caption | PassageKind::Chart);
        let passage = prose
            .passages()
            .iter()
            .find(|it| is_caption(it.kind) && Some(&it.source) == source.as_ref());
        let Some(start) = passage.map(|passage| passage.text.start) else { return content };
        for (at, c) in caption.char_indices() {
            let own = at..at + c.len_utf8();
            let in_prose = start + own.start..start + own.end;
            let bound = prose.bound().iter().find(|it| it.text.contains(&in_prose.start));
            let source = prose.source_of(in_prose);
            let bound = bound.map(|it| it.expression.clone());
            match content.pieces.last_mut() {
                Some(last) if last.bound == bound => {
                    let length = own.end - last.text.start - own.len();
                    match bound.is_some() || source.len() != own.len() {
                        true => last.origin.add_whole(length..length + own.len(), source),
                        false => last.origin.add_exact(length, source),
                    }
                    last.text.end = own.end;
                }
                _ => {
                    let origin = Origin::whole(own.len(), source);
                    content.pieces.push(PrintedPiece { text: own, origin, bound });
                }
            }
        }
        content
    }

    fn add(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text, source } => self.piece(text, source, None),
                Inline::Bound { text, source, expression } => {
                    self.piece(text, source, Some(expression.clone()));
                }
                Inline::Break { source } => self.piece("\n", source, None),
                Inline::Strong { content, source } => {
                    self.mark(MarkLook::Strong, content, source.range());
                }
                Inline::Emph { content, source } => {
                    self.mark(MarkLook::Emphasis, content, source.range());
                }
                Inline::Link { url, content, source } => {
                    self.mark(MarkLook::Link(url.clone()), content, source.range());
                }
                Inline::Note { index, source } => {
                    self.notes.push((self.text.len(), *index, source.range()));
                }
            }
        }
    }

    fn piece(&mut self, text: &str, origin: &Origin, bound: Option<String>) {
        let start = self.text.len();
        self.text.push_str(text);
        let (text, mut own) = (start..self.text.len(), origin.clone());
        if text.len() == 1 && self.text.ends_with('\n') && !origin.range().is_empty() {
            own = Origin::whole(1, origin.range()); // a break has no text of its own
        }
        self.pieces.push(PrintedPiece { text, origin: own, bound });
    }

    fn mark(&mut self, look: MarkLook, content: &[Inline], source: Range<usize>) {
        let (at, start) = (self.marks.len(), self.text.len());
        self.marks.push(PrintedMark { text: start..start, look, source });
        self.add(content);
        self.marks[at].text.end = self.text.len();
    }

    /// A text that nothing of narrative.md was made of.
    pub fn typed_nowhere(text: &str) -> PrintedText {
        let mut content = PrintedText::default();
        content.piece(text, &Origin::default(), None);
        content
    }

    /// A part of it; stress that goes beyond is left out.
    pub fn slice(&self, part: Range<usize>) -> PrintedText {
        let inside = |range: &Range<usize>| part.start <= range.start && range.end <= part.end;
        let shift = |range: &Range<usize>| range.start - part.start..range.end - part.start;
        let pieces = self.pieces.iter().filter_map(|piece| {
            let text = piece.text.start.max(part.start)..piece.text.end.min(part.end);
            let own = text.start.checked_sub(piece.text.start)?
                ..text.end.checked_sub(piece.text.start)?;
            (text.start < text.end).then(|| PrintedPiece {
                text: shift(&text),
                origin: piece.origin.slice(own),
                bound: piece.bound.clone(),
            })
        });
        let marks = self.marks.iter().filter(|mark| inside(&mark.text));
        let notes = self.notes.iter().filter(|(at, ..)| part.start < *at && *at <= part.end);
        PrintedText {
            text: self.text[part.clone()].to_owned(),
            pieces: pieces.collect(),
            marks: marks.map(|it| PrintedMark { text: shift(&it.text), ..it.clone() }).collect(),
            notes: notes.map(|(at, note, it)| (at - part.start, *note, it.clone())).collect(),
        }
    }

    /// Adds a text behind this one, with nothing between.
    pub fn append(&mut self, next: PrintedText) {
        let by = self.text.len();
        let shift = |range: Range<usize>| range.start + by..range.end + by;
        self.text.push_str(&next.text);
        let pieces = next.pieces.into_iter();
        self.pieces.extend(pieces.map(|it| PrintedPiece { text: shift(it.text), ..it }));
        let marks = next.marks.into_iter();
        self.marks.extend(marks.map(|it| PrintedMark { text: shift(it.text), ..it }));
        self.notes.extend(next.notes.into_iter().map(|(at, note, mark)| (at + by, note, mark)));
    }

    /// Where all of it begins in narrative.md, marks and all; none where it was typed nowhere.
    pub fn begin(&self) -> Option<usize> {
        let pieces = self.pieces.iter().map(|piece| piece.origin.range());
        let typed = pieces.filter(|range| !range.is_empty()).map(|range| range.start);
        let marks = self.marks.iter().map(|mark| mark.source.start);
        let notes = self.notes.iter().map(|(_, _, source)| source.start);
        typed.chain(marks).chain(notes).min()
    }
}
