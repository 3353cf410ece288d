//! The measures of tables.

use serde::Deserialize;

/// Tables.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    /// Height of a row of one line, mm.
    pub row_mm: f64,
    /// The most that it may be where rows grow into what a page leaves empty, mm.
    #[serde(default)]
    pub row_most_mm: f64,
    /// The same of a table that goes on over the page, whose other rows don't grow, mm.
    #[serde(default)]
    pub parted_row_most_mm: f64,
    /// What official tables do about a page that they would leave half empty.
    #[serde(default)]
    pub fill: Fill,
    /// The most rows of an author's table that stays whole, its heads among them.
    #[serde(default)]
    pub whole_rows: usize,
    /// Between text and rule at the sides, mm.
    pub pad_x_mm: f64,
    /// The least that it may be where a table has no more room, mm.
    #[serde(default)]
    pub pad_x_least_mm: Option<f64>,
    /// Between a cell's lines, in the size of its text.
    pub leading_em: f64,
    /// Rules, pt.
    pub rule_pt: f64,
    /// The ground of a number that a draft's finding is about, six hexadecimal digits; none where
    /// it has none.
    #[serde(default)]
    pub marked: Option<String>,
}

impl TableStyle {
    /// The least that may be free between text and rule at the sides, mm.
    pub fn pad_x_least(&self) -> f64 {
        self.pad_x_least_mm.map_or(self.pad_x_mm, |least| least.min(self.pad_x_mm))
    }
}

/// What official tables do about a page that they would leave half empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fill {
    /// Nothing: each stands whole on a page.
    #[default]
    Whole,
    /// The rows of the table above grow.
    Grow,
    /// They are parted where their form allows it, and rows grow.
    Split,
}
