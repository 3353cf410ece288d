//! Blocks of the text: comrak's nodes → [`Block`]. What a report can't hold is a finding.

use comrak::nodes::{AstNode, ListType, NodeList, NodeValue, TableAlignment};

use super::markdown::Parser;
use crate::document::{
    Block, Cell, CellRole, Grid, Group, List, Paragraph, Spanned, Table, lay, plain,
};
use crate::finding;
use crate::prose::PassageKind;

/// Levels a list may have: more have no room on a line of 28 characters.
const DEEPEST_LIST: usize = 4;

impl<'a> Parser<'_, 'a> {
    fn blocks(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        node.children().filter_map(|child| self.block(child)).collect()
    }

    pub(super) fn block(&mut self, node: &'a AstNode<'a>) -> Option<Block> {
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph => match lone_image(node) {
                Some(image) => self.figure(node, image),
                None => self.paragraph(node, PassageKind::Paragraph, true),
            },
            NodeValue::List(list) => self.list(node, &list),
            NodeValue::Table(table) => self.table(node, &table.alignments),
            NodeValue::Heading(_) => {
                self.push(node, finding!("markdown-unsupported.heading"));
                None
            }
            NodeValue::FootnoteDefinition(_) => None,
            NodeValue::CodeBlock(code) if code.fenced && code.info.trim() == "chart" => {
                self.chart(node, &code.literal)
            }
            other => {
                self.unsupported(node, &other);
                None
            }
        }
    }

    /// A paragraph; none where nothing is left of it. `notes` says whether it may have footnotes.
    pub(super) fn paragraph(
        &mut self,
        node: &'a AstNode<'a>,
        kind: PassageKind,
        notes: bool,
    ) -> Option<Block> {
        let content = self.inlines(node, notes);
        self.prose.add(kind, self.source_range(node), &content);
        let source = Some(self.source_range(node));
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph { content, source }))
    }

    fn list(&mut self, node: &'a AstNode<'a>, list: &NodeList) -> Option<Block> {
        let is_list = |above: &&AstNode<'_>| matches!(above.data().value, NodeValue::List(_));
        if node.ancestors().filter(is_list).count() > DEEPEST_LIST {
            self.push(node, finding!("markdown-unsupported.deep-list", most = DEEPEST_LIST));
            return None;
        }
        let items = node.children().map(|item| {
            let value = item.data().value.clone();
            if !matches!(value, NodeValue::Item(_)) {
                self.unsupported(item, &value);
            }
            self.blocks(item)
        });
        let items = items.collect();
        let start = (list.list_type == ListType::Ordered).then_some(list.start as u32);
        let source = Some(self.source_range(node));
        Some(Block::List(List { start, setting: None, items, source }))
    }

    fn table(&mut self, node: &'a AstNode<'a>, alignments: &[TableAlignment]) -> Option<Block> {
        let (mut heads, mut bodies) = (Vec::new(), Vec::new());
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
            if head { &mut heads } else { &mut bodies }.push(cells);
        }
        let texts: Vec<String> =
            heads.iter().flatten().map(|placed| plain(&placed.cell.content)).collect();
        // Every row has as many cells as the head: comrak sees to that.
        let head = lay(heads, alignments.len()).ok()?;
        let body = lay(bodies, alignments.len()).ok()?;
        Some(Block::Table(Table {
            notes: Vec::new(),
            summary: texts.join("、"),
            official: false,
            keep_whole: false,
            heads_repeat: true,
            shares: Vec::new(), // by what stands in the columns, once that is measured
            setting: None,
            grid: Grid::new(vec![Group { head, body }]),
            source: Some(self.source_range(node)),
        }))
    }

    /// The finding that a report can't hold this.
    pub(super) fn unsupported(&mut self, node: &'a AstNode<'a>, value: &NodeValue) {
        let finding = match value {
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                finding!("markdown-unsupported.html")
            }
            NodeValue::CodeBlock(code) if !code.fenced => finding!("markdown-unsupported.indent"),
            NodeValue::CodeBlock(_) => finding!("markdown-unsupported.code"),
            NodeValue::Code(_) => finding!("markdown-unsupported.backquotes"),
            NodeValue::BlockQuote => finding!("markdown-unsupported.quote"),
            NodeValue::ThematicBreak => finding!("markdown-unsupported.rule"),
            _ => finding!("markdown-unsupported.other"),
        };
        self.push(node, finding);
    }
}

fn lone_image<'a>(paragraph: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    let mut children = paragraph.children();
    let first = children.next()?;
    (children.next().is_none() && matches!(first.data().value, NodeValue::Image(_)))
        .then_some(first)
}
