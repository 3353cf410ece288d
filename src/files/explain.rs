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
