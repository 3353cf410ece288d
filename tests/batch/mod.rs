//! Batches: many reports in one run, what is left alone in the next, and whatever may come between.

mod disturbed;
mod inputs;
mod outcomes;
mod unchanged;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::bench::{name, root};

/// A temporary folder with `reports/001`, `reports/002`, …, each of another body, to run the
/// program in.
fn bodies(count: usize) -> TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    for number in 1..=count {
        body(&place.path().join(format!("reports/{number:03}")), number);
    }
    place
}

fn body(folder: &Path, number: usize) {
    std::fs::create_dir_all(folder).expect("a temporary folder");
    let fixture = root().join("fixtures/gzjkq-2021");
    let report =
        read(&fixture.join("report.json")).replace("企业服务和工信局", &format!("第{number}局"));
    std::fs::write(folder.join("report.json"), report).expect("a temporary file");
    std::fs::copy(fixture.join("narrative.md"), folder.join("narrative.md")).expect("a copy");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Every file below a folder by its path, the journal aside.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in
        std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path())
    {
        let own = PathBuf::from(name(&entry));
        if entry.is_file() {
            files.insert(own, std::fs::read(&entry).expect("a file"));
        } else if own != Path::new(".nianbao") {
            files.extend(tree(&entry).into_iter().map(|(path, bytes)| (own.join(path), bytes)));
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).keys().map(|path| name(path).to_owned()).collect()
}

/// What is in the journal's folder.
fn journal(out: &Path) -> Vec<String> {
    let mut list: Vec<String> = std::fs::read_dir(out.join(".nianbao"))
        .map(|entries| {
            entries.map(|entry| name(&entry.expect("an entry").path()).to_owned()).collect()
        })
        .unwrap_or_default();
    list.sort();
    list
}

/// Starts the program, to be met while it runs.
fn start(place: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command
        .current_dir(place)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// Waits until a batch has written `file`.
fn wait_for(file: &Path) {
    while !file.exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The lines of `--results`.
fn results(path: &Path) -> Vec<Value> {
    read(path)
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
        .collect()
}
