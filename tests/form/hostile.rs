//! Files that are no forms, or were made to hurt: a sentence each, and nothing else.

use std::io::{Cursor, Read, Write};

use nianbao::intake::xlsx::read_form;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::layouts;
use crate::bench::{cases, root};

/// An empty form with parts replaced.
fn form(change: impl Fn(&str, String) -> Vec<u8>) -> Vec<u8> {
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let bytes = nianbao::workbook::form(layout, Default::default()).expect("a form");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let (name, mut text) = (part.name().to_owned(), String::new());
        part.read_to_string(&mut text).expect("text");
        writer.start_file(&name, SimpleFileOptions::default()).expect("a zip");
        writer.write_all(&change(&name, text)).expect("a zip");
    }
    writer.finish().expect("a zip").into_inner()
}

fn refused(bytes: &[u8]) -> String {
    let layouts = layouts();
    let fault = read_form("form.xlsx", bytes, &layouts).map(drop).expect_err("no form");
    assert!(!fault.message.in_file().is_empty() && !fault.hints.is_empty(), "{}", fault.code);
    assert!(fault.location.is_some(), "{}", fault.code);
    fault.code.to_string()
}

fn sheets(change: impl Fn(String) -> String) -> Vec<u8> {
    form(|name, text| match name.starts_with("xl/worksheets/sheet") {
        true => change(text).into_bytes(),
        false => text.into_bytes(),
    })
}

#[test]
fn what_is_no_form_is_told_apart() {
    assert_eq!(refused(b""), "office-file");
    assert_eq!(refused(b"PK\x03\x04"), "office-file");
    assert_eq!(refused(b"%PDF-1.7"), "office-file");
    assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "form-foreign");
    let docx = crate::bench::build(&root().join("fixtures/gzjkq-2021"), &["--to", "docx"]);
    let docx = std::fs::read(docx.path().join("gzjkq-2021.docx")).expect("the DOCX");
    assert_eq!(refused(&docx), "form-foreign");
    let whole = form(|_, text| text.into_bytes());
    for end in [whole.len() / 2, whole.len() - 1, 100] {
        assert_eq!(refused(&whole[..end]), "office-file");
    }
    let bare = form(|_, text| text.replace("name=\"nianbao\"", "name=\"other\"").into_bytes());
    assert_eq!(refused(&bare), "form-foreign");
    let layout = form(|_, text| text.replace("disclosure-2021", "disclosure-1999").into_bytes());
    assert_eq!(refused(&layout), "layout-unknown");
}

#[test]
fn what_hurts_is_refused() {
    let bomb =
        sheets(|text| text.replace("<sheetData>", &format!("<sheetData>{}", " ".repeat(64 << 20))));
    assert_eq!(refused(&bomb), "office-file");
    let doctype =
        sheets(|text| text.replace("<worksheet", "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet"));
    assert_eq!(refused(&doctype), "office-file");
    let deep = sheets(|text| {
        let (open, close) = ("<a>".repeat(100_000), "</a>".repeat(100_000));
        text.replace("<sheetData>", &format!("{open}{close}<sheetData>"))
    });
    assert_eq!(refused(&deep), "office-file");
    let broken = sheets(|text| text.replace("</sheetData>", ""));
    assert_eq!(refused(&broken), "office-file");
}

#[test]
fn what_a_cell_says_of_itself_is_not_believed() {
    let layouts = layouts();
    for (was, is) in [
        ("<c r=\"", "<c r=\"ZZZZZZZ9999999999"),
        ("<c r=\"", "<c x=\""),
        (" s=\"", " s=\"99999999999"),
        ("t=\"s\"><v>", "t=\"s\"><v>99999999"),
        ("<row r=\"", "<row r=\"4294967295"),
        ("<mergeCell ref=\"", "<mergeCell ref=\"Q"),
    ] {
        let bytes = sheets(|text| text.replace(was, is));
        // Whatever comes of it, it is an answer.
        if let Ok(read) = read_form("form.xlsx", &bytes, &layouts) {
            assert!(
                read.numbers.iter().all(|number| number.token.as_deref().unwrap_or("0") == "0")
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn whatever_the_bytes_are_there_is_an_answer(
        part in 0_usize..16,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        tail in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let parts = std::cell::Cell::new(0);
        let bytes = form(|_, text| {
            let mut bytes = text.into_bytes();
            if parts.replace(parts.get() + 1) == part && !bytes.is_empty() {
                for (place, byte) in &changes {
                    let at = place.index(bytes.len());
                    bytes[at] = *byte;
                }
            }
            bytes
        });
        let old = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &tail].concat();
        let layouts = layouts();
        for bytes in [bytes, old, [&b"PK\x03\x04"[..], &tail].concat()] {
            match read_form("form.xlsx", &bytes, &layouts) {
                Ok(read) => prop_assert_eq!(read.numbers.len(), read.layout.form.fields.len()),
                Err(fault) => prop_assert!(!fault.message.in_file().is_empty()),
            }
        }
    }
}
