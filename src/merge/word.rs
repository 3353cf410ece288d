//! An edited DOCX as what a merge takes.

use std::collections::BTreeMap;

use super::theirs::{TheirText, Theirs};
use crate::diagnostic::Diagnostic;
use crate::file_map::FileMap;
use crate::intake::docx::{Carried, MarginNote, Revisions, View, WordText, read};
use crate::names::belongs;
use crate::reader::{Folder, STYLE_TOML};

/// An edited DOCX.
#[derive(Debug, Clone)]
pub struct EditedWord {
    /// What it says.
    pub theirs: Theirs,
    /// What it said before the changes that it tracks; none where it tracks none, or where they
    /// were rejected anyway.
    pub before: Option<TheirText>,
    /// The report that it was made of, in a file of this program.
    pub carried: Option<Carried>,
    /// Its tracked changes.
    pub revisions: Revisions,
    /// Comments in its margin.
    pub comments: Vec<MarginNote>,
}

impl EditedWord {
    /// Reads a file that the user calls `name`, its tracked changes accepted or rejected.
    pub fn read(name: &str, bytes: &[u8], view: View) -> Result<EditedWord, Diagnostic> {
        let read = |view| {
            let place = || crate::diagnostic::Location::whole(name);
            read(bytes, view).map_err(|fault| fault.at(place()))
        };
        let WordText { blocks, notes, comments, revisions, carried } = read(view)?;
        let before = match view {
            View::Accepted if !revisions.is_empty() => Some(read(View::Rejected)?),
            _ => None,
        };
        Ok(EditedWord {
            theirs: Theirs {
                name: name.to_owned(),
                numbers: Vec::new(),
                text: Some(TheirText { blocks, notes }),
            },
            before: before.map(|it| TheirText { blocks: it.blocks, notes: it.notes }),
            carried,
            revisions,
            comments,
        })
    }

    /// The folder that it was made of. What it does not carry is as in `ours`: pictures, and the
    /// style where the file is of before styles were carried.
    pub fn base(&self, ours: &Folder) -> Option<Folder> {
        let carried = self.carried.as_ref()?;
        let own = |name: &String| !carried.files.contains_key(name);
        let kept = |name: &String| name != STYLE_TOML || carried.program.is_none();
        let texts = carried.files.iter().filter(|(name, _)| belongs(name));
        let mut files: FileMap = ours
            .files
            .iter()
            .filter(|(name, _)| own(name) && kept(name) && !is_text(name))
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect();
        files.extend(texts.map(|(name, bytes)| (name.clone(), bytes.clone())));
        let (name, faults) = (ours.name.clone(), Vec::new());
        Some(Folder { name, files, faults, near: BTreeMap::new() })
    }
}

/// Whether a file is one that every DOCX of this program carries.
fn is_text(name: &str) -> bool {
    [crate::reader::REPORT_JSON, crate::reader::NARRATIVE_MD].contains(&name)
}
