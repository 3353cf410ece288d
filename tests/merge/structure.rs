//! Paragraphs that come, go and move, the preface, and numbers that stood for several.

use serde_json::Value;

use super::{Desk, Outcome, built, edited};

/// Merges an edit of a fixture as python-docx saved it, and as WPS saves it.
fn both(fixture: &str, edit: &str) -> [(String, Outcome); 2] {
    [edit.to_owned(), format!("{edit}@wps")].map(|edit| {
        let desk = Desk::new(fixture);
        let document = built(fixture, &desk.beside("out"));
        edited(&document, &desk.beside("out"), &[&edit]);
        let before = desk.read("narrative.md");
        (before, desk.merge(&desk.beside(&format!("out/{edit}.docx")), &[]))
    })
}

/// The paragraph that begins with these words.
fn paragraph<'t>(text: &'t str, words: &str) -> &'t str {
    text.lines().find(|line| line.starts_with(words)).expect("a paragraph")
}

#[test]
fn a_paragraph_moves_byte_by_byte() {
    for edit in ["moved", "tracked-move"] {
        for (before, outcome) in both("suqian-2023", edit) {
            let moved = paragraph(&before, "四是把底数理清楚").to_owned();
            let first = paragraph(&before, "一是把政策讲明白");
            let wanted = before
                .replace(&format!("\n\n{moved}"), "")
                .replace(first, &format!("{moved}\n\n{first}"));
            assert_eq!((outcome.status, outcome.narrative), (0, wanted), "{}", outcome.said);
            assert!(outcome.said.contains("移动了位置"), "{}", outcome.said);
        }
    }
}

#[test]
fn a_paragraph_goes_or_is_rewritten() {
    for (edit, now) in [("gone", ""), ("rewritten", "今年另有安排。\n\n")] {
        let words =
            if edit == "gone" { "三是把回应做在前" } else { "二是把重点亮出来" };
        for (before, outcome) in both("suqian-2023", edit) {
            let old = format!("{}\n\n", paragraph(&before, words));
            let wanted = before.replace(&old, now);
            assert_eq!((outcome.status, outcome.narrative), (0, wanted), "{}", outcome.said);
        }
    }
}

#[test]
fn a_row_of_a_table_in_the_text_goes() {
    for (before, outcome) in both("markdown-2022", "cell-row-gone") {
        let row = before.lines().find(|line| line.starts_with("| 门户网站")).expect("a row");
        let line = before.split_inclusive('\n').find(|line| line.starts_with(row)).expect("a row");
        assert_eq!((outcome.status, outcome.narrative), (0, before.replace(line, "")));
    }
}

#[test]
fn a_preface_that_was_edited_becomes_the_reports_own() {
    for (before, outcome) in both("suqian-2023", "preface") {
        assert_eq!(outcome.status, 0, "{}", outcome.said);
        let own = outcome.narrative.strip_suffix(&before).expect("all that was there");
        assert!(own.starts_with("本年度报告按照《") && own.ends_with("\n\n"), "{own}");
        assert!(outcome.said.contains("固定的开头改过"), "{}", outcome.said);
    }
}

#[test]
fn a_copied_paragraph_gets_plain_numbers() {
    for (before, outcome) in both("markdown-2022", "bound-copied") {
        assert_eq!(outcome.status, 0, "{}", outcome.said);
        let binding = "{{ applications.received.total }}";
        assert_eq!(outcome.narrative.matches(binding).count(), before.matches(binding).count());
        assert!(outcome.narrative.contains("\n全年新收政府信息公开申请485件"));
    }
}

#[test]
fn a_zero_that_stands_for_all_is_written_out_where_one_is_none() {
    for (before, outcome) in both("all-zero-2024", "shorthand") {
        assert_eq!(outcome.narrative, before);
        assert!(outcome.own_codes().is_empty(), "{}", outcome.said);
        let report: Value = serde_json::from_str(&outcome.report).expect("JSON");
        let statistics = &report["statistics"];
        assert_eq!((&statistics["disclosure"], &statistics["disputes"]), (&0.into(), &0.into()));
        let received = &statistics["applications"]["received"];
        assert_eq!(received["natural_persons"], 1, "{}", outcome.report);
        let mut others = 0;
        let mut all = vec![&statistics["applications"]];
        while let Some(value) = all.pop() {
            match value {
                Value::Object(members) => all.extend(members.values()),
                number => others += i64::from(*number != 0),
            }
        }
        assert!(others <= 2, "only it and its total: {}", outcome.report);
    }
}
