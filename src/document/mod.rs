//! The document tree: finished text, numbered headings, tables whose grid is proved, and every
//! measure that the files must share. A writer draws it block by block and adds nothing of its own.
//!
//! Measures are whole numbers with the unit in the name, so that every machine reads the same:
//! `_nm` and `_um` are millionths and thousandths of a mm, `_milli_em` thousandths of a character
//! of the page's grid, `_half_pt` half points, `grid_lines` whole lines of the page's grid.

mod block;
mod chart;
mod figure;
mod grid;
mod inline;
mod table;

use serde::Serialize;

pub use block::{Block, Heading, List, ListSetting, Paragraph};
pub use chart::{Category, Chart, ChartKind};
pub use figure::{Figure, FigureSetting};
pub use grid::{At, Grid, Group, Row, Slot, Spanned, lay};
pub use inline::{Inline, plain};
pub use table::{Cell, CellRole, Scope, Table, TableFlow, TableSetting};

use crate::date::Date;

/// A whole report, ready to be drawn.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// What the files' properties say.
    pub meta: Meta,
    /// The title.
    pub title: Title,
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
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    /// The title in one line.
    pub title: String,
    /// The body that reports.
    pub author: String,
    /// Language tag, e.g. `zh-CN`.
    pub language: String,
    /// The year reported on.
    pub year: u16,
    /// The day the files carry as their own, 00:00 at +08:00.
    pub date: Date,
    /// Data about a web page, as far as the report gives them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// One of them: `<meta name="…" content="…">`.
#[derive(Debug, Clone, Serialize)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// What it says.
    pub content: String,
}

/// The title. With what is free above and below it takes whole lines of the grid.
#[derive(Debug, Clone, Serialize)]
pub struct Title {
    /// Empty lines of the grid above.
    pub blank_lines: u32,
    /// Its lines.
    pub lines: Vec<String>,
    /// From one of its lines to the next.
    pub pitch_nm: u32,
    /// Lines of the grid that all of it takes.
    pub grid_lines: u32,
}

/// 署名 and 成文日期.
#[derive(Debug, Clone, Serialize)]
pub struct Signature {
    /// Empty lines above.
    pub blank_lines: u32,
    /// Lines of the name, then the date.
    pub lines: Vec<SignatureLine>,
    /// Empty lines below that stay on the page, for the lower part of a seal.
    pub below_lines: u32,
}

/// A line of the signature, set from the right.
#[derive(Debug, Clone, Serialize)]
pub struct SignatureLine {
    /// Its text.
    pub text: String,
    /// What is free at its right.
    pub right_milli_em: u32,
}

/// What a draft shows beside the report.
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    /// Word across each page.
    pub watermark: String,
    /// Heading of the last page.
    pub heading: String,
    /// Findings, one an item.
    pub findings: List,
}

impl Document {
    /// Every block in the order of the text, those in lists and on turned pages too.
    pub fn all_blocks(&self) -> Vec<&Block> {
        fn collect<'a>(blocks: &'a [Block], list: &mut Vec<&'a Block>) {
            for block in blocks {
                if let Block::Turned { blocks } = block {
                    collect(blocks, list);
                    continue;
                }
                list.push(block);
                if let Block::List(inner) = block {
                    inner.items.iter().for_each(|item| collect(item, list));
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

    /// Every picture.
    pub fn figures(&self) -> Vec<&Figure> {
        self.all_blocks()
            .into_iter()
            .filter_map(|block| if let Block::Figure(figure) = block { Some(figure) } else { None })
            .collect()
    }
}
