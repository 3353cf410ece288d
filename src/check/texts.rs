//! Every text of a document with the role it is set in.

use std::ops::Range;

use crate::document::{Block, Document, Heading, Inline, List, Table};
use crate::layout::Role;
use crate::origin::Origin;

/// The role of stressed text, whatever is around it.
const STRESSED: Role = Role::Heading2;

/// Where a text was typed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Typed<'a> {
    /// Not in narrative.md.
    Elsewhere,
    /// Somewhere in these bytes of it.
    Within(&'a Range<usize>),
    /// Just there.
    At(&'a Origin),
}

impl<'a> Typed<'a> {
    /// In a block of these bytes; none for a block that was typed nowhere.
    fn block(source: &'a Option<Range<usize>>) -> Typed<'a> {
        source.as_ref().map_or(Typed::Elsewhere, Typed::Within)
    }

    /// In a piece of this origin, which stands in such a block.
    fn piece(self, origin: &'a Origin) -> Typed<'a> {
        if let Typed::Elsewhere = self { self } else { Typed::At(origin) }
    }
}

/// One walk over the tree for looking, and the same for changing.
macro_rules! walk {
    ($module:ident, $cells:ident $(, $mutable:tt)?) => {
        mod $module {
            use super::*;

            type See<'s> = dyn FnMut(&$($mutable)? String, Role, Typed<'_>) + 's;

            pub fn document(document: &$($mutable)? Document, see: &mut See<'_>) {
                for line in &$($mutable)? document.title.lines {
                    see(line, Role::Title, Typed::Elsewhere);
                }
                blocks(&$($mutable)? document.blocks, Role::Body, see);
                for note in &$($mutable)? document.notes {
                    blocks(note, Role::Note, see);
                }
                if let Some(signature) = &$($mutable)? document.signature {
                    for line in &$($mutable)? signature.lines {
                        see(&$($mutable)? line.text, Role::Body, Typed::Elsewhere);
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
                            inlines(&$($mutable)? it.content, role, Typed::block(&it.source), see)
                        }
                        Block::Remark(it) => {
                            let typed = Typed::block(&it.source);
                            inlines(&$($mutable)? it.content, Role::Note, typed, see)
                        }
                        Block::RunIn { heading: it, paragraph } => {
                            heading(it, see);
                            let typed = Typed::block(&paragraph.source);
                            inlines(&$($mutable)? paragraph.content, role, typed, see);
                        }
                        Block::List(it) => list(it, role, see),
                        Block::Figure(it) => {
                            see(&$($mutable)? it.caption, Role::Caption, Typed::block(&it.source))
                        }
                        Block::Chart(it) => {
                            let typed = Typed::block(&it.source);
                            see(&$($mutable)? it.caption, Role::Caption, typed);
                            for name in &$($mutable)? it.series {
                                see(name, Role::Table, typed);
                            }
                            for category in &$($mutable)? it.categories {
                                see(&$($mutable)? category.label, Role::Table, typed);
                                for value in &$($mutable)? category.values {
                                    see(value, Role::Table, typed);
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
                see(&$($mutable)? heading.number, role, Typed::Elsewhere);
                inlines(&$($mutable)? heading.content, role, Typed::block(&heading.source), see);
            }

            fn list(list: &$($mutable)? List, role: Role, see: &mut See<'_>) {
                if let Some(setting) = &$($mutable)? list.setting {
                    see(&$($mutable)? setting.mark, role, Typed::Elsewhere);
                }
                for item in &$($mutable)? list.items {
                    blocks(item, role, see);
                }
            }

            fn table(table: &$($mutable)? Table, see: &mut See<'_>) {
                let typed = Typed::block(&table.source);
                for cell in table.grid.$cells() {
                    inlines(&$($mutable)? cell.content, Role::Table, typed, see);
                }
            }

            fn inlines(
                content: &$($mutable)? [Inline],
                role: Role,
                typed: Typed<'_>,
                see: &mut See<'_>,
            ) {
                for inline in content {
                    match inline {
                        Inline::Text { text, source }
                        | Inline::Bound { text, source, .. } => {
                            see(text, role, typed.piece(source));
                        }
                        Inline::Strong { content, .. } | Inline::Link { content, .. } => {
                            inlines(content, role, typed, see);
                        }
                        Inline::Emph { content, .. } => inlines(content, STRESSED, typed, see),
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
    /// Gives `see` every text, the role it is set in, and where it was typed.
    pub(crate) fn texts(&self, mut see: impl FnMut(&str, Role, Typed<'_>)) {
        looking::document(self, &mut |text, role, typed| see(text, role, typed));
    }

    /// Gives `change` every text and the role it is set in.
    pub(crate) fn texts_mut(&mut self, mut change: impl FnMut(&mut String, Role)) {
        changing::document(self, &mut |text, role, _| change(text, role));
    }
}
