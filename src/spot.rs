//! Places in files that have no lines: a cell of a table or a sheet, a page, a paragraph.

use serde::{Deserialize, Serialize};

use crate::messages::Text;
use crate::say;

/// A place in a file from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FileSpot {
    /// A cell of a table, all from 1.
    Cell {
        /// Which table of the file.
        table: usize,
        /// Its row.
        row: usize,
        /// Which cell of the row.
        column: usize,
    },
    /// A cell of a sheet.
    Sheet {
        /// Name of the sheet.
        sheet: String,
        /// Name of the cell: `B7`.
        cell: String,
    },
    /// A place on a page.
    Page {
        /// The page, from 1.
        page: usize,
        /// From the left edge.
        x_mm: u32,
        /// From the top.
        y_mm: u32,
    },
    /// A paragraph of the text, where the file has no pages to count.
    Paragraph {
        /// The heading of its section; empty above the first.
        section: String,
        /// Which paragraph below it, from 1: the heading itself is 0.
        paragraph: usize,
    },
    /// Somewhere in the file.
    #[default]
    Somewhere,
}

impl FileSpot {
    /// The place for people; none where nothing is known of it.
    pub fn named(&self) -> Option<Text> {
        match self {
            FileSpot::Cell { table, row, column } => {
                Some(say!("spot-cell", table = *table, row = *row, column = *column))
            }
            FileSpot::Sheet { sheet, cell } => Some(say!("spot-sheet", sheet = sheet, cell = cell)),
            FileSpot::Page { page, .. } => Some(say!("spot-page", page = *page)),
            FileSpot::Paragraph { section, paragraph } => {
                Some(match (section.as_str(), paragraph) {
                    ("", _) => say!("spot-opening", paragraph = *paragraph),
                    (section, 0) => say!("spot-heading", section = section),
                    (section, _) => {
                        say!("spot-paragraph", section = section, paragraph = *paragraph)
                    }
                })
            }
            FileSpot::Somewhere => None,
        }
    }
}
