//! Edits by the commands of LibreOffice's own menus and keys, with changes tracked and not, and
//! saved as it saves.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::edits::{Case, RECEIVED, differs, says, takes, unbalanced};
use super::{Desk, built};
use crate::office::{desk, fonts};
use crate::outside::tools;

const LISTED: &str = "办事指南。\n\n";

/// Steps, and what comes of them.
fn suqian() -> Vec<(Value, Case)> {
    vec![
        (json!([]), says("none", 0, &[])),
        (
            json!([["typed", "招商引资", "项目引资"]]),
            takes("words", &[], &[("招商引资", "项目引资")]),
        ),
        (
            json!([["typed", "一是把政策讲", "首先把政策说"]]),
            takes("head", &[], &[("一是把政策讲", "首先把政策说")]),
        ),
        (json!([["typed", "3402", "3403"]]), unbalanced("cell", &[], RECEIVED)),
        (json!([["typed", "3402", "３４０３"]]), unbalanced("cell-wide", &[], RECEIVED)),
        (json!([["typed", "3402", "3403件"]]), says("cell-words", 1, &["merge-number"])),
        (json!([["cleared", "3402"]]), says("cell-cleared", 1, &["merge-number"])),
        (
            json!([["split", "市政府办公室专门发文"]]),
            takes("split", &[], &[("讲明白。市政府", "讲明白。\n\n市政府")]),
        ),
        (
            json!([["join", "三是把回应做在前"]]),
            takes("join", &[], &[("相应条款。\n\n三是", "相应条款。三是")]),
        ),
        (
            json!([["new", "三是把回应做在前", "另外，全年宣讲12场。"]]),
            takes("new", &[], &[(LISTED, "办事指南。\n\n另外，全年宣讲12场。\n\n")]),
        ),
        (
            json!([["new", "三是把回应做在前", "新的一节", "Heading 2"]]),
            takes("new-heading", &[], &[(LISTED, "办事指南。\n\n## 新的一节\n\n")]),
        ),
        (
            json!([["style", "监督保障", "Heading 3"]]),
            takes("heading-lower", &[], &[("## 监督保障", "### 监督保障")]),
        ),
        (json!([["style", "监督保障", "Heading 4"]]), says("heading-gap", 1, &["merge-text"])),
        (json!([["style", "监督保障", "Heading 1"]]), says("heading-first", 1, &["merge-text"])),
        (
            json!([["bold", "招商引资"]]),
            takes("bold", &[], &[("来。招商引资、", "来。**招商引资**、")]),
        ),
        (json!([["numbered", "三是把回应做在前"]]), says("numbered", 0, &["merge-left"])),
        (
            json!([["note", "三是把回应做在前", "见附件。"]]),
            takes("note", &[], &[("三是把回应做在前", "三是把回应做在前[^1]"), END]),
        ),
        (
            json!([["new", "三是把回应做在前", "另有说明。"], ["note", "另有说明", "见附件。"]]),
            takes("note-in-new", &[], &[(LISTED, "办事指南。\n\n另有说明[^1]。\n\n"), END]),
        ),
        (json!([["row_gone", "行政许可"]]), says("row-gone", 1, &["merge-table"])),
        (json!([["row_new", "行政许可"]]), says("row-new", 0, &["merge-left"])),
        (json!([["typed", "1月26日", "2月26日"]]), says("signature", 0, &["merge-left"])),
    ]
}

/// The end of the text, and a note behind it.
const END: (&str, &str) = ("", "");

/// Edits a document by `steps`, each twice: with changes tracked and without.
fn by_hand(document: &Path, folder: &Path, cases: &[(Value, Case)]) {
    let _desk = desk();
    let job = |(steps, case): &(Value, Case)| {
        [false, true].map(|tracked| json!([document, named(folder, case, tracked), tracked, steps]))
    };
    let jobs = Value::from(cases.iter().flat_map(job).collect::<Vec<_>>()).to_string();
    let script = crate::bench::root().join("tests/outside/office_word.py");
    let profile = tools().join("office/profile");
    // Debian's own Python has LibreOffice's bridge.
    let output = Command::new("/usr/bin/python3")
        .args([script, profile])
        .arg(&jobs)
        .env("FONTCONFIG_FILE", fonts())
        .output()
        .expect("python3; run tests/run, which sets the tools up");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn named(folder: &Path, case: &Case, tracked: bool) -> std::path::PathBuf {
    folder.join(format!("{}{}.docx", case.edit, if tracked { "-tracked" } else { "" }))
}

#[test]
fn edits_in_libreoffice_come_back_tracked_or_not() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let document = built("suqian-2023", place.path());
    let cases = suqian();
    by_hand(&document, place.path(), &cases);
    let mut faults = Vec::new();
    for (_, case) in &cases {
        for tracked in [false, true] {
            let desk = Desk::new("suqian-2023");
            let (report, mut narrative) = (desk.read("report.json"), desk.read("narrative.md"));
            let mut case = Case { ..*case };
            if case.narrative.contains(&END) {
                // A new note stands behind all text.
                narrative.truncate(narrative.trim_end().len());
                narrative.push_str("\n\n[^1]: 见附件。\n");
                case.narrative = &case.narrative[..1];
            }
            let mut outcome = desk.merge(&named(place.path(), &case, tracked), &[]);
            // Who changed how much is told besides.
            let tells = outcome.own_codes().first() == Some(&"merge-revisions");
            outcome.codes.retain(|code| code != "merge-revisions");
            if let Some(fault) = differs(&case, &outcome, &report, &narrative) {
                faults.push(format!("{}, tracked {tracked}: {fault}", case.edit));
            }
            // It tells only changes of words: looks, notes and whole rows otherwise or not at all.
            let untold = ["none", "bold", "numbered", "heading", "row", "note"];
            let silent = untold.iter().any(|name| case.edit.starts_with(name));
            if tells != tracked && !silent {
                faults.push(format!("{}: tracked {tracked}, told {tells}", case.edit));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
