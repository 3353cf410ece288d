//! Forms back into their report: only what was changed, or nothing.

use std::path::{Path, PathBuf};

use super::programs::openpyxl;
use super::{text, write_form};
use crate::bench::{copy_report, fixtures, name, root, run};

/// A fixture's copy and its form.
pub fn report(folder: &Path, fixture: &str) -> (PathBuf, PathBuf) {
    let report = folder.join(fixture);
    copy_report(fixture, &report);
    (report.clone(), write_form(folder, text(&report)))
}

fn json(report: &Path) -> String {
    std::fs::read_to_string(report.join("report.json")).expect("report.json")
}

#[test]
fn a_form_that_nobody_changed_changes_nothing() {
    for fixture in fixtures() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let (report, form) = report(out.path(), name(&fixture));
        let before = json(&report);
        let (status, _, said) = run(root(), &["merge", text(&report), text(&form)]);
        assert_eq!(status, 0, "{}: {said}", name(&fixture));
        assert!(said.contains("没有要改的"), "{said}");
        assert_eq!(json(&report), before);
    }
}

#[test]
fn what_was_typed_arrives_and_nothing_else() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (report, form) = report(out.path(), "suqian-2023");
    let before = json(&report);
    let steps = r#"[["fill", {
        "nb.applications.received.natural_persons": 3403,
        "nb.applications.carried_over.natural_persons": 119,
        "nb.disclosure.fees.amount": 96171.5
    }]]"#;
    openpyxl(&form, &form, steps);
    let merge = |more: &[&str]| {
        let arguments = [&["merge", text(&report), text(&form)], more].concat();
        run(root(), &arguments)
    };
    let (status, diff, said) = merge(&["--dry-run"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(json(&report), before, "a dry run writes nothing");
    assert!(diff.contains("+      \"fees\": { \"amount\": 96171.5 }"), "{diff}");
    assert_eq!(diff.lines().filter(|line| line.starts_with('+')).count(), 1 + 3, "{diff}");
    let (status, _, said) = merge(&[]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("3402 改为 3403") && said.contains("59237.2449 改为 96171.5"), "{said}");
    let expected = before
        .replace("\"natural_persons\": 3402", "\"natural_persons\": 3403")
        .replace("\"total\": 3511", "\"total\": 3512")
        .replace(
            "\"carried_over\": { \"natural_persons\": 118",
            "\"carried_over\": { \"natural_persons\": 119",
        )
        .replace("\"total\": 121", "\"total\": 122")
        .replace("59237.2449", "96171.5");
    assert_eq!(json(&report), expected);
    let (status, _, said) = merge(&[]);
    assert!(status == 0 && said.contains("没有要改的"), "twice is once: {said}");
    assert_eq!(json(&report), expected);
}

#[test]
fn a_new_report_is_filled_in_from_an_empty_form() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let report = out.path().join("新报告");
    let new = ["new", text(&report), "--agency", "甲局", "--year", "2024"];
    assert_eq!(run(root(), &new).0, 0);
    let form = write_form(out.path(), text(&report));
    let layouts = super::layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let open = layout.form.fields.ids().filter(|id| !layout.form.totals.contains_key(id));
    let names: Vec<String> =
        open.map(|id| format!("\"nb.{}\": 0", layout.form.fields[id].path)).collect();
    openpyxl(&form, &form, &format!("[[\"fill\", {{{}}}]]", names.join(",")));
    let (_, _, said) = run(root(), &["merge", text(&report), text(&form)]);
    assert!(said.contains(&format!("新填 {} 个数", names.len())), "{said}");
    let read: serde_json::Value = serde_json::from_str(&json(&report)).expect("JSON");
    assert!(!read["statistics"].to_string().contains("null"), "every number is there");
    let (_, _, said) = run(root(), &["merge", text(&report), text(&form)]);
    assert!(said.contains("没有要改的"), "{said}");
}

#[test]
fn two_who_changed_one_number_are_asked() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (report, form) = report(out.path(), "suqian-2023");
    openpyxl(&form, &form, r#"[["fill", {"nb.disclosure.penalties.decisions": 7}]]"#);
    let ours = json(&report).replace("2822652", "8");
    std::fs::write(report.join("report.json"), &ours).expect("a temporary file");
    let merge =
        |more: &[&str]| run(root(), &[&["merge", text(&report), text(&form)], more].concat());
    let (status, _, said) = merge(&[]);
    assert_eq!(status, 1);
    assert!(said.contains("原来 2822652，文件夹 8，改过的文件 7"), "{said}");
    assert_eq!(json(&report), ours);
    assert!(merge(&["--ours"]).2.contains("没有要改的"));
    assert_eq!(json(&report), ours);
    assert!(merge(&["--theirs"]).2.contains("8 改为 7"));
    assert_eq!(json(&report), ours.replace("\"decisions\": 8 ", "\"decisions\": 7 "));
}

#[test]
fn another_reports_form_is_not_taken() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (_, form) = report(out.path(), "suqian-2023");
    for (fixture, word) in [("government-2023", "宿迁市人民政府"), ("gzjkq-2021", "2021 年")]
    {
        let other = out.path().join(fixture);
        copy_report(fixture, &other);
        let before = json(&other);
        let (status, _, said) = run(root(), &["merge", text(&other), text(&form)]);
        assert_eq!(status, 1, "{said}");
        assert!(said.contains("[merge-other]") && said.contains(word), "{said}");
        assert_eq!(json(&other), before);
    }
}
