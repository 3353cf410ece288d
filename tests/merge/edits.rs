//! Edits, made by python-docx and in Word's own markup: each three times, as it was saved, saved
//! again by LibreOffice, and as WPS saves files.

use std::path::{Path, PathBuf};

use super::{Desk, Outcome, built, edited};
use crate::bench::{fixtures, name};
use crate::office::convert;

/// An edit and what comes of it.
pub struct Case {
    pub edit: &'static str,
    pub status: i32,
    /// What the merge says beside what it took.
    pub codes: &'static [&'static str],
    /// What stands in report.json and narrative.md in the place of what: nothing else may change.
    pub report: &'static [(&'static str, &'static str)],
    pub narrative: &'static [(&'static str, &'static str)],
}

pub const fn takes(
    edit: &'static str,
    report: &'static [(&'static str, &'static str)],
    narrative: &'static [(&'static str, &'static str)],
) -> Case {
    Case { edit, status: 0, codes: &[], report, narrative }
}

pub const fn says(edit: &'static str, status: i32, codes: &'static [&'static str]) -> Case {
    Case { edit, status, codes, report: &[], narrative: &[] }
}

/// Sums that no longer hold: the numbers are written all the same.
pub const fn unbalanced(
    edit: &'static str,
    codes: &'static [&'static str],
    report: &'static [(&'static str, &'static str)],
) -> Case {
    Case { edit, status: 1, codes, report, narrative: &[] }
}

pub const RECEIVED: &[(&str, &str)] = &[("\"natural_persons\": 3402", "\"natural_persons\": 3403")];
const SECOND: &str = "二是把重点亮出来。招商引资、";

const SUQIAN: &[Case] = &[
    says("none", 0, &[]),
    unbalanced("count", &[], RECEIVED),
    unbalanced("count-overtyped", &[], RECEIVED),
    unbalanced("count-full-width", &[], RECEIVED),
    unbalanced("form-row-new", &["merge-left"], RECEIVED),
    unbalanced("label", &["merge-left"], RECEIVED),
    unbalanced(
        "count-pasted",
        &["merge-pasted"],
        &[("\"natural_persons\": 3402", "\"natural_persons\": 99")],
    ),
    says("count-words", 1, &["merge-number"]),
    says("count-zeros", 1, &["merge-number"]),
    says("count-empty", 1, &["merge-number"]),
    says("count-slash", 1, &["merge-number"]),
    says("count-two", 1, &["merge-number"]),
    says("count-decimal", 1, &["json-number"]),
    says("count-negative", 1, &["json-number"]),
    says("form-row-gone", 1, &["merge-table"]),
    takes("amount", &[("59237.2449", "59237.24490")], &[]),
    takes("words", &[], &[("招商引资", "项目引资")]),
    takes("head-words", &[], &[("一是把政策讲明白", "首先是把政策讲明白")]),
    takes("punctuation", &[], &[(SECOND, "二是把重点亮出来，招商引资、")]),
    says("spaces", 0, &[]),
    says("look", 0, &[]),
    takes("markup", &[], &[("招商引资", "\\*招商\\*\\[引资\\]\\<b>\\_")]),
    takes("split", &[], &[("讲明白。市政府", "讲明白。\n\n市政府")]),
    takes("join", &[], &[("相应条款。\n\n三是", "相应条款。三是")]),
    takes("new", &[], &[("办事指南。\n\n", "办事指南。\n\n\\#另外，全年宣讲12场。\n\n")]),
    takes("heading", &[], &[("## 依申请公开", "## 依申请办理")]),
    takes("new-heading", &[], &[("办事指南。\n\n", "办事指南。\n\n## 新的一节\n\n")]),
    takes("heading-lower", &[], &[("## 监督保障", "### 监督保障")]),
    takes("typed-number", &[], &[("办事指南。\n\n", "办事指南。\n\n1.办理时限缩短三成。\n\n")]),
    takes("bold", &[], &[(SECOND, "二是把重点亮出来。**招商引资**、")]),
    says("title", 0, &["merge-left"]),
    says("signature", 0, &["merge-left"]),
    says("beside-table", 1, &["merge-text"]),
    says("comment", 0, &["merge-comment"]),
    says("no-source", 1, &["merge-no-source"]),
    Case {
        codes: &["merge-revisions"], ..takes("tracked", &[], &[("招商引资", "项目引资")])
    },
    Case {
        codes: &["merge-revisions", "merge-untracked"],
        ..takes("untracked", &[], &[("招商引资", "项目引资"), ("便于查考", "便于查找")])
    },
    Case {
        codes: &["merge-revisions"],
        ..takes("tracked-end", &[], &[("相应条款。\n\n三是", "相应条款。三是")])
    },
];

