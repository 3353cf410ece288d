//! What people do to a form in their programs, done by openpyxl and by LibreOffice.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::programs::{Job, calamine, libreoffice, openpyxl};
use super::{codes, layouts, number, read, text, write_form};
use crate::bench::{fixtures, name, root};
use crate::outside::tool;

fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

#[test]
fn three_programs_agree_on_what_every_formula_gives() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut inputs: Vec<String> = ["disclosure-2021", "toy"].map(str::to_owned).into();
    inputs.extend(fixtures().iter().map(|report| text(report).to_owned()));
    let folder = |index: usize| out.path().join(index.to_string());
    let form = |(index, input): (usize, &String)| {
        std::fs::create_dir(folder(index)).expect("a temporary folder");
        write_form(&folder(index), input)
    };
    let forms: Vec<PathBuf> = inputs.iter().enumerate().map(form).collect();
    let saved: Vec<PathBuf> = (0..forms.len()).map(|at| folder(at).join("office.xlsx")).collect();
    let jobs: Vec<Job<'_>> =
        forms.iter().zip(&saved).map(|(form, to)| (form.as_path(), to.as_path(), "[]")).collect();
    for ((form, input), again) in forms.iter().zip(&inputs).zip(libreoffice(&jobs)) {
        let ours = openpyxl(form, &form.with_file_name("openpyxl.xlsx"), "[]");
        assert_eq!(ours.len(), again.len(), "{input}");
        for (place, value) in &ours {
            assert!(same(value, &again[place]), "{input} {place}: {value} {}", again[place]);
        }
        for (place, value) in calamine(form, &ours) {
            assert!(same(&value, &ours[&place]), "{input} {place}: {value} {}", ours[&place]);
        }
    }
}

#[test]
fn every_program_and_kind_of_file_gives_back_every_number() {
    let layouts = layouts();
    for fixture in ["suqian-2023", "government-2024"] {
        let out = tempfile::tempdir().expect("a temporary folder");
        let form = write_form(out.path(), text(&root().join("fixtures").join(fixture)));
        let before = read(&std::fs::read(&form).expect("the form"), &layouts);
        let files = ["a.xlsx", "b.xlsx", "c.ods", "d.xls"].map(|name| out.path().join(name));
        openpyxl(&form, &files[0], "[]");
        let jobs = files[1..].iter().map(|file| (form.as_path(), file.as_path(), "[]"));
        libreoffice(&jobs.collect::<Vec<Job<'_>>>());
        for file in &files {
            let after = read(&std::fs::read(file).expect("the form"), &layouts);
            for (mut after, before) in after.numbers.iter().cloned().zip(&before.numbers) {
                // Who saves a file writes its own digits, and what formulas gave or nothing.
                after.raw.clone_from(&before.raw);
                assert_eq!(after, *before, "{}", name(file));
            }
            assert_eq!(codes(&after), [""; 0], "{}", name(file));
        }
    }
}

/// A form of a fixture, edited and read again: what was found, and which numbers are otherwise than
/// they left.
fn after(edit: impl Fn(&Path, &Path)) -> (Vec<String>, Vec<(String, Option<String>)>) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let form = write_form(out.path(), text(&root().join("fixtures/suqian-2023")));
    let edited = out.path().join("edited.xlsx");
    edit(&form, &edited);
    let layouts = layouts();
    let read = read(&std::fs::read(&edited).expect("the form"), &layouts);
    let fields = &read.layout.form.fields;
    let changed = read.numbers.iter().filter(|number| number.token != number.base);
    let changed =
        changed.map(|number| (fields[number.field].path.to_string(), number.token.clone()));
    let said = read.findings.iter();
    (said.map(|finding| finding.message.in_file()).collect(), changed.collect())
}

