//! Reports as the user names them: paths, and patterns that no shell has expanded (on Windows, or
//! in quotes).

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::finding;
use nianbao::reader::REPORT_JSON;

use crate::cli::Command;

/// As shells have it: `*` is not for names that begin with a dot, such as the journal's.
const LIKE_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: false,
    require_literal_leading_dot: true,
};

/// The paths, with all reports that a pattern stands for in its place.
pub fn expand(inputs: &[PathBuf]) -> Vec<PathBuf> {
    // Not only folders: a link that leads nowhere is a missing report, which must be told.
    let is_report = |path: &PathBuf| {
        !path.is_file() || path.file_name().is_some_and(|name| name == REPORT_JSON)
    };
    inputs.iter().flat_map(|input| expand_one(input, is_report)).collect()
}

/// The same where published files are reports too.
pub fn expand_all(inputs: &[PathBuf]) -> Vec<PathBuf> {
    inputs.iter().flat_map(|input| expand_one(input, |_| true)).collect()
}

/// Puts in the place of a pattern what it stands for, where a command takes one file or folder.
/// The commands that take many reports expand theirs themselves.
pub fn settle(command: &mut Command) -> Result<(), Diagnostic> {
    let mut places: Vec<&mut PathBuf> = Vec::new();
    match command {
        Command::New(new) => places.extend(&mut new.from),
        Command::Check(check) => places.extend(&mut check.previous),
        Command::Build(build) => places.extend(&mut build.options.previous),
        Command::Preview(preview) => places.extend(&mut preview.previous),
        Command::Watch(watch) => {
            places.push(&mut watch.input);
            places.extend(&mut watch.previous);
        }
        Command::Extract { file, .. } => places.push(file),
        Command::Import(import) => places.push(&mut import.file),
        Command::Form(form) => places.extend(&mut form.input),
        Command::Merge(merge) => {
            merge.edited = expand_all(&merge.edited);
            places.push(&mut merge.folder);
            places.extend(&mut merge.base);
        }
        Command::Layouts { check, .. } => places.extend(check),
        _ => {}
    }
    for place in places {
        let mut found = expand_one(place, |_| true);
        if found.len() > 1 {
            let finding = finding!("input-missing.many", count = found.len());
            return Err(finding.at(Location::path(&*place)));
        }
        *place = found.remove(0);
    }
    Ok(())
}

fn expand_one(input: &Path, is_report: impl Fn(&PathBuf) -> bool) -> Vec<PathBuf> {
    let pattern = input.to_str().filter(|text| is_pattern(text) && !input.exists());
    let found = match pattern {
        Some(text) if text.contains("**") => matches(text),
        Some(_) => input.components().fold(vec![PathBuf::new()], |found, step| {
            found.iter().flat_map(|path| below(path, step.as_os_str())).collect()
        }),
        None => Vec::new(),
    };
    let reports: Vec<PathBuf> = found.into_iter().filter(is_report).collect();
    if reports.is_empty() { vec![input.to_owned()] } else { reports }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// What one step of a pattern stands for below a path. Step by step, for a folder that can't be
/// looked into must not be passed over: it stands for what is in it, and is told as unreadable.
fn below(path: &Path, step: &OsStr) -> Vec<PathBuf> {
    let whole = path.join(step);
    match step.to_str().filter(|text| is_pattern(text)) {
        Some(step) if path.as_os_str().is_empty() => matches(step),
        Some(step) => match path.to_str() {
            Some(path) => matches(&format!("{}/{step}", Pattern::escape(path))),
            None => Vec::new(),
        },
        None => {
            let gone = whole.symlink_metadata().is_err_and(|error| {
                matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
            });
            if gone { Vec::new() } else { vec![whole] }
        }
    }
}

/// What a pattern stands for, in the order of names.
fn matches(pattern: &str) -> Vec<PathBuf> {
    let found = glob::glob_with(pattern, LIKE_A_SHELL).into_iter().flatten();
    found.map(|found| found.unwrap_or_else(|error| error.path().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stands_for_what_a_shell_would_put_there() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let root = place.path();
        for folder in ["a/1/r", "a/2/r", "a/2/s", "b/1/r", "a/.hidden/r", "a/[x]/r"] {
            std::fs::create_dir_all(root.join(folder)).expect("a temporary folder");
        }
        for file in ["a/1/report.json", "a/1/r.pdf"] {
            std::fs::write(root.join(file), "").expect("a temporary file");
        }
        for (pattern, wanted) in [
            ("a/*", &["a/1", "a/2", "a/[x]"][..]),
            ("a/*/r", &["a/1/r", "a/2/r", "a/[x]/r"]),
            ("?/1/*", &["a/1/r", "a/1/report.json", "b/1/r"]),
            ("a/[12]/r", &["a/1/r", "a/2/r"]),
            ("a/[x]/r", &["a/[x]/r"]),
            ("**/s", &["a/2/s"]),
            ("c/*", &["c/*"]),
            ("a/2", &["a/2"]),
        ] {
            let found = expand(&[root.join(pattern)]);
            let wanted: Vec<PathBuf> = wanted.iter().map(|path| root.join(path)).collect();
            assert_eq!(found, wanted, "{pattern}");
        }
    }
}
