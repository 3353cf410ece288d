//! Where a path leads that may not be there yet.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// A path without links, `.` and `..`: what is there of it as the disk knows it, the rest as typed.
pub fn resolved(path: &Path) -> PathBuf {
    let whole = if path.is_absolute() {
        path.to_owned()
    } else {
        std::env::current_dir().unwrap_or_default().join(path)
    };
    let known = whole.ancestors().find_map(|there| Some((there, fs::canonicalize(there).ok()?)));
    let Some((there, mut resolved)) = known else { return whole };
    for step in whole.strip_prefix(there).unwrap_or(Path::new("")).components() {
        match step {
            Component::ParentDir => drop(resolved.pop()),
            Component::Normal(name) => resolved.push(name),
            _ => {}
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_stays_as_typed_below_what_is() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let root = fs::canonicalize(place.path()).expect("a folder");
        fs::create_dir(root.join("a")).expect("a temporary folder");
        for (typed, wanted) in
            [("a", "a"), ("a/../a/./b", "a/b"), ("new/../a/c", "a/c"), ("a/x/y", "a/x/y")]
        {
            assert_eq!(resolved(&place.path().join(typed)), root.join(wanted), "{typed}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("a", root.join("link")).expect("a link");
            assert_eq!(resolved(&root.join("link/new")), root.join("a/new"));
        }
    }
}
