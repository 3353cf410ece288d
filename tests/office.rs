//! LibreOffice as the word processor of the tests, with our faces under the names that the DOCX
//! asks for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock};

use nianbao::files;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::{Role, Style};

use crate::outside::tools;

/// One run at a time: two would fight over the processor's profile.
static DESK: Mutex<()> = Mutex::new(());

/// Whoever has it may run the processor.
pub fn desk() -> MutexGuard<'static, ()> {
    DESK.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Opens `documents` and saves them below `out` as `kind`: `pdf`, `docx`, ….
pub fn convert(documents: &[PathBuf], kind: &str, out: &Path) {
    let _desk = desk();
    let profile =
        format!("-env:UserInstallation=file://{}", tools().join("office/profile").display());
    let office = Command::new("soffice")
        .args([&profile, "--headless", "--norestore", "--convert-to", kind, "--outdir"])
        .arg(out)
        .args(documents)
        .env("FONTCONFIG_FILE", fonts())
        .output();
    let output = office
        .unwrap_or_else(|error| panic!("soffice: {error}; run tests/run, which sets the tools up"));
    assert!(output.status.success(), "soffice: {}", String::from_utf8_lossy(&output.stderr));
}

/// The configuration by which the processor finds our faces and no other. They bear the names of
/// the DOCX: of a face that another stands for, LibreOffice draws no bold in a PDF.
pub fn fonts() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let folder = tools().join("office");
        let faces = folder.join("named");
        std::fs::create_dir_all(&faces).expect("a writable folder");
        let fonts = Fonts::new(FoundFonts::default());
        let names = names(&fonts);
        for face in fonts.faces() {
            let bytes = face.bytes().expect("a whole face");
            let is_its = |(_, family): &(&String, &String)| **family == face.family;
            let name = names.iter().find(is_its).map_or(&face.family, |(word, _)| word);
            let path = faces.join(format!("{}.ttf", face.family));
            let named = renamed(&bytes, name);
            if std::fs::read(&path).ok().as_ref() != Some(&named) {
                std::fs::write(path, named).expect("a writable file");
            }
        }
        let (faces, cache) = (faces.display(), folder.join("named-cache"));
        let mut rules = format!("<dir>{faces}</dir><cachedir>{}</cachedir>", cache.display());
        // What a face lacks is in the further parts of its group.
        for (word, family) in &names {
            let more = fonts.faces().iter().map(|face| &face.family);
            let more = more.filter(|it| it.starts_with(&format!("{family} ")));
            let more: String = more.map(|it| format!("<family>{it}</family>")).collect();
            rules += &format!("<alias><family>{word}</family><accept>{more}</accept></alias>");
        }
        let file = folder.join("named.conf");
        let rules = format!("<?xml version=\"1.0\"?><fontconfig>{rules}</fontconfig>");
        std::fs::write(&file, rules).expect("a writable file");
        file
    })
}

/// A face with another family name: a table of names that has nothing else, behind the others.
fn renamed(face: &[u8], name: &str) -> Vec<u8> {
    let number = |at: usize| usize::from(u16::from_be_bytes([face[at], face[at + 1]]));
    let mut named = face.to_vec();
    named.resize(face.len().next_multiple_of(4), 0);
    let at = named.len() as u32;
    let text = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    // Family, style, whole name: of Windows, in Unicode, in English.
    let names = [(1, text(name)), (2, text("Regular")), (4, text(name))];
    let mut table = vec![0_u16, names.len() as u16, 6 + 12 * names.len() as u16];
    let mut texts = Vec::new();
    for (id, text) in names {
        table.extend([3, 1, 0x409, id, text.len() as u16, texts.len() as u16]);
        texts.extend(text);
    }
    named.extend(table.into_iter().flat_map(u16::to_be_bytes));
    named.extend(texts);
    let length = named.len() as u32 - at;
    // The directory of tables: tag, checksum, place, length.
    let entry =
        (0..number(4)).map(|table| 12 + 16 * table).find(|at| &face[*at..at + 4] == b"name");
    let entry = entry.expect("a table of names");
    named[entry + 8..entry + 12].copy_from_slice(&at.to_be_bytes());
    named[entry + 12..entry + 16].copy_from_slice(&length.to_be_bytes());
    named
}

/// The names in the DOCX, each with the family that bears it; what that one lacks, the processor
/// finds in the others.
fn names(fonts: &Fonts) -> BTreeMap<String, String> {
    let layouts = files::load_layouts(&[]).expect("the built-in layouts");
    let style =
        Style::from_table(&layouts.newest().expect("a layout").style).expect("a whole style");
    let mut names = BTreeMap::new();
    for role in Role::ALL {
        let (text, faces) =
            (style.text(role), fonts.resolve(&style, role).expect("the faces of the role"));
        let family = |index: &usize| fonts.faces()[*index].family.clone();
        names.extend(faces.han.first().map(|face| (text.word.clone(), family(face))));
        names.extend(faces.latin.first().map(|face| (text.word_latin.clone(), family(face))));
    }
    names
}
