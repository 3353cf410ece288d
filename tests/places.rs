//! Where files are put: never over what is read, whole pairs or none, under names that every system
//! knows as two.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::bench::{copy_report, files, run};

/// A temporary folder with the reports `names`.
fn reports(names: &[&str]) -> TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    for name in names {
        copy_report("gzjkq-2021", &place.path().join(name));
    }
    place
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => all.extend(contents(&path)),
            false => all.push((path.display().to_string(), std::fs::read(&path).expect("a file"))),
        }
    }
    all.sort();
    all
}

#[test]
fn results_take_the_place_of_no_report_list_output_or_journal() {
    let place = reports(&["r", "s", "last/r"]);
    let path = |name: &str| place.path().join(name);
    std::fs::create_dir_all(path("r/figures/sub")).expect("a temporary folder");
    std::fs::create_dir(path("folder")).expect("a temporary folder");
    std::fs::write(path("list"), "s\n").expect("a temporary file");
    let before = contents(place.path());
    for results in [
        "r/report.json",
        "s/narrative.md",
        "./s/../r/style.toml",
        "r/figures/new.png",
        "r/figures/sub/new.png",
        "last/r/report.json",
        "list",
        "folder",
        "out/r.pdf",
        "out/s.docx",
        "out/.nianbao/journal.jsonl",
    ] {
        let arguments =
            ["build", "r", "--inputs-from", "list", "--previous", "last", "--results", results];
        let (status, _, said) = run(place.path(), &arguments);
        assert_eq!(status, 2, "{results}: {said}");
        assert!(said.contains("[output-unwritable]") && said.contains(results), "{said}");
        assert!(contents(place.path()) == before, "{results}: nothing is written");
    }
    // A list beside the report's own files is in nobody's way, and one that is there is replaced.
    std::fs::write(path("r/results.jsonl"), "old").expect("a temporary file");
    let arguments = ["build", "r", "--to", "json", "--results", "r/results.jsonl"];
    assert_eq!(run(place.path(), &arguments).0, 0);
    assert!(std::fs::read(path("r/results.jsonl")).expect("the list").starts_with(b"{"));
}

#[cfg(unix)]
#[test]
fn results_take_the_place_of_no_pipe_link_or_device() {
    let place = reports(&["r"]);
    let fifo = place.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
    std::fs::write(place.path().join("file"), "kept").expect("a temporary file");
    std::os::unix::fs::symlink("file", place.path().join("link")).expect("a link");
    std::os::unix::fs::symlink("/dev/null", place.path().join("device")).expect("a link");
    for results in ["fifo", "link", "device", "/dev/stdout"] {
        let (status, _, said) = run(place.path(), &["build", "r", "--results", results]);
        assert_eq!(status, 2, "{results}: {said}");
        let kind = |path: &str| place.path().join(path).symlink_metadata().expect("it is there");
        assert!(!kind("fifo").is_file() && kind("link").is_symlink());
        assert!(kind("device").is_symlink() && kind("/dev/stdout").is_symlink());
    }
    assert_eq!(std::fs::read(place.path().join("file")).expect("a file"), b"kept");
}

#[test]
fn nothing_is_put_into_a_report_or_among_its_pictures() {
    let place = reports(&["r", "last/r"]);
    std::fs::create_dir_all(place.path().join("r/figures/sub")).expect("a temporary folder");
    let before = contents(place.path());
    for output in ["r", "./r/.", "r/figures", "r/figures/sub", "r/figures/new", "last/r"] {
        for arguments in [
            &["build", "r", "--previous", "last", "-o", output][..],
            &["build", "r/report.json", "--previous", "last/r", "-o", output],
            &["preview", "r", "-o", output],
        ] {
            if arguments[0] == "preview" && output == "last/r" {
                continue;
            }
            let (status, _, said) = run(place.path(), arguments);
            assert_eq!(status, 2, "{arguments:?}: {said}");
            assert!(said.contains("[output-unwritable]: 输出文件夹"), "{arguments:?}: {said}");
            assert!(contents(place.path()) == before, "{arguments:?}: nothing is written");
        }
    }
    assert_eq!(run(place.path(), &["build", "r", "-o", "r/out", "--to", "json"]).0, 0);
    assert_eq!(run(place.path(), &["build", "r", "-o", ".", "--to", "json"]).0, 0);
}

