//! Reports as the user names them: paths, and patterns that no shell has expanded (on Windows, or
//! in quotes).

use std::path::{Path, PathBuf};

use glob::MatchOptions;
use nianbao::reader::REPORT_JSON;

/// As shells have it: `*` is not for names that begin with a dot, such as the journal's.
const LIKE_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: false,
    require_literal_leading_dot: true,
};

/// The paths, with all that a pattern stands for in its place.
pub fn expand(inputs: &[PathBuf]) -> Vec<PathBuf> {
    inputs.iter().flat_map(|input| expand_one(input)).collect()
}

fn expand_one(input: &Path) -> Vec<PathBuf> {
    let pattern = input.to_str().filter(|text| text.contains(['*', '?', '[']) && !input.exists());
    // Not only folders: a link that leads nowhere is a missing report, which must be told.
    let is_report = |path: &PathBuf| {
        !path.is_file() || path.file_name().is_some_and(|name| name == REPORT_JSON)
    };
    let found: Vec<PathBuf> = match pattern.map(|text| glob::glob_with(text, LIKE_A_SHELL)) {
        // A folder that can't be looked into stands for what is in it, and is told as unreadable.
        Some(Ok(paths)) => paths
            .map(|found| found.unwrap_or_else(|error| error.path().to_owned()))
            .filter(is_report)
            .collect(),
        _ => Vec::new(),
    };
    if found.is_empty() { vec![input.to_owned()] } else { found }
}
