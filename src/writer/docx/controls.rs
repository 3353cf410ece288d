//! Content controls around the numbers: an editor sees what a cell is, and can change the number but not delete its place. LibreOffice 7.4
//! writes broken files when such a number is changed with tracking on, so that they are made only where they are asked for.

use std::collections::BTreeMap;

use super::anchors;
use super::dom::{Element, Node};
use crate::document::{Document, Slot};

/// Word takes no longer titles.
const LONGEST: usize = 64;

/// Puts every number cell's runs into a control that has the cell's anchor as tag and its label, from `labels` by path, as title.
pub(super) fn add(body: &mut Element<'_>, document: &Document, labels: &BTreeMap<&str, String>) {
    let rows = document
        .tables()
        .into_iter()
        .flat_map(|table| &table.groups)
        .flat_map(|group| group.head.iter().chain(&group.body));
    let paths = rows
        .flat_map(|row| &row.slots)
        .filter_map(|slot| if let Slot::Cell(cell) = slot { cell.path.as_ref() } else { None });
    let titles: BTreeMap<String, String> = paths
        .map(|path| {
            (
                anchors::number_name(path),
                title(labels.get(path.as_str()).map_or(path.as_str(), String::as_str)),
            )
        })
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
        let first = element
            .children
            .iter()
            .position(|node| matches!(node, Node::Element(child) if child.name == "w:r"));
        let runs = element.children.split_off(first.unwrap_or(element.children.len()));
        let value =
            |name: &'static str, value: &str| Element::new(name).with("w:val", value.to_owned());
        let properties = Element::new("w:sdtPr")
            .containing(value("w:alias", title))
            .containing(value("w:tag", tag))
            .containing(value("w:id", &given.to_string()))
            .containing(value("w:lock", "sdtLocked"))
            .containing(Element::new("w:text"));
        let mut content = Element::new("w:sdtContent");
        content.children = runs;
        element
            .children
            .push(Node::Element(Element::new("w:sdt").containing(properties).containing(content)));
    });
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
