//! Files in the way, full disks, batches at the same time, and ends before the end.

use std::process::Command;
use std::time::Duration;

use super::{bodies, body, journal, results, said, start, tree, wait_for};
use crate::bench::run;

#[test]
fn a_file_in_the_way_is_told_and_harms_no_other_report() {
    let place = bodies(2);
    std::fs::write(place.path().join("file"), "x").expect("a temporary file");
    let (status, _, said) =
        run(place.path(), &["build", "reports/*", "-o", "file/out", "--to", "json"]);
    assert_eq!(status, 2);
    assert!(said.contains("[output-unwritable]") && said.contains("file/out"), "{said}");
    body(&place.path().join("甲市/教育局"), 3);
    std::fs::create_dir_all(place.path().join("out/reports/002.docx"))
        .expect("a folder in the way");
    std::fs::write(place.path().join("out/甲市"), "x").expect("a file in the way");
    let (status, _, said) =
        run(place.path(), &["build", "reports/*", "甲市/*", "--keep-tree", "--to", "docx"]);
    assert_eq!(status, 1, "{said}");
    assert_eq!(said.matches("错误[output-unwritable]").count(), 2, "{said}");
    assert!(
        said.contains("out/reports/002.docx")
            && said.contains("out/甲市")
            && said.contains("已写 1 份"),
        "{said}"
    );
    assert_eq!(
        journal(&place.path().join("out")),
        ["journal.jsonl", "lock", "put"],
        "nothing else stays there"
    );
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_a_finding_and_leaves_nothing_half_written() {
    let place = bodies(3);
    // The shell counts in half kilobytes: a DOCX has less than 32 KB, a PDF more.
    let limited = |arguments: &str| {
        let script = format!(
            "ulimit -f 64; exec {} build reports/* {arguments}",
            env!("CARGO_BIN_EXE_nianbao")
        );
        Command::new("sh")
            .args(["-c", &script])
            .current_dir(place.path())
            .output()
            .expect("a shell")
    };
    let output = limited("");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(
        said(&output).matches("错误[output-unwritable]: 写不了：文件超过了系统允许的大小").count(),
        3,
        "{}",
        said(&output)
    );
    assert_eq!(
        (tree(&place.path().join("out")).len(), journal(&place.path().join("out")).len()),
        (0, 0)
    );
    assert_eq!(limited("--to docx").status.code(), Some(0), "small files are written");
    let (status, _, said) = run(place.path(), &["build", "reports/*"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(tree(&place.path().join("out")).len(), 6);
}

#[test]
fn a_report_that_goes_away_while_the_batch_runs_is_one_finding() {
    let place = bodies(30);
    let batch = start(place.path(), &["build", "reports/*", "--jobs", "1"]);
    wait_for(&place.path().join("out/001.docx"));
    std::fs::remove_dir_all(place.path().join("reports/030")).expect("a report");
    let output = batch.wait_with_output().expect("its output");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("错误[input-missing]") && said(&output).contains("已写 29 份"),
        "{}",
        said(&output)
    );
}

#[test]
fn two_batches_into_one_folder_lose_nothing() {
    let place = bodies(12);
    let two = [(); 2].map(|()| start(place.path(), &["build", "reports/*"]));
    for batch in two {
        let output = batch.wait_with_output().expect("its output");
        assert!(output.status.success(), "{}", said(&output));
    }
    let (status, _, again) = run(place.path(), &["build", "reports/*"]);
    assert_eq!(status, 0);
    assert!(again.contains("已写 0 份，没有变化 12 份"), "{again}");
    assert_eq!(run(place.path(), &["build", "reports/*", "-o", "alone"]).0, 0);
    assert!(tree(&place.path().join("out")) == tree(&place.path().join("alone")), "the same files");
    assert_eq!(journal(&place.path().join("out")), ["journal.jsonl", "lock", "put"]);
}

#[test]
fn a_batch_that_was_killed_ends_as_if_it_never_had_been() {
    let place = bodies(16);
    assert_eq!(run(place.path(), &["build", "reports/*", "-o", "whole"]).0, 0);
    let whole = tree(&place.path().join("whole"));
    for (number, milliseconds) in [30, 95, 160, 240, 330].into_iter().enumerate() {
        let name = format!("out{number}");
        let out = place.path().join(&name);
        for wait in [milliseconds, milliseconds / 2] {
            let mut batch = start(place.path(), &["build", "reports/*", "-o", &name]);
            std::thread::sleep(Duration::from_millis(wait));
            batch.kill().expect("a process");
            batch.wait().expect("its end");
            let wrong = tree(&out).into_iter().find(|(path, bytes)| whole.get(path) != Some(bytes));
            assert!(wrong.is_none(), "{:?} is not whole", wrong.map(|(path, _)| path));
        }
        let (status, _, said) = run(place.path(), &["build", "reports/*", "-o", &name]);
        assert_eq!(status, 0, "{said}");
        assert!(tree(&out) == whole, "killed after {milliseconds} ms");
        assert_eq!(journal(&out), ["journal.jsonl", "lock", "put"]);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on() {
    let place = bodies(40);
    let out = place.path().join("out");
    let arguments = ["build", "reports/*", "--jobs", "2", "--results", "r.jsonl"];
    let batch = start(place.path(), &arguments);
    wait_for(&out.join("001.docx"));
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", batch.id())]).status();
    assert!(sent.expect("a shell").success());
    let output = batch.wait_with_output().expect("its output");
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    let lines = results(&place.path().join("r.jsonl"));
    let left = 40 - lines.len();
    assert!(
        said(&output)
            .contains(&format!("中途停下，还有 {left} 份没有编；再运行同一个命令就接着编")),
        "{}",
        said(&output)
    );
    assert_eq!(tree(&out).len(), 2 * lines.len(), "both files of each report, or none");
    assert_eq!(journal(&out), ["journal.jsonl", "lock", "put"]);
    let (status, _, again) = run(place.path(), &arguments);
    assert_eq!(status, 0, "{again}");
    assert!(again.contains(&format!("已写 {left} 份，没有变化 {} 份", lines.len())), "{again}");
}
