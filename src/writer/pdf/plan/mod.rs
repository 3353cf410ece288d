//! The second look at the pages. What only set pages show is mended before they are written: a
//! table that leaves a hole above it is parted where its form allows it, or the rows of the one
//! before it grow; a picture is drawn smaller, or the text runs on before it; a note stands on the
//! page of its mark.

mod drawn;
mod heads;
mod lone;
mod mend;
mod rows;
mod squeeze;
mod survey;

use std::collections::{BTreeMap, BTreeSet};

use self::drawn::{ChangedBlock, DrawnBlock};
use self::mend::PlanMender;
use self::survey::StrayNote;
pub(super) use self::survey::Survey;
use super::drawing::WordCutter;
use crate::document::{Block, Document, Inline, List};
use crate::layout::Style;

/// What is left free below a line of text that is to stay where it is.
const LINE_SLACK_MM: f64 = 3.0;

/// What is drawn instead of some blocks, by their index in the document.
pub(super) type Changes<'p> = BTreeMap<usize, Vec<ChangedBlock<'p>>>;

/// The blocks of a document as they are drawn.
pub(super) struct Plan<'d> {
    document: &'d Document,
    style: &'d Style,
    blocks: Vec<DrawnBlock>,
    /// The pages and blocks before tables were lowered, until it is seen whether that helps.
    unsqueezed: Option<(usize, Vec<DrawnBlock>)>,
    /// Whether that was tried.
    squeezed: bool,
    /// The page that a line was pushed off, until it is seen what that left.
    unpushed: Option<usize>,
    /// The block that a line was pushed off last, and all blocks before the first push of it.
    pushed: Option<(usize, Vec<DrawnBlock>)>,
    /// The notes for whose marks room was kept free.
    tried: BTreeSet<usize>,
}

