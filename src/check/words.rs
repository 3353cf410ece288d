//! Words that no line can hold. Han may break anywhere; a run of Latin letters and digits, or of
//! marks, may not, and would leave the page.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Location};
use crate::document::{Block, Document, Inline, List, plain};
use crate::finding;
use crate::fonts::Rulers;
use crate::layout::{Role, Style};
use crate::reader::Sources;

/// Characters of a word that a finding shows.
const SHOWN: usize = 20;

/// Every piece of the text that no line break divides and that is wider than its line, where it was
/// typed. Columns of tables are fitted to their words.
pub fn check(
    document: &Document,
    style: &Style,
    rulers: &Rulers<'_>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut words = LongWords { style, rulers, found: Vec::new() };
    let line = |role| Line { role, room_mm: style.page.text_width_mm(), indent_em: 0.0 };
    for text in &document.title.lines {
        words.add(text, line(Role::Title), None);
    }
    let body = Line { indent_em: style.text(Role::Body).indent_em, ..line(Role::Body) };
    words.add_blocks(&document.blocks, body);
    for note in &document.notes {
        words.add_blocks(note, line(Role::Note));
    }
    for signed in document.signature.iter().flat_map(|signature| &signature.lines) {
        words.add(&signed.text, line(Role::Body), None);
    }
    words.found.iter().map(|(word, source)| told(word, source.as_ref(), sources)).collect()
}

/// The lines that a text is set in.
#[derive(Clone, Copy)]
struct Line {
    role: Role,
    room_mm: f64,
    /// What the first one is set in by, characters of the grid.
    indent_em: f64,
}

/// The words so far, with the bytes of their blocks in narrative.md.
struct LongWords<'a> {
    style: &'a Style,
    rulers: &'a Rulers<'a>,
    found: Vec<(String, Option<Range<usize>>)>,
}

impl LongWords<'_> {
    fn add_blocks(&mut self, blocks: &[Block], line: Line) {
        for block in blocks {
            let source = block.source();
            let caption = Line { role: Role::Caption, indent_em: 0.0, ..line };
            match block {
                Block::Heading(heading) => {
                    let role = Role::heading(heading.level);
                    let line = Line { role, indent_em: self.style.text(role).indent_em, ..line };
                    let number = [Inline::text(&heading.number)];
                    self.add_content(number.iter().chain(&heading.content), line, source);
                }
                Block::Paragraph(paragraph) => {
                    self.add_content(&paragraph.content, line, source);
                }
                Block::Remark(remark) => {
                    let line = Line { role: Role::Note, indent_em: 0.0, ..line };
                    self.add_content(&remark.content, line, source);
                }
                Block::RunIn { heading, paragraph } => {
                    self.add_content(
                        heading.content.iter().chain(&paragraph.content),
                        line,
                        source,
                    );
                }
                Block::List(list) => self.add_list(list, line),
                Block::Figure(figure) => self.add(&figure.caption, caption, source),
                Block::Chart(chart) => self.add(&chart.caption, caption, source),
                Block::Turned { blocks } => self.add_blocks(blocks, line),
                Block::Table(_) => {}
            }
        }
    }

    fn add_list(&mut self, list: &List, line: Line) {
        let Some(setting) = &list.setting else { return };
        for (index, item) in list.items.iter().enumerate() {
            let mark = setting.mark_of(list.start.unwrap_or_default(), index);
            let text_em = setting.text_em(self.rulers.of(line.role).em(&mark));
            let room_mm = line.room_mm - text_em * self.style.character_mm();
            self.add_blocks(item, Line { room_mm, indent_em: 0.0, ..line });
        }
    }

    /// Adds the words of a paragraph, which may be made of several pieces.
    fn add_content<'c>(
        &mut self,
        content: impl IntoIterator<Item = &'c Inline>,
        line: Line,
        source: Option<Range<usize>>,
    ) {
        let mut text = String::new();
        let mut line = line;
        for inline in content {
            if let Inline::Break { .. } = inline {
                self.add(&std::mem::take(&mut text), line, source.clone());
                line.indent_em = 0.0;
            }
            text += &plain(std::slice::from_ref(inline));
        }
        self.add(&text, line, source);
    }

    /// Adds the words of a text that is one paragraph.
    fn add(&mut self, text: &str, line: Line, source: Option<Range<usize>>) {
        let size_mm = self.style.text(line.role).size_mm();
        let room = line.room_mm / size_mm;
        let indented = room - line.indent_em * self.style.character_mm() / size_mm;
        for (place, width) in self.rulers.of(line.role).wider_than(indented, text) {
            if place.start == 0 || width > room {
                self.found.push((bare(&text[place]).to_owned(), source.clone()));
            }
        }
    }
}

/// A word without the marks around it, where they are the lesser part.
fn bare(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() * 2 > word.len() { bare } else { word }
}

/// The finding about a word that stands in a block of these bytes, or in the head of the report.
fn told(word: &str, source: Option<&Range<usize>>, sources: &Sources) -> Diagnostic {
    let start: String = word.chars().take(SHOWN).collect();
    let finding = finding!("word-too-long", start = start, count = word.chars().count());
    let (file, within) = match source {
        Some(range) => (sources.narrative.as_ref(), range.clone()),
        None => (sources.json.as_ref(), 0..usize::MAX),
    };
    let Some(file) = file else { return finding };
    let within = within.start..within.end.min(file.text().len());
    let text = &file.text()[within.clone()];
    finding.at(match text.find(word) {
        Some(at) => file.locate(within.start + at..within.start + at + word.len()),
        None if source.is_none() => Location::whole(file.name()),
        // It goes over marks of stress, or was typed in another way.
        None => {
            let first = text.lines().next().unwrap_or_default().len();
            file.locate(within.start..within.start + first)
        }
    })
}
