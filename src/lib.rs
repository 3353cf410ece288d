//! The compiler for China's 政府信息公开工作年度报告.
//!
//! ```text
//!  report.json  narrative.md       layouts/<edition>/          fonts/
//!        └─ read ─┘                       │                      │
//!             ▼                           │                      │
//!          Report ──── check ◄────────────┤                      │
//!             └─────── compose ◄──────────┘                      │
//!                         ▼                                      │
//!                     Document ── write ─► JSON · PDF · DOCX ◄───┘
//! ```
//!
//! Four verbs, each a pure function: [`reader::read`] → [`check::check`] → [`compose::compose`] →
//! [`writer`]. Bytes come in and bytes or [`Diagnostic`]s go out; only [`files`] and
//! [`fonts::FoundFonts`] touch the disk, and nothing here asks the clock, the network or the
//! environment. [`prepare`] is the first three verbs in a row.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod alike;
mod anchor;
pub mod archive;
mod breaks;
pub mod catalogue;
pub mod check;
pub mod compose;
pub mod date;
mod decimal;
pub mod diagnostic;
pub mod document;
mod expression;
pub mod field;
pub mod file_map;
pub mod files;
pub mod fonts;
pub mod form;
pub mod hash;
pub mod intake;
pub mod layout;
pub mod limits;
pub mod measure;
pub mod merge;
pub mod messages;
pub mod names;
pub mod numbering;
mod ooxml;
pub mod origin;
pub mod pattern;
mod picture;
pub mod prose;
pub mod quantity;
pub mod reader;
pub mod render;
pub mod report;
pub mod request;
pub mod rules;
pub mod scaffold;
pub mod schema;
pub mod severity;
pub mod spot;
pub mod statistics;
mod toml_words;
pub mod total;
pub mod waiver;
pub mod workbook;
pub mod writer;

use std::collections::{BTreeMap, BTreeSet};

use check::suggest::Suggestion;
use check::{figures, glyphs, tables, waived, words};
use diagnostic::{Diagnostic, Severity, Source};
use document::Document;
use file_map::FileMap;
use fonts::{Faces, Fonts};
use layout::{Layout, Layouts};
use prose::Prose;
use reader::{Folder, ReportStyle};

/// A report as far as it came: findings always, a document where enough could be read.
pub struct Prepared<'a> {
    /// All findings, by file and place.
    pub findings: Vec<Diagnostic>,
    /// Warnings that the report waives, with its reasons.
    pub waived: Vec<(Diagnostic, String)>,
    /// The text files of the input and of last year's, to show findings in.
    pub sources: Vec<Source>,
    /// What can be written.
    pub writable: Option<Writable<'a>>,
}

/// A document and all that its writers need.
pub struct Writable<'a> {
    /// The document.
    pub document: Document,
    /// Its edition.
    pub layout: &'a Layout,
    /// Its style.
    pub look: ReportStyle,
    /// The faces of its roles.
    pub faces: Faces,
    /// Its text as rules see it.
    pub prose: Prose,
    /// Its pictures by path.
    pub pictures: FileMap,
    /// The value of each `{{ … }}` of its text, in the order of narrative.md.
    pub values: Vec<String>,
    /// The files of its folder that go along with it: the texts, and the pictures that they name.
    pub files: FileMap,
}

/// What is asked of a report beside what its folder says.
#[derive(Debug, Clone, Copy, Default)]
pub struct PrepareOptions {
    /// Room for a seal.
    pub seal: bool,
    /// A web page is made: what its data lack is a note.
    pub page: bool,
}

/// Reads, checks and composes a report folder; `previous` is last year's, where there is one.
pub fn prepare<'a>(
    folder: &Folder,
    previous: Option<&Folder>,
    layouts: &'a Layouts,
    fonts: &Fonts,
    options: PrepareOptions,
) -> Prepared<'a> {
    let reading = reader::read(folder, previous, layouts);
    let mut findings = reading.findings;
    let mut writable = None;
    if let Some((report, layout, mut look)) = reading.report {
        look.style.signature.seal |= options.seal;
        findings.extend(check::check(&report, layout));
        if options.page {
            findings.extend(check::page::check(&report, &layout.form, &reading.sources));
        }
        match glyphs::faces(fonts, &look.style, &reading.sources) {
            Ok(faces) => {
                let rulers = fonts.rulers(&faces, &look.style);
                let document = compose::compose(&report, layout, &look.style, &rulers);
                findings.extend(glyphs::check(&document, &faces, fonts, &reading.sources));
                let sources = &reading.sources;
                findings.extend(tables::check(&document, &report.statistics, sources));
                findings.extend(figures::check(&document, &look.style, sources));
                findings.extend(words::check(&document, &look.style, &rulers, sources));
                writable = Some(Writable {
                    document,
                    layout,
                    look,
                    faces,
                    prose: report.prose,
                    files: archive::published(folder, &report.pictures),
                    pictures: report.pictures,
                    values: report.values,
                });
            }
            Err(faults) => findings.extend(faults),
        }
    }
    let order = |finding: &Diagnostic| {
        let place = finding.location.as_ref();
        let file = place.and_then(|place| {
            reading.sources.iter().position(|source| source.name() == place.file)
        });
        (file, place.map(|place| (place.line, place.column)))
    };
    findings.sort_by_key(order);
    let (mut findings, waived) = waived::part(findings, &reading.waived, &reading.waivers);
    findings.sort_by_key(order);
    once_a_line(&mut findings);
    let findings = few_alike(findings);
    let mut sources = reading.sources.into_vec();
    sources.extend(reading.previous_sources);
    Prepared { findings, waived, sources, writable }
}

