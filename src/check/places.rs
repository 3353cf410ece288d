//! Where in the text a rule looks.

use std::ops::Range;

use crate::layout::{Layout, PREFACE};

/// The bytes of the section that a rule is about, and of its heading; the whole text without one. None where there is no such section
/// (a finding of its own) or no preface (the layout writes one).
pub(super) fn sought(section: Option<&str>, layout: &Layout, text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let Some(key) = section else { return Some((0..text.len(), 0..0)) };
    let headings = headings(text);
    if key == PREFACE {
        let end = headings.first().map_or(text.len(), |heading| heading.start);
        let start = text[..end].find(|c: char| !c.is_whitespace())?;
        let line = text[start..end].find('\n').map_or(end, |at| start + at);
        return Some((start..end, start..line));
    }
    let section = layout.form.sections.iter().find(|section| section.key == key)?;
    let at = headings.iter().position(|heading| text[heading.clone()].trim_end().ends_with(&section.heading))?;
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
