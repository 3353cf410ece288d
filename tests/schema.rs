//! The schema of report.json, and new folders to fill in.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{fixtures, root, run};
use crate::judge::{self, faults};

fn schema() -> Value {
    schema_of(None)
}

fn schema_of(layout: Option<&str>) -> Value {
    let (status, text, _) = run(root(), &["schema"].into_iter().chain(layout).collect::<Vec<_>>());
    assert_eq!(status, 0);
    serde_json::from_str(&text).expect("the schema in JSON")
}

fn report(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("report.json")).expect("the report");
    serde_json::from_str(&text).expect("the report in JSON")
}

#[test]
fn the_schema_is_one_and_takes_every_fixture() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    for layout in layouts.iter() {
        let of_layout = |fixture: &PathBuf| {
            let year = report(fixture)["year"].as_u64().and_then(|year| u16::try_from(year).ok());
            let served = layouts.for_year(year.expect("a year")).expect("a layout");
            served.form.id == layout.form.id
        };
        let fixtures: Vec<PathBuf> = fixtures().into_iter().filter(of_layout).collect();
        assert!(!fixtures.is_empty(), "{} has a fixture", layout.form.id);
        let reports: Vec<Value> = fixtures.iter().map(|fixture| report(fixture)).collect();
        let schema = schema_of(Some(&layout.form.id));
        for (fixture, fault) in fixtures.iter().zip(faults(&schema, &reports)) {
            assert_eq!(fault, None, "{}", fixture.display());
        }
    }
}

#[test]
fn the_schema_refuses_what_reading_refuses() {
    let cases = ["json-type", "json-missing", "json-unknown-key", "layout-unknown", "layout-year"];
    let reports = cases.map(|case| report(&root().join("fixtures/errors").join(case)));
    for (case, fault) in cases.iter().zip(faults(&schema(), &reports)) {
        assert!(fault.is_some(), "{case}");
    }
}

#[test]
fn the_schema_speaks_as_the_form_does() {
    let schema = schema();
    let steps = ["statistics/anyOf/0", "disclosure/anyOf/0", "fees/anyOf/0", "amount/title"];
    let pointer = steps.map(|step| format!("/properties/{step}")).concat();
    let title = schema.pointer(&pointer);
    assert_eq!(
        title.and_then(Value::as_str),
        Some("表二“行政事业性收费”的“本年收费金额（单位：万元）”")
    );
}

#[test]
fn a_new_folder_lists_what_is_to_fill_and_keeps_what_last_year_knew() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().join("next-year");
    let place = folder.to_str().expect("UTF-8");
    let (status, _, said) = run(root(), &["new", place, "--from", "fixtures/suqian-2023"]);
    assert_eq!(status, 0, "{said}");
    let text = std::fs::read_to_string(folder.join("report.json")).expect("the new report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let at = |pointer: &str| {
        report.pointer(pointer).cloned().unwrap_or_else(|| panic!("{pointer} is there"))
    };
    assert_eq!(
        (at("/agency"), at("/year"), at("/level")),
        ("宿迁市人民政府".into(), 2024.into(), "government".into())
    );
    assert_eq!(at("/$schema"), "./report.schema.json");
    let last = std::fs::read_to_string(root().join("fixtures/suqian-2023/report.json"))
        .expect("last year's report");
    let last: Value = serde_json::from_str(&last).expect("JSON");
    let was = |pointer: &str| {
        last.pointer(pointer).cloned().unwrap_or_else(|| panic!("{pointer} is there"))
    };
    assert_eq!(
        at("/statistics/applications/carried_in/natural_persons"),
        was("/statistics/applications/carried_over/natural_persons")
    );
    assert_eq!(
        at("/statistics/disclosure/rules/in_force"),
        was("/statistics/disclosure/rules/in_force")
    );
    assert_eq!(at("/statistics/applications/received/natural_persons"), Value::Null);
    assert_eq!(at("/statistics/disclosure/rules/repealed"), Value::Null);
    assert!(
        report.pointer("/statistics/applications/outcomes/total").is_none(),
        "totals are the program's"
    );

    let (status, _, said) = run(root(), &["check", place]);
    assert_eq!(status, 1);
    assert!(
        said.contains("表二还有 8 格没有填") && said.contains("表三还有 138 格没有填"),
        "{said}"
    );
    assert!(!said.contains("应为数字"), "what was carried over is filled in: {said}");
    assert!(said.contains("还有 1 项没有填（null）：date"), "{said}");
    assert_eq!(said.matches("错误[json-type]").count(), 4, "one finding a table: {said}");

    let (status, _, said) = run(root(), &["new", place, "--from", "fixtures/suqian-2023"]);
    assert_eq!(status, 2, "a report that is there is never overwritten: {said}");
}

#[test]
fn a_report_of_another_year_than_the_last_hands_on_no_number() {
    let out = tempfile::tempdir().expect("a temporary folder");
    for year in ["2025", "2023", "2022"] {
        let folder = out.path().join(year);
        let place = folder.to_str().expect("UTF-8");
        let from = ["new", place, "--from", "fixtures/suqian-2023", "--year", year];
        let (status, _, said) = run(root(), &from);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("警告[new]") && said.contains("2023"), "{said}");
        let text = std::fs::read_to_string(folder.join("report.json")).expect("the new report");
        let report: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(report["agency"], "宿迁市人民政府");
        let statistics = report["statistics"].to_string();
        assert!(!statistics.contains(|c: char| c.is_ascii_digit()), "{year}: {statistics}");
    }
}

#[test]
fn a_new_folder_without_a_last_year_needs_name_and_year() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().join("first");
    let place = folder.to_str().expect("UTF-8");
    assert_eq!(run(root(), &["new", place]).0, 2);
    assert_eq!(run(root(), &["new", place, "--agency", "青禾市档案局", "--year", "2016"]).0, 2);
    assert_eq!(run(root(), &["new", place, "--agency", "青禾市档案局", "--year", "2024"]).0, 0);
    let text = std::fs::read_to_string(folder.join("narrative.md")).expect("the new text");
    assert!(text.starts_with("# 总体情况\n\n## 主动公开\n"), "{text}");
}

/// A schema that refers to another file fails in every validator that is not told where it is.
#[test]
fn schemas_have_names_and_hold_what_they_refer_to() {
    let findings = judge::schema("findings.schema.json");
    for name in ["results", "check-results", "worker"] {
        let whole = judge::schema(&format!("{name}.schema.json"));
        assert_eq!(whole["$id"], format!("urn:nianbao:schema:{name}"));
        assert_eq!(whole["$defs"]["finding"], findings, "{name} holds the schema of findings");
    }
    assert_eq!(findings["$id"], "urn:nianbao:schema:findings");
    let nothing = faults(&judge::schema("worker.schema.json"), &[serde_json::json!({})]);
    assert!(nothing[0].is_some(), "the root asks for a request or an answer");
}
