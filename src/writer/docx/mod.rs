//! The DOCX: docx-rs builds the parts from the same tree and the same measures as the PDF, `mend` puts right what it cannot say, and
//! `package` zips. All use of docx-rs is in this folder.

mod anchors;
mod body;
mod charts;
mod comments;
mod controls;
mod dom;
mod furniture;
mod mend;
mod package;
mod parts;
mod sections;
mod styles;
mod table;

use std::collections::BTreeMap;

use docx_rs::{DocGrid, DocGridType, Docx, PageMargin};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::layout::{Role, Style};

pub use comments::{Comment, Place};

/// What a file brings along beside its document.
#[derive(Debug, Clone, Copy)]
pub struct Extras<'a> {
    /// Pictures by path.
    pub pictures: &'a BTreeMap<String, Vec<u8>>,
    /// report.json and narrative.md as they were, by name.
    pub source: &'a [(&'a str, &'a [u8])],
    /// What helps those who go over it.
    pub review: &'a Review<'a>,
}

/// What helps those who go over the file in a word processor; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Review<'a> {
    /// Whether changes are tracked from the first one on.
    pub track: bool,
    /// Comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// Labels of the numbers by path, where each is to stand in a content control.
    pub controls: Option<BTreeMap<&'a str, String>>,
}

/// Writes a document as DOCX. The error is a fault of this program, not of the report.
pub fn write(
    document: &Document,
    style: &Style,
    extras: Extras<'_>,
) -> Result<Vec<u8>, Diagnostic> {
    let measures = Measures::new(style, document);
    let mut docx = styles::add(page(&measures), &measures);
    let named;
    (docx, named) = body::Body::new(document, &measures, extras.pictures).add_to(docx);
    let built = furniture::add(docx, document, &measures).build();
    let parts = mend::mend(built, document, &named, extras, &measures)
        .map_err(|problem| fault(&problem))?;
    package::zip(&parts).map_err(|error| fault(&error.to_string()))
}

fn fault(problem: &str) -> Diagnostic {
    Diagnostic::error("docx", format!("DOCX 写不成：{problem}")).hint("请报告这个错误")
}

/// The style in Word's units: twips (1/20 pt), half points.
struct Measures<'a> {
    style: &'a Style,
    /// Width of the type area, twips.
    text_width: i32,
    /// Its height: the width of a turned page's lines, twips.
    text_height: i32,
    /// Type sizes of the tables, pt, the style's own first.
    table_sizes: Vec<f64>,
    /// Pitch of the grid's lines, twips, rounded down: rounded up, the last line would not fit the page.
    pitch: i32,
    /// A character of the grid, twips.
    cell: f64,
}

impl<'a> Measures<'a> {
    fn new(style: &'a Style, document: &Document) -> Self {
        let page = &style.page;
        let mut table_sizes = vec![style.text(Role::Table).size_pt];
        for table in document.tables() {
            table_sizes.extend(
                table
                    .setting
                    .as_ref()
                    .map(|setting| f64::from(setting.size_half_pt) / 2.0)
                    .filter(|size| !table_sizes.contains(size)),
            );
        }
        Measures {
            style,
            text_height: twips_mm(page.text_height_mm()),
            table_sizes,
            text_width: twips_mm(page.text_width_mm()),
            pitch: (style.line_mm() * TWIPS_PER_MM) as i32,
            cell: page.text_width_mm() * TWIPS_PER_MM / f64::from(page.characters),
        }
    }

    /// What the pitch leaves between lines of the body's size, twips.
    fn leading(&self) -> f64 {
        f64::from(self.pitch) - self.style.text(Role::Body).size_pt * TWIPS_PER_PT
    }

    /// Width of `characters` of the grid, twips.
    fn characters(&self, characters: f64) -> i32 {
        (self.cell * characters).round() as i32
    }

    /// What is added to each character of a role: for the body what makes it a character of the grid, for others in proportion. Twips,
    /// rounded down: rounded up, the last character of a full line would not fit.
    fn tracking(&self, role: Role) -> i32 {
        let size = |role| self.style.text(role).size_pt * TWIPS_PER_PT;
        ((self.cell - size(Role::Body)) * size(role) / size(Role::Body)).floor() as i32
    }

    /// Size of a role, half points.
    fn half_points(&self, role: Role) -> usize {
        (self.style.text(role).size_pt * 2.0).round() as usize
    }
}

const TWIPS_PER_PT: f64 = 20.0;
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

fn twips_mm(mm: f64) -> i32 {
    (mm * TWIPS_PER_MM).round() as i32
}

fn twips_pt(pt: f64) -> i32 {
    (pt * TWIPS_PER_PT).round() as i32
}

/// Paper, margins and line grid.
fn page(measures: &Measures<'_>) -> Docx {
    let page = &measures.style.page;
    let number = &measures.style.page_number;
    let number_size = measures.style.text(Role::PageNumber).size_mm();
    // The drop is to the dash, half an em below the top of the line; Word wants the line's foot from the paper's.
    let footer = page.bottom_mm - number.drop_mm + 0.5 * number_size - number_size;
    let margin = PageMargin {
        top: twips_mm(page.top_mm),
        left: twips_mm(page.left_mm),
        bottom: twips_mm(page.bottom_mm),
        right: twips_mm(page.right_mm),
        header: twips_mm(page.top_mm / 2.0),
        footer: twips_mm(footer.max(0.0)),
        gutter: 0,
    };
    let mut docx = Docx::new()
        .page_size(twips_mm(page.width_mm).unsigned_abs(), twips_mm(page.height_mm).unsigned_abs())
        .page_margin(margin);
    docx.document = docx.document.doc_grid(
        DocGrid::new()
            .grid_type(DocGridType::Lines)
            .line_pitch(measures.pitch.unsigned_abs() as usize),
    );
    docx
}
