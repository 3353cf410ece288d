//! The PDF, set by typst: the layout's template draws the tree, which it reads as the virtual file `document.json` beside `style.toml`,
//! `faces.json` and `files.json`. All use of typst is here.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;

use crate::diagnostic::{self, Diagnostic, Location};
use crate::document::Document;
use crate::finding;
use crate::fonts::{Face, Faces, Fonts, RoleFaces};

/// What all reports share: the standard library and the faces.
pub struct Typesetter<'f> {
    fonts: &'f Fonts,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    loaded: Vec<OnceLock<Option<Font>>>,
    /// Templates that were parsed, by their text.
    templates: Mutex<BTreeMap<String, Source>>,
    /// Reports that are written at a time.
    hands: usize,
    /// Reports written so far.
    written: AtomicUsize,
}

/// What a report brings along beside its tree.
#[derive(Debug, Clone, Copy)]
pub struct Dress<'a> {
    /// template.typ of the layout.
    pub template: &'a str,
    /// The style, the report's own keys put over the layout's.
    pub style: &'a toml::Table,
    /// Faces by role.
    pub faces: &'a Faces,
    /// Pictures by path.
    pub pictures: &'a BTreeMap<String, Vec<u8>>,
    /// Files that the PDF carries, by their path below the report's folder.
    pub attached: &'a BTreeMap<String, Vec<u8>>,
}

/// A finished PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// What a PDF conforms to, and whether that lets it carry files.
#[derive(Debug, Clone)]
pub struct Conformance {
    standards: PdfStandards,
    /// PDF/A-1 and -2 allow no attached sources, and of PDF/A-4 only 4f does.
    pub attaches: bool,
}

impl Conformance {
    /// Takes the names of standards: `a-3a`, `ua-1`, `1.7`, …. The error says which is none, or that they contradict each other.
    pub fn new(names: &[String]) -> Result<Conformance, Diagnostic> {
        let mut list: Vec<PdfStandard> = Vec::new();
        for name in names {
            let known = serde_json::from_value(serde_json::json!(name));
            list.push(known.map_err(|_| finding!("pdf-standard.unknown", name = name))?);
        }
        let standards = PdfStandards::new(&list)
            .map_err(|_| finding!("pdf-standard.conflict", names = names.to_vec()))?;
        let attaches = !names
            .iter()
            .any(|name| name.starts_with("a-") && !name.starts_with("a-3") && name != "a-4f");
        Ok(Conformance { standards, attaches })
    }
}

impl<'f> Typesetter<'f> {
    /// Prepares typesetting with `fonts` by so many threads at a time.
    pub fn new(fonts: &'f Fonts, hands: usize) -> Self {
        Typesetter {
            fonts,
            // Heads of rows and summaries of tables are there, but not yet settled in typst's own view.
            library: LazyHash::new(
                Library::builder()
                    .with_features([Feature::A11yExtras].into_iter().collect())
                    .build(),
            ),
            book: LazyHash::new(FontBook::from_infos(fonts.faces().iter().map(info))),
            loaded: fonts.faces().iter().map(|_| OnceLock::new()).collect(),
            templates: Mutex::default(),
            hands: hands.max(1),
            written: AtomicUsize::new(0),
        }
    }

    /// A template, parsed once for all reports; typst then knows without a look that it is the same.
    fn template(&self, text: &str) -> Result<Source, Diagnostic> {
        let mut known = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = known.get(text) {
            return Ok(source.clone());
        }
        let source = Source::new(id(TEMPLATE)?, text.to_owned());
        known.insert(text.to_owned(), source.clone());
        Ok(source)
    }

    /// Sets a document. The error is a fault of the template or of a picture.
    pub fn write(
        &self,
        document: &Document,
        dress: Dress<'_>,
        conformance: &Conformance,
    ) -> Result<Pdf, Diagnostic> {
        let pdf =
            Sheet::new(self, document, dress).and_then(|sheet| sheet.pdf(document, conformance));
        self.forget();
        pdf
    }

    /// Lets typst forget what no report has used while each thread wrote about one: what all reports share stays, and what a thread has in
    /// hand. All threads wait while that is looked up, so it is done twice a round, whatever their number.
    fn forget(&self) {
        let half = self.hands.div_ceil(2);
        if (self.written.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(half) {
            typst::comemo::evict(self.hands.div_ceil(half));
        }
    }

    /// Sets a document and draws its pages as PNG, `ppi` pixels an inch.
    pub fn pages(
        &self,
        document: &Document,
        dress: Dress<'_>,
        ppi: u16,
    ) -> Result<Vec<Vec<u8>>, Diagnostic> {
        let sheet = Sheet::new(self, document, dress)?;
        let paged = sheet.set()?;
        draw(&paged, ppi)
    }
}

fn draw(paged: &PagedDocument, ppi: u16) -> Result<Vec<Vec<u8>>, Diagnostic> {
    let options =
        RenderOptions { pixel_per_pt: (f64::from(ppi) / 72.0).into(), ..RenderOptions::default() };
    let draw = |page| typst_render::render(page, &options).encode_png();
    let unwritable = |_| finding!("typesetting.pictures");
    paged.pages().iter().map(draw).collect::<Result<_, _>>().map_err(unwritable)
}

/// The name of a layout's template, as findings tell it.
const TEMPLATE: &str = "template.typ";

/// +08:00.
const CHINA_MINUTES: i32 = 8 * 60;

/// A face as typst's book lists it. The template names the faces of each role one by one and turns fallback off, so that neither variant
/// nor coverage is ever asked for.
fn info(face: &Face) -> FontInfo {
    FontInfo {
        family: face.family.clone(),
        variant: FontVariant::default(),
        flags: FontFlags::empty(),
        axes: Vec::new(),
        coverage: Coverage::from_vec(Vec::new()),
    }
}

/// One report as typst sees it.
struct Sheet<'a> {
    typesetter: &'a Typesetter<'a>,
    template: Source,
    /// Looked up, never walked.
    files: HashMap<FileId, Bytes>,
}

