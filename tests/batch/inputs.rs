//! Which reports a batch takes, and what they are called.

use std::io::Write;
use std::path::PathBuf;

use super::{bodies, body, names, start, tree};
use crate::bench::run;

#[test]
fn a_tree_is_kept_and_a_clash_is_found_before_anything_is_written() {
    let place = bodies(0);
    for (number, folder) in ["甲市/教育局", "乙市/教育局", "乙市/财政局"].into_iter().enumerate()
    {
        body(&place.path().join(folder), number);
    }
    let (status, _, said) =
        run(place.path(), &["build", "甲市/教育局", "乙市/教育局", "-o", "out", "--to", "json"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("[output-clash]: 甲市/教育局 和 乙市/教育局 会写同名的文件")
            && said.contains("--keep-tree"),
        "{said}"
    );
    assert!(!place.path().join("out").exists());
    let (status, _, said) = run(
        place.path(),
        &["build", "甲市/*", "./乙市/*/report.json", "-o", "out", "--to", "json", "--keep-tree"],
    );
    assert_eq!(status, 0, "{said}");
    let files: Vec<PathBuf> = tree(&place.path().join("out")).into_keys().collect();
    assert_eq!(
        files,
        ["乙市/教育局.json", "乙市/财政局.json", "甲市/教育局.json"].map(PathBuf::from)
    );
}

#[test]
fn inputs_come_from_a_list_as_people_and_programs_write_it() {
    let place = bodies(3);
    let list = place.path().join("名单.txt");
    std::fs::write(&list, "\u{feff}reports/001\r\n\r\n  reports/002/report.json \r\n")
        .expect("a temporary file");
    let (status, _, said) =
        run(place.path(), &["build", "reports/003", "--inputs-from", "名单.txt", "--to", "json"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(names(&place.path().join("out")), ["001.json", "002.json", "003.json"]);

    let mut piped =
        start(place.path(), &["build", "--inputs-from", "-", "--to", "json", "-o", "piped"]);
    piped
        .stdin
        .take()
        .expect("its input")
        .write_all("reports/002\n".as_bytes())
        .expect("an open pipe");
    assert!(piped.wait_with_output().expect("its output").status.success());
    assert_eq!(names(&place.path().join("piped")), ["002.json"]);

    std::fs::write(&list, b"\xb1\xa8\xb8\xe6\n").expect("a temporary file"); // GBK
    std::fs::write(place.path().join("empty"), "\n\n").expect("a temporary file");
    for (file, wanted) in
        [("名单.txt", "不是 UTF-8"), ("empty", "报告名单是空的"), ("none", "不存在")]
    {
        let (status, _, said) = run(place.path(), &["build", "--inputs-from", file]);
        assert_eq!(status, 2);
        assert!(said.contains("[inputs-from]") && said.contains(wanted), "{said}");
    }
    assert_eq!(run(place.path(), &["build"]).0, 2, "no report at all");
    let (status, _, said) = run(place.path(), &["build", "reports"]);
    assert!(
        status == 1
            && said.contains("里面放着报告")
            && said.contains("写成 reports/* 就是其中的全部报告"),
        "{said}"
    );
    assert_eq!(run(place.path(), &["build", "reports/001", "--jobs", "0"]).0, 2);
}
