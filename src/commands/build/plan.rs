//! Which reports are to be made, and what their files are called. All of it is settled before
//! anything is written.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::{files, finding, reader, say};

use crate::cli::Build;

/// One report to be made.
#[derive(Debug, PartialEq, Eq)]
pub struct Job {
    /// What the user calls it.
    pub input: PathBuf,
    /// Path of its files below the output folder, with `/` and without extension.
    pub name: String,
}

/// The reports in the order they were named. The error is a list that can't be read, or two reports
/// that would write the same file.
pub fn plan(build: &Build) -> Result<Vec<Job>, Diagnostic> {
    let mut inputs: Vec<PathBuf> = build.inputs.iter().flat_map(|input| expand(input)).collect();
    if let Some(list) = &build.inputs_from {
        inputs.extend(listed(list)?);
    }
    let mut jobs: Vec<Job> = Vec::with_capacity(inputs.len());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for input in inputs {
        let folder = files::report_folder(&input);
        let own = files::report_name(&folder).unwrap_or_else(|| folder.display().to_string());
        let name = if build.keep_tree { below(&folder, &own) } else { own };
        if let Some(first) = seen.insert(files::name_on_disk(&name), jobs.len()) {
            let (first, second) = (jobs[first].input.display(), input.display());
            return Err(finding!("output-clash", first = first, second = second, name = name));
        }
        jobs.push(Job { input, name });
    }
    Ok(jobs)
}

/// The reports that a pattern stands for, where no shell has expanded it; else the path as it is.
fn expand(input: &Path) -> Vec<PathBuf> {
    let pattern = input.to_str().filter(|text| text.contains(['*', '?', '[']) && !input.exists());
    // Not only folders: a link that leads nowhere is a missing report, which must be told.
    let is_report = |path: &PathBuf| {
        !path.is_file() || path.file_name().is_some_and(|name| name == reader::REPORT_JSON)
    };
    let found: Vec<PathBuf> = match pattern.map(glob::glob) {
        Some(Ok(paths)) => paths.flatten().filter(is_report).collect(),
        _ => Vec::new(),
    };
    if found.is_empty() { vec![input.to_owned()] } else { found }
}

/// The paths in a list, one a line; `-` is standard input.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let standard_input = list.as_os_str() == "-";
    let read = if standard_input { read_standard_input() } else { std::fs::read(list) };
    let text = read.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    });
    let name = match standard_input {
        true => say!("standard-input").to_string(),
        false => list.display().to_string(),
    };
    let place = || Location::whole(&name);
    let text =
        text.map_err(|error| finding!("inputs-from", reason = files::explain(&error)).at(place()))?;
    let lines =
        text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    let paths: Vec<PathBuf> = lines.map(PathBuf::from).collect();
    if paths.is_empty() { Err(finding!("inputs-from.empty").at(place())) } else { Ok(paths) }
}

fn read_standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder's path as it was typed, made one that can't leave the output folder: `a/./b/../c`
/// gives `a/c`, `../a` and `/a` give `a`.
fn below(folder: &Path, own: &str) -> String {
    let mut steps: Vec<String> = Vec::new();
    for component in folder.components() {
        match component {
            Component::Normal(step) => steps.push(step.to_string_lossy().into_owned()),
            Component::ParentDir => drop(steps.pop()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    if steps.is_empty() { own.to_owned() } else { steps.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_tree_stays_below_the_output_folder() {
        for (typed, wanted) in [
            ("a/b", "a/b"),
            ("./a//b/", "a/b"),
            ("a/../b", "b"),
            ("../../a", "a"),
            ("/srv/报告/甲", "srv/报告/甲"),
            (".", "own"),
            ("..", "own"),
        ] {
            assert_eq!(below(Path::new(typed), "own"), wanted, "{typed}");
        }
    }
}
