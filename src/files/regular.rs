//! Reading what is a file and nothing else, and no more of it than a limit.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Why a path was not read that the system would have opened.
#[derive(Debug)]
pub(super) enum NotRead {
    /// It is a FIFO, a device or a socket.
    Special,
    /// It has more bytes than this.
    TooLong(u64),
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for NotRead {}

/// Whether a path was not read since it is a FIFO, a device or a socket.
pub(super) fn is_special(error: &io::Error) -> bool {
    let why = error.get_ref().and_then(|inner| inner.downcast_ref::<NotRead>());
    matches!(why, Some(NotRead::Special))
}

/// The bytes of a file that the user names, or of what another program writes to it; more than
/// `most` are an error.
pub fn read_bounded(mut from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read_into(&mut from, &mut bytes, most)?;
    Ok(bytes)
}

/// The bytes of a regular file, of one that a link leads to as well; more than `most` are an error.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    only_regular(path)?;
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Err(io::Error::other(NotRead::TooLong(most)));
    }
    // It may grow meanwhile, and some files of Linux's own say that they are empty.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    read_into(&mut file, &mut bytes, most)?;
    Ok(bytes)
}

fn read_into(from: &mut impl Read, bytes: &mut Vec<u8>, most: u64) -> io::Result<()> {
    from.take(most.saturating_add(1)).read_to_end(bytes)?;
    match bytes.len() as u64 > most {
        true => Err(io::Error::other(NotRead::TooLong(most))),
        false => Ok(()),
    }
}

/// Opens a regular file to add to its end, a new one where there is none.
pub fn append_regular(path: &Path) -> io::Result<File> {
    match only_regular(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => OpenOptions::new().create(true).append(true).open(path),
    }
}

/// That a path can be opened as a file. Asked before it is opened: opening a FIFO waits for whoever
/// writes to it, opening a device may do something, and a device may have no end.
fn only_regular(path: &Path) -> io::Result<()> {
    let kind = fs::metadata(path)?.file_type();
    match kind.is_file() {
        true => Ok(()),
        false if kind.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        false => Err(io::Error::other(NotRead::Special)),
    }
}
