//! report.json of a file from elsewhere: what is not known is not in it.

use serde_json::json;

use super::recognise::{FoundNumber, Recognised};
use super::text::FoundText;
use crate::field::{FieldGroup, FieldId, Fields, Member};

/// report.json.
pub(super) fn report_json(recognised: &Recognised<'_>, text: &FoundText) -> String {
    let form = &recognised.layout.form;
    let mut lines = vec![format!("  \"layout\": {}", json!(form.id))];
    lines.extend(text.agency.as_ref().map(|agency| format!("  \"agency\": {}", json!(agency))));
    lines.extend(text.year.map(|year| format!("  \"year\": {year}")));
    lines.extend(
        text.date.map(|date| {
            format!("  \"date\": \"{:04}-{:02}-{:02}\"", date.year, date.month, date.day)
        }),
    );
    for group in &form.facts {
        let facts = group.facts.iter().filter_map(|fact| {
            let path = format!("{}.{}", group.key, fact.key);
            let (_, text) = text.facts.iter().find(|(known, _)| *known == path)?;
            Some(format!("{}: {}", json!(fact.key), json!(text)))
        });
        let facts: Vec<String> = facts.collect();
        if !facts.is_empty() {
            lines.push(format!("  {}: {{ {} }}", json!(group.key), facts.join(", ")));
        }
    }
    let numbers = numbers(&form.fields, form.fields.root(), &recognised.entries, 1);
    lines.push(format!("  \"statistics\": {}", numbers.unwrap_or_else(|| "{}".to_owned())));
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The object of a group: a row of numbers on one line, groups of rows on lines of their own. None
/// where nothing in it is known.
fn numbers(
    fields: &Fields,
    group: &FieldGroup,
    entries: &[FoundNumber],
    depth: usize,
) -> Option<String> {
    let value = |id: FieldId| entries.get(id.index()).and_then(|entry| entry.value.clone());
    let mut flat = true;
    let known = group.members.iter().filter_map(|member| {
        let value = match member {
            Member::Field(id) => value(*id)?,
            Member::Group(group) => {
                flat = false;
                numbers(fields, group, entries, depth + 1)?
            }
        };
        Some(format!("\"{}\": {value}", member.path(fields).name()))
    });
    let known: Vec<String> = known.collect();
    if known.is_empty() {
        return None;
    }
    if flat {
        return Some(format!("{{ {} }}", known.join(", ")));
    }
    let indent = "  ".repeat(depth);
    let between = format!(",\n{indent}  ");
    Some(format!("{{\n{indent}  {}\n{indent}}}", known.join(&between)))
}
