//! A folder held while files take their places in it: of two programs with files of one name each
//! pair is of one of them.

use std::fs::File;
use std::path::Path;

/// Holds a folder against others that hold it, for as long as this lives. Systems that lock no
/// folders, and disks that know no locks, are used without.
pub fn hold(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_at_a_time() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let held = hold(folder.path());
        assert!(held.is_some());
        let other = File::open(folder.path()).expect("a folder");
        assert!(other.try_lock().is_err());
        drop(held);
        assert!(other.try_lock().is_ok());
    }
}
