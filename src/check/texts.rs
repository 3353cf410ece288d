//! Every text of a document with the role it is set in.

use crate::document::{Block, Document, Inline, Slot};
use crate::layout::Role;

/// Gives `see` every text of the document with the role it is set in.
pub(super) fn walk(document: &mut Document, see: &mut impl FnMut(&mut String, Role)) {
    document.title.iter_mut().for_each(|line| see(line, Role::Title));
    blocks(&mut document.blocks, Role::Body, see);
    document.notes.iter_mut().for_each(|note| blocks(note, Role::Note, see));
    if let Some(signature) = &mut document.signature {
        signature.lines.iter_mut().for_each(|line| see(&mut line.text, Role::Body));
    }
    if let Some(draft) = &mut document.draft {
        draft.findings.iter_mut().for_each(|finding| see(finding, Role::Body));
    }
}

fn blocks(list: &mut [Block], role: Role, see: &mut impl FnMut(&mut String, Role)) {
    for block in list {
        match block {
            Block::Heading { level, number, content, .. } => {
                see(number, Role::heading(*level));
                inlines(content, Role::heading(*level), see);
            }
            Block::Paragraph { content, .. } => inlines(content, role, see),
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, role, see)),
            Block::Figure { caption, .. } => see(caption, Role::Caption),
            Block::Chart(chart) => {
                see(&mut chart.caption, Role::Caption);
                let labels = chart.categories.iter_mut().flat_map(|category| {
                    std::iter::once(&mut category.label).chain(&mut category.values)
                });
                chart.series.iter_mut().chain(labels).for_each(|text| see(text, Role::Table));
            }
            Block::Table(table) => {
                let rows = table
                    .groups
                    .iter_mut()
                    .flat_map(|group| group.head.iter_mut().chain(&mut group.body));
                for slot in rows.flat_map(|row| &mut row.slots) {
                    if let Slot::Cell(cell) = slot {
                        inlines(&mut cell.content, Role::Table, see);
                    }
                }
            }
        }
    }
}

fn inlines(content: &mut [Inline], role: Role, see: &mut impl FnMut(&mut String, Role)) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } | Inline::Bound { text, .. } => see(text, role),
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => inlines(content, role, see),
            Inline::Note { .. } | Inline::Break { .. } => {}
        }
    }
}
