//! The PDF, set by typst. The layout's template draws the document, which it reads as the virtual
//! file `drawing.json` (or its tree, `document.json`) beside `style.toml`, `faces.json` and
//! `files.json`. All use of typst is here.

mod drawing;
mod files;
mod live;
mod plan;
mod shared;
mod standards;
mod world;

use std::sync::atomic::{AtomicUsize, Ordering};

use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};
use typst_render::RenderOptions;

use self::plan::{Plan, Survey};
use self::shared::SharedParts;
use self::world::ReportWorld;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::finding;
use crate::fonts::Fonts;
use crate::layout::Style;

pub use self::files::PdfInput;
pub use self::live::{LivePages, Spot};
pub use self::standards::Conformance;

/// Sets documents, by several threads at a time.
pub struct Typesetter<'f> {
    shared: SharedParts<'f>,
    /// Threads that write at a time.
    threads: usize,
    /// Reports written so far.
    written: AtomicUsize,
}

/// A finished PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

impl<'f> Typesetter<'f> {
    /// Prepares typesetting with `fonts` by so many threads at a time.
    pub fn new(fonts: &'f Fonts, threads: usize) -> Self {
        let shared = SharedParts::new(fonts);
        Typesetter { shared, threads: threads.max(1), written: AtomicUsize::new(0) }
    }

    /// Sets a document. The error is a fault of the template or of a picture.
    pub fn write(
        &self,
        document: &Document,
        input: PdfInput<'_>,
        conformance: &Conformance,
    ) -> Result<Pdf, Diagnostic> {
        let pdf = ReportWorld::new(&self.shared, document, input)
            .and_then(|world| pdf(world, document, input.measures, conformance));
        self.forget();
        pdf
    }

    /// Sets a document and draws its pages as PNG, `ppi` pixels an inch.
    pub fn pages(
        &self,
        document: &Document,
        input: PdfInput<'_>,
        ppi: u16,
    ) -> Result<Vec<Vec<u8>>, Diagnostic> {
        let mut world = ReportWorld::new(&self.shared, document, input)?;
        draw(&set(&mut world, document, input.measures)?, ppi)
    }

    /// Sets a document to be looked at while it is written.
    pub fn live(&self, document: &Document, input: PdfInput<'_>) -> Result<LivePages, Diagnostic> {
        let mut world = ReportWorld::new(&self.shared, document, input)?;
        let paged = set(&mut world, document, input.measures);
        self.forget(); // also what was set in vain
        paged.map(LivePages::new)
    }

    /// Lets typst forget what no report has used while each thread wrote about one. What all
    /// reports share stays, and what a thread is working on. All threads wait while typst looks
    /// that up, so it is done twice a round, however many there are.
    fn forget(&self) {
        let half = self.threads.div_ceil(2);
        if (self.written.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(half) {
            typst::comemo::evict(self.threads.div_ceil(half));
        }
    }
}

/// +08:00.
const CHINA_MINUTES: i32 = 8 * 60;

/// How often a document is set at most: each time but the first mends something.
const MOST_SETTINGS: usize = 20;

/// Sets a document, and again while its pages show what can be mended.
fn set(
    world: &mut ReportWorld<'_>,
    document: &Document,
    style: &Style,
) -> Result<PagedDocument, Diagnostic> {
    let mut plan = Plan::new(document, style);
    world.follow(&plan)?;
    let mut paged = world.set()?;
    for _ in 1..MOST_SETTINGS {
        if !plan.mend(&Survey::of(&paged, style)) {
            break;
        }
        world.follow(&plan)?;
        paged = world.set()?;
    }
    Ok(paged)
}

fn pdf(
    mut world: ReportWorld<'_>,
    document: &Document,
    style: &Style,
    conformance: &Conformance,
) -> Result<Pdf, Diagnostic> {
    let paged = set(&mut world, document, style)?;
    let date = document.meta.date;
    let midnight = Datetime::from_ymd_hms(date.year.into(), date.month, date.day, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {}", document.meta.author, document.meta.title)),
        creator: Smart::Custom(Some(concat!("nianbao ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: midnight.and_then(|time| Timestamp::new_local(time, CHINA_MINUTES)),
        standards: conformance.standards.clone(),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&paged, &options).map_err(|errors| world.fault(&errors))?;
    Ok(Pdf { bytes, pages: paged.pages().len() })
}

fn draw(paged: &PagedDocument, ppi: u16) -> Result<Vec<Vec<u8>>, Diagnostic> {
    let options =
        RenderOptions { pixel_per_pt: (f64::from(ppi) / 72.0).into(), ..RenderOptions::default() };
    let draw = |page| typst_render::render(page, &options).encode_png();
    let unwritable = |_| finding!("typesetting.pictures");
    paged.pages().iter().map(draw).collect::<Result<_, _>>().map_err(unwritable)
}
