//! The text as rules look at it: as a whole and section by section, each squeezed once.

use std::collections::BTreeMap;
use std::ops::Range;

use regex_lite::{Captures, Match};

use crate::diagnostic::{Location, Source};
use crate::form::{Form, PREFACE};
use crate::pattern::Pattern;

/// A report's text and its parts.
#[derive(Debug)]
pub struct Prose<'a> {
    pub source: &'a Source,
    pub whole: Part,
    /// Sections by key, and [`PREFACE`] where the author wrote one. A section that is missing is a
    /// finding of its own.
    parts: BTreeMap<&'a str, Part>,
}

/// A part of the text.
#[derive(Debug)]
pub struct Part {
    pub seen: Squeezed,
    /// The bytes of its heading; of its first line where it is the preface.
    pub heading: Range<usize>,
}

impl<'a> Prose<'a> {
    /// Cuts the text at the form's headings.
    pub fn new(source: &'a Source, form: &'a Form) -> Prose<'a> {
        let text = source.text();
        let part = |(range, heading)| Part { seen: Squeezed::new(text, range), heading };
        let keys = form.sections.iter().map(|section| section.key.as_str()).chain([PREFACE]);
        let parts = keys.filter_map(|key| Some((key, part(sought(key, form, text)?)))).collect();
        Prose { source, whole: part((0..text.len(), 0..0)), parts }
    }

    /// The part that a rule is about: a section, or the whole text. None where there is no such
    /// part.
    pub fn part(&self, section: Option<&str>) -> Option<&Part> {
        section.map_or(Some(&self.whole), |key| self.parts.get(key))
    }

    /// The place of bytes of a part's squeezed text.
    pub fn place(&self, part: &Part, range: Range<usize>) -> Location {
        self.source.locate(part.seen.origin(range))
    }

    /// The place of a part's heading.
    pub fn heading(&self, part: &Part) -> Location {
        self.source.locate(part.heading.clone())
    }
}

/// The bytes of a section and of its heading.
pub(crate) fn sought(key: &str, form: &Form, text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let headings = headings(text);
    if key == PREFACE {
        let end = headings.first().map_or(text.len(), |heading| heading.start);
        let start = text[..end].find(|c: char| !c.is_whitespace())?;
        let line = text[start..end].find('\n').map_or(end, |at| start + at);
        return Some((start..end, start..line));
    }
    let section = form.sections.iter().find(|section| section.key == key)?;
    let at = headings
        .iter()
        .position(|heading| text[heading.clone()].trim_end().ends_with(&section.heading))?;
    let end = headings.get(at + 1).map_or(text.len(), |next| next.start);
    Some((headings[at].end..end, headings[at].clone()))
}

/// The lines that are first-level headings.
fn headings(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split('\n') {
        if line.starts_with("# ") {
            found.push(start..start + line.len());
        }
        start += line.len() + 1;
    }
    found
}

/// A text without white space and emphasis marks that knows where each of its bytes came from.
#[derive(Debug)]
pub struct Squeezed {
    pub text: String,
    places: Vec<usize>,
    /// The sentences of the text; no pattern reaches over a full stop.
    sentences: Vec<Range<usize>>,
}

impl Squeezed {
    /// The text of `range` of the source.
    pub fn new(source: &str, range: Range<usize>) -> Squeezed {
        let mut squeezed =
            Squeezed { text: String::new(), places: Vec::new(), sentences: Vec::new() };
        for (at, c) in
            source[range.clone()].char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '*')
        {
            squeezed.text.push(c);
            squeezed.places.extend(std::iter::repeat_n(range.start + at, c.len_utf8()));
        }
        let mut start = 0;
        for sentence in squeezed.text.split_inclusive('。') {
            squeezed.sentences.push(start..start + sentence.len());
            start += sentence.len();
        }
        squeezed
    }

    /// Every match of a pattern, sentence by sentence, with the place where its sentence begins.
    pub fn find<'a>(&'a self, pattern: &'a Pattern) -> Vec<(usize, Captures<'a>)> {
        let Some(regex) = pattern.regex() else { return Vec::new() };
        let mut found = Vec::new();
        for range in &self.sentences {
            let sentence = &self.text[range.clone()];
            if pattern.may_match(sentence) {
                found.extend(regex.captures_iter(sentence).map(|captures| (range.start, captures)));
            }
        }
        found
    }

    /// The sentences of the text, as ranges of it.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The bytes of the source that `range` of the text stands for.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.places.get(range.start).copied().unwrap_or_default();
        let last = range
            .end
            .checked_sub(1)
            .and_then(|last| self.places.get(last))
            .copied()
            .unwrap_or(start);
        let length = self.text[..range.end].chars().next_back().map_or(0, char::len_utf8);
        start..last + length
    }
}

/// The place in the whole text of a match in a sentence that begins at `start`.
pub(crate) fn shifted(found: Match<'_>, start: usize) -> Range<usize> {
    start + found.start()..start + found.end()
}

/// The sentences that count, squeezed, with their places.
pub(crate) fn sentences(
    sections: &[String],
    form: &Form,
    source: &Source,
    year: u16,
    length: usize,
) -> Vec<(String, Range<usize>)> {
    let text = source.text();
    let year = form.chart_year.replace("{year}", &year.to_string());
    let nothing = form.chart_year.replace("{year}", "");
    let mut found = Vec::new();
    for range in sections.iter().filter_map(|section| Some(sought(section, form, text)?.0)) {
        let mut start = range.start;
        for piece in text[range].split_inclusive(['。', '！', '？', '\n']) {
            let words: String = piece.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
            let prose = !words.starts_with(['#', '|', '!', '[']) && !words.contains("{{");
            if prose && words.chars().count() >= length {
                let from = start + piece.len() - piece.trim_start().len();
                found.push((words.replace(&year, &nothing), from..start + piece.trim_end().len()));
            }
            start += piece.len();
        }
    }
    found
}
