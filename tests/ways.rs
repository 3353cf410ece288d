//! A form of another family on its ways in and back: the Excel form, an edited DOCX, files from
//! elsewhere, without Rust for it.

use std::path::{Path, PathBuf};

use nianbao::diagnostic::Source;
use nianbao::field::FieldPath;
use nianbao::merge::{EditedNumber, Prefer, fill};
use serde_json::Value;
use tempfile::TempDir;

use crate::bench::{copy_folder, root, run};
use crate::form::programs::openpyxl;
use crate::merge::edited;
use crate::outside::{tool, tools};
use crate::review::validate;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn layouts() -> PathBuf {
    root().join("fixtures/layouts")
}

/// A copy of the report of the other family, and its files in every format.
struct Office {
    place: TempDir,
}

impl Office {
    fn new() -> Office {
        let place = tempfile::tempdir().expect("a temporary folder");
        copy_folder(&layouts().join("points-2030"), &place.path().join("report"));
        let office = Office { place };
        let arguments = ["report", "--to", "pdf,docx,html", "--no-attach", "-o", "."];
        office.says("build", &arguments, 0);
        office.says("form", &["report", "-o", "form.xlsx"], 0);
        office
    }

    fn file(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn report(&self) -> String {
        std::fs::read_to_string(self.file("report/report.json")).expect("the report")
    }

    /// What the program says, and that it ends with `status`.
    fn says(&self, command: &str, arguments: &[&str], status: i32) -> String {
        let layouts = layouts();
        let all = [&[command], arguments, &["--layout-dir", text(&layouts)]].concat();
        let (ended, out, said) = run(self.place.path(), &all);
        assert_eq!(ended, status, "{command} {arguments:?}: {out}{said}");
        out + &said
    }
}

#[test]
fn files_of_the_other_family_come_back_as_they_were() {
    let office = Office::new();
    validate(&office.file("report.docx"));
    let report: Value = serde_json::from_str(&office.report()).expect("JSON");
    for ending in ["docx", "html", "pdf", "xlsx"] {
        let file =
            if ending == "xlsx" { "form.xlsx".to_owned() } else { format!("report.{ending}") };
        let said = office.says("import", &[&file, "-o", ending], 0);
        assert!(said.contains("每个数都已读出"), "{ending}: {said}");
        let written = std::fs::read_to_string(office.file(&format!("{ending}/report.json")));
        let again: Value = serde_json::from_str(&written.expect("the report")).expect("JSON");
        let same =
            |pointer: &str| assert_eq!(again.pointer(pointer), report.pointer(pointer), "{ending}");
        for group in ["point", "work", "media"] {
            same(&format!("/statistics/{group}"));
        }
        ["/layout", "/agency", "/year"].iter().for_each(|pointer| same(pointer));
        let months = &again["statistics"]["months"];
        assert_eq!(months["insurance"]["dec"], 12, "{ending}");
        assert_eq!(months["payments"]["total"], 12, "{ending}");
        if ending != "xlsx" {
            same("/date");
            same("/contact");
        }
        assert!(!office.file(&format!("{ending}/narrative.md")).exists(), "{ending}");
        // As it came, it is a report that has no fault; an Excel form says neither day nor contact.
        if ending != "xlsx" {
            let said = office.says("check", &[ending], 0);
            assert!(said.contains("没有发现问题"), "{ending}: {said}");
            assert!(office.says("check", &[&file], 0).contains("没有发现问题"), "{ending}");
        }
    }
}

#[test]
fn what_nobody_changed_in_a_file_of_the_other_family_changes_nothing() {
    let office = Office::new();
    edited(&office.file("report.docx"), office.place.path(), &["none", "none@wps"]);
    crate::office::convert(&[office.file("report.docx")], "docx", &office.file("again"));
    let before = office.report();
    for file in ["report.docx", "form.xlsx", "none.docx", "none@wps.docx", "again/report.docx"] {
        let said = office.says("merge", &["report", file], 0);
        assert!(!said.contains('[') && said.contains("没有要改的"), "{file}: {said}");
    }
    assert_eq!(office.report(), before);
}

#[test]
fn every_kind_of_cell_comes_back_from_an_edited_docx() {
    for ending in ["", "@wps"] {
        let office = Office::new();
        let file = format!("points{ending}");
        edited(&office.file("report.docx"), office.place.path(), &[&file]);
        let before = office.report();
        let said = office.says("merge", &["report", &format!("{file}.docx")], 0);
        let mut wanted = before;
        for (old, new) in [
            ("云岭社区便民服务点", "南岭社区便民服务点"),
            ("2028-05-06", "2028-05-16"),
            (r#""type": "社区""#, r#""type": "村""#),
            (r#"["自助终端", "母婴室"]"#, r#"["自助终端","无障碍通道","母婴室"]"#),
            (r#""change": -12"#, r#""change": -13"#),
            ("-0.50", "-0.55"),
            (r#""open": "是""#, r#""open": "否""#),
            ("1204", "0"),
        ] {
            assert_eq!(wanted.matches(old).count(), 1, "{old}");
            wanted = wanted.replace(old, new);
        }
        assert_eq!(office.report(), wanted, "{said}");
        // Who filled it in is no number, and is told.
        assert_eq!(said.matches("[merge-left]").count(), 1, "{said}");
        assert!(said.contains("contact.writer") && said.contains("林大满"), "{said}");
        assert!(
            said.contains("登记表“设施”：自助终端、母婴室 改为 自助终端、无障碍通道、母婴室"),
            "{said}"
        );
        let again = office.says("merge", &["report", &format!("{file}.docx")], 0);
        assert!(again.contains("没有要改的"), "{again}");
    }
}

#[test]
fn a_blank_that_may_be_is_taken_and_what_is_no_value_is_not() {
    let office = Office::new();
    let edits = ["points-blank", "points-label", "points-wrong"];
    edited(&office.file("report.docx"), office.place.path(), &edits);
    let before = office.report();
    let said = office.says("merge", &["report", "points-label.docx"], 1);
    assert_eq!(said.matches("分不清各项").count(), 3, "{said}");
    let said = office.says("merge", &["report", "points-wrong.docx"], 1);
    for told in ["应为存在的日期", "不是表上的选项", "约1280"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(office.report(), before);
    office.says("merge", &["report", "points-blank.docx"], 0);
    assert_eq!(office.report(), before.replace("\"云岭办事\"", "null"));
}

#[test]
fn a_cell_that_was_left_open_is_filled_in_from_a_docx() {
    let office = Office::new();
    let open = office
        .report()
        .replace("\"cases\": 90, ", "")
        .replace("\"fees\": 1280.50", "\"fees\": null");
    std::fs::write(office.file("report/report.json"), open).expect("a temporary file");
    office.says("build", &["report", "--draft", "--to", "docx", "-o", "draft"], 1);
    let draft = office.file("draft/report.docx");
    let script = "import docx, sys\n\
        d = docx.Document(sys.argv[1])\n\
        cells = [c for t in d.tables for r in t.rows for c in r.cells if c.text == '？']\n\
        cells[0].paragraphs[0].runs[0].text = '90件'\n\
        cells[-1].paragraphs[0].runs[0].text = '1280.50元'\n\
        d.save(sys.argv[1]); print('[]')";
    tool(&tools().join("venv/bin/python"), &["-c", script, text(&draft)]);
    let said = office.says("merge", &["report", "draft/report.docx"], 0);
    assert!(said.contains("新填 2 个数"), "{said}");
    let now: Value = serde_json::from_str(&office.report()).expect("JSON");
    assert_eq!(now.pointer("/statistics/work/cases"), Some(&90.into()));
    assert!(office.report().contains("\"fees\": 1280.50"));
}

#[test]
fn every_kind_of_cell_comes_back_from_the_excel_form() {
    let office = Office::new();
    let steps = r#"[["fill", {"nb.point.name": "南岭社区便民服务点", "nb.work.cases": 91,
        "nb.months.payments.jan": 1, "nb.media.followers": 1205, "nb.work.difference": -0.55}]]"#;
    openpyxl(&office.file("form.xlsx"), &office.file("filled.xlsx"), steps);
    let before = office.report();
    let said = office.says("merge", &["report", "filled.xlsx"], 0);
    let wanted = before
        .replace("云岭社区便民服务点", "南岭社区便民服务点")
        .replace("\"cases\": 90", "\"cases\": 91")
        .replace("\"payments\": { \"jan\": 0", "\"payments\": { \"jan\": 1")
        .replace("1204", "1205")
        .replace("-0.50", "-0.55");
    assert_eq!(office.report(), wanted, "{said}");
}

#[test]
fn words_are_compared_as_words_however_they_are_written() {
    let layouts = nianbao::files::load_layouts(&[layouts()]).expect("the layouts");
    let form = &layouts.get("points").expect("the other family").form;
    let written = r#"{"statistics": {"point": {"name": "\u7532", "type": ["社区"]}}}"#;
    let edited = |path: &str, base: &str, now: &str| EditedNumber {
        path: FieldPath::new(path),
        base: Some(base.to_owned()),
        now: now.to_owned(),
        written: None,
    };
    let theirs = [
        edited("point.name", r#""甲""#, r#""乙""#),
        edited("point.type", r#""社区""#, r#""园区""#),
    ];
    let source = Source::new("report.json", written.to_owned());
    let filling = fill(&source, form, &theirs, Prefer::Neither);
    assert_eq!(filling.findings, []);
    let now = written.replace(r#""\u7532""#, r#""乙""#).replace(r#"["社区"]"#, r#""园区""#);
    assert_eq!(filling.apply(written), now);
}

#[test]
fn no_source_file_names_a_made_up_form() {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source file");
        assert!(
            !text.contains("\"points\"") && !text.contains("points-2030"),
            "{}",
            file.display()
        );
    }
}
