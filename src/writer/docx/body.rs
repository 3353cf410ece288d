//! The text: blocks → paragraphs by style, lists by numbering, notes, links and pictures.

use std::collections::BTreeMap;

use docx_rs::{
    AbstractNumbering, BreakType, Docx, Footnote, Hyperlink, HyperlinkData, HyperlinkType,
    IndentLevel, Level, LevelJc, LevelOverride, LevelText, LineSpacing, NumberFormat, Numbering,
    NumberingId, Paragraph, Pic, Run, RunFonts, SpecialIndentType, Start, Table,
};

use super::anchors::{Anchors, Placed};
use super::styles;
use super::{Measures, charts, table};
use crate::document::{Block, Document, Inline, plain};
use crate::layout::Role;

/// What comes of a block.
pub(super) enum Piece {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// What the text names.
pub(super) struct Named {
    /// Targets of the links, `rIdHyperlink1` first.
    pub links: Vec<String>,
    /// Anchors of the paragraphs.
    pub placed: Vec<Placed>,
    /// Whether there are lists, which need numberings.
    pub has_lists: bool,
}

pub(super) struct Body<'a> {
    document: &'a Document,
    measures: &'a Measures<'a>,
    pictures: &'a BTreeMap<String, Vec<u8>>,
    pieces: Vec<Piece>,
    /// Start of each ordered list, none for bullets; each list is a numbering of its own, so that each starts anew.
    lists: Vec<Option<u32>>,
    /// Targets of the links, `rIdHyperlink1` first.
    links: Vec<String>,
    drawn: usize,
    /// A run-in heading, until the paragraph comes that it begins.
    begun: Option<Paragraph>,
    pub(super) anchors: Anchors<'a>,
}

/// How far the line of a picture reaches below it, in the size of the text: what letters there would take, and some more, for where a hair
/// is left over, text that keeps to the grid begins a line further down.
const DESCENT: f64 = 0.4;
/// docx-rs keeps number 1 for itself.
const BULLETS: usize = 2;
const NUMBERS: usize = 3;
const FIRST_LIST: usize = 2;
/// Levels a list can be deep in Word.
const DEEPEST: usize = 8;

impl<'a> Body<'a> {
    pub(super) fn new(
        document: &'a Document,
        measures: &'a Measures<'a>,
        pictures: &'a BTreeMap<String, Vec<u8>>,
    ) -> Self {
        Body {
            document,
            measures,
            pictures,
            pieces: Vec::new(),
            lists: Vec::new(),
            links: Vec::new(),
            drawn: 0,
            begun: None,
            anchors: Anchors::new(document),
        }
    }

