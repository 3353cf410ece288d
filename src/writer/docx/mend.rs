//! Between docx-rs and the zip: what docx-rs 0.4.22 cannot say, or says otherwise than the schema
//! (ECMA-376, transitional) allows. Here is what goes wrong in every part; what a single kind of
//! part lacks is mended in the file that makes it. When docx-rs learns it, the mend goes.

use super::order::order;
use crate::ooxml::{self, Child, Element};

/// The error is a fault of this program, not of the report.
pub(super) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What is to be put right in a paragraph or table once docx-rs has built it.
pub(super) type Mend = Box<dyn for<'a> FnOnce(&mut Element<'a>)>;

/// Reads a part that docx-rs built.
pub(super) fn parse(built: &[u8]) -> Result<Element<'_>> {
    Ok(ooxml::parse(std::str::from_utf8(built)?)?)
}

/// Mends what goes wrong in every part, and writes it.
pub(super) fn finish(mut part: Element<'_>) -> Vec<u8> {
    part.walk(&mut |element| {
        match &*element.name {
            // docx-rs draws it from a counter of the whole process; Word makes its own.
            "w:p" => element.remove(&["w14:paraId"]),
            "w:gridCol" => element.remove(&["w:type"]), // not an attribute of gridCol
            _ => {}
        }
        element.children.retain(|node| !is_hollow(node));
        if let Some(order) = order(&element.name) {
            element.children.sort_by_key(|node| rank(node, order));
        }
    });
    part.write()
}

/// docx-rs writes empty run properties everywhere, in a style's paragraph properties too, where
/// none may stand.
fn is_hollow(node: &Child<'_>) -> bool {
    matches!(node, Child::Element(child) if child.name == "w:rPr" && child.children.is_empty())
}

/// The place of a child among its siblings; what the order does not name comes last.
fn rank(node: &Child<'_>, order: &[&str]) -> usize {
    let Child::Element(child) = node else { return order.len() };
    let name = child.name.strip_prefix("w:");
    order.iter().position(|known| name == Some(known)).unwrap_or(order.len())
}
