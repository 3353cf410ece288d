//! Several files that take their places together: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::write::{HELD, Staged, folder_of};

/// Where it failed, and how.
pub type Unput = (PathBuf, io::Error);

/// What becomes of a file that is in the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InTheWay {
    /// It is replaced.
    Goes,
    /// It stays, and nothing is written.
    Stays,
}

/// Puts files in their places, whose folders are made where they are missing. Where one can't be
/// put, none is, and what was there before is there again. What they replace is kept in `room`
/// meanwhile, a folder on the same disk.
pub fn put_together(
    files: Vec<(Staged, PathBuf)>,
    room: &Path,
    in_the_way: InTheWay,
) -> Result<(), Unput> {
    for (_, place) in &files {
        free(place, in_the_way).map_err(|error| (place.clone(), error))?;
    }
    let mut done = Placed::default();
    for (file, place) in files {
        if let Err(failed) = done.put(file, place, room, in_the_way) {
            done.undo();
            return Err(failed);
        }
    }
    Ok(())
}

/// Writes new files below a folder, all or none: no file that is there is touched.
pub fn write_new<'f>(
    folder: &Path,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> Result<(), Unput> {
    let mut made = Placed::default();
    let written = made.make_folders(folder).and_then(|()| {
        let stage = |(name, bytes)| {
            let place = folder.join(name);
            match Staged::write(folder, bytes) {
                Ok(file) => Ok((file, place)),
                Err(error) => Err((place, error)),
            }
        };
        let staged = files.map(stage).collect::<Result<Vec<_>, _>>()?;
        put_together(staged, folder, InTheWay::Stays)
    });
    if written.is_err() {
        made.undo();
    }
    written
}

/// That a file can be put there, as far as that can be told without trying.
fn free(place: &Path, in_the_way: InTheWay) -> io::Result<()> {
    match fs::symlink_metadata(place) {
        Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) if in_the_way == InTheWay::Stays => Err(io::ErrorKind::AlreadyExists.into()),
        _ => Ok(()),
    }
}

/// What was done so far.
#[derive(Default)]
struct Placed {
    /// Folders that were not there before, the outer ones first.
    folders: Vec<PathBuf>,
    /// Files with what was in their places; that is gone when this is dropped.
    files: Vec<(PathBuf, Option<TempPath>)>,
}

impl Placed {
    fn put(
        &mut self,
        file: Staged,
        place: PathBuf,
        room: &Path,
        in_the_way: InTheWay,
    ) -> Result<(), Unput> {
        self.make_folders(folder_of(&place))?;
        let put = match in_the_way {
            InTheWay::Stays => file.put_new(&place).map(|()| None),
            InTheWay::Goes => keep(&place, room).and_then(|kept| match file.put(&place) {
                Ok(()) => Ok(kept),
                Err(error) => {
                    give_back(kept, &place);
                    Err(error)
                }
            }),
        };
        match put {
            Ok(kept) => self.files.push((place, kept)),
            Err(error) => return Err((place, error)),
        }
        Ok(())
    }

    /// Makes a folder with all above it.
    fn make_folders(&mut self, folder: &Path) -> Result<(), Unput> {
        let missing = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && fs::symlink_metadata(path).is_err());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        self.folders.extend(missing);
        fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))
    }

    /// Puts everything back. What fails here fails for want of a disk; nothing better can be done.
    fn undo(self) {
        for (place, kept) in self.files.into_iter().rev() {
            match kept {
                Some(kept) => give_back(Some(kept), &place),
                None => drop(fs::remove_file(&place)),
            }
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder); // others may have put something there
        }
    }
}

/// Keeps the file at `place` by a second name in `room`, so that there is one at its place at any
/// time. A disk that knows no second names has it moved.
fn keep(place: &Path, room: &Path) -> io::Result<Option<TempPath>> {
    let kept = |keep: &dyn Fn(&Path) -> io::Result<()>| {
        let file = tempfile::Builder::new().prefix(HELD).make_in(room, |path| keep(path));
        file.map(|file| Some(file.into_temp_path()))
    };
    match kept(&|path| fs::hard_link(place, path)) {
        Err(_) if fs::symlink_metadata(place).is_err() => Ok(None),
        Err(_) => kept(&|path| fs::rename(place, path)),
        kept => kept,
    }
}

fn give_back(kept: Option<TempPath>, place: &Path) {
    if let Some(kept) = kept {
        let _ = kept.persist(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_put_or_none_and_what_was_there_is_there_again() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let room = place.path().join("room");
        fs::create_dir(&room).expect("a temporary folder");
        let path = |name: &str| place.path().join(name);
        let put = |names: &[&str], in_the_way| {
            let stage = |name: &&str| (Staged::write(&room, b"new").expect("a file"), path(name));
            let result = put_together(names.iter().map(stage).collect(), &room, in_the_way);
            assert_eq!(fs::read_dir(&room).expect("a folder").count(), 0, "nothing is left there");
            result.map_err(|(path, _)| path)
        };
        let read = |name: &str| fs::read_to_string(path(name)).ok();
        fs::write(path("a"), "old").expect("a temporary file");
        let long = "x".repeat(300);
        fs::create_dir(path("folder")).expect("a temporary folder");

        // A folder is seen before anything is put, a name that is too long only when its turn
        // comes.
        for last in ["folder", &long] {
            let failed = put(&["a", "new/deep/b", last], InTheWay::Goes);
            assert_eq!(failed, Err(path(last)));
            assert_eq!(read("a").as_deref(), Some("old"));
            assert!(!path("new").exists(), "folders are gone too");
        }
        assert_eq!(put(&["a", "new/deep/b"], InTheWay::Goes), Ok(()));
        assert_eq!((read("a"), read("new/deep/b")), (Some("new".into()), Some("new".into())));

        fs::write(path("a"), "old").expect("a temporary file");
        assert_eq!(put(&["c", "a"], InTheWay::Stays), Err(path("a")));
        assert_eq!((read("c"), read("a").as_deref()), (None, Some("old")));
    }

    #[test]
    fn new_files_leave_no_folder_where_one_of_them_fails() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("deep/new");
        let long = "x".repeat(300);
        for last in [long.as_str(), "a/b"] {
            let files = [("a", &b"1"[..]), (last, b"2")];
            assert!(write_new(&folder, files.into_iter()).is_err());
            assert!(!place.path().join("deep").exists());
        }
        let files = [("a", &b"1"[..]), ("figures/b", b"2")];
        assert!(write_new(&folder, files.into_iter()).is_ok());
        assert!(write_new(&folder, files.into_iter()).is_err());
        assert_eq!(fs::read(folder.join("figures/b")).expect("a file"), b"2");
    }
}
