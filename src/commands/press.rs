//! Makes the files of a prepared report, for every command that writes some.

use std::collections::BTreeMap;

use nianbao::diagnostic::{Diagnostic, Source};
use nianbao::fonts::Fonts;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON};
use nianbao::writer::docx::{self, Comment, Extras, Place, Review};
use nianbao::writer::json;
use nianbao::writer::pdf::{Conformance, Dress, Typesetter};
use nianbao::{Prepared, ReadySheet, archive, compose, render};

use super::Tools;
use crate::cli::{Format, Making};

/// The writers as the command line wants them.
pub struct Press<'f> {
    typesetter: Typesetter<'f>,
    conformance: Conformance,
    attaches: bool,
    formats: Vec<Format>,
    track: bool,
    comments: bool,
    controls: bool,
}

/// The files of one report.
pub struct Printed {
    /// Each with its extension.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Pages of the PDF, where there is one.
    pub pages: Option<usize>,
}

impl<'f> Press<'f> {
    /// For so many threads at a time. The error says which PDF standard is none.
    pub fn new(fonts: &'f Fonts, making: &Making, hands: usize) -> Result<Self, Diagnostic> {
        let conformance = Conformance::new(&making.pdf_standard)?;
        let mut formats = making.to.clone();
        formats.sort();
        formats.dedup();
        let attaches = conformance.attaches && !making.no_attach;
        let Making { track, comments, content_controls: controls, .. } = *making;
        Ok(Press {
            typesetter: Typesetter::new(fonts, hands),
            conformance,
            attaches,
            formats,
            track,
            comments,
            controls,
        })
    }

    /// Every file that is wanted of a report; `prepared` is what was found in it.
    pub fn print(
        &self,
        prepared: &Prepared<'_>,
        sheet: &ReadySheet<'_>,
    ) -> Result<Printed, Diagnostic> {
        let mut pages = None;
        let files = self
            .formats
            .iter()
            .map(|format| self.render(*format, prepared, sheet, &mut pages))
            .collect::<Result<_, _>>()?;
        Ok(Printed { files, pages })
    }

    fn render(
        &self,
        format: Format,
        prepared: &Prepared<'_>,
        sheet: &ReadySheet<'_>,
        pages: &mut Option<usize>,
    ) -> Result<(&'static str, Vec<u8>), Diagnostic> {
        Ok(match format {
            Format::Json => ("json", json::write(&sheet.document)),
            Format::Docx => {
                let source = [REPORT_JSON, NARRATIVE_MD]
                    .map(|name| (name, sheet.files.get(name).map_or(&[][..], Vec::as_slice)));
                let review = self.review(prepared, sheet);
                let extras = Extras { pictures: &sheet.pictures, source: &source, review: &review };
                ("docx", docx::write(&sheet.document, &sheet.look.style, extras)?)
            }
            Format::Pdf => {
                let attached =
                    if self.attaches { archive::pack(&sheet.files) } else { BTreeMap::new() };
                let pdf = self.typesetter.write(
                    &sheet.document,
                    dress(sheet, &attached),
                    &self.conformance,
                )?;
                *pages = Some(pdf.pages);
                ("pdf", pdf.bytes)
            }
        })
    }
}

impl Press<'_> {
    fn review<'a>(&self, prepared: &Prepared<'_>, sheet: &ReadySheet<'a>) -> Review<'a> {
        let labels = || {
            sheet
                .layout
                .fields
                .iter()
                .map(|field| (field.path.as_str(), field.label.as_str()))
                .collect()
        };
        let comments = if self.comments {
            let text = sheet.prose.source();
            prepared.findings.iter().map(|finding| comment(finding, text)).collect()
        } else {
            Vec::new()
        };
        Review { track: self.track, comments, controls: self.controls.then(labels) }
    }
}

/// A finding as a comment: at its number, at its words in `text`, else at the title.
fn comment(finding: &Diagnostic, text: &Source) -> Comment {
    let number =
        finding.pointer.as_deref().and_then(|pointer| pointer.strip_prefix("/statistics/"));
    let text = finding
        .location
        .as_ref()
        .filter(|place| place.line > 0 && place.file == text.name())
        .and_then(|place| {
            let text = text.text();
            let (at, words) = (place.range.start, text.get(place.range.clone())?.to_owned());
            Some(Place::Text { at, before: text.get(..at)?.to_owned(), words })
        });
    let place =
        number.map(|path| Place::Number(path.replace('/', "."))).or(text).unwrap_or(Place::Title);
    let head = format!("{}：{}〔{}〕", finding.severity.name(), finding.message, finding.code);
    Comment {
        place,
        lines: std::iter::once(head).chain(finding.hints.iter().map(ToString::to_string)).collect(),
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
    Dress {
        template: &sheet.layout.template,
        style: &sheet.look.table,
        faces: &sheet.faces,
        pictures: &sheet.pictures,
        attached,
    }
}
