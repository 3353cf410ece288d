//! The programs that people edit a form with, driven by scripts.

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Map, Value};

use super::text;
use crate::bench::root;
use crate::office::{desk, fonts};
use crate::outside::{tool, tools};

/// Edits a form with openpyxl; gives what its formulas were when it was last saved.
pub fn openpyxl(from: &Path, to: &Path, steps: &str) -> Map<String, Value> {
    let script = root().join("tests/outside/form.py");
    let said =
        tool(&tools().join("venv/bin/python"), &[text(&script), text(from), text(to), steps]);
    serde_json::from_str(&said).expect("JSON from form.py")
}

/// A form to edit in LibreOffice: where from, where to, which steps.
pub type Job<'a> = (&'a Path, &'a Path, &'a str);

/// Edits forms in LibreOffice and saves each as the kind that its new name says; gives what its
/// formulas are after a calculation of all.
pub fn libreoffice(jobs: &[Job<'_>]) -> Vec<Map<String, Value>> {
    let _desk = desk();
    let script = root().join("tests/outside/office_form.py");
    let profile = tools().join("office/profile");
    let steps = |steps: &str| serde_json::from_str::<Value>(steps).expect("steps in JSON");
    let job = |(from, to, all): &Job<'_>| serde_json::json!([text(from), text(to), steps(all)]);
    let jobs = Value::from(jobs.iter().map(job).collect::<Vec<_>>()).to_string();
    // Debian's own Python has LibreOffice's bridge.
    let output = Command::new("/usr/bin/python3")
        .args([text(&script), text(&profile), &jobs])
        .env("FONTCONFIG_FILE", fonts())
        .output()
        .expect("python3; run tests/run, which sets the tools up");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{jobs}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&said).expect("JSON from office_form.py")
}

/// What calamine reads where `cells` are.
pub fn calamine(file: &Path, cells: &Map<String, Value>) -> Map<String, Value> {
    let bytes = std::fs::read(file).expect("the form");
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let value = |place: &String| {
        let (sheet, cell) = place.split_once('!').expect("a place");
        let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
        let column =
            letters.bytes().fold(0, |column, byte| column * 26 + u32::from(byte - b'A') + 1);
        let row: u32 = cell[letters.len()..].parse().expect("a row");
        let range = book.worksheet_range(sheet).expect("a sheet");
        let value = match range.get_value((row - 1, column - 1)) {
            Some(Data::Float(number)) => (*number).into(),
            Some(Data::Int(number)) => (*number as f64).into(),
            Some(Data::String(text)) => text.as_str().into(),
            other => panic!("{place}: {other:?}"),
        };
        (place.clone(), value)
    };
    cells.keys().map(value).collect()
}
