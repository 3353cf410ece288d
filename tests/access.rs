//! What those who hear a report, search it or copy from it are given: structure, names, languages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::bench::{build, copy_report, fixtures, name};
use crate::outside::tool;
use crate::tree::turned;
use crate::wanted::squeeze;

const ENGLISH: &str = "An English summary of this report is available on the website.";

/// A report with pictures, charts, notes and links, and with a paragraph of English.
fn report() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("told");
    copy_report("markdown-2022", &folder);
    let path = folder.join("narrative.md");
    let text = std::fs::read_to_string(&path).expect("the text");
    let (head, tail) = text.split_once("# 一、总体情况").expect("the first part");
    let text = format!("{head}# 一、总体情况\n\n{ENGLISH}\n\n{tail}");
    std::fs::write(path, text).expect("a writable file");
    let out = build(&folder, &["--to", "pdf,docx,html"]);
    let file = out.path().join("told");
    (out, file)
}

/// The dictionaries of a PDF.
fn objects(pdf: &Path) -> Vec<Map<String, Value>> {
    let said = tool(Path::new("qpdf"), &["--json=2", pdf.to_str().expect("UTF-8")]);
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let objects = said["qpdf"][1].as_object().expect("objects").values();
    objects.filter_map(|it| it["value"].as_object().cloned()).collect()
}

fn is(object: &Map<String, Value>, key: &str, value: &str) -> bool {
    object.get(key).and_then(Value::as_str) == Some(value)
}

#[test]
fn a_pdf_names_all_that_is_not_plain_text() {
    let (_out, file) = report();
    let objects = objects(&file.with_extension("pdf"));
    let kind = |key: &str, value: &str| -> Vec<&Map<String, Value>> {
        objects.iter().filter(|object| is(object, key, value)).collect()
    };
    let catalog = kind("/Type", "/Catalog")[0];
    assert_eq!(catalog["/Lang"], "u:zh-CN");
    assert_eq!(catalog["/ViewerPreferences"]["/DisplayDocTitle"], true);
    assert_eq!(catalog["/MarkInfo"]["/Marked"], true);
    let titles = objects.iter().filter_map(|object| object.get("/Title")?.as_str());
    let titles: Vec<&str> = titles.collect();
    for heading in ["一、总体情况", "（一）主动公开"] {
        assert!(titles.iter().any(|it| it.ends_with(heading)), "no bookmark {heading}: {titles:?}");
    }
    let (figures, notes, links) =
        (kind("/S", "/Figure"), kind("/S", "/Note"), kind("/Subtype", "/Link"));
    assert!(!figures.is_empty() && notes.len() == 2 && links.len() > 5);
    let has_text = |object: &Map<String, Value>, key: &str| {
        object.get(key).and_then(Value::as_str).is_some_and(|text| text.len() > 2)
    };
    assert!(figures.iter().all(|figure| has_text(figure, "/Alt")));
    assert!(notes.iter().all(|note| has_text(note, "/ID")));
    assert!(links.iter().all(|it| has_text(it, "/Contents") && it.contains_key("/StructParent")));
    let english = objects.iter().filter(|object| is(object, "/Lang", "u:en"));
    assert_eq!(english.count(), 1, "the paragraph in English says so");
}

/// What a screen reader goes through: no page numbers, and the label that reads down in one cell,
/// in order.
#[test]
fn a_screen_reader_finds_labels_in_one_cell_and_no_page_numbers() {
    for fixture in fixtures().into_iter().chain([turned()]) {
        let out = build(&fixture, &["--to", "pdf"]);
        let pdf = out.path().join(format!("{}.pdf", name(&fixture)));
        let arguments = ["-enc", "UTF-8", "-struct-text", pdf.to_str().expect("UTF-8")];
        let said = tool(Path::new("pdfinfo"), &arguments);
        let mut cells: Vec<String> = vec![String::new()];
        for line in said.lines().map(str::trim) {
            match line.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                Some(text) => cells.last_mut().expect("a cell").push_str(&squeeze(text)),
                None if line.starts_with("TH") || line.starts_with("TD") => {
                    cells.push(String::new())
                }
                None => {}
            }
        }
        let place = name(&fixture);
        assert!(cells.iter().any(|cell| cell == "三、本年度办理结果"), "{place}: {cells:?}");
        assert!(!said.contains("— 1 —") && !said.contains("—1—"), "{place}: a page number");
    }
}

