//! Tables: what their cells hold, and how they are set.

use std::ops::Range;

use serde::Serialize;

use super::grid::Grid;
use super::inline::Inline;
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
    /// Whether heads repeat on each page of their group: not where one holds a link or a note. A
    /// repeated head is an artifact of its page (ISO 32000-1, 14.8.2.2), which leads nowhere.
    #[serde(skip_serializing_if = "Clone::clone")]
    pub heads_repeat: bool,
    /// Relative widths of the columns; thousandths of a mm once it is set.
    pub shares: Vec<u32>,
    /// Size, height of rows and direction; none until that is settled, and where nothing fits,
    /// which only a draft gets away with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<TableSetting>,
    /// How a word processor is to set it over pages.
    #[serde(skip)]
    pub flow: TableFlow,
    /// Its cells; a group's head repeats where the group breaks.
    #[serde(flatten)]
    pub grid: Grid<Cell>,
    /// Its bytes in narrative.md; none for the form's own.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// How a word processor, which ends pages where it will, is to set a table of the form over them.
/// Rows are counted from the table's first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableFlow {
    /// The row before which it is likely to end the page: the labels that reach into it say there
    /// that they go on. None where none is to be cut.
    pub parted: Option<usize>,
    /// Rows before which it may end the page.
    pub breaks: Vec<usize>,
    /// By how much each row is higher than it need be, or lower; nothing for rows that are not
    /// named.
    pub more_um: Vec<i32>,
}

/// How a table is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableSetting {
    /// Type size.
    pub size_half_pt: u32,
    /// What is free at each side of a cell's text.
    pub pad_um: u32,
    /// Height of a row of one line.
    pub row_um: u32,
    /// Lines of each row; 0 where only setting it shows how many. (Rows of known height need no
    /// measuring, which takes as long as setting.)
    pub lines: Vec<u32>,
    /// The same as they were counted, also where only setting it is certain.
    #[serde(skip)]
    pub likely: Vec<u32>,
    /// Whether it takes a page of its own, turned.
    pub landscape: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
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
    /// Whether its text is turned to read upwards.
    #[serde(skip_serializing_if = "is_false")]
    pub turned: bool,
    /// Whether its text reads down.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub vertical: bool,
    /// Whether a draft marks its number, which a finding is about.
    #[serde(skip_serializing_if = "is_false")]
    pub marked: bool,
    /// What stands in its lower part where a page ends within it; none where none may.
    #[serde(skip)]
    pub continued: Option<String>,
    /// Its text.
    pub content: Vec<Inline>,
}

impl Cell {
    /// A cell that holds no number of the form. What it heads is settled when its table is.
    pub fn new(role: CellRole, content: Vec<Inline>) -> Cell {
        Cell {
            role,
            scope: None,
            level: 0,
            path: None,
            turned: false,
            vertical: false,
            marked: false,
            continued: None,
            content,
        }
    }
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
    /// An author's text, or words of the form's fields, at the left.
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

fn is_false(is: &bool) -> bool {
    !is
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}
