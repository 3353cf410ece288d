//! `nianbao total`: the numbers of many bodies in the report of the government above them. A sum
//! that lacks a body looks like any other, so nothing is written unless all of them are in it.

mod bodies;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON};
use nianbao::scaffold::{SCHEMA_JSON, with_statistics};
use nianbao::total::{Body, sheet, sum};
use nianbao::{files, finding, limits, say, workbook};

use self::bodies::Bodies;
use super::Tools;
use super::inputs::expand;
use crate::cli::Total;
use crate::console::{Console, Status};

/// Every number by body.
const NUMBERS_CSV: &str = "numbers.csv";
/// The same as a workbook, with sums as formulas.
const NUMBERS_XLSX: &str = "numbers.xlsx";

pub fn run<Out: Write, Err: Write>(
    total: &Total,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let expected =
        match usable(&total.output).and_then(|()| total.expect.as_deref().map(names).transpose()) {
            Ok(expected) => expected.unwrap_or_default(),
            Err(fault) => {
                console.finding(&fault);
                return Status::Unusable;
            }
        };
    let mut bodies = Bodies::default();
    for input in expand(&total.inputs) {
        bodies.add(&input, tools, console);
    }
    bodies.keep_one_edition(console);
    bodies.find_missing(expected, total.expect.as_deref(), console);
    let written = match bodies.counted.first() {
        Some((_, first)) if bodies.absent.is_empty() => write(total, first, &bodies.counted),
        _ => Err((bodies.incomplete(), Status::Errors)),
    };
    match written {
        Ok(()) => {
            let (count, folder) = (bodies.counted.len(), total.output.display());
            console.remark(say!("total-done", count = count, folder = folder));
            Status::Clean
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

/// Whether a new report can be put there.
fn usable(output: &Path) -> Result<(), Diagnostic> {
    let taken = [REPORT_JSON, NARRATIVE_MD, NUMBERS_CSV, NUMBERS_XLSX, SCHEMA_JSON]
        .into_iter()
        .find(|name| output.join(name).symlink_metadata().is_ok());
    taken.map_or(Ok(()), |name| {
        let finding = finding!("output-unwritable.taken", name = name);
        Err(finding.at(Location::path(output)))
    })
}

/// The names of a list, one a line.
fn names(list: &Path) -> Result<Vec<String>, Diagnostic> {
    let read = File::open(list).and_then(|file| files::read_bounded(file, limits::LIST_BYTES));
    let text = read.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    });
    let text = text.map_err(|error| {
        let finding = finding!("input-unreadable.list", reason = files::explain(&error));
        finding.at(Location::path(list))
    })?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn write(
    total: &Total,
    first: &Body<'_>,
    bodies: &[(PathBuf, Body<'_>)],
) -> Result<(), (Diagnostic, Status)> {
    let numbers = bodies.iter().map(|(_, body)| &body.statistics);
    let statistics = sum(first.layout, numbers).map_err(|fault| (fault, Status::Errors))?;
    let report = with_statistics(first.layout, total.agency.as_deref(), first.year, &statistics);
    let named = || bodies.iter().map(|(_, body)| (body.agency.as_str(), &body.statistics));
    let csv = sheet(first.layout, named(), &statistics);
    let xlsx = workbook::bodies(first.layout, first.year, named(), &statistics)
        .map_err(|fault| (fault, Status::Errors))?;
    let texts = [
        (NARRATIVE_MD, report.narrative),
        (SCHEMA_JSON, Some(report.schema)),
        (REPORT_JSON, Some(report.report)),
    ];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text?.into_bytes())));
    let files = texts.chain([(NUMBERS_CSV, csv), (NUMBERS_XLSX, xlsx)]);
    let all: Vec<(&str, Vec<u8>)> = files.collect();
    let all = all.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
    files::write_new(&total.output, all)
        .map_err(|(path, error)| (files::unwritable(&path, &error), Status::Unusable))
}
