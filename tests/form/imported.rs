//! A form that is read with no report to put it into: `import`, `check` and `new --from`.

use std::path::Path;

use serde_json::Value;

use super::programs::openpyxl;
use super::{text, write_form};
use crate::bench::{build, fixtures, name, root, run};
use crate::office::convert;
use crate::outside::{tool, tools};

fn json(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON")
}

/// The findings of `check` in JSON, and its exit status.
fn check(arguments: &[&str]) -> (i32, Vec<Value>) {
    let layouts = root().join("fixtures/layouts");
    let start = ["check", "--message-format", "json", "--layout-dir", text(&layouts)];
    let (status, out, _) = run(root(), &[&start, arguments].concat());
    (status, out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn a_form_becomes_a_report_with_all_its_numbers() {
    for fixture in fixtures() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let form = write_form(out.path(), text(&fixture));
        let folder = out.path().join("report");
        let layouts = root().join("fixtures/layouts");
        let arguments =
            ["import", text(&form), "-o", text(&folder), "--layout-dir", text(&layouts)];
        let (status, _, said) = run(root(), &arguments);
        assert_eq!(status, 0, "{}: {said}", name(&fixture));
        let record = json(&folder.join("import.json"));
        assert_eq!(record["source"]["kind"], "xlsx");
        let numbers = record["numbers"].as_array().expect("numbers");
        for number in numbers {
            let known = ("certain", true, true);
            let place = &number["place"];
            let found =
                (number["state"].as_str(), place["sheet"].is_string(), place["cell"].is_string());
            assert_eq!(found, (Some(known.0), known.1, known.2), "{}: {number}", name(&fixture));
        }
        // The form that is made of it has the same cells as the one that it was made of.
        let again = out.path().join("again");
        std::fs::create_dir(&again).expect("a temporary folder");
        let (status, _, said) = run(
            root(),
            &[
                "merge",
                text(&fixture),
                text(&write_form(&again, text(&folder))),
                "--dry-run",
                "--layout-dir",
                text(&layouts),
            ],
        );
        assert_eq!(status, 0, "{}: {said}", name(&fixture));
        assert!(said.contains("没有要改的"), "{}: {said}", name(&fixture));
        let narrative = std::fs::read_to_string(folder.join("narrative.md")).expect("a file");
        assert!(narrative.starts_with("# "), "{narrative}");
    }
}

#[test]
fn a_form_is_checked_by_its_numbers_alone_at_its_cells() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let form = write_form(out.path(), "fixtures/suqian-2023");
    assert_eq!(check(&[text(&form)]), (0, vec![]), "it says nothing of the text");
    let steps = r#"[["fill", {
        "nb.applications.carried_over.natural_persons": 119,
        "nb.applications.received.total": 4000,
        "nb.applications.received.enterprises": "约99",
        "nb.disclosure.fees.amount": null
    }]]"#;
    openpyxl(&form, &form, steps);
    let (status, findings) = check(&[text(&form)]);
    assert_eq!(status, 1);
    let codes = codes(&findings);
    assert_eq!(codes.iter().filter(|code| **code == "form-value").count(), 2, "{codes:?}");
    assert!(!codes.contains(&"json-missing") && !codes.contains(&"import-unknown"), "{codes:?}");
    let sum = findings
        .iter()
        .find(|finding| finding["severity"] == "error" && finding["place"]["sheet"].is_string());
    let sum = sum.expect("a sum that does not hold, at its cell");
    assert_eq!(sum["place"]["sheet"], "表三", "{sum}");
}

#[test]
fn cells_that_nobody_filled_in_are_left_out_and_told_at_their_place() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let form = write_form(out.path(), "disclosure-2021");
    openpyxl(&form, &form, r#"[["fill", { "nb.disclosure.rules.issued": 0 }]]"#);
    let folder = out.path().join("report");
    let arguments = ["import", text(&form), "-o", text(&folder), "--year", "2024"];
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 1);
    assert_eq!(said.matches("[import-unknown]").count(), 3, "a word a table: {said}");
    assert!(said.contains("表二!C4") && !said.contains("form-value"), "{said}");
    let report = json(&folder.join("report.json"));
    assert_eq!(report["year"], 2024);
    let statistics = serde_json::json!({ "disclosure": { "rules": { "issued": 0 } } });
    assert_eq!(report["statistics"], statistics, "nothing unknown is 0");
    let (status, findings) = check(&[text(&form)]);
    assert_eq!(status, 1, "{findings:?}");
}

#[test]
fn last_year_may_be_a_form() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let last = write_form(out.path(), "fixtures/suqian-2023");
    let new = out.path().join("next");
    let (status, _, said) = run(root(), &["new", text(&new), "--from", text(&last)]);
    assert_eq!(status, 0, "{said}");
    let report = json(&new.join("report.json"));
    assert_eq!((&report["agency"], &report["year"]), (&"宿迁市人民政府".into(), &2024.into()));
    let carried = &report["statistics"]["applications"]["carried_in"]["natural_persons"];
    assert_eq!(*carried, 118);
}

#[test]
fn another_workbook_is_refused_with_a_sentence() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let form = write_form(out.path(), "disclosure-2021");
    let other = out.path().join("other.xlsx");
    openpyxl(&form, &other, r#"[["delete", "nianbao"]]"#);
    let (status, findings) = check(&[text(&other)]);
    assert_eq!((status, codes(&findings)), (1, vec!["form-foreign"]));
}

#[test]
fn tables_that_somebody_copied_into_sheets_are_read_in_every_kind_of_workbook() {
    let layouts = super::layouts();
    for fixture in ["suqian-2023", "district-2020"] {
        let out = build(&root().join("fixtures").join(fixture), &["--to", "docx"]);
        let place = |name: &str| out.path().join(name);
        let (document, sheets) = (place(&format!("{fixture}.docx")), place("sheets.xlsx"));
        let script = root().join("tests/outside/plain_sheets.py");
        let arguments = [text(&script), text(&document), text(&sheets)];
        tool(&tools().join("venv/bin/python"), &arguments);
        convert(std::slice::from_ref(&sheets), "xls", out.path());
        convert(&[sheets], "ods", out.path());
        let folder = nianbao::files::read_folder(&root().join("fixtures").join(fixture));
        let folder = folder.expect("a fixture");
        let reading = nianbao::reader::read(&folder, None, &layouts);
        let (wanted, ..) = reading.report.expect("a report");
        for kind in ["xlsx", "xls", "ods"] {
            let target = place(kind);
            let file = place(&format!("sheets.{kind}"));
            let (status, _, said) = run(root(), &["import", text(&file), "-o", text(&target)]);
            assert!(status < 2, "{fixture} {kind}: {said}");
            let folder = nianbao::files::read_folder(&target).expect("a report");
            let again = nianbao::reader::read(&folder, None, &layouts);
            let (got, ..) = again.report.expect("a report");
            let mut missing = 0;
            for (id, number) in wanted.statistics.iter() {
                match got.statistics.get(id) {
                    Some(found) => {
                        let path = &wanted.statistics.fields()[id].path;
                        assert_eq!(found.value, number.value, "{fixture} {kind}: {path}");
                    }
                    None => missing += 1,
                }
            }
            assert_eq!((got.year, missing), (wanted.year, 0), "{fixture} {kind}: {said}");
        }
    }
}
