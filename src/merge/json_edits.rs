//! Numbers in the bytes of report.json: where each stands, and how others get in. Nothing else of
//! the file changes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edits::SourceEdit;
use crate::diagnostic::Source;
use crate::field::{Field, FieldGroup, FieldId, Member, Value};
use crate::form::Form;
use crate::reader::json::{Entry, Node};
use crate::scaffold;

/// The key of the numbers in report.json.
const STATISTICS: &str = "statistics";

/// What stands in the place of a number.
pub(super) struct NumberToken {
    /// Its digits, `null`, or whatever else, as report.json writes it.
    pub text: String,
    /// Its bytes; those of the `0` that stands for it.
    pub range: Range<usize>,
}

impl NumberToken {
    fn of(node: Node<'_>, field: &Field) -> NumberToken {
        let chosen = || {
            let names: Option<Vec<String>> = node.items()?.iter().map(Node::string).collect();
            field.chosen(names?.iter().map(String::as_str)).ok()
        };
        let value = node.string().map(Value::Text).or_else(chosen);
        let text = value.map_or_else(|| node.raw().to_owned(), |value| value.json());
        NumberToken { text, range: node.range() }
    }

    /// Whether it gives something: `null` stands where a number is to be filled in.
    pub fn is_given(&self) -> bool {
        self.text != "null"
    }
}

/// What stands in the place of each number. `0` in the place of a group stands for each of its
/// numbers.
pub(super) fn tokens(root: Node<'_>, form: &Form) -> BTreeMap<FieldId, NumberToken> {
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
    tokens: &mut BTreeMap<FieldId, NumberToken>,
) {
    if node.raw() == "0" {
        let zero = |id| {
            let text = form.fields[id].zero()?.json();
            Some((id, NumberToken { text, range: node.range() }))
        };
        tokens.extend(group.fields().into_iter().filter_map(zero));
        return;
    }
    for member in &group.members {
        match (entry(node, member.path(&form.fields).name()), member) {
            (Some(node), Member::Field(id)) => {
                tokens.insert(*id, NumberToken::of(node, &form.fields[*id]));
            }
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
) -> Vec<SourceEdit> {
    let mut writer = EditWriter { source, form, changes, edits: Vec::new() };
    if !changes.is_empty() {
        let entries = root.entries().unwrap_or_default();
        let group = form.fields.root();
        match entries.iter().find(|entry| entry.key == STATISTICS) {
            Some(entry) => writer.group(group, entry.value),
            None => {
                let text = writer.object(group, false);
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
    edits: Vec<SourceEdit>,
}

impl EditWriter<'_> {
    fn touches(&self, member: &Member) -> bool {
        member.fields().iter().any(|id| self.changes.contains_key(id))
    }

    /// Puts the changes into the object of a group.
    fn group(&mut self, group: &FieldGroup, node: Node<'_>) {
        let entries = node.entries().unwrap_or_default();
        if entries.is_empty() {
            // `0`, `{}`, or something that is no group: it is written out.
            let text = self.set_in(&self.object(group, node.raw() == "0"), node.range().start);
            self.edits.push(SourceEdit { range: node.range(), text });
            return;
        }
        let mut before: Option<&Entry<'_>> = None;
        for member in &group.members {
            let name = member.path(&self.form.fields).name();
            let there = entries.iter().find(|entry| entry.key == name);
            match (there, member) {
                _ if !self.touches(member) => {}
                (Some(entry), Member::Group(group)) => self.group(group, entry.value),
                (Some(entry), Member::Field(id)) => {
                    let text = self.changes[id].clone();
                    self.edits.push(SourceEdit { range: entry.value.range(), text });
                }
                (None, _) if self.form.computes(member) => {}
                (None, Member::Field(id)) => {
                    let text = self.changes[id].clone();
                    self.insert(node, before.or(entries.last()), name, &text);
                }
                (None, Member::Group(group)) => {
                    let text = self.object(group, false);
                    self.insert(node, before.or(entries.last()), name, &text);
                }
            }
            before = there.or(before);
        }
    }

    /// The object of a group with the changes. The rest of what was 0 is 0 still; other numbers are
    /// `null`, for they are not known.
    fn object(&self, group: &FieldGroup, was_zero: bool) -> String {
        let known = |member: &Member| match member {
            Member::Field(id) if self.changes.contains_key(id) => self.changes.get(id).cloned(),
            Member::Field(id) => {
                self.form.fields[*id].zero().filter(|_| was_zero).map(|it| it.json())
            }
            Member::Group(_) => (was_zero && !self.touches(member)).then(|| "0".to_owned()),
        };
        scaffold::numbers(self.form, group, &known, 0)
    }

    /// An object of several lines, set in as the line that holds the byte `at`.
    fn set_in(&self, object: &str, at: usize) -> String {
        object.replace('\n', &format!("\n{}", self.indent(at)))
    }

    /// What the line of a byte is set in by.
    fn indent(&self, at: usize) -> &str {
        let text = self.source.text();
        let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let own = text[line..at].trim_start_matches([' ', '\t']);
        &text[line..at - own.len()]
    }

    /// Puts an entry into an object behind another, on a line of its own where that one has one.
    fn insert(&mut self, object: Node<'_>, behind: Option<&Entry<'_>>, key: &str, value: &str) {
        let at = behind.map_or(object.range().start, |entry| entry.key_range.start);
        let value = self.set_in(value, at);
        let Some(behind) = behind else {
            let range = object.range().start + 1..object.range().end.saturating_sub(1);
            self.edits.push(SourceEdit { range, text: format!(" \"{key}\": {value} ") });
            return;
        };
        let before = &self.source.text()[object.range().start..at];
        let own_line = before.rfind('\n').is_some_and(|line| before[line..].trim().is_empty());
        let gap = if own_line { format!("\n{}", self.indent(at)) } else { " ".to_owned() };
        let at = behind.value.range().end;
        self.edits.push(SourceEdit { range: at..at, text: format!(",{gap}\"{key}\": {value}") });
    }
}
