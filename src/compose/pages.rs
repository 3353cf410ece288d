//! Where a word processor is likely to end its lines and pages. A file that is to be edited has
//! none of its own, but a label that the end of a page cuts must be written in both parts, and a
//! line that an address would pull apart is better left ragged: both are settled here, from the
//! lines that everything takes.

use crate::document::{Block, Document, Heading, Inline, List, Table, plain};
use crate::fonts::Rulers;
use crate::layout::{Fill, Role, Style, heights, parts};

/// By how many lines more, and by how many less, the text before a table may be set than is counted
/// here, and the table still ends its page where it is parted.
const MORE: f64 = 0.5;
const LESS: f64 = 0.3;
/// What may be added to each character of a line, em, before it looks torn.
const MOST: f64 = 0.12;
/// By how much lines are tried shorter, em: widths of letters differ, and so do places of breaks.
const TRIED: [f64; 2] = [0.0, 0.3];
/// How many letters a word has that may tear a line.
const LONG_WORD: usize = 12;
/// What a note's mark and the space behind it take, em.
const NOTE_INDENT: f64 = 1.0;
/// The fewest lines of a paragraph at either side of a page's end.
const TOGETHER: u32 = 2;

/// Settles which paragraphs are torn, and where the form's tables are parted.
pub(super) fn settle(document: &mut Document, style: &Style, rulers: &Rulers<'_>) {
    let room = style.page.text_width_mm() / style.text(Role::Note).size_mm();
    for block in document.notes.iter_mut().flatten() {
        if let Block::Paragraph(note) = block {
            let lines =
                rulers.of(Role::Note).lines(room, NOTE_INDENT, false, &plain(&note.content));
            note.torn = has_long_word(&plain(&note.content)) && is_torn(&lines, room);
        }
    }
    let mut blocks = std::mem::take(&mut document.blocks);
    let mut rooms = Vec::new();
    // Twice: as word processors set text that squeeze marks, and as those that don't.
    for tight in [true, false] {
        let others = std::mem::take(&mut rooms).into_iter();
        let mut page =
            PageCount { document, style, rulers, tight, left: 0.0, heads: 0.0, others, rooms };
        page.begin();
        page.left -= f64::from(page.document.title.grid_lines);
        let room_em = style.page.text_width_mm() / style.text(Role::Body).size_mm();
        blocks.iter_mut().for_each(|block| page.block(block, room_em));
        rooms = page.rooms;
    }
    document.blocks = blocks;
}

/// The page that is being filled.
struct PageCount<'a> {
    document: &'a Document,
    style: &'a Style,
    rulers: &'a Rulers<'a>,
    tight: bool,
    /// Lines that were free for each of the form's tables when the text was set the other way.
    others: std::vec::IntoIter<f64>,
    /// The same of this time.
    rooms: Vec<f64>,
    /// Its free lines.
    left: f64,
    /// Lines of headings that stand above what comes next.
    heads: f64,
}

