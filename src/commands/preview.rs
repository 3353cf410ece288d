//! `nianbao preview`: the pages as pictures, with errors too, for a quick look while writing.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use nianbao::writer::pdf::Typesetter;
use nianbao::{PrepareOptions, files, say};

use super::build::pool::start_rayon;
use super::inputs::expand;
use super::places::check_output;
use super::write::{mark_as_draft, pdf_input};
use super::{Tools, tally};
use crate::cli::Preview;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    preview: &Preview,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let inputs = expand(std::slice::from_ref(&preview.input));
    let draw = |input: &PathBuf| draw(preview, input, tools, console);
    inputs.iter().map(draw).max().unwrap_or(Status::Clean)
}

/// Draws one report.
fn draw<Out: Write, Err: Write>(
    preview: &Preview,
    input: &Path,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let folder = files::report_folder(input);
    if let Err(fault) = check_output(&preview.output, std::slice::from_ref(&folder)) {
        console.finding(&fault);
        return Status::Unusable;
    }
    let mut prepared = tools.prepare(
        input,
        preview.previous.as_deref(),
        PrepareOptions { seal: preview.seal, ..PrepareOptions::default() },
    );
    console.style().weigh(&mut prepared);
    let clean = prepared.is_clean();
    if !clean {
        mark_as_draft(&mut prepared, tools);
    }
    console.findings(&mut prepared);
    let (input, counted) = (input.display(), tally(&prepared));
    let Some(writable) = &prepared.writable else {
        console.remark(say!("preview-none", input = input, tally = counted));
        return Status::Errors;
    };
    let _pool = start_rayon();
    let none = BTreeMap::new();
    let pages = match Typesetter::new(&tools.fonts, 1).pages(
        &writable.document,
        pdf_input(writable, &none),
        preview.ppi,
    ) {
        Ok(pages) => pages,
        Err(fault) => {
            console.finding(&fault);
            return Status::Errors;
        }
    };
    let name = files::report_name(&folder).unwrap_or_else(|| "page".to_owned());
    let width = pages.len().to_string().len();
    for (index, page) in pages.iter().enumerate() {
        // Padded, so that any list of the files is in the order of the pages.
        let file = format!("{name}-{:0width$}.png", index + 1);
        if let Err(error) = files::write_below(&preview.output, &file, page) {
            console.finding(&files::unwritable(&preview.output.join(file), &error));
            return Status::Unusable;
        }
    }
    let first = preview.output.join(format!("{name}-{:0width$}.png", 1));
    console.remark(say!(
        "preview-done",
        input = input,
        tally = counted,
        pages = pages.len(),
        first = first.display(),
    ));
    if clean { Status::Clean } else { Status::Errors }
}