const RECEIVED_BOUND: &str =
    "全年新收政府信息公开申请 {{ applications.received.total }} 件，上年结转 19";
const LINKED: &str = "[专栏](http://www.qinghe.example/new/)";
const CAPTION: &str = "图1 2022年各渠道发布政府信息的数量";

const MARKDOWN: &[Case] = &[
    says("bound", 1, &["merge-bound"]),
    takes(
        "bound-around",
        &[],
        &[(
            "申请 {{ applications.received.total }} 件",
            "申请表 {{ applications.received.total }} 份",
        )],
    ),
    takes("bound-cell", &[("96171.60", "96171.61")], &[]),
    takes("bound-both", &[("96171.60", "96171.61")], &[]),
    takes("item", &[], &[("部分公开 28 件", "部分公开 29 件")]),
    takes(
        "item-new",
        &[],
        &[
            ("\n2. 部分公开", "\n2. 延期答复5件；\n3. 部分公开"),
            ("\n3. 不予公开", "\n4. 不予公开"),
            ("\n4. 其他处理", "\n5. 其他处理"),
        ],
    ),
    takes(
        "item-gone",
        &[],
        &[
            ("\n2. 部分公开 28 件；", ""),
            ("\n3. 不予公开", "\n2. 不予公开"),
            ("\n4. 其他处理", "\n3. 其他处理"),
        ],
    ),
    takes("cell-words", &[], &[("**第一平台**", "**首要平台**")]),
    takes("bound-gone", &[], &[(RECEIVED_BOUND, "上年结转 19")]),
    takes("break", &[], &[("一楼\\\n青禾市", "一楼青禾市")]),
    takes("link", &[], &[("[专栏](http://www.qinghe.example/zfxxgk/)", LINKED)]),
    takes("caption", &[], &[("图1 2022年各渠道发布政府信息数量", CAPTION)]),
    takes(
        "heading-higher",
        &[],
        &[
            ("### 2. 行政执法和收费", "## （二） 行政执法和收费"),
            ("## （三）政府信息管理", "## （四）政府信息管理"),
            ("## （四）政府信息公开平台建设", "## （五）政府信息公开平台建设"),
            ("## （五）监督保障", "## （六）监督保障"),
        ],
    ),
    takes(
        "note-new",
        &[],
        &[
            ("以下三个方面。", "以下三个方面。[^3]"),
            ("pingyi/2022/)。", "pingyi/2022/)。\n\n[^3]: 含网上申请。"),
        ],
    ),
    takes(
        "note-gone",
        &[],
        &[("统一编排[^1]。", "统一编排。"), ("[^1]: 其中 zfxxgk 为栏目代码，末位为版本号。\n", "")],
    ),
    takes(
        "note-moved",
        &[],
        &[("93.5%[^2]；", "93.5%；"), ("QH--2022。　\n", "QH--2022。[^2]　\n")],
    ),
    takes(
        "note-in-new",
        &[],
        &[("93.5%[^2]；", "93.5%；"), ("QH--2022。　\n", "QH--2022。　\n\n新的一段。[^2]\n")],
    ),
    takes(
        "note-new-in-new",
        &[],
        &[
            ("以下三个方面。", "以下三个方面。\n\n新的一段。[^3]"),
            ("pingyi/2022/)。", "pingyi/2022/)。\n\n[^3]: 含网上申请。"),
        ],
    ),
    says("total", 1, &["merge-total"]),
    unbalanced("total-and-term", &[], &[("persons\": 210", "persons\": 211")]),
    takes("note", &[], &[("有效问卷 1200 份", "有效问卷 1300 份")]),
];

