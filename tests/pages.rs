//! PDF and DOCX page by page: the DOCX as LibreOffice sets it with our faces.
//! target/pages/index.html shows both side by side.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{fixtures, name, root, run};
use crate::office::convert;
use crate::outside::{tool, tools};
use crate::parity::squeeze;
use crate::tree::{blocks, list, plain};

/// Pitch of the grid's lines, mm.
const PITCH: f64 = 225.0 / 22.0;
/// How far headings and tables may be from where the PDF has them, mm. LibreOffice sets text in the
/// middle of its line, the PDF at its head.
const MOST: f64 = 3.0;

#[test]
fn both_files_look_alike_page_by_page() {
    let folder = root().join("target/pages");
    let _ = std::fs::remove_dir_all(&folder);
    let mut arguments =
        vec!["build", "-o", folder.to_str().expect("UTF-8"), "--to", "pdf,docx,json"];
    let reports = fixtures();
    arguments.extend(reports.iter().map(|report| report.to_str().expect("UTF-8")));
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{said}");
    let documents: Vec<PathBuf> =
        reports.iter().map(|report| folder.join(format!("{}.docx", name(report)))).collect();
    convert(&documents, "pdf", &folder.join("office"));
    let mut index =
        String::from("<!doctype html><meta charset=\"utf-8\"><title>PDF | DOCX</title>\n");
    for report in &reports {
        let file = format!("{}.pdf", name(report));
        let (ours, office) = (folder.join(&file), folder.join("office").join(&file));
        draw(&folder, name(report), &ours, &office, &mut index);
        let tree = std::fs::read_to_string(folder.join(format!("{}.json", name(report))))
            .expect("the tree");
        compare(
            name(report),
            &serde_json::from_str(&tree).expect("the tree in JSON"),
            &pages(&ours),
            &pages(&office),
        );
    }
}

/// Pictures of all pages, the PDF's at the left.
fn draw(folder: &Path, name: &str, ours: &Path, office: &Path, index: &mut String) {
    writeln!(index, "<h2>{name}</h2>").expect("a string takes everything");
    let pictures = |pdf: &Path, side: &str| {
        let stem = folder.join(format!("{name}-{side}"));
        tool(
            Path::new("pdftoppm"),
            &["-r", "60", "-png", pdf.to_str().expect("UTF-8"), stem.to_str().expect("UTF-8")],
        );
        let entries = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name());
        let mut list: Vec<String> = entries.filter_map(|entry| entry.into_string().ok()).collect();
        list.retain(|file| file.starts_with(&format!("{name}-{side}-")) && file.ends_with(".png"));
        list.sort();
        list
    };
    let (left, right) = (pictures(ours, "pdf"), pictures(office, "docx"));
    for (left, right) in left.iter().zip(&right) {
        writeln!(index, "<p><img src=\"{left}\"> <img src=\"{right}\"></p>")
            .expect("a string takes everything");
    }
    std::fs::write(folder.join("index.html"), index).expect("a writable file");
}

/// A page: baselines and texts of its lines, edges of its tables, mm.
struct Page {
    lines: Vec<(f64, String)>,
    tables: Vec<(f64, f64)>,
}

fn pages(pdf: &Path) -> Vec<Page> {
    let script = root().join("tests/outside/pages.py");
    let said = tool(
        &tools().join("venv/bin/python"),
        &[script.to_str().expect("UTF-8"), pdf.to_str().expect("UTF-8")],
    );
    let read: Vec<Value> = serde_json::from_str(&said).expect("JSON from pages.py");
    let number = |value: &Value| value.as_f64().expect("mm");
    let page = |page: &Value| Page {
        lines: list(page, "lines")
            .iter()
            .map(|line| (number(&line[0]), line[1].as_str().unwrap_or_default().to_owned()))
            .collect(),
        tables: list(page, "tables")
            .iter()
            .map(|edges| (number(&edges[0]), number(&edges[1])))
            .collect(),
    };
    read.iter().map(page).collect()
}

/// Looks for every heading and every table of one file in the other. A word processor ends pages
/// where it will: it can't see where the form's tables had best be parted, nor lower their rows for
/// a last page of a few lines. So it may take a page more, and never one less.
fn compare(name: &str, tree: &Value, ours: &[Page], office: &[Page]) {
    let more = office.len().checked_sub(ours.len());
    assert!(more.is_some_and(|more| more <= 1), "{name}: {} pages", office.len());
    let heading = |block: &Value| {
        squeeze(&format!(
            "{}{}",
            block["number"].as_str().unwrap_or_default(),
            plain(&block["content"])
        ))
    };
    let blocks = blocks(tree);
    let headings: Vec<String> =
        blocks.iter().filter(|block| block["kind"] == "heading").map(heading).collect();
    // The page of a heading and, on the first, how far down it is.
    let find = |pages: &[Page], heading: &str| {
        let first: String = heading.chars().take(6).collect();
        let is = |line: &(f64, String)| line.1.starts_with(&first);
        pages
            .iter()
            .enumerate()
            .find_map(|(at, page)| Some((at, page.lines.iter().find(|line| is(line))?.0)))
    };
    for heading in &headings {
        let place = format!("{name}: “{heading}”");
        let (here, y) = find(ours, heading).unwrap_or_else(|| panic!("{place} is not there"));
        let (there, other) =
            find(office, heading).unwrap_or_else(|| panic!("{place} is not in the DOCX"));
        assert!(here.abs_diff(there) <= 1, "{place} stands on pages {here} and {there}");
        if here == 0 && there == 0 {
            let lines = ((other - y) / PITCH).round();
            assert!(
                (other - y - lines * PITCH).abs() <= MOST && lines.abs() <= 2.0,
                "{place} stands at {y:.1} and {other:.1} mm"
            );
        }
    }
    let tables = |pages: &[Page]| pages.iter().map(|page| page.tables.len()).sum::<usize>();
    let (here, there) = (tables(ours), tables(office));
    assert!(here >= 3 && there >= 3, "{name}: {here} and {there} tables or parts of one");
}
