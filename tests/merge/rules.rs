//! What holds for every merge: whose words hold, all or nothing, what is shown, and every number.

use std::collections::BTreeMap;

use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::merge::{MergeInput, MergeTools, MergeWishes, TheirNumber, Theirs, merge};
use nianbao::reader;
use nianbao::{field::FieldPath, files};

use super::{Desk, built, edited, written_out};
use crate::bench::{root, run};

/// A file edited once, of suqian-2023.
fn once(desk: &Desk, edit: &str) -> std::path::PathBuf {
    let document = built("suqian-2023", &desk.beside("out"));
    edited(&document, &desk.beside("out"), &[edit]);
    desk.beside("out").join(format!("{edit}.docx"))
}

#[test]
fn changes_on_both_sides_survive_where_they_do_not_touch() {
    let desk = Desk::new("suqian-2023");
    let file = once(&desk, "words");
    let ours = desk.read("narrative.md").replace("二是把重点亮出来", "二是把重点摆出来");
    desk.write("narrative.md", &ours);
    let outcome = desk.merge(&file, &[]);
    assert_eq!(outcome.status, 0, "{}", outcome.said);
    assert_eq!(outcome.narrative, ours.replace("招商引资", "项目引资"));
}

#[test]
fn changes_that_touch_are_a_conflict_and_nothing_is_written() {
    let desk = Desk::new("suqian-2023");
    let file = once(&desk, "words");
    let ours = desk.read("narrative.md").replace("招商引资", "招揽引资");
    desk.write("narrative.md", &ours);
    let outcome = desk.merge(&file, &[]);
    assert_eq!((outcome.status, outcome.own_codes()), (1, vec!["merge-conflict"]));
    assert_eq!(outcome.narrative, ours);
    for words in ["招商", "招揽", "项目"] {
        assert!(outcome.said.contains(words), "{}", outcome.said);
    }
    let outcome = desk.merge(&file, &["--ours"]);
    assert_eq!((outcome.status, outcome.narrative.as_str()), (0, ours.as_str()));
    let outcome = desk.merge(&file, &["--theirs"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.narrative.contains("项目引"), "{}", outcome.narrative);
}

#[test]
fn a_number_that_both_changed_is_a_conflict_with_its_label() {
    let desk = Desk::new("suqian-2023");
    let file = once(&desk, "count");
    let ours = desk.read("report.json").replace("3402", "3400");
    desk.write("report.json", &ours);
    let outcome = desk.merge(&file, &[]);
    assert_eq!((outcome.status, outcome.own_codes()), (1, vec!["merge-conflict"]));
    for words in ["自然人", "3402", "3400", "3403", "/statistics/applications/received"] {
        assert!(outcome.said.contains(words), "{words}: {}", outcome.said);
    }
    assert_eq!(outcome.report, ours);
}

#[test]
fn line_ends_and_bom_of_the_folder_stay() {
    let desk = Desk::new("suqian-2023");
    let file = once(&desk, "new");
    let ours = format!("\u{feff}{}", desk.read("narrative.md").replace('\n', "\r\n"));
    desk.write("narrative.md", &ours);
    let outcome = desk.merge(&file, &[]);
    assert_eq!(outcome.status, 0, "{}", outcome.said);
    let put_in = "办事指南。\r\n\r\n\\#另外，全年宣讲12场。\r\n\r\n";
    assert_eq!(outcome.narrative, ours.replace("办事指南。\r\n\r\n", put_in));
}

#[test]
fn a_dry_run_shows_both_files_and_writes_none() {
    let desk = Desk::new("suqian-2023");
    let file = once(&desk, "words");
    let before = desk.read("narrative.md");
    let (folder, file) = (desk.folder.to_str().expect("UTF-8"), file.to_str().expect("UTF-8"));
    let (status, shown, _) = run(root(), &["merge", folder, file, "--dry-run"]);
    assert_eq!(status, 0);
    assert!(shown.contains("--- ") && shown.contains("\n@@ "), "{shown}");
    assert!(shown.contains("\n-二是把重点亮出来。招商") && shown.contains("\n+二是"), "{shown}");
    assert_eq!(desk.read("narrative.md"), before);
}

#[test]
fn another_report_and_a_file_without_source_are_refused() {
    let desk = Desk::new("suqian-2023");
    let file = once(&desk, "no-source");
    let other = Desk::new("markdown-2022");
    let given = desk.folder.to_str().expect("UTF-8");
    let outcome = desk.merge(&file, &["--base", given]);
    assert_eq!((outcome.status, outcome.own_codes()), (0, vec![]));
    let outcome = other.merge(&once(&desk, "words"), &[]);
    assert_eq!((outcome.status, outcome.own_codes()), (1, vec!["merge-other"]));
}

#[test]
fn rejected_changes_are_not_merged() {
    let desk = Desk::new("suqian-2023");
    let before = desk.read("narrative.md");
    let outcome = desk.merge(&once(&desk, "tracked"), &["--revisions", "reject"]);
    assert_eq!((outcome.status, outcome.narrative), (0, before));
}

#[test]
fn a_typed_number_may_take_the_place_of_a_binding() {
    let desk = Desk::new("markdown-2022");
    let document = built("markdown-2022", &desk.beside("out"));
    edited(&document, &desk.beside("out"), &["bound"]);
    let before = desk.read("narrative.md");
    let outcome = desk.merge(&desk.beside("out/bound.docx"), &["--unbind"]);
    assert_eq!((outcome.status, outcome.own_codes()), (0, vec!["merge-unbound"]));
    let binding = "申请 {{ applications.received.total }} 件";
    assert_eq!(outcome.narrative, before.replace(binding, "申请 486 件"));
}

#[test]
fn each_number_of_the_form_arrives_and_nothing_else_changes() {
    let layouts = files::load_layouts(&[]).expect("the built-in layouts");
    let fonts = Fonts::new(FoundFonts::default());
    let tools = MergeTools { layouts: &layouts, fonts: &fonts };
    let mut folder = files::read_folder(&root().join("fixtures/gzjkq-2021")).expect("a folder");
    let (report, layout, _) = reader::read(&folder, None, &layouts).report.expect("a report");
    // Every number by itself: no 0 that stands for several, no total that is left out.
    let before = written_out(&folder, &report.statistics);
    folder.files.insert("report.json".to_owned(), before.clone().into_bytes().into());
    let (report, ..) = reader::read(&folder, None, &layouts).report.expect("a report");
    let mut tried = 0;
    for (id, number) in report.statistics.iter() {
        let path: &FieldPath = &layout.form.fields[id].path;
        let range = number.location.clone().expect("a place").range;
        let written = format!("{}7", before[range.clone()].trim_start_matches('0'));
        let number = TheirNumber { path: path.clone(), written: written.clone(), place: None };
        let theirs = Theirs { name: "x.xlsx".to_owned(), numbers: vec![number], text: None };
        let nothing = BTreeMap::new();
        let input = MergeInput {
            ours: &folder,
            base: &folder,
            values: None,
            set: &nothing,
            theirs: &theirs,
            before: None,
        };
        let merged = merge(input, tools, MergeWishes::default());
        assert_eq!(merged.findings.len(), 0, "{path}: {:?}", merged.findings);
        let wanted = format!("{}{written}{}", &before[..range.start], &before[range.end..]);
        let now = &merged.files["report.json"];
        assert_eq!(String::from_utf8_lossy(now), wanted, "{path}");
        assert_eq!(merged.files.len(), 1);
        tried += 1;
    }
    assert_eq!(tried, 200);
}
