//! The document tree: finished text, numbered headings, tables whose grid is proved. Both writers draw it and add nothing of their own.

mod grid;

use serde::Serialize;

pub use grid::{Place, lay_grid};

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

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// Strong importance.
    Strong {
        /// What is strong.
        content: Vec<Inline>,
    },
    /// Stress emphasis.
    Emph {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// A footnote's mark; `index` counts [`Document::notes`] from 0.
    Note {
        /// Which note.
        index: usize,
    },
    /// A line break that the author or the form wants.
    Break,
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::Text { text: text.into() }
    }
}

/// The text of `content` with nothing between its pieces; notes and breaks give nothing.
pub fn plain(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text } => text.clone(),
            Inline::Strong { content }
            | Inline::Emph { content }
            | Inline::Link { content, .. } => plain(content),
            Inline::Note { .. } | Inline::Break => String::new(),
        })
        .collect()
}

/// A table on a proved grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What the table holds, for those who hear it.
    pub summary: String,
    /// The form's own table, or one of the author's.
    pub official: bool,
    /// Whether it must stand on one page.
    pub keep_whole: bool,
    /// Relative widths of the columns.
    pub shares: Vec<u32>,
    /// Size, height of rows and direction; none where nothing fits, which only a draft gets away with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
    /// Groups of rows; a group's head repeats where the group breaks.
    pub groups: Vec<Group>,
}

/// How a table is set. Whole numbers, so that every machine reads the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Type size, half points.
    pub size_half_pt: u32,
    /// Height of a row of one line, thousandths of a mm.
    pub row_um: u32,
    /// Lines of each row; 0 where only setting it shows how many. (Rows of known height need no measuring, which takes as long as setting.)
    pub lines: Vec<u32>,
    /// Whether it takes a page of its own, turned.
    pub landscape: bool,
}

/// Rows under one head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Head rows.
    pub head: Vec<Row>,
    /// The rows below.
    pub body: Vec<Row>,
}

/// A row: slots in column order that fill the grid exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Cells and what reaches down from rows above.
    pub slots: Vec<Slot>,
}

/// What stands at a place of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Slot {
    /// A cell that begins here.
    Cell(Cell),
    /// The lower part of a cell that began in a row above.
    Covered {
        /// Columns it is wide.
        colspan: usize,
    },
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Columns it is wide.
    pub colspan: usize,
    /// Rows it is high.
    pub rowspan: usize,
    /// What it is, which decides how it is set.
    pub role: CellRole,
    /// The path of its number below `statistics`, in the form's number cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its text.
    pub content: Vec<Inline>,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CellRole {
    /// Head of columns.
    Head,
    /// Label of a row, at the left.
    Label,
    /// Label of a group of rows or of a short row, centred.
    Group,
    /// A number.
    Number,
    /// An author's text, at the left.
    Left,
    /// An author's text, centred.
    Center,
    /// An author's text, at the right.
    Right,
}
