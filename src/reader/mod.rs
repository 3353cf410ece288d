//! Bytes → [`Report`]. Every fault of the input is a finding; all of them are found in one run.

mod account;
mod address;
mod binding;
mod block;
mod braces;
mod chart;
mod decode;
mod entries;
mod figure;
mod folder;
mod headings;
mod inline;
pub(crate) mod json;
mod looks;
mod markdown;
mod meant;
mod metadata;
mod notes;
mod parse;
mod scan;
mod spelling;
pub(crate) mod statistics;
mod table;
mod tidy;
mod totals;
mod unknown;
mod waivers;

use std::collections::BTreeMap;

pub(crate) use binding::{KnownValues, UNKNOWN};
use decode::decode;
pub(crate) use decode::{clean, invisible, is_invisible};
pub use folder::{Folder, NARRATIVE_MD, REPORT_JSON, ReportStyle, STYLE_TOML, Sources};
use json::{JsonText, Node};
use markdown::ReadText;
use metadata::Head;
pub(crate) use tidy::tidied;

use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::expression::Numbers;
use crate::field::FieldId;
use crate::finding;
use crate::form::Form;
use crate::layout::{Layout, Layouts, Style, merge_style};
use crate::report::{Previous, Report};
use crate::statistics::Statistics;
use crate::waiver::PlacedWaiver;

/// What reading gave.
pub struct Reading<'a> {
    /// The report, as far as it could be read; none where the edition or the text could not be
    /// told.
    pub report: Option<(Report, &'a Layout, ReportStyle)>,
    /// Text files of the folder, to show a finding's line.
    pub sources: Sources,
    /// Last year's text files, for the second place of a finding.
    pub previous_sources: Vec<Source>,
    /// Findings in the order of the files.
    pub findings: Vec<Diagnostic>,
    /// Rules that the report waives, with its reasons.
    pub waived: BTreeMap<String, String>,
    /// Warnings that it waives where they stand.
    pub waivers: Vec<PlacedWaiver>,
}

/// Reads a report folder against the layouts at hand; `previous` is last year's folder, where there
/// is one.
pub fn read<'a>(folder: &Folder, previous: Option<&Folder>, layouts: &'a Layouts) -> Reading<'a> {
    read_known(folder, previous, layouts, None)
}

/// The same, where `known` are values that `{{ … }}` had when a file was written of the folder.
pub(crate) fn read_known<'a>(
    folder: &Folder,
    previous: Option<&Folder>,
    layouts: &'a Layouts,
    known: Option<&KnownValues>,
) -> Reading<'a> {
    let mut findings = folder.faults.clone();
    let json = decode(folder, REPORT_JSON, true, &mut findings);
    let mut sources = Sources { json, narrative: None, style: None };
    let mut said = Vec::new();
    let json = sources.json.as_ref().and_then(|source| json_text(source, &mut said));
    let head = json.as_ref().zip(sources.json.as_ref()).and_then(|(json, source)| {
        let root = Node::parse(json, source).ok()?;
        metadata::read(root, source, layouts, &mut said)
    });
    // A form of tables alone needs no text.
    let has_text = head.as_ref().is_none_or(|head| head.layout.form.has_text());
    sources.narrative = decode(folder, NARRATIVE_MD, has_text, &mut findings);
    sources.style = decode(folder, STYLE_TOML, false, &mut findings);
    findings.append(&mut said);
    let (mut waived, mut waivers) = (BTreeMap::new(), Vec::new());
    let mut previous_sources = Vec::new();
    let mut report = None;
    // Where it can't be read, the text is, for its own faults.
    if let Some(head) = head.or_else(|| unknown::guess(folder, layouts)) {
        let statistics = statistics::read(&head, sources.json.as_ref(), &mut findings);
        let previous = previous.and_then(|folder| {
            last_year(folder, &head, layouts, &mut previous_sources, &mut findings)
        });
        let unwritten = Source::new(format!("{}/{NARRATIVE_MD}", folder.name), "");
        let source = sources.narrative.as_ref().or((!has_text).then_some(&unwritten));
        let written = source.map(|source| {
            let numbers = (&statistics, previous.as_ref());
            written(source, folder, &head, numbers, known, &mut findings)
        });
        let style = report_style(head.layout, sources.style.as_ref(), &mut findings);
        waived = head.waived;
        if let (Some(written), Some(year)) = (written, head.year) {
            let ReadText { narrative, prose, pictures, waivers: placed, values } = written;
            waivers = placed;
            let read = Report {
                agency: head.agency,
                agency_lines: head.agency_lines,
                year,
                date: head.date,
                date_location: head.date_location,
                level: head.level,
                facts: head.facts,
                statistics,
                narrative,
                prose,
                previous,
                pictures,
                values,
            };
            report = Some((read, head.layout, style));
        }
    }
    Reading { report, sources, previous_sources, findings, waived, waivers }
}

/// report.json as text whose slips are mended; a finding for each of them, or for what can't be
/// mended.
fn json_text<'s>(source: &'s Source, findings: &mut Vec<Diagnostic>) -> Option<JsonText<'s>> {
    let written = JsonText::written(source);
    let (problem, at) = match Node::parse(&written, source) {
        Ok(_) => return Some(written),
        Err(fault) => fault,
    };
    if let Some((mended, slips)) = JsonText::mended(source) {
        findings.extend(slips);
        return Some(mended);
    }
    let finding = finding!("json-syntax.unknown", problem = problem);
    findings.push(finding.at(source.locate(at..at + 1)));
    None
}

