//! The text: blocks → paragraphs by style and tables.

use std::collections::BTreeMap;
use std::ops::Range;

use docx_rs::{BreakType, Docx, LineSpacing, Paragraph, Pic, Run, Table};

use super::lists::{Lists, OpenList};
use super::measures::{Measures, emu};
use super::mend::Mend;
use super::text::{TextWriter, text_run};
use super::{charts, pictures, styles, table};
use crate::document::{self, Block, Chart, Document, Heading, Inline, List, plain};
use crate::layout::Role;

/// What a paragraph or table of the text is built of.
struct Piece {
    built: Built,
    mend: Option<Mend>,
}

enum Built {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// What comes of the text.
pub(super) struct Written<'a> {
    /// What is to be put right in each of its paragraphs and tables, in their order.
    pub mends: Vec<Option<Mend>>,
    /// Its links and anchors.
    pub text: TextWriter<'a>,
    /// Its lists, which need numberings.
    pub lists: Lists,
}

pub(super) struct BlockWriter<'a> {
    document: &'a Document,
    measures: &'a Measures<'a>,
    pictures: &'a BTreeMap<String, Vec<u8>>,
    text: TextWriter<'a>,
    lists: Lists,
    pieces: Vec<Piece>,
    /// Pictures so far, and charts.
    pictures_drawn: usize,
    charts_drawn: usize,
    /// The heading that stands above.
    heading: String,
}

/// How far the line of a picture reaches below it, in the size of the text: what letters there
/// would take, and some more, for where a hair is left over, text that keeps to the grid begins a
/// line further down.
const DESCENT: f64 = 0.4;

impl<'a> BlockWriter<'a> {
    pub(super) fn new(
        document: &'a Document,
        measures: &'a Measures<'a>,
        pictures: &'a BTreeMap<String, Vec<u8>>,
    ) -> Self {
        BlockWriter {
            document,
            measures,
            pictures,
            text: TextWriter::new(document),
            lists: Lists::default(),
            pieces: Vec::new(),
            pictures_drawn: 0,
            charts_drawn: 0,
            heading: String::new(),
        }
    }

    /// Adds the text to `docx`, and gives back what the parts beside it need.
    pub(super) fn add_to(mut self, mut docx: Docx) -> (Docx, Written<'a>) {
        self.title();
        for (index, block) in self.document.blocks.iter().enumerate() {
            let before_signature =
                index + 1 == self.document.blocks.len() && self.document.signature.is_some();
            self.block(block, before_signature);
        }
        self.signature();
        self.draft();
        docx = self.lists.add_to(docx, self.measures);
        let mut mends = Vec::with_capacity(self.pieces.len());
        let mut pieces = self.pieces.into_iter().peekable();
        while let Some(Piece { built, mend }) = pieces.next() {
            let above_table =
                pieces.peek().is_some_and(|next| matches!(next.built, Built::Table(_)));
            docx = match built {
                // A line's box is filled to its foot; a table right below would touch the letters.
                Built::Paragraph(paragraph) if above_table => docx.add_paragraph(
                    paragraph.line_spacing(LineSpacing::new().after(gap(self.measures))),
                ),
                Built::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
                Built::Table(table) => docx.add_table(*table),
            };
            mends.push(mend);
        }
        (docx, Written { mends, text: self.text, lists: self.lists })
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.push_mended(paragraph, None);
    }

    fn push_mended(&mut self, paragraph: Paragraph, mend: Option<Mend>) {
        self.pieces.push(Piece { built: Built::Paragraph(Box::new(paragraph)), mend });
    }

