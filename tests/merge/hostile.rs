//! Files that are no DOCX, or mean harm: a sentence, soon, and nothing written.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use super::{Desk, built};

/// How long a refusal may take.
const LONG: Duration = Duration::from_secs(5);

/// How much memory it may take, in kilobytes.
const MEMORY: u64 = 300_000;

/// A zip of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a zip");
        writer.write_all(bytes).expect("a zip");
    }
    writer.finish().expect("a zip").into_inner()
}

/// A DOCX with this document.xml.
fn docx(document: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"a\" Type=\"{kind}\" Target=\"d.xml\"/></Relationships>"
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relations.as_bytes()),
        ("d.xml", document.as_bytes()),
    ])
}

fn body(inner: &str) -> String {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!("<w:document xmlns:w=\"{w}\"><w:body>{inner}</w:body></w:document>")
}

#[test]
fn what_means_harm_is_refused_with_a_sentence() {
    let desk = Desk::new("suqian-2023");
    let tables = |count: usize| {
        "<w:tbl><w:tr><w:tc>".repeat(count) + &"<w:p/></w:tc></w:tr></w:tbl>".repeat(count)
    };
    let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "长".repeat(35_000_000));
    let entity = "<!DOCTYPE a [<!ENTITY b \"b\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    let good = docx(&body("<w:p/>"));
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("empty.docx", Vec::new(), "office-file"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(80), "office-file"),
        ("page.pdf", b"%PDF-1.7 x".to_vec(), "office-file"),
        ("tables.docx", docx(&body(&tables(100_000))), "office-file"),
        ("text.docx", docx(&body(&text)), "office-file"),
        ("entity.docx", docx(entity), "office-file"),
        ("cut.docx", good[..good.len() - 30].to_vec(), "office-file"),
        ("broken.docx", docx("<w:document>"), "office-file"),
        ("names.docx", zipped(&[("word/document.xml", b"<a/>")]), "office-file"),
        ("odt.docx", zipped(&[("content.xml", b"<a/>")]), "office-file"),
        ("sheet.docx", docx("<workbook/>"), "office-file"),
        ("other.docx", good, "merge-no-source"),
    ];
    let before = (desk.read("report.json"), desk.read("narrative.md"));
    for (name, bytes, code) in cases {
        let file = desk.beside(name);
        fs::write(&file, bytes).expect("a temporary file");
        let begun = Instant::now();
        let outcome = desk.merge(&file, &[]);
        assert!(begun.elapsed() < LONG, "{name}: {:?}", begun.elapsed());
        assert_eq!((outcome.status, outcome.own_codes()), (1, own(code)), "{}", outcome.said);
        assert!(outcome.codes.iter().any(|it| it == code), "{name}: {}", outcome.said);
        assert_eq!((outcome.report, outcome.narrative), before, "{name}");
    }
    let missing = desk.merge(&desk.beside("nothing.docx"), &[]);
    assert_eq!((missing.status, missing.own_codes()), (1, vec!["merge-file"]));
}

/// How long a merge took, and the most memory that it had, in kilobytes.
fn taken(folder: &Path, file: &Path) -> (Duration, u64) {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .arg("merge")
        .args([folder, file])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("the program").is_none() {
        let said = fs::read_to_string(&status).unwrap_or_default();
        let peak = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(peak.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
    (begun.elapsed(), most)
}

#[test]
fn what_means_harm_takes_little_memory_and_time() {
    let desk = Desk::new("suqian-2023");
    let table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let nested =
        "<w:tbl><w:tr><w:tc>".repeat(100_000) + &"<w:p/></w:tc></w:tr></w:tbl>".repeat(100_000);
    let run = "<w:r><w:t>长</w:t></w:r>";
    let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "长".repeat(1_000_000));
    let cells = format!("<w:tr>{}</w:tr>", "<w:tc><w:p/></w:tc>".repeat(60));
    let cases = [
        ("nested", docx(&body(&nested))),
        ("tables", docx(&body(&table.repeat(99_000)))),
        ("runs", docx(&body(&format!("<w:p>{}</w:p>", run.repeat(1_000_000))))),
        ("runs-below", docx(&body(&format!("<w:p>{}</w:p>", run.repeat(130_000))))),
        ("texts", docx(&body(&text.repeat(15)))),
        ("text", docx(&body(&text.repeat(35)))),
        ("cells", docx(&body(&format!("<w:tbl>{}</w:tbl>", cells.repeat(3_000))))),
        ("empty", docx(&body(&"<w:r/>".repeat(5_000_000)))),
        ("spaces", docx(&body(&" ".repeat(400_000_000)))),
    ];
    for (name, bytes) in cases {
        let file = desk.beside("hostile.docx");
        fs::write(&file, bytes).expect("a temporary file");
        let (time, memory) = taken(&desk.folder, &file);
        assert!(time < LONG && memory < MEMORY, "{name}: {time:?}, {memory} kB");
        assert!(memory > 0, "{name}: it was looked at");
    }
}

fn own(code: &str) -> Vec<&str> {
    if code.starts_with("merge-") { vec![code] } else { Vec::new() }
}

#[test]
fn a_file_that_is_spoilt_anywhere_never_ends_the_program() {
    let desk = Desk::new("all-zero-2024");
    let document = built("all-zero-2024", &desk.beside("out"));
    let good = fs::read(document).expect("a DOCX");
    let before = (desk.read("report.json"), desk.read("narrative.md"));
    for step in 0..24 {
        let mut spoilt = good.clone();
        let at = good.len() * step / 24;
        for byte in &mut spoilt[at..(at + 40).min(good.len())] {
            *byte ^= 0x55;
        }
        let file = desk.beside("spoilt.docx");
        fs::write(&file, spoilt).expect("a temporary file");
        let outcome = desk.merge(&file, &[]);
        assert!(matches!(outcome.status, 0 | 1), "{at}: {}", outcome.said);
        assert_eq!((outcome.report, outcome.narrative), before.clone(), "{at}");
    }
}
