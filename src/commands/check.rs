//! `nianbao check`: all findings, nothing written; with `--fix`, typed numbers bound to their cells
//! first.

use std::io::Write;
use std::path::Path;

use nianbao::check::suggest::apply;
use nianbao::diagnostic::Diagnostic;
use nianbao::reader::NARRATIVE_MD;
use nianbao::{PrepareOptions, files, say};

use super::inputs::expand;
use super::{Tools, tally};
use crate::cli::{Check, CommonOptions};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    check: &Check,
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let mut status = Status::Clean;
    for input in &expand(&check.inputs) {
        if check.fix {
            match fix(input, &tools) {
                Ok(0) => {}
                Ok(count) => {
                    console.remark(say!("check-fixed", input = input.display(), count = count));
                }
                Err(fault) => {
                    console.finding(&fault);
                    return Status::Unusable;
                }
            }
        }
        let mut prepared =
            tools.prepare(input, check.previous.as_deref(), PrepareOptions::default());
        console.findings(&mut prepared);
        if check.suggest {
            suggest(input, &tools, console);
        }
        console.remark(say!("check-done", input = input.display(), tally = tally(&prepared)));
        if !prepared.is_clean() {
            status = Status::Errors;
        }
    }
    status
}

fn suggest<Out: Write, Err: Write>(input: &Path, tools: &Tools, console: &mut Console<Out, Err>) {
    let folder = files::read_folder(&files::report_folder(input)).ok();
    if let Some((text, suggestions)) =
        folder.and_then(|folder| nianbao::suggest(&folder, &tools.layouts))
    {
        let notes = suggestions.iter().map(|suggestion| suggestion.note(&text)).collect::<Vec<_>>();
        let sources = [text];
        notes.iter().for_each(|note| console.note(note, &sources));
    }
}

/// Binds what can be bound, and says how many numbers that were. What can't be read is left to the
/// findings.
fn fix(input: &Path, tools: &Tools) -> Result<usize, Diagnostic> {
    let folder = files::report_folder(input);
    let Ok(read) = files::read_folder(&folder) else { return Ok(0) };
    let Some((_, mut suggestions)) = nianbao::suggest(&read, &tools.layouts) else { return Ok(0) };
    suggestions.retain(|suggestion| suggestion.sure);
    let Some(Ok(original)) = read.files.get(NARRATIVE_MD).map(|bytes| std::str::from_utf8(bytes))
    else {
        return Ok(0);
    };
    if !suggestions.is_empty() {
        let path = folder.join(NARRATIVE_MD);
        files::rewrite(&path, apply(original, &suggestions).as_bytes())
            .map_err(|error| files::unwritable(&path, &error))?;
    }
    Ok(suggestions.len())
}
