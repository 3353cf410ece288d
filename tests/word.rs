//! What a DOCX has of its own: notes, quotes beside Latin, tables in lists, marked numbers of a
//! draft.

use std::path::Path;

use crate::bench::{build, copy_report, nianbao, root};
use crate::outside::tool;

fn part(docx: &Path, part: &str) -> String {
    tool(Path::new("unzip"), &["-p", docx.to_str().expect("UTF-8"), part])
}

fn docx_of(fixture: &str, wanted: &str) -> String {
    let out = build(&root().join("fixtures").join(fixture), &["--to", "docx"]);
    part(&out.path().join(format!("{fixture}.docx")), wanted)
}

/// The number of an attribute of the first element of a name in `xml`.
fn number(xml: &str, element: &str, attribute: &str) -> Option<u32> {
    let tag = xml.split_once(&format!("<{element} "))?.1.split('>').next()?;
    let value = tag.split_once(&format!("{attribute}=\""))?.1;
    value.split('"').next()?.parse().ok()
}

#[test]
fn tables_in_lists_end_where_the_text_ends() {
    let text = docx_of("lists-2024", "word/document.xml");
    let page = number(&text, "w:pgSz", "w:w").expect("a width");
    let sides = ["w:left", "w:right"].map(|side| number(&text, "w:pgMar", side).expect("a side"));
    let width = page - sides[0] - sides[1];
    let tables = text.split("<w:tbl>").skip(1);
    let ends: Vec<u32> = tables
        .filter_map(|table| {
            let properties = table.split("</w:tblPr>").next()?;
            let left = number(properties, "w:tblInd", "w:w")?;
            Some(left + number(properties, "w:tblW", "w:w")?)
        })
        .collect();
    // Margins are rounded to twips, each.
    let off = ends.iter().map(|end| end.abs_diff(width)).max();
    assert!(ends.len() == 2 && off <= Some(1), "two tables in lists: {ends:?}, not {width}");
}

#[test]
fn a_note_is_set_apart_from_its_mark_and_from_the_text() {
    let notes = docx_of("markdown-2022", "word/footnotes.xml");
    let notes: Vec<&str> = notes.split("<w:footnote ").skip(1).collect();
    assert!(notes.len() > 2);
    for note in notes {
        assert!(note.contains("w:val=\"FootnoteText\""), "a style of its own: {note}");
        let is_line = note.contains("eparator");
        let spaced = "<w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
        assert!(is_line || note.contains(spaced), "a space behind the mark: {note}");
    }
}

/// A word processor that knows no hint takes the face of what stands before a quote.
#[test]
fn both_quotes_around_latin_are_in_the_chinese_face() {
    let text = docx_of("markdown-2022", "word/document.xml");
    let (before, behind) = text.split_once("zfxxgk_2022_v1").expect("Latin in quotes");
    let last = before.rsplit("<w:r>").next().expect("a run");
    assert!(last.ends_with("“") || last.contains("“</w:t>"), "the text before is Chinese: {last}");
    let next = behind.split("<w:r>").nth(1).expect("a run");
    let next = next.split("</w:r>").next().unwrap_or_default();
    for face in ["w:ascii", "w:hAnsi"] {
        assert!(next.contains(&format!("{face}=\"仿宋_GB2312\"")), "{face}: {next}");
    }
    assert!(next.contains("”</w:t>"), "{next}");
}

/// The paragraphs of a text that are set left, by how they begin.
fn set_left(text: &str) -> Vec<String> {
    let left = text.split("<w:p>").filter(|paragraph| paragraph.contains("<w:jc w:val=\"left\"/>"));
    let words = |paragraph: &str| -> String {
        let texts = paragraph.split("</w:t>").filter_map(|it| it.rsplit('>').next());
        texts.collect::<String>().chars().take(5).collect()
    };
    left.map(words).collect()
}

/// A telephone breaks behind its hyphen. Where an address pulls a line apart, its letters stay
/// as close as they are.
#[test]
fn a_paragraph_is_set_left_where_a_line_would_be_torn_and_nowhere_else() {
    let none: [&str; 0] = [];
    assert_eq!(set_left(&docx_of("district-2020", "word/document.xml")), none);
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("torn");
    copy_report("suqian-2023", &folder);
    let text = std::fs::read_to_string(folder.join("narrative.md")).expect("a text");
    let contact = "# 其他需要报告的事项\n\n邮寄申请寄到政务公开科，来人申请到便民中心，咨询邮箱\
                   public.office@mail.hill-city.example，网址是\
                   https://www.hill-city.example/open/2023/。\n\n";
    let text = text.replace("# 其他需要报告的事项\n", contact);
    std::fs::write(folder.join("narrative.md"), text).expect("a writable file");
    assert!(nianbao(place.path(), &["build", "torn", "--to", "docx", "-o", "."]).status.success());
    let text = part(&place.path().join("torn.docx"), "word/document.xml");
    assert_eq!(set_left(&text), ["邮寄申请寄"]);
}

#[test]
fn a_draft_marks_the_numbers_that_findings_are_about() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("draft");
    copy_report("suqian-2023", &folder);
    let path = folder.join("report.json");
    let text = std::fs::read_to_string(&path).expect("a report");
    assert!(text.contains("3511"));
    std::fs::write(&path, text.replace("3511", "3512")).expect("a writable file");
    let out = place.path().join("out");
    let arguments = ["build", "draft", "--draft", "--to", "docx", "-o", "out"];
    nianbao(place.path(), &arguments);
    let text = part(&out.join("draft.docx"), "word/document.xml");
    let cells: Vec<&str> = text.split("<w:tc>").collect();
    let marked: Vec<&&str> = cells.iter().filter(|cell| cell.contains("FFE699")).collect();
    assert!(marked.iter().any(|cell| cell.contains("3512")), "the wrong sum is marked");
    assert!(marked.len() < cells.len() / 4, "others are not: {} cells", marked.len());
}
