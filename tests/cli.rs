//! The command line: exit statuses, files, the same bytes, and what people are told.

use std::path::Path;

use crate::bench::{build, copy_report, fixtures, name, root, run};
use crate::tree::{list, plain};

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let names = ["pdf", "docx", "json"];
    let all = fixtures();
    let inputs: Vec<&str> = all.iter().map(|path| text(path)).collect();
    let together = tempfile::tempdir().expect("a temporary folder");
    let mut arguments = vec!["build", "--to", "pdf,docx,json", "-o", text(together.path())];
    arguments.extend(inputs.iter().rev()); // another order, all in one process
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{said}");
    for fixture in &all {
        let alone = build(fixture, &["--to", "pdf,docx,json"]);
        for extension in names {
            let file = format!("{}.{extension}", name(fixture));
            let read = |folder: &Path| std::fs::read(folder.join(&file)).expect("a written file");
            assert!(read(alone.path()) == read(together.path()), "{file} differs between two runs");
        }
    }
}

#[test]
fn a_folder_and_its_report_json_mean_the_same() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (status, ..) = run(
        &root().join("fixtures/gzjkq-2021"),
        &["build", "report.json", "--to", "json", "-o", text(out.path())],
    );
    assert_eq!(status, 0);
    assert!(out.path().join("gzjkq-2021.json").exists());
}

#[test]
fn exit_status_2_is_for_what_no_report_can_mend() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let file = out.path().join("file");
    std::fs::write(&file, "x").expect("a temporary file");
    let cases: [(&[&str], &str); 11] = [
        (&[], "缺少命令"),
        (&["bild"], "没有“bild”这个命令"),
        (&["version"], "是不是“nianbao --version”"),
        (&["build", "--version"], "是不是“nianbao --version”"),
        (&["check"], "缺少"),
        (&["check", "--faster", "x"], "没有“--faster”这个选项"),
        (&["build", "fixtures/gzjkq-2021", "--to", "odt"], "不能是“odt”"),
        (&["build", "fixtures/gzjkq-2021", "fixtures/../fixtures/gzjkq-2021"], "output-clash"),
        (&["build", "fixtures/gzjkq-2021", "-o", text(&file)], "output-unwritable"),
        (&["check", "fixtures/gzjkq-2021", "--layout-dir", "src"], "layout-folder"),
        (&["check", "fixtures/gzjkq-2021", "--font-dir", "src"], "font-folder"),
    ];
    for (arguments, wanted) in cases {
        let (status, _, said) = run(root(), arguments);
        assert_eq!(status, 2, "{arguments:?}: {said}");
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
}

#[test]
fn a_missing_report_is_an_error_and_the_others_are_written() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (status, _, said) = run(
        root(),
        &["build", "fixtures/none", "fixtures/gzjkq-2021", "-o", text(out.path()), "--to", "json"],
    );
    assert_eq!(status, 1);
    assert!(said.contains("错误[input-missing]: 没有这个报告文件夹"), "{said}");
    assert!(out.path().join("gzjkq-2021.json").exists());
}

#[test]
fn warnings_pass_unless_they_are_denied_or_waived() {
    let case = "fixtures/errors/section-table-prose";
    assert_eq!(run(root(), &["check", case]).0, 0);
    let (status, _, said) = run(root(), &["check", case, "--deny-warnings"]);
    assert_eq!(status, 1);
    assert!(said.contains("错误[section-table-prose]"), "{said}");

    let folder = tempfile::tempdir().expect("a temporary folder");
    let report =
        std::fs::read_to_string(root().join(case).join("report.json")).expect("the report");
    let waived =
        report.replacen('{', "{\n  \"waive\": { \"section-table-prose\": \"上级要求保留\" },", 1);
    std::fs::write(folder.path().join("report.json"), waived).expect("a temporary file");
    std::fs::copy(root().join(case).join("narrative.md"), folder.path().join("narrative.md"))
        .expect("a temporary file");
    let (status, _, said) = run(root(), &["check", text(folder.path()), "--deny-warnings"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("已豁免 section-table-prose：上级要求保留"), "{said}");
}

#[test]
fn a_draft_is_written_in_spite_of_errors_and_says_so() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let case = "fixtures/errors/glyph-missing";
    let (status, _, _) =
        run(root(), &["build", case, "--draft", "-o", text(out.path()), "--to", "pdf,docx,json"]);
    assert_eq!(status, 1);
    let tree = std::fs::read_to_string(out.path().join("glyph-missing.json")).expect("the tree");
    assert!(
        tree.contains("\"watermark\": \"草稿\"") && tree.contains("narrative.md:3:12 字符"),
        "{tree}"
    );
    assert!(tree.contains("信息12条〓，"), "a missing character is marked, never an empty box");
    assert!(
        out.path().join("glyph-missing.pdf").exists()
            && out.path().join("glyph-missing.docx").exists()
    );
}

