//! What is to be seen: previews, charts, the room of a seal.

use crate::bench::{build, root, run};
use crate::cli::text;

#[test]
fn a_preview_is_a_picture_of_each_page_and_marks_a_draft() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (status, _, said) =
        run(root(), &["preview", "fixtures/gzjkq-2021", "-o", text(out.path()), "--ppi", "72"]);
    assert_eq!(status, 0, "{said}");
    let pages = std::fs::read_dir(out.path()).expect("the output folder").count();
    assert!(pages >= 4 && said.contains(&format!("共 {pages} 页")), "{said}");
    let first = std::fs::read(out.path().join("gzjkq-2021-1.png")).expect("the first page");
    // IHDR of a PNG: width and height. A4 at 72 pixels an inch.
    assert_eq!((&first[1..4], &first[16..24]), (&b"PNG"[..], &[0, 0, 2, 83, 0, 0, 3, 74][..]));
    let (status, _, said) =
        run(root(), &["preview", "fixtures/errors/applications-balance", "-o", text(out.path())]);
    assert_eq!(status, 1, "{said}");
    assert!(out.path().join("applications-balance-1.png").exists());
}

#[test]
fn a_preview_with_denied_warnings_is_one_with_errors() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let case = "fixtures/errors/section-table-prose";
    let arguments = ["preview", case, "-o", text(out.path()), "--ppi", "36"];
    assert_eq!(run(root(), &arguments).0, 0);
    let (status, _, said) = run(root(), &[&arguments[..], &["--deny-warnings"]].concat());
    assert!(status == 1 && said.contains("错误[section-table-prose]"), "{said}");
}

#[test]
fn a_seal_gets_its_room() {
    let tree = |arguments: &[&str]| {
        let out =
            build(&root().join("fixtures/gzjkq-2021"), &[&["--to", "json"], arguments].concat());
        let text = std::fs::read_to_string(out.path().join("gzjkq-2021.json")).expect("the tree");
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")["signature"].clone()
    };
    let (without, with) = (tree(&[]), tree(&["--seal"]));
    assert_eq!((&without["blank_lines"], &with["blank_lines"]), (&1.into(), &2.into()));
    let lines = with["lines"].as_array().expect("name and date");
    assert_eq!(
        lines.last().expect("the date")["right_milli_em"],
        4000,
        "the date stands four characters in"
    );
}

#[test]
fn a_chart_of_two_years_needs_both_and_tells_every_number() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().join("chart");
    std::fs::create_dir(&folder).expect("a temporary folder");
    let fixture = root().join("fixtures/government-2024");
    std::fs::copy(fixture.join("report.json"), folder.join("report.json")).expect("a copy");
    let narrative = std::fs::read_to_string(fixture.join("narrative.md")).expect("the text");
    let both = narrative.replacen(
        "data = \"applications.received\"",
        "data = \"applications.received\"\nprevious = true",
        1,
    );
    std::fs::write(folder.join("narrative.md"), both).expect("a temporary file");
    let (status, _, said) = run(out.path(), &["check", "chart"]);
    assert_eq!(status, 1);
    assert!(said.contains("[binding-previous]") && said.contains("previous = true"), "{said}");
    let last = root().join("fixtures/government-2023");
    let (status, _, said) =
        run(out.path(), &["build", "chart", "--previous", text(&last), "--to", "json,docx"]);
    assert_eq!(status, 0, "{said}");
    let tree = std::fs::read_to_string(out.path().join("out/chart.json")).expect("the tree");
    assert!(
        tree.contains("2023年：自然人75，商业企业11")
            && tree.contains("2024年：自然人80，商业企业15"),
        "the alternative text"
    );
    let chart = crate::anchors::part(&out.path().join("out/chart.docx"), "word/charts/chart1.xml");
    assert!(
        chart.contains("<c:v>2023年</c:v>")
            && chart.contains("<c:v>75</c:v>")
            && chart.contains("<c:v>80</c:v>"),
        "{chart}"
    );
}
