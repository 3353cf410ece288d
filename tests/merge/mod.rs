//! `nianbao merge`: what editors do to a DOCX, and what comes of it in the folder.

mod edits;
mod hostile;
mod killed;
mod office;
mod random;
mod rules;
mod structure;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nianbao::merge::numbers;
use nianbao::reader::Folder;
use nianbao::statistics::Statistics;
use tempfile::TempDir;

use crate::bench::{copy_report, root, run};
use crate::outside::{tool, tools};

/// A report's folder that a file is merged into.
pub struct Desk {
    place: TempDir,
    /// The folder.
    pub folder: PathBuf,
}

/// What a merge said and did.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status.
    pub status: i32,
    /// Codes of the findings on standard output, in order.
    pub codes: Vec<String>,
    /// All of standard output.
    pub said: String,
    /// The files of the folder now.
    pub report: String,
    pub narrative: String,
}

impl Desk {
    /// A copy of a fixture.
    pub fn new(fixture: &str) -> Desk {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join(fixture);
        copy_report(fixture, &folder);
        Desk { place, folder }
    }

    /// A place beside the folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).expect("a file of the folder")
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).expect("a writable folder");
    }

    /// Merges a file with these options.
    pub fn merge(&self, file: &Path, options: &[&str]) -> Outcome {
        let (folder, file) = (self.folder.to_str(), file.to_str());
        let mut arguments = vec!["merge", folder.expect("UTF-8"), file.expect("UTF-8")];
        arguments.extend(["--message-format", "json"]);
        arguments.extend(options);
        let (status, said, _) = run(root(), &arguments);
        let code = |line: &str| {
            let finding: serde_json::Value = serde_json::from_str(line).ok()?;
            finding["code"].as_str().map(str::to_owned)
        };
        let codes = said.lines().filter_map(code).collect();
        let (report, narrative) = (self.read("report.json"), self.read("narrative.md"));
        Outcome { status, codes, said, report, narrative }
    }
}

impl Outcome {
    /// The codes of findings of the merge itself, those of what was taken left out.
    pub fn own_codes(&self) -> Vec<&str> {
        let own = |code: &&str| code.starts_with("merge-") && *code != "merge-taken";
        let numbers = |code: &&str| *code == "json-number";
        let codes = self.codes.iter().map(String::as_str);
        codes.filter(|code| own(code) || numbers(code)).collect()
    }
}

/// Builds a fixture's DOCX into `folder`.
pub fn built(fixture: &str, folder: &Path) -> PathBuf {
    let input = root().join("fixtures").join(fixture);
    let arguments = ["build", "--to", "docx", "-o", folder.to_str().expect("UTF-8")];
    let all = [&arguments[..], &[input.to_str().expect("UTF-8")]].concat();
    assert_eq!(run(root(), &all).0, 0, "{fixture}");
    folder.join(format!("{fixture}.docx"))
}

/// Makes an edited file of each name: python-docx, or Word's own markup; with `@wps` as WPS saves
/// it.
pub fn edited(document: &Path, folder: &Path, edits: &[&str]) {
    let script = root().join("tests/outside/edited.py");
    let mut arguments = vec![script.to_str().expect("UTF-8"), document.to_str().expect("UTF-8")];
    arguments.push(folder.to_str().expect("UTF-8"));
    arguments.extend(edits);
    tool(&tools().join("venv/bin/python"), &arguments);
}

/// report.json with every number at its own path.
pub fn written_out(folder: &Folder, statistics: &Statistics) -> String {
    let text = String::from_utf8_lossy(&folder.files["report.json"]).into_owned();
    let head = text.split("\"statistics\"").next().expect("what stands before the numbers");
    let numbers: BTreeMap<String, String> = numbers::left_with(statistics)
        .into_iter()
        .map(|(path, it)| (path.to_string(), it.json()))
        .collect();
    format!("{head}\"statistics\": {}}}\n", object(&numbers))
}

/// Numbers by path as an object.
fn object(numbers: &BTreeMap<String, String>) -> String {
    let mut groups: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for (path, number) in numbers {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        groups.entry(first).or_default().insert(rest.to_owned(), number.clone());
    }
    let entry = |(name, below): (&str, BTreeMap<String, String>)| match below.get("") {
        Some(number) => format!("\"{name}\": {number}"),
        None => format!("\"{name}\": {}", object(&below)),
    };
    format!("{{ {} }}", groups.into_iter().map(entry).collect::<Vec<_>>().join(", "))
}