/// What report.json alone says.
#[derive(Debug)]
pub struct ReadNumbers<'a> {
    /// Full name of the body; empty where it is not said.
    pub agency: String,
    /// The year reported on.
    pub year: Option<u16>,
    /// The edition of its form.
    pub layout: &'a Layout,
    /// The numbers that could be read.
    pub statistics: Statistics,
}

/// Reads report.json alone: for who wants the numbers of a report, however far its text is. None
/// where the edition could not be told.
pub fn read_numbers<'a>(
    folder: &Folder,
    layouts: &'a Layouts,
    findings: &mut Vec<Diagnostic>,
) -> (Option<ReadNumbers<'a>>, Option<Source>) {
    let json = decode(folder, REPORT_JSON, true, findings);
    let text = json.as_ref().and_then(|json| json_text(json, findings));
    let numbers = text.as_ref().zip(json.as_ref()).and_then(|(text, json)| {
        let root = Node::parse(text, json).ok()?;
        let head = metadata::read(root, json, layouts, findings)?;
        let statistics = statistics::read(&head, Some(json), findings);
        let Head { agency, year, layout, .. } = head;
        Some(ReadNumbers { agency, year, layout, statistics })
    });
    (numbers, json)
}

/// The text of a report with its numbers, this year's and last year's.
fn written(
    source: &Source,
    folder: &Folder,
    head: &Head<'_, '_>,
    (now, previous): (&Statistics, Option<&Previous>),
    known: Option<&KnownValues>,
    findings: &mut Vec<Diagnostic>,
) -> ReadText {
    let numbers = Numbers {
        now,
        previous: previous.map(|previous| &previous.statistics),
        words: &head.layout.form.words,
    };
    let missing = &head.layout.form.draft.missing;
    let filled = binding::fill(source, numbers, known, missing, findings);
    let years = chart::ChartYears { year: head.year.unwrap_or_default(), now, previous };
    markdown::read(source, filled, folder, head.layout, years, findings)
}

/// The layout's style, with the folder's own over it where that can be used.
fn report_style(
    layout: &Layout,
    own: Option<&Source>,
    findings: &mut Vec<Diagnostic>,
) -> ReportStyle {
    let unchanged = || ReportStyle { table: layout.style.clone(), style: layout.look.clone() };
    let Some(own) = own else { return unchanged() };
    let (table, faults) = merge_style(&layout.style, own);
    let usable = faults.is_empty();
    findings.extend(faults);
    let Some(style) = Style::from_table(&table).ok().filter(|_| usable) else { return unchanged() };
    if let Some(name) = layout.overfull(&style) {
        findings.push(finding!("style-value.overfull", table = name).at(own.locate(0..0)));
    }
    ReportStyle { table, style }
}

/// The numbers of a report of another edition on this year's form. What can't be compared is said
/// once.
fn laid_on(
    statistics: Statistics,
    last: &Form,
    this: &Head<'_, '_>,
    findings: &mut Vec<Diagnostic>,
) -> Statistics {
    let form = &this.layout.form;
    let laid = statistics.laid_on(&form.fields, form.before(last));
    let lost: Vec<FieldId> = form.fields.ids().filter(|id| !laid.knows(*id)).collect();
    if !lost.is_empty() {
        let mut labels: Vec<String> = Vec::new();
        for id in &lost {
            let table = &form.fields[*id].label.table;
            if !labels.contains(table) {
                labels.push(table.clone());
            }
        }
        let same = form.fields.len() - lost.len();
        let finding = finding!(
            "previous-edition",
            last = &last.name,
            same = same,
            lost = lost.len(),
            tables = labels,
        );
        findings.push(finding.at_some(this.year_location.clone()));
    }
    laid
}

/// Last year's report. Its own findings are not this year's: a number of its that can't be read is
/// one warning.
fn last_year(
    folder: &Folder,
    this: &Head<'_, '_>,
    layouts: &Layouts,
    sources: &mut Vec<Source>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Previous> {
    let mut own = Vec::new();
    let json = decode(folder, REPORT_JSON, true, &mut own);
    let narrative = decode(folder, NARRATIVE_MD, false, &mut Vec::new());
    let text = json.as_ref().and_then(|json| json_text(json, &mut own));
    let read = text.as_ref().zip(json.as_ref()).and_then(|(text, json)| {
        let root = Node::parse(text, json).ok()?;
        let head = metadata::read(root, json, layouts, &mut own)?;
        let found = head.year?;
        let statistics = statistics::read(&head, Some(json), &mut own);
        let prose = narrative.as_ref().map(|source| {
            written(source, folder, &head, (&statistics, None), None, &mut Vec::new()).prose
        });
        if let (Some(year), Some(at)) = (this.year, head.year_location.clone())
            && found != year.saturating_sub(1)
        {
            let last = year.saturating_sub(1);
            let finding = finding!("previous-year", found = found, year = year, expected = last);
            findings.push(finding.at(at));
        }
        let statistics = match head.layout.form.id == this.layout.form.id {
            true => statistics,
            false => laid_on(statistics, &head.layout.form, this, findings),
        };
        Some(Previous { year: found, statistics, prose })
    });
    if let Some(fault) = own.into_iter().find(|fault| fault.severity == Severity::Error) {
        let finding = finding!("previous-unreadable", problem = fault.message);
        findings.push(fault.location.map_or(finding.clone(), |at| finding.at(at)));
    }
    sources.extend(json.into_iter().chain(narrative));
    read
}
