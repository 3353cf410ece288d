//! Every finding has a fixture, is told as its golden says, and keeps the report from being written.

use crate::bench::{folders, golden, name, root, run};

#[test]
fn each_finding_is_told_as_its_golden_says() {
    let errors = root().join("fixtures/errors");
    let cases = folders(&errors);
    assert!(cases.len() >= 35);
    for case in cases {
        let code = name(&case);
        let last_year = format!("{code}/last-year");
        let (status, out, said) = match case.join("last-year").exists() {
            true => run(&errors, &["check", code, "--previous", &last_year]),
            false => run(&errors, &["check", code]),
        };
        assert!(said.contains(&format!("[{code}]")), "{code} is found: {said}");
        assert!(out.is_empty(), "findings for people go to standard error");
        assert_eq!(status, i32::from(said.contains("错误[")), "{code}: {said}");
        golden(&format!("findings/{code}.txt"), &said);
    }
}

#[test]
fn each_rule_has_a_report_that_breaks_it() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    for layout in layouts.iter() {
        let ids = layout.rules.ids();
        assert!(ids.len() >= 50, "the rules are there");
        for id in ids {
            assert!(root().join("fixtures/errors").join(id).join("report.json").exists(), "fixtures/errors/{id}");
        }
    }
}

#[test]
fn a_report_with_an_error_writes_nothing() {
    let errors = root().join("fixtures/errors");
    let out = tempfile::tempdir().expect("a temporary folder");
    let target = out.path().to_str().expect("a path in UTF-8");
    for case in folders(&errors) {
        let (status, _, said) = run(&errors, &["build", name(&case), "-o", target, "--to", "json,docx"]);
        let written = std::fs::read_dir(out.path()).expect("the output folder").count();
        match status {
            0 => std::fs::read_dir(out.path()).expect("the output folder").for_each(|entry| {
                std::fs::remove_file(entry.expect("an entry").path()).expect("a file of a report with warnings only");
            }),
            status => assert_eq!((status, written), (1, 0), "{}: {said}", case.display()),
        }
    }
}

#[test]
fn a_finding_as_json_names_code_place_and_value() {
    let (status, out, said) = run(&root().join("fixtures/errors"), &["check", "json-number", "--message-format", "json"]);
    assert_eq!((status, said.as_str()), (1, ""));
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0]["code"], "json-number");
    assert_eq!(lines[0]["severity"], "error");
    assert_eq!(lines[0]["file"], "json-number/report.json");
    assert_eq!((lines[0]["line"].as_u64(), lines[0]["column"].as_u64()), (Some(8), Some(28)));
    assert_eq!(lines[0]["pointer"], "/statistics/disclosure/rules/issued");
    assert!(lines[0]["hints"].as_array().is_some_and(|hints| !hints.is_empty()));
}

#[test]
fn no_input_makes_the_program_panic() {
    // Every report of the fixtures cut short at many places, and with bytes changed: findings, never a panic.
    let out = tempfile::tempdir().expect("a temporary folder");
    for fixture in ["fixtures/markdown-2022", "fixtures/gzjkq-2021"] {
        let read = |file: &str| std::fs::read(root().join(fixture).join(file)).expect("a file of a fixture");
        let (json, text) = (read("report.json"), read("narrative.md"));
        for step in 0..60 {
            let cut = |bytes: &[u8]| bytes[..bytes.len() * step / 60].to_vec();
            let mut twisted = text.clone();
            for at in (step..twisted.len()).step_by(61) {
                twisted[at] = b"#*[]{}|`>!&\n\\<"[(at + step) % 14];
            }
            for (index, (json, text)) in
                [(cut(&json), text.clone()), (json.clone(), cut(&text)), (json.clone(), twisted)].iter().enumerate()
            {
                std::fs::write(out.path().join("report.json"), json).expect("a temporary file");
                std::fs::write(out.path().join("narrative.md"), text).expect("a temporary file");
                let (status, _, said) = run(out.path(), &["check", "."]);
                assert!(status < 2 && !said.contains("panicked"), "{fixture} {step} {index}: {status} {said}");
            }
        }
    }
}