impl PageCount<'_> {
    fn begin(&mut self) {
        self.left = f64::from(self.style.page.lines);
    }

    /// A block whose lines are `room` (em) long.
    fn block(&mut self, block: &mut Block, room: f64) {
        match block {
            Block::Heading(heading) => self.heads += self.heading(heading, room),
            Block::Paragraph(it) => {
                it.torn = self.text(&it.content, Role::Body, room, self.indent(Role::Body));
            }
            Block::RunIn { heading, paragraph } => {
                let number = Inline::text(&heading.number);
                let content = [&[number], &*heading.content, &*paragraph.content].concat();
                paragraph.torn = self.text(&content, Role::Body, room, self.indent(Role::Body));
            }
            Block::Remark(remark) => {
                let wider =
                    self.style.text(Role::Body).size_pt / self.style.text(Role::Note).size_pt;
                remark.torn = self.text(&remark.content, Role::Note, room * wider, 0.0);
            }
            Block::List(list) => self.list(list, room),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                self.whole(figure.setting.as_ref().map_or(0, |it| it.grid_lines).into());
            }
            Block::Chart(chart) => {
                self.whole(chart.setting.as_ref().map_or(0, |it| it.grid_lines).into());
            }
            Block::Turned { .. } => {
                self.heads = 0.0;
                self.begin();
            }
        }
    }

    /// By how much a first line is shorter, em: so many characters of the grid.
    fn indent(&self, role: Role) -> f64 {
        let on_grid = self.style.character_mm() / self.style.text(Role::Body).size_mm();
        self.style.text(role).indent_em * on_grid
    }

    fn heading(&self, heading: &Heading, room: f64) -> f64 {
        let role = Role::heading(heading.level);
        let text = heading.number.clone() + &plain(&heading.content);
        self.rulers.of(role).lines(room, self.indent(role), self.tight, &text).len() as f64
    }

    fn list(&mut self, list: &mut List, room: f64) {
        let Some(setting) = &list.setting else { return };
        let room = room - f64::from(setting.indent_milli_em + setting.hang_milli_em) / 1000.0;
        for block in list.items.iter_mut().flatten() {
            match block {
                Block::Paragraph(it) => {
                    it.torn = self.text(&it.content, Role::Body, room, 0.0);
                }
                other => self.block(other, room),
            }
        }
    }

    /// A paragraph: its lines, and those of its notes at the foot of the page. Tells whether one of
    /// them would be pulled apart.
    fn text(&mut self, content: &[Inline], role: Role, room: f64, indent: f64) -> bool {
        let ruler = self.rulers.of(role);
        let parts = content.split(|inline| matches!(inline, Inline::Break { .. }));
        // A line that is begun anew begins as the first does.
        let is_broken = content.iter().any(|inline| matches!(inline, Inline::Break { .. }));
        let (room, indent) = if is_broken { (room - indent, 0.0) } else { (room, indent) };
        let (mut lines, mut torn) = (0, false);
        for part in parts {
            let text = plain(part);
            let drawn = ruler.lines(room, indent, self.tight, &text);
            torn |= has_long_word(&text)
                && TRIED.iter().any(|less| {
                    let room = room - less;
                    is_torn(&ruler.lines(room, indent, self.tight, &text), room)
                });
            lines += drawn.len() as u32;
        }
        self.left -= self.notes(content);
        let first = if lines < 2 * TOGETHER { lines } else { TOGETHER };
        self.head(f64::from(first));
        if f64::from(lines) > self.left {
            let here = (self.left.max(0.0) as u32).min(lines.saturating_sub(TOGETHER));
            lines -= if here < TOGETHER { 0 } else { here };
            self.begin();
            lines %= self.style.page.lines.max(1) + 1;
        }
        self.left -= f64::from(lines);
        torn
    }

    /// Lines of the grid that the notes of a text take.
    fn notes(&self, content: &[Inline]) -> f64 {
        let note = |inline: &Inline| match inline {
            Inline::Note { index, .. } => self.note(*index),
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => self.notes(content),
            Inline::Text { .. } | Inline::Bound { .. } | Inline::Break { .. } => 0.0,
        };
        content.iter().map(note).sum()
    }

    fn note(&self, index: usize) -> f64 {
        let size_mm = self.style.text(Role::Note).size_mm();
        let room = self.style.page.text_width_mm() / size_mm;
        let line_mm = size_mm * (1.0 + self.style.table.leading_em);
        let paragraphs = self.document.notes.get(index).into_iter().flatten();
        let lines = |block: &Block| match block {
            Block::Paragraph(it) => self
                .rulers
                .of(Role::Note)
                .lines(room, NOTE_INDENT, self.tight, &plain(&it.content))
                .len(),
            _ => 0,
        };
        paragraphs.map(lines).sum::<usize>() as f64 * line_mm / self.style.line_mm()
    }

    /// Makes room for so many lines and the headings above them.
    fn head(&mut self, lines: f64) {
        if self.heads + lines > self.left {
            self.begin();
        }
        self.left -= std::mem::take(&mut self.heads);
    }

    /// What stands on one page.
    fn whole(&mut self, lines: f64) {
        self.head(lines);
        self.left -= lines;
    }

    fn table(&mut self, table: &mut Table) {
        if table.setting.is_none() {
            return; // It fits no page, and is told.
        }
        let rows = heights::rows(table, self.style);
        let gap = 0.5 * self.style.leading_mm();
        let in_lines = |mm: f64| mm / self.style.line_mm();
        let whole = in_lines(gap + rows.iter().sum::<f64>());
        if table.official {
            table.parted = self.parting(table, whole, in_lines(gap));
        }
        let mut breaks = match table.parted {
            Some(at) => vec![at],
            None if table.official => parts::open_breaks(table),
            None if table.keep_whole => Vec::new(),
            None => (2..rows.len()).collect(),
        };
        breaks.push(rows.len());
        let repeated: f64 = match table.grid.groups() {
            [only] if table.heads_repeat => rows[..only.head.len()].iter().sum(),
            _ => 0.0,
        };
        let (mut from, mut above) = (0, gap);
        for to in breaks {
            let lines = in_lines(above + rows[from..to].iter().sum::<f64>()) - ROUNDED;
            if self.heads + lines > self.left {
                self.begin();
                self.left -= if from > 0 { in_lines(repeated) } else { 0.0 };
            }
            self.whole(lines);
            (from, above) = (to, 0.0);
        }
        self.left = self.left.floor();
    }

    /// The row before which a table is to be parted through labels: where the rest of the page
    /// takes what stands above it, and not all, however the text is set.
    fn parting(&mut self, table: &Table, whole: f64, gap: f64) -> Option<usize> {
        let room = self.left - self.heads - gap;
        self.rooms.push(room);
        let other = self.others.next()?;
        let (least, most) = (room.min(other), room.max(other));
        if self.style.table.fill != Fill::Split || whole <= most + LESS {
            return None;
        }
        let most_mm = (least - MORE) * self.style.line_mm();
        let only = table.grid.groups().len() == 1;
        let best = only.then(|| parts::ways(table, self.style, most_mm).next());
        best.flatten().map(|parted| parted.row)
    }
}

/// Whether one of the lines but the last would be pulled apart to be as wide as `room`, em.
fn is_torn(lines: &[(f64, usize)], room: f64) -> bool {
    let full = lines.iter().rev().skip(1);
    full.into_iter().any(|(width, count)| room - width > MOST * *count as f64)
}

fn has_long_word(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_graphic()).any(|word| word.len() >= LONG_WORD)
}

/// What heights are rounded by, lines.
const ROUNDED: f64 = 0.05;
