//! Inlines → runs, with the links, footnotes and anchors that stand among them.

use docx_rs::{
    AlignmentType, BreakType, Footnote, Hyperlink, HyperlinkData, HyperlinkType, Paragraph,
    ParagraphChild, Run, RunFonts,
};

use super::anchors::Anchors;
use super::marks::MarkCutter;
use super::styles;
use crate::document::{Block, Document, Heading, Inline, plain};
use crate::layout::{Role, Style};
use crate::ooxml::Relations;

/// Writes the text of paragraphs, and remembers what the parts beside it need.
pub(super) struct TextWriter<'a> {
    notes: &'a [Vec<Block>],
    style: &'a Style,
    /// What the paragraph is.
    role: Role,
    /// Cuts its runs.
    marks: MarkCutter,
    /// Gives out anchors.
    pub anchors: Anchors<'a>,
    /// Where the links of the text lead.
    pub links: Relations,
    /// The same of links in notes, which are a part of their own.
    pub note_links: Relations,
    /// Links so far.
    link_count: usize,
    in_note: bool,
}

impl<'a> TextWriter<'a> {
    pub fn new(document: &'a Document, style: &'a Style) -> Self {
        TextWriter {
            notes: &document.notes,
            style,
            role: Role::Body,
            marks: MarkCutter::default(),
            anchors: Anchors::new(document),
            links: Relations::default(),
            note_links: Relations::default(),
            link_count: 0,
            in_note: false,
        }
    }

    /// `paragraph`, which is of `role`, with `content` at its end.
    pub fn inlines(&mut self, paragraph: Paragraph, content: &[Inline], role: Role) -> Paragraph {
        self.toned(paragraph, content, role, Tone::default())
    }

    fn toned(
        &mut self,
        mut paragraph: Paragraph,
        content: &[Inline],
        role: Role,
        tone: Tone,
    ) -> Paragraph {
        let outer = (self.role, std::mem::take(&mut self.marks));
        self.role = role;
        self.add(&mut paragraph.children, content, tone);
        (self.role, self.marks) = outer;
        paragraph
    }

    /// `paragraph` with a heading at its end.
    pub fn heading(&mut self, paragraph: Paragraph, heading: &Heading) -> Paragraph {
        let paragraph = paragraph.add_run(text_run(&heading.number));
        self.inlines(paragraph, &heading.content, Role::heading(heading.level))
    }

    /// The same of a heading that text is to follow on the line.
    pub fn run_in(&mut self, paragraph: Paragraph, heading: &Heading) -> Paragraph {
        let number = Inline::text(&heading.number);
        let content: Vec<Inline> =
            std::iter::once(number).chain(heading.content.iter().cloned()).collect();
        let tone = Tone { run_in: true, ..Tone::default() };
        self.toned(paragraph, &content, Role::heading(heading.level), tone)
    }

    fn add(&mut self, runs: &mut Vec<ParagraphChild>, content: &[Inline], tone: Tone) {
        let child = |run: Run| ParagraphChild::Run(Box::new(run));
        let both_words = |a: &Inline, b: &Inline| a.words().is_some() && b.words().is_some();
        for pieces in content.chunk_by(both_words) {
            match &pieces[0] {
                // Typed and bound words are one run: nobody sees where a number was bound.
                Inline::Text { .. } | Inline::Bound { .. } => {
                    for (text, in_chinese) in self.marks.cut(&plain(pieces)) {
                        let run = text_run(text);
                        let run = if in_chinese { run.fonts(self.chinese(tone)) } else { run };
                        runs.push(child(tone.set(run)));
                    }
                }
                Inline::Break { .. } => {
                    runs.push(child(Run::new().add_break(BreakType::TextWrapping)));
                }
                Inline::Strong { content, .. } => {
                    self.add(runs, content, Tone { strong: true, ..tone });
                }
                Inline::Emph { content, .. } => {
                    self.add(runs, content, Tone { emphasis: true, ..tone });
                }
                Inline::Link { url, content, .. } => {
                    let mut link = self.link(url);
                    self.add(&mut link.children, content, Tone { link: true, ..tone });
                    runs.push(ParagraphChild::Hyperlink(link));
                }
                Inline::Note { index, .. } => runs.push(child(self.note(*index))),
            }
        }
    }

    /// The Chinese face of the text, for everything.
    fn chinese(&self, tone: Tone) -> RunFonts {
        let role = if tone.emphasis { styles::STRESSED } else { self.role };
        let face = &self.style.text(role).word;
        RunFonts::new().hint("eastAsia").ascii(face).hi_ansi(face)
    }

    /// A link with nothing in it yet. docx-rs numbers links through the whole process; a file
    /// numbers its own.
    fn link(&mut self, url: &str) -> Hyperlink {
        self.link_count += 1;
        let id = format!("rIdHyperlink{}", self.link_count);
        let mut link = Hyperlink::new(url, HyperlinkType::External);
        if let HyperlinkData::External { rid, .. } = &mut link.link {
            rid.clone_from(&id);
        }
        let links = if self.in_note { &mut self.note_links } else { &mut self.links };
        links.add_link(id, url);
        link
    }

    /// The mark of footnote `index`; Word numbers notes from 1, and docx-rs would number them
    /// through the whole process.
    fn note(&mut self, index: usize) -> Run {
        let outer = std::mem::replace(&mut self.in_note, true);
        let mut content = Vec::new();
        for block in self.notes.get(index).into_iter().flatten() {
            if let Block::Paragraph(text) = block {
                let paragraph = Paragraph::new().style(styles::NOTE_TEXT);
                let paragraph =
                    if text.torn { paragraph.align(AlignmentType::Left) } else { paragraph };
                let paragraph = self.anchors.note(paragraph);
                content.push(self.inlines(paragraph, &text.content, Role::Note));
            }
        }
        self.in_note = outer;
        Run::new()
            .style(styles::NOTE_MARK)
            .add_footnote_reference(Footnote { id: index + 1, content })
    }
}

/// How a piece of text is stressed, and whether it is a run-in heading's or a link's. Word gives a
/// run one character style, so that strength and stress together are a third, and either goes
/// before the link's. A run-in heading's goes before all, for it leads to the table of contents.
#[derive(Debug, Clone, Copy, Default)]
struct Tone {
    run_in: bool,
    strong: bool,
    emphasis: bool,
    link: bool,
}

impl Tone {
    fn set(self, run: Run) -> Run {
        if self.run_in {
            // Stress needs nothing here: its face is that of these headings.
            let run = run.style(styles::RUN_IN);
            return if self.strong { run.bold() } else { run };
        }
        match (self.strong, self.emphasis, self.link) {
            (true, true, _) => run.style(styles::STRONG_EMPHASIS),
            (true, false, _) => run.style(styles::STRONG),
            (false, true, _) => run.style(styles::EMPHASIS),
            (false, false, true) => run.style(styles::LINK),
            (false, false, false) => run,
        }
    }
}

/// A run of text. The hint keeps “ ” — … · in the Chinese font ([MS-OI29500] 2.1.88); numbers have
/// none of them.
pub(super) fn text_run(text: &str) -> Run {
    let run = if text.is_ascii() {
        Run::new()
    } else {
        Run::new().fonts(RunFonts::new().hint("eastAsia"))
    };
    if text.is_empty() { run } else { run.add_text(text) }
}
