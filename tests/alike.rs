//! Characters that look alike are one, wherever a report's words are held against known ones: a
//! text out of a PDF has radicals and doubles of Han, one from another system letters in pieces.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use nianbao::files::{load_layouts, read_folder};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::messages::Language;
use nianbao::reader::{Folder, NARRATIVE_MD, REPORT_JSON};
use nianbao::{PrepareOptions, prepare};
use unicode_normalization::UnicodeNormalization;

use crate::bench::{fixtures, folders, root, run};
use crate::generator::picture::png;

/// Characters that look like another, by that.
fn doubles() -> BTreeMap<char, char> {
    let blocks = ['\u{2e80}'..='\u{2fdf}', '\u{f900}'..='\u{faff}', '\u{2f800}'..='\u{2fa1f}'];
    let mut doubles = BTreeMap::new();
    for double in blocks.into_iter().flatten() {
        let mut plain = std::iter::once(double).nfkc();
        if let (Some(c), None) = (plain.next(), plain.next())
            && c != double
        {
            doubles.insert(c, double);
        }
    }
    // Unicode says nothing of these two.
    doubles.extend([('民', '\u{2ea0}'), ('长', '\u{2ed3}')]);
    assert!(doubles.len() > 800);
    doubles
}

/// A folder with its texts typed otherwise.
fn typed(folder: &Folder, otherwise: &dyn Fn(&str) -> String) -> Folder {
    let mut folder = folder.clone();
    for name in [NARRATIVE_MD, REPORT_JSON] {
        let text = folder.files.get(name).map(|bytes| String::from_utf8(bytes.to_vec()));
        if let Some(Ok(text)) = text {
            folder.files.insert(name.to_owned(), otherwise(&text).into_bytes().into());
        }
    }
    folder
}

#[test]
fn whatever_looks_alike_is_read_alike() {
    let layouts = load_layouts(&[]).expect("the built-in layouts");
    let fonts = Fonts::new(FoundFonts::default());
    let doubles = doubles();
    let double = |text: &str| text.chars().map(|c| *doubles.get(&c).unwrap_or(&c)).collect();
    let pieces = |text: &str| text.nfd().collect::<String>();
    let ways: [(&str, &dyn Fn(&str) -> String); 2] = [("doubles", &double), ("pieces", &pieces)];
    let mut other = 0;
    for path in fixtures().into_iter().chain(folders(&root().join("fixtures/errors"))) {
        let Ok(folder) = read_folder(&path) else { continue };
        let read = |folder: &Folder| {
            let prepared = prepare(folder, None, &layouts, &fonts, PrepareOptions::default());
            let findings =
                prepared.findings.iter().map(|it| nianbao::render::json(it, Language::Chinese));
            let findings: Vec<String> = findings.map(|it| it.nfc().collect()).collect();
            let tree = prepared.writable.map(|it| serde_json::to_string(&it.document));
            (findings, tree.map(|tree| tree.expect("a tree")))
        };
        let wanted = read(&folder);
        for (name, way) in ways {
            let typed = typed(&folder, way);
            other += usize::from(typed.files != folder.files);
            let got = read(&typed);
            assert_eq!(got.0, wanted.0, "{}: {name}", path.display());
            assert!(got.1 == wanted.1, "{}: {name}: another tree", path.display());
        }
    }
    assert!(other > 100, "{other}");
}

#[test]
fn a_picture_is_found_by_a_name_with_letters_in_pieces() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("r");
    crate::bench::copy_report("gzjkq-2021", &folder);
    std::fs::create_dir_all(folder.join("figures")).expect("a temporary folder");
    let path = folder.join("narrative.md");
    let text = std::fs::read_to_string(&path).expect("a narrative");
    for (typed, there) in
        [("caf\u{e9}", "cafe\u{301}"), ("ca\u{300}", "c\u{e0}"), ("\u{fa01}", "\u{fa01}")]
    {
        let file = folder.join(format!("figures/{there}.png"));
        std::fs::write(&file, png(40, 24)).expect("a picture");
        let text = text.replacen("# 存在", &format!("![图](figures/{typed}.png)\n\n# 存在"), 1);
        std::fs::write(&path, text).expect("a narrative");
        let (status, _, said) = run(place.path(), &["build", "r", "--force"]);
        assert_eq!(status, 0, "{typed}: {said}");
        let back = place.path().join("back");
        let (status, _, said) = run(place.path(), &["extract", "out/r.pdf", "-o", "back"]);
        assert_eq!(status, 0, "{typed}: {said}");
        assert!(back.join(format!("figures/{there}.png")).exists(), "{typed}: {said}");
        std::fs::remove_dir_all(back).expect("a temporary folder");
        std::fs::remove_file(file).expect("a temporary file");
    }
}

#[test]
fn a_file_from_elsewhere_is_read_alike_too() {
    let doubles = doubles();
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("ours");
    crate::bench::copy_report("suqian-2023", &folder);
    let (status, _, said) = run(place.path(), &["build", "ours", "-o", ".", "--to", "html,docx"]);
    assert_eq!(status, 0, "{said}");
    let double = |c: char| *doubles.get(&c).unwrap_or(&c);
    let page = std::fs::read_to_string(place.path().join("ours.html")).expect("a page");
    let page: String = page.chars().map(double).collect();
    std::fs::write(place.path().join("other.html"), page).expect("a page");
    let docx = std::fs::read(place.path().join("ours.docx")).expect("a DOCX");
    let changed = |name: &str, text: String| match name {
        "word/document.xml" => text.chars().map(double).collect(),
        _ => text,
    };
    let docx = with_parts(&docx, changed);
    std::fs::write(place.path().join("other.docx"), docx).expect("a DOCX");
    for kind in ["html", "docx"] {
        let read = |name: &str| {
            let into = format!("{name}-{kind}");
            let file = format!("{name}.{kind}");
            let (status, _, said) = run(place.path(), &["import", &file, "-o", &into]);
            assert_eq!(status, 0, "{file}: {said}");
            [NARRATIVE_MD, REPORT_JSON].map(|file| {
                std::fs::read_to_string(place.path().join(&into).join(file)).expect("a text")
            })
        };
        assert_eq!(read("ours"), read("other"), "{kind}");
    }
    let before = std::fs::read(folder.join(NARRATIVE_MD)).expect("a text");
    let (status, _, said) = run(place.path(), &["merge", "ours", "other.docx"]);
    assert_eq!(status, 0, "nothing was changed: {said}");
    assert_eq!(std::fs::read(folder.join(NARRATIVE_MD)).expect("a text"), before);
}

/// A package with its parts that are text changed.
fn with_parts(package: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("a zip");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let (name, mut bytes) = (part.name().to_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("a part");
        if let Ok(text) = String::from_utf8(bytes.clone()) {
            bytes = change(&name, text).into_bytes();
        }
        writer.start_file(&name, zip::write::SimpleFileOptions::default()).expect("a zip");
        writer.write_all(&bytes).expect("a zip");
    }
    writer.finish().expect("a zip").into_inner()
}
