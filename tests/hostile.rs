//! Input that no office types: it costs a finding, never a file, an answer or a minute.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::bench::{copy_report, run};

/// A copy of a fixture called `name`, with something changed in one of its files.
fn report(place: &Path, name: &str, file: &str, (old, new): (&str, &str)) {
    let folder = place.join(name);
    copy_report("gzjkq-2021", &folder);
    let path = folder.join(file);
    let written = std::fs::read_to_string(&path).expect("a fixture");
    assert!(written.contains(old), "{old} stands in {file}");
    std::fs::write(&path, written.replacen(old, new, 1)).expect("a file");
}

fn in_text(place: &Path, name: &str, text: &str) {
    report(place, name, "narrative.md", ("# 存在的", &format!("{text}\n\n# 存在的")));
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_an_error_wherever_it_lies() {
    for file in ["report.json", "narrative.md", "style.toml", "figures/a.png"] {
        let place = tempfile::tempdir().expect("a temporary folder");
        in_text(place.path(), "r", "");
        let path = place.path().join("r").join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let _ = std::fs::remove_file(&path);
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        let (status, _, said) = run(place.path(), &["check", "r"]);
        assert!(status == 1 && said.contains("不是普通的文件"), "{file}: {status} {said}");
    }
}

#[test]
fn no_text_takes_long_and_no_fault_is_told_a_thousand_times() {
    let notes = |count: u32| {
        let marks: String = (0..count).map(|at| format!("字[^{at}]")).collect();
        let notes: String = (0..count).map(|at| format!("[^{at}]: 注\n")).collect();
        format!("{marks}\n\n{notes}")
    };
    for (text, most) in [
        (notes(20_000), 101),
        ("[a](http://a.cn) ".repeat(10_000), 101),
        ("> ".repeat(100_000) + "甲", 101),
        ("**x**".repeat(10_000), 101),
        (format!("{}甲{}", "（".repeat(20_000), "）".repeat(20_000)), 2),
        ("甲\u{200b}".repeat(3000), 101),
        ("{{\n".repeat(3000), 101),
        ("[甲](x) ".repeat(3000), 101),
        ("*a ".repeat(13_000) + "b" + &"*".repeat(13_000), 2),
        ("👍甲".repeat(3000), 101),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        in_text(place.path(), "r", &text);
        let begun = Instant::now();
        let (_, _, said) = run(place.path(), &["check", "r"]);
        let start: String = text.chars().take(9).collect();
        assert!(begun.elapsed() < Duration::from_secs(10), "{start}: {:?}", begun.elapsed());
        let count = said.matches("错误[").count() + said.matches("警告[").count();
        assert!(count <= most, "{start}: {count}");
        assert!(said.len() < 1 << 20, "{start}: {} bytes", said.len());
    }
}

#[test]
fn a_new_folder_is_whole_or_is_not_there() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("neu");
    std::fs::create_dir(&folder).expect("a folder");
    // Something is in the way of the last file but one.
    std::fs::create_dir(folder.join("report.schema.json")).expect("a folder");
    let new = ["new", "neu", "--agency", "某局", "--year", "2024"];
    assert_eq!(run(place.path(), &new).0, 2);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 1, "nothing was written");
    std::fs::remove_dir(folder.join("report.schema.json")).expect("a folder");
    assert_eq!(run(place.path(), &new).0, 0);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 3);
}

#[test]
fn lists_are_read_up_to_a_limit() {
    let place = tempfile::tempdir().expect("a temporary folder");
    in_text(place.path(), "r", "");
    let list = place.path().join("list");
    let file = std::fs::File::create(&list).expect("a file");
    file.set_len(64 << 20).expect("a sparse file");
    for command in
        [&["build", "--inputs-from", "list"][..], &["total", "r", "-o", "sum", "--expect", "list"]]
    {
        let (status, _, said) = run(place.path(), command);
        assert!(status == 2 && said.contains("超过 32 MiB"), "{command:?}: {status} {said}");
    }
}

#[test]
fn a_body_that_is_new_this_year_needs_no_last_year_among_the_others() {
    let place = tempfile::tempdir().expect("a temporary folder");
    in_text(place.path(), "r/neu", "");
    in_text(place.path(), "last/alt", "");
    let build = ["build", "r/neu", "--to", "json", "--previous"];
    let (status, _, said) = run(place.path(), &[&build[..], &["last"]].concat());
    assert_eq!(status, 0, "{said}");
    let (status, _, said) = run(place.path(), &[&build[..], &["lost"]].concat());
    assert!(status == 1 && said.contains("没有这个报告文件夹"), "{said}");
}

#[test]
fn a_sum_takes_no_report_that_check_refuses() {
    let place = tempfile::tempdir().expect("a temporary folder");
    in_text(place.path(), "a", "");
    in_text(place.path(), "b", &"abcdefgh".repeat(30));
    let json = place.path().join("b/report.json");
    let written = std::fs::read_to_string(&json).expect("a fixture");
    std::fs::write(&json, written.replacen("赣州", "宜春", 1)).expect("a file");
    let (status, _, said) = run(place.path(), &["total", "a", "b", "-o", "sum"]);
    assert!(status == 1 && said.contains("[word-too-long]"), "{status} {said}");
    assert!(!place.path().join("sum").exists());
}

#[test]
fn pages_are_drawn_of_what_a_pattern_stands_for_and_denied_warnings_count() {
    let place = tempfile::tempdir().expect("a temporary folder");
    in_text(place.path(), "r1", "");
    in_text(place.path(), "r2", "");
    let (status, _, said) = run(place.path(), &["preview", "r?", "-o", "pages", "--ppi", "36"]);
    assert_eq!(status, 0, "{said}");
    assert!(place.path().join("pages/r1-1.png").exists());
    assert!(place.path().join("pages/r2-1.png").exists());
    in_text(place.path(), "r3", "#### 深\n\n空\n\n## 空\n");
    let options = ["preview", "r3", "-o", "pages", "--ppi", "36", "--deny-warnings"];
    assert_eq!(run(place.path(), &options).0, 1);
}
