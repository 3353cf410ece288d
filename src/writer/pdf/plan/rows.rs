//! Author's tables that go on over pages: no row stands alone before or behind the break.

use super::Plan;
use super::drawn::DrawnBlock;
use crate::document::{Block, Table};
use crate::layout::parts;

impl Plan<'_> {
    /// Mends a table that begins on a page and leaves a row alone; `pages` are those of the rows of
    /// all that may break anywhere.
    pub(super) fn keep_rows(&mut self, mut pages: &[usize], page: usize) -> bool {
        for at in 0..self.blocks.len() {
            let Some((own, others)) = pages.split_at_checked(told(&self.blocks[at].block)) else {
                return false;
            };
            pages = others;
            let begins_there = own.first() == Some(&page);
            let is_table = matches!(self.blocks[at].block, Block::Table(_));
            if is_table && begins_there && self.keep_rows_of(at, own) {
                return true;
            }
        }
        false
    }

    fn keep_rows_of(&mut self, at: usize, pages: &[usize]) -> bool {
        let (Some(first), Some(last)) = (pages.first(), pages.last()) else { return false };
        let on = |page: &usize| pages.iter().filter(|it| *it == page).count();
        if first == last {
            return false;
        }
        (on(first) == 1 && self.begin_page(at))
            || (on(last) == 1 && pages.len() > 3 && self.keep_last_row(at))
    }

    /// Takes the last row but one of a table to the page of the last.
    fn keep_last_row(&mut self, at: usize) -> bool {
        let DrawnBlock { index, block: Block::Table(table), .. } = &self.blocks[at] else {
            return false;
        };
        let rows = table.grid.rows().count();
        // A note's mark in the head would be there twice.
        if !table.heads_repeat {
            return false;
        }
        let Some(tables) = parts::part(table, rows - 2) else { return false };
        let index = *index;
        let mut parts = tables.map(|table| DrawnBlock::new(index, &Block::Table(table)));
        parts[0].new_page = self.blocks[at].new_page;
        parts[1].new_page = true;
        self.blocks.splice(at..=at, parts);
        true
    }
}

/// Rows in a block of which the template says where they stand.
fn told(block: &Block) -> usize {
    match block {
        Block::Table(table) => told_of(table),
        Block::List(list) => list.items.iter().flatten().map(told).sum(),
        Block::Turned { blocks } => blocks.iter().map(told).sum(),
        _ => 0,
    }
}

fn told_of(table: &Table) -> usize {
    if table.official || table.keep_whole {
        return 0;
    }
    table.grid.groups().iter().map(|group| group.body.len()).sum()
}
