//! The edited file, paragraph by paragraph → narrative.md as its editor would have it.

use std::collections::{BTreeMap, BTreeSet};

use super::align::Match;
use super::blocks;
use super::edits::SourceEdit;
use super::gaps::fixed;
use super::paragraph::shown;
use super::printed::PrintedKind;
use super::retelling::{NOTES, Retelling, Retold};
use super::tables;
use super::taken::{TakenHow, TakenText};
use super::their::TheirKind;
use super::units::SourceSection;
use super::weave::{Thread, as_written, weave, whole};
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;
use crate::form::PREFACE;

/// Retells a file.
pub(super) fn retell(retelling: &Retelling<'_>) -> Retold {
    let mut teller = Teller {
        it: retelling,
        retold: Retold::default(),
        threads: BTreeMap::new(),
        places: places(retelling),
        moved: moved(retelling.matches),
        note_edits: Vec::new(),
        definitions: Vec::new(),
    };
    teller.notes();
    teller.shapes();
    for at in 0..retelling.theirs.len() {
        let thread = teller.thread(at);
        teller.add(at, thread);
    }
    teller.gone();
    teller.preface();
    teller.finish()
}

/// The section that each paragraph of the file stands in.
fn places<'a>(it: &Retelling<'a>) -> Vec<&'a str> {
    let mut key = PREFACE;
    let section = |found: &Match| match found {
        Match::One(printed) => {
            let printed = &it.printed[*printed];
            (printed.kind == PrintedKind::Section).then_some(printed.section.as_str())
        }
        _ => None,
    };
    it.matches
        .iter()
        .map(|found| {
            key = section(found).unwrap_or(key);
            key
        })
        .collect()
}

/// The paragraphs of the file that do not stand where they did.
fn moved(matches: &[Match]) -> BTreeSet<usize> {
    let first = |(their, found): (usize, &Match)| match found {
        Match::One(printed) | Match::Part(printed, 0) => Some((*printed, their)),
        Match::Joined(all) => Some((*all.first()?, their)),
        _ => None,
    };
    let mut pairs: Vec<_> = matches.iter().enumerate().filter_map(first).collect();
    pairs.sort_unstable();
    let fixed: BTreeSet<usize> = fixed(&pairs).into_iter().map(|(_, their)| their).collect();
    pairs.into_iter().map(|(_, their)| their).filter(|their| !fixed.contains(their)).collect()
}

pub(super) struct Teller<'r, 'a> {
    pub it: &'r Retelling<'a>,
    pub retold: Retold,
    pub threads: BTreeMap<&'a str, Vec<Thread>>,
    /// The section that each paragraph of the file stands in.
    pub places: Vec<&'a str>,
    moved: BTreeSet<usize>,
    /// Edits of the texts of notes, which stand anywhere.
    pub note_edits: Vec<SourceEdit>,
    /// Notes that are new.
    pub definitions: Vec<String>,
}

