//! A new report folder's files: everything that is known filled in, every number and fact that is
//! not as `null`, so that `check` lists it.

use serde_json::json;

use crate::field::{FieldGroup, FieldId, Member};
use crate::form::Form;
use crate::layout::Layout;
use crate::messages::Language;
use crate::report::Report;
use crate::rules::sum;
use crate::schema::schema;
use crate::statistics::Statistics;

/// Name of the schema beside report.json.
pub const SCHEMA_JSON: &str = "report.schema.json";

/// report.json, narrative.md and the schema of a new report.
#[derive(Debug)]
pub struct Scaffold {
    /// report.json.
    pub report: String,
    /// narrative.md; none where the form has no text.
    pub narrative: Option<String>,
    /// report.schema.json.
    pub schema: String,
}

/// A report of `agency` on `year`; from an earlier one, and its form, come kind, website, contact
/// and, from that of the year before, what was carried over, and what is in force.
pub fn scaffold(
    layout: &Layout,
    agency: &str,
    year: u16,
    last: Option<(&Report, &Form)>,
) -> Scaffold {
    let before = last.filter(|(report, _)| report.year.checked_add(1) == Some(year));
    let carried = before.map(|(report, form)| match form.id == layout.form.id {
        true => report.statistics.clone(),
        false => report.statistics.laid_on(&layout.form.fields, layout.form.before(form)),
    });
    let last = last.map(|(report, _)| report);
    let facts = facts(layout, last);
    let known = |id| known(layout, id, carried.as_ref());
    write(layout, Some(agency), year, facts, &known)
}

/// A report on `year` with all its numbers; an agency that is not known stays `null`.
pub fn with_statistics(
    layout: &Layout,
    agency: Option<&str>,
    year: u16,
    statistics: &Statistics,
) -> Scaffold {
    write(layout, agency, year, Vec::new(), &|id| Some(statistics.get(id)?.value.json()))
}

/// What is known of a number, or of all numbers of a group at once.
pub(crate) type Known<'a> = dyn Fn(&Member) -> Option<String> + 'a;

fn write(
    layout: &Layout,
    agency: Option<&str>,
    year: u16,
    facts: Vec<String>,
    known: &dyn Fn(FieldId) -> Option<String>,
) -> Scaffold {
    let mut lines = vec![format!("  \"$schema\": {},", json!(format!("./{SCHEMA_JSON}")))];
    if !layout.form.by_year {
        lines.push(format!("  \"layout\": {},", json!(layout.form.id)));
    }
    lines.push(format!("  \"agency\": {},", json!(agency)));
    lines.push(format!("  \"year\": {year},"));
    lines.extend(facts);
    let root = layout.form.fields.root();
    let known = |member: &Member| match member {
        Member::Field(id) => known(*id),
        Member::Group(_) => None,
    };
    lines.push(format!("  \"statistics\": {}", numbers(&layout.form, root, &known, 1)));
    let schema = format!("{:#}\n", schema(layout, Language::Chinese));
    Scaffold {
        report: format!("{{\n{}\n}}\n", lines.join("\n")),
        narrative: outline(&layout.form),
        schema,
    }
}

/// A narrative.md of headings alone; none where the form has no text.
pub(crate) fn outline(form: &Form) -> Option<String> {
    let mut text = String::new();
    for section in form.sections.iter().filter(|section| section.table.is_none()) {
        text.push_str(&format!("# {}\n\n", section.heading));
        for heading in &section.outline {
            text.push_str(&format!("## {heading}\n\n"));
        }
    }
    form.has_text().then(|| text.trim_end().to_owned() + "\n")
}

/// What is to be said of the body beside its name: what last year's report says, and `null`.
fn facts(layout: &Layout, last: Option<&Report>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push("  \"date\": null,".to_owned());
    if !layout.form.levels.is_empty() {
        let level = last.and_then(|last| last.level.as_ref());
        lines.push(format!("  \"level\": {},", json!(level)));
    }
    for group in &layout.form.facts {
        let said = |key: &str| last?.facts.get(&format!("{}.{key}", group.key));
        // Last year's body is this year's: what it did not say then it need not say now.
        // Of a new body that is asked which the preface prints.
        let printed = |key: &str| {
            let name = format!("{{{}.{key}", group.key);
            layout.form.preface.iter().any(|clause| clause.names(&name))
        };
        let shown = layout.form.shown_facts();
        let wanted = |key: &str| match last {
            _ if shown.contains(&(group.key.as_str(), key)) => true,
            Some(_) => said(key).is_some(),
            None => printed(key),
        };
        let facts: Vec<String> = group
            .facts
            .iter()
            .filter(|fact| wanted(&fact.key))
            .map(|fact| format!("{}: {}", json!(fact.key), json!(said(&fact.key))))
            .collect();
        if !facts.is_empty() {
            lines.push(format!("  {}: {{ {} }},", json!(group.key), facts.join(", ")));
        }
    }
    lines
}

/// The object of a group: a row of numbers on one line, groups of rows on lines of their own.
/// Totals are left to the program.
pub(crate) fn numbers(form: &Form, group: &FieldGroup, known: &Known<'_>, depth: usize) -> String {
    let mut entries = Vec::new();
    let mut flat = true;
    for member in &group.members {
        if form.computes(member) {
            continue;
        }
        let value = match (known(member), member) {
            (Some(known), _) => known,
            (None, Member::Field(_)) => "null".to_owned(),
            (None, Member::Group(group)) => numbers(form, group, known, depth + 1),
        };
        flat &= matches!(member, Member::Field(_));
        entries.push(format!("\"{}\": {value}", member.path(&form.fields).name()));
    }
    if flat {
        return format!("{{ {} }}", entries.join(", "));
    }
    let indent = "  ".repeat(depth);
    format!("{{\n{indent}  {}\n{indent}}}", entries.join(&format!(",\n{indent}  ")))
}

/// What last year's report says of this year's number: the layout's rules across years name where
/// it stands there.
fn known(layout: &Layout, id: FieldId, last: Option<&Statistics>) -> Option<String> {
    let before = layout.rules.iter().find_map(|(_, rule)| rule.carries(id))?;
    sum(&before, last?)
}
