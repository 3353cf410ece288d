//! A table at one size.

use super::measured::Measured;
use crate::document::{Row, Spanned};
use crate::layout::style::Style;

/// How far rows may shrink below the style's height so that a table takes whole lines.
const SHRINK: f64 = 0.06;
/// What a turned page's rows need above their type size.
const TIGHT: f64 = 1.45;

/// What stands alone on the last line of a label: a character, or one and half of another.
const LONE_EM: f64 = 1.5;

/// The widths that are wanted, each as wide as is needed; none where these are more in all.
fn level(needed: &[f64], wanted: &[f64]) -> Option<Vec<f64>> {
    let columns = || needed.iter().zip(wanted);
    let short: f64 = columns().map(|(needed, wanted)| (needed - wanted).max(0.0)).sum();
    let spare: f64 = columns().map(|(needed, wanted)| (wanted - needed).max(0.0)).sum();
    if short > spare {
        return None;
    }
    let part = if spare > 0.0 { short / spare } else { 0.0 };
    let width =
        |(&needed, &wanted): (&f64, &f64)| needed.max(wanted - (wanted - needed).max(0.0) * part);
    Some(columns().map(width).collect())
}

/// A table at a size.
pub(super) struct Sheet<'a> {
    pub rows: &'a [&'a Row<Measured>],
    pub style: &'a Style,
    pub size_mm: f64,
    /// What is free at each side of a cell's text.
    pub pad_mm: f64,
}

