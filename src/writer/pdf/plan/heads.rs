//! Headings that stand alone at the foot of a page. typst keeps a heading with the line below it,
//! but for a line that goes on to the next page for the sake of its note.

use super::Plan;
use super::survey::Survey;
use crate::document::Block;

impl Plan<'_> {
    /// Takes such a heading on a page to that of its text.
    pub(super) fn keep_heading(&mut self, survey: &Survey, page: usize) -> bool {
        let mut headings = survey.headings.iter();
        let is_last = |page: usize| page + 1 == survey.pages.len();
        for at in 0..self.blocks.len() {
            let Some(heading) = headings.by_ref().take(count(&self.blocks[at].block)).last() else {
                continue;
            };
            let below = survey.pages[heading.page].used_mm - heading.top_mm;
            let is_heading = matches!(self.blocks[at].block, Block::Heading(_));
            let alone = is_heading && below < self.style.line_mm() && !is_last(heading.page);
            if alone && heading.page == page && self.begin_page(at) {
                return true;
            }
        }
        false
    }
}

/// Headings in a block.
fn count(block: &Block) -> usize {
    match block {
        Block::Heading(_) | Block::RunIn { .. } => 1,
        Block::Turned { blocks } => blocks.iter().map(count).sum(),
        _ => 0,
    }
}
