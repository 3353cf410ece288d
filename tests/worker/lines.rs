//! Lines that ask for nothing that can be made, and those that come after them.

use serde_json::{Value, json};

use super::{codes, inline, lines, schema, talk};
use crate::bench::{folders, name, root, run};
use crate::judge::{accept, faults};

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
        (br#"{"id": "cut", "folder":"#, None, "request-unreadable"),
        (b"{\"id\": \"gbk\", \"folder\": \"\xb1\xa8\xb8\xe6\"}", None, "request-unreadable"),
        (b"\x00\xff\x01", None, "request-unreadable"),
        (b"[1, 2]", None, "request-unreadable"),
        (br#""text""#, None, "request-unreadable"),
        (long.as_bytes(), None, "request-unreadable"),
        (b"{}", None, "request-invalid"),
        (br#"{"id": 7, "folder": "x"}"#, None, "request-invalid"),
        (br#"{"id": "half \ud800", "folder": "x"}"#, None, "request-invalid"),
        (br#"{"id": "a"}"#, Some("a"), "request-invalid"),
        (br#"{"id": "a", "foldr": "x"}"#, Some("a"), "request-invalid"),
        (br#"{"id": "a", "id": "b", "folder": "x"}"#, Some("a"), "request-invalid"),
        (br#"{"id": "a", "folder": "x", "report": {}}"#, Some("a"), "request-invalid"),
        (br#"{"id": "a", "folder": "x", "style": ""}"#, Some("a"), "request-invalid"),
        (br#"{"id": "a", "report": {}}"#, Some("a"), "request-invalid"),
        (br#"{"id": "a", "report": 1, "narrative": ""}"#, Some("a"), "request-invalid"),
        (
            br#"{"id": "a", "report": {}, "narrative": "", "figures": {"a.png": "%"}}"#,
            Some("a"),
            "request-invalid",
        ),
        (deep.as_bytes(), Some("deep"), "request-invalid"),
        (br#"{"id": "../a", "folder": "fixtures/gzjkq-2021"}"#, Some("../a"), "request-name"),
        (
            br#"{"id": "a", "name": "b/c", "folder": "fixtures/gzjkq-2021"}"#,
            Some("a"),
            "request-name",
        ),
        (br#"{"id": "a", "folder": "fixtures/none"}"#, Some("a"), "input-missing"),
        (br#"{"id": "a", "folder": "fixtures"}"#, Some("a"), "input-missing"),
        (br#"{"id": "a", "report": {}, "narrative": ""}"#, Some("a"), "json-missing"),
        (br#"{"id": "a", "report": "", "narrative": ""}"#, Some("a"), "json-syntax"),
        (
            br#"{"id": "a", "folder": "fixtures/errors/applications-balance"}"#,
            Some("a"),
            "applications-balance",
        ),
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

#[test]
fn answers_are_in_the_language_of_the_worker() {
    let message = |language: &str| {
        let answers = talk(&["--inline", "--lang", language], b"{}\n".to_vec());
        answers[0]["findings"][0]["message"].as_str().map(str::to_owned)
    };
    assert_eq!(message("zh").as_deref(), Some("缺少“id”"));
    assert_eq!(message("en").as_deref(), Some("“id” is missing"));
}
