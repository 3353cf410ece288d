//! Errors of the disk, for people.

use std::io;
use std::path::Path;

use super::regular::NotRead;
use crate::diagnostic::{Diagnostic, Location};
use crate::messages::Text;
use crate::{finding, say};

/// The finding that a file can't be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let finding = finding!("output-unwritable", reason = explain(error));
    finding.at(Location::path(path))
}

/// What an input or output error means, for people.
pub fn explain(error: &io::Error) -> Text {
    if let Some(why) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotRead>()) {
        return match why {
            NotRead::Special => say!("io-special"),
            NotRead::TooLong(most) => say!("io-too-long", most = *most >> 20),
        };
    }
    if let Some(why) = error.raw_os_error().filter(|_| cfg!(windows)).and_then(held) {
        return why;
    }
    match error.kind() {
        io::ErrorKind::NotFound => say!("io-not-found"),
        io::ErrorKind::PermissionDenied => say!("io-denied"),
        io::ErrorKind::NotADirectory => say!("io-no-directory"),
        io::ErrorKind::IsADirectory => say!("io-directory"),
        io::ErrorKind::AlreadyExists => say!("io-exists"),
        io::ErrorKind::InvalidFilename => say!("io-name"),
        io::ErrorKind::StorageFull => say!("io-full"),
        io::ErrorKind::QuotaExceeded => say!("io-quota"),
        io::ErrorKind::FileTooLarge => say!("io-too-large"),
        io::ErrorKind::ReadOnlyFilesystem => say!("io-read-only"),
        io::ErrorKind::InvalidData => say!("io-not-utf8"),
        _ => error.to_string().into(),
    }
}

/// What Windows may mean by an error: that another program, such as Word, has the file open. It
/// says so where a file is opened or moved, and "denied" where one is put over it.
fn held(code: i32) -> Option<Text> {
    match code {
        5 => Some(say!("io-denied-or-open")), // ERROR_ACCESS_DENIED
        32 | 33 => Some(say!("io-open")),     // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_says_of_a_file_that_is_open_elsewhere_is_told() {
        for code in [5, 32, 33] {
            let why = held(code).expect("a reason").in_file();
            assert!(why.contains("被别的软件"), "{code}: {why}");
        }
        assert!(held(2).is_none());
        // Elsewhere these numbers mean other things: 32 is a broken pipe.
        let pipe = explain(&io::Error::from_raw_os_error(32)).in_file();
        assert_eq!(pipe.contains("被别的软件"), cfg!(windows), "{pipe}");
    }
}
