//! Numbers in the bytes of report.json: where each stands, and how others get in. Nothing else of
//! the file changes.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Source;
use crate::field::{FieldGroup, FieldId, Member};
use crate::form::Form;
use crate::reader::json::{Entry, Node};
use crate::scaffold;

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonEdit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

/// The key of the numbers in report.json.
const STATISTICS: &str = "statistics";

/// What stands in the place of each number: its digits, `null`, or whatever else. `0` in the place
/// of a group stands for each of its numbers.
pub(super) fn tokens(root: Node<'_>, form: &Form) -> BTreeMap<FieldId, String> {
    let mut tokens = BTreeMap::new();
    if let Some(node) = entry(root, STATISTICS) {
        collect(form.fields.root(), node, form, &mut tokens);
    }
    tokens
}

fn collect(
    group: &FieldGroup,
    node: Node<'_>,
    form: &Form,
    tokens: &mut BTreeMap<FieldId, String>,
) {
    if node.raw() == "0" {
        let zero = |id| Some((id, form.fields[id].zero()?.json()));
        tokens.extend(group.fields().into_iter().filter_map(zero));
        return;
    }
    for member in &group.members {
        match (entry(node, member.path(&form.fields).name()), member) {
            (Some(node), Member::Field(id)) => drop(tokens.insert(*id, node.raw().to_owned())),
            (Some(node), Member::Group(group)) => collect(group, node, form, tokens),
            (None, _) => {}
        }
    }
}

fn entry<'a>(node: Node<'a>, key: &str) -> Option<Node<'a>> {
    node.entries()?.into_iter().find(|entry| entry.key == key).map(|entry| entry.value)
}

/// The edits that put numbers into report.json, from its beginning.
pub(super) fn edits(
    source: &Source,
    root: Node<'_>,
    form: &Form,
    changes: &BTreeMap<FieldId, String>,
) -> Vec<JsonEdit> {
    let mut writer = EditWriter { source, form, changes, edits: Vec::new() };
    if !changes.is_empty() {
        let entries = root.entries().unwrap_or_default();
        let group = form.fields.root();
        match entries.iter().find(|entry| entry.key == STATISTICS) {
            Some(entry) => writer.group(group, entry.value, 1),
            None => {
                let text = writer.object(group, 1, &BTreeMap::new());
                writer.insert(root, entries.last(), STATISTICS, &text);
            }
        }
    }
    writer.edits.sort_by_key(|edit| edit.range.start);
    writer.edits
}

struct EditWriter<'a> {
    source: &'a Source,
    form: &'a Form,
    changes: &'a BTreeMap<FieldId, String>,
    edits: Vec<JsonEdit>,
}

impl EditWriter<'_> {
    fn touches(&self, member: &Member) -> bool {
        member.fields().iter().any(|id| self.changes.contains_key(id))
    }

    /// Puts the changes into the object of a group; `depth` is how deep it lies in report.json.
    fn group(&mut self, group: &FieldGroup, node: Node<'_>, depth: usize) {
        let entries = node.entries().unwrap_or_default();
        if entries.is_empty() {
            // `0`, `{}`, or something that is no group: it is written out.
            let is_zero = node.raw() == "0";
            let zero = |id| Some((id, self.form.fields[id].zero().filter(|_| is_zero)?.json()));
            let there = group.fields().into_iter().filter_map(zero);
            let text = self.object(group, depth, &there.collect());
            self.edits.push(JsonEdit { range: node.range(), text });
            return;
        }
        let mut before: Option<&Entry<'_>> = None;
        for member in &group.members {
            let name = member.path(&self.form.fields).name();
            let there = entries.iter().find(|entry| entry.key == name);
            match (there, member) {
                _ if !self.touches(member) => {}
                (Some(entry), Member::Group(group)) => self.group(group, entry.value, depth + 1),
                (Some(entry), Member::Field(id)) => {
                    let text = self.changes[id].clone();
                    self.edits.push(JsonEdit { range: entry.value.range(), text });
                }
                (None, _) if self.form.computes(member) => {}
                (None, Member::Field(id)) => {
                    let text = self.changes[id].clone();
                    self.insert(node, before.or(entries.last()), name, &text);
                }
                (None, Member::Group(group)) => {
                    let text = self.object(group, depth + 1, &BTreeMap::new());
                    self.insert(node, before.or(entries.last()), name, &text);
                }
            }
            before = there.or(before);
        }
    }

    /// The object of a group: the changes, what is `there` already, and `null` for the rest.
    fn object(
        &self,
        group: &FieldGroup,
        depth: usize,
        there: &BTreeMap<FieldId, String>,
    ) -> String {
        let known = |id: FieldId| self.changes.get(&id).or(there.get(&id)).cloned();
        scaffold::numbers(self.form, group, &known, depth)
    }

    /// Puts an entry into an object behind another, on a line of its own where that one has one.
    fn insert(&mut self, object: Node<'_>, behind: Option<&Entry<'_>>, key: &str, value: &str) {
        let Some(behind) = behind else {
            let range = object.range().start + 1..object.range().end.saturating_sub(1);
            self.edits.push(JsonEdit { range, text: format!(" \"{key}\": {value} ") });
            return;
        };
        let text = self.source.text();
        let line = text[..behind.key_range.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &text[line..behind.key_range.start];
        let gap = match line > object.range().start && indent.trim().is_empty() {
            true => format!("\n{indent}"),
            false => " ".to_owned(),
        };
        let at = behind.value.range().end;
        self.edits.push(JsonEdit { range: at..at, text: format!(",{gap}\"{key}\": {value}") });
    }
}
