//! What the targets share: a good report, and the built-in edition's files. A target changes one
//! file and looks on.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::files::{load_layouts, read_folder};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::intake::docx::View;
use nianbao::intake::foreign::ForeignDocument;
use nianbao::intake::{ImportOptions, ImportSource, html, import, pdf};
use nianbao::layout::{Bundle, Layout, LayoutFiles, LayoutFolder, LayoutOrigin, Layouts};
use nianbao::merge::word::EditedWord;
use nianbao::merge::{MergeInput, MergeTools, MergeWishes, merge};
use nianbao::messages::Language;
use nianbao::reader::Folder;
use nianbao::writer::docx::{self, CarriedSource, Extras, Review};
use nianbao::writer::json;
use nianbao::{PrepareOptions, Writable, compose, prepare, render};

static LAYOUTS: LazyLock<Layouts> =
    LazyLock::new(|| load_layouts(&[]).expect("the built-in layouts"));
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(FoundFonts::default()));
static GOOD: LazyLock<Folder> =
    LazyLock::new(|| read_folder(&root().join("fixtures/markdown-2022")).expect("a fixture"));
static EDITION: LazyLock<LayoutFolder> = LazyLock::new(|| folder("disclosure-2021"));
static PAPER: LazyLock<LayoutFolder> = LazyLock::new(|| folder("paper"));

/// The texts of a built-in layout's folder and of its tables.
fn folder(name: &str) -> LayoutFolder {
    let folder = root().join("layouts").join(name);
    let mut files = LayoutFiles::new();
    for (place, prefix) in [(folder.clone(), ""), (folder.join("tables"), "tables/")] {
        for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if let Ok(text) = std::fs::read_to_string(entry.path()) {
                files.insert(name, text);
            }
        }
    }
    LayoutFolder { place: name.to_owned(), files }
}

/// The project's folder, from its own tests or from here.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_project = |folder: &&Path| folder.join("fixtures").is_dir();
    own.ancestors().find(is_project).unwrap_or(own).to_owned()
}

/// Reads, checks and composes the good report, this year's and last year's, with `file` replaced;
/// what is clean is written too, all but the PDF, which needs typst.
pub fn report_with(file: &str, bytes: &[u8]) {
    let mut folder = GOOD.clone();
    folder.files.insert(file.to_owned(), bytes.into());
    let prepared = prepare(&folder, Some(&folder), &LAYOUTS, &FONTS, PrepareOptions::default());
    for finding in &prepared.findings {
        show(finding, &prepared.sources);
    }
    if let Some(writable) = prepared.writable.as_ref().filter(|_| prepared.is_clean()) {
        write(writable);
    }
}

fn write(writable: &Writable<'_>) {
    json::write(&writable.document);
    let layout = &writable.layout.form.id;
    let source = CarriedSource { files: &[], values: &writable.values, layout };
    let extras = Extras {
        pictures: &writable.pictures,
        source,
        names: &writable.layout.form.words.styles,
        review: &Review::default(),
    };
    let style = &writable.look.style;
    let mut document = writable.document.clone();
    compose::flow(&mut document, style, &FONTS.rulers(&writable.faces, style));
    docx::write(&document, style, extras).expect("a clean report");
}

/// Loads the edition with `file` replaced and, where it loads, checks the good report against it.
pub fn edition_with(file: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut edition = EDITION.clone();
    edition.files.insert(file.to_owned(), text.to_owned());
    let bundle = Bundle::new(&edition, |base| (base == "paper").then_some(&*PAPER));
    match bundle.and_then(|bundle| Layout::load(&bundle, LayoutOrigin::Folder)) {
        Err(fault) => show(&fault, &[]),
        Ok(layout) => {
            let mut layouts = Layouts::default();
            layouts.push(layout);
            let prepared = prepare(&GOOD, Some(&GOOD), &layouts, &FONTS, PrepareOptions::default());
            prepared.findings.iter().for_each(|finding| show(finding, &prepared.sources));
        }
    }
}

/// Presents a finding in every way, and holds it to what every finding promises.
fn show(finding: &Diagnostic, sources: &[nianbao::diagnostic::Source]) {
    assert!(!finding.code.is_empty());
    // A file that is no text has no source to show.
    let known = |place: &Location| {
        matches!(&*finding.code, "file-encoding" | "previous-unreadable")
            || sources.iter().any(|source| source.name() == place.file)
    };
    let placed = |place: &Location| place.line == 0 || sources.is_empty() || known(place);
    assert!(finding.location.as_ref().is_none_or(placed), "{finding:?}");
    for language in [Language::Chinese, Language::English] {
        assert!(!finding.message.said_in(language).to_string().is_empty());
        render::text(finding, sources, language, false);
        render::json(finding, language);
    }
}

/// Reads a page and, where a report is found in it, checks that at its places.
pub fn page(bytes: &[u8]) {
    if let Ok(document) = html::read(bytes) {
        published(&document);
    }
}

/// The same of a PDF.
pub fn pdf(bytes: &[u8]) {
    if let Ok(document) = pdf::read(bytes.to_vec(), || None) {
        published(&document);
    }
}

fn published(document: &ForeignDocument) {
    let source = ImportSource { name: "file".to_owned(), kind: "html", sha256: String::new() };
    let options = ImportOptions::default();
    let Ok(imported) = import(document, &source, &LAYOUTS, options) else { return };
    let prepared = prepare(&imported.folder, None, &LAYOUTS, &FONTS, PrepareOptions::default());
    for finding in prepared.findings {
        show(&imported.placed(finding, &prepared.sources, None), &[]);
    }
}

/// Reads a filled-in form.
pub fn form_of(bytes: &[u8]) {
    match nianbao::intake::xlsx::read_form("form.xlsx", bytes, &LAYOUTS) {
        Ok(form) => drop(form.statistics()),
        Err(fault) => drop(render::line(&fault)),
    }
}

/// Merges any bytes as an edited DOCX into the good report, and a DOCX whose text they are.
pub fn merge_docx(bytes: &[u8]) {
    merge_file(bytes);
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"a\" Target=\"d.xml\" Type=\"{kind}\"/></Relationships>"
    );
    let parts = [
        ("[Content_Types].xml", &b"<Types/>"[..]),
        ("_rels/.rels", relations.as_bytes()),
        ("d.xml", bytes),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in parts {
        writer.start_file(name, options).expect("a zip");
        std::io::Write::write_all(&mut writer, part).expect("a zip");
    }
    merge_file(&writer.finish().expect("a zip").into_inner());
}

fn merge_file(bytes: &[u8]) {
    for view in [View::Accepted, View::Rejected] {
        let edited = match EditedWord::read("x.docx", bytes, view) {
            Ok(edited) => edited,
            Err(fault) => return show(&fault, &[]),
        };
        let nothing = std::collections::BTreeMap::new();
        let input = MergeInput {
            ours: &GOOD,
            base: &edited.base(&GOOD).unwrap_or_else(|| GOOD.clone()),
            values: None,
            set: &nothing,
            theirs: &edited.theirs,
            before: edited.before.as_ref(),
        };
        let tools = MergeTools { layouts: &LAYOUTS, fonts: &FONTS };
        let merged = merge(input, tools, MergeWishes::default());
        merged.findings.iter().for_each(|finding| show(finding, &merged.sources));
    }
}
