//! Blocks of the text: comrak's nodes → [`Block`]. What a report can't hold is a finding.

use comrak::nodes::{AstNode, ListType, NodeLink, NodeValue, TableAlignment};

use super::chart;
use super::inline::tidy;
use super::markdown::Parser;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Cell, CellRole, Group, Inline, Row, Slot, Table, plain};

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
                Some(image) => self.figure(node, image, &image_link(image)?),
                None => Some(self.inlines(node, true))
                    .filter(|content| !content.is_empty())
                    .map(|content| Block::Paragraph { content, at: self.begins(node) }),
            },
            NodeValue::List(_)
                if node
                    .ancestors()
                    .filter(|above| matches!(above.data().value, NodeValue::List(_)))
                    .count()
                    > DEEPEST_LIST =>
            {
                let finding = Diagnostic::error(
                    "markdown-unsupported",
                    format!("列表套得太深，最多{DEEPEST_LIST}层"),
                );
                self.push(node, finding.hint("减少层次，或改成普通段落"));
                None
            }
            NodeValue::List(list) => {
                let items = node.children().map(|item| {
                    if !matches!(item.data().value, NodeValue::Item(_)) {
                        self.unsupported(item, &item.data().value);
                    }
                    self.blocks(item)
                });
                let items = items.collect();
                Some(Block::List {
                    start: (list.list_type == ListType::Ordered).then_some(list.start as u32),
                    items,
                })
            }
            NodeValue::Table(table) => Some(Block::Table(self.table(node, &table.alignments))),
            NodeValue::Heading(_) => {
                let finding =
                    Diagnostic::error("markdown-unsupported", "标题夹在列表、引用或脚注中")
                        .hint("标题顶格写，前后各空一行");
                self.push(node, finding);
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

    fn chart(&mut self, node: &'a AstNode<'a>, text: &str) -> Option<Block> {
        match chart::read(text, self.layout, self.years) {
            Ok(chart) => Some(Block::Chart(chart)),
            Err((span, finding)) => {
                // The literal begins on the line below the fence.
                let block = self.range(node);
                let first = self.text.text()[block.clone()]
                    .find('\n')
                    .map_or(block.end, |at| block.start + at + 1);
                let end = first + span.end.max(span.start + 1).min(text.len());
                self.push_range(first + span.start.min(text.len())..end, finding);
                None
            }
        }
    }

    fn figure(
        &mut self,
        node: &'a AstNode<'a>,
        image: &'a AstNode<'a>,
        link: &NodeLink,
    ) -> Option<Block> {
        let path = link.url.strip_prefix("./").unwrap_or(&link.url).to_owned();
        let Some(bytes) = self.folder.files.get(&path) else {
            let finding = Diagnostic::error("figure-missing", format!("找不到图片“{path}”"));
            self.push(node, finding.hint("图片放在报告文件夹的 figures/ 中，如 figures/图1.png"));
            return None;
        };
        let Some(size) = imagesize::blob_size(bytes)
            .ok()
            .filter(|size| is_picture(bytes) && size.width > 0 && size.height > 0)
        else {
            self.push(
                node,
                Diagnostic::error("figure-format", format!("图片“{path}”不能用"))
                    .hint("另存为完好的 PNG 或 JPEG"),
            );
            return None;
        };
        self.pictures.insert(path.clone(), bytes.clone());
        let alt = plain(&self.inlines(image, false));
        if alt.is_empty() {
            let finding = Diagnostic::error(
                "figure-alt",
                format!("图片“{path}”没有替代文字，看不见图的人无从知道内容"),
            );
            self.push(node, finding.hint("在方括号中写一句图的内容：![内容](路径 \"图题\")"));
        }
        let mut caption = vec![Inline::text(&link.title)];
        tidy(&mut caption);
        Some(Block::Figure {
            path,
            alt,
            caption: plain(&caption),
            pixels: [size.width, size.height],
        })
    }

    fn table(&mut self, node: &'a AstNode<'a>, alignments: &[TableAlignment]) -> Table {
        let mut group = Group { head: Vec::new(), body: Vec::new() };
        for row in node.children() {
            let head = matches!(row.data().value, NodeValue::TableRow(true));
            let mut slots = Vec::new();
            for (column, cell) in row.children().enumerate() {
                let content = self.inlines(cell, true);
                let role = match alignments[column] {
                    _ if head => CellRole::Head,
                    TableAlignment::Center => CellRole::Center,
                    TableAlignment::Right => CellRole::Right,
                    TableAlignment::Left | TableAlignment::None => CellRole::Left,
                };
                slots.push(Slot::Cell(Cell { colspan: 1, rowspan: 1, role, path: None, content }));
            }
            let rows = if head { &mut group.head } else { &mut group.body };
            rows.push(Row { slots });
        }
        let heads: Vec<_> =
            group.head.iter().flat_map(|row| &row.slots).filter_map(slot_text).collect();
        Table {
            summary: heads.join("、"),
            official: false,
            keep_whole: false,
            shares: Vec::new(), // by what stands in the columns
            setting: None,
            groups: vec![group],
        }
    }

    /// The index of the footnote called `name`, mentioned at `node`.
    pub(super) fn note(
        &mut self,
        node: &'a AstNode<'a>,
        name: &str,
        allowed: bool,
    ) -> Option<usize> {
        let definition = *self.definitions.get(name)?;
        let fault = if !allowed {
            Some(
                Diagnostic::error("markdown-unsupported", "脚注不能放在标题、图题或脚注中")
                    .hint("把脚注移到正文"),
            )
        } else if self.noted.iter().any(|known| std::ptr::eq(*known, definition)) {
            Some(
                Diagnostic::error("footnote-repeated", format!("脚注“{name}”用了两次"))
                    .hint("另写一条脚注"),
            )
        } else {
            None
        };
        if let Some(fault) = fault {
            self.push(node, fault);
            return None;
        }
        self.noted.push(definition);
        Some(self.noted.len() - 1)
    }

    pub(super) fn notes(&mut self) -> Vec<Vec<Block>> {
        let unused: Vec<_> = self.definitions.values().copied().collect();
        for definition in unused {
            if !self.noted.iter().any(|known| std::ptr::eq(*known, definition)) {
                self.push(
                    definition,
                    Diagnostic::error("footnote-unused", "这条脚注没有用到，不会印出")
                        .hint("在正文中写上它的名称，或删去"),
                );
            }
        }
        let noted = self.noted.clone();
        let paragraphs = |parser: &mut Self, node: &'a AstNode<'a>| {
            let mut blocks = Vec::new();
            for child in node.children() {
                match child.data().value {
                    NodeValue::Paragraph => blocks.push(Block::Paragraph {
                        content: parser.inlines(child, false),
                        at: parser.begins(child),
                    }),
                    _ => parser.unsupported(child, &child.data().value),
                }
            }
            blocks
        };
        noted.into_iter().map(|node| paragraphs(self, node)).collect()
    }

    pub(super) fn unsupported(&mut self, node: &'a AstNode<'a>, value: &NodeValue) {
        let (what, hint) = match value {
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                (" HTML 标记", "删去标记；要印出“<”就写“\\<”")
            }
            NodeValue::CodeBlock(code) if !code.fenced => {
                ("行首四个空格（代码块）", "删去行首的空格；段首缩进由程序排")
            }
            NodeValue::CodeBlock(_) => ("代码块", "改成普通段落"),
            NodeValue::Code(_) => ("行内代码（`…`）", "删去反引号"),
            NodeValue::BlockQuote => ("引用（行首的“>”）", "删去“>”"),
            NodeValue::ThematicBreak => ("分隔线", "删去这一行"),
            _ => ("这种写法", "改成普通段落"),
        };
        self.push(
            node,
            Diagnostic::error("markdown-unsupported", format!("报告中不能用{what}")).hint(hint),
        );
    }
}

fn lone_image<'a>(paragraph: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    let mut children = paragraph.children();
    let first = children.next()?;
    (children.next().is_none() && matches!(first.data().value, NodeValue::Image(_)))
        .then_some(first)
}

fn image_link(image: &AstNode<'_>) -> Option<NodeLink> {
    match &image.data().value {
        NodeValue::Image(link) => Some((**link).clone()),
        _ => None,
    }
}

/// A PNG or JPEG that goes on to its end.
fn is_picture(bytes: &[u8]) -> bool {
    let ends = |mark: &[u8]| bytes.windows(mark.len()).rev().take(1024).any(|end| end == mark);
    (bytes.starts_with(b"\x89PNG\r\n\x1a\n") && ends(b"IEND"))
        || (bytes.starts_with(b"\xff\xd8\xff") && ends(b"\xff\xd9"))
}

fn slot_text(slot: &Slot) -> Option<String> {
    match slot {
        Slot::Cell(cell) => Some(plain(&cell.content)),
        Slot::Covered { .. } => None,
    }
}
