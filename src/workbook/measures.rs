//! How wide columns and how high rows are: no program fits a row with merged cells by itself.

use super::plan::{SheetPlan, text_of};
use crate::layout::{Page, Role, Style};
use crate::measure::estimate;

/// A column of numbers that is narrower makes the page turn, mm: a count of five digits needs it.
const NARROW_MM: f64 = 11.0;
/// Between a cell's text and its rules, both sides, mm.
const SIDES_MM: f64 = 2.0;
/// Above and below a cell's lines, pt.
const AIR_PT: f64 = 5.0;
/// Height of a line in the size of its type.
const LINE: f64 = 1.38;
const MM_PER_PT: f64 = 25.4 / 72.0;
const PIXELS_PER_MM: f64 = 96.0 / 25.4;

/// The measures of a sheet.
pub(super) struct SheetMeasures {
    /// Whether its page lies across.
    pub turned: bool,
    /// Widths of the table's columns.
    pub columns_mm: Vec<f64>,
    /// Heights of the table's rows.
    pub rows_pt: Vec<f64>,
}

impl SheetMeasures {
    pub fn new(plan: &SheetPlan<'_>, style: &Style) -> SheetMeasures {
        let shares: Vec<f64> = plan.table.shares.iter().map(|share| f64::from(*share)).collect();
        let across = |turned| {
            let [_, right, _, left] = margins_mm(&style.page, turned);
            let width = if turned { style.page.height_mm } else { style.page.width_mm };
            let scale = (width - left - right) / shares.iter().sum::<f64>();
            shares.iter().map(|share| share * scale).collect::<Vec<f64>>()
        };
        let upright = across(false);
        let numbers = upright.iter().skip(usize::from(plan.labels()));
        let turned = numbers.fold(f64::MAX, |least, width| least.min(*width)) < NARROW_MM;
        let columns_mm = if turned { across(true) } else { upright };
        let rows_pt = rows_pt(plan, &columns_mm, style.text(Role::Table).size_pt);
        SheetMeasures { turned, columns_mm, rows_pt }
    }
}

/// Top, right, bottom and left of the page: those at the sides of the report's own pages. A turned
/// one is bound at its top.
pub(super) fn margins_mm(page: &Page, turned: bool) -> [f64; 4] {
    let Page { left_mm, right_mm, .. } = *page;
    match turned {
        true => [left_mm, right_mm, right_mm, right_mm],
        false => [right_mm, right_mm, right_mm, left_mm],
    }
}

pub(super) fn pixels(mm: f64) -> u32 {
    (mm * PIXELS_PER_MM).round() as u32
}

/// Height of a row of so many lines.
pub(super) fn height_pt(lines: f64, size_pt: f64) -> f64 {
    (lines * size_pt * LINE + AIR_PT).round()
}

/// How many lines a text takes.
pub(super) fn lines(text: &str, width_mm: f64, size_pt: f64) -> f64 {
    let room_em = ((width_mm - SIDES_MM) / (size_pt * MM_PER_PT)).floor().max(1.0);
    text.split('\n').map(|line| (estimate(line) / room_em).ceil().max(1.0)).sum()
}

fn rows_pt(plan: &SheetPlan<'_>, columns_mm: &[f64], size_pt: f64) -> Vec<f64> {
    let mut heights: Vec<f64> = Vec::new();
    let mut tall = Vec::new();
    for (index, row) in plan.rows().enumerate() {
        let mut most = 1.0_f64;
        for (column, placed) in row.cells.placed() {
            let width: f64 = columns_mm.iter().skip(column).take(placed.colspan).sum();
            let lines = match placed.cell.vertical || placed.cell.turned {
                true => placed.cell.text.chars().count() as f64,
                false => lines(&text_of(&placed.cell, "?"), width, size_pt),
            };
            match placed.rowspan {
                1 => most = most.max(lines),
                rows => tall.push((index, rows, height_pt(lines, size_pt))),
            }
        }
        heights.push(height_pt(most, size_pt));
    }
    // A cell over several rows that needs more makes the last of them higher.
    for (first, rows, needed) in tall {
        let there: f64 = heights[first..first + rows].iter().sum();
        heights[first + rows - 1] += (needed - there).max(0.0);
    }
    heights
}