    /// Adds the text to `docx`, and gives back what the parts beside it need.
    pub(super) fn add_to(mut self, mut docx: Docx) -> (Docx, Named) {
        self.title();
        for (index, block) in self.document.blocks.iter().enumerate() {
            let before_signature =
                index + 1 == self.document.blocks.len() && self.document.signature.is_some();
            self.block(block, before_signature);
        }
        self.signature();
        self.draft();
        docx = self.numberings(docx);
        let mut pieces = self.pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            docx = match piece {
                // A line's box is filled to its foot; a table right below would touch the letters.
                Piece::Paragraph(paragraph) if matches!(pieces.peek(), Some(Piece::Table(_))) => {
                    docx.add_paragraph(
                        paragraph.line_spacing(LineSpacing::new().after(gap(self.measures))),
                    )
                }
                Piece::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
                Piece::Table(table) => docx.add_table(*table),
            };
        }
        (
            docx,
            Named {
                links: self.links,
                placed: self.anchors.placed,
                has_lists: !self.lists.is_empty(),
            },
        )
    }

    pub(super) fn measures(&self) -> &'a Measures<'a> {
        self.measures
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.pieces.push(Piece::Paragraph(Box::new(paragraph)));
    }

    fn title(&mut self) {
        let lines = &self.document.title;
        let mut run = text_run("");
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                run = run.add_break(BreakType::TextWrapping);
            }
            run = run.add_text(line);
        }
        let style = &self.measures.style.title;
        let (pitch, line) =
            (self.measures.pitch.unsigned_abs(), styles::title_line(self.measures).unsigned_abs());
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
            Block::Heading { level, number, content, run_in, at } => {
                if *level == 1 {
                    self.anchors.enter_section();
                }
                if *run_in {
                    let text = number.clone() + &plain(content);
                    let paragraph = self.anchors.text(Paragraph::new().style(styles::BODY), *at);
                    self.begun = Some(paragraph.add_run(text_run(&text).style(styles::RUN_IN)));
                    return;
                }
                let paragraph =
                    self.anchors.text(Paragraph::new().style(&styles::heading(*level)), *at);
                let paragraph = self.inlines(paragraph.add_run(text_run(number)), content);
                self.push(paragraph);
            }
            Block::Paragraph { content, at } => {
                let begun =
                    self.begun.take().unwrap_or_else(|| Paragraph::new().style(styles::BODY));
                let paragraph = self.anchors.text(begun, *at);
                let paragraph = self.inlines(paragraph, content);
                self.push(if keep_next { paragraph.keep_next(true) } else { paragraph });
            }
            Block::List { .. } => self.list(block, 0),
            Block::Table(table) => {
                let built = table::build(table, self);
                self.pieces.push(Piece::Table(Box::new(built)));
            }
            Block::Figure { path, alt: _, caption, pixels } => self.figure(path, caption, *pixels),
            Block::Chart(chart) => {
                self.with_caption(
                    Run::new().add_text(charts::PLACE),
                    charts::height(self.measures),
                    &chart.caption,
                );
            }
        }
    }

    fn list(&mut self, list: &Block, depth: usize) {
        let Block::List { start, items } = list else { return };
        self.lists.push(*start);
        let number = FIRST_LIST + self.lists.len() - 1;
        let depth = depth.min(DEEPEST);
        for item in items {
            for (index, block) in item.iter().enumerate() {
                match block {
                    Block::Paragraph { content, at } => {
                        let paragraph =
                            self.anchors.text(Paragraph::new().style(styles::LIST), *at);
                        let paragraph = match index {
                            0 => paragraph
                                .numbering(NumberingId::new(number), IndentLevel::new(depth)),
                            _ => paragraph.indent(
                                Some(list_left(self.measures, depth)),
                                None,
                                None,
                                None,
                            ),
                        };
                        let paragraph = self.inlines(paragraph, content);
                        self.push(paragraph);
                    }
                    Block::List { .. } => self.list(block, depth + 1),
                    other => self.block(other, false),
                }
            }
        }
    }

    fn numberings(&self, mut docx: Docx) -> Docx {
        if self.lists.is_empty() {
            return docx;
        }
        for (id, format) in [(BULLETS, "bullet"), (NUMBERS, "decimal")] {
            let mut numbering = AbstractNumbering::new(id);
            for depth in 0..=DEEPEST {
                let text =
                    if id == BULLETS { "•".to_owned() } else { format!("%{}.", depth + 1) };
                let level = Level::new(
                    depth,
                    Start::new(1),
                    NumberFormat::new(format),
                    LevelText::new(text),
                    LevelJc::new("left"),
                );
                let hanging = SpecialIndentType::Hanging(self.measures.characters(1.0));
                numbering = numbering.add_level(level.indent(
                    Some(list_left(self.measures, depth)),
                    Some(hanging),
                    None,
                    None,
                ));
            }
            docx = docx.add_abstract_numbering(numbering);
        }
        for (index, start) in self.lists.iter().enumerate() {
            let id = FIRST_LIST + index;
            docx = docx.add_numbering(match start {
                None => Numbering::new(id, BULLETS),
                Some(start) => {
                    let overrides = (0..=DEEPEST)
                        .map(|depth| LevelOverride::new(depth).start(*start as usize))
                        .collect();
                    Numbering::new(id, NUMBERS).overrides(overrides)
                }
            });
        }
        docx
    }

    /// A pixel is 1/96 inch; the picture is at most as wide as the text and so many lines high.
    fn figure(&mut self, path: &str, caption: &str, [width, height]: [usize; 2]) {
        let Some(bytes) = self.pictures.get(path) else { return };
        self.drawn += 1;
        let (width, height) = (width as f64 * 15.0, height as f64 * 15.0); // twips
        let most_high =
            f64::from(self.measures.style.figure.lines_max) * f64::from(self.measures.pitch);
        let scale = (f64::from(self.measures.text_width) / width).min(most_high / height).min(1.0);
        let emu = |twips: f64| (twips * scale * 635.0).round() as u32;
        let picture = Pic::new_with_dimensions(bytes.clone(), 1, 1)
            .id(format!("rIdImage{}", self.drawn))
            .size(emu(width), emu(height));
        self.with_caption(Run::new().add_image(picture), height * scale, caption);
    }

    /// A picture `height` twips high with its caption, and below both what makes them take whole lines of the grid.
    fn with_caption(&mut self, picture: Run, height: f64, caption: &str) {
        let style = self.measures.style;
        let (pitch, line) =
            (f64::from(self.measures.pitch), f64::from(styles::caption_line(self.measures)));
        let characters = style.page.text_width_mm() / style.text(Role::Caption).size_mm();
        let lines = (caption.chars().count() as f64 / characters).ceil();
        let taken = height + lines * line + self.measures.leading();
        let below = (taken / pitch).ceil() * pitch - height - lines * line;
        let below =
            (below - DESCENT * style.text(Role::Body).size_pt * 20.0).max(0.0).round() as u32;
        let paragraph = Paragraph::new().style(styles::FIGURE).add_run(picture);
        let after = LineSpacing::new().after(below);
        if caption.is_empty() {
            self.push(paragraph.line_spacing(after));
        } else {
            self.push(paragraph.keep_next(true));
            self.push(
                Paragraph::new()
                    .style(styles::CAPTION)
                    .line_spacing(after)
                    .add_run(text_run(caption)),
            );
        }
    }

    fn signature(&mut self) {
        let Some(signature) = &self.document.signature else { return };
        let last = signature.lines.len() - 1;
        let pitch = self.measures.pitch.unsigned_abs();
        for (index, line) in signature.lines.iter().enumerate() {
            let right = self.measures.characters(line.right_em);
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
        self.lists.push(Some(1));
        let number = FIRST_LIST + self.lists.len() - 1;
        for finding in &draft.findings {
            let paragraph = Paragraph::new()
                .style(styles::LIST)
                .numbering(NumberingId::new(number), IndentLevel::new(0));
            self.push(paragraph.add_run(text_run(finding)));
        }
    }

    /// `paragraph` with `content` at its end.
    pub(super) fn inlines(&mut self, paragraph: Paragraph, content: &[Inline]) -> Paragraph {
        self.toned(paragraph, content, Tone::default())
    }

    fn toned(&mut self, mut paragraph: Paragraph, content: &[Inline], tone: Tone) -> Paragraph {
        let both_words = |a: &Inline, b: &Inline| a.words().is_some() && b.words().is_some();
        for pieces in content.chunk_by(both_words) {
            paragraph = match &pieces[0] {
                // Typed and bound words are one run: nobody sees where a number was bound.
                Inline::Text { .. } | Inline::Bound { .. } => {
                    paragraph.add_run(tone.set(text_run(&plain(pieces))))
                }
                Inline::Break { .. } => {
                    paragraph.add_run(Run::new().add_break(BreakType::TextWrapping))
                }
                Inline::Strong { content, .. } => {
                    self.toned(paragraph, content, Tone { strong: true, ..tone })
                }
                Inline::Emph { content, .. } => {
                    self.toned(paragraph, content, Tone { emphasis: true, ..tone })
                }
                Inline::Link { url, content, .. } => self.link(paragraph, url, content),
                Inline::Note { index, .. } => {
                    let note = self.note(*index);
                    paragraph.add_run(note)
                }
            };
        }
        paragraph
    }

    fn link(&mut self, paragraph: Paragraph, url: &str, content: &[Inline]) -> Paragraph {
        self.links.push(url.to_owned());
        let mut link = Hyperlink::new(url, HyperlinkType::External);
        // docx-rs numbers links through the whole process; a file numbers its own.
        if let HyperlinkData::External { rid, .. } = &mut link.link {
            *rid = format!("rIdHyperlink{}", self.links.len());
        }
        paragraph.add_hyperlink(link.add_run(text_run(&plain(content)).style(styles::LINK)))
    }

    /// The mark of footnote `index`; Word numbers notes from 1, and docx-rs would number them through the whole process.
    fn note(&mut self, index: usize) -> Run {
        let mut content = Vec::new();
        for block in self.document.notes.get(index).into_iter().flatten() {
            if let Block::Paragraph { content: text, .. } = block {
                content.push(self.inlines(Paragraph::new().style(styles::NOTE_TEXT), text));
            }
        }
        Run::new()
            .style(styles::NOTE_MARK)
            .add_footnote_reference(Footnote { id: index + 1, content })
    }
}