impl Sheet<'_> {
    /// Widths that add up to `total` and hold what must not break: the shares where they do, else
    /// taken from columns that have some to spare. A column is made wider where that keeps a label
    /// from leaving a lone character on its last line. None where there is too little.
    pub fn widths(&self, shares: &[u32], total: f64) -> Option<Vec<f64>> {
        let all: f64 = shares.iter().copied().map(f64::from).sum::<f64>().max(1.0);
        let wanted: Vec<f64> = shares.iter().map(|share| f64::from(*share) / all * total).collect();
        let mut needed = self.needed(shares.len());
        let mut widths = level(&needed, &wanted)?;
        let mut lone = self.lone(&widths);
        for column in 0..shares.len() {
            if lone == 0 {
                break;
            }
            let better = self.wider(column, &widths).and_then(|width| {
                let mut needed = needed.clone();
                needed[column] = width;
                let widths = level(&needed, &wanted)?;
                let left = self.lone(&widths);
                (left < lone).then_some((needed, widths, left))
            });
            if let Some(better) = better {
                (needed, widths, lone) = better;
            }
        }
        Some(widths)
    }

    /// How many labels leave a lone character on their last line.
    pub fn lone(&self, widths: &[f64]) -> usize {
        let cells = self.rows.iter().flat_map(|row| self.cells(row, widths));
        cells.filter(|(it, width)| self.leaves_lone(&it.cell, *width)).count()
    }

    fn leaves_lone(&self, cell: &Measured, width: f64) -> bool {
        let is_lone = |line: &f64| {
            let (text, full) = (line * self.size_mm, (line * self.size_mm / width).floor());
            full > 0.0 && text > width && text - full * width < LONE_EM * self.size_mm
        };
        !cell.whole && !cell.turned && cell.lines_em.iter().any(is_lone)
    }

    /// The next width of a column at which none of the labels that end in it leaves a lone
    /// character.
    fn wider(&self, column: usize, widths: &[f64]) -> Option<f64> {
        let placed = self.rows.iter().flat_map(|row| row.placed());
        let ending = placed.filter(|(first, it)| first + it.colspan == column + 1);
        // Each with the room that it has now.
        let cells: Vec<(&Measured, f64)> = ending
            .map(|(first, it)| (&it.cell, widths[first..=column].iter().sum::<f64>()))
            .map(|(cell, width)| (cell, width - self.padding()))
            .collect();
        if !cells.iter().any(|(cell, room)| self.leaves_lone(cell, *room)) {
            return None;
        }
        // For a line less, and a hair more, so that rounding breaks nothing.
        let more = cells.iter().flat_map(|&(cell, room)| {
            let texts = cell.lines_em.iter().map(|line| line * self.size_mm);
            texts.map(move |text| text / (text / room).floor().max(1.0) + 0.1 - room)
        });
        let mut more: Vec<f64> = more.filter(|more| *more > 0.0).collect();
        more.sort_by(f64::total_cmp);
        let fits =
            |more: &f64| !cells.iter().any(|(cell, room)| self.leaves_lone(cell, room + more));
        more.into_iter().find(fits).map(|more| widths[column] + more)
    }

    /// The least width of each column.
    fn needed(&self, columns: usize) -> Vec<f64> {
        let mut needed = vec![0.0_f64; columns];
        let placed = self.rows.iter().flat_map(|row| row.placed());
        for (column, placed) in placed.filter(|(_, placed)| placed.colspan == 1) {
            // A hair more, so that rounding breaks nothing.
            let room = placed.cell.least_em(self.style.table.leading_em) * self.size_mm
                + self.padding()
                + 0.1;
            needed[column] = needed[column].max(room);
        }
        needed
    }

    /// What is free at both sides of a cell's text, mm.
    fn padding(&self) -> f64 {
        2.0 * self.pad_mm
    }

    /// What lines beyond the first add to the height of all rows, mm.
    pub fn extra(&self, widths: &[f64]) -> f64 {
        let lines = self.rows.iter().map(|row| self.lines(row, widths) - 1.0).sum::<f64>();
        lines * self.size_mm * (1.0 + self.style.table.leading_em)
    }

    /// Lines of each row.
    pub fn likely(&self, widths: &[f64]) -> Vec<u32> {
        self.rows.iter().map(|row| self.lines(row, widths) as u32).collect()
    }

    /// Lines of a row's highest cell that is one row high.
    fn lines(&self, row: &Row<Measured>, widths: &[f64]) -> f64 {
        let lines = |line: &f64, width: f64| (line * self.size_mm / width - 0.001).ceil().max(1.0);
        let high = |cell: &Measured, width: f64| match cell.turned {
            true => f64::from(self.turned_lines(cell)),
            false => cell.lines_em.iter().map(|line| lines(line, width)).sum(),
        };
        let single = self.cells(row, widths).filter(|(placed, _)| placed.rowspan == 1);
        single.map(|(it, width)| high(&it.cell, width)).fold(1.0, f64::max)
    }

    /// Lines of each row where counting them is certain: nothing breaks but where the form breaks
    /// it, and what reaches down from above has room.
    pub fn certain(&self, widths: &[f64]) -> Vec<u32> {
        let mut lines: Vec<u32> =
            self.rows.iter().map(|row| self.certain_row(row, widths)).collect();
        for (top, row) in self.rows.iter().enumerate() {
            for (it, width) in self.cells(row, widths).filter(|(it, _)| it.rowspan > 1) {
                let spanned = top..(top + it.rowspan).min(lines.len());
                let room: u32 = lines[spanned.clone()].iter().map(|count| (*count).max(1)).sum();
                let most = self.at_most(&it.cell, width);
                if most > room {
                    let last = &mut lines[spanned.end - 1];
                    *last = if it.cell.turned && *last > 0 { *last + most - room } else { 0 };
                }
            }
        }
        lines
    }

    /// Lines of a row's cells that are one row high; 0 where that isn't certain.
    fn certain_row(&self, row: &Row<Measured>, widths: &[f64]) -> u32 {
        let lines = |(it, width): (&Spanned<Measured>, f64)| {
            let own = match it.cell.turned {
                true => self.turned_lines(&it.cell),
                false => it.cell.lines_em.len() as u32,
            };
            (self.at_most(&it.cell, width) == own).then_some(own)
        };
        let single = self.cells(row, widths).filter(|(it, _)| it.rowspan == 1);
        single.map(lines).try_fold(1, |most, lines| Some(most.max(lines?))).unwrap_or(0)
    }

    /// The most lines that a cell can take in `width`: its own, and where one of them is too long,
    /// one for each width that is a character shorter, which a mark may not begin, and one more.
    fn at_most(&self, cell: &Measured, width: f64) -> u32 {
        if cell.turned {
            return self.turned_lines(cell);
        }
        let lines = |line: &f64| match line * self.size_mm {
            wide if wide <= width => 1,
            wide => (wide / (width - self.size_mm).max(self.size_mm)).ceil() as u32 + 1,
        };
        cell.lines_em.iter().map(lines).sum()
    }

    /// Lines that are as high together as a turned text is long.
    fn turned_lines(&self, cell: &Measured) -> u32 {
        let leading = self.style.table.leading_em;
        ((cell.longest_em() + leading) / (1.0 + leading) - 0.001).ceil().max(1.0) as u32
    }

    /// The cells that begin in a row, with the widths, mm, that are left for their texts.
    fn cells<'r>(
        &self,
        row: &'r Row<Measured>,
        widths: &[f64],
    ) -> impl Iterator<Item = (&'r Spanned<Measured>, f64)> {
        let padding = self.padding();
        row.placed().map(move |(column, placed)| {
            let columns = &widths[column..column + placed.colspan];
            (placed, columns.iter().sum::<f64>() - padding)
        })
    }

    /// A row's height at which the table with the gap below it takes whole lines of the grid, near
    /// the style's; none where the table would be higher than `most`.
    pub fn row_on_grid(&self, widths: &[f64], most: Option<f64>) -> Option<f64> {
        let (line, rows, wanted) =
            (self.style.line_mm(), self.rows.len() as f64, self.style.table.row_mm);
        let gap = self.style.leading_mm();
        let extra = self.extra(widths);
        let least = wanted * (1.0 - SHRINK) * rows + extra + gap;
        let height = (least / line - 0.001).ceil() * line - gap;
        let row = (height - extra) / rows;
        (row >= self.size_mm * 1.2 && most.is_none_or(|most| height <= most + 0.01)).then_some(row)
    }

    /// A row's height, the style's at most, at which the table is `most` high; none where its rows
    /// would be too low.
    pub fn row_below(&self, widths: &[f64], most: f64) -> Option<f64> {
        let room = (most - self.extra(widths)) / self.rows.len() as f64;
        let row = self.style.table.row_mm.min(room);
        (row >= self.size_mm * TIGHT).then_some(row)
    }
}
