//! `nianbao worker`: every line answered, in order, whatever it says.

mod files;
mod lines;
mod stream;

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::bench::root;
use crate::judge;

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.current_dir(root()).arg("worker").args(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// The answers to some lines; the worker must end well and say nothing else.
fn talk(arguments: &[&str], lines: Vec<u8>) -> Vec<Value> {
    let mut worker = start(arguments);
    let mut input = worker.stdin.take().expect("a pipe");
    let feeder = std::thread::spawn(move || input.write_all(&lines));
    let output = worker.wait_with_output().expect("the worker ends");
    feeder.join().expect("no panic").expect("all lines are read");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), ""));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

fn lines(requests: &[Value]) -> Vec<u8> {
    requests.iter().flat_map(|request| format!("{request}\n").into_bytes()).collect()
}

/// A folder as a request that brings everything along.
fn inline(id: &str, folder: &Path) -> Value {
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let report = read("report.json").expect("a report");
    let narrative = read("narrative.md").expect("a text");
    let mut request = json!({ "id": id, "report": report, "narrative": narrative });
    if let Ok(style) = read("style.toml") {
        request["style"] = style.into();
    }
    for entry in std::fs::read_dir(folder.join("figures")).into_iter().flatten().flatten() {
        let bytes = std::fs::read(entry.path()).expect("a picture");
        request["figures"][entry.file_name().to_str().expect("UTF-8")] =
            STANDARD.encode(bytes).into();
    }
    request
}

/// A part of docs/worker.schema.json.
fn schema(part: &str) -> Value {
    let mut schema = judge::schema("worker.schema.json");
    schema["$ref"] = format!("#/$defs/{part}").into();
    schema
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|finding| finding["code"].as_str())
        .collect()
}
