//! `nianbao worker`: every line answered, in order, whatever it says.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::bench::{build, fixtures, folders, name, root, run};
use crate::judge::{self, accept, faults};

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

#[test]
fn bad_lines_are_answered_and_the_next_is_served() {
    let good = inline("good", &root().join("fixtures/gzjkq-2021"));
    let deep = format!(
        r#"{{"id":"deep","report":{}{},"narrative":""}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let long = format!(r#"{{"id":"long","report":{{}},"narrative":"{}"}}"#, "长".repeat(23 << 20));
    let cases: Vec<(&[u8], Option<&str>, &str)> = vec![
        (b"not json", None, "request-unreadable"),
        (b"{\"id\": \"cut\", \"folder\":", None, "request-unreadable"),
        (b"{\"id\": \"gbk\", \"folder\": \"\xb1\xa8\xb8\xe6\"}", None, "request-unreadable"),
        (b"\x00\xff\x01", None, "request-unreadable"),
        (b"[1, 2]", None, "request-unreadable"),
        (b"\"text\"", None, "request-unreadable"),
        (long.as_bytes(), None, "request-unreadable"),
        (b"{}", None, "request-invalid"),
        (b"{\"id\": 7, \"folder\": \"x\"}", None, "request-invalid"),
        (b"{\"id\": \"half \\ud800\", \"folder\": \"x\"}", None, "request-invalid"),
        (b"{\"id\": \"a\"}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"foldr\": \"x\"}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"id\": \"b\", \"folder\": \"x\"}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"folder\": \"x\", \"report\": {}}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"folder\": \"x\", \"style\": \"\"}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"report\": {}}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"report\": 1, \"narrative\": \"\"}", Some("a"), "request-invalid"),
        (b"{\"id\": \"a\", \"report\": {}, \"narrative\": \"\", \"figures\": {\"a.png\": \"%\"}}", Some("a"), "request-invalid"),
        (deep.as_bytes(), Some("deep"), "request-invalid"),
        (b"{\"id\": \"../a\", \"folder\": \"fixtures/gzjkq-2021\"}", Some("../a"), "request-name"),
        (b"{\"id\": \"a\", \"name\": \"b/c\", \"folder\": \"fixtures/gzjkq-2021\"}", Some("a"), "request-name"),
        (b"{\"id\": \"a\", \"folder\": \"fixtures/none\"}", Some("a"), "input-missing"),
        (b"{\"id\": \"a\", \"folder\": \"fixtures\"}", Some("a"), "input-missing"),
        (b"{\"id\": \"a\", \"report\": {}, \"narrative\": \"\"}", Some("a"), "json-missing"),
        (b"{\"id\": \"a\", \"report\": \"\", \"narrative\": \"\"}", Some("a"), "json-syntax"),
        (b"{\"id\": \"a\", \"folder\": \"fixtures/errors/applications-balance\"}", Some("a"), "applications-balance"),
    ];
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut input = b"\xef\xbb\xbf\n\r\n".to_vec(); // a BOM and empty lines
    for (line, ..) in &cases {
        input.extend_from_slice(line);
        input.extend_from_slice(b"\r\n  \n");
        input.extend_from_slice(format!("{good}\n").as_bytes());
    }
    input.pop(); // the last line is not ended
    let answers = talk(&["-o", out.path().to_str().expect("UTF-8"), "--to", "json"], input);
    assert_eq!(answers.len(), 2 * cases.len());
    accept(&schema("answer"), &answers);
    let mut refused = Vec::new();
    for ((line, id, code), pair) in cases.iter().zip(answers.chunks(2)) {
        let shown = String::from_utf8_lossy(&line[..line.len().min(80)]);
        assert_eq!(
            (pair[0]["id"].as_str(), pair[0]["status"].as_str()),
            (*id, Some("failed")),
            "{shown}"
        );
        // No schema sees a key that is there twice, what base64 holds, or half a character.
        if *code == "request-invalid"
            && !["id\": \"b", "figures", "ud800", "deep"].iter().any(|part| shown.contains(part))
        {
            refused.push(serde_json::from_slice(line).expect("JSON"));
        }
        assert!(codes(&pair[0]).contains(code), "{shown}: {}", pair[0]);
        for code in codes(&pair[0]) {
            assert_eq!(run(root(), &["explain", code]).0, 0, "{code} is explained");
        }
        assert_eq!(
            (pair[1]["id"].as_str(), pair[1]["status"].as_str()),
            (Some("good"), Some("written")),
            "after {shown}"
        );
    }
    for (request, fault) in refused.iter().zip(faults(&schema("request"), &refused)) {
        assert!(fault.is_some(), "the schema refuses it too: {request}");
    }
    assert_eq!(
        answers[2]["findings"][0]["line"], 6,
        "lines are counted as they stand, empty ones too"
    );
    let written: Vec<_> = std::fs::read_dir(out.path())
        .expect("the output folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(written, ["good.json"], "nothing else is written, here or elsewhere");
}

#[test]
fn files_are_those_of_build_from_a_folder_and_from_the_line_written_and_inline() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let target = out.path().join("new/folder");
    let mut requests = Vec::new();
    for fixture in fixtures() {
        let name = name(&fixture);
        let id = format!("文件夹 {name}");
        requests.push(json!({ "id": id, "name": name, "folder": fixture }));
        requests.push(inline(&format!("inline-{name}"), &fixture));
    }
    accept(&schema("request"), &requests);
    let written =
        talk(&["-o", target.to_str().expect("UTF-8"), "--to", "json,docx,pdf"], lines(&requests));
    let carried = talk(&["--inline", "--to", "json,docx,pdf"], lines(&requests));
    accept(&schema("answer"), &written);
    accept(&schema("answer"), &carried);
    for (at, request) in requests.iter().enumerate() {
        let alone = build(&fixtures()[at / 2], &["--to", "pdf,docx,json"]);
        assert_eq!((&written[at]["id"], &carried[at]["id"]), (&request["id"], &request["id"]));
        for (made, extension) in ["pdf", "docx", "json"].iter().enumerate() {
            let (file, bytes) = (&written[at]["files"][made], &carried[at]["files"][made]);
            let on_disk =
                std::fs::read(file["path"].as_str().expect("a path")).expect("a written file");
            let wanted = std::fs::read(
                alone.path().join(format!("{}.{extension}", name(&fixtures()[at / 2]))),
            )
            .expect("a built file");
            assert!(on_disk == wanted, "{} of {} is as build makes it", extension, request["id"]);
            assert!(
                STANDARD.decode(bytes["base64"].as_str().expect("base64")).expect("base64")
                    == wanted
            );
            assert_eq!(
                (file["bytes"].as_u64(), &file["sha256"]),
                (Some(wanted.len() as u64), &bytes["sha256"])
            );
            assert_eq!(file["sha256"], nianbao::hash::sha256(&wanted));
        }
    }
}

#[test]
fn a_name_belongs_to_one_report_which_may_come_again() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let [good, other] =
        ["government-2024", "government-2023"].map(|name| root().join("fixtures").join(name));
    let bad = root().join("fixtures/errors/applications-balance");
    let requests = [
        json!({ "id": "甲", "name": "年报", "folder": bad }),
        json!({ "id": "乙", "name": "年报", "folder": good }),
        json!({ "id": "年报", "folder": other }),
        json!({ "id": "丙", "folder": other, "name": "年报" }),
        json!({ "id": "乙", "name": "年报", "folder": good }),
    ];
    let answers =
        talk(&["-o", out.path().to_str().expect("UTF-8"), "--to", "json"], lines(&requests));
    let status: Vec<&Value> = answers.iter().map(|answer| &answer["status"]).collect();
    assert_eq!(status, ["failed", "written", "failed", "failed", "written"]);
    assert_eq!(
        (codes(&answers[2]), codes(&answers[3])),
        (vec!["output-clash"], vec!["output-clash"])
    );
    let place = &answers[3]["findings"][0];
    assert_eq!(
        (&place["message"], &place["line"]),
        (&"“乙”和“丙”会写同名的文件 年报".into(), &4.into()),
        "{place}"
    );
    assert!(place["column"].as_u64() > Some(1), "{place}");
    assert_eq!(answers[1]["files"], answers[4]["files"], "the first report's files stand");
    let carried = talk(&["--inline", "--to", "json"], lines(&requests));
    assert_eq!(
        carried.iter().filter(|answer| answer["status"] == "written").count(),
        4,
        "files that are not written can't clash"
    );
}

