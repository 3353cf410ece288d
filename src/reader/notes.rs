//! Footnotes.

use comrak::nodes::{AstNode, NodeValue};

use super::markdown::Parser;
use crate::document::Block;
use crate::finding;
use crate::prose::PassageKind;

impl<'a> Parser<'_, 'a> {
    /// Finds the footnotes, wherever they stand.
    pub(super) fn define_notes(&mut self, root: &'a AstNode<'a>) {
        for node in root.descendants() {
            let NodeValue::FootnoteDefinition(definition) = &node.data().value else { continue };
            let name = &definition.name;
            if self.definitions.contains_key(name) {
                self.push(node, finding!("footnote-repeated.definition", name = name));
            } else {
                self.definitions.insert(name.clone(), node);
            }
        }
    }

    /// The index of the footnote called `name`, mentioned at `node`.
    pub(super) fn note(
        &mut self,
        node: &'a AstNode<'a>,
        name: &str,
        allowed: bool,
    ) -> Option<usize> {
        let definition = *self.definitions.get(name)?;
        if !allowed {
            self.push(node, finding!("markdown-unsupported.note"));
            return None;
        }
        if !self.noted_names.insert(name.to_owned()) {
            self.push(node, finding!("footnote-repeated", name = name));
            return None;
        }
        self.noted.push(definition);
        Some(self.noted.len() - 1)
    }

    /// Reads the footnotes that were mentioned and are not yet among `notes`.
    pub(super) fn notes(&mut self, notes: &mut Vec<Vec<Block>>) {
        while let Some(definition) = self.noted.get(notes.len()).copied() {
            let mut blocks = Vec::new();
            self.took_head(definition);
            for child in definition.children() {
                let value = child.data().value.clone();
                match value {
                    NodeValue::Paragraph => {
                        blocks.extend(self.paragraph(child, PassageKind::Note, false))
                    }
                    value => self.unsupported(child, &value),
                }
            }
            notes.push(blocks);
        }
    }

    pub(super) fn unused_notes(&mut self) {
        let all = self.definitions.iter();
        let unused = all.filter(|(name, _)| !self.noted_names.contains(*name));
        let unused: Vec<_> = unused.map(|(_, definition)| *definition).collect();
        for definition in unused {
            self.push(definition, finding!("footnote-unused"));
        }
    }
}
