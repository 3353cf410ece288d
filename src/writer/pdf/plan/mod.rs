//! The second look at the pages. What only set pages show is mended before they are written: a
//! table that leaves a hole above it is parted where its form allows it, or the rows of the one
//! before it grow; a picture is drawn smaller, or the text runs on before it; a note stands on the
//! page of its mark.

mod mend;
mod parts;
mod survey;

use std::collections::BTreeMap;

use serde::Serialize;

use self::mend::Mender;
pub(super) use self::survey::Survey;
use crate::document::{Block, Document, Inline};
use crate::layout::Style;

/// The blocks of a document as they are drawn.
pub(super) struct Plan<'d> {
    document: &'d Document,
    style: &'d Style,
    blocks: Vec<Drawn>,
}

/// A block that is drawn: one of the document's, or what stands for it.
#[derive(Debug, Clone, Serialize)]
struct Drawn {
    /// Which of the document's blocks it is or stands for.
    #[serde(skip)]
    index: usize,
    #[serde(flatten)]
    block: Block,
    /// Whether it begins a page.
    new_page: bool,
    /// Whether the text behind it may stand before it.
    floats: bool,
    /// Whether all that can be done for it was tried.
    #[serde(skip)]
    settled: bool,
}

impl Drawn {
    fn new(index: usize, block: &Block) -> Drawn {
        Drawn { index, block: block.clone(), new_page: false, floats: false, settled: false }
    }

    fn is_changed(&self, document: &Document) -> bool {
        self.new_page || self.floats || document.blocks[self.index] != self.block
    }
}

impl<'d> Plan<'d> {
    /// Everything as it stands in the document.
    pub fn new(document: &'d Document, style: &'d Style) -> Plan<'d> {
        let blocks = document.blocks.iter().enumerate();
        let blocks = blocks.map(|(index, block)| Drawn::new(index, block)).collect();
        Plan { document, style, blocks }
    }

    /// Mends what the pages show. False where there is nothing, or nothing is of use.
    pub fn mend(&mut self, survey: &Survey) -> bool {
        if let Some(stray) = survey.strays.first() {
            if self.keep_note(*stray) {
                return true;
            }
        }
        Mender { style: self.style, survey, blocks: &mut self.blocks }.mend()
    }

    /// What the template draws instead of the document's blocks, by their index.
    pub fn changes(&self) -> serde_json::Value {
        let mut changes: BTreeMap<String, Vec<&Drawn>> = BTreeMap::new();
        for drawn in self.blocks.iter().filter(|drawn| drawn.is_changed(self.document)) {
            changes.entry(drawn.index.to_string()).or_default().push(drawn);
        }
        serde_json::json!(changes)
    }

    /// Begins a page with the block that holds a note's mark, its headings with it.
    fn keep_note(&mut self, note: usize) -> bool {
        let mut marks = 0;
        let holds = |drawn: &Drawn| {
            marks += notes(&drawn.block);
            marks > note
        };
        let Some(mut at) = self.blocks.iter().position(holds) else { return false };
        while at > 0 && matches!(self.blocks[at - 1].block, Block::Heading(_)) {
            at -= 1;
        }
        !std::mem::replace(&mut self.blocks[at].new_page, true)
    }
}

/// Marks of notes in a block.
fn notes(block: &Block) -> usize {
    let all = |blocks: &[Block]| -> usize { blocks.iter().map(notes).sum() };
    match block {
        Block::Heading(heading) => marks(&heading.content),
        Block::Paragraph(paragraph) => marks(&paragraph.content),
        Block::RunIn { heading, paragraph } => marks(&heading.content) + marks(&paragraph.content),
        Block::List(list) => list.items.iter().map(|item| all(item)).sum(),
        Block::Table(table) => table.grid.cells().map(|cell| marks(&cell.content)).sum(),
        Block::Turned { blocks } => all(blocks),
        Block::Figure(_) | Block::Chart(_) => 0,
    }
}

fn marks(content: &[Inline]) -> usize {
    let marks = |inline: &Inline| match inline {
        Inline::Note { .. } => 1,
        Inline::Strong { content, .. }
        | Inline::Emph { content, .. }
        | Inline::Link { content, .. } => marks(content),
        Inline::Text { .. } | Inline::Bound { .. } | Inline::Break { .. } => 0,
    };
    content.iter().map(marks).sum()
}
