//! narrative.md → prose by section. comrak parses; what can't be set is a finding with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeHeading, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::binding::Filled;
use super::chart::ChartYears;
use super::spelling::Slip;
use super::{Folder, invisible, is_invisible};
use crate::diagnostic::{Diagnostic, Source};
use crate::document::Block;
use crate::file_map::FileMap;
use crate::finding;
use crate::form::Section;
use crate::layout::Layout;
use crate::numbering::Numbering;
use crate::prose::{Prose, ProseBuilder};
use crate::report::Narrative;

/// Pictures by the path that the text gives.
pub(super) type Pictures = FileMap;

/// What narrative.md gives.
pub(super) struct ReadText {
    /// Blocks for the document.
    pub narrative: Narrative,
    /// The same text for rules.
    pub prose: Prose,
    /// Pictures that the text names.
    pub pictures: Pictures,
    /// The value of each `{{ … }}`, in the order of the file.
    pub values: Vec<String>,
}

/// Reads the text of a report.
pub(super) fn read(
    source: &Source,
    filled: &Filled,
    folder: &Folder,
    layout: &Layout,
    years: ChartYears<'_>,
    findings: &mut Vec<Diagnostic>,
) -> ReadText {
    scan(source, findings);
    let arena = Arena::new();
    let text = Source::new(source.name(), filled.text.as_str());
    let root = parse_document(&arena, text.text(), &options());
    let mut parser = Parser {
        source,
        text: &text,
        filled,
        folder,
        layout,
        years,
        findings,
        definitions: BTreeMap::new(),
        noted: Vec::new(),
        numbering: Numbering::new(&layout.form.numbering, &layout.form.words.numerals),
        suspected: Vec::new(),
        pictures: BTreeMap::new(),
        prose: ProseBuilder::new(source),
        slip: Slip::default(),
    };
    let narrative = parser.narrative(root);
    let values = filled.values.clone();
    ReadText { narrative, prose: parser.prose.finish(), pictures: parser.pictures, values }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.ignore_setext = true;
    options.parse.leave_footnote_definitions = true;
    // Characters behind a backslash stay nodes of their own, whose places are known.
    options.parse.escaped_char_spans = true;
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
        let count = line.bytes().take_while(|b| *b == b'#').count();
        let (marks, text) = line.split_at(count);
        if (1..=6).contains(&count) && text.starts_with(|c: char| !c.is_whitespace()) {
            let place = source.locate(start..start + count);
            findings.push(finding!("heading-space", marks = marks, text = text).at(place));
        }
        start += line.len() + 1;
    }
}

pub(super) struct Parser<'s, 'a> {
    /// The file, for places.
    source: &'s Source,
    /// What was parsed: the file's text with its numbers put in.
    pub(super) text: &'s Source,
    pub(super) filled: &'s Filled,
    pub(super) folder: &'s Folder,
    pub(super) layout: &'s Layout,
    pub(super) years: ChartYears<'s>,
    findings: &'s mut Vec<Diagnostic>,
    /// Footnotes by name.
    pub(super) definitions: BTreeMap<String, &'a AstNode<'a>>,
    /// Footnotes in the order of their mention.
    pub(super) noted: Vec<&'a AstNode<'a>>,
    pub(super) numbering: Numbering<'s>,
    /// Sections whose headings were mistyped: they are not missing.
    pub(super) suspected: Vec<&'s str>,
    pub(super) pictures: Pictures,
    pub(super) prose: ProseBuilder,
    /// How far places are off in the paragraph or cell at hand.
    pub(super) slip: Slip,
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
                self.notes(&mut narrative.notes);
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
            blocks.extend(match heading {
                Some(_) if section.is_none() && !lost => self.stray_heading(node),
                Some(heading) => self.heading(node, heading, last_level(blocks)),
                None => self.block(node),
            });
        }
        self.notes(&mut narrative.notes);
        self.bare_headings(root);
        self.missing_sections(&narrative);
        self.unused_notes();
        narrative
    }

    fn stray_heading(&mut self, node: &'a AstNode<'a>) -> Option<Block> {
        self.push(node, finding!("heading-level.stray"));
        None
    }

    fn prose_beside_table(&mut self, node: &'a AstNode<'a>, section: &Section) {
        let is_prose = |section: &&Section| section.table.is_none();
        let prose = self.layout.form.sections.iter().find(is_prose);
        let prose = prose.map_or("", |section| &section.heading);
        let finding = finding!("section-table-prose", section = &section.heading, prose = prose);
        self.push(node, finding);
    }

    /// Headings with nothing below them but the next of their kind, or nothing at all.
    fn bare_headings(&mut self, root: &'a AstNode<'a>) {
        let level = |node: &'a AstNode<'a>| match &node.data().value {
            NodeValue::Heading(NodeHeading { level, .. }) => Some(*level),
            _ => None,
        };
        for node in root.children() {
            let next = node.next_sibling().map(level);
            let bare = level(node).is_some_and(|own| {
                own > 1 && next.is_none_or(|next| next.is_some_and(|next| next <= own))
            });
            if bare {
                self.push(node, finding!("heading-without-text"));
            }
        }
    }

    /// A finding about a node, at its first line.
    pub(super) fn push(&mut self, node: &'a AstNode<'a>, finding: Diagnostic) {
        let range = self.range(node);
        let text = &self.text.text()[range.clone()];
        let line = text.find('\n').unwrap_or(text.len());
        self.push_range(range.start..range.start + line, finding);
    }

    /// A finding about bytes of what was parsed.
    pub(super) fn push_range(&mut self, range: Range<usize>, finding: Diagnostic) {
        self.findings.push(finding.at(self.source.locate(self.filled.origin.of(range))));
    }

    /// The bytes of a node in what was parsed.
    pub(super) fn range(&self, node: &'a AstNode<'a>) -> Range<usize> {
        self.slip.range(self.text, node.data().sourcepos)
    }

    /// The bytes of a node in the file.
    pub(super) fn source_range(&self, node: &'a AstNode<'a>) -> Range<usize> {
        self.filled.origin.of(self.range(node))
    }
}

/// The level of the last heading among `blocks`; 1 right below the section's own.
fn last_level(blocks: &[Block]) -> u8 {
    let level = |block: &Block| {
        if let Block::Heading(heading) = block { Some(heading.level) } else { None }
    };
    blocks.iter().rev().find_map(level).unwrap_or(1)
}
