//! What an edited file shows, paragraph by paragraph, as the program would have read it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::tokens::bare;
use crate::anchor;
use crate::intake::{FlatBlock, FlatMark, FlatObject, FlatParagraph, FlatTable};
use crate::numbering::Numerals;
use crate::reader::tidied;

/// A paragraph of an edited file, or a table in it.
#[derive(Debug, Clone)]
pub(super) struct Their<'t> {
    pub kind: TheirKind<'t>,
    /// Its text, tidied.
    pub text: String,
    /// What a heading's number would be, at the head of the text.
    pub number: Option<Range<usize>>,
    /// Its level, where it is a heading.
    pub outline: Option<u8>,
    pub mark: Option<FlatMark>,
    /// Our anchors in it, and where each begins.
    pub anchors: Vec<(String, usize)>,
    /// How its parts look.
    pub looks: Vec<TheirLook>,
    /// Marks of notes: the place in the text, and the note.
    pub notes: Vec<(usize, String)>,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TheirKind<'t> {
    Text,
    /// Pictures and charts and no text.
    Drawing,
    /// A table that is none of the form's.
    Table(&'t FlatTable),
    /// A table of the form, by name.
    Form(String),
    /// A box with text of its own, which no report has.
    Box,
}

/// How a part of a text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TheirLook {
    pub text: Range<usize>,
    pub strong: bool,
    pub emphasis: bool,
    pub link: Option<String>,
}

/// The paragraphs and tables of `blocks` that have something in them; `forms` says which tables are
/// the form's.
pub(super) fn theirs<'t>(
    blocks: &'t [FlatBlock],
    numerals: &Numerals,
    forms: &BTreeMap<usize, String>,
) -> Vec<Their<'t>> {
    let mut list = Vec::new();
    let mut tables = 0;
    for block in blocks {
        match block {
            FlatBlock::Paragraph(paragraph) => {
                let boxes = paragraph.objects.iter().filter_map(|object| match object {
                    FlatObject::Box(text) => Some(text),
                    _ => None,
                });
                list.extend(boxes.map(|text| Their::plain(TheirKind::Box, text.clone())));
                list.extend(Their::of(paragraph, numerals));
            }
            FlatBlock::Table(table) => {
                let text: String = table.cells.iter().map(|cell| bare(&cell.text())).collect();
                let form = forms.get(&tables).cloned();
                tables += 1;
                let kind = form.map_or(TheirKind::Table(table), TheirKind::Form);
                list.push(Their::plain(kind, text));
            }
        }
    }
    list
}

impl Their<'_> {
    fn plain(kind: TheirKind<'_>, text: String) -> Their<'_> {
        Their {
            kind,
            text,
            number: None,
            outline: None,
            mark: None,
            anchors: Vec::new(),
            looks: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A paragraph; none where nothing stands in it.
    pub fn of(paragraph: &FlatParagraph, numerals: &Numerals) -> Option<Their<'static>> {
        let raw = paragraph.text();
        let (text, origin) = tidied(&raw);
        let drawn = |object: &FlatObject| !matches!(object, FlatObject::Box(_));
        let kind = match paragraph.objects.iter().any(drawn) {
            _ if !text.trim().is_empty() => TheirKind::Text,
            true => TheirKind::Drawing,
            false => return None,
        };
        let mut their = Their::plain(kind, String::new());
        let place = |at: usize| {
            let from = (0..text.len()).find(|here| {
                text.is_char_boundary(*here) && origin.of(*here..*here + 1).start >= at
            });
            from.unwrap_or(text.len())
        };
        their.number = numerals.split_typed(&text).map(|(number, _)| 0..number.len());
        their.outline = paragraph.outline;
        their.mark = paragraph.mark.clone();
        let ours =
            paragraph.anchors.iter().filter_map(|it| Some((anchor::original(&it.name)?, it)));
        their.anchors = ours.map(|(name, it)| (name.to_owned(), place(it.at))).collect();
        let mut at = 0;
        for run in &paragraph.runs {
            if let Some(note) = &run.note {
                their.notes.push((place(at), note.clone()));
            }
            let end = at + run.text.len();
            if let Some(part) = origin.image(&(at..end)) {
                let (strong, emphasis, link) = (run.strong, run.emphasis, run.link.clone());
                their.looks.push(TheirLook { text: part, strong, emphasis, link });
            }
            at = end;
        }
        their.text = text;
        Some(their)
    }

    /// A cell that is empty.
    pub fn nothing() -> Their<'static> {
        Their::plain(TheirKind::Text, String::new())
    }

    /// Its text without the number of a heading.
    pub fn unnumbered(&self) -> &str {
        let number = self.number.as_ref().map_or(0, |number| number.end);
        self.text[number..].trim_start()
    }

    /// Where the text behind that number begins.
    pub fn body(&self) -> usize {
        self.text.len() - self.unnumbered().len()
    }

    /// How the character at `at` looks.
    pub fn look(&self, at: usize) -> Option<&TheirLook> {
        self.looks.iter().find(|look| look.text.contains(&at))
    }
}
