//! The page number of a turned page. It stands where upright pages have theirs, so that on paper
//! all numbers are in one place (GB/T 9704-2012, 7.6): on the turned page that is its left edge,
//! reading down. A text box is what word processors turn everywhere.

use super::measures::twips_mm;
use super::styles;
use crate::layout::{Role, Style};
use crate::ooxml::Element;

/// The id of a turned page's footer in the place of an upright one's.
pub(super) fn footer_id(upright: &str) -> String {
    format!("{upright}Turned")
}

/// The footer of a turned page: the paragraph of the upright one in a text box.
pub(super) fn footer<'a>(upright: &Element<'a>, index: usize, style: &Style) -> Element<'a> {
    let mut footer = upright.clone();
    footer.set("xmlns:v", "urn:schemas-microsoft-com:vml");
    footer.set("xmlns:o", "urn:schemas-microsoft-com:office:office");
    let mut text = Element::new("w:txbxContent");
    text.children = std::mem::take(&mut footer.children);
    let drawing =
        Element::new("w:pict").containing(shape_kind()).containing(shape(text, index, style));
    let run = Element::new("w:r").containing(drawing);
    let properties =
        Element::new("w:pPr").containing(Element::new("w:pStyle").with("w:val", styles::FOOTER));
    footer.push(Element::new("w:p").containing(properties).containing(run));
    footer
}

fn shape<'a>(text: Element<'a>, index: usize, style: &Style) -> Element<'a> {
    let text = Element::new("v:textbox")
        .with("style", "layout-flow:vertical")
        .with("inset", "0,0,0,0")
        .containing(text);
    Element::new("v:shape")
        .with("id", format!("TurnedNumber{index}"))
        .with("o:spid", format!("_x0000_s{}", FIRST_SHAPE + index))
        .with("type", "#_x0000_t202")
        .with("style", place(style))
        .with("filled", "f")
        .with("stroked", "f")
        .containing(text)
}

/// Word's own kind of shape 202: a text box.
fn shape_kind() -> Element<'static> {
    Element::new("v:shapetype")
        .with("id", "_x0000_t202")
        .with("coordsize", "21600,21600")
        .with("o:spt", "202")
        .with("path", "m,l,21600r21600,l21600,xe")
        .containing(Element::new("v:stroke").with("joinstyle", "miter"))
        .containing(
            Element::new("v:path").with("gradientshapeok", "t").with("o:connecttype", "rect"),
        )
}

/// Behind the ids of watermarks.
const FIRST_SHAPE: usize = 2305;

/// As long as the type area is wide. Its text begins at the right, and there is room for one more
/// line: where a face's lines are higher, none is cut off.
fn place(style: &Style) -> String {
    let page = &style.page;
    let size_mm = style.text(Role::PageNumber).size_mm();
    let right = page.bottom_mm - style.page_number.drop_mm + 0.5 * size_mm;
    let width = 2.0 * size_mm;
    let pt = |mm: f64| f64::from(twips_mm(mm)) / 20.0;
    format!(
        "position:absolute;margin-left:{}pt;margin-top:{}pt;width:{}pt;height:{}pt;z-index:1;\
         mso-position-horizontal-relative:page;mso-position-vertical-relative:page",
        pt(right - width),
        pt(page.left_mm),
        pt(width),
        pt(page.text_width_mm()),
    )
}