#[test]
fn a_pair_is_put_whole_or_not_at_all() {
    let long = "x".repeat(251); // .pdf still fits, .docx does not
    let place = reports(&["r", &long]);
    let out = place.path().join("out");
    for case in ["r", long.as_str()] {
        for old in [None, Some("old")] {
            let _ = std::fs::remove_dir_all(&out);
            std::fs::create_dir(&out).expect("a temporary folder");
            if case == "r" {
                std::fs::create_dir(out.join("r.docx")).expect("a folder in the way");
            }
            let pdf = out.join(format!("{case}.pdf"));
            if let Some(old) = old {
                std::fs::write(&pdf, old).expect("an old file");
            }
            let (status, _, said) = run(place.path(), &["build", case]);
            assert_eq!(status, 1, "{said}");
            assert!(said.contains("没有写文件") && said.contains(".docx"), "{said}");
            assert_eq!(std::fs::read_to_string(&pdf).ok().as_deref(), old, "{case}");
            assert!(!out.join(".nianbao").exists(), "nothing was written");
        }
    }
}

#[test]
fn of_two_runs_with_the_same_names_each_pair_is_of_one() {
    let names: Vec<String> = (1..=8).map(|number| number.to_string()).collect();
    let place = tempfile::tempdir().expect("a temporary folder");
    for (run, agency) in [("one", "第一局"), ("two", "第二局")] {
        for name in &names {
            let folder = place.path().join(run).join(name);
            copy_report("gzjkq-2021", &folder);
            let report = folder.join("report.json");
            let text = std::fs::read_to_string(&report).expect("a report");
            std::fs::write(report, text.replace("企业服务和工信局", agency)).expect("a file");
        }
    }
    let start = |pattern: &str, out: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        program.args(["build", pattern, "-o", out, "--to", "docx,json", "--force"]);
        let program = program.current_dir(place.path()).stderr(Stdio::null());
        program.spawn().expect("the program starts")
    };
    for (pattern, out) in [("one/*", "only-one"), ("two/*", "only-two")] {
        assert!(start(pattern, out).wait().expect("its end").success());
    }
    let read = |out: &str, file: &str| std::fs::read(place.path().join(out).join(file)).ok();
    for _ in 0..8 {
        let runs = [start("one/*", "both"), start("two/*", "both")];
        for mut run in runs {
            assert!(run.wait().expect("its end").success());
        }
        for name in &names {
            let pair = ["docx", "json"].map(|extension| format!("{name}.{extension}"));
            let whole = |alone| pair.iter().all(|file| read("both", file) == read(alone, file));
            assert!(whole("only-one") || whole("only-two"), "{name} is of both");
        }
    }
}

#[test]
fn names_that_some_system_can_not_tell_apart_clash() {
    let composed = "caf\u{e9}";
    let decomposed = "cafe\u{301}";
    let place = reports(&["a/甲A", "b/甲a", "a/caf\u{e9}", "b/cafe\u{301}", "a/乙", "b/乙"]);
    for (one, two, wanted) in [
        ("甲A", "甲a", "在有的系统上是同一个"),
        (composed, decomposed, "在有的系统上是同一个"),
        ("乙", "乙", "会写同名的文件 乙"),
    ] {
        let (one, two) = (format!("a/{one}"), format!("b/{two}"));
        let (status, _, said) = run(place.path(), &["build", &one, &two]);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("[output-clash]") && said.contains(wanted), "{said}");
        assert!(!place.path().join("out").exists());
        let request = |id: &str, folder: &str| format!(r#"{{"id":"{id}","folder":"{folder}"}}"#);
        let names = [&one, &two].map(|path| path.split_once('/').expect("a path").1.to_owned());
        let lines = format!("{}\n{}\n", request(&names[0], &one), request(&names[1], &two));
        let answered = worker(place.path(), &lines);
        let clashes = answered.matches("output-clash").count();
        assert_eq!(clashes, usize::from(names[0] != names[1]), "the same id may come again");
    }
    for twice in [["a/乙", "a/乙"], ["a/乙", "./b/../a/乙/report.json"]] {
        let (status, _, said) = run(place.path(), &["build", twice[0], twice[1]]);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.contains("[output-clash]") && said.contains("是同一份报告，给了两次"),
            "{said}"
        );
    }
}

