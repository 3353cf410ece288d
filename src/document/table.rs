//! Tables: groups of rows on a proved grid, and how they are set.

use std::ops::Range;

use serde::Serialize;

use super::Inline;
use crate::field::FieldPath;

/// A table on a proved grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What the table holds, for those who hear it.
    pub summary: String,
    /// The form's own table, or one of the author's.
    pub official: bool,
    /// Whether it must stand on one page.
    pub keep_whole: bool,
    /// Relative widths of the columns; thousandths of a mm once it is set.
    pub shares: Vec<u32>,
    /// Size, height of rows and direction; none until that is settled, and where nothing fits, which
    /// only a draft gets away with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<TableSetting>,
    /// Groups of rows; a group's head repeats where the group breaks.
    pub groups: Vec<Group>,
    /// Its bytes in narrative.md; none for the form's own.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// How a table is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableSetting {
    /// Type size.
    pub size_half_pt: u32,
    /// Height of a row of one line.
    pub row_um: u32,
    /// Lines of each row; 0 where only setting it shows how many. (Rows of known height need no
    /// measuring, which takes as long as setting.)
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

impl Slot {
    /// The cell that begins here.
    pub fn cell(&self) -> Option<&Cell> {
        if let Slot::Cell(cell) = self { Some(cell) } else { None }
    }

    /// The cell that begins here.
    pub fn cell_mut(&mut self) -> Option<&mut Cell> {
        if let Slot::Cell(cell) = self { Some(cell) } else { None }
    }
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
    /// What it heads; none for what is no head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// How deep the head lies below others of its kind, from 1; 0 for what is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub level: usize,
    /// The path of its number below `statistics`, in the form's number cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<FieldPath>,
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

/// What a head is the head of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Its columns.
    Column,
    /// Its rows.
    Row,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}