#[test]
fn a_folder_of_fonts_comes_before_the_embedded_ones() {
    // Any font will do: a test face under the name that Word gives to 仿宋.
    let fonts = tempfile::tempdir().expect("a temporary folder");
    let embedded = nianbao::fonts::Fonts::new(nianbao::fonts::FoundFonts::default());
    let face = embedded
        .faces()
        .iter()
        .find(|face| face.family == "Nianbao Kai")
        .expect("an embedded face");
    std::fs::write(fonts.path().join("office.ttf"), face.bytes().expect("its bytes"))
        .expect("a temporary file");
    let report = tempfile::tempdir().expect("a temporary folder");
    for file in ["report.json", "narrative.md"] {
        std::fs::copy(root().join("fixtures/gzjkq-2021").join(file), report.path().join(file))
            .expect("a temporary file");
    }
    let own = "[text.body]\nword = \"Nianbao Kai\"\n";
    std::fs::write(report.path().join("style.toml"), own).expect("a temporary file");
    let sizes: Vec<Vec<u8>> = [vec![], vec!["--font-dir", text(fonts.path())]]
        .into_iter()
        .map(|arguments| {
            let out = build(report.path(), &[&arguments[..], &["--to", "pdf"]].concat());
            let file = format!("{}.pdf", name(report.path()));
            std::fs::read(out.path().join(file)).expect("the PDF")
        })
        .collect();
    assert!(sizes[0] != sizes[1], "the office's own face is used");
    let (status, listed, _) = run(root(), &["fonts", "--font-dir", text(fonts.path())]);
    assert_eq!(status, 0);
    assert!(listed.contains("office.ttf"), "{listed}");
}

#[test]
fn lists_and_help_are_in_chinese() {
    let (status, layouts, _) = run(root(), &["layouts"]);
    assert_eq!(status, 0);
    let edition = "disclosure-2021  政府信息公开工作年度报告（2021年版）  2021年度起  \
                   国办公开办函〔2021〕30号";
    assert!(layouts.contains(edition), "{layouts}");
    let (_, fonts, _) = run(root(), &["fonts"]);
    assert!(fonts.contains("body         正文　　 Nianbao Fang → "), "{fonts}");
    for arguments in
        [&["--help"][..], &["build", "--help"], &["check", "--help"], &["fonts", "--help"]]
    {
        let (status, help, _) = run(root(), arguments);
        assert_eq!(status, 0);
        let english =
            ["Usage", "Options", "OPTIONS", "COMMAND", "Print", "Arguments", "possible", "default"]
                .iter()
                .find(|word| help.contains(**word));
        assert_eq!(english, None, "{help}");
    }
}

#[test]
fn quiet_says_nothing_of_a_clean_report() {
    let (status, out, said) = run(root(), &["check", "fixtures/gzjkq-2021", "--quiet"]);
    assert_eq!((status, out.as_str(), said.as_str()), (0, "", ""));
}

#[test]
fn a_draft_without_findings_has_no_page_of_them() {
    let pages = |arguments: &[&str]| {
        let out = build(&root().join("fixtures/gzjkq-2021"), arguments);
        let docx = std::fs::File::open(out.path().join("gzjkq-2021.docx")).expect("a DOCX");
        let mut docx = zip::ZipArchive::new(docx).expect("a zip");
        let mut text = String::new();
        let mut part = docx.by_name("word/document.xml").expect("the text");
        std::io::Read::read_to_string(&mut part, &mut text).expect("text");
        assert!(!text.contains("检查发现的问题"));
        let pdf = out.path().join("gzjkq-2021.pdf");
        crate::outside::tool(Path::new("qpdf"), &["--show-npages", pdf.to_str().expect("UTF-8")])
    };
    let to = ["--to", "pdf,docx"];
    assert_eq!(pages(&[&to[..], &["--draft"]].concat()), pages(&to));
}

#[test]
fn one_word_too_many_is_no_option() {
    let (status, _, said) = run(root(), &["preview", "fixtures/gzjkq-2021", "fixtures/b"]);
    assert!(status == 2 && said.contains("多了“fixtures/b”"), "{said}");
    let (status, _, said) = run(root(), &["preview", "--wide"]);
    assert!(status == 2 && said.contains("没有“--wide”这个选项"), "{said}");
}

#[test]
fn an_overview_names_what_is_most_common_where_something_is() {
    let check = |inputs: &[&str]| run(root(), &[&["check"], inputs].concat()).2;
    let clean = check(&["fixtures/gzjkq-2021", "fixtures/markdown-2022"]);
    assert!(clean.trim_end().ends_with("读不了 0 份"), "{clean}");
    let broken = check(&["fixtures/gzjkq-2021", "fixtures/errors/applications-balance"]);
    assert!(broken.contains("最常见的：applications-balance 1 份"), "{broken}");
}

