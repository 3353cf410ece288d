//! Every text of a document with the role it is set in.

use std::ops::Range;

use crate::document::{Block, Document, Heading, Inline, List, Table};
use crate::layout::Role;

/// Bytes of narrative.md.
type Source = Option<Range<usize>>;

/// One walk over the tree for looking, and the same for changing.
macro_rules! walk {
    ($module:ident, $cells:ident $(, $mutable:tt)?) => {
        mod $module {
            use super::*;

            type See<'s> = dyn FnMut(&$($mutable)? String, Role, &Source) + 's;

            pub fn document(document: &$($mutable)? Document, see: &mut See<'_>) {
                for line in &$($mutable)? document.title.lines {
                    see(line, Role::Title, &None);
                }
                blocks(&$($mutable)? document.blocks, Role::Body, see);
                for note in &$($mutable)? document.notes {
                    blocks(note, Role::Note, see);
                }
                if let Some(signature) = &$($mutable)? document.signature {
                    for line in &$($mutable)? signature.lines {
                        see(&$($mutable)? line.text, Role::Body, &None);
                    }
                }
                if let Some(draft) = &$($mutable)? document.draft {
                    list(&$($mutable)? draft.findings, Role::Body, see);
                }
            }

            fn blocks(all: &$($mutable)? [Block], role: Role, see: &mut See<'_>) {
                for block in all {
                    match block {
                        Block::Heading(it) => heading(it, see),
                        Block::Paragraph(it) => {
                            inlines(&$($mutable)? it.content, role, &it.source, see)
                        }
                        Block::RunIn { heading: it, paragraph } => {
                            heading(it, see);
                            inlines(&$($mutable)? paragraph.content, role, &paragraph.source, see);
                        }
                        Block::List(it) => list(it, role, see),
                        Block::Figure(it) => {
                            see(&$($mutable)? it.caption, Role::Caption, &it.source)
                        }
                        Block::Chart(it) => {
                            see(&$($mutable)? it.caption, Role::Caption, &it.source);
                            for name in &$($mutable)? it.series {
                                see(name, Role::Table, &it.source);
                            }
                            for category in &$($mutable)? it.categories {
                                see(&$($mutable)? category.label, Role::Table, &it.source);
                                for value in &$($mutable)? category.values {
                                    see(value, Role::Table, &it.source);
                                }
                            }
                        }
                        Block::Table(it) => table(it, see),
                        Block::Turned { blocks: turned } => blocks(turned, role, see),
                    }
                }
            }

            fn heading(heading: &$($mutable)? Heading, see: &mut See<'_>) {
                let role = Role::heading(heading.level);
                see(&$($mutable)? heading.number, role, &heading.source);
                inlines(&$($mutable)? heading.content, role, &heading.source, see);
            }

            fn list(list: &$($mutable)? List, role: Role, see: &mut See<'_>) {
                if let Some(setting) = &$($mutable)? list.setting {
                    see(&$($mutable)? setting.mark, role, &None);
                }
                for item in &$($mutable)? list.items {
                    blocks(item, role, see);
                }
            }

            fn table(table: &$($mutable)? Table, see: &mut See<'_>) {
                for cell in table.grid.$cells() {
                    inlines(&$($mutable)? cell.content, Role::Table, &table.source, see);
                }
            }

            fn inlines(
                content: &$($mutable)? [Inline],
                role: Role,
                source: &Source,
                see: &mut See<'_>,
            ) {
                for inline in content {
                    match inline {
                        Inline::Text { text, .. } | Inline::Bound { text, .. } => {
                            see(text, role, source)
                        }
                        Inline::Strong { content, .. }
                        | Inline::Emph { content, .. }
                        | Inline::Link { content, .. } => inlines(content, role, source, see),
                        Inline::Note { .. } | Inline::Break { .. } => {}
                    }
                }
            }
        }
    };
}

walk!(looking, cells);
walk!(changing, cells_mut, mut);

impl Document {
    /// Gives `see` every text, the role it is set in, and the bytes of its block in narrative.md.
    pub(crate) fn texts(&self, mut see: impl FnMut(&str, Role, &Source)) {
        looking::document(self, &mut |text, role, source| see(text, role, source));
    }

    /// Gives `change` every text and the role it is set in.
    pub(crate) fn texts_mut(&mut self, mut change: impl FnMut(&mut String, Role)) {
        changing::document(self, &mut |text, role, _| change(text, role));
    }
}
