//! `nianbao build`: each report checked and, where nothing keeps it back, written.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::Diagnostic;
use nianbao::{Wishes, files};

use super::press::{Press, mark_as_draft};
use super::{Tools, tally};
use crate::cli::{Build, Common};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(build: &Build, common: &Common, console: &mut Console<Out, Err>) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let making = &build.making;
    let (jobs, press) = match jobs(&build.inputs).and_then(|jobs| Ok((jobs, Press::new(&tools.fonts, making)?))) {
        Ok(ready) => ready,
        Err(fault) => {
            console.finding(&fault);
            return Status::Unusable;
        }
    };
    if let Err(error) = std::fs::create_dir_all(&build.output) {
        console.finding(&files::unwritable(&build.output, &error));
        return Status::Unusable;
    }
    let mut status = Status::Clean;
    for (name, input) in jobs {
        let mut prepared = tools.prepare(&input, making.previous.as_deref(), Wishes { seal: making.seal });
        if making.draft {
            mark_as_draft(&mut prepared, &tools);
        }
        console.findings(&mut prepared);
        if !prepared.is_clean() {
            status = status.max(Status::Errors);
        }
        let wanted = prepared.is_clean() || making.draft;
        let Some(sheet) = prepared.sheet.as_ref().filter(|_| wanted) else {
            console.remark(&format!("{}：{}，没有写文件", input.display(), tally(&prepared)));
            continue;
        };
        match press.print(&prepared, sheet).map(|outputs| write(&outputs, &build.output, &name)) {
            Ok(Ok(paths)) => console.remark(&format!("{}：{}，已写 {}", input.display(), tally(&prepared), paths.join("、"))),
            Ok(Err(fault)) => {
                console.finding(&fault);
                return Status::Unusable;
            }
            Err(fault) => {
                console.finding(&fault);
                status = status.max(Status::Errors);
            }
        }
    }
    status
}

/// The inputs by the name of their files; two of one name are a fault before anything is written.
fn jobs(inputs: &[PathBuf]) -> Result<Vec<(String, PathBuf)>, Diagnostic> {
    let mut jobs: Vec<(String, PathBuf)> = Vec::new();
    let mut seen: BTreeMap<String, &PathBuf> = BTreeMap::new();
    for input in inputs {
        let folder = files::report_folder(input);
        let name = files::report_name(&folder).unwrap_or_else(|| folder.display().to_string());
        if let Some(first) = seen.insert(name.clone(), input) {
            let message = format!("{} 和 {} 会写同名的文件 {name}", first.display(), input.display());
            return Err(Diagnostic::error("output-clash", message).hint("分两次写到不同的文件夹，或给文件夹改名"));
        }
        jobs.push((name, input.clone()));
    }
    Ok(jobs)
}

/// Writes a report's files once all of them are made.
fn write(outputs: &[(&str, Vec<u8>)], folder: &Path, name: &str) -> Result<Vec<String>, Diagnostic> {
    let mut paths = Vec::new();
    for (extension, bytes) in outputs {
        let path = folder.join(format!("{name}.{extension}"));
        files::write_atomically(&path, bytes).map_err(|error| files::unwritable(&path, &error))?;
        paths.push(path.display().to_string());
    }
    Ok(paths)
}
