//! The grid of GB/T 9704-2012, measured from the PDF: 22 lines of 28 characters that fill
//! 156 × 225 mm.

use std::path::Path;

use serde_json::Value;

use crate::bench::{build, fixtures, name, root};
use crate::outside::{tool, tools};

/// Measures of the standard, mm. (5.2.1; the right and the lower margin follow from the type area.)
const LEFT: f64 = 28.0;
const TOP: f64 = 37.0;
const PITCH: f64 = 225.0 / 22.0;
const CELL: f64 = 156.0 / 28.0;
/// 3号, and where its baseline stands below the top of its line.
const SIZE_PT: f64 = 16.0;
const BASELINE: f64 = 0.88 * SIZE_PT * 25.4 / 72.0;

/// By how much a character is wider than the grid's, mm. typst takes that from all but the last
/// one of a run: a line that holds stressed text has that to bring in at either end of it.
const RUN_END: f64 = SIZE_PT * 25.4 / 72.0 - CELL;

/// How far `value` is from a multiple of `step`.
fn off(value: f64, step: f64) -> f64 {
    (value / step - (value / step).round()).abs() * step
}

#[test]
fn lines_and_characters_stand_on_the_grid() {
    let (mut lines, mut full, mut exact) = (0, 0, 0);
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf"]);
        let file = out.path().join(format!("{}.pdf", name(&fixture)));
        let script = root().join("tests/outside/grid.py");
        let arguments = [script.to_str().expect("UTF-8"), file.to_str().expect("UTF-8"), "16"];
        let found = tool(&tools().join("venv/bin/python"), &arguments);
        let found: Vec<Value> = serde_json::from_str(&found).expect("JSON from grid.py");
        for line in found.iter().filter(|line| line["turned"] == false) {
            let text: String =
                line["text"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let place = format!("{} page {}: {text}", name(&fixture), line["page"]);
            let baseline = line["baseline"].as_f64().expect("mm");
            assert!(
                off(baseline - TOP - BASELINE, PITCH) < 0.05,
                "{place} stands at {baseline} mm"
            );
            assert!(
                (TOP..TOP + 225.0).contains(&(baseline - BASELINE + 0.01)),
                "{place} stands in the type area"
            );
            lines += 1;
            let edges: Vec<f64> =
                line["x"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
            let first = ((edges[0] - LEFT) / CELL).round() as usize;
            // An opening mark at the head of a line gives up its empty left half.
            let half = if text.starts_with(|c: char| c.is_ascii() || "〔（《“‘【".contains(c))
            {
                CELL / 2.0
            } else {
                0.0
            };
            assert!(edges[0] > LEFT - half - 0.05, "{place} begins in the margin");
            // Running text begins at the margin or two characters in; items of lists have a place
            // of their own.
            if is_even(&text) && [0, 2].contains(&first) && first + edges.len() == 28 {
                let wanted = |index: usize| LEFT + (first + index) as f64 * CELL;
                let off =
                    edges.iter().enumerate().map(|(index, edge)| (edge - wanted(index)).abs());
                let most = off.fold(0.0, f64::max);
                assert!(most < 2.0 * RUN_END, "{place}: a character is {most} mm off");
                exact += usize::from(most < 0.01);
                full += 1;
            }
        }
    }
    assert!(lines > 400 && full > 30, "{lines} lines, {full} of them full and even");
    assert!(exact * 20 >= full * 19, "{exact} of {full} full and even lines stand on the grid");
}

/// Whether nothing in a line is narrower than a character: no Latin, no digits, no marks side by
/// side or at its ends, which are compressed or hang (clreq, 3.1.6).
fn is_even(text: &str) -> bool {
    let mark = |c: char| "，。、；：？！“”‘’（）《》〔〕【】".contains(c);
    let all: Vec<char> = text.chars().collect();
    let beside = all.windows(2).any(|pair| mark(pair[0]) && mark(pair[1]));
    let ends = all.first().is_some_and(|c| mark(*c)) || all.last().is_some_and(|c| mark(*c));
    // A run of marks with a quote keeps its own widths.
    let quoted = all.iter().any(|c| "“”‘’·".contains(*c));
    !beside && !ends && !quoted && all.iter().all(|c| !c.is_ascii())
}

#[test]
fn paper_and_margins_are_those_of_the_standard() {
    let out = build(&root().join("fixtures/gzjkq-2021"), &["--to", "pdf"]);
    let said =
        tool(Path::new("pdfinfo"), &[out.path().join("gzjkq-2021.pdf").to_str().expect("UTF-8")]);
    let size = said.lines().find_map(|line| line.strip_prefix("Page size:")).expect("a page size");
    let points: Vec<f64> = size.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(
        (points[0] * 25.4 / 72.0 - 210.0).abs() < 0.5
            && (points[1] * 25.4 / 72.0 - 297.0).abs() < 0.5,
        "{size}"
    );
}

#[test]
fn no_line_breaks_where_chinese_must_not() {
    let starts = "、，。：；！？”’）】〕》〉…—～·％%/";
    let ends = "“‘（【〔《〈";
    let mut breaks = 0;
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf"]);
        let file = out.path().join(format!("{}.pdf", name(&fixture)));
        let script = root().join("tests/outside/grid.py");
        let found = tool(
            &tools().join("venv/bin/python"),
            &[script.to_str().expect("UTF-8"), file.to_str().expect("UTF-8"), "16"],
        );
        let found: Vec<Value> = serde_json::from_str(&found).expect("JSON from grid.py");
        // The marks of inner lists are no punctuation.
        let text = |line: &Value| {
            let text: String =
                line["text"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let indent = line["x"][0].as_f64().expect("mm") - LEFT;
            match text.strip_prefix(['–', '·']) {
                Some(item) if indent > 2.0 * CELL => item.to_owned(),
                _ => text,
            }
        };
        let texts: Vec<String> = found.iter().map(text).collect();
        for pair in texts.windows(2) {
            let (last, first) = (
                pair[0].chars().last().expect("a character"),
                pair[1].chars().next().expect("a character"),
            );
            let place = format!("{}: {} | {}", name(&fixture), pair[0], pair[1]);
            // 基本处理 (clreq, 3.1.6.1) and, beyond it, —— and …… kept off the head of a line.
            assert!(
                !starts.contains(first)
                    || last != first
                        && "—…".contains(first)
                        && pair[1].chars().nth(1) == Some(first),
                "{place}"
            );
            assert!(!ends.contains(last), "{place}");
            // 数字、年份不能回行: a number stays whole and with its unit; a line that ends in a
            // number ends its paragraph.
            let unit = "年月日件条项次个期篇场份宗部号元万亿名人家".contains(first)
                || first.is_ascii_digit();
            assert!(!(last.is_ascii_digit() && unit), "{place}");
            breaks += 1;
        }
    }
    assert!(breaks > 500, "{breaks} line breaks were looked at");
}
