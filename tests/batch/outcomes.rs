//! What is told of each report, in order, whatever is wrong with others.

use std::path::PathBuf;
use std::process::Command;

use super::{bodies, body, results, text, tree};
use crate::bench::{folders, name, root, run};
use crate::judge::{accept, schema};

#[test]
fn findings_and_lines_come_whole_and_in_the_order_of_the_inputs() {
    let place = bodies(6);
    let errors = root().join("fixtures/errors");
    let mut arguments = vec!["build", "--to", "docx"];
    let broken: Vec<PathBuf> = ["applications-balance", "section-table-prose", "json-syntax"]
        .map(|case| errors.join(case))
        .into();
    let good: Vec<PathBuf> =
        (1..=6).map(|number| PathBuf::from(format!("reports/{number:03}"))).collect();
    let inputs = [&good[..2], &broken[..1], &good[2..4], &broken[1..], &good[4..]].concat();
    arguments.extend(inputs.iter().map(|input| text(input)));
    let mut outputs =
        [("1", "run-alone"), ("4", "run-of-four"), ("4", "run-again")].map(|(jobs, out)| {
            let (status, _, said) =
                run(place.path(), &[&arguments[..], &["--jobs", jobs, "-o", out]].concat());
            assert_eq!(status, 1, "{said}");
            let out = place.path().join(out);
            (said.replace(name(&out), "OUT"), tree(&out))
        });
    let (said, files) = std::mem::take(&mut outputs[0]);
    assert!(
        outputs[1..].iter().all(|other| *other == (said.clone(), files.clone())),
        "the same words and bytes"
    );
    assert_eq!(files.len(), 7, "all but the two with errors");
    let places: Vec<usize> = inputs
        .iter()
        .map(|input| said.find(&format!("{}：", input.display())).expect("its line"))
        .collect();
    assert!(places.is_sorted(), "{said}");
    let counted = "共 9 份：已写 7 份，没有变化 0 份，没有写成 2 份；警告 1 个\n";
    let failed = [&broken[0], &broken[2]]; // the other has a warning
    let names = failed.map(|input| input.display().to_string());
    let last = format!("{counted}没有写成的：{}\n", names.join("、"));
    assert!(said.ends_with(&last), "{said}");
}

#[test]
fn no_broken_report_keeps_another_from_being_written() {
    let place = bodies(3);
    let errors = root().join("fixtures/errors");
    std::fs::create_dir(place.path().join("reports/empty")).expect("a temporary folder");
    std::fs::write(place.path().join("reports/stray.md"), "这不是报告").expect("a temporary file");
    let quotes = place.path().join("reports/deep");
    body(&quotes, 4);
    std::fs::write(quotes.join("narrative.md"), format!("# 总体情况\n\n{}深\n", "- ".repeat(3000)))
        .expect("a temporary file");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", place.path().join("reports/gone")).expect("a link");
    let cases = text(&errors).to_owned() + "/*";
    let arguments = [
        "build",
        &cases,
        "reports/*",
        "reports/stray.md",
        "none",
        "--to",
        "json",
        "--results",
        "results.jsonl",
        "--quiet",
    ];
    let (status, _, said) = run(place.path(), &arguments);
    assert_eq!(status, 1);
    let results = results(&place.path().join("results.jsonl"));
    let count = folders(&errors).len();
    assert_eq!(results.len(), count + 3 + 4 + usize::from(cfg!(unix)), "a line each");
    for result in &results {
        let (case, status) = (result["name"].as_str().expect("a name"), &result["status"]);
        let codes: Vec<&str> = result["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["code"].as_str())
            .collect();
        assert!(
            status != "failed" || said.contains(&format!("[{}]", codes[0])),
            "{case}: its finding is told"
        );
        match case {
            "001" | "002" | "003" => assert_eq!(status, "written", "{case}"),
            "empty" | "deep" => assert_eq!(status, "failed", "{case}"),
            "none" | "stray.md" | "gone" => {
                assert_eq!((status.as_str(), codes[0]), (Some("failed"), "input-missing"))
            }
            _ => assert_eq!(status == "failed", result["errors"].as_u64() > Some(0), "{case}"),
        }
    }
    assert!(results.iter().filter(|result| result["status"] == "failed").count() > 40);
}

#[test]
fn results_fit_their_schema_and_say_what_is_on_the_disk() {
    let place = bodies(3);
    let schema = schema("results.schema.json");
    let broken = root().join("fixtures/errors/applications-balance");
    for status in ["written", "unchanged"] {
        let arguments = [
            "build",
            "reports/002",
            text(&broken),
            "reports/001",
            "none",
            "--results",
            "r.jsonl",
            "--jobs",
            "3",
        ];
        assert_eq!(run(place.path(), &arguments).0, 1);
        let lines = results(&place.path().join("r.jsonl"));
        accept(&schema, &lines);
        assert_eq!(
            lines.iter().map(|line| line["status"].as_str()).collect::<Vec<_>>(),
            [status, "failed", status, "failed"].map(Some)
        );
        assert_eq!(
            lines.iter().map(|line| line["name"].as_str()).collect::<Vec<_>>(),
            ["002", "applications-balance", "001", "none"].map(Some)
        );
        assert_eq!(
            (&lines[0]["input"], lines[0]["pages"].as_u64()),
            (&"reports/002".into(), Some(6))
        );
        assert_eq!(lines[1]["findings"][0]["code"], "applications-balance");
        for file in lines[0]["files"].as_array().expect("its files") {
            let bytes = std::fs::read(place.path().join(file["path"].as_str().expect("a path")))
                .expect("the file");
            assert_eq!(
                (&file["sha256"], &file["bytes"]),
                (&nianbao::hash::sha256(&bytes).into(), &bytes.len().into())
            );
        }
    }
    let (status, _, said) =
        run(place.path(), &["build", "reports/003", "--results", "none/r.jsonl"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("[output-unwritable]") && !place.path().join("out/003.pdf").exists(),
        "{said}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_bar_is_for_terminals_and_for_many_reports() {
    let place = bodies(5);
    let on_terminal = |arguments: &str| {
        let command =
            format!("{} build {arguments} --force --to docx", env!("CARGO_BIN_EXE_nianbao"));
        let output = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .env("TERM", "xterm")
            .current_dir(place.path())
            .output()
            .expect("script, of every Linux");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.is_empty(), "no terminal to be had, is /dev/pts there? {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let many = on_terminal("reports/*");
    assert!(
        many.contains("/5 份，每秒 ")
            && many.contains("还要 ")
            && many.contains("共 5 份")
            && !many.contains("已写 out/"),
        "{many}"
    );
    let few = on_terminal("reports/001 reports/002");
    assert!(!few.contains("每秒") && few.contains("已写 out/001.docx"), "{few}");
    assert_eq!(on_terminal("reports/* --quiet"), "");
    let (_, _, plain) = run(place.path(), &["build", "reports/*"]);
    assert!(!plain.contains("每秒") && plain.contains("已写 out/005.pdf"), "{plain}");
}
