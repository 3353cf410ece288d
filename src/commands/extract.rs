//! `nianbao extract`: the report folder that a PDF carries.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::reader::REPORT_JSON;
use nianbao::{archive, files};

use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    file: &Path,
    output: Option<&Path>,
    console: &mut Console<Out, Err>,
) -> Status {
    let folder = output.map_or_else(|| file.with_extension(""), Path::to_path_buf);
    let place =
        |fault: Diagnostic, path: &Path| fault.at(Location::whole(path.display().to_string()));
    let read = std::fs::read(file).map_err(|error| {
        let fault =
            Diagnostic::error("input-unreadable", format!("读不了：{}", files::explain(&error)));
        (place(fault.hint("检查路径和权限"), file), Status::Errors)
    });
    let unpacked = read.and_then(|bytes| {
        archive::unpack(bytes).map_err(|fault| (place(fault, file), Status::Errors))
    });
    let written = unpacked.and_then(|unpacked| {
        if folder == file || folder.join(REPORT_JSON).exists() {
            let fault = Diagnostic::error("output-unwritable", "文件夹中已有报告");
            return Err((
                place(fault.hint("用 -o 另指一个文件夹；已有的报告不会被改动"), &folder),
                Status::Unusable,
            ));
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
            console.remark(&format!(
                "{}：取出 {count} 个文件，与所附的 SHA-256 相符，写到 {}",
                file.display(),
                folder.display()
            ));
            Status::Clean
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}
