//! One cause, one finding, with the right advice: slips of the keyboard in report.json, and numbers
//! that can't be read.

use std::path::{Path, PathBuf};

use crate::bench::{copy_report, run};

/// A report in which `old` of report.json is `new`, and `text` is added to the text.
fn report(place: &Path, (old, new): (&str, &str), text: &str) -> PathBuf {
    let folder = place.join("report");
    let _ = std::fs::remove_dir_all(&folder);
    copy_report("gzjkq-2021", &folder);
    let change = |name: &str, old: &str, new: &str| {
        let path = folder.join(name);
        let written = std::fs::read_to_string(&path).expect("a fixture");
        assert!(written.contains(old), "{old} stands in {name}");
        std::fs::write(&path, written.replacen(old, new, 1)).expect("a file");
    };
    change("report.json", old, new);
    change("narrative.md", "# 存在的", &format!("{text}\n\n# 存在的"));
    folder
}

/// What `check` says, and how many errors and warnings there are.
fn check(place: &Path) -> (String, usize) {
    let (_, _, said) = run(place, &["check", "report"]);
    let count = said.matches("错误[").count() + said.matches("警告[").count();
    (said, count)
}

const BOUND: &str = "作出许可{{ disclosure.licensing.decisions }}件、\
                     {{ disclosure.licensing.decisions + 1 }}件，\
                     收到{{ applications.received.total }}件。\n\n```chart\n\
                     kind = \"column\"\ncaption = \"图\"\n\
                     data = [\"disclosure.licensing.decisions\", \
                     \"applications.received.total\"]\n```";

#[test]
fn each_slip_is_one_finding_that_says_what_to_write() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let value = |typed: &str| format!("\"decisions\": {typed}");
    let values = [
        ("１２", "写成 12"),
        ("1,234", "如果是 1234，就写 1234"),
        ("1，234", "如果是 1234，就写 1234"),
        ("1,234,567", "如果是 1234567，就写 1234567"),
        ("1 234", "如果是 1234，就写 1234"),
        ("12 // 许可", "删去注释"),
        ("12 # 许可", "删去注释"),
        ("/* 许可 */ 12", "删去注释"),
        ("12件", "只写半角数字"),
        ("12 件", "只写半角数字"),
        ("12%", "只写半角数字"),
        ("12.", "只写半角数字"),
        ("+12", "只写半角数字"),
        (".5", "只写半角数字"),
        ("010", "不写多余的 0"),
        ("0797-8370779", "写在英文双引号中"),
        ("十二", "应是数的，就写数"),
        ("无", "没有发生就写 0"),
        ("—", "没有发生就写 0"),
        ("NaN", "没有发生就写 0"),
        ("", "没有发生的数写 0"),
        ("\u{a0}12", "换成普通的空格"),
        ("'12'", "是数就不写引号"),
    ];
    let others = [
        (("\"penalties\": 0,", "\"penalties\": 0"), "加英文逗号"),
        (("\"penalties\": 0,", "\"penalties\": 0，"), "写成 ,"),
        (("\"penalties\": 0,", "\"penalties\"： 0,"), "写成 :"),
        (("\"penalties\": 0,", "\"penalties\" 0,"), "英文冒号"),
        (("\"penalties\": 0,", "\"penalties\": 0,,"), "删去"),
        (("\"penalties\": 0,", "penalties: 0,"), "写成 \"penalties\""),
        (("\"penalties\": 0,", "'penalties': 0,"), "英文双引号"),
        (("\"penalties\": 0,", "“penalties”: 0,"), "英文双引号"),
        (("\"penalties\": 0,", "\u{3000}\"penalties\": 0,"), "换成普通的空格"),
        (("\"fees\": 0", "\"fees\": 0,"), "删去"),
        (("\"department\"", "\"department"), "补上英文双引号"),
        (("\"department\"", "\"department”"), "补上英文双引号"),
        (("企工局综合科", "企工局\\综合科"), "写两个"),
        (("企工局综合科", "企工局\t综合科"), "写在一行"),
        (("企工局综合科", "企工局\n综合科"), "写在一行"),
        (("\"statistics\": {", "\"statistics\": ｛"), "写成 {"),
    ];
    let values = values.map(|(typed, told)| ((value("12"), value(typed)), told));
    let others = others.map(|((old, new), told)| ((old.to_owned(), new.to_owned()), told));
    for ((old, new), told) in values.into_iter().chain(others) {
        report(place.path(), (&old, &new), BOUND);
        let (said, count) = check(place.path());
        assert_eq!(count, 1, "{new}: {said}");
        assert!(said.contains("错误[json-syntax]") && said.contains(told), "{new}: {said}");
    }
}

