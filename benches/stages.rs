//! What each stage takes of a report's time, over fixtures/government-2024: `cargo bench`.
//! benches/README.md has the numbers.

use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use nianbao::file_map::FileMap;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::{Layout, Layouts};
use nianbao::reader::{Folder, ReportStyle, Sources};
use nianbao::report::Report;
use nianbao::writer::docx::{self, CarriedSource, Extras, Review};
use nianbao::writer::pdf::{Conformance, PdfInput, Typesetter};
use nianbao::{PrepareOptions, Writable, archive, check, compose, files, prepare, reader};

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

fn report() -> (Report, &'static Layout, ReportStyle, Sources) {
    let reading = reader::read(&FOLDER, None, &LAYOUTS);
    let (report, layout, look) = reading.report.expect("a report");
    (report, layout, look, reading.sources)
}

fn writable() -> Writable<'static> {
    prepare(&FOLDER, None, &LAYOUTS, &FONTS, PrepareOptions::default())
        .writable
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
    let (report, layout, ..) = report();
    bencher.bench(|| check::check(&report, layout));
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
    bencher.bench(|| prepare(&FOLDER, None, &LAYOUTS, &FONTS, PrepareOptions::default()));
}

/// Without anything that another report left in typst's memory. In a batch the wording that all
/// reports share is there already.
#[divan::bench]
fn f_pdf(bencher: Bencher) {
    let (writable, typesetter) = (writable(), Typesetter::new(&FONTS, 1));
    let attached = archive::pack(&writable.files);
    let conformance =
        Conformance::new(&["a-3a".to_owned(), "ua-1".to_owned()]).expect("the usual standards");
    let write = || {
        typesetter
            .write(&writable.document, pdf_input(&writable, &attached), &conformance)
            .expect("a PDF")
    };
    bencher.with_inputs(|| typst::comemo::evict(0)).bench_values(|()| write());
}

#[divan::bench]
fn g_docx(bencher: Bencher) {
    let writable = writable();
    let files =
        [reader::REPORT_JSON, reader::NARRATIVE_MD].map(|name| (name, &*writable.files[name]));
    let layout = &writable.layout.form.id;
    let source = CarriedSource { files: &files, values: &writable.values, layout };
    let (pictures, review) = (&writable.pictures, &Review::default());
    let names = &writable.layout.form.words.styles;
    let extras = Extras { pictures, source, names, review };
    let style = &writable.look.style;
    bencher.bench(|| {
        let mut document = writable.document.clone();
        compose::flow(&mut document, style, &FONTS.rulers(&writable.faces, style));
        docx::write(&document, style, extras).expect("a DOCX")
    });
}

fn pdf_input<'a>(writable: &'a Writable<'_>, attached: &'a FileMap) -> PdfInput<'a> {
    PdfInput {
        templates: &writable.layout.templates,
        style: &writable.look.table,
        measures: &writable.look.style,
        faces: &writable.faces,
        pictures: &writable.pictures,
        attached,
    }
}
