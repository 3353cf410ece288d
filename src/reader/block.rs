//! Blocks of the text: comrak's nodes → [`Block`]. What a report can't hold is a finding.

use comrak::nodes::{AstNode, ListType, NodeList, NodeValue};

use super::markdown::Parser;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, List, Paragraph};
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
            NodeValue::HtmlBlock(html) if self.waiver(node, &html.literal) => None,
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
        self.look_at_lines(node);
        let content = self.inlines(node, notes);
        self.prose.add(kind, self.source_range(node), &content);
        let source = Some(self.source_range(node));
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph::new(content, source)))
    }

    fn list(&mut self, node: &'a AstNode<'a>, list: &NodeList) -> Option<Block> {
        let is_list = |above: &&AstNode<'_>| matches!(above.data().value, NodeValue::List(_));
        if node.ancestors().filter(is_list).count() > DEEPEST_LIST {
            self.push(node, finding!("markdown-unsupported.deep-list", most = DEEPEST_LIST));
            return None;
        }
        self.check_numbers(node, list);
        let items = node.children().map(|item| {
            let value = item.data().value.clone();
            if !matches!(value, NodeValue::Item(_)) {
                self.unsupported(item, &value);
            }
            self.took_head(item);
            self.blocks(item)
        });
        let items = items.collect();
        let start = (list.list_type == ListType::Ordered).then_some(list.start as u32);
        let source = Some(self.source_range(node));
        Some(Block::List(List { start, setting: None, items, source }))
    }

    /// Tells of the first number that an author typed and that would be printed as another. Where
    /// the first two are the same they are meant to be counted.
    fn check_numbers(&mut self, list: &'a AstNode<'a>, form: &NodeList) {
        let typed = |(right, item): (usize, &'a AstNode<'a>)| match &item.data().value {
            NodeValue::Item(typed) => (typed.start, right, item),
            _ => (right, right, item),
        };
        let mut items = (form.start..).zip(list.children()).map(typed).skip(1).peekable();
        let counted = items.peek().is_some_and(|(typed, ..)| *typed == form.start);
        let wrong = items.find(|(typed, right, _)| typed != right);
        let is_ordered = form.list_type == ListType::Ordered;
        if let Some((typed, right, item)) = wrong.filter(|_| is_ordered && !counted) {
            self.push(item, finding!("list-number", typed = typed, right = right));
        }
    }

    /// Accounts for what stands before the first of the blocks in a node: its mark.
    pub(super) fn took_head(&mut self, node: &'a AstNode<'a>) {
        let range = self.range(node);
        let text = &self.text.text()[range.clone()];
        let line = range.start + text.find('\n').unwrap_or(text.len());
        let first = node.first_child().map_or(line, |child| self.range(child).start);
        self.took(range.start..first.max(range.start));
    }

    /// The finding that a report can't hold this.
    pub(super) fn unsupported(&mut self, node: &'a AstNode<'a>, value: &NodeValue) {
        let finding = match value {
            NodeValue::HtmlBlock(html) => html_finding(&html.literal),
            NodeValue::HtmlInline(html) => html_finding(html),
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

fn html_finding(html: &str) -> Diagnostic {
    match html.trim_start().to_ascii_lowercase() {
        tag if tag.starts_with("<br") => finding!("markdown-unsupported.break"),
        tag if tag.starts_with("<!--") => finding!("markdown-unsupported.comment"),
        _ => finding!("markdown-unsupported.html"),
    }
}

fn lone_image<'a>(paragraph: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    let mut children = paragraph.children();
    let first = children.next()?;
    (children.next().is_none() && matches!(first.data().value, NodeValue::Image(_)))
        .then_some(first)
}
