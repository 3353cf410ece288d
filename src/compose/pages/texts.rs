//! The lines of a text, and the notes that each of them has at the foot of its page.

use std::ops::Range;

use crate::document::{Block, Inline, Paragraph, Table, plain};
use crate::fonts::{BreakableText, NOTE_MARK, Rulers, SetLine};
use crate::layout::{Role, Style};

/// How word processors set text: those that squeeze marks, and those that don't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordSetting {
    Tight,
    Loose,
}

/// What LibreOffice puts above the notes of a page, mm.
const LOOSE_RULE_MM: f64 = 2.0;

/// How many letters a word has that may tear a line.
const LONG_WORD: usize = 12;
/// What a note's mark and the space behind it take, em.
const NOTE_INDENT: f64 = 1.0;

/// A text as both kinds of word processors set it.
pub(super) struct MeasuredText {
    tight: Vec<f64>,
    loose: Vec<f64>,
    /// Whether one of its lines would be pulled apart.
    pub torn: bool,
}

impl MeasuredText {
    /// Of each line what its notes take, lines of the grid.
    pub fn lines(&self, setting: WordSetting) -> &[f64] {
        match setting {
            WordSetting::Tight => &self.tight,
            WordSetting::Loose => &self.loose,
        }
    }
}

/// Whether a note would be.
pub(super) fn is_note_torn(
    note: &Paragraph,
    room: f64,
    style: &Style,
    rulers: &Rulers<'_>,
) -> bool {
    let text = plain(&note.content);
    if !has_long_word(&text) {
        return false;
    }
    let (ruler, text) = (rulers.of(Role::Note), BreakableText::new(&text));
    let lines = |tight| ruler.lines(room, NOTE_INDENT, tight, &text);
    [true, false].map(lines).iter().any(|lines| is_torn(lines, room, style))
}

/// Measures the texts of a document.
pub(super) struct TextMeasure<'a> {
    pub notes: &'a [Vec<Block>],
    pub style: &'a Style,
    pub rulers: &'a Rulers<'a>,
}

impl TextMeasure<'_> {
    /// What stands above the first note of a page, lines of the grid.
    pub fn rule(&self, setting: WordSetting) -> f64 {
        let rule_mm = match setting {
            // A line of a note.
            WordSetting::Tight => self.style.note_line_mm(),
            WordSetting::Loose => LOOSE_RULE_MM,
        };
        rule_mm / self.style.line_mm()
    }

    /// Measures a text in lines of `room` (em), the first of them `indent` shorter.
    pub fn measure(&self, content: &[Inline], role: Role, room: f64, indent: f64) -> MeasuredText {
        let ruler = self.rulers.of(role);
        // A line that is begun anew begins as the first does.
        let is_break = |inline: &Inline| matches!(inline, Inline::Break { .. });
        let is_broken = content.iter().any(is_break);
        let (room, indent) = if is_broken { (room - indent, 0.0) } else { (room, indent) };
        let mut measured = MeasuredText { tight: Vec::new(), loose: Vec::new(), torn: false };
        for part in content.split(is_break) {
            let mut text = MarkedText::default();
            text.add(part);
            let broken = BreakableText::new(&text.text);
            let [tight, loose] =
                [true, false].map(|tight| ruler.lines(room, indent, tight, &broken));
            measured.torn |= has_long_word(&text.text)
                && [&tight, &loose].into_iter().any(|lines| is_torn(lines, room, self.style));
            measured.tight.extend(self.footed(&tight, &text.notes, WordSetting::Tight));
            measured.loose.extend(self.footed(&loose, &text.notes, WordSetting::Loose));
        }
        measured
    }

    /// What the notes of each line take.
    fn footed(
        &self,
        lines: &[SetLine],
        notes: &[(usize, usize)],
        setting: WordSetting,
    ) -> Vec<f64> {
        let mut notes = notes.iter().peekable();
        let mut last = lines.len();
        let height = |line: &SetLine| {
            last -= 1;
            let mut height = 0.0;
            while let Some((_, index)) = notes.next_if(|(at, _)| *at < line.end || last == 0) {
                height += self.note(*index, setting);
            }
            height
        };
        lines.iter().map(height).collect()
    }

    /// What the notes in rows of an author's table take, lines of the grid.
    pub fn rows(&self, table: &Table, rows: Range<usize>, setting: WordSetting) -> f64 {
        if table.official || self.notes.is_empty() {
            return 0.0;
        }
        let rows = table.grid.rows().skip(rows.start).take(rows.len());
        let notes = rows.flat_map(|row| row.placed()).flat_map(|(_, placed)| {
            let mut text = MarkedText::default();
            text.add(&placed.cell.content);
            text.notes
        });
        notes.map(|(_, index)| self.note(index, setting)).sum()
    }

    /// The height of a note, lines of the grid.
    fn note(&self, index: usize, setting: WordSetting) -> f64 {
        let style = self.style;
        let room = style.page.text_width_mm() / style.text(Role::Note).size_mm();
        let ruler = self.rulers.of(Role::Note);
        let tight = setting == WordSetting::Tight;
        let height = |block: &Block| {
            let Block::Paragraph(it) = block else { return 0.0 };
            let text = plain(&it.content);
            let lines = ruler.lines(room, NOTE_INDENT, tight, &BreakableText::new(&text));
            lines.len() as f64 * style.note_line_mm() + style.note_gap_mm()
        };
        let paragraphs = self.notes.get(index).into_iter().flatten();
        paragraphs.map(height).sum::<f64>() / style.line_mm()
    }
}

/// A text with characters in the place of its notes' marks.
#[derive(Default)]
struct MarkedText {
    text: String,
    /// Where marks begin, bytes, and the notes that they are of.
    notes: Vec<(usize, usize)>,
}

impl MarkedText {
    fn add(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } | Inline::Bound { text, .. } => self.text.push_str(text),
                Inline::Note { index, .. } => {
                    self.notes.push((self.text.len(), *index));
                    let digits = (index + 1).to_string().len();
                    self.text.extend(std::iter::repeat_n(NOTE_MARK, digits));
                }
                Inline::Strong { content, .. }
                | Inline::Emph { content, .. }
                | Inline::Link { content, .. } => self.add(content),
                Inline::Break { .. } => {}
            }
        }
    }
}

/// Whether one of the lines but the last would be pulled apart to be as wide as `room`, em.
fn is_torn(lines: &[SetLine], room: f64, style: &Style) -> bool {
    let most = style.docx.torn_em;
    let mut full = lines.iter().rev().skip(1);
    most > 0.0 && full.any(|line| room - line.em > most * line.joints as f64)
}

fn has_long_word(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_graphic()).any(|word| word.len() >= LONG_WORD)
}