impl<'d> Plan<'d> {
    /// Everything as it stands in the document.
    pub fn new(document: &'d Document, style: &'d Style) -> Plan<'d> {
        let blocks = document.blocks.iter().enumerate();
        let blocks = blocks.map(|(index, block)| DrawnBlock::new(index, block)).collect();
        Plan {
            document,
            style,
            blocks,
            unsqueezed: None,
            squeezed: false,
            unpushed: None,
            pushed: None,
            tried: BTreeSet::new(),
        }
    }

    /// Mends what the pages show, the first page first: what is mended moves the text behind it.
    /// False where there is nothing, or nothing is of use.
    pub fn mend(&mut self, survey: &Survey) -> bool {
        self.leave_line(survey)
            || (0..survey.pages.len()).any(|page| self.mend_page(survey, page))
            || survey
                .signature_alone
                .is_some_and(|page| self.keep_signature(survey.pages[page - 1].below_mm))
            || self.squeeze(survey)
    }

    fn mend_page(&mut self, survey: &Survey, page: usize) -> bool {
        let stray = survey.strays.iter().find(|stray| stray.page == page);
        if stray.is_some_and(|stray| self.keep_note(*stray))
            || self.keep_heading(survey, page)
            || self.keep_rows(&survey.rows, page)
            || self.keep_lines(survey, page)
        {
            return true;
        }
        let Plan { document, style, blocks, .. } = self;
        PlanMender { document, style, survey, blocks }.mend(page)
    }

    /// Takes what stands before the signature to its page: two lines, or where that can't be, the
    /// last item of a list or all of it. So much is free on its page.
    fn keep_signature(&mut self, below_mm: f64) -> bool {
        let Some(at) = self.blocks.len().checked_sub(1) else { return false };
        let last = &self.blocks[at];
        if last.stays || matches!(last.block, Block::Turned { .. }) {
            return false;
        }
        if let Block::List(list) = &last.block {
            self.cut_list(at, list.items.len() - 1);
        }
        let at = self.blocks.len() - 1;
        let was_tried = self.blocks[self.first_heading(at)].reserve_um > 0;
        let two_lines = self.style.line_mm() + LINE_SLACK_MM;
        if was_tried || !self.reserve(at, below_mm + two_lines) {
            self.reserve(at, 0.0);
            self.blocks[at].stays = true;
        }
        true
    }

    /// What the template draws instead of the document's blocks, by their index.
    pub fn changes(&self, cutter: &WordCutter) -> Changes<'_> {
        let mut changes = Changes::new();
        for drawn in self.blocks.iter().filter(|drawn| drawn.is_changed(self.document)) {
            changes.entry(drawn.index).or_default().push(drawn.change(cutter));
        }
        changes
    }

    /// Cuts a list before its item `item`, unless that is the first.
    fn cut_list(&mut self, at: usize, item: usize) -> bool {
        let Block::List(list) = &self.blocks[at].block else { return false };
        if item == 0 {
            return false;
        }
        let drawn = self.blocks[at].clone();
        let (upper, lower) = list.items.split_at(item);
        let next = list.start.map(|start| start.saturating_add(item as u32));
        let part = |start, items: &[Vec<Block>]| {
            let list = List { start, items: items.to_vec(), ..list.clone() };
            DrawnBlock { block: Block::List(list), ..drawn.clone() }
        };
        let parts = [
            part(list.start, upper),
            DrawnBlock { new_page: false, reserve_um: 0, ..part(next, lower) },
        ];
        self.blocks.splice(at..=at, parts);
        true
    }

    /// Takes a note's mark to the page of its note: its line, or where that is not enough, the
    /// whole block or item of a list.
    fn keep_note(&mut self, stray: StrayNote) -> bool {
        let mut marks = 0;
        let holds = |drawn: &DrawnBlock| {
            marks += notes(&drawn.block);
            marks > stray.number
        };
        let Some(mut at) = self.blocks.iter().position(holds) else { return false };
        let before = marks - notes(&self.blocks[at].block);
        let item = item_of(&self.blocks[at].block, stray.number - before);
        at += usize::from(self.cut_list(at, item));
        let below = stray.below_mm - LINE_SLACK_MM;
        // Each note once: another of the same block may need more.
        (self.tried.insert(stray.number) && self.reserve(at, below)) || self.begin_page(at)
    }

    /// Leaves so much free at the foot of the page on which a block begins. False where that is
    /// nothing.
    fn reserve(&mut self, at: usize, below_mm: f64) -> bool {
        let first = self.first_heading(at);
        self.blocks[first].reserve_um = (below_mm.max(0.0) * 1000.0) as u32;
        self.blocks[first].reserve_um > 0
    }

    /// Begins a page with a block, its headings with it. False where it does already.
    fn begin_page(&mut self, at: usize) -> bool {
        let first = self.first_heading(at);
        self.blocks[first].reserve_um = 0;
        !std::mem::replace(&mut self.blocks[first].new_page, true)
    }

    /// The first of the headings right above a block; itself where there is none.
    fn first_heading(&self, at: usize) -> usize {
        let above = self.blocks[..at].iter().rev();
        at - above.take_while(|drawn| matches!(drawn.block, Block::Heading(_))).count()
    }
}

/// The item of a list that holds its note `note`, counted in the list; 0 for what is no list.
fn item_of(block: &Block, note: usize) -> usize {
    let Block::List(list) = block else { return 0 };
    let mut marks = 0;
    let holds = |item: &Vec<Block>| {
        marks += item.iter().map(notes).sum::<usize>();
        marks > note
    };
    list.items.iter().position(holds).unwrap_or_default()
}

/// Marks of notes in a block.
fn notes(block: &Block) -> usize {
    let all = |blocks: &[Block]| -> usize { blocks.iter().map(notes).sum() };
    match block {
        Block::Heading(heading) => marks(&heading.content),
        Block::Paragraph(it) | Block::Remark(it) => marks(&it.content),
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
