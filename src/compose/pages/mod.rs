//! Where a word processor is likely to end its lines and pages. A file that is to be edited has
//! none of its own, but a label that the end of a page cuts must be written in both parts, rows
//! fill what a page would leave empty, and a line that an address would pull apart is better left
//! ragged: all this is settled here, from the lines that everything takes.

mod count;
mod rows;
mod tables;
mod texts;

use self::count::PageCount;
use self::texts::{MeasuredText, TextMeasure, WordSetting};
use crate::document::{Block, Document, Heading, Inline, List, Paragraph};
use crate::fonts::Rulers;
use crate::layout::{Role, Style};

/// The ways to fill pages that are followed side by side: both kinds of word processors, and
/// LibreOffice with so many lines more above the notes of a page. What all of them agree on is
/// certain enough.
const WAYS: [(WordSetting, f64); 3] =
    [(WordSetting::Tight, 0.0), (WordSetting::Loose, 0.0), (WordSetting::Loose, 0.2)];

/// Settles which paragraphs are torn, and how the form's tables go over pages. Nothing but a file
/// that is to be edited needs it.
pub fn flow(document: &mut Document, style: &Style, rulers: &Rulers<'_>) {
    let room = style.page.text_width_mm() / style.text(Role::Note).size_mm();
    for block in document.notes.iter_mut().flatten() {
        if let Block::Paragraph(note) = block {
            note.torn = texts::is_note_torn(note, room, style, rulers);
        }
    }
    let mut blocks = std::mem::take(&mut document.blocks);
    let lines = f64::from(style.page.lines);
    let title = f64::from(document.title.grid_lines);
    let texts = TextMeasure { notes: &document.notes, style, rulers };
    let counts = WAYS
        .map(|(setting, more)| PageCount::new(setting, lines, title, texts.rule(setting) + more));
    let mut pages = Pages { texts, style, counts };
    let room = style.page.text_width_mm() / style.text(Role::Body).size_mm();
    for (index, block) in blocks.iter_mut().enumerate() {
        pages.counts.iter_mut().for_each(|count| count.block = index);
        pages.block(block, room);
    }
    if let Some(signature) = &document.signature {
        let lines = signature.blank_lines + signature.lines.len() as u32 + signature.below_lines;
        pages.each(|count| count.sign(f64::from(lines)));
    }
    let counts = pages.counts.map(PageCount::finish);
    rows::fill(&mut blocks, &counts, style);
    document.blocks = blocks;
}

/// The pages of all ways, while they are filled.
struct Pages<'a> {
    texts: TextMeasure<'a>,
    style: &'a Style,
    counts: [PageCount; WAYS.len()],
}

impl Pages<'_> {
    fn each(&mut self, place: impl Fn(&mut PageCount)) {
        self.counts.iter_mut().for_each(place);
    }

    /// A block whose lines are `room` (em) long.
    fn block(&mut self, block: &mut Block, room: f64) {
        match block {
            Block::Heading(heading) => self.heading(heading, room),
            Block::Paragraph(it) => self.paragraph(it, &[], Role::Body, room),
            Block::RunIn { heading, paragraph } => {
                let number = Inline::text(&heading.number);
                let above = [&[number], &*heading.content].concat();
                self.paragraph(paragraph, &above, Role::Body, room);
            }
            Block::Remark(remark) => {
                let wider =
                    self.style.text(Role::Body).size_pt / self.style.text(Role::Note).size_pt;
                self.paragraph(remark, &[], Role::Note, room * wider);
            }
            Block::List(list) => self.list(list, room),
            Block::Table(table) => tables::place(table, &mut self.counts, &self.texts),
            Block::Figure(figure) => {
                let lines = figure.setting.as_ref().map_or(0, |it| it.grid_lines);
                self.each(|count| count.whole(lines.into()));
            }
            Block::Chart(chart) => {
                let lines = chart.setting.as_ref().map_or(0, |it| it.grid_lines);
                self.each(|count| count.whole(lines.into()));
            }
            Block::Turned { .. } => self.each(|count| count.turn()),
        }
    }

    /// The width of so many characters of the grid, em.
    fn on_grid(&self, characters: f64) -> f64 {
        characters * self.style.character_mm() / self.style.text(Role::Body).size_mm()
    }

    /// By how much a first line is shorter, em.
    fn indent(&self, role: Role) -> f64 {
        self.on_grid(self.style.text(role).indent_em)
    }

    fn heading(&mut self, heading: &Heading, room: f64) {
        let role = Role::heading(heading.level);
        let content = [&[Inline::text(&heading.number)], &*heading.content].concat();
        let text = self.texts.measure(&content, role, room, self.indent(role));
        self.each(|count| count.head(text.lines(count.setting)));
    }

    /// A paragraph that follows `above` on the line.
    fn paragraph(&mut self, it: &mut Paragraph, above: &[Inline], role: Role, room: f64) {
        let content = [above, &*it.content].concat();
        let text = self.texts.measure(&content, role, room, self.indent(role));
        self.place(it, text);
    }

    fn place(&mut self, it: &mut Paragraph, text: MeasuredText) {
        it.torn = text.torn;
        self.each(|count| count.text(text.lines(count.setting)));
    }

    fn list(&mut self, list: &mut List, room: f64) {
        let Some(setting) = &list.setting else { return };
        let taken = f64::from(setting.indent_milli_em + setting.hang_milli_em) / 1000.0;
        let room = room - self.on_grid(taken);
        for block in list.items.iter_mut().flatten() {
            match block {
                Block::Paragraph(it) => {
                    let text = self.texts.measure(&it.content, Role::Body, room, 0.0);
                    self.place(it, text);
                }
                other => self.block(other, room),
            }
        }
    }
}