#[test]
fn digits_are_printed_as_they_stand_in_the_line() {
    let report = std::fs::read_to_string(root().join("fixtures/government-2024/report.json"))
        .expect("a report");
    let report = report.replace("61014.32", "61014.3200").replace('\n', " ");
    let narrative = std::fs::read_to_string(root().join("fixtures/government-2024/narrative.md"))
        .expect("a text");
    let line = format!("{{\"id\":\"a\",\"narrative\":{},\"report\":{report}}}\n", json!(narrative));
    let answers = talk(&["--inline", "--to", "json"], line.into_bytes());
    let tree = STANDARD
        .decode(answers[0]["files"][0]["base64"].as_str().expect("a file"))
        .expect("base64");
    assert!(
        String::from_utf8_lossy(&tree).contains("\"61014.3200\""),
        "{}",
        answers[0]["findings"]
    );
}

#[test]
fn options_of_build_hold_here_too() {
    let folder = root().join("fixtures/errors/applications-balance");
    let draft = talk(
        &["--inline", "--to", "json", "--draft"],
        lines(&[json!({ "id": "a", "folder": folder })]),
    );
    assert_eq!(
        (draft[0]["status"].as_str(), codes(&draft[0])),
        (Some("written"), vec!["applications-balance"; codes(&draft[0]).len()])
    );
    let warned = lines(&[
        json!({ "id": "a", "folder": root().join("fixtures/errors/section-table-prose") }),
    ]);
    assert_eq!(talk(&["--inline", "--to", "json"], warned.clone())[0]["status"], "written");
    assert_eq!(
        talk(&["--inline", "--to", "json", "--deny-warnings"], warned)[0]["status"],
        "failed"
    );
    let last = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(last.path().join("甲")).expect("a folder");
    for file in ["report.json", "narrative.md"] {
        std::fs::copy(
            root().join("fixtures/government-2023").join(file),
            last.path().join("甲").join(file),
        )
        .expect("a copy");
    }
    let requests = ["甲", "乙"].map(|id| inline(id, &root().join("fixtures/government-2024")));
    let answers = talk(
        &["--inline", "--to", "json", "--previous", last.path().to_str().expect("UTF-8")],
        lines(&requests),
    );
    assert_eq!(
        (answers[0]["status"].as_str(), codes(&answers[1])),
        (Some("written"), vec!["input-missing"])
    );
    for arguments in [
        &["worker", "--inline", "-o", "x"][..],
        &["worker", "--pdf-standard", "x"],
        &["worker", "-o", "Cargo.toml"],
        &["worker", "--message-format", "sarif"],
    ] {
        assert_eq!(run(root(), arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn every_bad_report_of_the_fixtures_gets_its_findings() {
    let errors = root().join("fixtures/errors");
    let cases = folders(&errors);
    let requests: Vec<Value> =
        cases.iter().map(|case| json!({ "id": name(case), "folder": case })).collect();
    let answers = talk(&["--inline", "--to", "json"], lines(&requests));
    accept(&schema("answer"), &answers);
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(&answers) {
        assert_eq!(answer["id"], name(case), "answers come in order");
        let errors = answer["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|finding| finding["severity"] == "error");
        assert_eq!(answer["status"] == "failed", errors, "{answer}");
    }
}

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
