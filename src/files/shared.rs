//! Files put into a folder into which other programs put theirs.

use std::fs;
use std::path::{Path, PathBuf};

use super::hold::hold;
use super::together::{InTheWay, Unput, put_together};
use super::write::{HELD, Staged};

/// A folder that several workers may write into.
#[derive(Debug)]
pub struct SharedFolder {
    path: PathBuf,
    /// Whether what ended programs left there has been looked for.
    tidy: bool,
}

impl SharedFolder {
    /// The folder at `path`, which may not be there yet.
    pub fn new(path: &Path) -> SharedFolder {
        SharedFolder { path: path.to_owned(), tidy: false }
    }

    /// Puts files over those of the same names, all or none; nobody else puts any meanwhile.
    pub fn put(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), Unput> {
        let held = hold(&self.path);
        if held.is_some() && !self.tidy {
            self.tidy = true;
            tidy(&self.path);
        }
        let stage = |(name, bytes): &(String, Vec<u8>)| {
            let place = self.path.join(name);
            match Staged::write_held(&self.path, bytes) {
                Ok(file) => Ok((file, place)),
                Err(error) => Err((place, error)),
            }
        };
        let staged = files.iter().map(stage).collect::<Result<Vec<_>, _>>()?;
        put_together(staged, &self.path, InTheWay::Goes)
    }
}

/// Takes away what stands in a folder only while it is held, and this program holds it: whoever
/// made that was ended.
fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(HELD) {
            let _ = fs::remove_file(entry.path()); // what stays is in nobody's way
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_an_ended_program_left_goes_and_nothing_else() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let names = || {
            let entries = fs::read_dir(place.path()).expect("a folder").flatten();
            let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
            names.sort();
            names
        };
        fs::write(place.path().join("r.pdf"), "old").expect("a file");
        for _ in 0..3 {
            let left = Staged::write_held(place.path(), b"left").expect("a file");
            left.stay().expect("a file that stays");
        }
        let other = Staged::write(place.path(), b"another program's").expect("a file");
        assert_eq!(names().len(), 5);
        let files = [("r.docx".to_owned(), b"new".to_vec())];
        SharedFolder::new(place.path()).put(&files).expect("room");
        drop(other);
        assert_eq!(names(), ["r.docx", "r.pdf"]);
    }
}
