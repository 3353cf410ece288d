//! What must hold for every report, tried on random ones: `check` clean means that every file is
//! written, and that each typed piece of text stands once in each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::bench::{root, run};
use crate::generator::Report;

/// Reports whose trees and DOCX are looked at, and those whose PDF is, in a usual run.
const TREES: usize = 2000;
const PAIRS: usize = 100;

#[test]
fn what_is_clean_is_written_whole() {
    let seed = match std::env::var("NIANBAO_SEED") {
        Ok(seed) => seed.parse().expect("NIANBAO_SEED is a number"),
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() << 20,
    };
    let count = |name: &str, usual| {
        std::env::var(name).map_or(usual, |count| count.parse().expect("a number"))
    };
    println!("NIANBAO_SEED={seed}");
    let (trees, pairs) = (count("NIANBAO_TREES", TREES), count("NIANBAO_PAIRS", PAIRS));
    let used = used();
    let mut faults = batch(seed, pairs, "pdf,docx,json", &used);
    faults.extend(batch(seed + pairs as u64, trees, "docx,json", &used));
    assert!(faults.is_empty(), "seed {seed}: {} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Builds so many reports in one batch and says what does not hold. Reports with a fault stay below
/// target/laws.
fn batch(seed: u64, count: usize, formats: &str, used: &BTreeSet<char>) -> Vec<String> {
    let kept = root().join("target/laws");
    let room = tempfile::tempdir().expect("a temporary folder");
    let (inputs, out) = (room.path().join("in"), room.path().join("out"));
    let mut reports = BTreeMap::new();
    for seed in seed..seed + count as u64 {
        let report = Report::new(seed, used);
        report.write(&inputs.join(seed.to_string()));
        reports.insert(seed.to_string(), report);
    }
    if reports.is_empty() {
        return Vec::new();
    }
    let arguments = ["build", "in/*", "-o", "out", "--to", formats, "--results", "results.jsonl"];
    let (status, _, said) = run(room.path(), &[&arguments[..], &["--quiet"]].concat());
    assert!(status < 2, "the batch came to its end: {status} {said}");
    let results = std::fs::read_to_string(room.path().join("results.jsonl")).expect("results");
    let mut faults = Vec::new();
    let (mut written, mut refused) = (0, BTreeMap::new());
    for line in results.lines() {
        let line: Value = serde_json::from_str(line).expect("a result in JSON");
        let name = line["name"].as_str().expect("a name");
        written += usize::from(line["status"] == "written");
        for finding in line["findings"].as_array().into_iter().flatten() {
            if finding["severity"] == "error" {
                *refused.entry(finding["message"].to_string()).or_insert(0) += 1;
            }
        }
        if std::env::var_os("NIANBAO_KEEP").is_some() {
            let _ = std::fs::create_dir_all(&kept);
            reports[name].write(&kept.join(name));
        }
        let found = judge(&line, name, &reports[name], &out, formats);
        if !found.is_empty() {
            let _ = std::fs::create_dir_all(&kept);
            reports[name].write(&kept.join(name));
        }
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    println!("{written} of {count} reports were clean ({formats})");
    assert!(written * 2 > count, "tried on {written} of {count} only; refused: {refused:#?}");
    faults
}

/// What does not hold for one report.
fn judge(line: &Value, name: &str, report: &Report, out: &Path, formats: &str) -> Vec<String> {
    let errors: Vec<&Value> = line["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|finding| finding["severity"] == "error")
        .collect();
    let at_fault = |finding: &&Value| {
        // The author is told at a place of the report's own files.
        let file = finding["file"].as_str().unwrap_or_default();
        !["report.json", "narrative.md", "style.toml"].iter().any(|own| file.ends_with(own))
    };
    if let Some(fault) = errors.iter().copied().find(at_fault) {
        return vec![format!("told as no fault of the author's: {}", fault["message"])];
    }
    if !errors.is_empty() {
        return Vec::new();
    }
    if line["status"] != "written" {
        return vec!["clean, and not written".to_owned()];
    }
    let mut faults = Vec::new();
    for format in formats.split(',') {
        let text = text_of(&out.join(format!("{name}.{format}")), format);
        let mut seen: BTreeMap<char, usize> = BTreeMap::new();
        text.chars().for_each(|c| *seen.entry(c).or_default() += 1);
        for mark in &report.marks {
            let count = seen.get(mark).copied().unwrap_or(0);
            let repeats = format == "pdf" && report.heads.contains(mark);
            if count == 0 || (count > 1 && !repeats) {
                faults.push(format!("{mark} stands {count} times in the {format}"));
            }
        }
    }
    faults
}

/// The text of a file.
fn text_of(path: &Path, format: &str) -> String {
    let output = |command: &mut Command| {
        let output = command.output().expect("the program starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    match format {
        "pdf" => output(Command::new("pdftotext").arg("-raw").arg(path).arg("-")),
        "docx" => {
            let file = std::fs::File::open(path).expect("a DOCX");
            let mut archive = zip::ZipArchive::new(file).expect("a zip");
            let names = ["word/document.xml", "word/footnotes.xml"];
            names.iter().filter_map(|name| part_text(&mut archive, name)).collect()
        }
        _ => {
            let tree = std::fs::read_to_string(path).expect("the tree");
            let tree: Value = serde_json::from_str(&tree).expect("the tree in JSON");
            let mut text = String::new();
            tree_text(&tree, &mut text);
            text
        }
    }
}

/// What stands between the tags of a part of a DOCX.
fn part_text(archive: &mut zip::ZipArchive<std::fs::File>, name: &str) -> Option<String> {
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).ok()?, &mut xml).ok()?;
    let mut text = String::new();
    for piece in xml.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    Some(text)
}

/// Every text and caption of the tree.
fn tree_text(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(own) if ["text", "caption"].contains(&key.as_str()) => {
                        text.push_str(own);
                    }
                    _ => tree_text(value, text),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| tree_text(value, text)),
        _ => {}
    }
}

/// Every character of the layout and of what the generator types beside its marks.
fn used() -> BTreeSet<char> {
    let mut used = BTreeSet::new();
    let mut waiting = vec![root().join("layouts"), root().join("tests/generator")];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => waiting.push(path),
                false => used.extend(std::fs::read_to_string(path).unwrap_or_default().chars()),
            }
        }
    }
    used
}
