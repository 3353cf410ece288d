//! How tables fit: widths of columns from what stands in them, one size a table, and rows that add
//! up to whole lines of the grid.

mod sheet;
#[cfg(test)]
mod tests;

use self::sheet::Sheet;
use super::{Layout, Role, Style};
use crate::document::{Grid, Row};
use crate::form::{FormCell, TableForm};
use crate::measure::estimate;

/// What of a cell matters for its size.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Widths of its lines, as the form breaks them, in the size of the table's text.
    pub lines_em: Vec<f64>,
    /// Whether its lines must not break any further: numbers, and labels that the form breaks by
    /// meaning.
    pub whole: bool,
    /// The width of its longest word, where that is above [`Measured::FEWEST_EM`].
    pub word_em: f64,
}

impl Measured {
    /// Characters that a label without breaks of its own needs on a line, so that it stays readable.
    pub const FEWEST_EM: f64 = 5.0;

    /// The width that its column must leave for it.
    fn least_em(&self) -> f64 {
        let longest = self.lines_em.iter().copied().fold(0.0, f64::max);
        if self.whole { longest } else { longest.min(Self::FEWEST_EM).max(self.word_em) }
    }
}

/// Where a table stands.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Width of an upright page there, mm.
    pub width_mm: f64,
    /// Whether it may take a turned page instead.
    pub may_turn: bool,
}

impl Room {
    /// The whole width of upright pages, and these alone.
    fn upright(style: &Style) -> Room {
        Room { width_mm: style.page.text_width_mm(), may_turn: false }
    }
}

/// How a table is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Widths of the columns, mm.
    pub widths_mm: Vec<f64>,
    /// Type size, pt.
    pub size_pt: f64,
    /// Height of a row of one line, mm.
    pub row_mm: f64,
    /// Lines of each row; 0 where only setting it shows how many.
    pub lines: Vec<u32>,
    /// Whether it takes a page of its own, turned.
    pub landscape: bool,
}

/// Sets a table whose columns take `shares`: the largest size at which it fits, on a turned page
/// where none does and one may be taken. None where even that is too small.
pub fn fit(
    grid: &Grid<Measured>,
    shares: &[u32],
    whole_page: bool,
    room: Room,
    style: &Style,
) -> Option<Fitted> {
    let rows: Vec<&Row<Measured>> = grid.rows().collect();
    let sheet = |size_pt| Sheet { rows: &rows, style, size_mm: mm(size_pt) };
    let page = &style.page;
    let upright = |size_pt| {
        let sheet = sheet(size_pt);
        let widths_mm = sheet.widths(shares, room.width_mm)?;
        let most = whole_page.then_some(page.text_height_mm() - style.line_mm());
        let row_mm = sheet.row_on_grid(&widths_mm, most)?;
        let lines = sheet.certain(&widths_mm);
        Some(Fitted { widths_mm, size_pt, row_mm, lines, landscape: false })
    };
    // Turned, the type area's height is the width of the lines.
    let turned = |size_pt| {
        let sheet = sheet(size_pt);
        let widths_mm = sheet.widths(shares, page.text_height_mm())?;
        let row_mm = sheet.row_below(&widths_mm, page.text_width_mm() - style.line_mm())?;
        let lines = sheet.certain(&widths_mm);
        Some(Fitted { widths_mm, size_pt, row_mm, lines, landscape: true })
    };
    let fitted = sizes(style).find_map(upright);
    if fitted.is_none() && room.may_turn { sizes(style).find_map(turned) } else { fitted }
}

/// The style's size and, in steps of half a point, those below it.
fn sizes(style: &Style) -> impl Iterator<Item = f64> {
    let first = style.text(Role::Table).size_pt;
    (0..)
        .map(move |step| first - 0.5 * f64::from(step))
        .take_while(|size| *size >= Style::MIN_SIZE_PT)
}

fn mm(pt: f64) -> f64 {
    pt * 25.4 / 72.0
}

impl Layout {
    /// The first table whose form alone, with nothing but one digit in each cell, does not fit: its name.
    pub fn overfull(&self, style: &Style) -> Option<&str> {
        let fits = |table: &&TableForm| {
            let grid = table.grid.map(bare);
            fit(&grid, &table.shares, table.keep_whole, Room::upright(style), style).is_some()
        };
        self.form.tables.values().find(|table| !fits(table)).map(|table| table.name.as_str())
    }
}

/// A cell of the form with nothing but one digit where a number will stand.
fn bare(cell: &FormCell) -> Measured {
    let text = if cell.path.is_some() { "0" } else { cell.text.as_str() };
    let lines_em: Vec<f64> = text.split('\n').map(estimate).collect();
    Measured { whole: cell.path.is_some() || lines_em.len() > 1, lines_em, word_em: 0.0 }
}
