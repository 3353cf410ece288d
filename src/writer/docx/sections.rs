//! Paper, margins and line grid; turned pages.

use docx_rs::{DocGrid, DocGridType, Docx, PageMargin};

use super::measures::{Measures, twips_mm};
use crate::document::Document;
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

/// Sections of their own for turned tables, each with the heading above it; docx-rs knows one
/// section. The paragraph before ends the upright section, an empty one behind the table ends the
/// turned one.
pub(super) fn turn(root: &mut Element<'_>, document: &Document, style: &Style) {
    let Some(body) = root.elements_mut().find(|element| element.name == "w:body") else { return };
    let Some(upright) = body.child("w:sectPr").cloned() else { return };
    let turned: Vec<bool> = document
        .tables()
        .iter()
        .map(|table| table.setting.as_ref().is_some_and(|setting| setting.landscape))
        .collect();
    let is =
        |node: &Child, name: &str| matches!(node, Child::Element(element) if element.name == name);
    let places: Vec<usize> =
        (0..body.children.len()).filter(|at| is(&body.children[*at], "w:tbl")).collect();
    // From the last to the first, so that the places before stay right.
    for (at, _) in places.into_iter().zip(turned).rev().filter(|(_, turned)| *turned) {
        body.children.insert(at + 1, Child::Element(end_of_section(lying(&upright, style))));
        let heading = at.saturating_sub(1);
        match heading.checked_sub(1).and_then(|before| body.children.get_mut(before)) {
            Some(Child::Element(paragraph)) if paragraph.name == "w:p" => {
                paragraph.child_or_new("w:pPr").children.push(Child::Element(upright.clone()));
            }
            _ => body.children.insert(heading, Child::Element(end_of_section(upright.clone()))),
        }
    }
}

/// A paragraph of no height to speak of that ends a section.
fn end_of_section(section: Element<'_>) -> Element<'_> {
    let spacing = Element::new("w:spacing")
        .with("w:before", "0")
        .with("w:after", "0")
        .with("w:line", "20")
        .with("w:lineRule", "exact");
    Element::new("w:p").containing(Element::new("w:pPr").containing(spacing).containing(section))
}

/// The section turned: the head of its page is where an upright page has its left margin (GB/T
/// 9704-2012, 7.6).
fn lying<'a>(upright: &Element<'a>, style: &Style) -> Element<'a> {
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
    // No grid: what is left of the page's lines would stand above the heading.
    section
        .children
        .retain(|node| !matches!(node, Child::Element(element) if element.name == "w:docGrid"));
    section
}
