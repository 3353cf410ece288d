//! Paper, margins and line grid, on upright pages and turned ones.

use docx_rs::{DocGrid, DocGridType, Docx, PageMargin};

use super::measures::{Measures, twips_mm};
use super::turned;
use crate::layout::{Role, Style};
use crate::ooxml::{Child, Element};

/// An empty file with its page.
pub(super) fn page(measures: &Measures<'_>) -> Docx {
    let page = &measures.style.page;
    let number = &measures.style.page_number;
    let number_size = measures.style.text(Role::PageNumber).size_mm();
    // The drop is to the dash, half an em below the top of the line; Word wants the line's foot
    // from the paper's.
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
    let (width, height) = (twips_mm(page.width_mm), twips_mm(page.height_mm));
    let mut docx =
        Docx::new().page_size(width.unsigned_abs(), height.unsigned_abs()).page_margin(margin);
    let grid = DocGrid::new().grid_type(DocGridType::Lines);
    docx.document = docx.document.doc_grid(grid.line_pitch(measures.pitch.unsigned_abs() as usize));
    docx
}

/// How the pages of a section lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Orientation {
    Upright,
    Turned,
}

/// A section like the file's own, `upright`, with its pages so.
pub(super) fn section<'a>(
    upright: &Element<'a>,
    orientation: Orientation,
    style: &Style,
) -> Element<'a> {
    match orientation {
        Orientation::Upright => upright.clone(),
        Orientation::Turned => turned(upright, style),
    }
}

/// The section turned: the head of its page is where an upright page has its left margin (GB/T
/// 9704-2012, 7.6).
fn turned<'a>(upright: &Element<'a>, style: &Style) -> Element<'a> {
    let mut section = upright.clone();
    let page = &style.page;
    let twips = |mm: f64| twips_mm(mm).to_string();
    let size = section.child_or_new("w:pgSz");
    size.set("w:w", twips(page.height_mm));
    size.set("w:h", twips(page.width_mm));
    size.set("w:orient", "landscape");
    let margin = section.child_or_new("w:pgMar");
    for (name, mm) in [
        ("w:top", page.left_mm),
        ("w:bottom", page.right_mm),
        ("w:left", page.bottom_mm),
        ("w:right", page.top_mm),
    ] {
        margin.set(name, twips(mm));
    }
    for footer in section.elements_mut().filter(|it| it.name == "w:footerReference") {
        let id = footer.attribute("r:id").unwrap_or_default().into_owned();
        footer.set("r:id", turned::footer_id(&id));
    }
    // No grid: what is left of the page's lines would stand above the heading.
    section
        .children
        .retain(|node| !matches!(node, Child::Element(element) if element.name == "w:docGrid"));
    section
}
