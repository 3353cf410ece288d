//! Files of a report that change together, also where the program is ended between two of them: a
//! note says what was to be put, and whoever reads the folder next puts the rest.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::hold::hold;
use super::read_regular;
use super::together::{InTheWay, Unput, put_together};
use super::write::{STAGED, Staged, write_atomically};
use crate::file_map::FileMap;
use crate::hash::sha256;
use crate::limits;
use crate::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML};

/// Name of the note.
const NOTE: &str = ".nianbao-unfinished.json";

/// A file of a report that is to be put.
#[derive(Debug, Serialize, Deserialize)]
struct UnputFile {
    /// Its name.
    name: String,
    /// The name that it has meanwhile.
    staged: String,
    /// Hashes of what is there, and of what is to be.
    before: String,
    after: String,
}

/// Puts files of a report folder in the places of those that are there: all of them or none.
pub fn put_whole(folder: &Path, files: &FileMap) -> Result<(), Unput> {
    let _alone = hold(folder);
    let staged = files.iter().map(|(name, bytes)| {
        let path = folder.join(name);
        Staged::like(&path, bytes).map_err(|error| (path, error))
    });
    let staged = staged.collect::<Result<Vec<_>, _>>()?;
    let note = write_note(folder, &staged, files);
    let put = put_together(staged, folder, InTheWay::Goes);
    if let Some(note) = note {
        let _ = fs::remove_file(note); // says what is done by then
    }
    put
}

/// The note on files that are about to be put. One file needs none; nor can files be put later that
/// stand elsewhere, by way of links.
fn write_note(folder: &Path, staged: &[(Staged, PathBuf)], files: &FileMap) -> Option<PathBuf> {
    let home = folder.canonicalize().ok()?;
    let own = |path: &Path| {
        let name = path.file_name()?.to_str()?.to_owned();
        (path.parent() == Some(&home)).then_some(name)
    };
    let unput = staged.iter().zip(files).map(|((file, place), (name, bytes))| {
        let there = read_regular(place, limits::TEXT_BYTES).ok()?;
        Some(UnputFile {
            name: own(place).filter(|own| own == name)?,
            staged: own(file.path())?,
            before: sha256(&there),
            after: sha256(bytes),
        })
    });
    let unput = unput.collect::<Option<Vec<_>>>().filter(|unput| unput.len() > 1)?;
    let note = home.join(NOTE);
    write_atomically(&note, &serde_json::to_vec(&unput).ok()?).ok()?;
    Some(note)
}

/// Puts what a program that was ended had still to put. Files that somebody has changed since stay
/// as they are, and then so do the others.
pub(super) fn finish(folder: &Path) {
    let note = folder.join(NOTE);
    if fs::symlink_metadata(&note).is_err() {
        return;
    }
    let Some(_alone) = hold(folder) else { return };
    // Whoever held the folder has put its files by now, if it was not ended.
    let Ok(bytes) = read_regular(&note, limits::TEXT_BYTES) else { return };
    let unput: Vec<UnputFile> = serde_json::from_slice(&bytes).unwrap_or_default();
    if unput.iter().all(|file| file.can_be_put(folder)) {
        for file in unput.iter().filter(|file| !file.is_put(folder)) {
            if fs::rename(folder.join(&file.staged), folder.join(&file.name)).is_err() {
                return; // another time, where the folder can be written to
            }
        }
    }
    let _ = fs::remove_file(note);
}

impl UnputFile {
    fn can_be_put(&self, folder: &Path) -> bool {
        let known = [REPORT_JSON, NARRATIVE_MD, STYLE_TOML].contains(&self.name.as_str());
        let plain = Path::new(&self.staged).file_name() == Some(self.staged.as_ref());
        known
            && plain
            && self.staged.starts_with(STAGED)
            && (self.is_put(folder)
                || (is(folder, &self.name, &self.before) && is(folder, &self.staged, &self.after)))
    }

    fn is_put(&self, folder: &Path) -> bool {
        is(folder, &self.name, &self.after)
    }
}

/// Whether a file of the folder is the one of this hash.
fn is(folder: &Path, name: &str, hash: &str) -> bool {
    let path = folder.join(name);
    let is_link = fs::symlink_metadata(&path).is_ok_and(|it| it.file_type().is_symlink());
    !is_link && read_regular(&path, limits::TEXT_BYTES).is_ok_and(|bytes| sha256(&bytes) == hash)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A folder where a program was ended after it had put the first of two files.
    fn half() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = [NARRATIVE_MD, REPORT_JSON].map(|name| {
            fs::write(folder.path().join(name), "old").expect("a file");
            (name.to_owned(), b"new".to_vec().into())
        });
        let files = FileMap::from(files);
        let stage =
            |name: &String| Staged::like(&folder.path().join(name), b"new").expect("a file");
        let mut staged: Vec<_> = files.keys().map(stage).collect();
        assert!(write_note(folder.path(), &staged, &files).is_some());
        let (second, _) = staged.pop().expect("two files");
        let (first, place) = staged.pop().expect("two files");
        first.put(&place).expect("its place");
        second.stay().expect("a program that is ended leaves it");
        folder
    }

    fn read(folder: &tempfile::TempDir) -> [String; 2] {
        finish(folder.path());
        assert!(!folder.path().join(NOTE).exists());
        [NARRATIVE_MD, REPORT_JSON]
            .map(|name| fs::read_to_string(folder.path().join(name)).expect("a file"))
    }

    #[test]
    fn the_next_to_read_the_folder_puts_the_rest() {
        let folder = half();
        assert_eq!(read(&folder), ["new", "new"]);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left");
    }

    #[test]
    fn what_somebody_changed_since_stays() {
        let folder = half();
        fs::write(folder.path().join(REPORT_JSON), "mine").expect("a file");
        assert_eq!(read(&folder), ["new", "mine"]);
    }

    #[test]
    fn a_note_leads_to_no_other_file() {
        let folder = half();
        let note = fs::read_to_string(folder.path().join(NOTE)).expect("the note");
        fs::write(folder.path().join("other"), "old").expect("a file");
        let note = note.replace(REPORT_JSON, "other");
        fs::write(folder.path().join(NOTE), note).expect("a note");
        assert_eq!(read(&folder), ["new", "old"]);
        let other = fs::read_to_string(folder.path().join("other")).expect("a file");
        assert_eq!(other, "old");
    }

    #[test]
    fn files_that_are_put_leave_no_note() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut files = FileMap::new();
        for name in [NARRATIVE_MD, REPORT_JSON] {
            fs::write(folder.path().join(name), "old").expect("a file");
            files.insert(name.to_owned(), b"new".to_vec().into());
        }
        assert!(put_whole(folder.path(), &files).is_ok());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
        assert_eq!(read(&folder), ["new", "new"]);
    }
}
