//! Words that the program prints or counts by beside those of the form: `[words]` of layout.toml.

use serde::Deserialize;

use crate::decimal::Change;
use crate::numbering::Numerals;

/// Words in the language of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// A day in running text, with `{year}`, `{month}` and `{day}`.
    pub day: String,
    /// Before the per cent of a number that grew: what `change` prints.
    pub rise: String,
    /// Before the per cent of one that fell.
    pub fall: String,
    /// In the place of both where it is the same.
    pub still: String,
    /// Before an option of a form that is chosen.
    #[serde(default = "chosen")]
    pub chosen: String,
    /// Before one that is not.
    #[serde(default = "open")]
    pub open: String,
    /// What a remark on a table begins with, before its number and a colon.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// What a comment begins with that waives a warning where it stands.
    #[serde(default)]
    pub waiver: String,
    /// Han numerals.
    pub numerals: Numerals,
    /// The paragraph styles of the DOCX that Word has no name for.
    pub styles: StyleNames,
}

fn chosen() -> String {
    "☑".to_owned()
}

fn open() -> String {
    "□".to_owned()
}

impl Words {
    /// Whether a text is a remark on a table: `注：`, `备注:`, `注1：`.
    pub(crate) fn is_remark(&self, text: &str) -> bool {
        self.remarks.iter().filter_map(|word| text.strip_prefix(word.as_str())).any(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
            rest.starts_with(['：', ':'])
        })
    }

    /// A change in words: `增长1.08%`, `下降1.08%`, `持平`.
    pub(crate) fn change(&self, change: &Change) -> String {
        match (change.still, change.falls) {
            (true, _) => self.still.clone(),
            (false, false) => format!("{}{}%", self.rise, change.percent),
            (false, true) => format!("{}{}%", self.fall, change.percent),
        }
    }
}

/// Names of paragraph styles, as a word processor lists them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StyleNames {
    /// A paragraph of the text.
    pub body: String,
    /// A remark on a table; for a layout whose words have none, nothing.
    #[serde(default)]
    pub remark: String,
    /// Who signs, and when.
    pub signature: String,
    /// The line that a picture stands in.
    pub figure: String,
    /// What a chart is called; for a layout whose words have none, as in English.
    #[serde(default = "chart")]
    pub chart: String,
    /// A table; likewise.
    #[serde(default = "table")]
    pub table: String,
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

fn chart() -> String {
    "Chart".to_owned()
}

fn table() -> String {
    "Report Table".to_owned()
}

impl StyleNames {
    /// The name of the style called `name` in a type size of its own.
    pub fn sized(&self, name: &str, size_pt: f64) -> String {
        self.sized.replace("{name}", name).replace("{size}", &size_pt.to_string())
    }
}
