//! Headings by what they say: those of the form's sections, and typed numbers below them.

use crate::form::{Form, Section};
use crate::intake::foreign::{ForeignContent, ForeignDocument, ForeignText};
use crate::intake::recognise::{Plain, align};
use crate::numbering::Numbering;

/// How alike a line must be to a section's heading.
const ALIKE: f64 = 0.8;
/// How alike it must be where it has the section's number.
const NUMBERED: f64 = 0.45;
/// What the section's number before a line is worth.
const NUMBER: f64 = 0.2;
/// What the headings of a site are worth more than its lines.
const MARKED: f64 = 0.05;
/// Longer lines are no headings.
const LONG: usize = 40;
/// What ends a sentence.
const ENDS: [char; 4] = ['\u{3002}', '\u{ff1b}', '\u{ff01}', '\u{ff1f}'];

/// A heading of a section: the block that it stands in, and how many bytes of its text it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SectionStart {
    pub block: usize,
    pub section: usize,
    /// The rest of the paragraph is the section's text.
    pub length: usize,
}

/// The headings of the form's sections in a file, in their order.
pub(super) fn sections(document: &ForeignDocument, form: &Form) -> Vec<SectionStart> {
    let numerals = &form.words.numerals;
    let plain = |text: &str| Plain::new(text, |c| numerals.is_numeral(c));
    let mut numbering = Numbering::new(&form.numbering, numerals);
    let named = |section: &Section| {
        let number = numbering.next(1);
        let whole = plain(&format!("{number}{}", section.heading));
        (number, plain(&section.heading), whole)
    };
    let official: Vec<(String, Plain, Plain)> = form.sections.iter().map(named).collect();
    let mut lines = Vec::new();
    for (block, text) in document.texts().filter(|(_, text)| !text.linked) {
        for length in lengths(text, form) {
            let line = &text.text[..length];
            let typed = numerals.split_typed(line).map(|(typed, _)| typed.to_owned());
            lines.push((block, length, plain(line), typed, text.kind));
        }
    }
    // From behind: of two that are alike the later is the heading, the earlier a list of contents.
    let (count, wanted) = (lines.len(), official.len());
    let pairs = align(count, wanted, |i, j| {
        let (_, _, line, typed, kind) = &lines[count - 1 - i];
        let (number, heading, whole) = &official[wanted - 1 - j];
        // A form may number in a way of its own, which is no number to anybody else.
        let is_whole = !heading.is_empty() && line == whole;
        let alike = if is_whole { 1.0 } else { line.likeness(heading) };
        let numbered = typed.as_ref().is_some_and(|typed| typed.trim() == number.trim());
        let marked = !matches!(kind, crate::intake::foreign::TextKind::Plain);
        if alike < if numbered { NUMBERED } else { ALIKE } {
            return 0.0;
        }
        alike + if numbered { NUMBER } else { 0.0 } + if marked { MARKED } else { 0.0 }
    });
    let start = |&(i, j, _): &(usize, usize, f64)| {
        let (block, length, ..) = lines[count - 1 - i];
        SectionStart { block, section: wanted - 1 - j, length }
    };
    let mut found: Vec<SectionStart> = pairs.iter().map(start).collect();
    found.reverse();
    found
}

/// How much of a paragraph may be a section's heading: all of a short one, or what stands before
/// the text that goes on in the line.
fn lengths(text: &ForeignText, form: &Form) -> Vec<usize> {
    let line = &text.text;
    let mut lengths = Vec::new();
    if line.chars().count() <= LONG && !line.ends_with(ENDS) {
        lengths.push(line.len());
        return lengths;
    }
    lengths.extend(text.run_in.filter(|end| line[..*end].chars().count() <= LONG));
    for section in &form.sections {
        let end = line.find(&section.heading).map(|at| at + section.heading.len());
        let head = end.filter(|end| line[..*end].chars().count() <= LONG / 2);
        let goes_on = |end: &usize| {
            line[*end..].starts_with(|c: char| !c.is_alphanumeric())
                && form.words.numerals.split_typed(line).is_some()
        };
        lengths.extend(head.filter(goes_on));
    }
    lengths.dedup();
    lengths
}

/// The level of a typed number by its shape: that of the form's number for this level.
pub(super) fn level(typed: &str, form: &Form) -> Option<u8> {
    let bracketed = typed.starts_with(['\u{ff08}', '(']);
    let digits = typed.contains(|c: char| c.is_ascii_digit());
    let level = form.numbering.iter().position(|pattern| {
        let in_digits = pattern.contains("{n}");
        pattern.starts_with('\u{ff08}') == bracketed && in_digits == digits
    })?;
    u8::try_from(level + 1).ok()
}

/// Whether a line may be a heading below a section's: short, and no sentence.
pub(super) fn is_line(text: &str) -> bool {
    let bare = text.strip_suffix(['\u{3002}', '\u{ff1a}', ':']).unwrap_or(text);
    !bare.is_empty() && text.chars().count() <= LONG && !bare.contains(ENDS)
}

/// Whether two typed numbers are the same, whatever their brackets and marks are.
pub(super) fn same_number(typed: &str, official: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    bare(typed) == bare(official)
}

/// The text of a block; none of a table.
pub(super) fn text_of(content: &ForeignContent) -> Option<&ForeignText> {
    match content {
        ForeignContent::Text(text) => Some(text),
        ForeignContent::Table(_) => None,
    }
}
