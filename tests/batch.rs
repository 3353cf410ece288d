//! Batches: many reports in one run, what is left alone in the next, and whatever may come between.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tempfile::TempDir;

use crate::bench::{folders, name, root, run};
use crate::judge::{accept, schema};

/// A temporary folder with `reports/001`, `reports/002`, …, each of another body, to run the
/// program in.
fn bodies(count: usize) -> TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    for number in 1..=count {
        body(&place.path().join(format!("reports/{number:03}")), number);
    }
    place
}

fn body(folder: &Path, number: usize) {
    std::fs::create_dir_all(folder).expect("a temporary folder");
    let fixture = root().join("fixtures/gzjkq-2021");
    let report =
        read(&fixture.join("report.json")).replace("企业服务和工信局", &format!("第{number}局"));
    std::fs::write(folder.join("report.json"), report).expect("a temporary file");
    std::fs::copy(fixture.join("narrative.md"), folder.join("narrative.md")).expect("a copy");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Every file below a folder by its path, the journal aside.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in
        std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path())
    {
        let own = PathBuf::from(name(&entry));
        if entry.is_file() {
            files.insert(own, std::fs::read(&entry).expect("a file"));
        } else if own != Path::new(".nianbao") {
            files.extend(tree(&entry).into_iter().map(|(path, bytes)| (own.join(path), bytes)));
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).keys().map(|path| name(path).to_owned()).collect()
}

/// What is in the journal's folder.
fn journal(out: &Path) -> Vec<String> {
    let mut list: Vec<String> = std::fs::read_dir(out.join(".nianbao"))
        .map(|entries| {
            entries.map(|entry| name(&entry.expect("an entry").path()).to_owned()).collect()
        })
        .unwrap_or_default();
    list.sort();
    list
}