impl<'a> Teller<'_, 'a> {
    pub fn source(&self) -> &'a str {
        self.it.comparing.source.text()
    }

    fn add(&mut self, at: usize, thread: Option<Thread>) {
        self.threads.entry(self.places[at]).or_default().extend(thread);
    }

    pub fn find(&mut self, finding: Diagnostic) {
        self.retold.findings.push(finding.at(Location::whole(self.it.comparing.file)));
    }

    pub fn take(&mut self, at: usize, how: TakenHow, before: &str, now: &str) {
        let section = self.places[at].to_owned();
        let (before, now) = (before.to_owned(), now.to_owned());
        self.retold.taken.push(TakenText { section, how, before, now });
    }

    /// The section and unit that something printed stands in.
    pub fn unit(&self, printed: usize) -> Option<(&'a SourceSection, usize)> {
        self.it.sections.iter().find_map(|section| {
            let unit = section.units.iter().position(|unit| unit.printed.contains(&printed))?;
            Some((section, unit))
        })
    }

    /// The texts of notes.
    fn notes(&mut self) {
        let found = self.it.notes.edits(&self.it.comparing);
        for (before, now) in found.changed {
            let (section, how) = (NOTES.to_owned(), TakenHow::Changed);
            self.retold.taken.push(TakenText { section, how, before, now });
        }
        self.retold.findings.extend(found.findings);
        self.retold.followed += found.followed;
        self.note_edits = found.edits;
    }

    fn thread(&mut self, at: usize) -> Option<Thread> {
        let their = &self.it.theirs[at];
        match self.it.matches[at].clone() {
            Match::One(printed) => self.one(at, printed),
            Match::Part(printed, index) => self.part(at, printed, index),
            Match::Joined(all) => self.joined(at, &all),
            Match::Ambiguous(all) => {
                let before = all.first().map_or("", |it| &self.it.printed[*it].content.text);
                let (now, before) = (shown(&their.text), shown(before));
                self.find(finding!("merge-text.ambiguous", now = now, before = before));
                None
            }
            Match::New => self.unknown(at),
        }
    }

    /// A paragraph that was printed.
    fn one(&mut self, at: usize, printed: usize) -> Option<Thread> {
        let Some((section, unit)) = self.unit(printed) else {
            self.forms_own(at, printed);
            return None;
        };
        let source = self.source();
        let printed_of = &section.units[unit].printed;
        if printed_of.first() != Some(&printed) {
            return None; // a caption goes with its picture
        }
        let mut edits = self.note_edits.clone();
        for printed in printed_of {
            let now = self.it.matches.iter().position(|it| *it == Match::One(*printed));
            if let Some(now) = now {
                edits.extend(self.edits(now, *printed));
            }
        }
        if self.moved.contains(&at) {
            self.take(at, TakenHow::Moved, "", &shown(&self.it.theirs[at].text));
        }
        Some(whole(source, unit, section, self.it.printed, &edits))
    }

    /// A paragraph that was not there.
    fn unknown(&mut self, at: usize) -> Option<Thread> {
        let their = &self.it.theirs[at];
        let finding = match &their.kind {
            TheirKind::Text if their.outline == Some(1) => {
                finding!("merge-text.section", text = shown(&their.text))
            }
            TheirKind::Text => {
                self.take(at, TakenHow::New, "", &shown(&their.text));
                let section = self.places[at];
                return Some(blocks::new(at, self.it, section, &mut self.definitions));
            }
            TheirKind::Drawing => finding!("merge-left.drawing"),
            TheirKind::Box => finding!("merge-left.box", text = shown(&their.text)),
            TheirKind::Table(table) => {
                self.take(at, TakenHow::New, "", &shown(&their.text));
                return Some(tables::new(table, self.it.comparing.numerals));
            }
            TheirKind::Form(_) => finding!("merge-left.table"),
        };
        self.find(finding);
        None
    }

    /// narrative.md, section by section.
    fn finish(mut self) -> Retold {
        let source = self.source();
        let mut written = String::new();
        let mut upto = 0;
        for section in self.it.sections {
            let threads = self.threads.remove(section.key.as_str()).unwrap_or_default();
            let threads = as_written(section, threads);
            written.push_str(&source[upto..section.content.start]);
            written.push_str(&weave(source, section, &threads, &self.note_edits));
            upto = section.content.end;
        }
        written.push_str(&source[upto..]);
        if !self.definitions.is_empty() {
            written.truncate(written.trim_end().len());
            written.push_str(&format!("\n\n{}\n", self.definitions.join("\n\n")));
        }
        let beside: Vec<&str> =
            self.threads.iter().filter(|it| !it.1.is_empty()).map(|it| *it.0).collect();
        for key in beside {
            let new = (0..self.places.len())
                .find(|at| self.places[*at] == key && self.it.matches[*at] == Match::New);
            let text = new.map_or("", |at| self.it.theirs[at].text.as_str());
            self.find(finding!("merge-text.beside-table", text = shown(text)));
        }
        let order = |key: &str| {
            let own = self.it.printed.iter().position(|printed| printed.section == key);
            own.unwrap_or(usize::MAX)
        };
        self.retold.taken.sort_by_key(|taken| order(&taken.section));
        self.retold.text = written;
        self.retold
    }
}
