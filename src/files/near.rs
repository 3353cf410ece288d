//! What a missing file may be called instead. Windows hides `.txt` at the end of a name, and Linux
//! knows capital letters.

use std::path::Path;

use crate::diagnostic::nearest;
use crate::names::key;
use crate::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use crate::scaffold::SCHEMA_JSON;

/// How many entries of a folder are looked at.
const MOST: usize = 1000;

/// The file in a folder that was probably meant to be `wanted`, which is not there.
pub(super) fn nearest_file(folder: &Path, wanted: &str) -> Option<String> {
    let others = [REPORT_JSON, NARRATIVE_MD, STYLE_TOML, SCHEMA_JSON];
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .take(MOST)
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !others.contains(&name.as_str()))
        .collect();
    names.sort();
    let stem = wanted.split('.').next().unwrap_or(wanted);
    // The same word at the beginning, whatever the end; else a slip of the finger.
    let same = names.iter().find(|name| key(name).split('.').next().map(str::trim) == Some(stem));
    let near = || nearest(wanted, names.iter().map(String::as_str));
    same.map(String::as_str).or_else(near).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_another_ending_or_other_letters_is_found() {
        for (there, wanted) in [
            ("narrative.md.txt", NARRATIVE_MD),
            ("narrative.txt", NARRATIVE_MD),
            ("Report.json", REPORT_JSON),
            ("REPORT.JSON", REPORT_JSON),
            ("report", REPORT_JSON),
            ("narative.md", NARRATIVE_MD),
            ("report (1).json", REPORT_JSON),
        ] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            std::fs::write(folder.path().join(there), "").expect("a temporary file");
            std::fs::write(folder.path().join(SCHEMA_JSON), "").expect("a temporary file");
            assert_eq!(nearest_file(folder.path(), wanted).as_deref(), Some(there));
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        for other in [SCHEMA_JSON, "numbers.csv", "说明.docx"] {
            std::fs::write(folder.path().join(other), "").expect("a temporary file");
            assert_eq!(nearest_file(folder.path(), REPORT_JSON), None, "{other}");
        }
    }
}
