//! The document tree: finished text, numbered headings, tables whose grid is proved. Both writers draw it and add nothing of their own.

mod grid;
mod inline;
mod table;

use serde::Serialize;

pub use grid::{Place, lay_grid};
pub use inline::{Inline, plain};
pub use table::{Cell, CellRole, Group, Row, Setting, Slot, Table};

use crate::date::Date;

/// A whole report, ready to be drawn.
#[derive(Debug, Serialize)]
pub struct Document {
    /// What the files' properties say.
    pub meta: Meta,
    /// Lines of the title.
    pub title: Vec<String>,
    /// Keys of the sections that the first-level headings begin, in order.
    pub sections: Vec<String>,
    /// Everything between title and signature.
    pub blocks: Vec<Block>,
    /// Who signs and when; none without a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// Footnotes; [`Inline::Note`] counts them from 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Vec<Block>>,
    /// Marks and findings of a draft; none in a report that may be published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
}

/// Properties of the files.
#[derive(Debug, Serialize)]
pub struct Meta {
    /// The title in one line.
    pub title: String,
    /// The body that reports.
    pub author: String,
    /// Language tag, e.g. `zh-CN`.
    pub language: String,
    /// The day the files carry as their own, 00:00 at +08:00.
    pub date: Date,
}

/// 署名 and 成文日期.
#[derive(Debug, Serialize)]
pub struct Signature {
    /// Empty lines above.
    pub blank_lines: u32,
    /// Lines of the name, then the date.
    pub lines: Vec<SignatureLine>,
    /// Empty lines below that stay on the page, for the lower part of a seal.
    pub below_lines: u32,
}

impl Document {
    /// Every block in the order of the text, those in lists too.
    pub fn all_blocks(&self) -> Vec<&Block> {
        fn collect<'a>(blocks: &'a [Block], list: &mut Vec<&'a Block>) {
            for block in blocks {
                list.push(block);
                if let Block::List { items, .. } = block {
                    items.iter().for_each(|item| collect(item, list));
                }
            }
        }
        let mut list = Vec::new();
        collect(&self.blocks, &mut list);
        list
    }

    /// Every chart in the order of the text.
    pub fn charts(&self) -> Vec<&Chart> {
        self.all_blocks()
            .into_iter()
            .filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None })
            .collect()
    }

    /// Every table in the order of the text.
    pub fn tables(&self) -> Vec<&Table> {
        self.all_blocks()
            .into_iter()
            .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
            .collect()
    }
}

/// A line of the signature, set from the right.
#[derive(Debug, Serialize)]
pub struct SignatureLine {
    /// Its text.
    pub text: String,
    /// Free characters of the body's size at its right.
    pub right_em: f64,
}

/// What a draft shows beside the report.
#[derive(Debug, Serialize)]
pub struct Draft {
    /// Word across each page.
    pub watermark: String,
    /// Heading of the last page.
    pub heading: String,
    /// Findings, one paragraph each.
    pub findings: Vec<String>,
}

/// A block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A heading of level 1-4 with its finished number.
    Heading {
        /// 1-4.
        level: u8,
        /// `一、`, `（一）`, ….
        number: String,
        /// The heading without its number.
        content: Vec<Inline>,
        /// Whether the paragraph below follows on the line.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        run_in: bool,
        /// Where it begins in narrative.md, in bytes; none for the form's own.
        #[serde(skip)]
        at: Option<usize>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
        /// Where it begins in narrative.md, in bytes; none for the layout's own.
        #[serde(skip)]
        at: Option<usize>,
    },
    /// A list.
    List {
        /// Number of the first item; none for bullets.
        #[serde(skip_serializing_if = "Option::is_none")]
        start: Option<u32>,
        /// Items, each of blocks.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// A picture.
    Figure {
        /// Path as the author wrote it.
        path: String,
        /// Alternative text for those who can't see it.
        alt: String,
        /// Caption, possibly empty.
        caption: String,
        /// Width and height in pixels.
        pixels: [usize; 2],
    },
    /// A chart.
    Chart(Chart),
}

/// A chart of numbers of the form.
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
}
