//! `nianbao layouts`: the editions at hand; or one folder of a layout, proved, with its blank form.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::Diagnostic;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::Layout;
use nianbao::writer::pdf::{Conformance, Typesetter};
use nianbao::{blank, files, finding, say};

use super::Tools;
use super::build::pool::start_rayon;
use super::write::pdf_input;
use crate::cli::CommonOptions;
use crate::console::{Console, Status};

/// What stands on a blank form where the name of a body would.
const NOBODY: &str = "×××";

/// Lists the layouts.
pub fn list<Out: Write, Err: Write>(tools: &Tools, console: &mut Console<Out, Err>) -> Status {
    for layout in tools.layouts.iter() {
        let form = &layout.form;
        let years = console.said(&form.years);
        console.print(format!("{}  {}  {years}  {}", form.id, form.name, form.notice));
    }
    Status::Clean
}

/// Proves a layout's folder, and writes its form with blank cells as PDF.
pub fn prove<Out: Write, Err: Write>(
    folder: &Path,
    output: &Path,
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let unusable = |console: &mut Console<Out, Err>, fault: &Diagnostic| {
        console.finding(fault);
        Status::Unusable
    };
    let fonts = match FoundFonts::search(&common.font_dir, common.system_fonts) {
        Ok(found) => Fonts::new(found),
        Err(missing) => return unusable(console, &finding!("font-folder", folder = missing)),
    };
    let layouts = match files::load_layout(folder) {
        Ok(layouts) => layouts,
        Err(fault) => return unusable(console, &fault),
    };
    let Some(layout) = layouts.iter().next() else { return Status::Unusable };
    if let Some(table) = layout.overfull(&layout.look) {
        let fault = finding!("style-value.overfull", table = table);
        return unusable(console, &fault);
    }
    let mut prepared = blank(layout, &layouts, NOBODY, &fonts);
    let is_clean = prepared.is_clean();
    console.findings(&mut prepared);
    let Some(writable) = prepared.writable.filter(|_| is_clean) else { return Status::Unusable };
    let _pool = start_rayon();
    let nothing = Default::default();
    let conformance = Conformance::new(&[]);
    let input = pdf_input(&writable, &nothing);
    let pdf = conformance.and_then(|conformance| {
        Typesetter::new(&fonts, 1).write(&writable.document, input, &conformance)
    });
    let pdf = match pdf {
        Ok(pdf) => pdf,
        Err(fault) => return unusable(console, &fault),
    };
    let file = format!("{}.pdf", layout.form.id);
    if let Err(error) = files::write_below(output, &file, &pdf.bytes) {
        return unusable(console, &files::unwritable(&output.join(file), &error));
    }
    console.remark(summary(layout, pdf.pages, &output.join(file)));
    Status::Clean
}

fn summary(layout: &Layout, pages: usize, file: &Path) -> nianbao::messages::Text {
    say!(
        "layout-proved",
        id = &layout.form.id,
        tables = layout.form.tables.len(),
        fields = layout.form.fields.len(),
        rules = layout.rules.iter().count(),
        pages = pages,
        file = file.display(),
    )
}
