//! Open data: each number of the form once, as it is printed, in the hands of those who calculate.

use std::collections::BTreeMap;

use calamine::{Data, Ods, Reader};
use serde_json::Value;

use crate::bench::{build, fixtures, name, root, run};
use crate::office::convert;
use crate::outside::{tool, tools};
use crate::tree::list;

/// The number cells of a document tree: path → what is printed there.
fn printed(value: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            if let (Some(path), Some(content)) =
                (members.get("path").and_then(Value::as_str), members.get("content"))
            {
                let pieces = content.as_array().into_iter().flatten();
                let text: String = pieces.filter_map(|piece| piece["text"].as_str()).collect();
                // A unit that the form prints in the cell has a column of its own.
                let text = text.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned();
                found.insert(path.to_owned(), text);
            }
            members.values().for_each(|member| printed(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| printed(item, found)),
        _ => {}
    }
}

#[test]
fn pandas_and_libreoffice_read_every_number_as_it_is_printed() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "csv,json"]);
        let file = |kind: &str| out.path().join(format!("{}.{kind}", name(&fixture)));
        let tree = std::fs::read_to_string(file("json")).expect("the tree");
        let mut wanted = BTreeMap::new();
        printed(&serde_json::from_str(&tree).expect("JSON"), &mut wanted);
        let script = root().join("tests/outside/open_data.py");
        let arguments = [script.to_str().expect("UTF-8"), file("csv").to_str().expect("UTF-8")]
            .map(str::to_owned);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = tool(&tools().join("venv/bin/python"), &arguments);
        let read: Value = serde_json::from_str(&said).expect("JSON from open_data.py");
        let columns = serde_json::json!(["table", "row", "column", "path", "number", "unit"]);
        assert_eq!(read["columns"], columns);
        let rows = list(&read, "rows");
        let numbers: BTreeMap<String, String> = rows
            .iter()
            .map(|row| [3, 4].map(|at| row[at].as_str().expect("text").to_owned()).into())
            .collect();
        assert!(numbers == wanted, "{}", name(&fixture));
        assert_eq!(rows.len(), wanted.len(), "each once");
        for (row, number) in rows.iter().zip(list(&read, "numbers")) {
            let digits: f64 = row[4].as_str().expect("text").parse().expect("a number");
            assert_eq!(number.as_f64(), Some(digits));
        }

        convert(&[file("csv")], "ods", out.path());
        let bytes = std::fs::read(file("ods")).expect("the workbook");
        let mut book = Ods::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("a sheet");
        let cells: Vec<&Data> = sheet.rows().skip(1).map(|row| &row[4]).collect();
        assert_eq!(cells.len(), rows.len());
        for (row, cell) in rows.iter().zip(cells) {
            let digits: f64 = row[4].as_str().expect("text").parse().expect("a number");
            assert_eq!(*cell, Data::Float(digits), "{}", row[3]);
        }
    }
}

#[test]
fn units_are_the_layouts() {
    let out = build(&root().join("fixtures/suqian-2023"), &["--to", "csv"]);
    let csv = std::fs::read_to_string(out.path().join("suqian-2023.csv")).expect("the CSV");
    assert!(csv.starts_with("\u{feff}table,row,column,path,number,unit\r\n"), "{csv}");
    for line in [
        "表二,行政事业性收费,第二十条第（八）项·本年收费金额（单位：万元）,disclosure.fees.amount,59237.2449,万元\r\n",
        "表三,一、本年新收政府信息公开申请数量,申请人情况·自然人,applications.received.natural_persons,3402,件\r\n",
        "表四,,行政复议·总计,disputes.reconsideration.total,440,件\r\n",
    ] {
        assert!(csv.contains(line), "{line}: {csv}");
    }
    let again = build(&root().join("fixtures/suqian-2023"), &["--to", "csv"]);
    let again = std::fs::read_to_string(again.path().join("suqian-2023.csv")).expect("the CSV");
    assert_eq!(csv, again);
}

#[test]
fn labels_that_look_like_formulas_are_texts() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let layouts = out.path().join("layouts");
    crate::bench::copy_folder(&root().join("fixtures/layouts/toy"), &layouts.join("toy"));
    let table = layouts.join("toy/tables/visits.toml");
    let text = std::fs::read_to_string(&table).expect("the table");
    let text = text.replace("text = \"来访\"", "text = \"=SUM(A1)\"");
    std::fs::write(&table, text.replace("text = \"回访\"", "text = \"＠回访\"")).expect("a table");
    let report = root().join("fixtures/layouts/toy-2030");
    let (status, _, said) = run(
        root(),
        &[
            "build",
            report.to_str().expect("UTF-8"),
            "--to",
            "csv",
            "-o",
            out.path().to_str().expect("UTF-8"),
            "--layout-dir",
            layouts.to_str().expect("UTF-8"),
        ],
    );
    assert_eq!(status, 0, "{said}");
    let csv = std::fs::read_to_string(out.path().join("toy-2030.csv")).expect("the CSV");
    assert!(csv.contains("表一,'=SUM(A1),") && csv.contains("表一,'＠回访,"), "{csv}");
}
