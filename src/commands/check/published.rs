//! A published file checked as it is: its findings stand at the cell and the page.

use std::path::{Path, PathBuf};

use nianbao::diagnostic::Diagnostic;
use nianbao::intake::{ImportOptions, Imported};
use nianbao::layout::Layouts;
use nianbao::reader::{Folder, NARRATIVE_MD};
use nianbao::{PrepareOptions, Prepared};

use crate::commands::{Tools, last_year, published};

/// What is about numbers that are not there: the import has told of each of them.
const TOLD: &str = "json-missing";

/// What is about what a report says beside its numbers and its text.
const FACT: &str = "fact-missing";

/// What came of a published file.
pub struct CheckedFile {
    pub findings: Prepared<'static>,
    /// Numbers that could not be read, and that are not certain.
    pub unknown: usize,
    pub likely: usize,
    /// Whether a report was found in it.
    pub readable: bool,
}

/// Checks a published file, with last year's where there is one.
pub fn check(file: &Path, previous: Option<&Path>, tools: &Tools) -> CheckedFile {
    let read = published::import(file, &tools.layouts, ImportOptions::default())
        .and_then(|imported| Ok((imported, last_year_of(file, previous, &tools.layouts)?)));
    match read {
        Ok((imported, last)) => checked(&imported, last, tools),
        Err(fault) => CheckedFile {
            findings: Prepared::unread(fault),
            unknown: 0,
            likely: 0,
            readable: false,
        },
    }
}

fn checked(imported: &Imported, last: Option<Folder>, tools: &Tools) -> CheckedFile {
    let read = Ok((imported.folder.clone(), last));
    let prepared = tools.prepare_read(read, PrepareOptions::default());
    let Prepared { mut findings, mut waived, mut sources, .. } = prepared;
    if imported.record.is_some() {
        // A form has neither text nor facts.
        let beside = |finding: &Diagnostic| {
            let place = finding.location.as_ref();
            finding.code == FACT || place.is_some_and(|place| place.file.ends_with(NARRATIVE_MD))
        };
        let placed = findings
            .into_iter()
            .filter(|finding| finding.code != TOLD)
            .filter(|finding| !(imported.numbers_only && beside(finding)));
        let placed: Vec<_> = placed.map(|finding| imported.placed(finding, &sources)).collect();
        findings = imported.findings.iter().cloned().chain(placed).collect();
        waived.clear();
        sources.clear();
    }
    CheckedFile {
        findings: Prepared { findings, waived, sources, writable: None },
        unknown: imported.unknown,
        likely: imported.likely,
        readable: true,
    }
}

/// Last year's report of a file: `previous` is it, a file or a folder, or has one of the same name
/// in it.
fn last_year_of(
    file: &Path,
    previous: Option<&Path>,
    layouts: &Layouts,
) -> Result<Option<Folder>, Diagnostic> {
    let Some(previous) = previous else { return Ok(None) };
    let named = |name: Option<&std::ffi::OsStr>| name.map(|name| previous.join(name));
    let same: Option<PathBuf> = named(file.file_name()).filter(|path| published::is_file(path));
    match same.as_deref().or(Some(previous).filter(|path| published::is_file(path))) {
        Some(path) => {
            let imported = published::import(path, layouts, ImportOptions::default())?;
            Ok(Some(imported.folder))
        }
        None => {
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
            last_year(name.as_deref(), Some(previous))
        }
    }
}
