//! Files written whole or not at all: beside their places first, then renamed.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

/// A file written whole that has not taken its place yet; dropped, it is gone.
#[derive(Debug)]
pub struct Staged(NamedTempFile);

/// What the names of files begin with that have not taken their place; a run that is killed leaves
/// them behind.
pub const STAGED: &str = ".nianbao-";

/// What the names of those begin with that are there only while their folder is held.
pub(super) const HELD: &str = ".nianbao-put-";

impl Staged {
    /// Writes `bytes` into a new file in `folder`, which must be on the disk that the file is for.
    pub fn write(folder: &Path, bytes: &[u8]) -> io::Result<Staged> {
        Staged::named(STAGED, folder, bytes)
    }

    /// The same in a folder that is held.
    pub(super) fn write_held(folder: &Path, bytes: &[u8]) -> io::Result<Staged> {
        Staged::named(HELD, folder, bytes)
    }

    fn named(prefix: &str, folder: &Path, bytes: &[u8]) -> io::Result<Staged> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask
        let mut file = builder.prefix(prefix).tempfile_in(folder)?;
        file.write_all(bytes)?;
        Ok(Staged(file))
    }

    /// Writes what is to take the place of the file at `path`, or of the one that a link leads
    /// to, with its mode; and says its place.
    pub fn like(path: &Path, bytes: &[u8]) -> io::Result<(Staged, PathBuf)> {
        let place = fs::canonicalize(path)?;
        let file = Staged::write(folder_of(&place), bytes)?;
        file.take_after(&fs::metadata(&place)?)?;
        Ok((file, place))
    }

    /// Where it is meanwhile.
    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves it behind, as a program does that is ended.
    #[cfg(test)]
    pub(super) fn stay(self) -> io::Result<()> {
        self.0.keep().map(drop).map_err(|error| error.error)
    }

    /// When it was written, as the disk has it.
    pub fn modified(&self) -> io::Result<SystemTime> {
        self.0.as_file().metadata()?.modified()
    }

    /// Takes its place, over whatever file is there.
    pub fn put(self, path: &Path) -> io::Result<()> {
        self.0.persist(path).map(drop).map_err(|error| error.error)
    }

    /// Takes its place, where no file is.
    pub(super) fn put_new(self, path: &Path) -> io::Result<()> {
        match self.0.persist_noclobber(path) {
            Ok(_) => Ok(()),
            // A disk that can't be asked to keep what is there.
            Err(failed)
                if failed.error.kind() != io::ErrorKind::AlreadyExists
                    && fs::symlink_metadata(path).is_err() =>
            {
                Staged(failed.file).put(path)
            }
            Err(failed) => Err(failed.error),
        }
    }

    /// Gets the mode of another file, and its owner where that is allowed.
    fn take_after(&self, other: &Metadata) -> io::Result<()> {
        let file = self.0.as_file();
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let _ = fchown(file, Some(other.uid()), Some(other.gid())); // else it is the writer's
        }
        file.set_permissions(other.permissions())
    }
}

/// The folder that a path's file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all: beside its place first, then renamed over it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Staged::write(folder_of(path), bytes)?.put(path)
}

/// Writes a file anew: the one that a link leads to, and with the mode that it has.
pub fn rewrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (file, place) = Staged::like(path, bytes)?;
    file.put(&place)
}

/// Writes a file below a folder, whose folders are made where they are missing.
pub fn write_below(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    write_atomically(&path, bytes)
}