impl<'a> Sheet<'a> {
    fn new(
        typesetter: &'a Typesetter<'_>,
        document: &Document,
        dress: Dress<'_>,
    ) -> Result<Self, Diagnostic> {
        let mut files = HashMap::new();
        files.insert(
            id("document.json")?,
            Bytes::new(serde_json::to_vec(document).expect("a tree is plain JSON")),
        );
        files.insert(id("style.toml")?, Bytes::from_string(dress.style.to_string()));
        files.insert(
            id("faces.json")?,
            Bytes::from_string(faces(typesetter.fonts, dress.faces).to_string()),
        );
        let mut places = Places::default();
        for (path, bytes) in dress.pictures {
            let place = format!("file/{}", places.count());
            files.insert(id(&place)?, Bytes::new(bytes.clone()));
            places.pictures.insert(path, place);
        }
        for (name, bytes) in dress.attached {
            let path = format!("file/{}", places.count());
            files.insert(id(&path)?, Bytes::new(bytes.clone()));
            places.attached.push(Attached { name, path, mime: mime(name) });
        }
        files.insert(
            id("files.json")?,
            Bytes::new(serde_json::to_vec(&places).expect("plain JSON")),
        );
        let template = typesetter.template(dress.template)?;
        Ok(Sheet { typesetter, template, files })
    }

    fn set(&self) -> Result<PagedDocument, Diagnostic> {
        typst::compile::<PagedDocument>(self).output.map_err(|errors| fault(&errors, self))
    }

    fn pdf(&self, document: &Document, conformance: &Conformance) -> Result<Pdf, Diagnostic> {
        let paged = self.set()?;
        let date = document.meta.date;
        let options = PdfOptions {
            ident: Smart::Custom(format!("{} {}", document.meta.author, document.meta.title)),
            creator: Smart::Custom(Some(concat!("nianbao ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: Datetime::from_ymd_hms(date.year.into(), date.month, date.day, 0, 0, 0)
                .and_then(|datetime| Timestamp::new_local(datetime, CHINA_MINUTES)),
            standards: conformance.standards.clone(),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&paged, &options).map_err(|errors| fault(&errors, self))?;
        Ok(Pdf { bytes, pages: paged.pages().len() })
    }
}

/// Where the template finds pictures and attachments: typst keeps a number for every path for as long as the program runs, so that their
/// virtual paths are the same few in every report.
#[derive(Default, serde::Serialize)]
struct Places<'a> {
    pictures: BTreeMap<&'a str, String>,
    attached: Vec<Attached<'a>>,
}

#[derive(serde::Serialize)]
struct Attached<'a> {
    name: &'a str,
    path: String,
    mime: &'static str,
}

impl Places<'_> {
    fn count(&self) -> usize {
        self.pictures.len() + self.attached.len()
    }
}

fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "json" => "application/json",
        "md" => "text/markdown",
        "toml" => "application/toml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        _ => "text/plain",
    }
}

/// Families by role as `text(font: …)` takes them.
fn faces(fonts: &Fonts, faces: &Faces) -> serde_json::Value {
    let family = |index: &usize| fonts.faces()[*index].family.as_str();
    let role = |(role, faces): (&&str, &RoleFaces)| {
        // typst's name for all that is not punctuation shared with Chinese: “ ” — … stay in the Chinese face.
        let latin = faces
            .latin
            .iter()
            .map(|face| serde_json::json!({ "name": family(face), "covers": "latin-in-cjk" }));
        let han = faces.han.iter().map(|face| serde_json::json!({ "name": family(face) }));
        ((*role).to_owned(), serde_json::Value::Array(latin.chain(han).collect()))
    };
    serde_json::Value::Object(faces.iter().map(role).collect())
}

fn id(path: &str) -> Result<FileId, Diagnostic> {
    let path = VirtualPath::new(path).map_err(|_| finding!("figure-missing.path", path = path))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        let face = self.typesetter.fonts.faces().get(index)?;
        let load = || Font::new(Bytes::new(face.bytes()?), face.index);
        self.typesetter.loaded[index].get_or_init(load).clone()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

/// The first of typst's errors as a finding in the template.
fn fault(errors: &[SourceDiagnostic], sheet: &Sheet<'_>) -> Diagnostic {
    let Some(error) = errors.first() else {
        return finding!("typesetting.unknown");
    };
    let place = match sheet.range(error.span) {
        Some(range) => diagnostic::Source::new(TEMPLATE, sheet.template.text()).locate(range),
        None => Location::whole(TEMPLATE),
    };
    finding!("typesetting", error = error.message.as_str()).at(place)
}
