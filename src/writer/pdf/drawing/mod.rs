//! What the template reads: the document with its texts cut into words, and no more of its tables
//! than is drawn, since typst takes its time for each value that it looks at.

mod blocks;
mod runs;
mod table;
mod text;
mod words;

use serde::Serialize;

use self::blocks::DrawingList;
use crate::breaks::opens;
use crate::document::{Block, Document, Signature, Title, plain};

pub use self::blocks::DrawingBlock;
pub use self::words::WordCutter;

/// A document as the template reads it.
#[derive(Serialize)]
pub struct Drawing<'d> {
    meta: DrawingMeta<'d>,
    title: &'d Title,
    blocks: Vec<DrawingBlock<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'d Signature>,
    notes: Vec<DrawingNote<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<DrawingDraft<'d>>,
}

/// What the properties of the file say.
#[derive(Serialize)]
struct DrawingMeta<'d> {
    title: &'d str,
    author: &'d str,
    language: &'d str,
}

/// A footnote.
#[derive(Serialize)]
struct DrawingNote<'d> {
    blocks: Vec<DrawingBlock<'d>>,
    /// Whether room stands between its mark and its words; an opening mark brings its own along.
    gap: bool,
}

/// What a draft shows beside the report.
#[derive(Serialize)]
struct DrawingDraft<'d> {
    watermark: &'d str,
    heading: &'d str,
    findings: DrawingList<'d>,
}

impl WordCutter {
    /// A document, cut.
    pub fn document<'d>(&self, document: &'d Document) -> Drawing<'d> {
        let Document { meta, title, signature, .. } = document;
        let draft = document.draft.as_ref().map(|draft| DrawingDraft {
            watermark: &draft.watermark,
            heading: &draft.heading,
            findings: self.list(&draft.findings),
        });
        Drawing {
            meta: DrawingMeta {
                title: &meta.title,
                author: &meta.author,
                language: &meta.language,
            },
            title,
            blocks: self.blocks(&document.blocks),
            signature: signature.as_ref(),
            notes: document.notes.iter().map(|note| self.note(note)).collect(),
            draft,
        }
    }

    fn note<'d>(&self, note: &'d [Block]) -> DrawingNote<'d> {
        let begins = |block: &Block| match block {
            Block::Paragraph(it) => plain(&it.content).starts_with(opens),
            _ => false,
        };
        DrawingNote { blocks: self.blocks(note), gap: !note.first().is_some_and(begins) }
    }

    /// Blocks, cut.
    fn blocks<'d>(&self, blocks: &'d [Block]) -> Vec<DrawingBlock<'d>> {
        blocks.iter().map(|block| self.block(block)).collect()
    }
}
