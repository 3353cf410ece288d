//! Editions of one form: what of last year's report can be compared across them, and layouts that
//! are based on others.

use std::path::Path;

use serde_json::{Value, json};

use crate::bench::{copy_report, root, run};

/// A report on 2021 whose text says `sentence`, beside one on 2020, of the edition before.
fn beside_2020(sentence: &str, change: impl FnOnce(&mut Value)) -> (i32, String) {
    let out = tempfile::tempdir().expect("a temporary folder");
    copy_report("all-zero-2024", out.path());
    let file = |name: &str| out.path().join(name);
    let text = std::fs::read_to_string(file("report.json")).expect("the report");
    let mut report: Value = serde_json::from_str(&text).expect("JSON");
    let row = |people: u32, firms: u32| {
        json!({
            "natural_persons": people, "enterprises": firms, "research_institutions": 0,
            "public_welfare_organizations": 0, "legal_service_organizations": 0,
            "other_organizations": 0,
        })
    };
    report["year"] = json!(2021);
    report["date"] = json!("2022-01-20");
    report["waive"] = json!({ "previous-edition": "两版格式不同", "copied-text": "两年都没有" });
    report["statistics"]["applications"] = json!({
        "received": row(4, 1), "carried_in": row(2, 0), "carried_over": 0,
        "outcomes": {
            "granted": 0, "partially_granted": 0, "refused": 0, "unavailable": 0,
            "not_processed": 0,
            "other": { "not_corrected": row(4, 0), "fee_unpaid": 0, "other": row(2, 1) },
        },
    });
    change(&mut report);
    std::fs::write(file("report.json"), report.to_string()).expect("a temporary file");
    let text = std::fs::read_to_string(file("narrative.md")).expect("the text");
    let text = text.replace("2024", "2021").replacen(
        "# 总体情况\n",
        &format!("# 总体情况\n\n{sentence}\n"),
        1,
    );
    std::fs::write(file("narrative.md"), text).expect("a temporary file");
    let place = out.path().to_str().expect("UTF-8");
    let (status, _, said) = run(root(), &["check", place, "--previous", "fixtures/district-2020"]);
    (status, said)
}

#[test]
fn rows_that_were_one_are_compared_by_their_sum_and_only_so() {
    let told = |sentence: &str| beside_2020(sentence, |_| ()).1;
    // 7 against the 3 of one row.
    let right = told("依申请公开其他处理7件，比上年增加4件。");
    assert!(!right.contains("growth-others"), "{right}");
    let wrong = told("依申请公开其他处理7件，比上年增加3件。");
    assert!(wrong.contains("警告[growth-others]") && wrong.contains("增加4（3 → 7）"), "{wrong}");
    let part = told("依申请公开逾期不补正4件，比上年增加1件。");
    assert!(!part.contains("growth-others"), "of one of the rows nothing is known: {part}");
    let same = told("依申请公开收到申请5件，比上年减少3件。");
    assert!(same.contains("警告[growth-received]") && same.contains("42 → 5"), "{same}");
}

#[test]
fn sums_across_years_hold_across_editions() {
    let (_, said) = beside_2020("依申请公开逐件答复。", |report| {
        report["statistics"]["applications"]["carried_in"]["natural_persons"] = json!(1);
        report["statistics"]["applications"]["received"]["natural_persons"] = json!(5);
    });
    let told = "表三“自然人”一列：上年结转是 1，上年报告的结转下年度继续办理是 2";
    assert!(said.contains(told), "{said}");
    let (status, said) = beside_2020("依申请公开逐件答复。", |report| {
        report["waive"] = json!({ "copied-text": "两年都没有" });
    });
    assert_eq!((status, said.matches("[previous-edition]").count()), (0, 1), "{said}");
}

#[test]
fn a_new_report_takes_what_was_carried_over_from_the_edition_before() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().join("2021");
    let place = folder.to_str().expect("UTF-8");
    let (status, _, said) = run(root(), &["new", place, "--from", "fixtures/district-2020"]);
    assert_eq!(status, 0, "{said}");
    let text = std::fs::read_to_string(folder.join("report.json")).expect("the new report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let at = |pointer: &str| report.pointer(&format!("/statistics/{pointer}")).cloned();
    assert_eq!(at("applications/carried_in/natural_persons"), Some(json!(2)));
    assert_eq!(at("disclosure/rules/in_force"), Some(Value::Null), "that means something else");
    // And within the older edition.
    let folder = out.path().join("2020");
    let place = folder.to_str().expect("UTF-8");
    assert_eq!(run(root(), &["new", place, "--from", "fixtures/district-2019"]).0, 0);
    let text = std::fs::read_to_string(folder.join("report.json")).expect("the new report");
    assert!(text.contains("\"items_last_year\": 403"), "412 − 9: {text}");
}

/// Writes a layout's files.
fn layout(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a temporary folder");
        std::fs::write(path, text).expect("a temporary file");
    }
}

#[test]
fn an_offices_own_layout_says_only_what_differs() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let own = "id = \"own\"\nname = \"本省格式\"\nnotice = \"示例〔2022〕1号\"\n\
               base = \"disclosure-2021\"\nyears = { from = 2022 }\n[title]\n\
               lines = [\"{agency}{year}年度报告\"]\n";
    let rules = "drop = [\"claim-received\"]\n[[wordings]]\nid = \"processing-fee\"\noff = false\n";
    layout(&out.path().join("own"), &[("layout.toml", own), ("rules.toml", rules)]);
    let dir = out.path().to_str().expect("UTF-8");
    let checked = |report: &str| run(root(), &["check", report, "--layout-dir", dir]).2;
    let said = checked("fixtures/errors/claim-received");
    assert!(!said.contains("claim-received]") && said.contains("警告[processing-fee]"), "{said}");
    let listed = run(root(), &["layouts", "--layout-dir", dir]).1;
    assert!(listed.starts_with("own  本省格式"), "{listed}");
    for (file, text, told) in [
        ("rules.toml", "drop = [\"claim-recieved\"]\n", "rules.toml:1:9"),
        ("style.toml", "[page]\nwidth_mm = \"wide\"\n", "style.toml"),
        ("layout.toml", "id = \"own\"\nbase = \"own\"\n", "layout.toml:2:9"),
        ("layout.toml", "id = \"own\"\nbase = \"disclosure-2021\"\nyears = 1\n", "layout.toml:3:9"),
    ] {
        layout(&out.path().join("own"), &[("layout.toml", own), ("rules.toml", rules)]);
        let _ = std::fs::remove_file(out.path().join("own/style.toml"));
        layout(&out.path().join("own"), &[(file, text)]);
        let (status, _, said) = run(root(), &["layouts", "--layout-dir", dir]);
        assert!(status == 2 && said.contains(told), "{text}: {said}");
    }
}

#[test]
fn a_part_whose_name_joins_two_things_is_a_part_all_the_same() {
    let parts = "公开信息100条，其中城乡建设与环保30条，安全生产20条，其他{}条。";
    let told = |rest: &str| beside_2020(&parts.replace("{}", rest), |_| ()).1;
    assert!(told("40").contains("这句话的总数是 100条，各项之和是 90条"), "{}", told("40"));
    assert!(!told("50").contains("enumeration-sum"), "{}", told("50"));
    for mark in ["，（", "，(", "（", "(", "：（"] {
        let typed = format!("公开信息100条{mark}其中机构25条，其他应主动公开信息40条)");
        let told = beside_2020(&typed, |_| ()).1;
        assert!(told.contains("总数是 100条，各项之和是 65条"), "{mark}: {told}");
    }
}
