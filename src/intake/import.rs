//! What was recognised of a file as a report folder, with a record of every number.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use serde_json::value::RawValue;

use super::foreign::ForeignDocument;
use super::recognise::{Certainty, FoundNumber, Recognised, recognise};
use super::report::report_json;
use super::text::{FoundText, text};
use super::told;
use crate::diagnostic::{Diagnostic, Location, Severity, Source};
use crate::field::FieldPath;
use crate::finding;
use crate::layout::Layouts;
use crate::reader::json::{Entry, JsonText, Node};
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON};
use crate::say;
use crate::spot::FileSpot;

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
    /// How many are certain.
    pub certain: usize,
    /// Whether it has no text: nothing that a text lacks is a fault of it.
    pub numbers_only: bool,
    /// Where what is in the folder stood.
    pub places: ImportPlaces,
}

/// Where numbers and text stood in the file.
#[derive(Debug, Default)]
pub struct ImportPlaces {
    numbers: BTreeMap<FieldPath, FileSpot>,
    texts: Vec<(Range<usize>, FileSpot)>,
}

impl ImportPlaces {
    /// Where numbers stood.
    pub(super) fn of_numbers(recognised: &Recognised<'_>) -> ImportPlaces {
        let fields = &recognised.layout.form.fields;
        let number = |entry: &FoundNumber| (fields[entry.field].path.clone(), entry.spot.clone());
        let numbers = recognised.entries.iter().map(number).collect();
        ImportPlaces { numbers, texts: Vec::new() }
    }

    /// Where a number stood.
    pub fn number(&self, path: &FieldPath) -> FileSpot {
        self.numbers.get(path).cloned().unwrap_or_default()
    }

    /// The number that stands at a place of report.json.
    fn at(&self, source: &Source, place: &Location) -> Option<FieldPath> {
        let text = JsonText::written(source);
        let mut node = Node::parse(&text, source).ok()?;
        let mut pointer = String::new();
        let over = |entry: &Entry<'_>| entry.value.range().contains(&place.range.start);
        while let Some(entry) = node.entries().and_then(|list| list.into_iter().find(over)) {
            pointer.push('/');
            pointer.push_str(&entry.key);
            node = entry.value;
        }
        FieldPath::from_pointer(&pointer)
    }

    /// Where some bytes of narrative.md stood.
    pub fn text(&self, range: &Range<usize>) -> FileSpot {
        let over = self.texts.iter().find(|(known, _)| known.end > range.start);
        over.map(|(_, spot)| spot.clone()).unwrap_or_default()
    }
}

/// The words of narrative.md that a finding is about.
fn quote(place: &Location, sources: &[Source]) -> Option<String> {
    if !place.file.ends_with(NARRATIVE_MD) || place.line == 0 {
        return None;
    }
    let source = sources.iter().find(|source| source.name() == place.file)?;
    let text = source.text().get(place.range.clone())?.trim();
    let line = source.text()[..place.range.start].rfind('\n').map_or(0, |at| at + 1);
    let text: String = if text.chars().count() < QUOTED / 4 {
        let line = source.text()[line..].split('\n').next().unwrap_or_default();
        around(line, text)
    } else {
        text.chars().take(QUOTED).collect()
    };
    let text = as_published(&text);
    Some(text).filter(|text| !text.is_empty())
}

/// A piece of narrative.md without the marks that its file doesn't have.
fn as_published(text: &str) -> String {
    let text = text.trim_start_matches('#').trim_start();
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            shown.push(c);
        } else {
            shown.extend(chars.next());
        }
    }
    shown
}

/// Characters of the text that a finding quotes.
const QUOTED: usize = 60;

/// Some words with those around them in their line.
fn around(line: &str, words: &str) -> String {
    let before = line.split_once(words).map_or("", |(before, _)| before);
    let skip = before.chars().count().saturating_sub(QUOTED / 3);
    line.chars().skip(skip).take(QUOTED).collect()
}

/// A number in import.json.
#[derive(Serialize)]
struct NumberRecord<'r> {
    path: &'r FieldPath,
    raw: Option<&'r str>,
    value: Option<Box<RawValue>>,
    state: &'static str,
    why: String,
    place: Option<&'r FileSpot>,
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
    // A form of tables alone has no text.
    if recognised.layout.form.has_text() || !found.markdown.is_empty() {
        folder.files.insert(NARRATIVE_MD.to_owned(), narrative.into_bytes().into());
    }
    let fields = &recognised.layout.form.fields;
    let wanted = || recognised.entries.iter().filter(|it| !it.is_left_blank(fields));
    let of = |certainty| wanted().filter(|it| it.certainty == certainty).count();
    let mut findings = told::numbers(fields, wanted(), &source.name);
    findings.extend(told::text(document, &found, &source.name));
    Ok(Imported {
        folder,
        record: Some(record(&recognised, source)),
        findings,
        unknown: of(Certainty::Unknown),
        likely: of(Certainty::Likely),
        certain: of(Certainty::Certain),
        places: places(document, &recognised, found),
        ..Imported::default()
    })
}

