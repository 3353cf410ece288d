//! A file from elsewhere as one flat list: paragraphs and tables in reading order, each with its
//! place. Readers of every kind of file make it, and nothing behind them knows the kind.

use serde::{Deserialize, Serialize};

use crate::spot::FileSpot;

/// What a file from elsewhere says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ForeignDocument {
    /// What the file says of itself beside its text, by the names that it gives: the title of a
    /// page, who published it.
    pub facts: Vec<(String, String)>,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<ForeignBlock>,
    /// How many pictures were passed over.
    pub pictures: usize,
}

/// A paragraph or a table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForeignBlock {
    /// The way to it from the root of the file's tree: the report is what stands below one node,
    /// and a site's menus stand elsewhere. Empty in files that are no trees.
    pub trail: Vec<u32>,
    /// Where it stands.
    pub spot: FileSpot,
    /// What it is.
    pub content: ForeignContent,
}

/// What a block is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ForeignContent {
    /// A paragraph, a heading, an item of a list.
    Text(ForeignText),
    /// A table.
    Table(ForeignTable),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignText {
    /// Its text in one line.
    pub text: String,
    /// What the file says it is.
    pub kind: TextKind,
    /// The bytes at its head that are set in a face of their own: a heading that its text follows
    /// on the line.
    pub run_in: Option<usize>,
    /// Whether most of it is links, as in menus.
    pub linked: bool,
}

/// What a file says that a paragraph is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextKind {
    /// A paragraph.
    #[default]
    Plain,
    /// The title of the whole.
    Title,
    /// A heading of a level; 1 is a section's.
    Heading(u8),
    /// An item of a list, with its number where it has one that is not typed.
    Item {
        /// Its number.
        number: Option<u32>,
        /// How many lists it stands in, from 1.
        depth: u8,
    },
}

/// A table on its grid.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ForeignTable {
    /// Which table of the file it is, from 1.
    pub number: usize,
    /// Rows of its grid.
    pub rows: usize,
    /// Columns of its grid.
    pub columns: usize,
    /// Where its columns begin and end, in tenths of a millimetre; empty where the file does not
    /// say.
    pub edges: Vec<u32>,
    /// Its cells, row by row.
    pub cells: Vec<ForeignCell>,
}

/// A cell.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ForeignCell {
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// Rows it is high.
    pub rowspan: usize,
    /// Columns it is wide.
    pub colspan: usize,
    /// Its text, lines parted by `\n`.
    pub text: String,
    /// Whether its shape or its text is such that no number can be read from it.
    pub odd: bool,
    /// Where it stands.
    pub spot: FileSpot,
}

impl ForeignDocument {
    /// Its tables with the places of their blocks.
    pub fn tables(&self) -> impl Iterator<Item = (usize, &ForeignTable)> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match &block.content {
            ForeignContent::Table(table) => Some((at, table)),
            ForeignContent::Text(_) => None,
        })
    }

    /// Its paragraphs with the places of their blocks.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &ForeignText)> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match &block.content {
            ForeignContent::Text(text) => Some((at, text)),
            ForeignContent::Table(_) => None,
        })
    }

    /// The paragraph that a block is.
    pub fn text(&self, at: usize) -> Option<&ForeignText> {
        match &self.blocks.get(at)?.content {
            ForeignContent::Text(text) => Some(text),
            ForeignContent::Table(_) => None,
        }
    }

    /// What the file says of itself under `name`.
    pub fn fact(&self, name: &str) -> Option<&str> {
        let known = |(known, text): &&(String, String)| {
            known.eq_ignore_ascii_case(name) && !text.trim().is_empty()
        };
        self.facts.iter().find(known).map(|(_, text)| text.trim())
    }
}
