//! Charts of numbers of the form.

use std::ops::Range;

use serde::Serialize;

use super::figure::FigureSetting;

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Columns or a pie. (`kind` is the block's.)
    #[serde(rename = "chart")]
    pub kind: ChartKind,
    /// Caption.
    pub caption: String,
    /// What it shows, with every number, for those who can't see it.
    pub alt: String,
    /// Names of the years, the earlier first.
    pub series: Vec<String>,
    /// What stands side by side.
    pub categories: Vec<Category>,
    /// How it is set; none until that is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<FigureSetting>,
    /// Its bytes in narrative.md.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// A kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Columns side by side.
    Column,
    /// Parts of a whole.
    Pie,
}

/// A column, or one for each year; a slice of the pie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Its name.
    pub label: String,
    /// Its numbers as they are printed, one a year.
    pub values: Vec<String>,
    /// The same in ten-thousandths of the largest column, or of the whole pie.
    pub parts: Vec<u32>,
    /// The slice's share in whole percent, which of all slices are a hundred; none of a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
}
