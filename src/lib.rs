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
//! Four verbs, each a pure function: [`reader::read`] → [`check::check`] → [`compose::compose`] → [`writer`]. Bytes come in and bytes or
//! [`Diagnostic`]s go out; only [`files`] and [`fonts::FoundFonts`] touch the disk, and nothing here asks the clock, the network or the
//! environment. [`prepare`] is the first three verbs in a row.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod check;
pub mod compose;
pub mod diagnostic;
pub mod document;
pub mod files;
pub mod fonts;
pub mod layout;
pub mod numbering;
pub mod reader;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod writer;

use std::collections::BTreeMap;

use check::{glyphs, words};
use diagnostic::{Diagnostic, Severity, Source};
use document::Document;
use fonts::{Faces, Fonts};
use layout::{Layout, Layouts};
use reader::{Folder, Look};

/// A report as far as it came: findings always, a document where enough could be read.
pub struct Prepared<'a> {
    /// All findings, by file and place.
    pub findings: Vec<Diagnostic>,
    /// Warnings that the report waives: rule and reason.
    pub waived: Vec<(String, String)>,
    /// The input's text files, to show findings in.
    pub sources: Vec<Source>,
    /// What can be written.
    pub sheet: Option<ReadySheet<'a>>,
}

/// A document and all that its writers need.
pub struct ReadySheet<'a> {
    /// The document.
    pub document: Document,
    /// Its edition.
    pub layout: &'a Layout,
    /// Its style.
    pub look: Look,
    /// The faces of its roles.
    pub faces: Faces,
    /// Its pictures by path.
    pub pictures: BTreeMap<String, Vec<u8>>,
}

/// Reads, checks and composes a report folder; `previous` is last year's, where there is one.
pub fn prepare<'a>(folder: &Folder, previous: Option<&Folder>, layouts: &'a Layouts, fonts: &Fonts) -> Prepared<'a> {
    let reading = reader::read(folder, previous, layouts);
    let mut findings = reading.findings;
    let mut sheet = None;
    if let Some((report, layout, look)) = reading.report {
        findings.extend(check::check(&report, layout, reading.sources.iter().find(|source| source.name().ends_with(reader::NARRATIVE_MD))));
        let mut document = compose::compose(&report, layout, &look.style);
        match glyphs::faces(fonts, &look.style, &reading.sources) {
            Ok(faces) => {
                findings.extend(glyphs::check(&mut document, &faces, fonts, &reading.sources));
                findings.extend(words::check(&mut document, &look.style, &reading.sources));
                sheet = Some(ReadySheet { document, layout, look, faces, pictures: report.pictures });
            }
            Err(faults) => findings.extend(faults),
        }
    }
    let waives = |finding: &Diagnostic| finding.severity == Severity::Warning && reading.waived.contains_key(&finding.code);
    let silenced: Vec<String> = findings.iter().filter(|finding| waives(finding)).map(|finding| finding.code.clone()).collect();
    findings.retain(|finding| !waives(finding));
    let order = |finding: &Diagnostic| {
        let place = finding.location.as_ref();
        let file = place.and_then(|place| reading.sources.iter().position(|source| source.name() == place.file));
        (file, place.map(|place| (place.line, place.column)))
    };
    findings.sort_by_key(order);
    let waived = reading.waived.into_iter().filter(|(code, _)| silenced.contains(code)).collect();
    Prepared { findings, waived, sources: reading.sources, sheet }
}

impl Prepared<'_> {
    /// Whether nothing keeps the report from being written.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}