/// What a worker answers to some lines, written to OUT/w.
fn worker(folder: &Path, lines: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    program.args(["worker", "-o", "w", "--to", "json"]).current_dir(folder);
    program.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut program = program.spawn().expect("the program starts");
    let mut input = program.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut input, lines.as_bytes()).expect("an open pipe");
    drop(input);
    let output = program.wait_with_output().expect("its output");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[cfg(unix)] // where folders may be called so
#[test]
fn names_of_windows_devices_are_refused_and_no_other_report_is() {
    let place = reports(&["CON", "aux.2024", "com1", "good"]);
    let arguments = ["build", "CON", "good", "aux.2024", "com1", "--to", "json"];
    let (status, _, said) = run(place.path(), &arguments);
    assert_eq!(status, 1, "{said}");
    assert_eq!(said.matches("是 Windows 留给设备的名称").count(), 3, "{said}");
    assert_eq!(files(&place.path().join("out")).len(), 1, "the good one is written");
    let (status, _, said) =
        run(place.path(), &["build", "CON/../good", "./CON", "--keep-tree", "--to", "json"]);
    assert!(status == 1 && said.contains("“CON”是 Windows"), "{said}");
    for id in ["CON", "nul.x", "Lpt9"] {
        let line = format!("{{\"id\":\"{id}\",\"folder\":\"good\"}}\n");
        let answer = worker(place.path(), &line);
        assert!(answer.contains("request-name") && answer.contains("Windows"), "{answer}");
    }
}

#[cfg(unix)]
#[test]
fn a_report_at_the_root_of_a_disk_stays_below_the_output_folder() {
    let place = reports(&["r"]);
    let (status, _, said) = run(place.path(), &["build", "/", "--results", "lines"]);
    assert_eq!(status, 1, "{said}");
    let line = std::fs::read_to_string(place.path().join("lines")).expect("the results");
    assert!(line.contains(r#""name":"report""#), "{line}");
}

#[cfg(unix)]
#[test]
fn a_journal_that_is_none_is_told_and_not_waited_for() {
    for file in ["lock", "journal.jsonl", "put"] {
        let place = reports(&["r"]);
        assert_eq!(run(place.path(), &["build", "r", "--to", "json"]).0, 0);
        let path = place.path().join("out/.nianbao").join(file);
        std::fs::remove_file(&path).expect("a file of the journal");
        assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
        let output = Command::new("timeout")
            .args(["20", env!("CARGO_BIN_EXE_nianbao"), "build", "r", "--to", "json", "--force"])
            .current_dir(place.path())
            .output()
            .expect("timeout, of every Linux");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(said.contains("不是普通的文件"), "{file}: {said}");
    }
    // What lies behind a link is nobody's to clear up.
    let place = reports(&["r"]);
    let elsewhere = place.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a temporary folder");
    std::fs::create_dir(place.path().join("out")).expect("a temporary folder");
    std::fs::write(elsewhere.join(".nianbao-mine"), "mine").expect("a temporary file");
    std::os::unix::fs::symlink("../elsewhere", place.path().join("out/.nianbao")).expect("a link");
    assert_eq!(run(place.path(), &["build", "r", "--to", "json"]).0, 2);
    assert!(elsewhere.join(".nianbao-mine").exists());
}

#[test]
fn a_journal_line_without_files_is_not_believed() {
    let place = reports(&["r"]);
    assert_eq!(run(place.path(), &["build", "r", "--to", "json"]).0, 0);
    let journal = place.path().join("out/.nianbao/journal.jsonl");
    let line = std::fs::read_to_string(&journal).expect("the journal");
    let (before, after) = (line.find('[').expect("files"), line.rfind(']').expect("files"));
    std::fs::write(&journal, format!("{}{}", &line[..=before], &line[after..])).expect("a file");
    std::fs::remove_file(place.path().join("out/r.json")).expect("the file");
    let (status, _, said) = run(place.path(), &["build", "r", "--to", "json"]);
    assert!(status == 0 && said.contains("已写 out/r.json"), "{said}");
}
