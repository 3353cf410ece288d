//! A DOCX from anywhere → flat blocks with its revisions resolved. Parts are found by their
//! relations, styles by their names.

mod carried;
mod comments;
mod flow;
mod objects;
mod paragraph;
mod revisions;
mod styles;
mod table;

use std::collections::BTreeMap;

pub use carried::Carried;
pub use comments::MarginNote;
pub use revisions::{Revisions, View};

use self::flow::PartWalk;
use self::styles::{ListMarks, Looks, WordStyles};
use super::FlatBlock;
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::ooxml::names::{self, PartKind};
use crate::ooxml::{OpenPackage, PartRelation, PartText};

/// What a DOCX says.
#[derive(Debug, Clone)]
pub struct WordText {
    /// Its text.
    pub blocks: Vec<FlatBlock>,
    /// Notes by the name that their marks give: `f` and the id of a footnote, `e` and that of an
    /// endnote.
    pub notes: BTreeMap<String, Vec<FlatBlock>>,
    /// Comments in the margin.
    pub comments: Vec<MarginNote>,
    /// Its tracked changes.
    pub revisions: Revisions,
    /// The report that it was made from, in a file of this program.
    pub carried: Option<Carried>,
}

/// Reads a DOCX as if all its tracked changes were accepted, or rejected.
pub fn read(bytes: &[u8], view: View) -> Result<WordText, Diagnostic> {
    let package = OpenPackage::open(bytes)?;
    let main = package.relations("")?.into_iter().find(|it| it.is(names::DOCUMENT));
    let path = main.ok_or_else(|| finding!("office-file.no-text"))?.target;
    let text = package.text(&path)?.ok_or_else(|| finding!("office-file.no-text"))?;
    let root = text.root()?;
    let body = root.child("w:body").filter(|_| root.name == "w:document");
    let body = body.ok_or_else(|| finding!("office-file.no-text"))?;

    let parts = Parts { package: &package, relations: package.relations(&path)? };
    let looks = Looks {
        styles: parts.read(names::STYLES, WordStyles::read)?,
        lists: parts.read(names::NUMBERING, ListMarks::read)?,
    };
    let links = links(&parts.relations);
    let mut main = PartWalk::new(view, &looks, &links, &path, 0);
    let blocks = main.flow(body)?;
    let mut revisions = Revisions::default();
    revisions.count(body);
    let mut bytes = main.bytes;
    let mut notes = BTreeMap::new();
    for (kind, letter) in [(names::FOOTNOTES, 'f'), (names::ENDNOTES, 'e')] {
        let Some((path, part)) = parts.text(kind)? else { continue };
        let root = part.root()?;
        let links = self::links(&package.relations(&path)?);
        let mut walk = PartWalk::new(view, &looks, &links, &path, bytes);
        // Those with a type are the lines between text and notes.
        for note in root.elements().filter(|note| note.attribute("w:type").is_none()) {
            let id = note.attribute("w:id").unwrap_or_default();
            notes.insert(format!("{letter}{id}"), walk.flow(note)?);
        }
        revisions.count(&root);
        bytes = walk.bytes;
    }
    let comments = match parts.text(names::COMMENTS)? {
        Some((_, part)) => main.comments.of(&part.root()?),
        None => Vec::new(),
    };
    let carried = carried::carried(&package, &path)?;
    Ok(WordText { blocks, notes, comments, revisions, carried })
}

/// The parts that the text leads to.
struct Parts<'p, 'b> {
    package: &'p OpenPackage<'b>,
    relations: Vec<PartRelation>,
}

impl Parts<'_, '_> {
    /// The first part of a kind, with its path.
    fn text(&self, kind: PartKind) -> Result<Option<(String, PartText)>, Diagnostic> {
        let found = self.relations.iter().find(|it| it.is(kind) && !it.outside);
        let Some(found) = found else { return Ok(None) };
        Ok(self.package.text(&found.target)?.map(|part| (found.target.clone(), part)))
    }

    /// What a part says, or nothing where there is none.
    fn read<T: Default>(
        &self,
        kind: PartKind,
        read: impl Fn(&crate::ooxml::Element<'_>) -> T,
    ) -> Result<T, Diagnostic> {
        match self.text(kind)? {
            Some((_, part)) => Ok(read(&part.root()?)),
            None => Ok(T::default()),
        }
    }
}

/// Where links lead, by id.
fn links(relations: &[PartRelation]) -> BTreeMap<String, String> {
    let outside = relations.iter().filter(|it| it.outside);
    outside.map(|it| (it.id.clone(), it.target.clone())).collect()
}

#[cfg(test)]
mod tests;
