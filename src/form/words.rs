//! Words that the program prints or counts by beside those of the form: `[words]` of layout.toml.

use serde::Deserialize;

/// Words in the language of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// A day in running text, with `{year}`, `{month}` and `{day}`.
    pub day: String,
    /// The paragraph styles of the DOCX that Word has no name for.
    pub styles: StyleNames,
}

/// Names of paragraph styles, as a word processor lists them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StyleNames {
    /// A paragraph of the text.
    pub body: String,
    /// Who signs, and when.
    pub signature: String,
    /// The line that a picture stands in.
    pub figure: String,
    /// A cell at the head of columns.
    pub table_head: String,
    /// A cell's text at the left.
    pub table_text: String,
    /// A cell that names a group of rows.
    pub table_group: String,
    /// A number in a cell.
    pub table_number: String,
    /// A cell's text at the right.
    pub table_right: String,
    /// The same styles in another type size: `{name}` and `{size}`, in pt.
    pub sized: String,
    /// A heading that its paragraph follows on the line: a style of characters.
    pub run_in: String,
}

impl StyleNames {
    /// The name of the style called `name` in a type size of its own.
    pub fn sized(&self, name: &str, size_pt: f64) -> String {
        self.sized.replace("{name}", name).replace("{size}", &size_pt.to_string())
    }
}
