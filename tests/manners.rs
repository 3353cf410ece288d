//! Manners of the command line: patterns without a shell, what stands at the end of many reports,
//! what an office's fonts are good for.

use crate::bench::{copy_report, root, run};

#[test]
fn an_office_sees_what_its_fonts_are_good_for() {
    let embedded = nianbao::fonts::Fonts::new(nianbao::fonts::FoundFonts::default());
    let bytes = |family: &str| {
        let face = embedded.faces().iter().find(|face| face.family == family);
        face.and_then(|face| face.bytes()).expect("an embedded face").to_vec()
    };
    let fonts = tempfile::tempdir().expect("a temporary folder");
    let folder = fonts.path().to_str().expect("a readable path");
    let put = |file: &str, family| std::fs::write(fonts.path().join(file), bytes(family));
    put("idle.ttf", "Nianbao Kai Fill").expect("a temporary file");
    let check = ["check", "fixtures/gzjkq-2021", "--font-dir", folder];
    let (status, _, said) = run(root(), &check);
    assert_eq!(status, 0);
    assert!(said.contains("版式所认的名称一个也没有"), "{said}");

    put("kai.ttf", "Nianbao Kai").expect("a temporary file");
    put("latin.ttf", "Nianbao Latin").expect("a temporary file");
    let (_, _, said) = run(root(), &check);
    assert!(!said.contains("版式所认的名称"), "{said}");
    let (status, listed, said) = run(root(), &["fonts", "--font-dir", folder]);
    assert_eq!((status, said.as_str()), (0, ""));
    let lines: Vec<&str> = listed.lines().skip_while(|line| *line != "本单位的字体").collect();
    let line = |of: &str| *lines.iter().find(|line| line.contains(of)).expect("its line");
    assert!(line("kai.ttf").contains("用于二级标题"), "{listed}");
    assert!(line("latin.ttf").contains("用于数字和字母"), "{listed}");
    assert!(line("idle.ttf").contains("没有用到"), "{listed}");
    assert!(
        line("正文、三级标题、四级标题").ends_with("认的名称是 仿宋_GB2312 或 仿宋"),
        "{listed}"
    );
}

#[test]
fn a_pattern_stands_for_its_file_in_every_command() {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy_report("suqian-2023", &place.path().join("suqian"));
    let fine = [
        &["check", "suq*", "--previous", "s*qian"][..],
        &["build", "suq*", "--previous", "suq*", "-o", "out"],
        &["preview", "suq*", "--previous", "suq*", "-o", "out", "--ppi", "36"],
        &["extract", "out/s*.pdf", "-o", "extracted"],
        &["import", "out/*.docx", "-o", "imported"],
        &["new", "next", "--from", "suq*"],
        &["form", "suq*", "-o", "form.xlsx"],
        &["merge", "suq*", "form.x*", "out/s*.docx", "--dry-run"],
        &["total", "suq*", "-o", "total", "--agency", "某市"],
    ];
    for arguments in fine {
        let (status, _, said) = run(place.path(), arguments);
        let found = !said.contains("-missing]") && !said.contains("-unreadable]");
        assert!(status < 2 && found, "{arguments:?}: {status} {said}");
    }
    copy_report("suqian-2023", &place.path().join("suqian2"));
    for arguments in [
        &["check", "suqian", "--previous", "suq*"][..],
        &["form", "suq*", "-o", "another.xlsx"],
        &["watch", "suq*"],
        &["merge", "suq*", "form.xlsx"],
    ] {
        let (status, _, said) = run(place.path(), arguments);
        assert!(status == 2 && said.contains("这样的有 2 个"), "{arguments:?}: {status} {said}");
    }
}

#[test]
fn a_check_of_many_ends_with_the_names_of_those_that_failed() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for name in ["甲", "乙", "丙"] {
        copy_report("gzjkq-2021", &place.path().join(name));
    }
    std::fs::write(place.path().join("乙/narrative.md"), "# 总体情况\n").expect("a file");
    let (status, _, said) = run(place.path(), &["check", "甲", "乙", "丙", "丁"]);
    assert_eq!(status, 1);
    assert_eq!(said.lines().last(), Some("有错误或读不了的：乙、丁"), "{said}");
}

#[test]
fn the_style_of_a_layout_is_explained_in_chinese() {
    let (status, style, said) = run(root(), &["style"]);
    assert_eq!((status, said.as_str()), (0, ""));
    let remarks: Vec<&str> =
        style.lines().filter_map(|line| line.split_once("# ")).map(|(_, it)| it).collect();
    assert!(remarks.len() > 40, "{style}");
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let foreign: Vec<&&str> = remarks.iter().filter(|remark| !han(remark)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    // Every table says what it is for.
    let bare = |line: &&str| line.starts_with('[') && !line.contains('#');
    let bare: Vec<&str> = style.lines().filter(bare).collect();
    assert_eq!(bare, ["[page_number]"], "its remark stands above it: {style}");
}
