//! `import`, `check` and `new` of published files, honest and hostile.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::page::{Page, Site};
use crate::bench::{build, root, run};
use crate::generator::Dice;
use crate::judge::{accept, schema};

/// A page in a folder of its own.
fn page(change: impl FnOnce(&mut Page)) -> (tempfile::TempDir, PathBuf) {
    let layouts = nianbao::files::load_layouts(&[]).expect("the layouts");
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let mut page = Page::new(layout, &mut Dice::new(5));
    change(&mut page);
    let site = Site { metadata: true, nested: true, menus: true };
    let place = tempfile::tempdir().expect("a temporary folder");
    let file = place.path().join("page.html");
    std::fs::write(&file, page.html(layout, site)).expect("a page");
    (place, file)
}

fn set(page: &mut Page, path: &str, text: &str) {
    let cell = page.cells().find(|cell| cell.path.as_deref() == Some(path));
    cell.expect("a cell of the form").text = text.to_owned();
}

/// The findings of `check` in JSON, and its exit status.
fn check(folder: &Path, arguments: &[&str]) -> (i32, Vec<Value>) {
    let mut all = vec!["check", "--message-format", "json"];
    all.extend(arguments);
    let (status, out, _) = run(folder, &all);
    (status, out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

#[test]
fn a_page_becomes_a_report_that_check_reads() {
    let (place, _) = page(|_| {});
    let (status, _, said) = run(place.path(), &["import", "page.html", "-o", "report"]);
    assert_eq!(status, 0, "{said}");
    let folder = place.path().join("report");
    let json = std::fs::read_to_string(folder.join("report.json")).expect("report.json");
    assert!(json.contains("\"agency\": \"某县某局\"") && json.contains("\"date\": \"2025-01-20\""));
    let narrative = std::fs::read_to_string(folder.join("narrative.md")).expect("narrative.md");
    assert!(narrative.starts_with("本报告按照有关规定编制") && narrative.contains("# 总体情况"));
    for noise in ["首页", "扫一扫", "索引号", "主办", "某县某局"] {
        assert!(!narrative.contains(noise), "{noise}: {narrative}");
    }
    let record = std::fs::read(folder.join("import.json")).expect("import.json");
    let record: Value = serde_json::from_slice(&record).expect("JSON");
    assert_eq!(record["source"]["kind"], "html");
    assert_eq!(record["numbers"].as_array().map(Vec::len), Some(200));
    assert_eq!(record["numbers"][0]["state"], "certain");
    let place_of = &record["numbers"][0]["place"];
    assert!(place_of["row"].is_u64() && place_of["table"].is_u64(), "{place_of}");
    let errors = check(place.path(), &["report"]).1.into_iter();
    assert_eq!(errors.filter(|finding| finding["severity"] == "error").count(), 0);
    let (status, ..) = run(place.path(), &["import", "page.html", "-o", "report"]);
    assert_eq!(status, 2, "nothing is written over");
}

#[test]
fn a_number_that_cannot_be_read_is_left_out_and_told() {
    let path = "disclosure.penalties.decisions";
    let (place, _) = page(|page| set(page, path, "/"));
    let (status, _, said) = run(place.path(), &["import", "page.html", "-o", "report"]);
    assert_eq!(status, 1);
    assert!(said.contains("import-unknown") && said.contains("行政处罚"), "{said}");
    let json = std::fs::read_to_string(place.path().join("report/report.json")).expect("a file");
    assert!(!json.contains("penalties"), "{json}");
    let (_, findings) = check(place.path(), &["report"]);
    let missing = findings.iter().find(|finding| finding["code"] == "json-missing");
    let missing = missing.expect("a number that is missing").to_string();
    assert!(missing.contains("行政处罚"), "{missing}");
}

#[test]
fn a_published_report_is_checked_at_its_cells() {
    let path = "applications.received.total";
    let (place, _) = page(|page| set(page, path, "7"));
    let (status, findings) = check(place.path(), &["page.html"]);
    assert_eq!(status, 1);
    let sum = findings.iter().find(|finding| finding["code"] == "applicants-total");
    let sum = sum.expect("a sum that does not hold");
    assert_eq!((&sum["file"], &sum["line"]), (&Value::from("page.html"), &Value::Null));
    // Behind the metadata and the first table; three head rows; a label and seven numbers.
    assert_eq!(sum["place"], serde_json::json!({ "table": 3, "row": 4, "column": 8 }));
    assert!(findings.iter().all(|finding| finding["code"] != "json-missing"));
}

#[test]
fn what_is_wrong_in_the_text_of_a_page_has_its_paragraph_and_no_advice_for_folders() {
    let out = build(&root().join("fixtures/suqian-2023"), &["--to", "html,docx"]);
    let right = std::fs::read_to_string(out.path().join("suqian-2023.html")).expect("the page");
    let wrong = right.replace("本年新收3511件", "本年新收3512件");
    assert_ne!(right, wrong);
    std::fs::write(out.path().join("page.html"), wrong).expect("a page");
    let (_, findings) = check(out.path(), &["page.html"]);
    let claim = findings.iter().find(|finding| finding["code"] == "claim-received");
    let claim = claim.expect("a number that is not the table's");
    // A paragraph, a heading and five below it, a heading: this is the ninth.
    let place = serde_json::json!({ "section": "总体情况", "paragraph": 9 });
    assert_eq!(claim["place"], place, "{claim}");
    let (_, _, said) = run(out.path(), &["check", "page.html"]);
    assert!(said.contains("page.html（“总体情况”第 9 段）"), "{said}");
    assert!(said.contains("提示: 核对两处") && !said.contains("豁免"), "{said}");
    // The same in a folder may be silenced.
    let folder = out.path().join("folder");
    let (_, _, said) = run(out.path(), &["import", "page.html", "-o", "folder"]);
    assert!(folder.exists(), "{said}");
    let (_, _, said) = run(out.path(), &["check", "folder"]);
    assert!(said.contains("可以豁免这条规则"), "{said}");
}

#[test]
fn last_year_is_a_published_file_too() {
    let (place, file) = page(|_| {});
    let text = std::fs::read_to_string(&file).expect("a page").replace("2024年", "2023年");
    std::fs::write(place.path().join("last.html"), text).expect("a page");
    let (_, findings) = check(place.path(), &["page.html", "--previous", "last.html"]);
    let about_last = |finding: &&Value| finding["code"] == "normative-documents-in-force";
    assert_eq!(findings.iter().filter(about_last).count(), 1, "{findings:?}");
    let (status, _, said) = run(place.path(), &["new", "next", "--from", "last.html"]);
    assert_eq!(status, 0, "{said}");
    let json = std::fs::read_to_string(place.path().join("next/report.json")).expect("a file");
    assert!(json.contains("\"year\": 2024") && json.contains("某县某局"), "{json}");
}

#[test]
fn what_is_wrong_with_last_years_file_is_told_there() {
    let (place, file) = page(|_| {});
    let text = std::fs::read_to_string(&file).expect("a page").replace("2024年", "2021年");
    std::fs::write(place.path().join("last.html"), text).expect("a page");
    let (_, findings) = check(place.path(), &["page.html", "--previous", "last.html"]);
    let told = findings.iter().find(|finding| finding["code"] == "previous-year");
    let told = told.expect("a year between");
    assert_eq!((&told["file"], &told["line"]), (&Value::from("last.html"), &Value::Null));
}

#[test]
fn a_published_file_is_checked_wherever_it_is_kept() {
    let (place, file) = page(|_| {});
    let (status, _, said) = run(place.path(), &["import", "page.html", "-o", "report"]);
    assert_eq!(status, 0, "{said}");
    std::fs::copy(&file, place.path().join("report/published.html")).expect("a copy");
    let (status, findings) = check(place.path(), &["report/published.html"]);
    assert_eq!(status, 0, "{findings:?}");
    // Nobody can write into it what a report folder may say beside.
    assert!(findings.iter().all(|finding| finding["code"] != "fact-missing"), "{findings:?}");
    let (status, findings) = check(place.path(), &["report/narrative.md"]);
    assert_eq!((status, &findings[0]["code"]), (1, &Value::from("input-missing")));
}

#[test]
fn an_address_is_whole_and_a_missing_date_is_told() {
    let (place, file) = page(|_| {});
    let text = std::fs::read_to_string(&file).expect("a page");
    let said = "本报告电子版可在某县人民政府网站（www.example.gov.cn）下载。本报告按照有关规定编制";
    let text = text.replace("本报告按照有关规定编制", said).replace("2025年1月20日", "");
    std::fs::write(&file, text).expect("a page");
    let (_, findings) = check(place.path(), &["page.html"]);
    let has = |code: &str| findings.iter().any(|finding| finding["code"] == code);
    assert!(has("import-date") && !has("link-target"), "{findings:?}");
    run(place.path(), &["import", "page.html", "-o", "report"]);
    let json = std::fs::read_to_string(place.path().join("report/report.json")).expect("a file");
    assert!(json.contains("http://www.example.gov.cn"), "{json}");
}

#[test]
fn many_files_have_an_overview() {
    let (place, file) = page(|_| {});
    let folder = place.path().join("all");
    std::fs::create_dir(&folder).expect("a folder");
    for number in 0..6 {
        std::fs::copy(&file, folder.join(format!("{number}.html"))).expect("a copy");
    }
    std::fs::write(folder.join("6.pdf"), "%PDF-1.7 nothing").expect("a file");
    let (status, _, said) = run(place.path(), &["check", "all", "--results", "results.jsonl"]);
    assert_eq!(status, 1);
    assert!(said.contains("共 7 份") && said.contains("读不了 1 份"), "{said}");
    let lines = std::fs::read_to_string(place.path().join("results.jsonl")).expect("a list");
    let lines: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((lines.len(), &lines[6]["status"]), (7, &Value::from("unreadable")));
    accept(&schema("check-results.schema.json"), &lines);
    let findings = lines.iter().flat_map(|line| line["findings"].as_array().expect("a list"));
    accept(&schema("findings.schema.json"), &findings.cloned().collect::<Vec<_>>());
    assert_eq!((&lines[0]["unknown"], &lines[0]["errors"]), (&Value::from(0), &Value::from(0)));
}

/// Each file, and what is said of it.
fn refused(name: &str, bytes: &[u8], words: &str) {
    let place = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(place.path().join(name), bytes).expect("a file");
    let (status, _, said) = run(place.path(), &["import", name, "-o", "report"]);
    assert!(status == 1 && said.contains(words), "{name}: {status} {said}");
    assert!(!place.path().join("report").exists(), "{name}: nothing is written");
}

#[test]
fn what_is_no_report_is_refused_with_a_sentence() {
    refused("flat.txt", "一、总体情况 行政规范性文件77132470".as_bytes(), "没有表格");
    refused("picture.html", b"<html><p>a</p><img src=table.png>", "只有图片");
    refused("empty.html", b"", "不是能读的文件");
    refused("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧格式");
    refused("other.bin", b"\x00\x01\x02", "不是能读的文件");
    let menu = "<html><table><tr><td>索引号<td>1<tr><td>文号<td>2</table>";
    refused("menu.html", menu.as_bytes(), "不是已有版式");
    refused("broken.pdf", b"%PDF-1.7", "读不了");
}

#[test]
fn hostile_pages_are_bounded() {
    let deep = format!("<html>{}", "<div>".repeat(3000));
    refused("deep.html", deep.as_bytes(), "嵌套太深");
    let wide = format!("<html><table>{}", "<tr><td colspan=99999 rowspan=99999>1".repeat(300));
    refused("wide.html", wide.as_bytes(), "文件");
    let nested = format!("<html>{}", "<table><tr><td>".repeat(2000));
    refused("nested.html", nested.as_bytes(), "文件");
}

/// A PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let begin = file.len();
    file += "xref\n0 5\n0000000000 65535 f \n";
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    file += &format!("trailer<</Size 5/Root 1 0 R>>\nstartxref\n{begin}\n%%EOF");
    file.into_bytes()
}

#[test]
fn hostile_pdfs_are_bounded() {
    refused("empty.pdf", &pdf(""), "读不了");
    refused("stack.pdf", &pdf(&"[".repeat(200_000)), "读不了");
    refused("rules.pdf", &pdf(&"1 1 5 1 re f ".repeat(250_000)), "太大");
    let image = "BI /W 1 /H 1 /CS /G /BPC 8 ID \u{0} EI";
    refused("scan.pdf", &pdf(image), "扫描件");
}
