//! A filled-in Excel form as a report folder: its numbers, and the headings that its text will
//! have.

use super::import::{ImportOptions, ImportSource, Imported, import, record};
use super::recognise::{Certainty, FoundNumber, Reason, Recognised};
use super::report::report_json;
use super::text::FoundText;
use super::told;
use super::xlsx::{FormFile, FormNumber, blocks, read_form};
use super::{foreign::ForeignDocument, import::ImportPlaces};
use crate::diagnostic::Diagnostic;
use crate::layout::Layouts;
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON};
use crate::scaffold::outline;

/// What the form's reader says of cells that were never filled in, sheet by sheet; here each table
/// is told with its place.
const UNFILLED: &str = "form-value.unfilled";

/// What the form's reader says of a workbook that is none.
const NO_FORM: &str = "form-foreign";

/// Makes a report of a workbook: of a form, or of sheets with the form's tables in them.
pub fn import_workbook(
    bytes: &[u8],
    source: &ImportSource,
    layouts: &Layouts,
    options: ImportOptions<'_>,
) -> Result<Imported, Diagnostic> {
    let fault = match import_form(bytes, source, layouts, options) {
        Err(fault) if fault.message.is(NO_FORM) => fault,
        done => return done,
    };
    match import(&blocks(bytes)?, source, layouts, options) {
        Ok(found) if found.certain + found.likely > 0 => {
            Ok(Imported { numbers_only: true, ..found })
        }
        _ => Err(fault),
    }
}

/// Makes a report of a form.
fn import_form(
    bytes: &[u8],
    source: &ImportSource,
    layouts: &Layouts,
    options: ImportOptions<'_>,
) -> Result<Imported, Diagnostic> {
    let form = read_form(&source.name, bytes, layouts)?;
    let fields = &form.layout.form.fields;
    let recognised = recognised(&form);
    let found = FoundText {
        agency: form.agency.clone(),
        year: options.year.or(form.year),
        ..FoundText::default()
    };
    let mut folder = Folder { name: source.name.clone(), ..Folder::default() };
    let mut put = |name: &str, text: String| {
        folder.files.insert(name.to_owned(), text.into_bytes().into());
    };
    put(REPORT_JSON, report_json(&recognised, &found));
    if let Some(text) = outline(&form.layout.form) {
        put(NARRATIVE_MD, text);
    }
    let wanted = |entry: &&FoundNumber| {
        entry.certainty == Certainty::Unknown && !fields[entry.field].optional
    };
    let missing: Vec<&FoundNumber> = recognised.entries.iter().filter(wanted).collect();
    let unknown = missing.len();
    // The form's reader has told of every other number that is missing.
    let open = missing.into_iter().filter(|entry| entry.reason == Reason::Unfilled);
    let mut findings = told::numbers(fields, open, &source.name);
    let text = told::text(&ForeignDocument::default(), &found, &source.name);
    findings.extend(text.into_iter().filter(|it| it.code != "import-date")); // a form has none
    findings.extend(form.findings.iter().filter(|it| !it.message.is(UNFILLED)).cloned());
    Ok(Imported {
        folder,
        record: Some(record(&recognised, source)),
        findings,
        unknown,
        numbers_only: true,
        places: ImportPlaces::of_numbers(&recognised),
        ..Imported::default()
    })
}

/// The numbers of a form as those of any file.
fn recognised<'l>(form: &FormFile<'l>) -> Recognised<'l> {
    Recognised {
        layout: form.layout,
        entries: form.numbers.iter().map(found).collect(),
        blocks: Default::default(),
        facts: Vec::new(),
        weight: 0.0,
    }
}

fn found(number: &FormNumber) -> FoundNumber {
    let blank = number.raw.as_deref().is_none_or(|raw| raw.trim().is_empty());
    let (certainty, reason) = match &number.token {
        Some(_) if number.computed => (Certainty::Certain, Reason::Summed),
        Some(_) => (Certainty::Certain, Reason::Filled),
        None if number.spot.is_none() => (Certainty::Unknown, Reason::NoCell),
        None if number.computed => (Certainty::Unknown, Reason::Unsummed),
        None if blank && number.base.is_none() => (Certainty::Unknown, Reason::Unfilled),
        None if blank => (Certainty::Unknown, Reason::Emptied),
        None => (Certainty::Unknown, Reason::NoNumber),
    };
    FoundNumber {
        field: number.field,
        raw: number.raw.clone(),
        value: number.token.clone(),
        certainty,
        reason,
        spot: number.spot.clone().unwrap_or_default(),
    }
}
