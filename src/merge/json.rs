//! Numbers into report.json: each at its own digits, nothing else touched.

use std::collections::BTreeMap;

use super::edits::SourceEdit;
use crate::diagnostic::Source;
use crate::field::{FieldGroup, FieldPath, Fields, Member};
use crate::form::Form;
use crate::reader::json::{JsonText, Node};

/// Where a number stands in report.json.
pub(super) enum NumberPlace<'a> {
    /// Its digits.
    Own(Node<'a>),
    /// The 0 that stands for all numbers below a path.
    Zero(FieldPath, Node<'a>),
    /// Nowhere.
    Missing,
}

/// Where the number at `path` stands.
pub(super) fn find<'a>(
    text: &'a JsonText<'a>,
    source: &Source,
    path: &FieldPath,
) -> NumberPlace<'a> {
    let entry = |node: Node<'a>, key: &str| {
        node.entries()?.into_iter().find(|entry| entry.key == key).map(|entry| entry.value)
    };
    let root = Node::parse(text, source).ok();
    let statistics = root.and_then(|root| entry(root, "statistics"));
    let Some(mut node) = statistics else { return NumberPlace::Missing };
    let mut above = FieldPath::new("");
    for name in path.as_str().split('.') {
        if node.raw() == "0" {
            return NumberPlace::Zero(above, node);
        }
        let Some(next) = entry(node, name) else { return NumberPlace::Missing };
        node = next;
        above = above.join(name);
    }
    NumberPlace::Own(node)
}

/// The edits that write numbers into a report.json: digits in the place of digits, and what a 0
/// stands for written out as far as it must be.
pub(super) fn edits(
    source: &Source,
    form: &Form,
    numbers: &BTreeMap<FieldPath, String>,
) -> Vec<SourceEdit> {
    let text = JsonText::written(source);
    let mut edits = Vec::new();
    let mut zeros: BTreeMap<usize, (FieldPath, Node<'_>)> = BTreeMap::new();
    for (path, digits) in numbers {
        match find(&text, source, path) {
            NumberPlace::Own(node) => {
                edits.push(SourceEdit { range: node.range(), text: digits.clone() });
            }
            NumberPlace::Zero(group, node) => {
                zeros.insert(node.range().start, (group, node));
            }
            NumberPlace::Missing => {}
        }
    }
    for (path, node) in zeros.into_values() {
        if let Some(group) = group(form.fields.root(), &path) {
            let indent = indent(source.text(), node.range().start);
            let text = written_out(group, form, numbers, &indent);
            edits.push(SourceEdit { range: node.range(), text });
        }
    }
    edits
}

fn group<'f>(root: &'f FieldGroup, path: &FieldPath) -> Option<&'f FieldGroup> {
    if root.path == *path {
        return Some(root);
    }
    root.members.iter().find_map(|member| match member {
        Member::Group(inner) => group(inner, path),
        Member::Field(_) => None,
    })
}

/// A group of zeros with the numbers that are none; what is all zeros stays a 0, and totals that
/// can be worked out are left out.
fn written_out(
    group: &FieldGroup,
    form: &Form,
    numbers: &BTreeMap<FieldPath, String>,
    indent: &str,
) -> String {
    let fields: &Fields = &form.fields;
    let inner = format!("{indent}  ");
    let changed = |member: &Member| {
        member.fields().into_iter().any(|id| numbers.contains_key(&fields[id].path))
    };
    let kept = group.members.iter().filter(|member| changed(member) || !form.computes(member));
    let entries = kept.map(|member| {
        let path = member.path(fields);
        let value = match member {
            Member::Field(_) => numbers.get(path).cloned().unwrap_or_else(|| "0".to_owned()),
            Member::Group(below) if changed(member) => written_out(below, form, numbers, &inner),
            Member::Group(_) => "0".to_owned(),
        };
        format!("\n{inner}\"{}\": {value}", path.name())
    });
    format!("{{{}\n{indent}}}", entries.collect::<Vec<_>>().join(","))
}

/// What the line at `at` is set in by.
fn indent(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..at].chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}
