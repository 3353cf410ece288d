//! `nianbao form`: the tables of a layout as an Excel form, empty or with a report's numbers.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::{Diagnostic, Location, Source};
use nianbao::layout::Layouts;
use nianbao::reader::{ReadNumbers, read_numbers};
use nianbao::workbook::{FormContents, form};
use nianbao::{Prepared, files, finding, say};

use super::Tools;
use crate::cli::FormOptions;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    wanted: &FormOptions,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let (input, output) = (wanted.input.as_deref(), wanted.output.as_path());
    match make(input, output, tools, console) {
        Ok(status) => {
            console.remark(say!("form-done", file = output.display()));
            status
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

fn make<Out: Write, Err: Write>(
    input: Option<&Path>,
    output: &Path,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<Status, (Diagnostic, Status)> {
    let layouts = &tools.layouts;
    let named = input.and_then(|input| layouts.get(input.to_str()?));
    let (bytes, status) = match (input, named) {
        (Some(input), Some(layout)) if !input.is_dir() => {
            (form(layout, FormContents::default()), Status::Clean)
        }
        (Some(input), _) => {
            let (numbers, status) = report(input, layouts, console)?;
            let agency = Some(numbers.agency.as_str()).filter(|agency| !agency.is_empty());
            let statistics = Some(&numbers.statistics);
            (form(numbers.layout, FormContents { agency, year: numbers.year, statistics }), status)
        }
        (None, _) => {
            let listing = layouts.listing();
            let layout = layouts.newest().ok_or_else(|| {
                (finding!("layout-unknown", name = "", listing = listing), Status::Unusable)
            })?;
            (form(layout, FormContents::default()), Status::Clean)
        }
    };
    let bytes = bytes.map_err(|fault| (fault, Status::Errors))?;
    write(output, &bytes).map(|()| status)
}

/// The numbers of a report. Those that are missing are what a form is for; anything else that is
/// wrong with them is told, and leaves its cell open.
fn report<'a, Out: Write, Err: Write>(
    input: &Path,
    layouts: &'a Layouts,
    console: &mut Console<Out, Err>,
) -> Result<(ReadNumbers<'a>, Status), (Diagnostic, Status)> {
    let folder = files::report_folder(input);
    if !folder.is_dir() && folder.parent().is_none_or(|parent| parent.as_os_str().is_empty()) {
        let (name, listing) = (input.display(), layouts.listing());
        return Err((
            finding!("layout-unknown.form", name = name, listing = listing),
            Status::Unusable,
        ));
    }
    let folder = files::read_folder(&folder).map_err(|fault| (fault, Status::Errors))?;
    let mut findings = Vec::new();
    let (numbers, source) = read_numbers(&folder, layouts, &mut findings);
    findings.retain(|finding| !is_open(finding, source.as_ref()));
    let sources = source.into_iter().collect();
    let mut prepared = Prepared { findings, sources, ..Prepared::silent() };
    console.findings(&mut prepared);
    let status = if prepared.is_clean() { Status::Clean } else { Status::Errors };
    match numbers {
        Some(numbers) => Ok((numbers, status)),
        None => Err((finding!("form-unread").at(Location::path(input)), Status::Errors)),
    }
}

/// Whether a finding only says that something is not filled in yet.
fn is_open(finding: &Diagnostic, source: Option<&Source>) -> bool {
    let place = finding.location.as_ref().map(|place| place.range.clone());
    let written = place.and_then(|range| source?.text().get(range));
    finding.code == "json-missing" || written == Some("null")
}

/// Writes the form where nothing is yet: a form that is there may have been filled in. The same one
/// once more is no fault.
fn write(output: &Path, bytes: &[u8]) -> Result<(), (Diagnostic, Status)> {
    match std::fs::symlink_metadata(output) {
        Ok(_) if std::fs::read(output).is_ok_and(|there| there == bytes) => Ok(()),
        Ok(_) => {
            let finding = finding!("output-unwritable.form");
            Err((finding.at(Location::path(output)), Status::Unusable))
        }
        Err(_) => files::write_atomically(output, bytes)
            .map_err(|error| (files::unwritable(output, &error), Status::Unusable)),
    }
}