/// Builds `fixture`, edits it and merges each edit three times.
fn try_all(fixture: &str, cases: &[Case]) {
    let place = tempfile::tempdir().expect("a temporary folder");
    let document = built(fixture, place.path());
    let edits: Vec<&str> = cases.iter().map(|case| case.edit).collect();
    let as_wps: Vec<String> = edits.iter().map(|edit| format!("{edit}@wps")).collect();
    edited(&document, place.path(), &edits);
    edited(&document, place.path(), &as_wps.iter().map(String::as_str).collect::<Vec<_>>());
    let file = |folder: &Path, edit: &str| folder.join(format!("{edit}.docx"));
    let saved: Vec<PathBuf> = edits.iter().map(|edit| file(place.path(), edit)).collect();
    let again = place.path().join("again");
    convert(&saved, "docx", &again);
    let mut faults = Vec::new();
    for case in cases {
        for (who, document) in [
            ("as saved", file(place.path(), case.edit)),
            ("by LibreOffice", file(&again, case.edit)),
            ("by WPS", file(place.path(), &format!("{}@wps", case.edit))),
        ] {
            // LibreOffice drops the bookmarks of a cell that was pasted, and a part nobody names.
            let desk = Desk::new(fixture);
            let (report, narrative) = (desk.read("report.json"), desk.read("narrative.md"));
            let outcome = desk.merge(&document, &[]);
            if let Some(fault) = differs(case, &outcome, &report, &narrative) {
                faults.push(format!("{} {who}: {fault}", case.edit));
            }
            if outcome.status == 0 {
                let twice = desk.merge(&document, &[]);
                let (report, narrative) = (&outcome.report, &outcome.narrative);
                if twice.report != *report || twice.narrative != *narrative {
                    faults.push(format!("{} {who}: merged twice it changes again", case.edit));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What of an outcome is not as it should be.
pub fn differs(case: &Case, outcome: &Outcome, report: &str, narrative: &str) -> Option<String> {
    let changed = |text: &str, pairs: &[(&str, &str)]| {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        pairs.iter().fold(text.to_owned(), |text, (old, new)| {
            let [old, new] = [old, new].map(|it| it.replace('\n', line_end));
            assert_eq!(text.matches(&old).count(), 1, "{old}");
            text.replace(&old, &new)
        })
    };
    let (report, narrative) = (changed(report, case.report), changed(narrative, case.narrative));
    let mut own = outcome.own_codes();
    own.dedup();
    if outcome.status != case.status || own != case.codes {
        return Some(format!("{} {own:?}\n{}", outcome.status, outcome.said));
    }
    let line = |now: &str, wanted: &str| {
        let mut lines = now.lines().zip(wanted.lines());
        lines.find(|(now, wanted)| now != wanted).map(|(now, wanted)| format!("{now}\n≠ {wanted}"))
    };
    if outcome.report != report {
        return Some(line(&outcome.report, &report).unwrap_or_default());
    }
    (outcome.narrative != narrative)
        .then(|| line(&outcome.narrative, &narrative).unwrap_or_else(|| "lines".to_owned()))
}

#[test]
fn edits_of_numbers_and_words_come_back() {
    try_all("suqian-2023", SUQIAN);
}

#[test]
fn edits_around_bindings_lists_and_tables_come_back() {
    try_all("markdown-2022", MARKDOWN);
}

#[test]
fn what_nobody_changed_changes_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut documents = Vec::new();
    for fixture in fixtures() {
        let document = built(name(&fixture), place.path());
        let folder = place.path().join(name(&fixture));
        std::fs::create_dir(&folder).expect("a temporary folder");
        edited(&document, &folder, &["none", "none@wps"]);
        documents.push((name(&fixture).to_owned(), document, folder));
    }
    let saved: Vec<PathBuf> = documents.iter().map(|(_, document, _)| document.clone()).collect();
    let again = place.path().join("again");
    convert(&saved, "docx", &again);
    for (fixture, document, folder) in documents {
        for file in [
            again.join(format!("{fixture}.docx")),
            folder.join("none.docx"),
            folder.join("none@wps.docx"),
            document,
        ] {
            let desk = Desk::new(&fixture);
            let before = (desk.read("report.json"), desk.read("narrative.md"));
            let outcome = desk.merge(&file, &[]);
            assert_eq!((outcome.status, outcome.said.as_str()), (0, ""), "{}", file.display());
            assert_eq!((outcome.report, outcome.narrative), before, "{}", file.display());
        }
    }
}
