//! The DOCX: docx-rs builds the parts from the same tree and the same measures as the PDF, each
//! part is mended where docx-rs can't say it all, and crate::ooxml zips them. All use of docx-rs is
//! in this folder.

mod anchors;
mod body;
mod chart_part;
mod charts;
mod comments;
mod controls;
mod ends;
mod extras;
mod figures;
mod file;
mod furniture;
mod lists;
mod marks;
mod measures;
mod mend;
mod notes;
mod order;
mod pictures;
mod pieces;
mod properties;
mod sections;
mod settings;
mod source;
mod style_sheet;
mod styles;
mod table;
mod table_style;
mod text;
mod theme;
mod turned;
mod workbook;

use docx_rs::XMLDocx;

pub use extras::{CarriedSource, Comment, CommentPlace, Extras, Review};

use self::body::BodyText;
use self::file::WordFile;
use self::measures::Measures;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::finding;
use crate::layout::Style;

/// Writes a document as DOCX. The error is a fault of this program, not of the report.
pub fn write(
    document: &Document,
    style: &Style,
    extras: Extras<'_>,
) -> Result<Vec<u8>, Diagnostic> {
    let measures = Measures::new(style, document);
    let docx = styles::add_to(sections::page(&measures), &measures, extras.names);
    let (docx, text) = body::add_to(docx, document, &measures, &extras);
    let built = furniture::add_to(docx, document, &measures).build();
    assemble(built, text, document, &measures, extras)
        .map_err(|fault| finding!("docx", problem = fault.to_string()))
}

/// Mends the parts that docx-rs built and adds those that it can't build, in the order of the zip.
fn assemble(
    built: XMLDocx,
    BodyText { after, text, lists }: BodyText<'_>,
    document: &Document,
    measures: &Measures<'_>,
    Extras { source, names, review, .. }: Extras<'_>,
) -> mend::Result<Vec<u8>> {
    let mut file = WordFile::new();
    let commented = !review.comments.is_empty();

    let mut body = mend::parse(&built.document)?;
    after.apply(&mut body, measures.style);
    if let Some(labels) = &review.controls {
        controls::add(&mut body, document, labels);
    }
    let mut texts = source::texts(&body);
    comments::mark(&mut body, &review.comments, &text.anchors.placed, document);
    file.add_text(body, text.links);

    style_sheet::add(&mut file, &built.styles, document, measures, names, commented)?;
    settings::add(&mut file, document, measures.style, review.track);
    settings::add_fonts(&mut file, measures.style);
    if !lists.is_empty() {
        lists::add(&mut file, &built.numberings)?;
    }
    if !document.notes.is_empty() {
        texts.extend(source::texts(&mend::parse(&built.footnotes)?));
        notes::add(&mut file, &built.footnotes, &text.note_links)?;
    }
    furniture::add_headers(&mut file, &built.headers, measures.style)?;
    furniture::add_footers(&mut file, &built.footers, document, measures.style)?;
    pictures::add(&mut file, built.media);
    charts::add(&mut file, document, measures)?;
    if commented {
        comments::add(&mut file, &review.comments, document);
    }
    theme::add(&mut file);
    source::add(&mut file, source, &texts);
    file.relate_text();
    properties::add(&mut file, document);
    file.zip()
}
