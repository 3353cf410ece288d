//! Makes the files of a prepared report, for every command that writes some.

use std::collections::BTreeMap;

use nianbao::diagnostic::Diagnostic;
use nianbao::fonts::Fonts;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON};
use nianbao::writer::pdf::{Conformance, Dress, Typesetter};
use nianbao::writer::{docx, json};
use nianbao::{Prepared, ReadySheet, archive, compose, render};

use super::Tools;
use crate::cli::{Format, Making};

/// The writers as the command line wants them.
pub struct Press<'f> {
    typesetter: Typesetter<'f>,
    conformance: Conformance,
    attaches: bool,
    formats: Vec<Format>,
}

/// The files of one report.
pub struct Printed {
    /// Each with its extension.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Pages of the PDF, where there is one.
    pub pages: Option<usize>,
}

impl<'f> Press<'f> {
    /// The error says which PDF standard is none.
    pub fn new(fonts: &'f Fonts, making: &Making) -> Result<Self, Diagnostic> {
        let conformance = Conformance::new(&making.pdf_standard)?;
        let mut formats = making.to.clone();
        formats.sort();
        formats.dedup();
        let attaches = conformance.attaches && !making.no_attach;
        Ok(Press { typesetter: Typesetter::new(fonts), conformance, attaches, formats })
    }

    /// Every file that is wanted of a report.
    pub fn print(&self, sheet: &ReadySheet<'_>) -> Result<Printed, Diagnostic> {
        let mut pages = None;
        let files = self.formats.iter().map(|format| self.render(*format, sheet, &mut pages)).collect::<Result<_, _>>()?;
        Ok(Printed { files, pages })
    }

    fn render(&self, format: Format, sheet: &ReadySheet<'_>, pages: &mut Option<usize>) -> Result<(&'static str, Vec<u8>), Diagnostic> {
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
                let pdf = self.typesetter.write(&sheet.document, dress(sheet, &attached), &self.conformance)?;
                *pages = Some(pdf.pages);
                ("pdf", pdf.bytes)
            }
        })
    }
}

/// Makes a draft of it: a watermark, and its findings on the last page.
pub fn mark_as_draft(prepared: &mut Prepared<'_>, tools: &Tools) {
    let lines = prepared.findings.iter().map(render::line).collect();
    if let Some(sheet) = &mut prepared.sheet {
        sheet.document.draft = Some(compose::draft(sheet.layout, lines));
        nianbao::check::glyphs::substitute(&mut sheet.document, &sheet.faces, &tools.fonts);
    }
}

/// What typst needs beside a sheet's tree.
pub fn dress<'a>(sheet: &'a ReadySheet<'_>, attached: &'a BTreeMap<String, Vec<u8>>) -> Dress<'a> {
    Dress { template: &sheet.layout.template, style: &sheet.look.table, faces: &sheet.faces, pictures: &sheet.pictures, attached }
}