#[test]
fn a_slip_hides_neither_the_text_nor_other_cells() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = report(place.path(), ("\"penalties\": 0,", "\"penalties\": 0"), "### 错\n\n文字");
    let path = folder.join("report.json");
    let written = std::fs::read_to_string(&path).expect("a fixture");
    let twice = written
        .replace("\"year\": 2021,", "\"year\": 2021")
        .replace("\"decisions\": 12", "\"decisions\": \"12\"");
    std::fs::write(&path, twice).expect("a file");
    let (said, _) = check(place.path());
    assert_eq!(said.matches("[json-syntax]").count(), 2, "{said}");
    assert_eq!(said.matches("[json-type]").count(), 1, "{said}");
    std::fs::write(&path, "没有数").expect("a file");
    let (said, _) = check(place.path());
    assert_eq!(said.matches("[json-syntax]").count(), 1, "{said}");
    std::fs::write(folder.join("narrative.md"), "## 没有一级标题\n").expect("a file");
    let (said, _) = check(place.path());
    assert!(said.contains("[section-missing]") && said.contains("[json-syntax]"), "{said}");
}

#[test]
fn a_cell_that_cannot_be_read_is_told_once_however_often_it_is_named() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for typed in ["\"12\"", "null", "\"\"", "\"/\"", "12.0", "-12", "1e1", "[]", "９"] {
        let new = format!("\"decisions\": {typed}");
        report(place.path(), ("\"decisions\": 12", &new), BOUND);
        let (said, count) = check(place.path());
        assert_eq!(count, 1, "{typed}: {said}");
        assert!(!said.contains("是不是"), "{typed}: {said}");
    }
    report(place.path(), ("\"decisions\": 12", ""), BOUND);
    assert_eq!(check(place.path()).1, 1);
    report(place.path(), ("\"applications\": 0", "\"applications\": null"), BOUND);
    assert_eq!(check(place.path()).1, 1);
}

#[test]
fn what_was_saved_under_another_name_is_called_what_it_is() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = report(place.path(), ("12", "12"), "");
    let docx = crate::bench::build(&folder, &["--to", "docx"]);
    let name = crate::bench::name(&folder);
    let docx = std::fs::read(docx.path().join(format!("{name}.docx"))).expect("a DOCX");
    for (bytes, kind) in [
        (docx.as_slice(), "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "DOC"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"{\\rtf1\\ansi \xd5\xfd}", "RTF"),
    ] {
        for file in ["narrative.md", "report.json"] {
            let folder = report(place.path(), ("12", "12"), "");
            std::fs::write(folder.join(file), bytes).expect("a file");
            let (said, _) = check(place.path());
            assert!(said.contains(&format!("{file} 其实是 {kind}")), "{said}");
            assert!(!said.contains("GBK"), "{said}");
        }
    }
}

#[test]
fn a_key_of_type_is_pointed_to_where_type_is_set() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = report(place.path(), ("12", "12"), "");
    for (style, told) in [
        ("[table]\nfont_size = 9\n", "[text.table]"),
        ("[signature]\nsize = 9\n", "[text."),
        ("font = \"x\"\n", "[text.body]"),
    ] {
        std::fs::write(folder.join("style.toml"), style).expect("a file");
        let (said, count) = check(place.path());
        assert!(count == 1 && said.contains(told), "{style}: {said}");
    }
}

#[test]
fn words_in_another_script_and_runs_of_what_is_not_seen_are_one_finding_each() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for (text, told, count) in [
        ("藏文（བོད་ཡིག）和维吾尔文（ئۇيغۇرچە）", "等 7 个字符没有字体", 2),
        ("བོད་ཡིག བོད་ཡིག བོད་ཡིག", "没有字体", 1),
        ("好👍👍🎉，好", "等 3 个字符", 1),
        ("\u{f06c}财务公开", "Word", 1),
        ("甲\u{200b}\u{200b}\u{200b}\u{200d}乙", "U+200B", 1),
        ("甲{{{{{{{{ 乙 {{ 丙", "没有在同一行写完", 1),
        ("*a *b *c *d *e *f *g *h *i *j k**********", "套得太深", 1),
        ("[网](http:///x)", "完整的域名", 1),
    ] {
        report(place.path(), ("\"decisions\": 12", "\"decisions\": 12"), text);
        let (said, found) = check(place.path());
        assert_eq!(found, count, "{text}: {said}");
        assert!(said.contains(told), "{text}: {said}");
    }
    report(place.path(), ("http://gzjkq", "gzjkq"), "");
    let (said, found) = check(place.path());
    assert_eq!((found, said.contains("警告[link-target]: 网址“gzjkq")), (1, true), "{said}");
}

