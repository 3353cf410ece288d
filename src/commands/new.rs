//! `nianbao new`: a report folder to fill in.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::Diagnostic;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON, read};
use nianbao::report::Report;
use nianbao::scaffold::{SCHEMA_JSON, scaffold};
use nianbao::{Prepared, files, finding, say};

use super::Tools;
use crate::cli::{CommonOptions, New};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    new: &New,
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    match make(new, &tools, console) {
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
    let agency = new.agency.clone().or_else(|| last.as_ref().map(|last| last.agency.clone()));
    let agency = agency.ok_or_else(|| (finding!("new.agency"), Status::Unusable))?;
    let year = new.year.or_else(|| last.as_ref().map(|last| last.year.saturating_add(1)));
    let year = year.ok_or_else(|| (finding!("new.year"), Status::Unusable))?;
    let layout = tools.layouts.for_year(year).ok_or_else(|| {
        let listing = tools.layouts.listing();
        (finding!("layout-year.none", year = year, listing = listing), Status::Unusable)
    })?;
    let scaffold = scaffold(layout, &agency, year, last.as_ref());
    let texts = [
        (NARRATIVE_MD, scaffold.narrative.as_bytes()),
        (SCHEMA_JSON, scaffold.schema.as_bytes()),
        (REPORT_JSON, scaffold.report.as_bytes()),
    ];
    files::write_new(&new.folder, texts.into_iter())
        .map_err(|(path, error)| (files::unwritable(&path, &error), Status::Unusable))
}

/// Last year's report; its findings are shown, for what it carries forward must be right.
fn last_year<Out: Write, Err: Write>(
    from: &Path,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<Report, (Diagnostic, Status)> {
    let folder =
        files::read_folder(&files::report_folder(from)).map_err(|fault| (fault, Status::Errors))?;
    let reading = read(&folder, None, &tools.layouts);
    let (findings, sources) = (reading.findings, reading.sources.into_vec());
    let mut prepared = Prepared { findings, sources, ..Prepared::silent() };
    console.findings(&mut prepared);
    match reading.report {
        Some((report, ..)) if prepared.is_clean() => Ok(report),
        _ => Err((finding!("previous-unreadable.new"), Status::Errors)),
    }
}