/// The layout whose form most of the file is, or the one that is asked for.
fn choose<'l>(
    document: &ForeignDocument,
    layouts: &'l Layouts,
    options: ImportOptions<'_>,
) -> Result<Recognised<'l>, Diagnostic> {
    if document.tables().next().is_none() {
        if document.pictures > 0 {
            return Err(finding!("import-nothing.pictures"));
        }
        let text = document.texts().next().is_some();
        return Err(if text {
            finding!("import-nothing.flat")
        } else {
            finding!("import-nothing")
        });
    }
    let wanted = match options.layout {
        Some(id) => Some(layouts.get(id).ok_or_else(|| {
            let listing = layouts.listing();
            finding!("layout-unknown", name = id, listing = listing)
        })?),
        None => None,
    };
    let of_year = options.year.and_then(|year| layouts.for_year(year));
    let tried = layouts
        .iter()
        .filter(|layout| wanted.or(of_year).is_none_or(|wanted| wanted.form.id == layout.form.id));
    let found = tried.filter_map(|layout| recognise(document, layout));
    let best = found.max_by(|a, b| a.weight.total_cmp(&b.weight));
    let first = || layouts.iter().map(|layout| layout.form.years.from).min().unwrap_or_default();
    best.ok_or_else(|| {
        finding!("import-nothing.no-form", first = first(), listing = layouts.listing())
    })
}

pub(super) fn record(recognised: &Recognised<'_>, source: &ImportSource) -> String {
    let form = &recognised.layout.form;
    let numbers = recognised.entries.iter().map(|entry| NumberRecord {
        path: &form.fields[entry.field].path,
        raw: entry.raw.as_deref(),
        value: entry.value.clone().and_then(|digits| RawValue::from_string(digits).ok()),
        state: state(entry.certainty),
        why: told::why(entry.reason).in_file(),
        place: Some(&entry.spot).filter(|spot| **spot != FileSpot::Somewhere),
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
    let spot =
        |(range, block): &(Range<usize>, usize)| (range.clone(), found.spot(document, *block));
    ImportPlaces {
        texts: found.origin.iter().map(spot).collect(),
        ..ImportPlaces::of_numbers(recognised)
    }
}

impl Imported {
    /// A report that its file carries as it is.
    pub fn carried(folder: Folder) -> Imported {
        Imported { folder, ..Imported::default() }
    }

    /// A finding of the folder's files as one of the file: at the cell, the page. `sources` are the
    /// folder's texts, `last` is last year's file.
    pub fn placed(
        &self,
        mut finding: Diagnostic,
        sources: &[Source],
        last: Option<&Imported>,
    ) -> Diagnostic {
        let quoted = finding.location.as_ref().and_then(|place| quote(place, sources));
        let number = finding.pointer.as_deref().and_then(FieldPath::from_pointer);
        if let Some(place) = &mut finding.location {
            *place = self.or_last(place, number.as_ref(), sources, last);
        }
        for related in &mut finding.related {
            related.location = self.or_last(&related.location, None, sources, last);
        }
        // Nobody can bind a number, or silence a rule, in a file that was published.
        let of_folders = ["bind", "bind-change", "waive-when"];
        finding.hints.retain(|hint| !of_folders.iter().any(|key| hint.is(key)));
        match quoted {
            Some(text) => finding.hint(say!("file-quote", text = text)),
            None => finding,
        }
    }

    /// Where something of the folder stood in the file, or something of last year's in its own.
    fn or_last(
        &self,
        place: &Location,
        number: Option<&FieldPath>,
        sources: &[Source],
        last: Option<&Imported>,
    ) -> Location {
        let mut files =
            [Some(self), last.filter(|last| last.record.is_some())].into_iter().flatten();
        match files.find(|file| place.file.starts_with(file.folder.name.as_str())) {
            Some(file) => file.place(place, number, sources),
            None => place.clone(),
        }
    }

    fn place(&self, place: &Location, number: Option<&FieldPath>, sources: &[Source]) -> Location {
        let file = &self.folder.name;
        let spot = if place.file.ends_with(NARRATIVE_MD) {
            self.places.text(&place.range)
        } else {
            let value = sources.iter().find(|source| source.name() == place.file);
            let path = number.cloned().or_else(|| self.places.at(value?, place));
            path.map(|path| self.places.number(&path)).unwrap_or_default()
        };
        Location::spot(file, spot)
    }

    /// Whether its reader left something out.
    pub fn is_whole(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}
