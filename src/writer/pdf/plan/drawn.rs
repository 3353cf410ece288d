//! A block as it is drawn.

use serde::Serialize;

use super::super::drawing::{DrawingBlock, WordCutter};
use crate::document::{Block, Document};

/// A block that is drawn: one of the document's, or what stands for it.
#[derive(Debug, Clone)]
pub(super) struct DrawnBlock {
    /// Which of the document's blocks it is or stands for.
    pub index: usize,
    pub block: Block,
    /// Whether it begins a page.
    pub new_page: bool,
    /// Whether the text behind it may stand before it.
    pub floats: bool,
    /// Whether it stays on the page of what comes next.
    pub stays: bool,
    /// How much of its page stays free at the foot, µm: lines from there go to the next page.
    pub reserve_um: u32,
    /// How often a line of it was taken along.
    pub pushes: u32,
    /// Whether all that can be done for it was tried.
    pub settled: bool,
    /// Whether it is the upper part of a table for which room was only guessed.
    pub guessed: bool,
}

/// The same as the template reads it.
#[derive(Serialize)]
pub struct ChangedBlock<'p> {
    block: DrawingBlock<'p>,
    new_page: bool,
    floats: bool,
    stays: bool,
    reserve_um: u32,
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
            pushes: 0,
            settled: false,
            guessed: false,
        }
    }

    pub fn is_changed(&self, document: &Document) -> bool {
        let is_marked = self.new_page || self.floats || self.stays || self.reserve_um > 0;
        is_marked || document.blocks[self.index] != self.block
    }

    pub fn change(&self, cutter: &WordCutter) -> ChangedBlock<'_> {
        let DrawnBlock { new_page, floats, stays, reserve_um, .. } = *self;
        ChangedBlock { block: cutter.block(&self.block), new_page, floats, stays, reserve_um }
    }
}