#[test]
fn what_a_standard_would_not_let_through_a_draft_shows() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = report(place.path(), ("12", "12"), "");
    std::fs::create_dir(folder.join("figures")).expect("a folder");
    let picture = crate::bench::root().join("fixtures/pictures/whole.png");
    std::fs::copy(picture, folder.join("figures/a.png")).expect("a picture");
    let long = format!("# 总体情况\n\n[长](http://a.cn/{})\n", "a".repeat(9000));
    let texts = ["## 没有一级标题\n\n文字。\n", "# 总体情况\n\n![](figures/a.png)\n\n#### 深\n"];
    for text in texts.into_iter().chain([&*long]) {
        std::fs::write(folder.join("narrative.md"), text).expect("a text");
        let (status, _, said) = run(place.path(), &["build", "report", "--draft"]);
        assert_eq!(status, 1, "{said}");
        assert!(said.contains("report.pdf"), "{said}");
    }
}

#[test]
fn a_draft_shows_a_number_that_was_not_read_as_the_tables_do() {
    let place = tempfile::tempdir().expect("a temporary folder");
    report(place.path(), ("\"decisions\": 12", "\"decisions\": null"), BOUND);
    run(place.path(), &["build", "report", "--draft", "--to", "json"]);
    let tree = std::fs::read_to_string(place.path().join("out/report.json")).expect("a tree");
    assert!(tree.contains("作出许可") && tree.contains("\"？\""), "{tree}");
}

#[test]
fn a_table_that_no_page_holds_is_told_at_its_longest_piece() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let long = "abcdefghij".repeat(20);
    let text = format!("| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n| 三 | {long} |");
    report(place.path(), ("12", "12"), &text);
    let (said, found) = check(place.path());
    assert!(found == 1 && said.contains("[table-too-wide]"), "{said}");
    assert!(
        said.contains("narrative.md:34:7") && said.contains("“abcdefghijabcdefghij…”"),
        "{said}"
    );
}

#[test]
fn an_empty_chapter_is_to_be_written_and_a_bare_line_to_be_marked() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = report(place.path(), ("\"year\"", "\"year\""), "");
    let path = folder.join("narrative.md");
    let written = std::fs::read_to_string(&path).expect("a fixture");
    let chapter = "# 其他需要报告的事项";
    let before = &written[..written.find(chapter).expect("the last chapter")];
    let (write, mark) = ("写“无”", "这一行前面加上“# ”");
    for (typed, advice, other) in [
        (chapter, write, mark),
        ("# 六、其他需要报告的事项", write, mark),
        ("其他需要报告的事项\n\n无", mark, write),
        ("", write, mark),
    ] {
        std::fs::write(&path, format!("{before}{typed}\n")).expect("a file");
        let (said, _) = check(place.path());
        assert_eq!(said.matches("[section-missing]").count(), 1, "{typed}: {said}");
        assert!(said.contains(advice) && !said.contains(other), "{typed}: {said}");
    }
}

#[test]
fn a_draft_marks_the_numbers_that_its_findings_are_about() {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy_report("government-2023", &place.path().join("report"));
    let path = place.path().join("report/report.json");
    let text = std::fs::read_to_string(&path).expect("the report");
    let wrong = text.replacen("\"decisions\": 41200", "\"decisions\": -5", 1);
    assert_ne!(wrong, text);
    std::fs::write(&path, wrong).expect("a writable file");
    let report = place.path().join("report");
    let report = report.to_str().expect("UTF-8");
    run(place.path(), &["build", report, "--draft", "--to", "json"]);
    let tree = std::fs::read_to_string(place.path().join("out/report.json")).expect("the tree");
    let marked: Vec<&str> = tree.split("\"marked\": true").collect();
    assert_eq!(marked.len(), 2, "one number is marked");
    let paths = marked[0].rsplit("\"path\": \"").next().and_then(|it| it.split('"').next());
    assert_eq!(paths, Some("disclosure.licensing.decisions"));
    assert!(
        tree.contains("\"report/report.json:12:35 "),
        "the folder's place is nobody's business"
    );
}

/// The form's own as well, whose lines nobody has counted.
#[test]
fn a_table_of_the_form_that_no_page_holds_is_told_by_its_number() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("report");
    copy_report("large-2024", &folder);
    let path = folder.join("report.json");
    let text = std::fs::read_to_string(&path).expect("a fixture");
    let mut data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    longer(&mut data["statistics"]["applications"]);
    std::fs::write(&path, data.to_string()).expect("a file");
    let (status, _, said) = run(place.path(), &["build", "report", "--to", "docx"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("[table-too-wide]") && !said.contains("program-fault"), "{said}");
}

/// Makes all numbers longer by three digits.
fn longer(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => map.values_mut().for_each(longer),
        serde_json::Value::Array(list) => list.iter_mut().for_each(longer),
        number => {
            if let Some(count) = number.as_u64() {
                *number = (count * 1000).into();
            }
        }
    }
}
