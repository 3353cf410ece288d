//! Content controls around the numbers: an editor sees what a cell is, and can change the number
//! but not delete its place. LibreOffice 7.4 writes broken files when such a number is changed with
//! tracking on, so that they are made only where they are asked for.

use std::collections::BTreeMap;

use super::anchors;
use crate::anchor;
use crate::document::Document;
use crate::ooxml::{Child, Element};

/// Word takes no longer titles.
const LONGEST: usize = 64;

/// Puts every number cell's runs into a control that has the cell's anchor as tag and its label,
/// from `labels` by path, as title.
pub(super) fn add(body: &mut Element<'_>, document: &Document, labels: &BTreeMap<&str, String>) {
    let label = |path: &str| title(labels.get(path).map_or(path, String::as_str));
    let titles: BTreeMap<String, String> = anchors::number_paths(document)
        .map(|path| (anchor::number(path), label(path.as_str())))
        .collect();
    let mut given = 0;
    body.walk(&mut |element| {
        if element.name != "w:p" {
            return;
        }
        let name = element
            .elements()
            .find(|child| child.name == "w:bookmarkStart")
            .and_then(|start| start.attribute("w:name"));
        let Some((tag, title)) = name.and_then(|name| titles.get_key_value(&*name)) else { return };
        given += 1;
        control(element, given, tag, title);
    });
}

/// Puts the runs of a paragraph into a control.
fn control(paragraph: &mut Element<'_>, id: usize, tag: &str, title: &str) {
    let is_run = |node: &Child| matches!(node, Child::Element(child) if child.name == "w:r");
    let first = paragraph.children.iter().position(is_run);
    let runs = paragraph.children.split_off(first.unwrap_or(paragraph.children.len()));
    let value =
        |name: &'static str, value: &str| Element::new(name).with("w:val", value.to_owned());
    let properties = Element::new("w:sdtPr")
        .containing(value("w:alias", title))
        .containing(value("w:tag", tag))
        .containing(value("w:id", &id.to_string()))
        .containing(value("w:lock", "sdtLocked"))
        .containing(Element::new("w:text"));
    let mut content = Element::new("w:sdtContent");
    content.children = runs;
    paragraph.push(Element::new("w:sdt").containing(properties).containing(content));
}

/// A label as a title: its end says more than its beginning.
fn title(label: &str) -> String {
    let count = label.chars().count();
    if count <= LONGEST {
        label.to_owned()
    } else {
        std::iter::once('…').chain(label.chars().skip(count - LONGEST + 1)).collect()
    }
}
