//! Blocks.

use serde::Serialize;

use super::table::DrawingTable;
use super::text::DrawingText;
use super::words::WordCutter;
use crate::document::{Block, Chart, Figure, Heading, List, ListSetting, Paragraph};

/// A block.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DrawingBlock<'d> {
    Heading(DrawingHeading<'d>),
    Paragraph(DrawingParagraph<'d>),
    RunIn { heading: DrawingHeading<'d>, paragraph: DrawingParagraph<'d> },
    Remark(DrawingParagraph<'d>),
    List(DrawingList<'d>),
    Table(DrawingTable<'d>),
    Figure(&'d Figure),
    Chart(&'d Chart),
    Turned { blocks: Vec<DrawingBlock<'d>> },
}

#[derive(Serialize)]
pub struct DrawingHeading<'d> {
    level: u8,
    number: &'d str,
    content: Vec<DrawingText<'d>>,
}

#[derive(Serialize)]
pub struct DrawingParagraph<'d> {
    content: Vec<DrawingText<'d>>,
    /// Of Latin words alone.
    ragged: bool,
    /// Its last word may stand on a line alone.
    long_end: bool,
    /// It has a note's mark.
    noted: bool,
}

#[derive(Serialize)]
pub struct DrawingList<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'d ListSetting>,
    items: Vec<Vec<DrawingBlock<'d>>>,
    /// A paragraph of it has a note's mark.
    noted: bool,
}

impl WordCutter {
    /// A block, cut.
    pub fn block<'d>(&self, block: &'d Block) -> DrawingBlock<'d> {
        match block {
            Block::Heading(heading) => DrawingBlock::Heading(self.heading(heading)),
            Block::Paragraph(it) => {
                let mut paragraph = self.paragraph(it);
                paragraph.content = DrawingText::wide_head(paragraph.content);
                DrawingBlock::Paragraph(paragraph)
            }
            Block::RunIn { heading, paragraph } => DrawingBlock::RunIn {
                heading: self.heading(heading),
                paragraph: self.paragraph(paragraph),
            },
            Block::Remark(it) => DrawingBlock::Remark(self.paragraph(it)),
            Block::List(list) => DrawingBlock::List(self.list(list)),
            Block::Table(table) => DrawingBlock::Table(self.table(table)),
            Block::Figure(figure) => DrawingBlock::Figure(figure),
            Block::Chart(chart) => DrawingBlock::Chart(chart),
            Block::Turned { blocks } => DrawingBlock::Turned { blocks: self.blocks(blocks) },
        }
    }

    /// A list, cut.
    pub fn list<'d>(&self, list: &'d List) -> DrawingList<'d> {
        let is_noted = |block: &Block| match block {
            Block::Paragraph(it) => it.has_note(),
            _ => false,
        };
        DrawingList {
            start: list.start,
            setting: list.setting.as_ref(),
            items: list.items.iter().map(|item| self.item(item)).collect(),
            noted: list.items.iter().flatten().any(is_noted),
        }
    }

    /// The blocks of an item, whose paragraphs begin where its text does, and not set in: an
    /// opening mark at their head gives up its empty half as in any line.
    fn item<'d>(&self, item: &'d [Block]) -> Vec<DrawingBlock<'d>> {
        let block = |block: &'d Block| match block {
            Block::Paragraph(it) => DrawingBlock::Paragraph(self.paragraph(it)),
            other => self.block(other),
        };
        item.iter().map(block).collect()
    }

    fn heading<'d>(&self, heading: &'d Heading) -> DrawingHeading<'d> {
        let Heading { level, number, content, .. } = heading;
        DrawingHeading { level: *level, number, content: self.text(content) }
    }

    fn paragraph<'d>(&self, paragraph: &'d Paragraph) -> DrawingParagraph<'d> {
        DrawingParagraph {
            content: self.text(&paragraph.content),
            ragged: paragraph.ragged,
            long_end: paragraph.long_end,
            noted: paragraph.has_note(),
        }
    }
}
