//! narrative.md → prose by section. comrak parses; what can't be set is a finding with its place.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeHeading, NodeValue};

use super::Folder;
use super::account::Account;
use super::binding::Filled;
use super::chart::ChartYears;
use super::meant::as_meant;
use super::scan::scan;
use super::spelling::Slip;
use crate::catalogue::FindingKind;
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::document::{Block, plain};
use crate::file_map::FileMap;
use crate::finding;
use crate::form::Section;
use crate::layout::Layout;
use crate::numbering::Numbering;
use crate::prose::{Prose, ProseBuilder};
use crate::report::Narrative;
use crate::waiver::PlacedWaiver;

/// Pictures by the path that the text gives.
pub(super) type Pictures = FileMap;

/// Characters of a lost text that a finding shows.
const SHOWN: usize = 20;

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
    /// Warnings that are waived where they stand.
    pub waivers: Vec<PlacedWaiver>,
}

/// Reads the text of a report.
pub(super) fn read(
    source: &Source,
    filled: Filled,
    folder: &Folder,
    layout: &Layout,
    years: ChartYears<'_>,
    findings: &mut Vec<Diagnostic>,
) -> ReadText {
    scan(source, &layout.form, findings);
    let arena = Arena::new();
    let (filled, root) = as_meant(&arena, filled, &layout.form);
    let text = Source::new(source.name(), filled.text.as_str());
    let mut parser = Parser {
        source,
        text: &text,
        filled: &filled,
        folder,
        layout,
        years,
        findings,
        definitions: BTreeMap::new(),
        noted: Vec::new(),
        noted_names: BTreeSet::new(),
        numbering: Numbering::new(&layout.form.numbering, &layout.form.words.numerals),
        suspected: Vec::new(),
        pictures: BTreeMap::new(),
        prose: ProseBuilder::new(source),
        slip: Slip::default(),
        account: Account::default(),
        labels: BTreeSet::new(),
        waivers: Vec::new(),
        kinds: OnceCell::new(),
    };
    let narrative = parser.narrative(root);
    parser.lost(&narrative);
    let Parser { prose, pictures, waivers, .. } = parser;
    let values = filled.values.clone();
    ReadText { narrative, prose: prose.finish(), pictures, waivers, values }
}

pub(super) struct Parser<'s, 'a> {
    /// The file, for places.
    pub(super) source: &'s Source,
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
    /// Their names.
    pub(super) noted_names: BTreeSet<String>,
    pub(super) numbering: Numbering<'s>,
    /// Sections whose headings were mistyped: they are not missing.
    pub(super) suspected: Vec<&'s str>,
    pub(super) pictures: Pictures,
    pub(super) prose: ProseBuilder,
    /// How far places are off in the paragraph or cell at hand.
    pub(super) slip: Slip,
    /// What is accounted for.
    pub(super) account: Account,
    /// Labels that links are named by.
    pub(super) labels: BTreeSet<String>,
    /// What is waived where it stands.
    pub(super) waivers: Vec<PlacedWaiver>,
    /// Kinds of findings, once one is waived.
    pub(super) kinds: OnceCell<Vec<FindingKind>>,
}

impl<'s, 'a> Parser<'s, 'a> {
    fn narrative(&mut self, root: &'a AstNode<'a>) -> Narrative {
        self.define_notes(root);
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
                Some(section) => narrative.sections.entry(section.key.clone()).or_default(),
                None => &mut narrative.preface,
            };
            let block = match heading {
                Some(_) if section.is_none() && !lost => self.stray_heading(node),
                Some(heading) => self.heading(node, heading, last_level(blocks)),
                None => self.block(node),
            };
            let block = match section.filter(|section| section.table.is_some()) {
                Some(section) => self.beside_table(node, block, section, blocks),
                None => block,
            };
            blocks.extend(block);
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

    /// What stands in a section that is a table: a remark goes below it; the first of all else is
    /// told.
    fn beside_table(
        &mut self,
        node: &'a AstNode<'a>,
        block: Option<Block>,
        section: &Section,
        above: &[Block],
    ) -> Option<Block> {
        match block {
            Some(Block::Paragraph(paragraph))
                if self.layout.form.words.is_remark(&plain(&paragraph.content)) =>
            {
                Some(Block::Remark(paragraph))
            }
            block => {
                if above.iter().all(|block| matches!(block, Block::Remark(_))) {
                    self.prose_beside_table(node, section);
                }
                block
            }
        }
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
            if bare && !self.is_paragraph(node) {
                self.push(node, finding!("heading-without-text"));
            }
        }
    }

    /// Whether a heading is a whole paragraph: a rule tells of that.
    fn is_paragraph(&self, node: &'a AstNode<'a>) -> bool {
        let text = &self.text.text()[self.range(node)];
        text.trim_end().ends_with('。') && text.contains(['：', '，', '；'])
    }

    /// A finding about a node, at its first line.
    pub(super) fn push(&mut self, node: &'a AstNode<'a>, finding: Diagnostic) {
        let range = self.range(node);
        if finding.severity == Severity::Error {
            self.took(range.clone());
        }
        let text = &self.text.text()[range.clone()];
        let line = text.find('\n').unwrap_or(text.len());
        self.push_range(range.start..range.start + line, finding);
    }

    /// A finding about bytes of what was parsed.
    pub(super) fn push_range(&mut self, range: Range<usize>, finding: Diagnostic) {
        if finding.severity == Severity::Error {
            self.took(range.clone());
        }
        self.findings.push(finding.at(self.source.locate(self.filled.origin.of(range))));
    }

    /// Accounts for bytes of what was parsed: marks, or what is told.
    pub(super) fn took(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.account.add(self.filled.origin.of(range));
        }
    }

    /// Tells what was typed and came to nothing.
    fn lost(&mut self, narrative: &Narrative) {
        let mut account = std::mem::take(&mut self.account);
        account.add_narrative(narrative);
        self.filled.faults.iter().for_each(|fault| account.add(fault.clone()));
        for range in account.lost(self.source.text()) {
            let text = &self.source.text()[range.clone()];
            if self.defines_link(text) {
                continue;
            }
            let shown: String = text.chars().take(SHOWN).collect();
            let finding = match text.starts_with('[') && text.contains("]:") {
                true => finding!("text-lost.link", text = shown),
                false => finding!("text-lost", text = shown),
            };
            self.findings.push(finding.at(self.source.locate(range)));
        }
    }

    /// Whether a line does nothing but say where a link leads that names it.
    fn defines_link(&self, line: &str) -> bool {
        let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        definition.is_some_and(|(name, address)| {
            self.labels.contains(&label(name)) && address.split_whitespace().count() == 1
        })
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

/// A name of a link as Markdown compares it.
pub(super) fn label(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The level of the last heading among `blocks`; 1 right below the section's own.
fn last_level(blocks: &[Block]) -> u8 {
    let level = |block: &Block| {
        if let Block::Heading(heading) = block { Some(heading.level) } else { None }
    };
    blocks.iter().rev().find_map(level).unwrap_or(1)
}
