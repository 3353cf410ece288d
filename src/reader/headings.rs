//! Headings: the sections that those of the first level name, and the numbers of those below.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeHeading, NodeValue};

use super::inline::cut_front;
use super::markdown::Parser;
use crate::diagnostic::nearest;
use crate::document::{Block, Heading, plain};
use crate::form::{Form, Section};
use crate::numbering::{Numbering, Numerals};
use crate::prose::PassageKind;
use crate::report::Narrative;
use crate::{finding, say};

/// The deepest level of a heading.
const DEEPEST: u8 = 4;

impl<'s, 'a> Parser<'s, 'a> {
    /// The section that a first-level heading names.
    pub(super) fn section(
        &mut self,
        node: &'a AstNode<'a>,
        narrative: &mut Narrative,
    ) -> Option<&'s Section> {
        let mut content = self.inlines(node, false);
        let text = plain(&content);
        let named = named(&text, &self.layout.form);
        let section = named.as_ref().map(|(index, _)| &self.layout.form.sections[*index]);
        if let Some(section) = section {
            self.account.inlines(&content);
            self.took_marks(node);
            cut_front(&mut content, text.len() - section.heading.len());
            for node in node.descendants() {
                if let NodeValue::Link(link) = &node.data().value {
                    self.push(node, finding!("text-lost", text = &link.url));
                }
            }
        }
        let source = self.source_range(node);
        let key = section.map(|section| section.key.as_str());
        self.prose.enter(key, source, &content);
        if text.is_empty() {
            self.push(node, finding!("heading-empty"));
            return None;
        }
        let Some((index, typed)) = named else {
            self.unknown_section(node, &text);
            return None;
        };
        let section = &self.layout.form.sections[index];
        let before = &self.layout.form.sections[..index];
        let headed = before.iter().filter(|section| !section.heading.is_empty()).count();
        self.numbering.enter_section(headed as u32);
        let official = self.numbering.next(1);
        let read = |typed: &String| self.layout.form.words.numerals.read(typed);
        if let Some(typed) = typed.filter(|typed| {
            typed.trim() != official.trim() && read(typed) != Some(headed as u32 + 1)
        }) {
            self.push(node, finding!("heading-number", typed = typed, right = official));
        }
        if narrative.sections.contains_key(&section.key) {
            self.push(node, finding!("section-repeated", section = &section.heading));
        }
        narrative.sections.entry(section.key.clone()).or_default();
        Some(section)
    }

    fn unknown_section(&mut self, node: &'a AstNode<'a>, text: &str) {
        let form = &self.layout.form;
        let name = form.words.numerals.split_typed(text).map_or(text, |(_, name)| name);
        let headings = || form.headings();
        let near = nearest(name, headings());
        self.suspected.extend(near);
        let finding = finding!("section-unknown", name = name);
        let all = || headings().map(str::to_owned).collect::<Vec<_>>();
        self.push(
            node,
            finding.hint(match near {
                Some(near) => say!("section-near", name = near),
                None => say!("sections-all", names = all()),
            }),
        );
    }

    pub(super) fn missing_sections(&mut self, narrative: &Narrative) {
        let text = self.text.text();
        let end = text.trim_end().len();
        let suspected = std::mem::take(&mut self.suspected);
        let form = &self.layout.form;
        let wanted = |section: &&Section| {
            section.table.is_none() && !suspected.contains(&section.heading.as_str())
        };
        for section in form.sections.iter().filter(wanted) {
            let name = &section.heading;
            let typed = bare_line(text, name, &form.words.numerals);
            let finding = match narrative.sections.get(&section.key) {
                Some(blocks) if blocks.is_empty() => {
                    finding!("section-missing.empty", section = name)
                }
                Some(_) => continue,
                None => {
                    let finding = finding!("section-missing.absent", section = name);
                    finding.hint(match typed {
                        Some(_) => say!("section-mark"),
                        None => say!("section-write", section = name),
                    })
                }
            };
            self.push_range(typed.unwrap_or(end..end), finding);
        }
    }

    /// Accounts for the marks of a heading, at its begin and perhaps at its end.
    fn took_marks(&mut self, node: &'a AstNode<'a>) {
        let range = self.range(node);
        let text = &self.text.text()[range.clone()];
        let line = text.trim_end();
        let first = line.len() - line.trim_start_matches('#').len();
        let last = line.len() - line.trim_end_matches('#').len();
        self.took(range.start..range.start + first);
        if line[..line.len() - last].ends_with([' ', '\t']) {
            self.took(range.start + line.len() - last..range.start + line.len());
        }
    }

    /// A heading of level 2-4 with its number.
    pub(super) fn heading(
        &mut self,
        node: &'a AstNode<'a>,
        heading: NodeHeading,
        above: u8,
    ) -> Option<Block> {
        let mut content = self.inlines(node, false);
        let level = heading.level;
        if level > DEEPEST || level > above + 1 {
            let count = (above + 1).min(DEEPEST);
            let finding = match level > DEEPEST {
                true => finding!("heading-level.deep", count = count),
                false => {
                    finding!("heading-level.gap", level = level, above = level - 1, count = count)
                }
            };
            self.push(node, finding);
            return None;
        }
        if content.is_empty() {
            self.push(node, finding!("heading-empty"));
            return None;
        }
        self.took_marks(node);
        let number = self.numbering.next(level);
        let text = plain(&content);
        // 1.5倍 is a number of the text.
        let ends = |rest: &&str| !number.is_empty() && !rest.starts_with(|c: char| c.is_numeric());
        let official = text.strip_prefix(number.trim()).filter(ends);
        if let Some(rest) = official {
            for source in cut_front(&mut content, text.len() - rest.trim_start().len()) {
                self.account.add(source);
            }
        } else if let Some((typed, rest)) = self.layout.form.words.numerals.split_typed(&text) {
            if self.layout.form.words.numerals.read(typed) != Some(self.numbering.count(level)) {
                let finding = finding!("heading-number", typed = typed, right = &number);
                self.push(node, finding);
            }
            for source in cut_front(&mut content, text.len() - rest.len()) {
                self.account.add(source);
            }
        }
        self.prose.add(PassageKind::Heading(level), self.source_range(node), &content);
        let source = Some(self.source_range(node));
        Some(Block::Heading(Heading { level, number, content, source }))
    }
}

/// The line that is just this heading, perhaps with a number, and lacks its mark.
fn bare_line(text: &str, heading: &str, numerals: &Numerals) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split('\n') {
        let bare = line.trim_start_matches(['#', '＃']).trim();
        let named = |(_, rest): (&str, &str)| rest == heading;
        if bare == heading || numerals.split_typed(bare).is_some_and(named) {
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
    let sections = form.sections.iter().enumerate();
    let mut headed = sections.filter(|(_, section)| !section.heading.is_empty());
    headed.find_map(|(index, section)| {
        let official = numbering.next(1);
        let typed = text.strip_suffix(&section.heading)?.trim();
        let is_number = numerals.split_typed(typed) == Some((typed, ""));
        match typed {
            typed if typed.is_empty() || typed == official.trim() => Some((index, None)),
            typed if is_number => Some((index, Some(typed.to_owned()))),
            _ => None,
        }
    })
}
