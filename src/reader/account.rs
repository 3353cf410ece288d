//! Nothing that was typed is lost: each byte of narrative.md that is not white space came into the
//! document, is a mark that Markdown is written with, or stands where a finding was made. What is
//! left is told.

use std::ops::Range;

use super::spelling::entity;
use crate::document::{Block, Inline};
use crate::report::Narrative;

/// The bytes of narrative.md that are accounted for.
#[derive(Debug, Default)]
pub(super) struct Account {
    ranges: Vec<Range<usize>>,
}

impl Account {
    /// Marks of a construct that was taken, or a place where a finding was made.
    pub fn add(&mut self, range: Range<usize>) {
        self.ranges.push(range);
    }

    /// The marks at both ends of `whole`, `length` bytes each.
    pub fn add_ends(&mut self, whole: Range<usize>, length: usize) {
        self.add(whole.start..whole.start + length);
        self.add(whole.end.saturating_sub(length)..whole.end);
    }

    /// What came into the document.
    pub fn add_narrative(&mut self, narrative: &Narrative) {
        let sections = narrative.sections.values().flatten();
        self.blocks(narrative.preface.iter().chain(sections));
        self.blocks(narrative.notes.iter().flatten());
    }

    fn blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.inlines(&heading.content),
                Block::Paragraph(paragraph) | Block::Remark(paragraph) => {
                    self.inlines(&paragraph.content);
                }
                Block::RunIn { heading, paragraph } => {
                    self.inlines(&heading.content);
                    self.inlines(&paragraph.content);
                }
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
                Block::Table(table) => {
                    table.grid.cells().for_each(|cell| self.inlines(&cell.content));
                }
                Block::Turned { blocks } => self.blocks(blocks),
                // The parser accounts for them as it reads them.
                Block::Figure(_) | Block::Chart(_) => {}
            }
        }
    }

    /// Words that came into the document, or say what is there already.
    pub fn inlines(&mut self, content: &[Inline]) {
        for piece in content {
            match piece {
                Inline::Text { source, .. }
                | Inline::Bound { source, .. }
                | Inline::Note { source, .. }
                | Inline::Break { source } => self.ranges.extend(source.sources().cloned()),
                Inline::Strong { content, .. }
                | Inline::Emph { content, .. }
                | Inline::Link { content, .. } => self.inlines(content),
            }
        }
    }

    /// What is not accounted for, a piece for each line and gap, without white space around it.
    pub fn lost(mut self, text: &str) -> Vec<Range<usize>> {
        self.ranges.sort_by_key(|range| range.start);
        let mut lost = Vec::new();
        let mut done = 0;
        let end = text.len()..text.len();
        for range in self.ranges.into_iter().chain([end]) {
            if range.start > done {
                lost.extend(lines(text, done..range.start));
            }
            done = done.max(range.end);
        }
        lost
    }
}

/// What stands on the lines of a range.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let base = text.as_ptr() as usize;
    let whole = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
    let words = text[whole].split('\n').map(bare);
    words.filter(|words| !words.is_empty()).map(move |words| {
        let start = words.as_ptr() as usize - base;
        start..start + words.len()
    })
}

/// A text without the white space around it, be it written as entities.
fn bare(text: &str) -> &str {
    let mut bare = text.trim();
    while bare.starts_with('&') {
        match entity(bare).filter(|(value, _)| value.trim().is_empty()) {
            Some((_, length)) => bare = bare[length..].trim_start(),
            None => break,
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_stands_for_is_left() {
        let mut account = Account::default();
        account.add(0..2);
        account.add(1..3);
        account.add_ends(5..9, 1);
        assert_eq!(account.lost("abc  *x &emsp;* y\n z"), [6..7, 9..17, 19..20]);
    }
}