/// Nobody finds a number by looking for it, or copies it, where something unseen stands in it.
#[test]
fn no_file_holds_unseen_characters() {
    let unseen = |c: &char| {
        matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fffc}' | '\u{feff}')
            || ('\u{e000}'..='\u{f8ff}').contains(c)
    };
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf,docx"]);
        let file = |kind: &str| out.path().join(format!("{}.{kind}", name(&fixture)));
        let pdf = file("pdf");
        let pdf = tool(Path::new("pdftotext"), &[pdf.to_str().expect("UTF-8"), "-"]);
        let docx = part(&file("docx"), "word/document.xml");
        for (kind, text) in [("PDF", pdf), ("DOCX", docx)] {
            assert_eq!(text.chars().find(unseen), None, "{} as {kind}", name(&fixture));
        }
    }
}

/// A part of a DOCX.
fn part(docx: &Path, part: &str) -> String {
    tool(Path::new("unzip"), &["-p", docx.to_str().expect("UTF-8"), part])
}

/// The values of an attribute of all elements of a name.
fn values<'x>(xml: &'x str, element: &str, attribute: &str) -> Vec<&'x str> {
    let (open, name) = (format!("<{element} "), format!("{attribute}=\""));
    let tags = xml.split(&open).skip(1);
    let value = |tag: &'x str| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.split(&name).nth(1)?.split('"').next()
    };
    tags.map(|tag| value(tag).unwrap_or_default()).collect()
}

#[test]
fn a_docx_passes_what_word_looks_for() {
    let (_out, file) = report();
    let docx = file.with_extension("docx");
    let document = part(&docx, "word/document.xml");
    let styles = part(&docx, "word/styles.xml");
    assert!(part(&docx, "docProps/core.xml").contains("<dc:title>"));
    assert_eq!(values(&styles, "w:lang", "w:eastAsia"), ["zh-CN"]);
    assert_eq!(values(&styles, "w:lang", "w:val"), ["en-US"]);
    // Nothing stands out of the line, and everything drawn has words and a name.
    assert!(!document.contains("<wp:anchor"));
    let described = values(&document, "wp:docPr", "descr");
    assert!(!described.is_empty() && described.iter().all(|words| words.len() > 10));
    let names = values(&document, "wp:docPr", "name");
    assert!(names.iter().all(|name| name.starts_with("图表 ") || name.starts_with("图片 ")));
    let tables = document.matches("<w:tbl>").count();
    for words in ["w:tblCaption", "w:tblDescription"] {
        let said = values(&document, words, "w:val");
        assert!(said.len() == tables && said.iter().all(|it| !it.is_empty()), "{words}");
    }
    // Every table has heads that repeat but the one whose groups have heads of their own.
    let headed = document.split("<w:tbl>").skip(1).filter(|it| it.contains("<w:tblHeader/>"));
    assert_eq!(headed.count(), tables - 1);
    let levels = values(&styles, "w:outlineLvl", "w:val");
    assert_eq!(levels, ["0", "1", "2", "3"]);
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for style in values(&document, "w:pStyle", "w:val") {
        *used.entry(style).or_default() += 1;
    }
    assert!(used["Heading1"] == 6 && used["Heading2"] > 3 && used["Title"] == 1, "{used:?}");
}

#[test]
fn a_web_page_says_what_is_in_another_language() {
    let (_out, file) = report();
    let page = std::fs::read_to_string(file.with_extension("html")).expect("the page");
    assert!(page.contains(&format!("<p lang=\"en\">{ENGLISH}</p>")));
    assert_eq!(page.matches(" lang=\"en\"").count(), 1);
    assert!(page.contains("<html lang=\"zh-CN\">"));
}
