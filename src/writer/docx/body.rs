//! The text block by block: paragraphs by style, and tables.

use std::ops::Range;

use docx_rs::{AlignmentType, Docx, Paragraph};

use super::figures::FigureWriter;
use super::lists::{Lists, OpenList};
use super::measures::Measures;
use super::mend::Mend;
use super::pieces::{AfterBuilds, Pieces};
use super::sections::Orientation;
use super::text::TextWriter;
use super::{Extras, ends, styles, table};
use crate::document::{self, Block, Document, Heading, Inline, List, Table, plain};
use crate::layout::Role;

/// What comes of the text beside what docx-rs builds of it.
pub(super) struct BodyText<'a> {
    /// What is to be done with its paragraphs and tables once they are built.
    pub after: AfterBuilds,
    /// Its links and anchors.
    pub text: TextWriter<'a>,
    /// Its lists, which need numberings.
    pub lists: Lists,
}

/// Adds the text to `docx`.
pub(super) fn add_to<'a>(
    docx: Docx,
    document: &'a Document,
    measures: &'a Measures<'a>,
    extras: &Extras<'a>,
) -> (Docx, BodyText<'a>) {
    let mut writer = BlockWriter {
        measures,
        text: TextWriter::new(document, measures.style),
        figures: FigureWriter::new(measures, extras),
        lists: Lists::default(),
        pieces: Pieces::new(measures),
        heading: String::new(),
    };
    ends::add_title(&document.title, measures, &mut writer.text.anchors, &mut writer.pieces);
    document.blocks.iter().for_each(|block| writer.block(block, None));
    let BlockWriter { mut text, mut lists, mut pieces, .. } = writer;
    if let Some(signature) = &document.signature {
        pieces.keep_last_with_next();
        ends::add_signature(signature, measures, &mut text.anchors, &mut pieces);
    }
    if let Some(draft) = &document.draft {
        ends::add_draft(draft, measures, &mut lists, &mut pieces);
    }
    let (docx, after) = pieces.add_to(lists.add_to(docx, measures));
    (docx, BodyText { after, text, lists })
}

struct BlockWriter<'a> {
    measures: &'a Measures<'a>,
    text: TextWriter<'a>,
    figures: FigureWriter<'a>,
    lists: Lists,
    pieces: Pieces,
    /// The heading that stands above.
    heading: String,
}

impl BlockWriter<'_> {
    /// A block, in a list or in none.
    fn block(&mut self, block: &Block, list: Option<&OpenList>) {
        let left = list.map_or(0, |list| list.left(self.measures));
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => match list {
                None => {
                    self.paragraph(Paragraph::new().style(styles::BODY), paragraph);
                    if is_broken(paragraph) {
                        self.pieces.mend_last(set_in(self.measures));
                    }
                }
                Some(list) => self.paragraph(list.paragraph(false, self.measures), paragraph),
            },
            Block::Remark(remark) => {
                self.paragraph_of(Role::Note, Paragraph::new().style(styles::REMARK), remark);
            }
            Block::RunIn { heading, paragraph } => self.run_in(heading, paragraph),
            Block::List(inner) => self.list(inner, list),
            Block::Table(table) => self.table(table, left),
            Block::Figure(figure) => {
                self.figures.picture(figure, left, &mut self.text.anchors, &mut self.pieces);
            }
            Block::Chart(chart) => {
                self.figures.chart(chart, left, &mut self.text.anchors, &mut self.pieces);
            }
            Block::Turned { blocks } => {
                self.pieces.end_section(Orientation::Upright);
                blocks.iter().for_each(|block| self.block(block, None));
                self.pieces.end_section(Orientation::Turned);
            }
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if heading.level == 1 {
            self.text.anchors.enter_section();
        }
        self.heading = heading.number.clone() + &plain(&heading.content);
        let paragraph = Paragraph::new().style(&styles::heading(heading.level));
        let paragraph = self.text.anchors.text(paragraph, begin(&heading.source));
        self.pieces.push(self.text.heading(paragraph, heading));
    }

    fn run_in(&mut self, heading: &Heading, paragraph: &document::Paragraph) {
        self.heading = heading.number.clone() + &plain(&heading.content);
        let begun = Paragraph::new().style(styles::BODY);
        let begun = self.text.anchors.text(begun, begin(&heading.source));
        let begun = self.text.run_in(begun, heading);
        self.paragraph(begun, paragraph);
    }

    fn paragraph(&mut self, begun: Paragraph, paragraph: &document::Paragraph) {
        self.paragraph_of(Role::Body, begun, paragraph);
    }

    fn paragraph_of(&mut self, role: Role, begun: Paragraph, paragraph: &document::Paragraph) {
        let begun = self.text.anchors.text(begun, begin(&paragraph.source));
        let begun = if paragraph.ragged || paragraph.torn {
            begun.align(AlignmentType::Left)
        } else {
            begun
        };
        self.pieces.push(self.text.inlines(begun, &paragraph.content, role));
    }

    fn list(&mut self, list: &List, around: Option<&OpenList>) {
        let Some(setting) = &list.setting else { return };
        let open = self.lists.begin(list.start, setting, around);
        for item in &list.items {
            let marked = open.paragraph(true, self.measures);
            let rest = match item.as_slice() {
                [Block::Paragraph(first), rest @ ..] => {
                    self.paragraph(marked, first);
                    rest
                }
                // The mark has a line of its own above what has no line for it.
                all => {
                    self.pieces.push(marked.keep_next(true));
                    all
                }
            };
            rest.iter().for_each(|block| self.block(block, Some(&open)));
        }
    }

    fn table(&mut self, table: &Table, left: i32) {
        let built = table::build(table, left, self.measures, &mut self.text);
        self.pieces.push_table(built, table::mend(table, self.heading.clone()));
    }
}

fn is_broken(paragraph: &document::Paragraph) -> bool {
    paragraph.content.iter().any(|inline| matches!(inline, Inline::Break { .. }))
}

/// A paragraph with lines that are begun anew, each of which begins as the first does.
fn set_in(measures: &Measures<'_>) -> Mend {
    let indent_em = measures.style.text(Role::Body).indent_em;
    let left = measures.characters(indent_em).to_string();
    let hundredths = (indent_em * 100.0).round().to_string();
    Box::new(move |paragraph| {
        let indent = paragraph.child_or_new("w:pPr").child_or_new("w:ind");
        indent.set("w:left", left);
        indent.set("w:leftChars", hundredths);
        indent.set("w:firstLine", "0");
        indent.set("w:firstLineChars", "0");
    })
}

/// Where a block begins in narrative.md.
fn begin(source: &Option<Range<usize>>) -> Option<usize> {
    source.as_ref().map(|source| source.start)
}
