//! A last page of a few lines, which the tables on the page before have room for where their rows
//! are a little lower.

use super::Plan;
use super::drawn::DrawnBlock;
use super::mend::spots;
use super::survey::Survey;
use crate::document::{Block, Table};
use crate::layout::{heights, parts};

/// The most lines of a page that is taken back, and the most by which tables are lowered for it.
const MOST_LINES: f64 = 8.0;
const MOST_LOWERED: f64 = 2.0;
/// The least height of a row, in the size of its text.
const LEAST_ROW_EM: f64 = 1.4;

impl Plan<'_> {
    /// Lowers the form's tables on the last page but one so that the last has room on it.
    pub(super) fn squeeze(&mut self, survey: &Survey) -> bool {
        let pages = survey.pages.len();
        if let Some((before, blocks)) = self.unsqueezed.take() {
            // What was of no use is taken back.
            self.squeezed = true;
            let in_vain = pages >= before;
            if in_vain {
                self.blocks = blocks;
            }
            return in_vain;
        }
        let [.., page, last] = &survey.pages[..] else { return false };
        let line = self.style.line_mm();
        let wanted = (last.used_mm / line).ceil();
        let lines = wanted - ((page.free_mm + 0.2) / line).floor();
        if self.squeezed || wanted > MOST_LINES || !(1.0..=MOST_LOWERED).contains(&lines) {
            return false;
        }
        let before = self.blocks.clone();
        let here = spots(&self.blocks, survey).into_iter();
        let here: Vec<usize> =
            here.filter(|(_, spot)| spot.page + 2 == pages).map(|(at, _)| at).collect();
        if (0..lines as usize).all(|_| here.iter().any(|at| self.lower(*at))) {
            self.unsqueezed = Some((pages, before));
            return true;
        }
        self.blocks = before;
        false
    }

    /// Lowers a table of the form by a line of the grid, where its rows stay high enough.
    fn lower(&mut self, at: usize) -> bool {
        let line = self.style.line_mm();
        let style = self.style;
        let DrawnBlock { block: Block::Table(table), .. } = &mut self.blocks[at] else {
            return false;
        };
        let mut lowered: Table = table.clone();
        parts::stretch(&mut lowered, -line);
        let high_enough = lowered.setting.as_ref().is_some_and(|setting| {
            f64::from(setting.row_um) / 1000.0 >= LEAST_ROW_EM * heights::size_mm(setting)
        });
        let fits = table.official && high_enough && heights::labels_fit(&lowered, style);
        if fits {
            *table = lowered;
        }
        fits
    }
}
