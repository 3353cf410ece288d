//! Many requests, one after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Child;

use serde_json::{Value, json};

use super::{inline, lines, start};
use crate::bench::root;

/// The most memory that a process has used so far, in KiB.
fn peak(worker: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", worker.id()))
        .expect("a running process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn each_answer_comes_at_once_and_memory_stays_flat() {
    let report = std::fs::read_to_string(root().join("fixtures/government-2024/report.json"))
        .expect("a report");
    let narrative = std::fs::read_to_string(root().join("fixtures/government-2024/narrative.md"))
        .expect("a text");
    let mut worker = start(&["--inline"]);
    let mut input = worker.stdin.take().expect("a pipe");
    let mut output = BufReader::new(worker.stdout.take().expect("a pipe"));
    let mut ask = |number: usize| {
        let name = format!("第{number}镇人民政府");
        let report = report.replace("青禾市人民政府\"", &format!("{name}\""));
        let own = format!("2024年，{name}第{}次会议以来，我市", number * 7919);
        let narrative = narrative.replace("2024年，我市", &own);
        let request = json!({ "id": number.to_string(), "report": report, "narrative": narrative });
        writeln!(input, "{request}").expect("the worker reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("an answer, before the input ends");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(
            (answer["id"].as_str(), answer["status"].as_str()),
            (Some(number.to_string().as_str()), Some("written")),
            "{line:.300}"
        );
    };
    (0..40).for_each(&mut ask);
    let early = peak(&worker);
    (40..160).for_each(&mut ask);
    let late = peak(&worker);
    assert!(late < early + 8 * 1024, "{early} KiB after 40 reports, {late} after 160");
    assert!(late < 200 * 1024, "{late} KiB");
    drop(input);
    assert!(worker.wait().expect("the worker ends").success());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut worker = start(&["--inline", "--to", "json"]);
    let mut input = worker.stdin.take().expect("a pipe");
    drop(worker.stdout.take());
    let line = lines(&[inline("a", &root().join("fixtures/gzjkq-2021"))]);
    // Sooner or later the worker is gone and the pipe breaks.
    while input.write_all(&line).is_ok() {}
    let mut said = String::new();
    worker.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    assert_eq!((worker.wait().expect("the worker ends").code(), said.as_str()), (Some(0), ""));
}
