//! Paragraphs of an edited file that were printed: as one, cut, or put together.

use std::ops::Range;

use super::align::Match;
use super::blocks;
use super::content::PrintedText;
use super::cuts::cuts;
use super::edits::{SourceEdit, apply};
use super::escape::EscapeSetting;
use super::paragraph::{ParagraphEdits, shown};
use super::printed::{Printed, PrintedKind};
use super::retell::Teller;
use super::tables;
use super::taken::TakenHow;
use super::their::TheirKind;
use super::tokens::bare;
use super::units::SourceSection;
use super::weave::{Thread, item, parts};
use crate::finding;

impl Teller<'_, '_> {
    /// Whether a paragraph of the file says just what was set.
    pub(super) fn is_as_set(&self, at: usize, printed: usize) -> bool {
        let texts = self.it.printed[printed].anchors.iter().filter_map(|it| self.it.set.get(it));
        texts.into_iter().any(|text| bare(text) == bare(&self.it.theirs[at].text))
    }

    /// The edits of a paragraph, or of a table.
    pub(super) fn edits(&mut self, at: usize, printed: usize) -> Vec<SourceEdit> {
        let (their, it) = (&self.it.theirs[at], &self.it.printed[printed]);
        if let TheirKind::Table(table) = &their.kind {
            let found = tables::edits(table, it, &self.it.comparing);
            return self.took(at, found);
        }
        let quoted = it.kind == PrintedKind::Caption;
        let setting = EscapeSetting { quoted, ..EscapeSetting::default() };
        let (comparing, body) = (&self.it.comparing, self.body(at, it));
        let found = if self.is_as_set(at, printed) {
            let followed = comparing.followed(&it.content);
            let mut found = ParagraphEdits { followed, ..ParagraphEdits::default() };
            comparing.looks(&it.content, their, &body, &mut found);
            found
        } else {
            comparing.compare(&it.content, their, body.clone(), setting)
        };
        let mut edits = self.took(at, found);
        edits.extend(self.level(at, printed));
        let source = self.source();
        for note in self.it.notes.came(it, their) {
            self.take(at, TakenHow::Moved, "", &shown(&note));
        }
        let known = self.definitions.len();
        let definitions = &mut self.definitions;
        edits.extend(self.it.notes.marks(source, it, their, body.start, definitions));
        let new: Vec<String> = self.definitions[known..].to_vec();
        for new in &new {
            let text = new.split_once(": ").map_or(new.as_str(), |(_, text)| text);
            self.take(at, TakenHow::Note, "", text);
        }
        edits
    }

    pub(super) fn took(&mut self, at: usize, found: ParagraphEdits) -> Vec<SourceEdit> {
        for (before, now) in &found.changed {
            self.take(at, TakenHow::Changed, before, now);
        }
        if found.stressed {
            self.take(at, TakenHow::Stress, "", &shown(&self.it.theirs[at].text));
        }
        self.retold.findings.extend(found.findings);
        self.retold.followed += found.followed;
        found.edits
    }

    /// The part of a paragraph that its content is compared with: without the number of a heading
    /// or of an item that somebody typed.
    pub(super) fn body(&self, at: usize, it: &Printed) -> Range<usize> {
        let their = &self.it.theirs[at];
        let typed_mark = matches!(&it.kind, PrintedKind::Item(place) if place.first)
            && their.mark.is_none()
            && !it.content.text.starts_with(&their.text[..their.body().min(their.text.len())]);
        let start = if !it.number.is_empty() || typed_mark { their.body() } else { 0 };
        start..their.text.len()
    }

    /// A heading that has another level, or is one for the first time.
    pub(super) fn level(&mut self, at: usize, printed: usize) -> Option<SourceEdit> {
        let (their, it) = (&self.it.theirs[at], &self.it.printed[printed]);
        let now = usize::from(their.outline.filter(|level| (2..=4).contains(level))?);
        let start = it.source.as_ref()?.start;
        let source = self.source();
        let marks = source[start..].bytes().take_while(|byte| *byte == b'#').count();
        let edit = match it.kind {
            PrintedKind::Heading(level) if usize::from(level) != now => {
                SourceEdit { range: start..start + marks, text: "#".repeat(now) }
            }
            PrintedKind::Paragraph => {
                let begin = it.content.begin()?;
                SourceEdit { range: start.min(begin)..begin, text: "#".repeat(now) + " " }
            }
            _ => return None,
        };
        self.take(at, TakenHow::Level, "", &shown(&their.text));
        Some(edit)
    }

