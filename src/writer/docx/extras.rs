//! What a DOCX brings along beside its document.

use std::collections::BTreeMap;

use crate::field::FieldPath;
use crate::file_map::FileMap;
use crate::form::StyleNames;

/// What a file brings along beside its document.
#[derive(Debug, Clone, Copy)]
pub struct Extras<'a> {
    /// Pictures by path.
    pub pictures: &'a FileMap,
    /// What is read back with the file once it has been edited.
    pub source: CarriedSource<'a>,
    /// What the edition calls its paragraph styles.
    pub names: &'a StyleNames,
    /// What helps those who go over it.
    pub review: &'a Review<'a>,
}

/// The report that a file is made of, as it is.
#[derive(Debug, Clone, Copy)]
pub struct CarriedSource<'a> {
    /// report.json, narrative.md and, where there is one, style.toml, by name.
    pub files: &'a [(&'a str, &'a [u8])],
    /// The value of each `{{ … }}`, in the order of narrative.md.
    pub values: &'a [String],
    /// The layout.
    pub layout: &'a str,
}

/// What helps those who go over the file in a word processor; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Review<'a> {
    /// Whether changes are tracked from the first one on.
    pub track: bool,
    /// Comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// Labels of the numbers by path, where each is to stand in a content control.
    pub controls: Option<BTreeMap<&'a str, String>>,
}

/// A comment for whoever edits the file.
#[derive(Debug, Clone)]
pub struct Comment {
    /// What it is about.
    pub place: CommentPlace,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

/// What a comment is about.
#[derive(Debug, Clone)]
pub enum CommentPlace {
    /// A number, or the first one of a row, by its path below `statistics`.
    Number(FieldPath),
    /// A place of narrative.md.
    Text {
        /// Where it begins, in bytes.
        at: usize,
        /// The source up to there.
        before: String,
        /// The words that are meant; the whole paragraph where they are not found as they are.
        words: String,
    },
    /// The report.
    Title,
}
