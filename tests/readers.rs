//! The DOCX in other hands: what readers that are not ours make of its tables, and what is left of
//! it when LibreOffice has saved it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{build, fixtures, name, root, run};
use crate::office::convert;
use crate::outside::{read_back, tool, tools};
use crate::tree::list;
use crate::wanted::{GridRow, grid, rows, tables, whole};

fn script(name: &str, arguments: &[&str]) -> Value {
    let script = root().join("tests/outside").join(name);
    let all: Vec<&str> =
        std::iter::once(script.to_str().expect("UTF-8")).chain(arguments.iter().copied()).collect();
    serde_json::from_str(&tool(&tools().join("venv/bin/python"), &all))
        .expect("JSON from the script")
}

#[test]
fn mammoth_and_pandoc_read_every_cell_with_spans_and_heads() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "docx,json"]);
        let tree = std::fs::read_to_string(out.path().join(format!("{}.json", name(&fixture))))
            .expect("the tree");
        let tree: Value = serde_json::from_str(&tree).expect("the tree in JSON");
        let docx = out.path().join(format!("{}.docx", name(&fixture)));
        for reader in ["mammoth", "pandoc"] {
            let read = script("readers.py", &[reader, docx.to_str().expect("UTF-8")]);
            let read = read.as_array().expect("tables");
            assert_eq!(read.len(), tables(&tree).len(), "{} by {reader}", name(&fixture));
            for (wanted, read) in tables(&tree).into_iter().zip(read) {
                let cell = |cell: &Value| cell.as_str().map(str::to_owned);
                let row = |row: &Value| {
                    row.as_array().into_iter().flatten().map(cell).collect::<GridRow>()
                };
                let got: Vec<GridRow> = list(read, "rows").iter().map(row).collect();
                assert_eq!(grid(wanted), whole(got), "{} by {reader}", name(&fixture));
                // Only a table of one group has a head that may repeat; pandoc takes the first row
                // of the others for one.
                if let [_] = list(wanted, "groups") {
                    assert_eq!(
                        read["heads"],
                        rows(wanted, &["head"]).len(),
                        "{} by {reader}: head rows",
                        name(&fixture)
                    );
                }
            }
        }
    }
}

#[test]
fn a_file_that_libreoffice_saved_again_has_all_that_is_read_back_from_it() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().to_str().expect("UTF-8");
    let reports = fixtures();
    let mut arguments = vec!["build", "-o", folder, "--to", "docx"];
    arguments.extend(reports.iter().map(|report| report.to_str().expect("UTF-8")));
    assert_eq!(run(root(), &arguments).0, 0);
    let documents: Vec<PathBuf> =
        reports.iter().map(|report| out.path().join(format!("{}.docx", name(report)))).collect();
    convert(&documents, "docx", &out.path().join("again"));
    for document in &documents {
        let again = out.path().join("again").join(document.file_name().expect("a name"));
        let carried = |file: &Path| script("carried.py", &[file.to_str().expect("UTF-8")]);
        let (before, after) = (carried(document), carried(&again));
        assert!(
            before["anchors"].as_object().is_some_and(|anchors| anchors.len() > 200),
            "{}",
            document.display()
        );
        assert!(before["source"]["report.json"].is_string());
        for key in ["anchors", "heads", "source"] {
            assert_eq!(before[key], after[key], "{}: {key}", document.display());
        }
        assert_eq!(
            read_back(document)["tables"],
            read_back(&again)["tables"],
            "{}: tables",
            document.display()
        );
    }
}
