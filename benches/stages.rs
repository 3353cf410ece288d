//! What each stage takes of a report's time, over fixtures/government-2024: `cargo bench`. benches/README.md has the numbers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use nianbao::diagnostic::Source;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::{Layout, Layouts};
use nianbao::reader::{Folder, Look};
use nianbao::report::Report;
use nianbao::writer::docx::{self, Extras, Review};
use nianbao::writer::pdf::{Conformance, Dress, Typesetter};
use nianbao::{ReadySheet, Wishes, archive, check, compose, files, prepare, reader};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

static FOLDER: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/government-2024");
    files::read_folder(&folder).expect("a fixture")
});
static LAYOUTS: LazyLock<Layouts> =
    LazyLock::new(|| files::load_layouts(&[]).expect("the layouts"));
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(FoundFonts::default()));

fn report() -> (Report, &'static Layout, Look, Vec<Source>) {
    let reading = reader::read(&FOLDER, None, &LAYOUTS);
    let (report, layout, look) = reading.report.expect("a report");
    (report, layout, look, reading.sources)
}

fn sheet() -> ReadySheet<'static> {
    prepare(&FOLDER, None, &LAYOUTS, &FONTS, Wishes::default())
        .sheet
        .expect("a report that can be set")
}

#[divan::bench]
fn a_layouts_and_fonts() -> (Layouts, Fonts) {
    (files::load_layouts(&[]).expect("the layouts"), Fonts::new(FoundFonts::default()))
}

#[divan::bench]
fn b_read(bencher: Bencher) {
    bencher.bench(|| reader::read(&FOLDER, None, &LAYOUTS));
}

#[divan::bench]
fn c_check(bencher: Bencher) {
    let (report, layout, _, sources) = report();
    let text = sources.iter().find(|source| source.name().ends_with(reader::NARRATIVE_MD));
    bencher.bench(|| check::check(&report, layout, text));
}

#[divan::bench]
fn d_compose(bencher: Bencher) {
    let (report, layout, look, sources) = report();
    let faces = check::glyphs::faces(&FONTS, &look.style, &sources).expect("embedded faces");
    bencher.bench(|| {
        let rulers = FONTS.rulers(&faces, &look.style);
        compose::compose(&report, layout, &look.style, &rulers)
    });
}

#[divan::bench]
fn e_prepare(bencher: Bencher) {
    bencher.bench(|| prepare(&FOLDER, None, &LAYOUTS, &FONTS, Wishes::default()));
}

/// From nothing that another report left in typst's memory. In a batch the wording that all reports share is there already.
#[divan::bench]
fn f_pdf(bencher: Bencher) {
    let (sheet, typesetter) = (sheet(), Typesetter::new(&FONTS, 1));
    let attached = archive::pack(&sheet.files);
    let conformance =
        Conformance::new(&["a-3a".to_owned(), "ua-1".to_owned()]).expect("the usual standards");
    let write = || {
        typesetter.write(&sheet.document, dress(&sheet, &attached), &conformance).expect("a PDF")
    };
    bencher.with_inputs(|| typst::comemo::evict(0)).bench_values(|()| write());
}

#[divan::bench]
fn g_docx(bencher: Bencher) {
    let sheet = sheet();
    let source = [reader::REPORT_JSON, reader::NARRATIVE_MD]
        .map(|name| (name, sheet.files[name].as_slice()));
    let (pictures, review) = (&sheet.pictures, &Review::default());
    let names = &sheet.layout.form.words.styles;
    let extras = Extras { pictures, source: &source, names, review };
    bencher.bench(|| docx::write(&sheet.document, &sheet.look.style, extras).expect("a DOCX"));
}

fn dress<'a>(sheet: &'a ReadySheet<'_>, attached: &'a BTreeMap<String, Vec<u8>>) -> Dress<'a> {
    Dress {
        template: &sheet.layout.template,
        style: &sheet.look.table,
        faces: &sheet.faces,
        pictures: &sheet.pictures,
        attached,
    }
}
