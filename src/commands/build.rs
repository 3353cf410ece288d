//! `nianbao build`: each report checked and, where nothing keeps it back, written.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::Diagnostic;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON};
use nianbao::writer::pdf::{Conformance, Dress, Typesetter};
use nianbao::writer::{docx, json};
use nianbao::{Prepared, ReadySheet, Wishes, archive, compose, files, render};

use super::{Tools, tally};
use crate::cli::{Build, Common, Format};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(build: &Build, common: &Common, console: &mut Console<Out, Err>) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let jobs = match jobs(&build.inputs) {
        Ok(jobs) => jobs,
        Err(fault) => {
            console.finding(&fault);
            return Status::Unusable;
        }
    };
    let conformance = match Conformance::new(&build.pdf_standard) {
        Ok(conformance) => conformance,
        Err(fault) => {
            console.finding(&fault);
            return Status::Unusable;
        }
    };
    if let Err(error) = std::fs::create_dir_all(&build.output) {
        console.finding(&files::unwritable(&build.output, &error));
        return Status::Unusable;
    }
    let press = Press { typesetter: Typesetter::new(&tools.fonts), attaches: conformance.attaches && !build.no_attach, conformance };
    let mut formats = build.to.clone();
    formats.sort();
    formats.dedup();
    let mut status = Status::Clean;
    for (name, input) in jobs {
        let mut prepared = tools.prepare(&input, build.previous.as_deref(), Wishes { seal: build.seal });
        if build.draft {
            mark_as_draft(&mut prepared, &tools);
        }
        console.findings(&mut prepared);
        if !prepared.is_clean() {
            status = status.max(Status::Errors);
        }
        let wanted = prepared.is_clean() || build.draft;
        let Some(sheet) = prepared.sheet.as_ref().filter(|_| wanted) else {
            console.remark(&format!("{}：{}，没有写文件", input.display(), tally(&prepared)));
            continue;
        };
        let outputs: Result<Vec<_>, _> = formats.iter().map(|format| press.render(*format, sheet)).collect();
        match outputs.map(|outputs| write(&outputs, &build.output, &name)) {
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

/// Makes a draft of it: a watermark, and its findings on the last page.
pub(super) fn mark_as_draft(prepared: &mut Prepared<'_>, tools: &Tools) {
    let lines = prepared.findings.iter().map(render::line).collect();
    if let Some(sheet) = &mut prepared.sheet {
        sheet.document.draft = Some(compose::draft(sheet.layout, lines));
        nianbao::check::glyphs::substitute(&mut sheet.document, &sheet.faces, &tools.fonts);
    }
}

/// What typst needs beside a sheet's tree.
pub(super) fn dress<'a>(sheet: &'a ReadySheet<'_>, attached: &'a BTreeMap<String, Vec<u8>>) -> Dress<'a> {
    Dress { template: &sheet.layout.template, style: &sheet.look.table, faces: &sheet.faces, pictures: &sheet.pictures, attached }
}

/// What makes files of documents.
struct Press<'f> {
    typesetter: Typesetter<'f>,
    conformance: Conformance,
    attaches: bool,
}

impl Press<'_> {
    fn render(&self, format: Format, sheet: &ReadySheet<'_>) -> Result<(&'static str, Vec<u8>), Diagnostic> {
        Ok(match format {
            Format::Json => ("json", json::write(&sheet.document)),
            Format::Docx => {
                let mut pictures = self.typesetter.charts(&sheet.document, dress(sheet, &BTreeMap::new()))?;
                pictures.extend(sheet.pictures.clone());
                let source = [REPORT_JSON, NARRATIVE_MD].map(|name| (name, sheet.files.get(name).map_or(&[][..], Vec::as_slice)));
                ("docx", docx::write(&sheet.document, &sheet.look.style, &pictures, &source)?)
            }
            Format::Pdf => {
                let attached = if self.attaches { archive::pack(&sheet.files) } else { BTreeMap::new() };
                ("pdf", self.typesetter.write(&sheet.document, dress(sheet, &attached), &self.conformance)?)
            }
        })
    }
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