    fn title(&mut self) {
        let lines = &self.document.title.lines;
        let mut run = text_run("");
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                run = run.add_break(BreakType::TextWrapping);
            }
            run = run.add_text(line);
        }
        let style = &self.measures.style.title;
        let (pitch, line) =
            (self.measures.pitch.unsigned_abs(), self.measures.title_line().unsigned_abs());
        let taken = line * lines.len() as u32;
        let after = taken.div_ceil(pitch) * pitch - taken + style.space_after_lines * pitch;
        let paragraph = Paragraph::new()
            .style(styles::TITLE)
            .line_spacing(LineSpacing::new().after(after))
            .add_run(run);
        self.push(paragraph);
    }

    fn block(&mut self, block: &Block, keep_next: bool) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(text) => {
                self.paragraph(Paragraph::new().style(styles::BODY), text, keep_next);
            }
            Block::RunIn { heading, paragraph } => self.run_in(heading, paragraph, keep_next),
            Block::List(list) => self.list(list, 0),
            Block::Turned { blocks } => blocks.iter().for_each(|block| self.block(block, false)),
            Block::Table(table) => {
                let built = table::build(table, self.measures, &mut self.text);
                let mend = table::mend(table, self.heading.clone());
                self.pieces.push(Piece { built: Built::Table(Box::new(built)), mend: Some(mend) });
            }
            Block::Figure(it) => self.figure(&it.path, &it.alt, &it.caption, it.pixels),
            Block::Chart(chart) => self.chart(chart),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if heading.level == 1 {
            self.text.anchors.enter_section();
        }
        self.heading = heading.number.clone() + &plain(&heading.content);
        let paragraph = Paragraph::new().style(&styles::heading(heading.level));
        let paragraph = self.text.anchors.text(paragraph, begin(&heading.source));
        let paragraph = paragraph.add_run(text_run(&heading.number));
        let paragraph = self.text.inlines(paragraph, &heading.content);
        self.push(paragraph);
    }

    fn run_in(&mut self, heading: &Heading, text: &document::Paragraph, keep_next: bool) {
        self.heading = heading.number.clone() + &plain(&heading.content);
        let paragraph = Paragraph::new().style(styles::BODY);
        let paragraph = self.text.anchors.text(paragraph, begin(&heading.source));
        let begun = paragraph.add_run(text_run(&self.heading).style(styles::RUN_IN));
        self.paragraph(begun, text, keep_next);
    }

    fn paragraph(&mut self, begun: Paragraph, text: &document::Paragraph, keep_next: bool) {
        let paragraph = self.text.anchors.text(begun, begin(&text.source));
        let paragraph = self.text.inlines(paragraph, &text.content);
        self.push(if keep_next { paragraph.keep_next(true) } else { paragraph });
    }

    fn list(&mut self, list: &List, depth: usize) {
        let open = self.lists.begin(list.start, depth);
        for item in &list.items {
            for (index, block) in item.iter().enumerate() {
                match block {
                    Block::Paragraph(it) => {
                        self.item(open, index == 0, &it.content, begin(&it.source));
                    }
                    Block::List(inner) => self.list(inner, depth + 1),
                    other => self.block(other, false),
                }
            }
        }
    }

    fn item(&mut self, list: OpenList, first: bool, content: &[Inline], at: Option<usize>) {
        let paragraph = self.text.anchors.text(list.paragraph(first, self.measures), at);
        let paragraph = self.text.inlines(paragraph, content);
        self.push(paragraph);
    }

    /// A pixel is 1/96 inch; the picture is at most as wide as the text and so many lines high.
    fn figure(&mut self, path: &str, alt: &str, caption: &str, [width, height]: [usize; 2]) {
        let Some(bytes) = self.pictures.get(path) else { return };
        self.pictures_drawn += 1;
        let (width, height) = (width as f64 * 15.0, height as f64 * 15.0); // twips
        let most_high =
            f64::from(self.measures.style.figure.lines_max) * f64::from(self.measures.pitch);
        let scale = (f64::from(self.measures.text_width) / width).min(most_high / height).min(1.0);
        let picture = Pic::new_with_dimensions(bytes.clone(), 1, 1)
            .id(format!("rIdImage{}", self.pictures_drawn))
            .size(emu(width * scale), emu(height * scale));
        let mend = pictures::describe(self.drawn(), alt.to_owned());
        self.with_caption(Run::new().add_image(picture), height * scale, mend, caption);
    }

    fn chart(&mut self, chart: &Chart) {
        self.charts_drawn += 1;
        let frame = charts::frame(self.charts_drawn, self.measures);
        let mend = pictures::draw(frame, self.drawn(), chart.alt.clone());
        self.with_caption(Run::new(), charts::height(self.measures), mend, &chart.caption);
    }

    /// Pictures and charts so far.
    fn drawn(&self) -> usize {
        self.pictures_drawn + self.charts_drawn
    }

    /// A picture `height` twips high with its caption, and below both what makes them take whole
    /// lines of the grid.
    fn with_caption(&mut self, picture: Run, height: f64, mend: Mend, caption: &str) {
        let style = self.measures.style;
        let (pitch, line) =
            (f64::from(self.measures.pitch), f64::from(self.measures.caption_line()));
        let characters = style.page.text_width_mm() / style.text(Role::Caption).size_mm();
        let lines = (caption.chars().count() as f64 / characters).ceil();
        let taken = height + lines * line + self.measures.leading();
        let below = (taken / pitch).ceil() * pitch - height - lines * line;
        let below =
            (below - DESCENT * style.text(Role::Body).size_pt * 20.0).max(0.0).round() as u32;
        let paragraph = Paragraph::new().style(styles::FIGURE).add_run(picture);
        let after = LineSpacing::new().after(below);
        if caption.is_empty() {
            self.push_mended(paragraph.line_spacing(after), Some(mend));
        } else {
            self.push_mended(paragraph.keep_next(true), Some(mend));
            let paragraph = Paragraph::new().style(styles::CAPTION).line_spacing(after);
            self.push(paragraph.add_run(text_run(caption)));
        }
    }

    fn signature(&mut self) {
        let Some(signature) = &self.document.signature else { return };
        let last = signature.lines.len() - 1;
        let pitch = self.measures.pitch.unsigned_abs();
        for (index, line) in signature.lines.iter().enumerate() {
            let right = self.measures.characters(f64::from(line.right_milli_em) / 1000.0);
            let mut paragraph = Paragraph::new()
                .style(styles::SIGNATURE)
                .indent(None, None, Some(right), None)
                .add_run(text_run(&line.text));
            if index == 0 {
                paragraph = paragraph
                    .line_spacing(LineSpacing::new().before(signature.blank_lines * pitch));
            }
            if index == last && signature.below_lines > 0 {
                paragraph =
                    paragraph.line_spacing(LineSpacing::new().after(signature.below_lines * pitch));
            }
            self.push(if index < last { paragraph.keep_next(true) } else { paragraph });
        }
    }

    fn draft(&mut self) {
        let Some(draft) = &self.document.draft else { return };
        // The name of the page's list stays out of the outline: it is no heading of the report.
        self.push(
            Paragraph::new()
                .style(styles::BODY)
                .page_break_before(true)
                .keep_next(true)
                .add_run(text_run(&draft.heading).style(styles::STRONG)),
        );
        if !draft.findings.items.is_empty() {
            let list = self.lists.begin(draft.findings.start, 0);
            for block in draft.findings.items.iter().flatten() {
                let Block::Paragraph(finding) = block else { continue };
                let run = text_run(&plain(&finding.content));
                self.push(list.paragraph(true, self.measures).add_run(run));
            }
        }
    }
}

/// Where a block begins in narrative.md.
fn begin(source: &Option<Range<usize>>) -> Option<usize> {
    source.as_ref().map(|source| source.start)
}

/// What stands between a line and a table, twips: half the leading of the text, so that heading and
/// table fit a page also where a word processor draws rows a little higher than it is told.
fn gap(measures: &Measures<'_>) -> u32 {
    (measures.leading() / 2.0).max(0.0) as u32
}
