//! One paragraph of an edited file against what was printed: its edits, and what there is to say
//! of it.

use std::ops::Range;

use super::bound::{Bindings, BoundFate};
use super::compare::{Region, regions};
use super::content::{MarkLook, PrintedPiece, PrintedText};
use super::edits::{Replacement, SourceEdit, address};
use super::escape::EscapeSetting;
use super::marks::{self, Stressed};
use super::their::Their;
use super::tokens::bare;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::finding;
use crate::numbering::Numerals;

/// What comes of a paragraph.
#[derive(Debug, Default)]
pub(super) struct ParagraphEdits {
    pub edits: Vec<SourceEdit>,
    /// Words before and now, with some around them.
    pub changed: Vec<(String, String)>,
    /// Bound numbers whose cells changed.
    pub followed: usize,
    /// Whether nothing but stress changed.
    pub stressed: bool,
    pub findings: Vec<Diagnostic>,
}

/// Compares paragraphs.
pub(super) struct Comparing<'a> {
    /// narrative.md of the base.
    pub source: &'a Source,
    pub bindings: Bindings<'a>,
    pub numerals: &'a Numerals,
    /// The edited file.
    pub file: &'a str,
    /// Whether it has strong and stressed words at all.
    pub stressed: Stressed,
}

/// Characters that are shown around changed words.
const AROUND: usize = 6;

impl Comparing<'_> {
    /// The edits that make `content` say what stands at `now` of a paragraph of the edited file.
    pub fn compare(
        &self,
        content: &PrintedText,
        their: &Their<'_>,
        now: Range<usize>,
        setting: EscapeSetting,
    ) -> ParagraphEdits {
        let mut found = ParagraphEdits::default();
        let text = &their.text[now.clone()];
        found.followed = self.followed(content);
        if bare(text) != bare(&content.text) {
            match regions(content, text) {
                Ok(regions) => {
                    let mut changed: Vec<Region> = Vec::new();
                    for region in &regions {
                        if self.region(region, content, their, &now, setting, &mut found) {
                            show_together(&mut changed, region);
                        }
                    }
                    let words =
                        |it: &Region| (around(&content.text, &it.before), around(text, &it.now));
                    found.changed.extend(changed.iter().map(words));
                }
                Err(piece) => {
                    let expression = content.pieces[piece].bound.clone().unwrap_or_default();
                    let finding = finding!(
                        "merge-bound.unclear",
                        expression = expression,
                        before = shown(&content.text),
                        now = shown(text),
                    );
                    found.findings.push(self.at(content, piece, finding));
                }
            }
        }
        self.looks(content, their, &now, &mut found);
        found
    }

    /// What changed of a paragraph's looks: where its links lead, and what is stressed.
    pub fn looks(
        &self,
        content: &PrintedText,
        their: &Their<'_>,
        now: &Range<usize>,
        found: &mut ParagraphEdits,
    ) {
        self.links(content, their, now, found);
        let own = marks::edits(self.source.text(), content, their, now, self.stressed);
        found.stressed = !own.is_empty() && found.changed.is_empty();
        found.edits.extend(own);
    }

    /// Bound numbers of a text whose cells changed.
    pub fn followed(&self, content: &PrintedText) -> usize {
        let follows = |piece: &&PrintedPiece| {
            let value = self.bindings.value(piece);
            value.is_some_and(|value| value != content.text[piece.text.clone()])
        };
        content.pieces.iter().filter(follows).count()
    }

    /// Takes the words of one region; says whether they were changed.
    fn region(
        &self,
        region: &Region,
        content: &PrintedText,
        their: &Their<'_>,
        now: &Range<usize>,
        setting: EscapeSetting,
        found: &mut ParagraphEdits,
    ) -> bool {
        let text = &their.text[now.clone()];
        let there = now.start + region.now.start..now.start + region.now.end;
        let (before, typed) = (&content.text[region.before.clone()], &their.text[there.clone()]);
        if let Some(index) = region.bound {
            let piece = &content.pieces[index];
            let expression = piece.bound.as_deref().unwrap_or_default();
            let finding = match self.bindings.fate(piece, before, typed) {
                BoundFate::Kept => return false,
                BoundFate::Unbound => {
                    finding!("merge-unbound", expression = expression, typed = typed)
                }
                BoundFate::Contradicts(Some(value)) if value != before => finding!(
                    "merge-bound.changed",
                    expression = expression,
                    typed = typed,
                    value = value,
                ),
                BoundFate::Contradicts(_) => {
                    finding!("merge-bound", expression = expression, typed = typed, before = before)
                }
            };
            let stops = finding.code == "merge-bound";
            found.findings.push(self.at(content, index, finding));
            if stops {
                return false;
            }
        }
        let before = region.before.clone();
        let source = self.source.text();
        let replacement = Replacement { source, content, before, their, now: there, setting };
        match replacement.edits() {
            Some(edits) => found.edits.extend(edits),
            None => found.findings.push(
                finding!("merge-unplaced", now = around(text, &region.now))
                    .at(Location::whole(self.file)),
            ),
        }
        true
    }

    fn at(&self, content: &PrintedText, piece: usize, finding: Diagnostic) -> Diagnostic {
        finding.at(self.source.locate(content.pieces[piece].origin.range()))
    }

    /// Links that lead elsewhere now.
    fn links(
        &self,
        content: &PrintedText,
        their: &Their<'_>,
        now: &Range<usize>,
        found: &mut ParagraphEdits,
    ) {
        for mark in &content.marks {
            let MarkLook::Link(url) = &mark.look else { continue };
            let words = &content.text[mark.text.clone()];
            let Some(at) = their.text[now.clone()].find(words).filter(|_| !words.is_empty()) else {
                continue;
            };
            let target = their.look(now.start + at).and_then(|look| look.link.clone());
            let Some(target) = target.filter(|target| !same_address(target, url)) else { continue };
            let written = self.source.text().get(mark.source.clone()).unwrap_or_default();
            let end = mark.source.end;
            let (range, text) = match (written.rfind(url.as_str()), written.rfind("][")) {
                _ if written.starts_with('<') => continue,
                (Some(at), _) => {
                    let start = mark.source.start + at;
                    (start..start + url.len(), target.clone())
                }
                // One that names a definition gets an address of its own.
                (None, Some(at)) => {
                    (mark.source.start + at + 1..end, format!("({})", address(&target)))
                }
                (None, None) => (end..end, format!("({})", address(&target))),
            };
            found.changed.push((format!("{words}（{url}）"), format!("{words}（{target}）")));
            found.edits.push(SourceEdit { range, text });
        }
    }
}

/// Adds a change to those that are shown, to the last where it is near.
fn show_together(shown: &mut Vec<Region>, region: &Region) {
    match shown.last_mut() {
        Some(last) if region.before.start - last.before.end <= 3 * AROUND => {
            last.before.end = region.before.end;
            last.now.end = region.now.end;
        }
        _ => shown.push(region.clone()),
    }
}

/// Whether two addresses lead to the same place: word processors add a slash and escape letters.
fn same_address(one: &str, other: &str) -> bool {
    let plain = |url: &str| url.trim_end_matches('/').to_owned();
    plain(one) == plain(other) || one.contains('%')
}

/// Words with some of what stands around them, the line breaks as spaces.
fn around(text: &str, range: &Range<usize>) -> String {
    let before: Vec<char> = text[..range.start].chars().rev().take(AROUND).collect();
    let after: String = text[range.end..].chars().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    format!("{before}{}{after}", &text[range.clone()]).replace('\n', " ")
}

/// The beginning of a text.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 30;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.replace('\n', " ")
}
