//! Files as reports: a published page, PDF or DOCX, an Excel form. Pages and PDFs are read by a
//! process of their own.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use nianbao::archive::prove;
use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::files;
use nianbao::finding;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::hash::sha256;
use nianbao::intake::fault::IntakeFault;
use nianbao::intake::foreign::ForeignDocument;
use nianbao::intake::xlsx::is_workbook;
use nianbao::intake::{self, FileKind, ImportOptions, ImportSource, Imported};
use nianbao::layout::Layouts;
use nianbao::limits;
use nianbao::reader::{Folder, REPORT_JSON};

use super::child::{self, Ended};
use super::extract;
use crate::console::{Console, Status};

/// What files a folder of published reports may hold.
const ENDINGS: [&str; 6] = ["html", "htm", "shtml", "docx", "pdf", "xlsx"];

/// Whether the user names a published file, and no report folder or what it is made of. One that
/// is kept in a report folder is published all the same.
pub fn is_file(input: &Path) -> bool {
    input.is_file() && (is_named(input) || !input.with_file_name(REPORT_JSON).exists())
}

/// Whether a file is named as published reports are.
fn is_named(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.contains(&ending.to_lowercase().as_str())
}

/// The published files in a folder that is no report; none where it is one, or holds none.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    if !folder.is_dir() || folder.join(REPORT_JSON).exists() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.is_file() && is_named(path)).collect();
    found.sort();
    found
}

/// Reads a published file and makes a report of it.
pub fn import(
    file: &Path,
    layouts: &Layouts,
    options: ImportOptions<'_>,
) -> Result<Imported, Diagnostic> {
    read(file, layouts, options).map_err(|fault| match fault.location {
        None => fault.at(Location::path(file)),
        Some(_) => fault,
    })
}

fn read(
    file: &Path,
    layouts: &Layouts,
    options: ImportOptions<'_>,
) -> Result<Imported, Diagnostic> {
    let bytes = files::read_regular(file, limits::PAGE_BYTES)
        .map_err(|error| finding!("input-unreadable", reason = files::explain(&error)))?;
    let kind = FileKind::of(&bytes);
    let name = file.display().to_string();
    let source = |kind| ImportSource { name: name.clone(), kind, sha256: sha256(&bytes) };
    let document = match kind {
        FileKind::Office if is_workbook(&name, &bytes) => {
            return intake::import_workbook(&bytes, &source("xlsx"), layouts, options);
        }
        FileKind::Office => intake::read_word(&bytes)?,
        FileKind::Page => apart(file, kind)?,
        FileKind::Pdf => {
            // A file of this program has its own report with it.
            if let Ok(files) = extract::attached(file).and_then(prove) {
                return Ok(Imported::carried(Folder { name, files, ..Folder::default() }));
            }
            apart(file, kind)?
        }
        FileKind::Text => intake::read_text(&bytes),
        FileKind::Other => return Err(finding!("import-unreadable.kind")),
    };
    let source = source(kind.name());
    drop(bytes);
    intake::import(&document, &source, layouts, options)
}

/// The blocks of a file as a process of its own reads them.
fn apart(file: &Path, kind: FileKind) -> Result<ForeignDocument, Diagnostic> {
    let fault = |error: io::Error| finding!("input-unreadable", reason = files::explain(&error));
    let input = File::open(file).map_err(fault)?;
    let ended =
        child::run(&["blocks", kind.name()], input, limits::INTAKE_TIME, limits::PARTS_BYTES)
            .map_err(fault)?;
    let broken = || IntakeFault::Broken.finding();
    match ended {
        Ended::Status(Some(0), written) => {
            let read: Result<ForeignDocument, IntakeFault> =
                serde_json::from_slice(&written).map_err(|_| broken())?;
            read.map_err(|fault| fault.finding())
        }
        Ended::Slow => {
            Err(finding!("import-unreadable.slow", seconds = limits::INTAKE_TIME.as_secs()))
        }
        Ended::Status(..) | Ended::Lost => Err(broken()),
    }
}

/// Reads a file on standard input and writes its blocks: `nianbao blocks`.
pub fn blocks<Out: Write, Err: Write>(kind: &str, console: &mut Console<Out, Err>) -> Status {
    let mut bytes = Vec::new();
    if io::stdin().lock().take(limits::PAGE_BYTES).read_to_end(&mut bytes).is_err() {
        return Status::Unusable;
    }
    let read = match kind {
        kind if kind == FileKind::Page.name() => intake::html::read(&bytes),
        kind if kind == FileKind::Pdf.name() => {
            let face = || Fonts::new(FoundFonts::default()).faces().first()?.bytes();
            intake::pdf::read(bytes, face)
        }
        _ => Err(IntakeFault::Broken),
    };
    match serde_json::to_string(&read).map(|line| console.answer(&line)) {
        Ok(Ok(())) => Status::Clean,
        _ => Status::Unusable,
    }
}
