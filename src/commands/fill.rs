//! The numbers of filled-in Excel forms into report.json: all of them, or nothing is written.

use std::io::Write;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location, Severity, Source};
use nianbao::fill::{Decision, FilledNumber, fill};
use nianbao::intake::xlsx::{FormFile, read_form};
use nianbao::limits;
use nianbao::messages::Text;
use nianbao::reader::{REPORT_JSON, ReadNumbers, read_numbers};
use nianbao::{PrepareOptions, Prepared, files, finding, say};
use similar::TextDiff;

use crate::commands::{Tools, tally};
use crate::console::{Console, Status};

/// What is asked.
pub struct Wishes<'a> {
    /// The report's folder.
    pub folder: &'a Path,
    /// Its forms.
    pub forms: &'a [PathBuf],
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Who is right where both sides changed a number.
    pub decision: Decision,
}

pub fn run<Out: Write, Err: Write>(
    wishes: &Wishes<'_>,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    match take(wishes, tools, console) {
        Ok(status) => status,
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

fn take<Out: Write, Err: Write>(
    wishes: &Wishes<'_>,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<Status, (Diagnostic, Status)> {
    let folder = files::report_folder(wishes.folder);
    let mut read = files::read_folder(&folder).map_err(|fault| (fault, Status::Errors))?;
    let before = read.files.get(REPORT_JSON).cloned();
    let mut count = 0;
    for file in wishes.forms {
        let mut findings = Vec::new();
        let (report, source) = read_numbers(&read, &tools.layouts, &mut findings);
        let (Some(report), Some(source)) = (report, source) else {
            show(console, findings, Vec::new());
            return Err((finding!("merge-stopped"), Status::Errors));
        };
        let name = file.display().to_string();
        let form = read_file(file)
            .and_then(|bytes| read_form(&name, &bytes, &tools.layouts))
            .and_then(|form| same_report(form, &report, &name))
            .map_err(|fault| (fault, Status::Errors))?;
        let mut numbers = fill(&source, report.layout, &filled(&form), wishes.decision);
        let findings: Vec<Diagnostic> =
            form.findings.into_iter().chain(std::mem::take(&mut numbers.findings)).collect();
        let stopped = findings.iter().any(|finding| finding.severity == Severity::Error);
        show(console, findings, vec![source]);
        if stopped {
            return Err((finding!("merge-stopped").at(Location::path(file)), Status::Errors));
        }
        count += numbers.changes.len();
        if let Some(written) = read.files.get(REPORT_JSON).and_then(|json| text(json)) {
            let json = numbers.apply(&written).into_bytes();
            read.files.insert(REPORT_JSON.to_owned(), json.into());
        }
    }
    let path = folder.join(REPORT_JSON);
    let now = read.files.get(REPORT_JSON).cloned();
    if wishes.dry_run {
        let texts = (before.as_deref().and_then(text), now.as_deref().and_then(text));
        if let (Some(before), Some(now)) = texts {
            console.print(diff(&path, &before, &now));
        }
    } else if let Some(bytes) = now.filter(|now| before.as_ref() != Some(now)) {
        files::rewrite(&path, &bytes)
            .map_err(|error| (files::unwritable(&path, &error), Status::Unusable))?;
    }
    let prepared = tools.prepare_read(Ok((read, None)), PrepareOptions::default());
    Ok(conclude(wishes, count, prepared, console))
}

/// Says what was taken, and what check finds then.
fn conclude<Out: Write, Err: Write>(
    wishes: &Wishes<'_>,
    count: usize,
    mut prepared: Prepared<'_>,
    console: &mut Console<Out, Err>,
) -> Status {
    console.findings(&mut prepared);
    let (folder, tally) = (wishes.folder.display(), tally(&prepared));
    console.remark(match wishes.dry_run {
        true => say!("merge-would", folder = folder, count = count, tally = tally),
        false => say!("merge-done", folder = folder, count = count, tally = tally),
    });
    if prepared.is_clean() { Status::Clean } else { Status::Errors }
}

fn show<Out: Write, Err: Write>(
    console: &mut Console<Out, Err>,
    findings: Vec<Diagnostic>,
    sources: Vec<Source>,
) {
    console.findings(&mut Prepared { findings, sources, ..Prepared::silent() });
}

fn read_file(file: &Path) -> Result<Vec<u8>, Diagnostic> {
    files::read_regular(file, limits::OFFICE_BYTES).map_err(|error| {
        finding!("input-unreadable", reason = files::explain(&error)).at(Location::path(file))
    })
}

/// That a form is one of this report: another's numbers would get into it unseen.
fn same_report<'a>(
    form: FormFile<'a>,
    report: &ReadNumbers<'_>,
    name: &str,
) -> Result<FormFile<'a>, Diagnostic> {
    let (theirs, ours) = (&form.layout.form.id, &report.layout.form.id);
    let other = match (form.year, report.year) {
        _ if theirs != ours => Some(finding!("merge-other.layout", theirs = theirs, ours = ours)),
        (Some(theirs), Some(ours)) if theirs != ours => {
            Some(finding!("merge-other.year", theirs = theirs, ours = ours))
        }
        _ => None,
    };
    let agency = form
        .agency
        .as_ref()
        .filter(|theirs| !report.agency.is_empty() && **theirs != report.agency);
    let agency =
        agency.map(|theirs| finding!("merge-other", theirs = theirs, ours = &report.agency));
    match other.or(agency) {
        Some(finding) => Err(finding.at(Location::whole(name))),
        None => Ok(form),
    }
}

fn filled(form: &FormFile<'_>) -> Vec<FilledNumber> {
    let fields = &form.layout.form.fields;
    let filled = |number: &nianbao::intake::xlsx::FormNumber| {
        Some(FilledNumber {
            path: fields[number.field].path.clone(),
            base: number.base.clone(),
            theirs: number.token.clone()?,
            place: number.cell.as_deref().map(Text::from),
        })
    };
    form.numbers.iter().filter_map(filled).collect()
}

fn text(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

/// What would change, line by line.
fn diff(path: &Path, before: &str, now: &str) -> String {
    let path = path.display().to_string();
    TextDiff::from_lines(before, now).unified_diff().header(&path, &path).to_string()
}
