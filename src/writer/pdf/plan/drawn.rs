//! A block as it is drawn.

use serde::Serialize;

use crate::document::{Block, Document};

/// A block that is drawn: one of the document's, or what stands for it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DrawnBlock {
    /// Which of the document's blocks it is or stands for.
    #[serde(skip)]
    pub index: usize,
    #[serde(flatten)]
    pub block: Block,
    /// Whether it begins a page.
    pub new_page: bool,
    /// Whether the text behind it may stand before it.
    pub floats: bool,
    /// Whether it stays on the page of what comes next.
    pub stays: bool,
    /// How much of its page stays free at the foot, µm: lines from there go to the next page.
    pub reserve_um: u32,
    /// Whether all that can be done for it was tried.
    #[serde(skip)]
    pub settled: bool,
}

impl DrawnBlock {
    pub fn new(index: usize, block: &Block) -> DrawnBlock {
        let block = block.clone();
        DrawnBlock {
            index,
            block,
            new_page: false,
            floats: false,
            stays: false,
            reserve_um: 0,
            settled: false,
        }
    }

    pub fn is_changed(&self, document: &Document) -> bool {
        let is_marked = self.new_page || self.floats || self.stays || self.reserve_um > 0;
        is_marked || document.blocks[self.index] != self.block
    }
}
