//! Words of the web page beside those of the form: `[page]` of layout.toml.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a web page says around the report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageForm {
    /// Leads past the contents to the text.
    pub skip: String,
    /// Names the list of sections.
    pub contents: String,
    /// Before the files to download.
    pub downloads: String,
    /// Kinds of files by the ends of their names; one without a name is not offered.
    pub files: BTreeMap<String, String>,
    /// Names the list of notes.
    pub notes: String,
    /// Names the mark of note `{n}`.
    pub note: String,
    /// Names the way back from note `{n}`.
    pub back: String,
    /// Opens the numbers of the chart `{caption}`.
    pub data: String,
    /// Heads the column of a chart's categories.
    pub category: String,
    /// Data about the page, for the sites' own search.
    #[serde(default)]
    pub tags: Vec<TagForm>,
    /// Declarations of the fragment's elements, by element or class.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
}

/// One of them: it is left out where a fact in it is missing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagForm {
    /// Its name.
    pub name: String,
    /// What it says, with facts as `{website.name}`, and `{title}`, `{date}`.
    pub content: String,
}
