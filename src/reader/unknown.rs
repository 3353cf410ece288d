//! What report.json does not say: what is still to be filled in, and what is likely of one that
//! can't be read at all.

use std::collections::BTreeMap;

use super::entries::Values;
use super::json::Node;
use super::metadata::{Head, HeadReader};
use super::{Folder, REPORT_JSON};
use crate::finding;
use crate::form::Form;
use crate::layout::Layouts;

/// What is likely of a report.json that can't be read: nothing but its edition.
pub(super) fn guess<'l>(folder: &Folder, layouts: &'l Layouts) -> Option<Head<'static, 'l>> {
    let text = folder.files.get(REPORT_JSON).map(|bytes| String::from_utf8_lossy(bytes));
    let after = text.as_ref().and_then(|text| text.split_once("\"year\""));
    let digits = after.map(|(_, after)| after.trim_start_matches([' ', ':', '"', '：']));
    let year = digits.and_then(|digits| digits.get(..4)?.parse().ok());
    let layout = year.and_then(|year| layouts.for_year(year)).or_else(|| layouts.newest())?;
    Some(Head {
        layout,
        agency: String::new(),
        agency_lines: Vec::new(),
        year: None,
        year_location: None,
        date: None,
        date_location: None,
        level: None,
        facts: BTreeMap::new(),
        waived: BTreeMap::new(),
        statistics: None,
    })
}

impl<'a> HeadReader<'_, '_> {
    /// Tells in one finding of all that is still to be filled in, beside the numbers.
    pub fn unfilled(&mut self, top: &Values<'a>, form: &Form) {
        let mut blank: Vec<(String, Node<'a>)> = Vec::new();
        let is_blank = |node: &Node<'a>| node.raw() == "null";
        for key in ["agency", "date", "level"] {
            let node = top.get(key).filter(|node| is_blank(node));
            blank.extend(node.map(|node| (key.to_owned(), *node)));
        }
        for group in &form.facts {
            let Some(entries) = top.get(&group.key).and_then(Node::entries) else { continue };
            let entries = entries.into_iter().filter(|entry| is_blank(&entry.value));
            blank
                .extend(entries.map(|entry| (format!("{}.{}", group.key, entry.key), entry.value)));
        }
        blank.sort_by_key(|(_, node)| node.range().start);
        let Some((first, node)) = blank.first() else { return };
        let pointer = format!("/{}", first.replace('.', "/"));
        let names: Vec<String> = blank.iter().map(|(name, _)| name.clone()).collect();
        let finding = finding!("json-type.blank", count = names.len(), names = names);
        self.push(finding, *node, &pointer);
        self.blank = blank.iter().map(|(_, node)| node.range().start).collect();
    }
}
