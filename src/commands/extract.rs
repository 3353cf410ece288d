//! `nianbao extract`: the report folder that a PDF carries.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::reader::REPORT_JSON;
use nianbao::{archive, files, finding, say};

use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    file: &Path,
    output: Option<&Path>,
    console: &mut Console<Out, Err>,
) -> Status {
    let folder = output.map_or_else(|| file.with_extension(""), Path::to_path_buf);
    let place = |fault: Diagnostic, path: &Path| fault.at(Location::path(path));
    let read = std::fs::read(file).map_err(|error| {
        let fault = finding!("input-unreadable", reason = files::explain(&error));
        (place(fault, file), Status::Errors)
    });
    let unpacked = read.and_then(|bytes| {
        archive::unpack(bytes).map_err(|fault| (place(fault, file), Status::Errors))
    });
    let written = unpacked.and_then(|unpacked| {
        if folder == file || folder.join(REPORT_JSON).exists() {
            let fault = finding!("output-unwritable.report");
            return Err((place(fault, &folder), Status::Unusable));
        }
        for (name, bytes) in &unpacked {
            files::write_below(&folder, name, bytes).map_err(|error| {
                (files::unwritable(&folder.join(name), &error), Status::Unusable)
            })?;
        }
        Ok(unpacked.len())
    });
    match written {
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
