//! A last page of a few lines, which the tables on the page before have room for where their rows
//! are a little lower.

use super::Plan;
use super::drawn::DrawnBlock;
use super::mend::spots;
use super::survey::Survey;
use crate::document::Block;
use crate::layout::parts::{self, MOST_LOWERED, MOST_TAKEN_BACK};

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
        if self.squeezed || wanted > MOST_TAKEN_BACK || !(1.0..=MOST_LOWERED).contains(&lines) {
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
        let DrawnBlock { block: Block::Table(table), .. } = &mut self.blocks[at] else {
            return false;
        };
        let lowered = parts::lowered(table, self.style.line_mm(), self.style);
        lowered.filter(|_| table.official).map(|lowered| *table = lowered).is_some()
    }
}
