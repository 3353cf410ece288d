//! Which reports are to be made, and what their files are called. All of it is settled before
//! anything is written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::messages::Language;
use nianbao::{files, finding, limits, names, say};

use crate::cli::Build;
use crate::commands::inputs::expand;

/// What the files of a report without a name are called: the root of a disk.
const NAMELESS: &str = "report";

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
pub fn plan(build: &Build, language: Language) -> Result<Vec<Job>, Diagnostic> {
    let mut inputs = expand(&build.inputs);
    if let Some(list) = &build.inputs_from {
        inputs.extend(listed(list, language)?);
    }
    let mut jobs: Vec<Job> = Vec::with_capacity(inputs.len());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for input in inputs {
        let folder = files::report_folder(&input);
        let own = files::report_name(&folder).unwrap_or_else(|| NAMELESS.to_owned());
        let name = if build.keep_tree { below(&folder, &own) } else { own };
        if let Some(first) = seen.insert(names::key(&name), jobs.len()) {
            return Err(clash(&jobs[first], &Job { input, name }));
        }
        jobs.push(Job { input, name });
    }
    Ok(jobs)
}

/// That two reports would write the same file, on some system at least.
fn clash(first: &Job, second: &Job) -> Diagnostic {
    let folder = |job: &Job| files::report_folder(&job.input).canonicalize().ok();
    let (one, two) = (first.input.display(), second.input.display());
    let (name, other) = (&first.name, &second.name);
    match folder(first) {
        same @ Some(_) if same == folder(second) => {
            finding!("output-clash.same", first = one, second = two)
        }
        _ if name == other => finding!("output-clash", first = one, second = two, name = name),
        _ => {
            finding!("output-clash.alike", first = one, second = two, name = name, other = other)
        }
    }
}

/// The paths in a list, one a line; `-` is standard input.
fn listed(list: &Path, language: Language) -> Result<Vec<PathBuf>, Diagnostic> {
    let standard_input = list.as_os_str() == "-";
    let read = match standard_input {
        true => files::read_bounded(io::stdin().lock(), limits::LIST_BYTES),
        false => File::open(list).and_then(|file| files::read_bounded(file, limits::LIST_BYTES)),
    };
    let text = read.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    });
    let name = match standard_input {
        true => say!("standard-input").said_in(language).to_string(),
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
