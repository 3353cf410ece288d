//! A published file checked as it is: its findings stand at the cell and the page.

use std::path::{Path, PathBuf};

use nianbao::diagnostic::Diagnostic;
use nianbao::intake::{ImportOptions, Imported};
use nianbao::layout::Layouts;
use nianbao::reader::NARRATIVE_MD;
use nianbao::{PrepareOptions, Prepared};

use crate::commands::{Tools, last_year, published};

/// What is about numbers and facts that are not in the file: the import has told of those that a
/// reader would look for.
const TOLD: [&str; 2] = ["json-missing", "fact-missing"];

/// What an import tells to write into report.json: who only checks a file has none.
const AS_FOLDER: [&str; 3] = ["import-unknown", "import-agency", "import-date"];

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
        Ok((imported, last)) => checked(&imported, last.as_ref(), tools),
        Err(fault) => CheckedFile {
            findings: Prepared::unread(fault),
            unknown: 0,
            likely: 0,
            readable: false,
        },
    }
}

fn checked(imported: &Imported, last: Option<&Imported>, tools: &Tools) -> CheckedFile {
    let read = Ok((imported.folder.clone(), last.map(|last| last.folder.clone())));
    let prepared = tools.prepare_read(read, PrepareOptions::default());
    let Prepared { mut findings, mut waived, mut sources, .. } = prepared;
    if imported.record.is_some() {
        // A form has no text.
        let of_text = |finding: &Diagnostic| {
            let place = finding.location.as_ref();
            imported.numbers_only && place.is_some_and(|place| place.file.ends_with(NARRATIVE_MD))
        };
        let placed = findings
            .into_iter()
            .filter(|finding| !TOLD.contains(&&*finding.code) && !of_text(finding));
        let placed: Vec<_> =
            placed.map(|finding| imported.placed(finding, &sources, last)).collect();
        let own = imported.findings.iter().cloned().map(|mut finding| {
            if AS_FOLDER.contains(&&*finding.code) {
                finding.hints.clear();
            }
            finding
        });
        findings = own.chain(placed).collect();
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
) -> Result<Option<Imported>, Diagnostic> {
    let Some(previous) = previous else { return Ok(None) };
    let named = |name: Option<&std::ffi::OsStr>| name.map(|name| previous.join(name));
    let same: Option<PathBuf> = named(file.file_name()).filter(|path| published::is_file(path));
    match same.as_deref().or(Some(previous).filter(|path| published::is_file(path))) {
        Some(path) => published::import(path, layouts, ImportOptions::default()).map(Some),
        None => {
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
            let folder = last_year(name.as_deref(), Some(previous))?;
            Ok(folder.map(Imported::carried))
        }
    }
}
