//! Blocks of the text. The reader yields them without settings, which are given when the document
//! is composed.

use std::ops::Range;

use serde::Serialize;

use super::{Chart, Inline, Table};

/// A block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading on lines of its own.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A heading and the paragraph that follows it on the line.
    RunIn {
        /// The heading, which ends in a full stop.
        heading: Heading,
        /// What follows.
        paragraph: Paragraph,
    },
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// A chart.
    Chart(Chart),
    /// A page turned on its side: a table that is too wide for an upright one, below the heading
    /// right above it where there is one.
    Turned {
        /// What stands on it.
        blocks: Vec<Block>,
    },
}

impl Block {
    /// Its bytes in narrative.md; none for what is the form's own.
    pub fn source(&self) -> Option<Range<usize>> {
        match self {
            Block::Heading(heading) => heading.source.clone(),
            Block::Paragraph(paragraph) => paragraph.source.clone(),
            Block::RunIn { heading, paragraph } => {
                Some(heading.source.as_ref()?.start..paragraph.source.as_ref()?.end)
            }
            Block::List(list) => list.source.clone(),
            Block::Table(table) => table.source.clone(),
            Block::Figure(figure) => figure.source.clone(),
            Block::Chart(chart) => chart.source.clone(),
            Block::Turned { blocks } => {
                let mut sources = blocks.iter().filter_map(Block::source);
                let first = sources.next()?;
                Some(first.start..sources.last().map_or(first.end, |last| last.end))
            }
        }
    }
}

/// A heading of level 1-4 with its finished number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1-4.
    pub level: u8,
    /// `一、`, `（一）`, ….
    pub number: String,
    /// The heading without its number.
    pub content: Vec<Inline>,
    /// Its bytes in narrative.md; none for the form's own.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// Its text.
    pub content: Vec<Inline>,
    /// Its bytes in narrative.md; none for the layout's own.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List {
    /// Number of the first item; none where all have the same mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// How it is set; none until that is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<ListSetting>,
    /// Items, each of blocks.
    pub items: Vec<Vec<Block>>,
    /// Its bytes in narrative.md; none for a list of ours.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// How a list is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListSetting {
    /// The mark of each item; `{n}` stands for its number.
    pub mark: String,
    /// From where the text around the list begins to the mark.
    pub indent_milli_em: u32,
    /// From the mark's left edge to the text, for writers that set it at a fixed place.
    pub hang_milli_em: u32,
    /// From the mark's right edge to the text, for writers that measure the mark.
    pub gap_milli_em: u32,
}

/// Marks of lists without numbers, by how many of these they lie in; deeper ones begin anew. Every
/// embedded face of the text has them.
const MARKS: [&str; 3] = ["•", "–", "·"];

impl ListSetting {
    /// The setting of a list of numbers.
    pub fn numbered(indent_milli_em: u32) -> ListSetting {
        Self::marked("{n}.", indent_milli_em)
    }

    /// The setting of a list without numbers that lies in `around` others of its kind.
    pub fn bulleted(around: usize, indent_milli_em: u32) -> ListSetting {
        Self::marked(MARKS[around % MARKS.len()], indent_milli_em)
    }

    fn marked(mark: &str, indent_milli_em: u32) -> ListSetting {
        let mark = mark.to_owned();
        ListSetting { mark, indent_milli_em, hang_milli_em: 1000, gap_milli_em: 500 }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Path as the author wrote it.
    pub path: String,
    /// Alternative text for those who can't see it.
    pub alt: String,
    /// Caption, possibly empty.
    pub caption: String,
    /// Width and height in pixels.
    pub pixels: [usize; 2],
    /// How it is set; none until that is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<FigureSetting>,
    /// Its bytes in narrative.md.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// How a picture or a chart is set. With its caption it takes whole lines of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureSetting {
    /// Width of the picture.
    pub width_nm: u32,
    /// Its height.
    pub height_nm: u32,
    /// Lines of the caption; 0 without one.
    pub caption_lines: u32,
    /// Lines of the grid that all of it takes.
    pub grid_lines: u32,
}
