//! Report folders as they may be: links, pipes, devices, large files, strange names, files that are
//! called something else.

use std::path::Path;
use std::process::Command;

use crate::bench::{copy_report, root, run};

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Runs the program in `folder`, which must come to an end by itself.
fn run_in_time(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new("timeout")
        .arg("20")
        .arg(env!("CARGO_BIN_EXE_nianbao"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("timeout, of every Linux");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let status = output.status.code().expect("an exit status");
    assert_ne!(status, 124, "{arguments:?} waits for ever: {said}");
    (status, String::from_utf8_lossy(&output.stdout).into_owned() + &said)
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

/// A file of so many zeros, which takes no room on the disk.
fn large(path: &Path, bytes: u64) {
    let file = std::fs::File::create(path).expect("a temporary file");
    file.set_len(bytes).expect("a sparse file");
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read_and_nothing_is_waited_for() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let special = "不是普通的文件";
    for file in ["report.json", "narrative.md", "style.toml", "figures/a.png"] {
        for (kind, wanted) in [
            ("fifo", special),
            ("device", special),
            ("socket", special),
            ("dir", "是文件夹，不是文件"),
        ] {
            let place = tempfile::tempdir().expect("a temporary folder");
            let report = place.path().join("r");
            copy_report("gzjkq-2021", &report);
            std::fs::create_dir_all(report.join("figures")).expect("a temporary folder");
            let path = report.join(file);
            let _ = std::fs::remove_file(&path);
            match kind {
                "fifo" => fifo(&path),
                "device" => symlink("/dev/zero", &path).expect("a link"),
                "socket" => drop(UnixListener::bind(&path).expect("a socket")),
                _ => std::fs::create_dir(&path).expect("a temporary folder"),
            }
            let picture = file.starts_with("figures");
            if picture && kind == "dir" {
                continue; // may be called as it likes
            }
            let wanted = if picture && kind == "device" { "之外的链接" } else { wanted };
            for arguments in [
                &["check", "r"][..],
                &["build", "r", "--to", "json"],
                &["check", "r", "--fix"],
                &["total", "r", "-o", "all"],
                &["new", "next", "--from", "r"],
            ] {
                let (status, said) = run_in_time(place.path(), arguments);
                // A link out of the folder that the text does not name is left out, and that is
                // all.
                let failed = i32::from(!(picture && kind == "device"));
                assert_eq!(status, failed, "{kind} {file} {arguments:?}: {said}");
                let told = said.contains(wanted) || (picture && arguments[0] != "check");
                assert!(told && !said.contains("panicked"), "{kind} {file} {arguments:?}: {said}");
            }
        }
    }
}

#[test]
fn what_is_larger_than_reports_are_is_told_and_not_read() {
    let many = |report: &Path| {
        for number in 0..1001 {
            std::fs::write(report.join(format!("figures/{number}")), "").expect("a file");
        }
    };
    let deep = |report: &Path| {
        let folder = report.join("figures/1/2/3/4/5/6/7/8");
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        std::fs::write(folder.join("9.png"), "").expect("a temporary file");
    };
    type Change<'c> = &'c dyn Fn(&Path);
    let cases: [(Change<'_>, i32, &str); 7] = [
        (&|report| large(&report.join("report.json"), (8 << 20) + 1), 1, "超过 8 MiB"),
        (&|report| large(&report.join("narrative.md"), (8 << 20) + 1), 1, "超过 8 MiB"),
        (&|report| large(&report.join("style.toml"), 1 << 40), 1, "超过 8 MiB"),
        (&|report| large(&report.join("figures/a.png"), (64 << 20) + 1), 0, "超过 64 MiB"),
        (
            &|report| {
                for name in ["a", "b", "c", "d", "e"] {
                    large(&report.join("figures").join(name), 60 << 20);
                }
            },
            0,
            "加起来超过 256 MiB",
        ),
        (&many, 1, "超过 1000 个文件"),
        (&deep, 0, "超过 8 层"),
    ];
    for (change, wanted_status, wanted) in cases {
        let place = tempfile::tempdir().expect("a temporary folder");
        let report = place.path().join("r");
        copy_report("gzjkq-2021", &report);
        std::fs::create_dir_all(report.join("figures")).expect("a temporary folder");
        change(&report);
        let (status, _, said) = run(place.path(), &["check", "r"]);
        assert_eq!(status, wanted_status, "{wanted}: {said}");
        assert_eq!(said.matches(wanted).count(), 1, "{said}");
    }
}

/// Makes a report's text name a picture.
fn name_picture(report: &Path, path: &str) {
    let text = report.join("narrative.md");
    let read = std::fs::read_to_string(&text).expect("the text");
    let named = format!("![图]({path})\n\n# 其他需要报告的事项");
    std::fs::write(&text, read.replacen("# 其他需要报告的事项", &named, 1)).expect("a file");
}

#[cfg(unix)]
#[test]
fn links_lead_to_pictures_of_the_report_and_nowhere_else() {
    use std::os::unix::fs::symlink;

    let picture = root().join("fixtures/markdown-2022/figures/platform.png");
    for (target, led_out) in [
        ("b.png", false),
        ("../b.png", false),
        ("sub/../b.png", false),
        ("../../outside.png", true),
        ("/etc/hostname", true),
        ("nowhere", true),
        ("sub", true),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let report = place.path().join("r");
        copy_report("gzjkq-2021", &report);
        std::fs::create_dir_all(report.join("figures/sub")).expect("a temporary folder");
        for copy in ["figures/b.png", "b.png", "../outside.png"] {
            std::fs::copy(&picture, report.join(copy)).expect("a copy");
        }
        symlink(target, report.join("figures/a.png")).expect("a link");
        name_picture(&report, "figures/a.png");
        let (status, _, said) = run(place.path(), &["check", "r"]);
        assert_eq!(status == 1, led_out, "{target}: {said}");
        for code in ["[figure-unread]", "[figure-missing]"] {
            assert_eq!(said.contains(code), led_out, "{target}: {said}");
        }
    }
    // The folder of pictures itself.
    let place = tempfile::tempdir().expect("a temporary folder");
    let report = place.path().join("r");
    copy_report("gzjkq-2021", &report);
    std::fs::create_dir(place.path().join("elsewhere")).expect("a temporary folder");
    std::fs::copy(&picture, place.path().join("elsewhere/a.png")).expect("a copy");
    symlink("../elsewhere", report.join("figures")).expect("a link");
    name_picture(&report, "figures/a.png");
    let (status, _, said) = run(place.path(), &["check", "r"]);
    assert!(status == 1 && said.contains("r/figures\n") && said.contains("之外的链接"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_no_pdf_gives_back_are_told_and_never_attached() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let picture = root().join("fixtures/markdown-2022/figures/platform.png");
    let names: [(&[u8], &str); 6] = [
        (b"a:b.png", "有“:”"),
        (b"a\\b.png", "有“\\”"),
        (b"a\nb.png", "U+000A"),
        (b"a\x1b[31mb.png", "U+001B"),
        (b"CON.png", "Windows"),
        (b"\xff.png", "不是 UTF-8"),
    ];
    for (name, wanted) in names {
        let place = tempfile::tempdir().expect("a temporary folder");
        let report = place.path().join("r");
        copy_report("gzjkq-2021", &report);
        std::fs::create_dir(report.join("figures")).expect("a temporary folder");
        std::fs::copy(&picture, report.join("figures").join(OsStr::from_bytes(name)))
            .expect("a copy");
        let (status, _, said) = run(place.path(), &["build", "r", "--to", "pdf"]);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("警告[figure-unread]") && said.contains(wanted), "{said}");
        assert!(!said.contains('\u{1b}'), "{said}");
        let (status, _, said) = run(place.path(), &["extract", "out/r.pdf", "-o", "x"]);
        assert_eq!(status, 0, "{said}");
        // Where the text names it, it is missing; other signs can't stand in the path of a picture.
        if let Some(name) =
            std::str::from_utf8(name).ok().filter(|name| !name.contains(char::is_control))
        {
            name_picture(&report, &format!("<figures/{}>", name.replace('\\', "\\\\")));
            let (status, _, said) = run(place.path(), &["build", "r", "--to", "pdf,docx"]);
            assert!(status == 1 && said.contains("[figure-missing]"), "{name}: {said}");
        }
    }
}

#[test]
fn a_missing_file_is_looked_for_under_other_names() {
    for (file, there) in [
        ("narrative.md", "narrative.md.txt"),
        ("narrative.md", "narrative.txt"),
        ("report.json", "report.json.txt"),
        ("report.json", "report (1).json"),
        #[cfg(target_os = "linux")]
        ("report.json", "Report.json"),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let report = place.path().join("r");
        copy_report("gzjkq-2021", &report);
        std::fs::rename(report.join(file), report.join(there)).expect("a file");
        let (status, _, said) = run(place.path(), &["check", "r"]);
        assert_eq!(status, 1);
        let wanted = format!("[file-missing]: 缺少文件 {file}，而文件夹中有 {there}");
        assert!(said.contains(&wanted) && said.contains(&format!("改名为 {file}")), "{said}");
    }
}

#[test]
fn what_is_no_report_folder_is_called_what_it_is() {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy_report("gzjkq-2021", &place.path().join("r"));
    copy_report("gzjkq-2021", &place.path().join("named/report.json"));
    for name in ["报告.docx", "报告.pdf", "r/草稿.docx"] {
        std::fs::write(place.path().join(name), "x").expect("a temporary file");
    }
    for (input, wanted) in [
        ("报告.docx", "这是一个文件，不是报告文件夹"),
        ("报告.pdf", "nianbao extract 取出"),
        ("r/narrative.md", "写成 r 就是这份报告"),
        ("r/草稿.docx", "写成 r 就是这份报告"),
        ("none", "没有这个报告文件夹"),
    ] {
        // To `check` a file that is none of a report's own is a published one, wherever it lies.
        let published = input.ends_with(".docx") || input.ends_with(".pdf");
        for command in if published { &["build"][..] } else { &["check", "build"] } {
            let (status, _, said) = run(place.path(), &[command, input]);
            assert_eq!(status, 1);
            assert!(said.contains("[input-missing]") && said.contains(wanted), "{input}: {said}");
        }
    }
    let (status, _, said) = run(&place.path().join("r"), &["check", "narrative.md"]);
    assert!(status == 1 && said.contains("写成 . 就是这份报告"), "{said}");
    let (status, _, said) = run(place.path(), &["check", "named/report.json"]);
    assert_eq!(status, 0, "a folder may be called report.json: {said}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_folders_reach_no_terminal_as_they_are() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for name in ["a\u{1b}[31mb", "a\nb", "a\u{202e}b", "a\u{9b}b"] {
        copy_report("errors/applications-balance", &place.path().join(name));
        for command in ["check", "build"] {
            let (_, _, said) = run(place.path(), &[command, name]);
            assert!(!said.contains(name), "{said:?}");
            assert!(said.contains("a\\u{"), "{said}");
        }
        let (_, lines, _) = run(place.path(), &["check", name, "--message-format", "json"]);
        let line = lines.lines().next().expect("a finding");
        let finding: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let file = format!("{name}/report.json");
        assert_eq!(finding["file"], file, "programs get the name as it is");
    }
    assert_eq!(run(place.path(), &["check", text(place.path())]).0, 1);
}
