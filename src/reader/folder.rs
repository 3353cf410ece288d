//! A report folder and its files.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Source};
use crate::file_map::FileMap;
use crate::layout::Style;

/// A report folder in memory.
#[derive(Debug, Default, Clone)]
pub struct Folder {
    /// How the user calls it; findings begin with it.
    pub name: String,
    /// Path below the folder, with `/` → bytes.
    pub files: FileMap,
    /// What was left out when it was read, and why.
    pub faults: Vec<Diagnostic>,
    /// What lies there instead of a file that is missing: the missing one's name → the other's.
    pub near: BTreeMap<String, String>,
}

/// The text files of a report folder, each where it is there and is text.
#[derive(Debug, Default)]
pub struct Sources {
    /// report.json.
    pub json: Option<Source>,
    /// narrative.md.
    pub narrative: Option<Source>,
    /// style.toml.
    pub style: Option<Source>,
}

impl Sources {
    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Source> {
        [&self.json, &self.narrative, &self.style].into_iter().flatten()
    }

    /// All of them, to be kept.
    pub fn into_vec(self) -> Vec<Source> {
        [self.json, self.narrative, self.style].into_iter().flatten().collect()
    }
}

/// The style of one report: the layout's with the folder's own over it.
#[derive(Debug)]
pub struct ReportStyle {
    /// As the PDF template reads it.
    pub table: toml::Table,
    /// As the DOCX writer reads it.
    pub style: Style,
}

/// Names of the files that a folder may hold.
pub const REPORT_JSON: &str = "report.json";
/// The text.
pub const NARRATIVE_MD: &str = "narrative.md";
/// Changes to the layout's style.
pub const STYLE_TOML: &str = "style.toml";
