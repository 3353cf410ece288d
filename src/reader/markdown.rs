//! narrative.md → prose by section. comrak parses; what can't be set is a finding with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{AstNode, ListType, NodeHeading, NodeLink, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};

use super::{Folder, invisible, is_invisible};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::document::{Block, Cell, CellRole, Group, Inline, Row, Slot, Table, plain};
use crate::layout::{Layout, Section};
use crate::numbering::{Numbering, split_typed};
use crate::report::Narrative;

/// Levels a list may have: more have no room on a line of 28 characters.
const DEEPEST_LIST: usize = 4;

/// Pictures by the path that the text gives.
type Pictures = BTreeMap<String, Vec<u8>>;

/// Reads the text of a report.
pub(super) fn read(source: &Source, folder: &Folder, layout: &Layout, findings: &mut Vec<Diagnostic>) -> (Narrative, Pictures) {
    scan(source, findings);
    let arena = Arena::new();
    let root = parse_document(&arena, source.text(), &options());
    let mut parser = Parser {
        source,
        folder,
        layout,
        findings,
        definitions: BTreeMap::new(),
        noted: Vec::new(),
        numbering: Numbering::new(&layout.form.numbering),
        suspected: Vec::new(),
        pictures: BTreeMap::new(),
    };
    let narrative = parser.narrative(root);
    (narrative, parser.pictures)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.ignore_setext = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.sourcepos_chars = true;
    options
}

/// Faults that are seen in the source before any parsing.
fn scan(source: &Source, findings: &mut Vec<Diagnostic>) {
    for (at, c) in source.text().char_indices().filter(|(_, c)| is_invisible(*c)) {
        findings.push(invisible(c, source.locate(at..at + c.len_utf8())));
    }
    for (at, mark) in source.text().match_indices("{{") {
        let finding = Diagnostic::error("binding-unavailable", "本版本还不能把数字绑定到表格（{{ … }}）").hint("先写上数字本身");
        findings.push(finding.at(source.locate(at..at + mark.len())));
    }
    let mut start = 0;
    for line in source.text().split('\n') {
        let marks = line.bytes().take_while(|b| *b == b'#').count();
        let next = line[marks..].chars().next();
        if (1..=6).contains(&marks) && next.is_some_and(|c| !c.is_whitespace()) {
            let finding =
                Diagnostic::error("heading-space", "标题的“#”后面缺少空格").hint(format!("改为“{} {}”", &line[..marks], &line[marks..]));
            findings.push(finding.at(source.locate(start..start + marks)));
        }
        start += line.len() + 1;
    }
}

pub(super) struct Parser<'s, 'a> {
    pub(super) source: &'s Source,
    folder: &'s Folder,
    layout: &'s Layout,
    findings: &'s mut Vec<Diagnostic>,
    /// Footnotes by name.
    definitions: BTreeMap<String, &'a AstNode<'a>>,
    /// Footnotes in the order of their mention.
    noted: Vec<&'a AstNode<'a>>,
    numbering: Numbering<'s>,
    /// Sections whose headings were mistyped: they are not missing.
    suspected: Vec<&'s str>,
    pictures: Pictures,
}

