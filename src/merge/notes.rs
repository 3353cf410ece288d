//! Footnotes: their texts, and marks that came or went.

use std::collections::BTreeMap;

use super::content::PrintedText;
use super::cuts::cuts;
use super::edits::SourceEdit;
use super::escape::EscapeSetting;
use super::gaps::pair_up;
use super::paragraph::{Comparing, ParagraphEdits};
use super::printed::Printed;
use super::their::Their;
use super::tokens::{bare, likeness};
use super::units::line_start;
use crate::document::Block;
use crate::intake::{FlatBlock, FlatParagraph, paragraphs};
use crate::numbering::Numerals;

/// How alike two notes must be that are one.
const ALIKE: f64 = 0.3;

/// The notes of a report and of an edited file.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What was printed, and where it stands in narrative.md.
    printed: Vec<(PrintedText, usize, usize)>,
    /// What the file says, by the name that its marks give.
    theirs: BTreeMap<String, Their<'static>>,
    /// Which note of the file is which.
    same: BTreeMap<String, usize>,
}

impl Notes {
    pub fn new(
        notes: &[Vec<Block>],
        theirs: &BTreeMap<String, Vec<FlatBlock>>,
        list: &[Their<'_>],
        numerals: &Numerals,
    ) -> Notes {
        let content = |note: &Vec<Block>| {
            let paragraphs = note.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph),
                _ => None,
            });
            let mut whole = PrintedText::default();
            let (mut start, mut end) = (0, 0);
            for (index, paragraph) in paragraphs.enumerate() {
                whole.append(PrintedText::of(&paragraph.content));
                let source = paragraph.source.clone().unwrap_or_default();
                start = if index == 0 { source.start } else { start };
                end = source.end;
            }
            (whole, start, end)
        };
        let text = |blocks: &Vec<FlatBlock>| {
            let whole = paragraphs(blocks).into_iter().cloned().reduce(FlatParagraph::join);
            whole.and_then(|it| Their::of(&it, numerals)).unwrap_or_else(Their::nothing)
        };
        let printed: Vec<_> = notes.iter().map(content).collect();
        let theirs: BTreeMap<String, Their<'static>> =
            theirs.iter().map(|(name, blocks)| (name.clone(), text(blocks))).collect();
        let marked: Vec<&String> =
            list.iter().flat_map(|their| &their.notes).map(|(_, name)| name).collect();
        let ones: Vec<usize> = (0..printed.len()).collect();
        let others: Vec<usize> = (0..marked.len()).collect();
        let score = |one: usize, other: usize| {
            let like = likeness(&printed[one].0.text, &theirs.get(marked[other])?.text);
            (like >= ALIKE).then_some(like)
        };
        let pairs = pair_up(&ones, &others, score).into_iter();
        let same = pairs.map(|(one, other)| (marked[other].clone(), one)).collect();
        Notes { printed, theirs, same }
    }

    /// The edits of the notes' own texts, and of those that are gone.
    pub fn edits(&self, comparing: &Comparing<'_>) -> ParagraphEdits {
        let mut found = ParagraphEdits::default();
        let source = comparing.source.text();
        for (index, (content, start, end)) in self.printed.iter().enumerate() {
            let name = self.same.iter().find(|(_, same)| **same == index).map(|(name, _)| name);
            match name.and_then(|name| self.theirs.get(name)) {
                Some(their) => {
                    let all = 0..their.text.len();
                    let own = comparing.compare(content, their, all, EscapeSetting::default());
                    found.edits.extend(own.edits);
                    found.changed.extend(own.changed);
                    found.findings.extend(own.findings);
                    found.followed += own.followed;
                }
                None => {
                    let rest = &source[*end..];
                    let line_end = ["\r\n", "\n"].into_iter().find(|it| rest.starts_with(it));
                    let end = end + line_end.map_or(0, str::len);
                    let lines = line_start(source, *start)..end;
                    found.edits.push(SourceEdit { range: lines, text: String::new() });
                    found.changed.push((content.text.clone(), String::new()));
                }
            }
        }
        found
    }

    /// The edits of marks in a paragraph, and the definitions of notes that are new.
    pub fn marks(
        &self,
        source: &str,
        it: &Printed,
        their: &Their<'_>,
        from: usize,
        definitions: &mut Vec<String>,
    ) -> Vec<SourceEdit> {
        let mut edits = Vec::new();
        let kept: Vec<usize> =
            their.notes.iter().filter_map(|(_, name)| self.same.get(name).copied()).collect();
        for (_, index, mark) in &it.content.notes {
            if !kept.contains(index) {
                edits.push(SourceEdit { range: mark.clone(), text: String::new() });
            }
        }
        let here: Vec<usize> = it.content.notes.iter().map(|(_, index, _)| *index).collect();
        for (at, name) in &their.notes {
            if self.same.get(name).is_some_and(|index| here.contains(index)) {
                continue;
            }
            let at = (*at).clamp(from, their.text.len());
            let texts = [&their.text[from..at], &their.text[at..]];
            let Some(place) = cuts(source, &it.content, &texts)
                .and_then(|cuts| cuts.source.first().map(|cut| cut.start))
            else {
                continue;
            };
            let text = self.marked(source, name, definitions);
            edits.extend(text.map(|text| SourceEdit { range: place..place, text }));
        }
        edits
    }
}

impl Notes {
    /// The texts of notes whose marks stood in another paragraph before.
    pub fn came(&self, it: &Printed, their: &Their<'_>) -> Vec<String> {
        let here = |index: usize| it.content.notes.iter().any(|(_, own, _)| *own == index);
        let came = their
            .notes
            .iter()
            .filter(|(_, name)| self.same.get(name).is_some_and(|index| !here(*index)));
        came.filter_map(|(_, name)| Some(self.theirs.get(name)?.text.to_string())).collect()
    }

    /// The mark for a note of the file. One that stood elsewhere has its definition; none where a
    /// new one says nothing.
    pub fn marked(
        &self,
        source: &str,
        name: &str,
        definitions: &mut Vec<String>,
    ) -> Option<String> {
        if let Some(index) = self.same.get(name) {
            return Some(self.mark(source, *index));
        }
        let note = self.theirs.get(name).filter(|note| !bare(&note.text).is_empty())?;
        let label = free_label(source, definitions.len());
        let text = super::edits::marked(note, 0..note.text.len(), EscapeSetting::default(), &[]);
        definitions.push(format!("[^{label}]: {text}"));
        Some(format!("[^{label}]"))
    }

    /// The mark of a note, which its definition begins with.
    fn mark(&self, source: &str, index: usize) -> String {
        let (_, start, _) = self.printed[index];
        let line = &source[line_start(source, start)..];
        line.split_inclusive(']').next().unwrap_or_default().trim_start().to_owned()
    }
}

/// A name for a note that no other has.
fn free_label(source: &str, taken: usize) -> String {
    let mut free = (1..).filter(|number| !source.contains(&format!("[^{number}]")));
    free.nth(taken).map_or_else(String::new, |number| number.to_string())
}
