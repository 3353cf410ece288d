//! An author's tables.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue, TableAlignment};

use super::markdown::Parser;
use crate::document::{Block, Cell, CellRole, Grid, Group, Spanned, Table, TableFlow, lay, plain};
use crate::finding;
use crate::prose::PassageKind;

impl<'a> Parser<'_, 'a> {
    /// A table; what stands beyond its head's columns is told.
    pub(super) fn table(
        &mut self,
        node: &'a AstNode<'a>,
        alignments: &[TableAlignment],
    ) -> Option<Block> {
        let (mut heads, mut bodies) = (Vec::new(), Vec::new());
        let mut beyond = Vec::new();
        for row in node.children() {
            let head = matches!(row.data().value, NodeValue::TableRow(true));
            let mut cells = Vec::new();
            for (column, cell) in row.children().enumerate() {
                let content = self.inlines(cell, true);
                self.prose.add(PassageKind::Cell, self.source_range(cell), &content);
                let role = match alignments[column] {
                    _ if head => CellRole::Head,
                    TableAlignment::Center => CellRole::Center,
                    TableAlignment::Right => CellRole::Right,
                    TableAlignment::Left | TableAlignment::None => CellRole::Left,
                };
                cells.push(Spanned::single(Cell::new(role, content)));
            }
            beyond.extend(self.took_row(row, head));
            if head { &mut heads } else { &mut bodies }.push(cells);
        }
        beyond.iter().for_each(|range| self.took(range.clone()));
        if let Some(first) = beyond.first() {
            let text = &self.text.text()[first.clone()];
            let finding = finding!("text-lost.cell", text = text, rows = beyond.len());
            self.push_range(first.clone(), finding);
        }
        let texts: Vec<String> =
            heads.iter().flatten().map(|placed| plain(&placed.cell.content)).collect();
        // Every row has as many cells as the head: comrak sees to that.
        let head = lay(heads, alignments.len()).ok()?;
        let body = lay(bodies, alignments.len()).ok()?;
        Some(Block::Table(Table {
            summary: texts.join("、"),
            official: false,
            keep_whole: false,
            heads_repeat: true,
            flow: TableFlow::default(),
            shares: Vec::new(), // by what stands in the columns, once that is measured
            setting: None,
            grid: Grid::new(vec![Group { head, body }]),
            source: Some(self.source_range(node)),
        }))
    }

    /// Accounts for the bars of a row, and gives what stands behind its last column: Markdown
    /// leaves it out.
    fn took_row(&mut self, row: &'a AstNode<'a>, head: bool) -> Option<Range<usize>> {
        let text = self.text;
        let begin = row.data().sourcepos.start.line;
        let range = text.line(begin);
        for (at, _) in text.text()[range.clone()].match_indices('|') {
            self.took(range.start + at..range.start + at + 1);
        }
        if head {
            self.took(text.line(begin + 1));
        }
        let last = row.last_child().map_or(range.start, |cell| self.range(cell).end);
        let beyond = text.text().get(last..range.end).unwrap_or_default();
        let words = beyond.trim_matches(['|', ' ', '\t']);
        let start = words.as_ptr() as usize - text.text().as_ptr() as usize;
        (!words.is_empty()).then(|| start..start + words.len())
    }
}