impl<'s, 'a> Parser<'s, 'a> {
    fn narrative(&mut self, root: &'a AstNode<'a>) -> Narrative {
        for node in root.children() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
                self.definitions.insert(definition.name.clone(), node);
            }
        }
        let mut narrative = Narrative::default();
        let mut section: Option<&'s Section> = None;
        let mut lost = false; // below a heading that names no section
        for node in root.children() {
            let heading = match &node.data().value {
                NodeValue::Heading(heading) => Some(*heading),
                NodeValue::FootnoteDefinition(_) => continue,
                _ => None,
            };
            if heading.is_some_and(|heading| heading.level == 1) {
                section = self.section(node, &mut narrative);
                lost = section.is_none();
                continue;
            }
            let blocks = match section {
                Some(section) => {
                    let blocks = narrative.sections.entry(section.key.clone()).or_default();
                    if section.table.is_some() && blocks.is_empty() {
                        self.prose_beside_table(node, section);
                    }
                    blocks
                }
                None => &mut narrative.preface,
            };
            match heading {
                Some(_) if section.is_none() && !lost => self.push(node, stray_heading()),
                Some(heading) => blocks.extend(self.heading(node, heading, last_level(blocks))),
                None => blocks.extend(self.block(node)),
            }
        }
        self.missing_sections(&narrative);
        narrative.notes = self.notes();
        narrative
    }

    /// The section that a first-level heading names.
    fn section(&mut self, node: &'a AstNode<'a>, narrative: &mut Narrative) -> Option<&'s Section> {
        let text = plain(&self.inlines(node, false));
        if text.is_empty() {
            self.push(node, empty_heading());
            return None;
        }
        let sections = &self.layout.form.sections;
        let Some((index, typed)) = named(&text, sections, &self.layout.form.numbering) else {
            let name = split_typed(&text).map_or(text.as_str(), |(_, name)| name);
            let finding = Diagnostic::error("section-unknown", format!("版式中没有“{name}”这一章"));
            let near = nearest(name, sections.iter().map(|section| section.heading.as_str()));
            self.suspected.extend(near);
            self.push(
                node,
                match near {
                    Some(near) => finding.hint(format!("应为“{near}”")),
                    None => finding.hint(format!("一级标题只能是：{}；其他标题用“##”", names(sections))),
                },
            );
            return None;
        };
        let (section, name) = (&sections[index], &sections[index].heading);
        self.numbering.enter_section(index as u32);
        let official = self.numbering.next(1);
        if let Some(typed) = typed.filter(|typed| typed.trim() != official.trim()) {
            self.push(node, wrong_number(&typed, &official));
        }
        if narrative.sections.contains_key(&section.key) {
            let finding = Diagnostic::error("section-repeated", format!("“{name}”这一章写了两次"));
            self.push(node, finding.hint("合并到一处"));
        }
        narrative.sections.entry(section.key.clone()).or_default();
        Some(section)
    }

    fn prose_beside_table(&mut self, node: &'a AstNode<'a>, section: &Section) {
        let finding = Diagnostic::warning("section-table-prose", format!("“{}”按格式只有表格，这里写了文字", section.heading));
        self.push(node, finding.hint("把文字移到“总体情况”；不移则印在表格前面"));
    }

    fn missing_sections(&mut self, narrative: &Narrative) {
        let end = self.source.text().trim_end().len();
        let suspected = std::mem::take(&mut self.suspected);
        let wanted = |section: &&Section| section.table.is_none() && !suspected.contains(&section.heading.as_str());
        for section in self.layout.form.sections.iter().filter(wanted) {
            let message = match narrative.sections.get(&section.key) {
                None => format!("缺少“{}”这一章", section.heading),
                Some(blocks) if blocks.is_empty() => format!("“{}”这一章没有内容", section.heading),
                Some(_) => continue,
            };
            let finding = Diagnostic::error("section-missing", message);
            match bare_line(self.source.text(), &section.heading) {
                Some(range) => self.push_range(range, finding.hint("这一行前面加上“# ”，才是这一章的标题")),
                None => {
                    let hint = format!("写上“# {}”和这一章的文字；没有需要报告的写“无”", section.heading);
                    self.push_range(end..end, finding.hint(hint));
                }
            }
        }
    }

    /// A heading of level 2-4 with its number.
    fn heading(&mut self, node: &'a AstNode<'a>, heading: NodeHeading, above: u8) -> Option<Block> {
        let mut content = self.inlines(node, false);
        let level = heading.level;
        if level > 4 || level > above + 1 {
            let message =
                if level > 4 { "标题最多四级".to_owned() } else { format!("{level}级标题上面没有{}级标题", level - 1) };
            self.push(node, Diagnostic::error("heading-level", message).hint(format!("改用{}个“#”", (above + 1).min(4))));
            return None;
        }
        if content.is_empty() {
            self.push(node, empty_heading());
            return None;
        }
        let number = self.numbering.next(level);
        if let Some(Inline::Text { text }) = content.first_mut() {
            if let Some(rest) = text.strip_prefix(number.trim()) {
                *text = rest.trim_start().to_owned();
            } else if let Some((typed, rest)) = split_typed(text) {
                let (typed, rest) = (typed.to_owned(), rest.to_owned());
                *text = rest;
                self.push(node, wrong_number(&typed, &number));
            }
        }
        Some(Block::Heading { level, number, content })
    }

    fn blocks(&mut self, node: &'a AstNode<'a>) -> Vec<Block> {
        node.children().filter_map(|child| self.block(child)).collect()
    }

    fn block(&mut self, node: &'a AstNode<'a>) -> Option<Block> {
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph => match lone_image(node) {
                Some(image) => self.figure(node, image, &image_link(image)?),
                None => Some(self.inlines(node, true)).filter(|content| !content.is_empty()).map(|content| Block::Paragraph { content }),
            },
            NodeValue::List(_)
                if node.ancestors().filter(|above| matches!(above.data().value, NodeValue::List(_))).count() > DEEPEST_LIST =>
            {
                let finding = Diagnostic::error("markdown-unsupported", format!("列表套得太深，最多{DEEPEST_LIST}层"));
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
                Some(Block::List { start: (list.list_type == ListType::Ordered).then_some(list.start as u32), items })
            }
            NodeValue::Table(table) => Some(Block::Table(self.table(node, &table.alignments))),
            NodeValue::Heading(_) => {
                let finding = Diagnostic::error("markdown-unsupported", "标题夹在列表、引用或脚注中").hint("标题顶格写，前后各空一行");
                self.push(node, finding);
                None
            }
            NodeValue::FootnoteDefinition(_) => None,
            other => {
                self.unsupported(node, &other);
                None
            }
        }
    }

    fn figure(&mut self, node: &'a AstNode<'a>, image: &'a AstNode<'a>, link: &NodeLink) -> Option<Block> {
        let path = link.url.strip_prefix("./").unwrap_or(&link.url).to_owned();
        let Some(bytes) = self.folder.files.get(&path) else {
            let finding = Diagnostic::error("figure-missing", format!("找不到图片“{path}”"));
            self.push(node, finding.hint("图片放在报告文件夹的 figures/ 中，如 figures/图1.png"));
            return None;
        };
        let Some(size) = imagesize::blob_size(bytes).ok().filter(|size| is_picture(bytes) && size.width > 0 && size.height > 0) else {
            self.push(node, Diagnostic::error("figure-format", format!("图片“{path}”不能用")).hint("另存为完好的 PNG 或 JPEG"));
            return None;
        };
        self.pictures.insert(path.clone(), bytes.clone());
        let alt = plain(&self.inlines(image, false));
        if alt.is_empty() {
            let finding = Diagnostic::error("figure-alt", format!("图片“{path}”没有替代文字，看不见图的人无从知道内容"));
            self.push(node, finding.hint("在方括号中写一句图的内容：![内容](路径 \"图题\")"));
        }
        let mut caption = vec![Inline::text(&link.title)];
        super::inline::tidy(&mut caption);
        Some(Block::Figure { path, alt, caption: plain(&caption), pixels: [size.width, size.height] })
    }

    fn table(&mut self, node: &'a AstNode<'a>, alignments: &[TableAlignment]) -> Table {
        let mut group = Group { head: Vec::new(), body: Vec::new() };
        let mut widths = vec![4_usize; alignments.len()];
        for row in node.children() {
            let head = matches!(row.data().value, NodeValue::TableRow(true));
            let mut slots = Vec::new();
            for (column, cell) in row.children().enumerate() {
                let content = self.inlines(cell, true);
                let width = plain(&content).chars().map(|c| if super::inline::is_cjk(c) { 2 } else { 1 }).sum();
                widths[column] = widths[column].max(width).min(40);
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
        let heads: Vec<_> = group.head.iter().flat_map(|row| &row.slots).filter_map(slot_text).collect();
        Table {
            summary: heads.join("、"),
            official: false,
            keep_whole: false,
            shares: widths.into_iter().map(|width| width as u32 + 4).collect(),
            groups: vec![group],
        }
    }

    /// The index of the footnote called `name`, mentioned at `node`.
    pub(super) fn note(&mut self, node: &'a AstNode<'a>, name: &str, allowed: bool) -> Option<usize> {
        let definition = *self.definitions.get(name)?;
        let fault = if !allowed {
            Some(Diagnostic::error("markdown-unsupported", "脚注不能放在标题、图题或脚注中").hint("把脚注移到正文"))
        } else if self.noted.iter().any(|known| std::ptr::eq(*known, definition)) {
            Some(Diagnostic::error("footnote-repeated", format!("脚注“{name}”用了两次")).hint("另写一条脚注"))
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

    fn notes(&mut self) -> Vec<Vec<Block>> {
        let unused: Vec<_> = self.definitions.values().copied().collect();
        for definition in unused {
            if !self.noted.iter().any(|known| std::ptr::eq(*known, definition)) {
                self.push(
                    definition,
                    Diagnostic::error("footnote-unused", "这条脚注没有用到，不会印出").hint("在正文中写上它的名称，或删去"),
                );
            }
        }
        let noted = self.noted.clone();
        let paragraphs = |parser: &mut Self, node: &'a AstNode<'a>| {
            let mut blocks = Vec::new();
            for child in node.children() {
                match child.data().value {
                    NodeValue::Paragraph => blocks.push(Block::Paragraph { content: parser.inlines(child, false) }),
                    _ => parser.unsupported(child, &child.data().value),
                }
            }
            blocks
        };
        noted.into_iter().map(|node| paragraphs(self, node)).collect()
    }

    pub(super) fn unsupported(&mut self, node: &'a AstNode<'a>, value: &NodeValue) {
        let (what, hint) = match value {
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => (" HTML 标记", "删去标记；要印出“<”就写“\\<”"),
            NodeValue::CodeBlock(code) if !code.fenced => ("行首四个空格（代码块）", "删去行首的空格；段首缩进由程序排"),
            NodeValue::CodeBlock(_) => ("代码块", "改成普通段落"),
            NodeValue::Code(_) => ("行内代码（`…`）", "删去反引号"),
            NodeValue::BlockQuote => ("引用（行首的“>”）", "删去“>”"),
            NodeValue::ThematicBreak => ("分隔线", "删去这一行"),
            _ => ("这种写法", "改成普通段落"),
        };
        self.push(node, Diagnostic::error("markdown-unsupported", format!("报告中不能用{what}")).hint(hint));
    }

    pub(super) fn push(&mut self, node: &'a AstNode<'a>, finding: Diagnostic) {
        let range = self.range(node);
        let line = self.source.text()[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        self.push_range(range.start..line, finding);
    }

    pub(super) fn push_range(&mut self, range: Range<usize>, finding: Diagnostic) {
        self.findings.push(finding.at(self.source.locate(range)));
    }

    /// The bytes of a node in the source.
    pub(super) fn range(&self, node: &'a AstNode<'a>) -> Range<usize> {
        let at = node.data().sourcepos;
        let start = self.source.offset(at.start.line, at.start.column);
        start..self.source.offset(at.end.line, at.end.column + 1).max(start)
    }
}

fn empty_heading() -> Diagnostic {
    Diagnostic::error("heading-empty", "标题没有文字").hint("写上标题，或删去这一行")
}

fn stray_heading() -> Diagnostic {
    Diagnostic::error("heading-level", "第一个一级标题之前不能有其他标题").hint("引言不分标题；章节用“#”，其下用“##”")
}

fn wrong_number(typed: &str, right: &str) -> Diagnostic {
    Diagnostic::error("heading-number", format!("标题编号“{typed}”不对，这里应为“{right}”")).hint("改正，或删去编号由程序编")
}

/// The line that is just this heading, perhaps with a number, and lacks its mark.
fn bare_line(text: &str, heading: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split('\n') {
        let bare = line.trim();
        if bare == heading || split_typed(bare).is_some_and(|(_, rest)| rest == heading) {
            return Some(start..start + line.len());
        }
        start += line.len() + 1;
    }
    None
}

/// Which section a heading names, and the number typed before its name.
fn named(text: &str, sections: &[Section], patterns: &[String]) -> Option<(usize, Option<String>)> {
    let mut numbering = Numbering::new(patterns);
    for (index, section) in sections.iter().enumerate() {
        let official = numbering.next(1);
        let Some(before) = text.strip_suffix(&section.heading) else { continue };
        let typed = match before.trim() {
            "" => return Some((index, None)),
            typed if typed == official.trim() || split_typed(typed) == Some((typed, "")) => typed,
            _ => continue,
        };
        return Some((index, Some(typed.to_owned())));
    }
    None
}

fn names(sections: &[Section]) -> String {
    sections.iter().map(|section| section.heading.as_str()).collect::<Vec<_>>().join("、")
}

/// The level of the last heading among `blocks`; 1 right below the section's own.
fn last_level(blocks: &[Block]) -> u8 {
    let level = |block: &Block| if let Block::Heading { level, .. } = block { Some(*level) } else { None };
    blocks.iter().rev().find_map(level).unwrap_or(1)
}

fn lone_image<'a>(paragraph: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    let mut children = paragraph.children();
    let first = children.next()?;
    (children.next().is_none() && matches!(first.data().value, NodeValue::Image(_))).then_some(first)
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
    (bytes.starts_with(b"\x89PNG\r\n\x1a\n") && ends(b"IEND")) || (bytes.starts_with(b"\xff\xd8\xff") && ends(b"\xff\xd9"))
}

fn slot_text(slot: &Slot) -> Option<String> {
    match slot {
        Slot::Cell(cell) => Some(plain(&cell.content)),
        Slot::Covered { .. } => None,
    }
}
