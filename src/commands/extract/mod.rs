//! `nianbao extract`: the report folder that a PDF carries.

mod process;

use std::io::Write;
use std::path::Path;

use nianbao::archive::prove;
use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use nianbao::{files, finding, say};

use crate::console::{Console, Status};

pub use self::process::{attachments, read as attached};

pub fn run<Out: Write, Err: Write>(
    file: &Path,
    output: Option<&Path>,
    console: &mut Console<Out, Err>,
) -> Status {
    let folder = output.map_or_else(|| file.with_extension(""), Path::to_path_buf);
    match extract(file, &folder) {
        Ok(count) => {
            let (file, folder) = (file.display(), folder.display());
            console.remark(say!("extract-done", file = file, count = count, folder = folder));
            Status::Clean
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

/// Writes the report folder, whole or not at all, and says how many files it has.
fn extract(file: &Path, folder: &Path) -> Result<usize, (Diagnostic, Status)> {
    let files = process::read(file)
        .and_then(prove)
        .map_err(|fault| (fault.at(Location::path(file)), Status::Errors))?;
    // Beside a text that is there another one would be another report.
    let texts = [REPORT_JSON, NARRATIVE_MD, STYLE_TOML];
    let mut names = texts.into_iter().chain(files.keys().map(String::as_str));
    if let Some(name) = names.find(|name| folder.join(name).symlink_metadata().is_ok()) {
        let finding = finding!("output-unwritable.taken", name = name);
        return Err((finding.at(Location::path(folder)), Status::Unusable));
    }
    let all = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes));
    files::write_new(folder, all)
        .map_err(|(path, error)| (files::unwritable(&path, &error), Status::Unusable))?;
    Ok(files.len())
}
