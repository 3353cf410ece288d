//! narrative.md → prose by section. comrak parses; what can't be set is a finding with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeHeading, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::binding::Bound;
use super::chart::Years;
use super::{Folder, invisible, is_invisible};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::document::{Block, Inline, plain};
use crate::finding;
use crate::form::{Form, Section};
use crate::layout::Layout;
use crate::numbering::{Numbering, Numerals};
use crate::report::Narrative;

/// Pictures by the path that the text gives.
type Pictures = BTreeMap<String, Vec<u8>>;

/// Reads the text of a report.
pub(super) fn read(
    source: &Source,
    bound: &Bound,
    folder: &Folder,
    layout: &Layout,
    years: Years<'_>,
    findings: &mut Vec<Diagnostic>,
) -> (Narrative, Pictures) {
    scan(source, findings);
    let arena = Arena::new();
    let text = Source::new(source.name(), bound.text.as_str());
    let root = parse_document(&arena, text.text(), &options());
    let mut parser = Parser {
        source,
        text: &text,
        bound,
        folder,
        layout,
        years,
        findings,
        definitions: BTreeMap::new(),
        noted: Vec::new(),
        numbering: Numbering::new(&layout.form.numbering, &layout.form.words.numerals),
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
    for (at, mark) in source.text().match_indices("{%") {
        let place = source.locate(at..at + mark.len());
        findings.push(finding!("binding-syntax.statement").at(place));
    }
    let mut start = 0;
    for line in source.text().split('\n') {
        let marks = line.bytes().take_while(|b| *b == b'#').count();
        let next = line[marks..].chars().next();
        if (1..=6).contains(&marks) && next.is_some_and(|c| !c.is_whitespace()) {
            let finding = Diagnostic::error("heading-space", "标题的“#”后面缺少空格")
                .hint(format!("改为“{} {}”", &line[..marks], &line[marks..]));
            findings.push(finding.at(source.locate(start..start + marks)));
        }
        start += line.len() + 1;
    }
}

pub(super) struct Parser<'s, 'a> {
    /// The file, for places.
    source: &'s Source,
    /// What was parsed: the file's text with its numbers put in.
    pub(super) text: &'s Source,
    bound: &'s Bound,
    pub(super) folder: &'s Folder,
    pub(super) layout: &'s Layout,
    pub(super) years: Years<'s>,
    findings: &'s mut Vec<Diagnostic>,
    /// Footnotes by name.
    pub(super) definitions: BTreeMap<String, &'a AstNode<'a>>,
    /// Footnotes in the order of their mention.
    pub(super) noted: Vec<&'a AstNode<'a>>,
    numbering: Numbering<'s>,
    /// Sections whose headings were mistyped: they are not missing.
    suspected: Vec<&'s str>,
    pub(super) pictures: Pictures,
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
        self.bare_headings(root);
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
        let Some((index, typed)) = named(&text, &self.layout.form) else {
            let numerals = &self.layout.form.words.numerals;
            let name = numerals.split_typed(&text).map_or(text.as_str(), |(_, name)| name);
            let finding = Diagnostic::error("section-unknown", format!("版式中没有“{name}”这一章"));
            let near = nearest(name, sections.iter().map(|section| section.heading.as_str()));
            self.suspected.extend(near);
            self.push(
                node,
                match near {
                    Some(near) => finding.hint(format!("应为“{near}”")),
                    None => {
                        finding.hint(format!("一级标题只能是：{}；其他标题用“##”", names(sections)))
                    }
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
        let finding = Diagnostic::warning(
            "section-table-prose",
            format!("“{}”按格式只有表格，这里写了文字", section.heading),
        );
        let prose = self
            .layout
            .form
            .sections
            .iter()
            .find(|section| section.table.is_none())
            .map_or("", |section| &section.heading);
        self.push(node, finding.hint(format!("把文字移到“{prose}”；不移则印在表格前面")));
    }

    /// Headings with nothing below them but the next of their kind, or nothing at all.
    fn bare_headings(&mut self, root: &'a AstNode<'a>) {
        let level = |node: &'a AstNode<'a>| {
            if let NodeValue::Heading(heading) = &node.data().value {
                Some(heading.level)
            } else {
                None
            }
        };
        for node in root.children() {
            let next = node.next_sibling().map(level);
            let bare = level(node).is_some_and(|own| {
                own > 1 && next.is_none_or(|next| next.is_some_and(|next| next <= own))
            });
            if bare {
                let finding = Diagnostic::warning("heading-without-text", "标题下面没有文字");
                self.push(node, finding.hint("写上内容，或删去这个标题"));
            }
        }
    }

    fn missing_sections(&mut self, narrative: &Narrative) {
        let end = self.text.text().trim_end().len();
        let suspected = std::mem::take(&mut self.suspected);
        let numerals = &self.layout.form.words.numerals;
        let wanted = |section: &&Section| {
            section.table.is_none() && !suspected.contains(&section.heading.as_str())
        };
        for section in self.layout.form.sections.iter().filter(wanted) {
            let message = match narrative.sections.get(&section.key) {
                None => format!("缺少“{}”这一章", section.heading),
                Some(blocks) if blocks.is_empty() => format!("“{}”这一章没有内容", section.heading),
                Some(_) => continue,
            };
            let finding = Diagnostic::error("section-missing", message);
            match bare_line(self.text.text(), &section.heading, numerals) {
                Some(range) => {
                    self.push_range(range, finding.hint("这一行前面加上“# ”，才是这一章的标题"))
                }
                None => {
                    let hint =
                        format!("写上“# {}”和这一章的文字；没有需要报告的写“无”", section.heading);
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
            let message = if level > 4 {
                "标题最多四级".to_owned()
            } else {
                format!("{level}级标题上面没有{}级标题", level - 1)
            };
            self.push(
                node,
                Diagnostic::error("heading-level", message)
                    .hint(format!("改用{}个“#”", (above + 1).min(4))),
            );
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
            } else if let Some((typed, rest)) = self.layout.form.words.numerals.split_typed(text) {
                let (typed, rest) = (typed.to_owned(), rest.to_owned());
                *text = rest;
                self.push(node, wrong_number(&typed, &number));
            }
        }
        Some(Block::Heading { level, number, content, run_in: false, at: self.begins(node) })
    }

    pub(super) fn push(&mut self, node: &'a AstNode<'a>, finding: Diagnostic) {
        let range = self.range(node);
        let line =
            self.text.text()[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        self.push_range(range.start..line, finding);
    }

    pub(super) fn push_range(&mut self, range: Range<usize>, finding: Diagnostic) {
        self.findings.push(finding.at(self.source.locate(self.bound.origin(range))));
    }

    /// Where a node begins in the source.
    pub(super) fn begins(&self, node: &'a AstNode<'a>) -> Option<usize> {
        Some(self.bound.origin(self.range(node)).start)
    }

    /// The bytes of a node in the text that Markdown reads.
    pub(super) fn range(&self, node: &'a AstNode<'a>) -> Range<usize> {
        let at = node.data().sourcepos;
        let start = self.text.offset(at.start.line, at.start.column);
        start..self.text.offset(at.end.line, at.end.column + 1).max(start)
    }
}

fn empty_heading() -> Diagnostic {
    Diagnostic::error("heading-empty", "标题没有文字").hint("写上标题，或删去这一行")
}

fn stray_heading() -> Diagnostic {
    Diagnostic::error("heading-level", "第一个一级标题之前不能有其他标题")
        .hint("引言不分标题；章节用“#”，其下用“##”")
}

fn wrong_number(typed: &str, right: &str) -> Diagnostic {
    Diagnostic::error("heading-number", format!("标题编号“{typed}”不对，这里应为“{right}”"))
        .hint("改正，或删去编号由程序编")
}

/// The line that is just this heading, perhaps with a number, and lacks its mark.
fn bare_line(text: &str, heading: &str, numerals: &Numerals) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split('\n') {
        let bare = line.trim();
        if bare == heading || numerals.split_typed(bare).is_some_and(|(_, rest)| rest == heading) {
            return Some(start..start + line.len());
        }
        start += line.len() + 1;
    }
    None
}

/// Which section a heading names, and the number typed before its name.
fn named(text: &str, form: &Form) -> Option<(usize, Option<String>)> {
    let numerals = &form.words.numerals;
    let mut numbering = Numbering::new(&form.numbering, numerals);
    for (index, section) in form.sections.iter().enumerate() {
        let official = numbering.next(1);
        let Some(before) = text.strip_suffix(&section.heading) else { continue };
        let typed = match before.trim() {
            "" => return Some((index, None)),
            typed
                if typed == official.trim() || numerals.split_typed(typed) == Some((typed, "")) =>
            {
                typed
            }
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
    let level =
        |block: &Block| if let Block::Heading { level, .. } = block { Some(*level) } else { None };
    blocks.iter().rev().find_map(level).unwrap_or(1)
}