/// What stands between a line and a table, twips: half the leading of the text, so that heading and table fit a page also where a word
/// processor draws rows a little higher than it is told.
fn gap(measures: &Measures<'_>) -> u32 {
    (measures.leading() / 2.0).max(0.0) as u32
}

/// Left edge of a list's text, twips: two characters for the indent and one for the mark, two more a level.
fn list_left(measures: &Measures<'_>, depth: usize) -> i32 {
    measures.characters(3.0 + 2.0 * depth as f64)
}

/// How a piece of text is stressed. Word gives a run one character style, so both together are a third.
#[derive(Debug, Clone, Copy, Default)]
struct Tone {
    strong: bool,
    emphasis: bool,
}

impl Tone {
    fn set(self, run: Run) -> Run {
        match (self.strong, self.emphasis) {
            (false, false) => run,
            (true, false) => run.style(styles::STRONG),
            (false, true) => run.style(styles::EMPHASIS),
            (true, true) => run.style(styles::STRONG_EMPHASIS),
        }
    }
}

/// A run of text. The hint keeps “ ” — … · in the Chinese font ([MS-OI29500] 2.1.88); numbers have none of them.
pub(super) fn text_run(text: &str) -> Run {
    let run = if text.is_ascii() {
        Run::new()
    } else {
        Run::new().fonts(RunFonts::new().hint("eastAsia"))
    };
    if text.is_empty() { run } else { run.add_text(text) }
}