/// Starts the program, to be met while it runs.
fn start(place: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command
        .current_dir(place)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// Waits until a batch has written `file`.
fn wait_for(file: &Path) {
    while !file.exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The lines of `--results`.
fn results(path: &Path) -> Vec<Value> {
    read(path)
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
        .collect()
}

#[test]
fn findings_and_lines_come_whole_and_in_the_order_of_the_inputs() {
    let place = bodies(6);
    let errors = root().join("fixtures/errors");
    let mut arguments = vec!["build", "--to", "docx"];
    let broken: Vec<PathBuf> = ["applications-balance", "section-table-prose", "json-syntax"]
        .map(|case| errors.join(case))
        .into();
    let good: Vec<PathBuf> =
        (1..=6).map(|number| PathBuf::from(format!("reports/{number:03}"))).collect();
    let inputs = [&good[..2], &broken[..1], &good[2..4], &broken[1..], &good[4..]].concat();
    arguments.extend(inputs.iter().map(|input| text(input)));
    let mut outputs = [("1", "one"), ("4", "four"), ("4", "again")].map(|(jobs, out)| {
        let (status, _, said) =
            run(place.path(), &[&arguments[..], &["--jobs", jobs, "-o", out]].concat());
        assert_eq!(status, 1, "{said}");
        let out = place.path().join(out);
        (said.replace(name(&out), "OUT"), tree(&out))
    });
    let (said, files) = std::mem::take(&mut outputs[0]);
    assert!(
        outputs[1..].iter().all(|other| *other == (said.clone(), files.clone())),
        "the same words and bytes"
    );
    assert_eq!(files.len(), 7, "all but the two with errors");
    let places: Vec<usize> = inputs
        .iter()
        .map(|input| said.find(&format!("{}：", input.display())).expect("its line"))
        .collect();
    assert!(places.is_sorted(), "{said}");
    assert!(
        said.ends_with("共 9 份：已写 7 份，没有变化 0 份，没有写成 2 份；警告 1 个\n"),
        "{said}"
    );
}

#[test]
fn no_broken_report_keeps_another_from_being_written() {
    let place = bodies(3);
    let errors = root().join("fixtures/errors");
    std::fs::create_dir(place.path().join("reports/empty")).expect("a temporary folder");
    std::fs::write(place.path().join("reports/stray.md"), "这不是报告").expect("a temporary file");
    let quotes = place.path().join("reports/deep");
    body(&quotes, 4);
    std::fs::write(quotes.join("narrative.md"), format!("# 总体情况\n\n{}深\n", "- ".repeat(3000)))
        .expect("a temporary file");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", place.path().join("reports/gone")).expect("a link");
    let cases = text(&errors).to_owned() + "/*";
    let arguments = [
        "build",
        &cases,
        "reports/*",
        "reports/stray.md",
        "none",
        "--to",
        "json",
        "--results",
        "results.jsonl",
        "--quiet",
    ];
    let (status, _, said) = run(place.path(), &arguments);
    assert_eq!(status, 1);
    let results = results(&place.path().join("results.jsonl"));
    let count = folders(&errors).len();
    assert_eq!(results.len(), count + 3 + 4 + usize::from(cfg!(unix)), "a line each");
    for result in &results {
        let (case, status) = (result["name"].as_str().expect("a name"), &result["status"]);
        let codes: Vec<&str> = result["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["code"].as_str())
            .collect();
        assert!(
            status != "failed" || said.contains(&format!("[{}]", codes[0])),
            "{case}: its finding is told"
        );
        match case {
            "001" | "002" | "003" => assert_eq!(status, "written", "{case}"),
            "empty" | "deep" => assert_eq!(status, "failed", "{case}"),
            "none" | "stray.md" | "gone" => {
                assert_eq!((status.as_str(), codes[0]), (Some("failed"), "input-missing"))
            }
            _ => assert_eq!(status == "failed", result["errors"].as_u64() > Some(0), "{case}"),
        }
    }
    assert!(results.iter().filter(|result| result["status"] == "failed").count() > 40);
}

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
    std::fs::write(&template, read(&template) + "\n// changed\n").expect("a temporary file");
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
    assert_eq!(journal(&out), ["journal.jsonl", "lock"]);
    let file = out.join(".nianbao/journal.jsonl");
    let whole = read(&file);
    // Torn in its last line, as by a crash, and a file that never took its place.
    std::fs::write(&file, &whole[..whole.len() - 40]).expect("the journal");
    std::fs::write(out.join(".nianbao/.nianbao-rest"), "x").expect("a temporary file");
    let (status, _, said) = build();
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("已写 1 份，没有变化 2 份"), "{said}");
    assert_eq!(journal(&out), ["journal.jsonl", "lock"]);
    assert_eq!(read(&file).lines().count(), 3);
    for nonsense in ["", "\0\0\0\n", "[1, 2]\n{}\n"] {
        std::fs::write(&file, nonsense).expect("the journal");
        assert!(build().2.contains("已写 3 份，没有变化 0 份"));
        assert!(build().2.contains("已写 0 份，没有变化 3 份"));
    }
}

#[test]
fn results_fit_their_schema_and_say_what_is_on_the_disk() {
    let place = bodies(3);
    let schema = schema("results.schema.json");
    let broken = root().join("fixtures/errors/applications-balance");
    for status in ["written", "unchanged"] {
        let arguments = [
            "build",
            "reports/002",
            text(&broken),
            "reports/001",
            "none",
            "--results",
            "r.jsonl",
            "--jobs",
            "3",
        ];
        assert_eq!(run(place.path(), &arguments).0, 1);
        let lines = results(&place.path().join("r.jsonl"));
        accept(&schema, &lines);
        assert_eq!(
            lines.iter().map(|line| line["status"].as_str()).collect::<Vec<_>>(),
            [status, "failed", status, "failed"].map(Some)
        );
        assert_eq!(
            lines.iter().map(|line| line["name"].as_str()).collect::<Vec<_>>(),
            ["002", "applications-balance", "001", "none"].map(Some)
        );
        assert_eq!(
            (&lines[0]["input"], lines[0]["pages"].as_u64()),
            (&"reports/002".into(), Some(6))
        );
        assert_eq!(lines[1]["findings"][0]["code"], "applications-balance");
        for file in lines[0]["files"].as_array().expect("its files") {
            let bytes = std::fs::read(place.path().join(file["path"].as_str().expect("a path")))
                .expect("the file");
            assert_eq!(
                (&file["sha256"], &file["bytes"]),
                (&nianbao::hash::sha256(&bytes).into(), &bytes.len().into())
            );
        }
    }
    let (status, _, said) =
        run(place.path(), &["build", "reports/003", "--results", "none/r.jsonl"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("[output-unwritable]") && !place.path().join("out/003.pdf").exists(),
        "{said}"
    );
}

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
        ["journal.jsonl", "lock"],
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
    assert_eq!(journal(&place.path().join("out")), ["journal.jsonl", "lock"]);
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
        assert_eq!(journal(&out), ["journal.jsonl", "lock"]);
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
    assert_eq!(journal(&out), ["journal.jsonl", "lock"]);
    let (status, _, again) = run(place.path(), &arguments);
    assert_eq!(status, 0, "{again}");
    assert!(again.contains(&format!("已写 {left} 份，没有变化 {} 份", lines.len())), "{again}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_bar_is_for_terminals_and_for_many_reports() {
    let place = bodies(5);
    let on_terminal = |arguments: &str| {
        let command =
            format!("{} build {arguments} --force --to docx", env!("CARGO_BIN_EXE_nianbao"));
        let output = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(place.path())
            .output();
        String::from_utf8_lossy(&output.expect("script, of every Linux").stdout).into_owned()
    };
    let many = on_terminal("reports/*");
    assert!(
        many.contains("/5 份，每秒 ")
            && many.contains("还要 ")
            && many.contains("共 5 份")
            && !many.contains("已写 out/"),
        "{many}"
    );
    let few = on_terminal("reports/001 reports/002");
    assert!(!few.contains("每秒") && few.contains("已写 out/001.docx"), "{few}");
    assert_eq!(on_terminal("reports/* --quiet"), "");
    let (_, _, plain) = run(place.path(), &["build", "reports/*"]);
    assert!(!plain.contains("每秒") && plain.contains("已写 out/005.pdf"), "{plain}");
}