/// Leaves of findings that say the same of one line the first.
fn once_a_line(findings: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    findings.retain(|finding| {
        let line = finding.location.as_ref().map(|place| (place.file.clone(), place.line));
        told.insert((line, finding.code.clone(), finding.message.in_file()))
    });
}

/// The form of a layout with blank cells, for its first year; `agency` stands where the name of a
/// body would. The findings are characters that no face has, and tables that fit no page.
pub fn blank<'a>(
    layout: &'a Layout,
    layouts: &'a Layouts,
    agency: &str,
    fonts: &Fonts,
) -> Prepared<'a> {
    let made = scaffold::scaffold(layout, agency, layout.form.years.from, None);
    let texts = [(reader::REPORT_JSON, Some(made.report)), (reader::NARRATIVE_MD, made.narrative)];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
    let files = texts.map(|(name, text)| (name, text.into_bytes().into())).collect();
    let folder = Folder { name: layout.form.id.clone(), files, ..Folder::default() };
    let reading = reader::read(&folder, None, layouts);
    let Some((report, layout, look)) = reading.report else { return Prepared::silent() };
    let faces = match glyphs::faces(fonts, &look.style, &reading.sources) {
        Ok(faces) => faces,
        Err(findings) => return Prepared { findings, ..Prepared::silent() },
    };
    let document = compose::blank(&report, layout, &look.style, &fonts.rulers(&faces, &look.style));
    let nowhere = Default::default();
    let mut findings = glyphs::check(&document, &faces, fonts, &nowhere);
    findings.extend(tables::check(&document, &report.statistics, &nowhere));
    let (files, pictures) = (FileMap::new(), FileMap::new());
    let (prose, values) = (report.prose, report.values);
    let writable = Writable { document, layout, look, faces, prose, pictures, files, values };
    Prepared { findings, writable: Some(writable), ..Prepared::silent() }
}

/// The findings, but of those of one kind no more than anybody reads; how many more there are is
/// said at the first that is left out.
fn few_alike(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.code.to_string()).or_default() += 1;
    }
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    let few = |finding: Diagnostic| {
        let seen = told.entry(finding.code.to_string()).or_default();
        *seen += 1;
        match *seen {
            seen if seen <= limits::ALIKE => Some(finding),
            seen if seen == limits::ALIKE + 1 => {
                let (code, count) = (finding.code.to_string(), counts[&*finding.code]);
                let rest = Diagnostic {
                    severity: finding.severity,
                    ..finding!("more-alike", code = code, count = count - limits::ALIKE)
                };
                Some(rest.at_some(finding.location))
            }
            _ => None,
        }
    };
    findings.into_iter().filter_map(few).collect()
}

/// The typed numbers of a report's text that could be bound to their cells, with the text that they
/// stand in.
pub fn suggest(folder: &Folder, layouts: &Layouts) -> Option<(Source, Vec<Suggestion>)> {
    let (report, layout, _) = reader::read(folder, None, layouts).report?;
    let suggestions = check::suggest::suggest(&report, layout);
    Some((report.prose.source().clone(), suggestions))
}

impl Prepared<'_> {
    /// Nothing to say.
    pub fn silent() -> Self {
        Prepared { findings: Vec::new(), waived: Vec::new(), sources: Vec::new(), writable: None }
    }

    /// What there is to say of a report that could not be read.
    pub fn unread(fault: Diagnostic) -> Self {
        Prepared { findings: vec![fault], ..Prepared::silent() }
    }

    /// Makes its warnings errors.
    pub fn deny_warnings(&mut self) {
        for finding in
            self.findings.iter_mut().filter(|finding| finding.severity == Severity::Warning)
        {
            finding.severity = Severity::Error;
        }
    }

    /// Whether nothing keeps the report from being written.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}
