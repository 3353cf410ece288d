//! What the next run leaves alone.

use std::path::Path;
use std::time::SystemTime;

use super::{bodies, body, journal, read, text, tree};
use crate::bench::{root, run};

#[test]
fn what_has_not_changed_is_left_alone() {
    let place = bodies(4);
    let out = place.path().join("out");
    let again = |more: &[&str]| run(place.path(), &[&["build", "reports/*"], more].concat());
    let count = |more: &[&str], written: usize, unchanged: usize| {
        let (status, _, said) = again(more);
        assert_eq!(status, 0, "{said}");
        let wanted = format!("已写 {written} 份，没有变化 {unchanged} 份，没有写成 0 份");
        assert!(said.contains(&wanted), "{wanted}: {said}");
    };
    let times = || {
        let files = tree(&out)
            .into_keys()
            .map(|path| out.join(path))
            .chain([out.join(".nianbao/journal.jsonl")]);
        files
            .map(|path| path.metadata().and_then(|file| file.modified()).expect("a time"))
            .collect::<Vec<SystemTime>>()
    };
    count(&[], 4, 0);
    let (first, written) = (tree(&out), times());
    count(&[], 0, 4);
    assert_eq!(times(), written, "nothing is written");

    // Inputs and outputs, one by one.
    body(&place.path().join("reports/002"), 222);
    count(&[], 1, 3);
    std::fs::write(place.path().join("reports/003/style.toml"), "[page]\ntop_mm = 38\n")
        .expect("a temporary file");
    count(&[], 1, 3);
    std::fs::remove_file(place.path().join("reports/003/style.toml")).expect("a file");
    body(&place.path().join("reports/002"), 2);
    count(&[], 2, 2);
    std::fs::remove_file(out.join("001.docx")).expect("a file");
    let mut spoilt = first[Path::new("004.pdf")].clone();
    spoilt.reverse();
    std::fs::write(out.join("004.pdf"), spoilt).expect("an output");
    count(&[], 2, 2);
    // The same bytes at another time.
    std::fs::write(out.join("003.pdf"), &first[Path::new("003.pdf")]).expect("an output");
    count(&[], 0, 4);
    assert!(tree(&out) == first);

    // Options, last year, layouts, and what is asked for.
    count(&["--to", "pdf"], 4, 0);
    count(&["--to", "pdf", "--seal"], 4, 0);
    count(&["--to", "pdf", "--seal"], 0, 4);
    count(&["--to", "pdf", "--seal", "--force"], 4, 0);
    let layouts = ["--to", "pdf", "--layout-dir", "layouts"];
    copy(&root().join("layouts/disclosure-2021"), &place.path().join("layouts/disclosure-2021"));
    count(&layouts, 4, 0);
    let template = place.path().join("layouts/disclosure-2021/template.typ");
    let base = read(&root().join("layouts/paper/template.typ"));
    std::fs::write(&template, base + "\n// changed\n").expect("a temporary file");
    count(&layouts, 4, 0);
    count(&layouts, 0, 4);
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let place = to.join(path);
        std::fs::create_dir_all(place.parent().expect("a folder")).expect("a temporary folder");
        std::fs::write(place, bytes).expect("a temporary file");
    }
}

#[test]
fn warnings_are_told_again_and_can_still_be_denied() {
    let case = root().join("fixtures/errors/section-table-prose");
    let place = bodies(1);
    let build = |more: &[&str]| {
        run(place.path(), &[&["build", text(&case), "reports/001", "--to", "docx"], more].concat())
    };
    let (status, _, first) = build(&[]);
    assert_eq!(status, 0, "{first}");
    let (status, _, second) = build(&[]);
    assert_eq!(status, 0, "{second}");
    assert!(
        second.contains("警告[section-table-prose]")
            && second.contains("没有变化 2 份，没有写成 0 份；警告 1 个"),
        "{second}"
    );
    let (status, _, third) = build(&["--deny-warnings"]);
    assert_eq!(status, 1);
    assert!(
        third.contains("错误[section-table-prose]")
            && third.contains("没有变化 1 份，没有写成 1 份；警告 0 个"),
        "{third}"
    );
}

#[test]
fn a_journal_is_there_where_something_was_written_and_bears_damage() {
    let place = bodies(3);
    let out = place.path().join("out");
    let (status, ..) =
        run(place.path(), &["build", text(&root().join("fixtures/errors/json-syntax")), "none"]);
    assert_eq!((status, journal(&out).len()), (1, 0), "nothing was written");
    let build = || run(place.path(), &["build", "reports/*", "--to", "docx"]);
    assert_eq!(build().0, 0);
    assert_eq!(journal(&out), ["journal.jsonl", "lock", "put"]);
    let file = out.join(".nianbao/journal.jsonl");
    let whole = read(&file);
    // Torn in its last line, as by a crash, and a file that never took its place.
    std::fs::write(&file, &whole[..whole.len() - 40]).expect("the journal");
    std::fs::write(out.join(".nianbao/.nianbao-rest"), "x").expect("a temporary file");
    let (status, _, said) = build();
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("已写 1 份，没有变化 2 份"), "{said}");
    assert_eq!(journal(&out), ["journal.jsonl", "lock", "put"]);
    assert_eq!(read(&file).lines().count(), 3);
    for nonsense in ["", "\0\0\0\n", "[1, 2]\n{}\n"] {
        std::fs::write(&file, nonsense).expect("the journal");
        assert!(build().2.contains("已写 3 份，没有变化 0 份"));
        assert!(build().2.contains("已写 0 份，没有变化 3 份"));
    }
}