#[test]
fn rows_columns_and_copies_do_no_harm() {
    let unharmed = |steps: &str, said: usize| {
        let (findings, changed) = after(|from, to| drop(libreoffice(&[(from, to, steps)])));
        assert_eq!(changed, [], "{steps}");
        assert_eq!(findings.len(), said, "{steps}: {findings:?}");
    };
    unharmed(
        r#"[["unprotect"], ["insert_rows", "表三", 10, 1], ["insert_columns", "表三", 4, 1]]"#,
        0,
    );
    unharmed(r#"[["copy", "表三", "表三 (2)", 3]]"#, 1);
    unharmed(
        r#"[["copy", "表三", "表三 (2)", 3], ["delete", "表三"], ["rename", "表三 (2)", "表三"]]"#,
        0,
    );
    let (findings, changed) = after(|from, to| {
        drop(openpyxl(from, to, r#"[["copy", "表三", "表三 (2)"], ["set", "表三 (2)", "D5", 7]]"#));
    });
    assert!(changed.is_empty() && findings[0].contains("“表三 (2)”是复制出来的"), "{findings:?}");
}

#[test]
fn sorted_rows_are_found_by_their_labels() {
    for (findings, changed) in [
        after(|from, to| {
            let steps = r#"[["unprotect"], ["sort", "表三", "C9:I16", 1]]"#;
            drop(libreoffice(&[(from, to, steps)]));
        }),
        after(|from, to| {
            let steps = r#"[["swap", "表三", 9, 10, ["C", "D", "E", "F", "G", "H", "I"]]]"#;
            drop(openpyxl(from, to, steps));
        }),
    ] {
        assert!(findings.len() >= 2, "{findings:?}");
        assert!(findings.iter().all(|said| said.contains("而它旁边写的是")), "{findings:?}");
        assert!(changed.iter().all(|(_, token)| token.is_none()), "none of theirs: {changed:?}");
    }
}

#[test]
fn cells_that_went_are_named() {
    let (findings, changed) = after(|from, to| {
        let steps = r#"[["unprotect"], ["cut", "表三", "D6", "N20"], ["cut", "表三", "D7", "N40"],
            ["delete_rows", "表三", 28, 1]]"#;
        drop(libreoffice(&[(from, to, steps)]));
    });
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(
        findings[0].contains("“四、结转下年度继续办理”的“自然人”等 7 个数的格子找不到了"),
        "{findings:?}"
    );
    assert!(findings.iter().any(|said| said.contains("表三!N20 应是")), "{findings:?}");
    assert!(findings.iter().any(|said| said.contains("没有表中的名称")), "{findings:?}");
    assert!(changed.iter().all(|(_, token)| token.is_none()), "none is invented: {changed:?}");
}

/// A fault that is planted: where, what, and what is said of it.
type Fault = (&'static str, Value, &'static str);

#[test]
fn each_planted_fault_has_its_finding() {
    let faults: [Fault; 9] = [
        ("D5", "12件".into(), "应为数字，这里是“12件”"),
        ("E5", "/".into(), "应为数字，这里是“/”"),
        ("F5", 1.5.into(), "应为整数，这里是 1.5"),
        ("G5", "=1+1".into(), "文件中没有算出的数"),
        ("H5", Value::Null, "原来是 5，现在是空的"),
        ("I5", true.into(), "应为数字，这里是“TRUE”"),
        ("D6", (-3).into(), "不能是负数，这里是 -3"),
        ("E6", 12_345_678_901_234_567_u64.into(), "超过 15 位"),
        ("D10", "07".into(), "应为数字，这里是“07”"),
    ];
    let steps: Vec<Value> = faults
        .iter()
        .map(|(cell, value, _)| serde_json::json!(["set", "表三", cell, value]))
        .chain([
            serde_json::json!(["set", "表三", "G7", 45355]),
            serde_json::json!(["look", "表三", "G7", "yyyy\"年\"m\"月\"d\"日\""]),
            serde_json::json!(["look", "表三", "H7", "0%"]),
            serde_json::json!(["set", "表三", "J8", 5]),
        ])
        .collect();
    let steps = Value::from(steps).to_string();
    let (findings, changed) = after(|from, to| drop(openpyxl(from, to, &steps)));
    for (cell, _, said) in &faults {
        let place = format!("表三!{cell} ");
        let found = findings.iter().any(|line| line.starts_with(&place) && line.contains(said));
        assert!(found, "{cell}: {said}: {findings:?}");
    }
    for said in
        ["日期（2024-03-04）", "显示为百分数", "表三!J8 表三“三、本年度办理结果·（二）部分公开"]
    {
        assert!(findings.iter().any(|line| line.contains(said)), "{said}: {findings:?}");
    }
    assert_eq!(findings.len(), faults.len() + 3, "{findings:?}");
    assert!(changed.iter().all(|(_, token)| token.is_none()), "none is invented: {changed:?}");
}

#[test]
fn what_was_pasted_as_text_is_read_with_a_word() {
    let steps = r#"[["set", "表三", "D5", "３，４０３"], ["set", "表三", "E5", " 99 "],
        ["set", "表二", "B15", "96,171.60"]]"#;
    let (findings, changed) = after(|from, to| drop(openpyxl(from, to, steps)));
    let changed: Vec<(&str, &str)> = changed
        .iter()
        .map(|(path, token)| (path.as_str(), token.as_deref().expect("a number")))
        .collect();
    assert_eq!(
        changed,
        [
            ("disclosure.fees.amount", "96171.60"),
            ("applications.received.natural_persons", "3403"),
            ("applications.received.total", "3512"),
        ]
    );
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(findings.iter().all(|said| said.contains("存成了文字")), "{findings:?}");
}

#[test]
fn digits_survive_other_programs() {
    // As typed, by LibreOffice, by openpyxl.
    let table = [
        ("96171.60", "96171.60", "96171.60"),
        ("59237.2449", "59237.2449", "59237.2449"),
        ("0.123456789012", "0.123456789012", "0.123456789012"),
        ("123456789.123456789012", "123456789.123456789012", "123456789.123456789012"),
        ("0.0000001", "0.0000001", "0.0000001"),
        ("12.50", "12.50", "12.50"),
        ("0.30", "0.30", "0.30"),
        ("0", "0", "0"),
    ];
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let path = "disclosure.fees.amount";
    let id = layout.form.fields.find(path).expect("a number");
    let out = tempfile::tempdir().expect("a temporary folder");
    let file = |at: usize, name: &str| out.path().join(format!("{at}{name}.xlsx"));
    let token = |file: &Path| {
        let read = read(&std::fs::read(file).expect("the form"), &layouts);
        number(&read, path).token.clone()
    };
    let mut places = Vec::new();
    for (at, (typed, ..)) in table.iter().enumerate() {
        let statistics = super::one(layout, id, typed);
        let bytes = nianbao::workbook::form(layout, super::filled(&statistics)).expect("a form");
        std::fs::write(file(at, ""), bytes).expect("a temporary file");
        assert_eq!(token(&file(at, "")).as_deref(), Some(*typed));
        openpyxl(&file(at, ""), &file(at, "python"), "[]");
        places.push((file(at, ""), file(at, "office")));
    }
    let jobs: Vec<Job<'_>> =
        places.iter().map(|(from, to)| (from.as_path(), to.as_path(), "[]")).collect();
    libreoffice(&jobs);
    for (at, (_, office, python)) in table.into_iter().enumerate() {
        assert_eq!(token(&file(at, "office")).as_deref(), Some(office));
        assert_eq!(token(&file(at, "python")).as_deref(), Some(python));
    }
}

#[test]
fn what_is_typed_into_a_form_keeps_the_digits_of_its_cell() {
    // Typed in LibreOffice over 96171.60, over 7 and over nothing.
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let path = "disclosure.fees.amount";
    let id = layout.form.fields.find(path).expect("a number");
    let out = tempfile::tempdir().expect("a temporary folder");
    let table = [
        (Some("96171.60"), "5", Some("5.00")),
        (Some("96171.60"), "5.125", Some("5.125")),
        (Some("59237.2449"), "96171.6", Some("96171.6")),
        (None, "0.1", Some("0.1")),
        (None, "=0.1+0.2", Some("0.3")),
        (None, "1e-7", Some("0.0000001")),
        (None, "1,234.5", Some("1234.5")),
        (None, "'12", Some("12")),
        (None, "12345678901234567890", None),
        (None, "3-4", None),
    ];
    let place = |at: usize, name: &str| out.path().join(format!("{at}{name}.xlsx"));
    let mut places = Vec::new();
    for (at, (before, typed, _)) in table.iter().enumerate() {
        let statistics = before.map(|before| super::one(layout, id, before));
        let contents = statistics.as_ref().map(super::filled).unwrap_or_default();
        let bytes = nianbao::workbook::form(layout, contents).expect("a form");
        std::fs::write(place(at, ""), bytes).expect("a temporary file");
        let steps = format!(r#"[["fill", {{"nb.{path}": "{typed}"}}]]"#);
        places.push((place(at, ""), place(at, "typed"), steps));
    }
    let jobs: Vec<Job<'_>> =
        places.iter().map(|(from, to, steps)| (from.as_path(), to.as_path(), &**steps)).collect();
    libreoffice(&jobs);
    for (at, (_, typed, expected)) in table.into_iter().enumerate() {
        let read = read(&std::fs::read(place(at, "typed")).expect("the form"), &layouts);
        assert_eq!(number(&read, path).token.as_deref(), expected, "{typed}: {:?}", codes(&read));
    }
}

#[test]
fn table_three_prints_upright_on_one_page() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let form = write_form(out.path(), text(&root().join("fixtures/suqian-2023")));
    crate::office::convert(std::slice::from_ref(&form), "pdf", out.path());
    let pdf = out.path().join("form.pdf");
    let pages = tool(Path::new("pdfinfo"), &["-l", "9", text(&pdf)]);
    let sizes: Vec<&str> = pages.lines().filter(|line| line.contains(" pts")).collect();
    let upright: Vec<bool> = sizes
        .iter()
        .map(|line| {
            line.contains("595") && line.find("595") < line.find("841").or(line.find("842"))
        })
        .collect();
    assert_eq!(upright, [true, true, true, false], "guide, 表二, 表三, 表四: {pages}");
    let third = tool(Path::new("pdftotext"), &["-f", "3", "-l", "3", "-layout", text(&pdf), "-"]);
    for word in ["申请人情况", "四、结转下年度继续办理", "3486"] {
        assert!(third.contains(word), "{word}: {third}");
    }
    assert!(!third.contains('平'), "checks are not printed: {third}");
}
