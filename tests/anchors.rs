//! What a DOCX carries for reading an editor's changes back: anchors and its own source.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use nianbao::files::{load_layouts, read_folder};
use nianbao::reader::read;

use crate::bench::{build, fixtures, name};

pub fn part(docx: &Path, path: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(docx).expect("the file")).expect("a zip");
    let mut text = String::new();
    archive
        .by_name(path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .read_to_string(&mut text)
        .expect("text in UTF-8");
    text
}

/// How many numbers the form of a report has.
fn fields(fixture: &Path) -> usize {
    let layouts = load_layouts(&[]).expect("the built-in layouts");
    let folder = read_folder(fixture).expect("a fixture");
    let reading = read(&folder, None, &layouts);
    reading.report.expect("a report").1.form.fields.len()
}

#[test]
fn every_paragraph_and_number_cell_begins_with_an_anchor_of_its_own() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "docx"]);
        let text = part(&out.path().join(format!("{}.docx", name(&fixture))), "word/document.xml");
        let names: Vec<&str> =
            text.split("w:name=\"_nb_").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: BTreeSet<&&str> = names.iter().collect();
        assert_eq!(unique.len(), names.len(), "{}", fixture.display());
        assert!(names.iter().all(|name| name.len() + "_nb_".len() <= 40));
        assert_eq!(
            names.iter().filter(|name| name.starts_with("s_")).count(),
            fields(&fixture),
            "{}",
            fixture.display()
        );
        for style in ["ReportBody", "Heading1", "Heading2", "ListParagraph", "TableNumber"] {
            let paragraphs = text
                .split("<w:p>")
                .filter(|paragraph| paragraph.contains(&format!("<w:pStyle w:val=\"{style}\"/>")));
            for paragraph in paragraphs.filter(|paragraph| paragraph.contains("<w:t")) {
                let head = paragraph.split("</w:pPr>").nth(1).unwrap_or_default();
                assert!(
                    head.starts_with("<w:bookmarkStart ")
                        || style == "ReportBody" && !head.contains("_nb_"),
                    "{style}: {head}"
                );
            }
        }
    }
}

#[test]
fn the_file_carries_its_source_as_it_was() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "docx"]);
        let text =
            part(&out.path().join(format!("{}.docx", name(&fixture))), "customXml/item1.xml");
        for file in ["report.json", "narrative.md"] {
            let head = format!("<file name=\"{file}\">");
            let carried = text
                .split(&head)
                .nth(1)
                .and_then(|rest| rest.split("</file>").next())
                .expect("the file's element");
            let plain = [
                ("&#13;", "\r"),
                ("&quot;", "\""),
                ("&apos;", "'"),
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&amp;", "&"),
            ];
            let carried =
                plain.iter().fold(carried.to_owned(), |text, (entity, c)| text.replace(entity, c));
            assert!(
                carried == std::fs::read_to_string(fixture.join(file)).expect("the source"),
                "{} {file}",
                fixture.display()
            );
        }
    }
}