    /// A part of a paragraph that was cut.
    pub(super) fn part(&mut self, at: usize, printed: usize, index: usize) -> Option<Thread> {
        let (section, unit) = self.unit(printed)?;
        let (it, their) = (&self.it.printed[printed], &self.it.theirs[at]);
        let all: Vec<usize> = (0..self.it.matches.len())
            .filter(|at| matches!(self.it.matches[*at], Match::Part(of, _) if of == printed))
            .collect();
        let texts: Vec<&str> =
            all.iter().map(|at| &self.it.theirs[*at].text[self.body_of_part(*at, it)]).collect();
        let found = cuts(self.source(), &it.content, &texts);
        let Some((cuts, text)) = found.and_then(|cuts| {
            let text = cuts.text.get(index)?.clone();
            Some((cuts, text))
        }) else {
            self.find(finding!("merge-text.cut", now = shown(&their.text)));
            return None;
        };
        let range = parts(&section.units[unit].lines, &cuts.source).get(index)?.clone();
        let content = it.content.slice(text);
        let compared = self.it.comparing.compare(
            &content,
            their,
            self.body_of_part(at, it),
            EscapeSetting::default(),
        );
        let edits = self.took(at, compared);
        let mut text = apply(self.source(), range, &edits);
        if let Some((_, open)) =
            index.checked_sub(1).and_then(|cut| cuts.marks[cut].split_once('\n'))
        {
            text.insert_str(0, open);
        }
        if let Some((close, _)) = cuts.marks.get(index).and_then(|marks| marks.split_once('\n')) {
            text.push_str(close);
        }
        if index > 0 {
            self.take(at, TakenHow::Split, "", &shown(&their.text));
            text.insert_str(0, &blocks::head(self.source(), it, their));
        }
        let own = item(&section.units[unit], self.it.printed);
        Some(Thread {
            first: (index == 0).then_some(unit),
            last: (index + 1 == all.len()).then_some(unit),
            text,
            item: own.filter(|_| index == 0 || their.mark.is_some()),
        })
    }

    pub(super) fn body_of_part(&self, at: usize, it: &Printed) -> Range<usize> {
        match self.it.matches[at] {
            Match::Part(_, 0) => self.body(at, it),
            _ => 0..self.it.theirs[at].text.len(),
        }
    }

    /// Paragraphs that were put together.
    pub(super) fn joined(&mut self, at: usize, all: &[usize]) -> Option<Thread> {
        let their = &self.it.theirs[at];
        let units: Vec<(&SourceSection, usize)> =
            all.iter().map(|printed| self.unit(*printed)).collect::<Option<_>>()?;
        let mut content = PrintedText::default();
        for (index, printed) in all.iter().enumerate() {
            let it = &self.it.printed[*printed];
            if index > 0 {
                content.append(PrintedText::typed_nowhere(&it.number));
            }
            content.append(it.content.clone());
        }
        let first = &self.it.printed[all[0]];
        let now = self.body(at, first);
        let found = self.it.comparing.compare(&content, their, now, EscapeSetting::default());
        let edits = self.took(at, found);
        let joint = all.get(1).map_or("", |printed| &self.it.printed[*printed].content.text);
        self.take(at, TakenHow::Joined, "", &shown(joint));
        let mut text = String::new();
        for (index, (section, unit)) in units.iter().enumerate() {
            let unit = &section.units[*unit];
            let begin = match index {
                0 => unit.lines.start,
                _ => self.it.printed[all[index]].content.begin()?,
            };
            text.push_str(&apply(self.source(), begin..unit.end, &edits));
        }
        let (section, last) = units.last()?;
        let kept = &self.source()[section.units[*last].end..section.units[*last].lines.end];
        Some(Thread {
            first: Some(units[0].1),
            last: Some(*last),
            text: text + kept,
            item: item(&units[0].0.units[units[0].1], self.it.printed),
        })
    }
}
