//! What is in the file and not in narrative.md: the form's own, and what only pictures show; and
//! what is not in the file any more.

use std::collections::BTreeSet;

use super::align::Match;
use super::blocks;
use super::paragraph::shown;
use super::printed::{Printed, PrintedKind};
use super::retell::Teller;
use super::taken::{TakenHow, TakenText};
use super::their::TheirKind;
use super::tokens::bare;
use super::units::SourceSection;
use super::weave::whole;
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;
use crate::form::PREFACE;
use crate::report::Report;

/// Facts of the report that were changed in the form's cells: they are not taken.
pub(super) fn facts(now: &[(String, String)], report: &Report, file: &str) -> Vec<Diagnostic> {
    let told = now.iter().filter_map(|(name, now)| {
        let before = report.facts.get(name).map_or("", String::as_str);
        let finding = || finding!("merge-left.fact", before = before, now = now, name = name);
        (bare(before) != bare(now)).then(|| finding().at(Location::whole(file)))
    });
    told.collect()
}

impl<'a> Teller<'_, 'a> {
    /// What the form writes by itself: changes of it are not taken.
    pub(super) fn forms_own(&mut self, at: usize, printed: usize) {
        let (their, it) = (&self.it.theirs[at], &self.it.printed[printed]);
        let same = |text: &str| bare(text) == bare(&it.content.text);
        let is_preface = it.section == PREFACE && it.kind == PrintedKind::Paragraph;
        if same(&their.text)
            || same(their.unnumbered())
            || self.is_as_set(at, printed)
            || is_preface
        {
            return;
        }
        if matches!(it.kind, PrintedKind::Title | PrintedKind::Section | PrintedKind::Signature) {
            let (before, now) = (shown(&it.content.text), shown(&their.text));
            self.find(finding!("merge-left.form", before = before, now = now));
        }
    }

    /// What was printed and is not in the file any more.
    pub(super) fn gone(&mut self) {
        let mut there = BTreeSet::new();
        for found in self.it.matches {
            match found {
                Match::One(printed) | Match::Part(printed, _) => drop(there.insert(*printed)),
                Match::Joined(all) | Match::Ambiguous(all) => there.extend(all),
                Match::New => {}
            }
        }
        for (index, it) in self.it.printed.iter().enumerate() {
            if there.contains(&index) {
                continue;
            }
            let before = shown(&it.content.text);
            match self.unit(index) {
                Some((section, unit)) if it.kind == PrintedKind::Drawing => {
                    self.find(finding!("merge-left.drawing-gone"));
                    self.put_back(section, unit);
                }
                Some(_) if it.kind == PrintedKind::Caption => {}
                Some(_) => {
                    let (section, now) = (it.section.clone(), String::new());
                    let how = TakenHow::Gone;
                    self.retold.taken.push(TakenText { section, how, before, now });
                }
                None if matches!(it.kind, PrintedKind::Form(_)) => {
                    self.find(finding!("merge-left.table-gone"));
                }
                None => self.find(finding!("merge-left.form-gone", before = before)),
            }
        }
    }

    /// Leaves a unit where it was.
    pub(super) fn put_back(&mut self, section: &'a SourceSection, unit: usize) {
        let thread = whole(self.source(), unit, section, self.it.printed, &[]);
        let threads = self.threads.entry(&section.key).or_default();
        let at = threads.iter().position(|it| it.first.is_some_and(|first| first > unit));
        threads.insert(at.unwrap_or(threads.len()), thread);
    }

    /// The usual preface becomes the report's own where somebody changed it.
    pub(super) fn preface(&mut self) {
        let usual = |it: &Printed| {
            it.section == PREFACE && it.kind == PrintedKind::Paragraph && it.source.is_none()
        };
        let Some(index) = self.it.printed.iter().position(usual) else { return };
        let there = self.it.matches.iter().position(|it| *it == Match::One(index));
        let Some(there) = there else { return };
        let it = &self.it.printed[index];
        let same = bare(&self.it.theirs[there].text) == bare(&it.content.text)
            || self.is_as_set(there, index);
        let alone = self.threads.get(PREFACE).is_none_or(Vec::is_empty);
        if same && alone {
            return;
        }
        let mut threads = Vec::new();
        for at in 0..self.it.theirs.len() {
            let own = at == there || self.it.matches[at] == Match::New;
            if self.places[at] == PREFACE && own && self.it.theirs[at].kind == TheirKind::Text {
                threads.push(blocks::new(at, self.it, PREFACE, &mut self.definitions));
            }
        }
        self.threads.insert(PREFACE, threads);
        self.take(there, TakenHow::Preface, "", "");
    }
}
