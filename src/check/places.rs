//! The text as rules look at it: as a whole and section by section, each squeezed once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::squeezed::Squeezed;
use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{About, Layout, PREFACE};

/// A report's text and its parts.
pub(super) struct Text<'a> {
    pub source: &'a Source,
    pub whole: Part,
    /// Sections by key, and [`PREFACE`] where the author wrote one. A section that is missing is a finding of its own.
    parts: BTreeMap<&'a str, Part>,
}

/// A part of the text.
pub(super) struct Part {
    pub seen: Squeezed,
    /// The bytes of its heading; of its first line where it is the preface.
    pub heading: Range<usize>,
}

impl<'a> Text<'a> {
    /// Cuts the text at the form's headings.
    pub fn new(source: &'a Source, layout: &'a Layout) -> Text<'a> {
        let text = source.text();
        let part = |(range, heading)| Part { seen: Squeezed::new(text, range), heading };
        let keys = layout.form.sections.iter().map(|section| section.key.as_str()).chain([PREFACE]);
        let parts = keys.filter_map(|key| Some((key, part(sought(key, layout, text)?)))).collect();
        Text { source, whole: part((0..text.len(), 0..0)), parts }
    }

    /// The part that a rule is about: a section, or the whole text. None where there is no such part.
    pub fn part(&self, section: Option<&str>) -> Option<&Part> {
        section.map_or(Some(&self.whole), |key| self.parts.get(key))
    }

    /// A finding of a rule at bytes of a part's squeezed text.
    pub fn finding(
        &self,
        about: &About,
        message: String,
        part: &Part,
        range: Range<usize>,
    ) -> Diagnostic {
        about.finding(message).at(self.source.locate(part.seen.origin(range)))
    }
}

/// The bytes of a section and of its heading.
pub(super) fn sought(
    key: &str,
    layout: &Layout,
    text: &str,
) -> Option<(Range<usize>, Range<usize>)> {
    let headings = headings(text);
    if key == PREFACE {
        let end = headings.first().map_or(text.len(), |heading| heading.start);
        let start = text[..end].find(|c: char| !c.is_whitespace())?;
        let line = text[start..end].find('\n').map_or(end, |at| start + at);
        return Some((start..end, start..line));
    }
    let section = layout.form.sections.iter().find(|section| section.key == key)?;
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
