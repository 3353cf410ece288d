//! The style in Word's units: twips (1/20 pt), half points.

use crate::document::{Block, Document};
use crate::layout::{Role, Style};

/// The measures of one document.
pub(super) struct Measures<'a> {
    pub style: &'a Style,
    /// Width of the type area, twips.
    pub text_width: i32,
    /// Type sizes of the tables, pt, the style's own first.
    pub table_sizes: Vec<f64>,
    /// Whether tables have remarks.
    pub has_remarks: bool,
    /// Pitch of the title's lines, twips.
    pub title_line: i32,
    /// What is free above the title, twips.
    pub title_above: u32,
    /// Pitch of the grid's lines, twips, rounded down: rounded up, the last line would not fit.
    pub pitch: i32,
    /// A character of the grid, twips.
    cell: f64,
}

impl<'a> Measures<'a> {
    pub fn new(style: &'a Style, document: &Document) -> Self {
        let page = &style.page;
        let mut table_sizes = vec![style.text(Role::Table).size_pt];
        for table in document.tables() {
            table_sizes.extend(
                table
                    .setting
                    .as_ref()
                    .map(|setting| f64::from(setting.size_half_pt) / 2.0)
                    .filter(|size| !table_sizes.contains(size)),
            );
        }
        let pitch = (style.line_mm() * TWIPS_PER_MM) as i32;
        // Of lines that are a hair lower than the tree's the title takes as many.
        let title_lines = f64::from(document.title.pitch_nm) / 1e6 / style.line_mm();
        Measures {
            style,
            table_sizes,
            has_remarks: document.blocks.iter().any(|block| matches!(block, Block::Remark(_))),
            text_width: twips_mm(page.text_width_mm()),
            title_line: (title_lines * f64::from(pitch) + 1e-3) as i32,
            title_above: document.title.blank_lines * pitch.unsigned_abs(),
            pitch,
            cell: page.text_width_mm() * TWIPS_PER_MM / f64::from(page.characters),
        }
    }

    /// What the pitch leaves between lines of the body's size, twips.
    pub fn leading(&self) -> f64 {
        f64::from(self.pitch) - self.style.text(Role::Body).size_pt * TWIPS_PER_PT
    }

    /// Height of `count` lines of the grid, twips.
    pub fn lines(&self, count: u32) -> i32 {
        self.pitch * count as i32
    }

    /// Width of `characters` of the grid, twips.
    pub fn characters(&self, characters: f64) -> i32 {
        (self.cell * characters).round() as i32
    }

    /// Width of so many thousandths of a character of the grid, twips.
    pub fn milli_em(&self, count: u32) -> i32 {
        self.characters(f64::from(count) / 1000.0)
    }

    /// What is added to each character of a role: for the body what makes it a character of the
    /// grid, for others in proportion. Twips, rounded down: rounded up, the last character of a
    /// full line would not fit.
    pub fn tracking(&self, role: Role) -> i32 {
        let size = |role| self.style.text(role).size_pt * TWIPS_PER_PT;
        ((self.cell - size(Role::Body)) * size(role) / size(Role::Body)).floor() as i32
    }

    /// Size of a role, half points.
    pub fn half_points(&self, role: Role) -> usize {
        (self.style.text(role).size_pt * 2.0).round() as usize
    }

    /// Pitch of a caption's lines, twips: its size and the text's leading.
    pub fn caption_line(&self) -> i32 {
        twips_pt(self.style.text(Role::Caption).size_pt) + self.leading() as i32
    }

    /// Pitch of a table cell's lines, twips.
    pub fn cell_line(&self, size_pt: f64) -> i32 {
        twips_pt(size_pt * (1.0 + self.style.table.leading_em))
    }
}

const TWIPS_PER_PT: f64 = 20.0;
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

pub(super) fn twips_mm(mm: f64) -> i32 {
    (mm * TWIPS_PER_MM).round() as i32
}

pub(super) fn twips_pt(pt: f64) -> i32 {
    (pt * TWIPS_PER_PT).round() as i32
}

pub(super) fn twips_nm(nm: u32) -> f64 {
    f64::from(nm) / 1e6 * TWIPS_PER_MM
}

/// The unit of drawings: 1/360000 cm.
pub(super) fn emu_nm(nm: u32) -> u32 {
    (f64::from(nm) * 0.036).round() as u32
}
