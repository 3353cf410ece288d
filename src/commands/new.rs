//! `nianbao new`: a report folder to fill in.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::Diagnostic;
use nianbao::form::Form;
use nianbao::intake::ImportOptions;
use nianbao::layout::Layout;
use nianbao::messages::Text;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON, read};
use nianbao::report::Report;
use nianbao::scaffold::{SCHEMA_JSON, scaffold};
use nianbao::{Prepared, files, finding, say};

use super::{Tools, published};
use crate::cli::New;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    new: &New,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    match make(new, tools, console) {
        Ok(()) => {
            console.remark(say!("new-done", folder = new.folder.display()));
            Status::Clean
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

fn make<Out: Write, Err: Write>(
    new: &New,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<(), (Diagnostic, Status)> {
    if new.folder.join(REPORT_JSON).exists() || new.folder.join(NARRATIVE_MD).exists() {
        return Err((finding!("new.taken"), Status::Unusable));
    }
    let last = new.from.as_deref().map(|from| last_year(from, tools, console)).transpose()?;
    let agency = new.agency.clone().or_else(|| last.as_ref().map(|(last, _)| last.agency.clone()));
    let agency = agency.ok_or_else(|| (finding!("new.agency"), Status::Unusable))?;
    let year = new.year.or_else(|| last.as_ref().map(|(last, _)| last.year.saturating_add(1)));
    let year = year.ok_or_else(|| (finding!("new.year"), Status::Unusable))?;
    if let Some((last, _)) =
        last.as_ref().filter(|(last, _)| last.year.checked_add(1) != Some(year))
    {
        console.finding(&finding!("new.gap", last = last.year, year = year));
    }
    let form = last.as_ref().map(|(_, form)| *form);
    let layout = choose(new.layout.as_deref(), year, form, tools)?;
    let last = last.as_ref().map(|(report, form)| (report, *form));
    let scaffold = scaffold(layout, &agency, year, last);
    let texts = [
        (NARRATIVE_MD, scaffold.narrative.as_deref()),
        (SCHEMA_JSON, Some(scaffold.schema.as_str())),
        (REPORT_JSON, Some(scaffold.report.as_str())),
    ];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text?.as_bytes())));
    files::write_new(&new.folder, texts)
        .map_err(|(path, error)| (files::unwritable(&path, &error), Status::Unusable))
}

/// The layout that is named; else last year's where that is always named; else that of the year.
fn choose<'t>(
    named: Option<&str>,
    year: u16,
    last: Option<&Form>,
    tools: &'t Tools,
) -> Result<&'t Layout, (Diagnostic, Status)> {
    let layouts = &tools.layouts;
    let unusable = |finding| (finding, Status::Unusable);
    let named = named.or(last.filter(|form| !form.by_year).map(|form| form.id.as_str()));
    let Some(name) = named else {
        return layouts.for_year(year).ok_or_else(|| {
            let listing = layouts.listing();
            unusable(finding!("layout-year.none", year = year, listing = listing))
        });
    };
    let listing = || layouts.listing();
    let layout = layouts
        .get(name)
        .ok_or_else(|| unusable(finding!("layout-unknown", name = name, listing = listing())))?;
    let years = &layout.form.years;
    if !years.contains(year) {
        return Err(unusable(finding!(
            "layout-year.other",
            name = name,
            years = Text::from(years),
            year = year,
            listing = listing(),
        )));
    }
    Ok(layout)
}

/// Last year's report; its findings are shown, for what it carries forward must be right.
fn last_year<'t, Out: Write, Err: Write>(
    from: &Path,
    tools: &'t Tools,
    console: &mut Console<Out, Err>,
) -> Result<(Report, &'t Form), (Diagnostic, Status)> {
    if published::is_file(from) {
        return last_published(from, tools, console);
    }
    let folder =
        files::read_folder(&files::report_folder(from)).map_err(|fault| (fault, Status::Errors))?;
    let reading = read(&folder, None, &tools.layouts);
    let (findings, sources) = (reading.findings, reading.sources.into_vec());
    let mut prepared = Prepared { findings, sources, ..Prepared::silent() };
    console.findings(&mut prepared);
    match reading.report {
        Some((report, layout, _)) if prepared.is_clean() => Ok((report, &layout.form)),
        _ => Err((finding!("previous-unreadable.new"), Status::Errors)),
    }
}

/// Last year's report as it was published. What can't be read in it is shown and left to be filled
/// in.
fn last_published<'t, Out: Write, Err: Write>(
    from: &Path,
    tools: &'t Tools,
    console: &mut Console<Out, Err>,
) -> Result<(Report, &'t Form), (Diagnostic, Status)> {
    let imported = published::import(from, &tools.layouts, ImportOptions::default())
        .map_err(|fault| (fault, Status::Errors))?;
    let reading = read(&imported.folder, None, &tools.layouts);
    for finding in &imported.findings {
        console.finding(finding);
    }
    let unreadable = || (finding!("previous-unreadable.new"), Status::Errors);
    reading.report.map(|(report, layout, _)| (report, &layout.form)).ok_or_else(unreadable)
}
