//! `nianbao import`: a published report as a report folder, with a record of every number.

use std::io::Write;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::intake::{IMPORT_JSON, ImportOptions};
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use nianbao::{Prepared, files, finding, say};

use super::{Tools, published};
use crate::cli::Import;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    import: &Import,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    make(import, tools, console).unwrap_or_else(|(fault, status)| {
        console.finding(&fault);
        status
    })
}

fn make<Out: Write, Err: Write>(
    import: &Import,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<Status, (Diagnostic, Status)> {
    let folder = &import.output;
    let texts = [REPORT_JSON, NARRATIVE_MD, STYLE_TOML, IMPORT_JSON];
    if let Some(name) = texts.into_iter().find(|name| folder.join(name).symlink_metadata().is_ok())
    {
        let finding = finding!("output-unwritable.taken", name = name);
        return Err((finding.at(Location::path(folder)), Status::Unusable));
    }
    let options = ImportOptions { layout: import.layout.as_deref(), year: import.year };
    let imported = published::import(&import.file, &tools.layouts, options)
        .map_err(|fault| (fault, Status::Errors))?;
    let record = imported.record.as_ref().map(|record| (IMPORT_JSON, record.as_bytes()));
    let all = imported.folder.files.iter().map(|(name, bytes)| (name.as_str(), &**bytes));
    files::write_new(folder, all.chain(record))
        .map_err(|(path, error)| (files::unwritable(&path, &error), Status::Unusable))?;
    let status = if imported.is_whole() { Status::Clean } else { Status::Errors };
    let (unknown, likely) = (imported.unknown, imported.likely);
    let mut prepared = Prepared { findings: imported.findings, ..Prepared::silent() };
    console.findings(&mut prepared);
    let (file, folder) = (import.file.display(), folder.display());
    console.remark(match (unknown, likely) {
        (0, 0) => say!("import-done", file = file, folder = folder),
        _ => {
            say!("import-partly", file = file, folder = folder, unknown = unknown, likely = likely)
        }
    });
    Ok(if prepared.is_clean() { status } else { Status::Errors })
}