#[test]
fn bound_numbers_and_growth_come_from_both_years() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let report = out.path().join("bound");
    std::fs::create_dir(&report).expect("a temporary folder");
    std::fs::copy(root().join("fixtures/suqian-2023/report.json"), report.join("report.json"))
        .expect("a temporary file");
    let narrative = std::fs::read_to_string(root().join("fixtures/suqian-2023/narrative.md"))
        .expect("the text");
    let bound = "# 其他需要报告的事项\n\n\
                 比{{ previous.applications.received.total }}件\
                 {{ change(applications.received.total, digits=1) }}，\
                 即{{ growth(applications.received.total) }}。\n\n";
    std::fs::write(
        report.join("narrative.md"),
        narrative.replacen("# 其他需要报告的事项\n", bound, 1),
    )
    .expect("a temporary file");
    let arguments = [
        "build",
        text(&report),
        "--previous",
        "fixtures/markdown-2022",
        "--to",
        "json",
        "-o",
        text(out.path()),
    ];
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{said}");
    let tree = std::fs::read_to_string(out.path().join("bound.json")).expect("the tree");
    let tree: serde_json::Value = serde_json::from_str(&tree).expect("the tree is JSON");
    let paragraphs = list(&tree, "blocks").iter();
    let texts: Vec<String> = paragraphs.map(|block| plain(&block["content"])).collect();
    assert!(texts.contains(&"比485件增长623.9%，即623.92%。".to_owned()), "3511 against 485");
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_could_not_be_written_is_told_and_no_result() {
    for arguments in [
        &["schema"][..],
        &["explain"],
        &["layouts"],
        &["fonts"],
        &["check", "fixtures/errors/json-number", "--message-format", "json"],
        &["check", "fixtures/gzjkq-2021", "--message-format", "sarif"],
    ] {
        let run = |output: &str| {
            let out = std::fs::OpenOptions::new().write(true).open(output).expect("a device");
            let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_nianbao"));
            let program = program.args(arguments).current_dir(root()).stdout(out);
            let output = program.output().expect("the program starts");
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        let (status, said) = run("/dev/full");
        assert_eq!(status, Some(2), "{arguments:?}: {said}");
        assert!(said.contains("[output-unwritable]: 写不全：磁盘已满"), "{arguments:?}: {said}");
        assert_eq!(run("/dev/null").1, "", "{arguments:?}");
    }
    // Who has read enough closes the pipe.
    let script = format!("{} explain | head -n 1", env!("CARGO_BIN_EXE_nianbao"));
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("a shell");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(unix)]
#[test]
fn a_fix_keeps_the_mode_and_goes_through_a_link() {
    use std::os::unix::fs::PermissionsExt;

    let place = tempfile::tempdir().expect("a temporary folder");
    let report = place.path().join("r");
    copy_report("government-2024", &report);
    let (text, shared) = (report.join("narrative.md"), place.path().join("shared.md"));
    let before = std::fs::read(&text).expect("the text");
    std::fs::rename(&text, &shared).expect("a file");
    std::os::unix::fs::symlink("../shared.md", &text).expect("a link");
    for mode in [0o600, 0o664] {
        std::fs::write(&shared, &before).expect("a temporary file");
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&shared, permissions).expect("a mode");
        let (status, _, said) = run(place.path(), &["check", "r", "--fix"]);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("个数写成了绑定"), "{said}");
        assert!(text.symlink_metadata().expect("a link").is_symlink());
        let after = std::fs::metadata(&shared).expect("a file");
        assert_eq!(after.permissions().mode() & 0o777, mode);
        assert!(std::fs::read(&shared).expect("a file") != before);
        assert_eq!(std::fs::read_dir(place.path()).expect("a folder").count(), 2);
    }
}

#[test]
fn patterns_that_no_shell_expands_are_expanded_everywhere_as_shells_do() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for name in ["甲", "乙", ".hidden", "empty"] {
        copy_report("gzjkq-2021", &place.path().join("reports").join(name));
    }
    std::fs::remove_file(place.path().join("reports/empty/report.json")).expect("a file");
    let (status, _, said) = run(place.path(), &["check", "reports/*"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("reports/甲：") && said.contains("reports/乙："), "{said}");
    assert!(said.contains("[file-missing]") && !said.contains(".hidden"), "{said}");
    let (status, _, said) = run(place.path(), &["total", "reports/*", "-o", "all"]);
    assert_eq!(status, 1);
    assert!(said.contains("[total-repeated]") && said.contains("[file-missing]"), "{said}");
    std::fs::remove_dir_all(place.path().join("reports/empty")).expect("a folder");
    // The journal is not taken for a report, however often.
    for _ in 0..2 {
        let arguments = ["build", "reports/*", "-o", "reports", "--to", "json"];
        let (status, _, said) = run(place.path(), &arguments);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("共 2 份"), "{said}");
    }
}
