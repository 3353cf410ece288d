//! What was recognised of a file as a report folder, with a record of every number.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use serde_json::value::RawValue;

use super::foreign::ForeignDocument;
use super::recognise::{Certainty, Entry, Recognised, recognise};
use super::report::report_json;
use super::text::{FoundText, text};
use super::told;
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::field::FieldPath;
use crate::finding;
use crate::layout::Layouts;
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON};
use crate::spot::Spot;

/// Name of the record beside the report.
pub const IMPORT_JSON: &str = "import.json";

/// A file from elsewhere, for its record.
#[derive(Debug, Clone, Serialize)]
pub struct ImportSource {
    /// Its name.
    pub name: String,
    /// What kind of file it is.
    pub kind: &'static str,
    /// Its hash.
    pub sha256: String,
}

/// What the user says of a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions<'o> {
    /// The layout of its form.
    pub layout: Option<&'o str>,
    /// The year that it reports on.
    pub year: Option<u16>,
}

/// A file from elsewhere as a report.
#[derive(Debug, Default)]
pub struct Imported {
    /// Its report folder.
    pub folder: Folder,
    /// import.json; none where the folder was carried by the file itself.
    pub record: Option<String>,
    /// What its reader has to say: numbers that were left out, or are not certain.
    pub findings: Vec<Diagnostic>,
    /// How many numbers were left out.
    pub unknown: usize,
    /// How many are not certain.
    pub likely: usize,
    /// Where what is in the folder stood.
    pub places: ImportPlaces,
}

/// Where numbers and text stood in the file.
#[derive(Debug, Default)]
pub struct ImportPlaces {
    numbers: BTreeMap<FieldPath, Spot>,
    texts: Vec<(Range<usize>, Spot)>,
}

impl ImportPlaces {
    /// Where a number stood.
    pub fn number(&self, path: &FieldPath) -> Spot {
        self.numbers.get(path).cloned().unwrap_or_default()
    }

    /// Where some bytes of narrative.md stood.
    pub fn text(&self, range: &Range<usize>) -> Spot {
        let over = self.texts.iter().find(|(known, _)| known.end > range.start);
        over.map(|(_, spot)| spot.clone()).unwrap_or_default()
    }
}

/// A number in import.json.
#[derive(Serialize)]
struct NumberRecord<'r> {
    path: &'r FieldPath,
    raw: Option<&'r str>,
    value: Option<Box<RawValue>>,
    state: &'static str,
    why: String,
    place: Option<&'r Spot>,
}

#[derive(Serialize)]
struct ImportRecord<'r> {
    source: &'r ImportSource,
    layout: &'r str,
    numbers: Vec<NumberRecord<'r>>,
}

/// Makes a report of what a file says. The error is that there is no report in it.
pub fn import(
    document: &ForeignDocument,
    source: &ImportSource,
    layouts: &Layouts,
    options: ImportOptions<'_>,
) -> Result<Imported, Diagnostic> {
    let recognised = choose(document, layouts, options)?;
    let mut found = text(document, &recognised);
    found.year = options.year.or(found.year);
    let numbers = report_json(&recognised, &found);
    let narrative = format!("{}\n", found.markdown);
    let mut folder = Folder { name: source.name.clone(), ..Folder::default() };
    folder.files.insert(REPORT_JSON.to_owned(), numbers.into_bytes().into());
    folder.files.insert(NARRATIVE_MD.to_owned(), narrative.into_bytes().into());
    let of = |certainty| recognised.entries.iter().filter(|it| it.certainty == certainty).count();
    let mut findings = told::numbers(&recognised, &source.name);
    findings.extend(told::text(document, &found, &source.name));
    Ok(Imported {
        folder,
        record: Some(record(&recognised, source)),
        findings,
        unknown: of(Certainty::Unknown),
        likely: of(Certainty::Likely),
        places: places(document, &recognised, found),
    })
}

/// The layout whose form most of the file is, or the one that is asked for.
fn choose<'l>(
    document: &ForeignDocument,
    layouts: &'l Layouts,
    options: ImportOptions<'_>,
) -> Result<Recognised<'l>, Diagnostic> {
    if document.tables().next().is_none() {
        let text = document.texts().next().is_some();
        return Err(if text { finding!("import-nothing.flat") } else { finding!("import-nothing") });
    }
    let wanted = match options.layout {
        Some(id) => Some(layouts.get(id).ok_or_else(|| {
            let listing = layouts.listing();
            finding!("layout-unknown", name = id, listing = listing)
        })?),
        None => None,
    };
    let of_year = options.year.and_then(|year| layouts.for_year(year));
    let tried = layouts.iter().filter(|layout| {
        wanted.or(of_year).is_none_or(|wanted| wanted.form.id == layout.form.id)
    });
    let found = tried.filter_map(|layout| recognise(document, layout));
    let best = found.max_by(|a, b| a.weight.total_cmp(&b.weight));
    let first = || layouts.iter().map(|layout| layout.form.years.from).min().unwrap_or_default();
    best.ok_or_else(|| finding!("import-nothing.no-form", first = first(), listing = layouts.listing()))
}

fn record(recognised: &Recognised<'_>, source: &ImportSource) -> String {
    let form = &recognised.layout.form;
    let numbers = recognised.entries.iter().map(|entry| NumberRecord {
        path: &form.fields[entry.field].path,
        raw: entry.raw.as_deref(),
        value: entry.value.clone().and_then(|digits| RawValue::from_string(digits).ok()),
        state: state(entry.certainty),
        why: told::why(entry.reason).to_string(),
        place: Some(&entry.spot).filter(|spot| **spot != Spot::Somewhere),
    });
    let record = ImportRecord { source, layout: &form.id, numbers: numbers.collect() };
    // Not by way of a `Value`: that would keep an amount as a binary fraction.
    serde_json::to_string_pretty(&record).expect("a record is plain JSON") + "\n"
}

fn state(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Unknown => "unknown",
    }
}

fn places(
    document: &ForeignDocument,
    recognised: &Recognised<'_>,
    found: FoundText,
) -> ImportPlaces {
    let fields = &recognised.layout.form.fields;
    let number = |entry: &Entry| (fields[entry.field].path.clone(), entry.spot.clone());
    let spot = |(range, block): (Range<usize>, usize)| (range, document.blocks[block].spot.clone());
    ImportPlaces {
        numbers: recognised.entries.iter().map(number).collect(),
        texts: found.origin.into_iter().map(spot).collect(),
    }
}

impl Imported {
    /// A report that its file carries as it is.
    pub fn carried(folder: Folder) -> Imported {
        Imported { folder, ..Imported::default() }
    }

    /// Findings of the folder's files as findings of the file: at the cell, the page.
    pub fn placed(&self, mut finding: Diagnostic) -> Diagnostic {
        let file = &self.folder.name;
        let spot = |place: &Location, pointer: Option<&str>| {
            let number = pointer.and_then(FieldPath::from_pointer);
            match number {
                Some(path) if place.file.ends_with(REPORT_JSON) => self.places.number(&path),
                _ if place.file.ends_with(NARRATIVE_MD) => self.places.text(&place.range),
                _ => Spot::Somewhere,
            }
        };
        let pointer = finding.pointer.clone();
        if let Some(place) = &mut finding.location {
            let spot = spot(place, pointer.as_deref());
            *place = Location::spot(file, spot);
        }
        for related in &mut finding.related {
            let spot = spot(&related.location, None);
            related.location = Location::spot(file, spot);
        }
        finding
    }

    /// Whether its reader left something out.
    pub fn is_whole(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

