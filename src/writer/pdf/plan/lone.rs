//! Paragraphs with notes that leave a line alone at the foot or the head of a page: typst is
//! told to keep none of their lines together, for the sake of the notes.

use super::Plan;
use super::survey::{Spread, Survey};
use crate::document::{Block, List};

/// From where a line ends to where the next would, in lines: what is nearer is the same line.
const SAME_LINE: f64 = 1.3;

/// How often lines of a block are taken along: of three lines the last is first given another, and
/// then the first of all, which is left alone, goes along too.
const MOST_PUSHES: u32 = 2;

/// How much of its page may be empty then, lines.
const MOST_FREE: f64 = 3.5;

impl Plan<'_> {
    /// Takes such a line along, or gives it another, where a paragraph begins on a page.
    pub(super) fn keep_lines(&mut self, survey: &Survey, page: usize) -> bool {
        let mut spreads = survey.spreads.iter();
        for at in 0..self.blocks.len() {
            for (item, spread) in items(&self.blocks[at].block).into_iter().zip(&mut spreads) {
                if spread.first.page == page
                    && let Some(reserve_mm) = self.lone(spread, survey)
                    && self.push(at, item, page, reserve_mm)
                {
                    return true;
                }
            }
        }
        false
    }

    /// What must stay free at the foot of the page on which a paragraph begins, mm; none where no
    /// line is alone.
    fn lone(&self, spread: &Spread, survey: &Survey) -> Option<f64> {
        let Spread { first, last } = spread;
        let page = survey.pages.get(first.page)?;
        if last.page != first.page + 1 {
            return None;
        }
        let here_mm = page.used_mm - first.top_mm;
        let line = self.style.line_mm();
        if here_mm < SAME_LINE * line {
            return Some(page.below_mm + here_mm - super::LINE_SLACK_MM);
        }
        (last.top_mm < line / 2.0).then_some(page.below_mm + super::LINE_SLACK_MM)
    }

    fn push(&mut self, at: usize, item: usize, page: usize, reserve_mm: f64) -> bool {
        let at = at + usize::from(self.cut_list(at, item));
        let first = self.first_heading(at);
        let block = &mut self.blocks[first];
        let pushes = block.pushes;
        let more = (reserve_mm * 1000.0) as u32 > block.reserve_um;
        if !more || block.new_page || pushes == MOST_PUSHES {
            return false;
        }
        let index = block.index;
        block.pushes = MOST_PUSHES;
        let before = match self.pushed.take() {
            Some((pushed, before)) if pushed == index && pushes > 0 => before,
            _ => self.blocks.clone(),
        };
        self.blocks[first].pushes = pushes + 1;
        self.pushed = Some((index, before));
        self.unpushed = Some(page);
        self.reserve(at, reserve_mm)
    }

    /// Takes back what left too much of its page empty: notes go along with the lines of their
    /// marks.
    pub(super) fn leave_line(&mut self, survey: &Survey) -> bool {
        let Some(page) = self.unpushed.take() else { return false };
        let free_mm = survey.pages.get(page).map_or(0.0, |page| page.free_mm);
        let is_too_much = free_mm > MOST_FREE * self.style.line_mm();
        match self.pushed.take_if(|_| is_too_much) {
            Some((_, before)) => self.blocks = before,
            None => return false,
        }
        true
    }
}

/// The items of a list in which paragraphs with notes stand, one for each; one for what is such a
/// paragraph.
fn items(block: &Block) -> Vec<usize> {
    match block {
        Block::Paragraph(it) if it.has_note() => vec![0],
        Block::List(list) => of_list(list),
        _ => Vec::new(),
    }
}

fn of_list(list: &List) -> Vec<usize> {
    let inner = |(index, item): (usize, &Vec<Block>)| -> Vec<usize> {
        item.iter().flat_map(items).map(|_| index).collect()
    };
    list.items.iter().enumerate().flat_map(inner).collect()
}
