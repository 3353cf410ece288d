//! The files of a prepared report, for every command that writes some.

use std::collections::BTreeMap;

use nianbao::diagnostic::{Diagnostic, Location, Source};
use nianbao::field::FieldPath;
use nianbao::file_map::FileMap;
use nianbao::fonts::Fonts;
use nianbao::messages::Text;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use nianbao::writer::csv;
use nianbao::writer::docx::{self, CarriedSource, Comment, CommentPlace, Extras, Review};
use nianbao::writer::html::{self, PageInput};
use nianbao::writer::json;
use nianbao::writer::pdf::{Conformance, PdfInput, Typesetter};
use nianbao::{Prepared, Writable, archive, compose, render, say};

use super::Tools;
use crate::cli::{Format, WriteOptions};

/// The writers, with their options from the command line.
pub struct Writers<'f> {
    fonts: &'f Fonts,
    typesetter: Typesetter<'f>,
    conformance: Conformance,
    /// Whether the PDF carries the report folder.
    attaches: bool,
    formats: Vec<Format>,
    track: bool,
    comments: bool,
    content_controls: bool,
    /// Whether the web page is the article alone.
    fragment: bool,
}

/// The files of one report.
pub struct ReportFiles {
    /// Each with its extension.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Pages of the PDF, where there is one.
    pub pages: Option<usize>,
}

impl<'f> Writers<'f> {
    /// Writers that so many threads use at a time. The error is a PDF standard that there is none
    /// of.
    pub fn new(
        fonts: &'f Fonts,
        options: &WriteOptions,
        threads: usize,
    ) -> Result<Self, Diagnostic> {
        let conformance = Conformance::new(&options.pdf_standard)?;
        let mut formats = options.to.clone();
        formats.sort();
        formats.dedup();
        Ok(Writers {
            fonts,
            typesetter: Typesetter::new(fonts, threads),
            attaches: conformance.attaches && !options.no_attach,
            conformance,
            formats,
            track: options.track,
            comments: options.comments,
            content_controls: options.content_controls,
            fragment: options.html_fragment,
        })
    }

    /// Every file that is wanted of the report called `name`; `prepared` has its findings.
    pub fn write(
        &self,
        name: &str,
        prepared: &Prepared<'_>,
        writable: &Writable<'_>,
    ) -> Result<ReportFiles, Diagnostic> {
        let mut report = ReportFiles { files: Vec::new(), pages: None };
        for format in &self.formats {
            let bytes = match format {
                Format::Json => json::write(&writable.document),
                Format::Csv => csv::write(&writable.document, &writable.layout.form.fields),
                Format::Docx => self.docx(prepared, writable)?,
                Format::Html => self.html(name, writable),
                Format::Pdf => {
                    let (bytes, pages) = self.pdf(writable)?;
                    report.pages = Some(pages);
                    bytes
                }
            };
            report.files.push((format.extension(), bytes));
        }
        Ok(report)
    }

    fn pdf(&self, writable: &Writable<'_>) -> Result<(Vec<u8>, usize), Diagnostic> {
        let attached = if self.attaches { archive::pack(&writable.files) } else { BTreeMap::new() };
        let input = pdf_input(writable, &attached);
        let write = |conformance| self.typesetter.write(&writable.document, input, conformance);
        let pdf = match write(&self.conformance) {
            // What a report with errors lacks (a heading above, words for a picture) no standard
            // lets through.
            Err(_) if writable.document.draft.is_some() => write(&self.conformance.without_any())?,
            written => written?,
        };
        Ok((pdf.bytes, pdf.pages))
    }

    fn html(&self, name: &str, writable: &Writable<'_>) -> Vec<u8> {
        let name = name.rsplit('/').next().unwrap_or(name);
        let address = |format: &Format| {
            let end = format.extension();
            (end, html::address(&format!("{name}.{end}")))
        };
        let input = PageInput {
            words: &writable.layout.form.page,
            style: &writable.layout.page,
            pictures: &writable.pictures,
            beside: &self.formats.iter().map(address).collect::<Vec<_>>(),
        };
        let write = if self.fragment { html::fragment } else { html::page };
        write(&writable.document, &input)
    }

    fn docx(
        &self,
        prepared: &Prepared<'_>,
        writable: &Writable<'_>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let texts = [REPORT_JSON, NARRATIVE_MD, STYLE_TOML].into_iter();
        let files: Vec<(&str, &[u8])> =
            texts.filter_map(|name| Some((name, writable.files.get(name)?.as_ref()))).collect();
        let layout = &writable.layout.form.id;
        let source = CarriedSource { files: &files, values: &writable.values, layout };
        let review = self.review(prepared, writable);
        let extras = Extras {
            pictures: &writable.pictures,
            source,
            names: &writable.layout.form.words.styles,
            review: &review,
        };
        let style = &writable.look.style;
        let mut document = writable.document.clone();
        compose::flow(&mut document, style, &self.fonts.rulers(&writable.faces, style));
        docx::write(&document, style, extras)
    }

    fn review<'a>(&self, prepared: &Prepared<'_>, writable: &Writable<'a>) -> Review<'a> {
        let labels = || {
            let fields = writable.layout.form.fields.iter();
            fields.map(|field| (field.path.as_str(), field.label.in_file())).collect()
        };
        let comments = if self.comments {
            let text = writable.prose.source();
            prepared.findings.iter().map(|finding| comment(finding, text)).collect()
        } else {
            Vec::new()
        };
        Review { track: self.track, comments, controls: self.content_controls.then(labels) }
    }
}

/// A finding as a comment: at its number, at its words in `text`, else at the title.
fn comment(finding: &Diagnostic, text: &Source) -> Comment {
    let number = finding.pointer.as_deref().and_then(FieldPath::from_pointer);
    let words = |place: &Location| {
        let text = text.text();
        let (at, words) = (place.range.start, text.get(place.range.clone())?.to_owned());
        Some(CommentPlace::Text { at, before: text.get(..at)?.to_owned(), words })
    };
    let in_text = finding.location.as_ref();
    let in_text = in_text.filter(|place| place.line > 0 && place.file == text.name());
    let place = number.map(CommentPlace::Number).or_else(|| in_text.and_then(words));
    let head = say!(
        "comment-head",
        severity = finding.severity.name(),
        message = &finding.message,
        code = &*finding.code,
    );
    let lines = std::iter::once(&head).chain(&finding.hints).map(Text::in_file);
    Comment { place: place.unwrap_or(CommentPlace::Title), lines: lines.collect() }
}

/// Makes a draft of the report: a watermark on every page, and its findings on the last one.
pub fn mark_as_draft(prepared: &mut Prepared<'_>, tools: &Tools) {
    let lines = prepared.findings.iter().map(render::line).collect();
    let pointers = prepared.findings.iter().filter_map(|finding| finding.pointer.as_deref());
    let faulty: Vec<FieldPath> = pointers.filter_map(FieldPath::from_pointer).collect();
    if let Some(writable) = &mut prepared.writable {
        let Writable { document, layout, look, faces, .. } = writable;
        document.draft = Some(compose::draft(layout, &look.style, lines));
        compose::mark(&mut document.blocks, &faulty);
        nianbao::check::glyphs::substitute(document, faces, &tools.fonts);
    }
}

/// What the PDF writer needs beside the document.
pub fn pdf_input<'a>(writable: &'a Writable<'_>, attached: &'a FileMap) -> PdfInput<'a> {
    PdfInput {
        templates: &writable.layout.templates,
        style: &writable.look.table,
        measures: &writable.look.style,
        faces: &writable.faces,
        pictures: &writable.pictures,
        attached,
    }
}
