//! Tools that are not ours: `tests/run` puts them where these tests look.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench::{build, fixtures, folders, name, root, run};
use crate::review::validate;
use crate::tree::turned;
use crate::tree::{blocks, list};

/// Where `tests/run` sets the tools up.
pub fn tools() -> PathBuf {
    root().join("target/outside")
}

/// Runs a tool and gives its standard output; fails where the tool is missing or unhappy.
pub fn tool(program: &Path, arguments: &[&str]) -> String {
    // The multitool is a .NET program: without this it asks for the system's ICU.
    let output = Command::new(program)
        .args(arguments)
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .output();
    let output = output.unwrap_or_else(|error| {
        panic!("{}: {error}; run tests/run, which sets the tools up", program.display())
    });
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{} {arguments:?}: {text}{}",
        program.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// What tests/outside/read_back.py finds in a file.
pub fn read_back(file: &Path) -> serde_json::Value {
    let script = root().join("tests/outside/read_back.py");
    let text = tool(
        &tools().join("venv/bin/python"),
        &[script.to_str().expect("UTF-8"), file.to_str().expect("UTF-8")],
    );
    serde_json::from_str(&text).expect("JSON from read_back.py")
}

#[test]
fn qpdf_finds_every_pdf_sound() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf"]);
        let file = out.path().join(format!("{}.pdf", name(&fixture)));
        tool(Path::new("qpdf"), &["--check", file.to_str().expect("UTF-8")]);
    }
}

#[test]
fn three_validators_find_no_error_in_any_docx() {
    for (fixture, draft) in fixtures()
        .into_iter()
        .map(|fixture| (fixture, false))
        .chain([(turned(), false), (root().join("fixtures/markdown-2022"), true)])
    {
        let out =
            build(&fixture, if draft { &["--to", "docx", "--draft"] } else { &["--to", "docx"] });
        let file = out.path().join(format!("{}.docx", name(&fixture)));
        validate(&file);
    }
}

#[test]
fn the_sarif_multitool_takes_the_log_of_every_finding() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let errors = root().join("fixtures/errors");
    let cases = folders(&errors);
    let mut arguments = vec!["check", "--suggest", "--message-format", "sarif"];
    arguments.extend(cases.iter().map(|case| name(case)));
    let (status, log, _) = run(&errors, &arguments);
    assert_eq!(status, 1);
    let file = out.path().join("findings.sarif");
    std::fs::write(&file, &log).expect("a temporary file");
    let multitool = tools().join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
    let said = tool(&multitool, &["validate", file.to_str().expect("UTF-8")]);
    assert!(
        said.contains("Analysis completed successfully") && !said.contains(": error"),
        "{said}"
    );
    let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
    assert!(
        log["runs"][0]["results"].as_array().is_some_and(|results| results.len() >= cases.len())
    );
}

#[test]
fn the_properties_of_both_files_say_what_they_are() {
    let fixture = root().join("fixtures/gzjkq-2021");
    let out = build(&fixture, &[]);
    for extension in ["pdf", "docx"] {
        let read = read_back(&out.path().join(format!("gzjkq-2021.{extension}")));
        let metadata = &read["metadata"];
        assert_eq!(
            metadata["title"], "赣州经济技术开发区企业服务和工信局2021年政府信息公开工作年度报告",
            "{extension}"
        );
        assert_eq!(metadata["author"], "赣州经济技术开发区企业服务和工信局", "{extension}");
        assert!(
            metadata["language"].as_str().is_some_and(|language| language.starts_with("zh")),
            "{extension}: {metadata}"
        );
    }
}

#[test]
fn every_face_of_the_pdf_is_ours_and_embedded() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf"]);
        let file = out.path().join(format!("{}.pdf", name(&fixture)));
        let listed = tool(Path::new("pdffonts"), &[file.to_str().expect("UTF-8")]);
        for line in listed.lines().skip(2) {
            assert!(
                line.contains("+Nianbao") && line.contains(" yes yes yes "),
                "{}: {line}",
                fixture.display()
            );
        }
    }
}

/// Where table three goes on over the page, its head is there again and its label says so.
#[test]
fn table_three_is_whole_in_one_part_or_in_two() {
    let mut parted = 0;
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf,json"]);
        let read = read_back(&out.path().join(format!("{}.pdf", name(&fixture))));
        let rows = |table: &serde_json::Value| -> Vec<Vec<serde_json::Value>> {
            let rows = table.as_array().into_iter().flatten();
            rows.map(|row| row.as_array().cloned().unwrap_or_default()).collect()
        };
        let is_three = |rows: &Vec<Vec<serde_json::Value>>| {
            rows[0].len() == 10 && rows[0][0].as_str().is_some_and(|text| text.contains("勾稽"))
        };
        let tables = read["tables"].as_array().into_iter().flatten();
        let parts: Vec<_> = tables.map(rows).filter(is_three).collect();
        let place = fixture.display();
        let count: usize = parts.iter().map(|rows| rows.len() - 3).sum();
        let tree = std::fs::read_to_string(out.path().join(format!("{}.json", name(&fixture))));
        let tree = serde_json::from_str(&tree.expect("the tree")).expect("JSON");
        let blocks = blocks(&tree);
        let rows = |block: &serde_json::Value| -> usize {
            list(block, "groups").iter().map(|group| list(group, "body").len()).sum()
        };
        let longest = blocks.iter().filter(|block| block["official"] == true).map(rows).max();
        let (longest, found) = (longest.unwrap_or_default(), parts.len());
        assert_eq!(count, longest, "{place}: rows below the heads of {found} parts");
        for later in &parts[1..] {
            assert_eq!(later[..3], parts[0][..3], "{place}: heads");
            let label = later[3][0].as_str().unwrap_or_default();
            assert_eq!(label, "三、本年度办理结果（续）", "{place}");
            parted += 1;
        }
        assert!(parts.len() <= 2, "{place}");
    }
    assert!(parted > 2, "{parted} tables go on over the page");
}
