//! A new report folder's files: everything that is known filled in, every number that is not as `null`, so that `check` lists it.

use serde_json::json;

use crate::layout::{Field, Layout, Relation, children};
use crate::report::{Level, Report, Statistics};
use crate::schema::schema;

/// Name of the schema beside report.json.
pub const SCHEMA_JSON: &str = "report.schema.json";

/// report.json, narrative.md and the schema of a new report.
#[derive(Debug)]
pub struct Scaffold {
    /// report.json.
    pub report: String,
    /// narrative.md.
    pub narrative: String,
    /// report.schema.json.
    pub schema: String,
}

/// A report of `agency` on `year`; from last year's `last` come kind, website and contact, what was carried over, and what is in force.
pub fn scaffold(layout: &Layout, agency: &str, year: u16, last: Option<&Report>) -> Scaffold {
    write(layout, Some(agency), year, last, &|path| known(layout, path, last))
}

/// A report on `year` with all its numbers; an agency that is not known stays `null`.
pub fn with_statistics(
    layout: &Layout,
    agency: Option<&str>,
    year: u16,
    statistics: &Statistics,
) -> Scaffold {
    write(layout, agency, year, None, &|path| Some(statistics.numbers.get(path)?.text.clone()))
}

/// What is known of the number at a path.
type Known<'a> = dyn Fn(&str) -> Option<String> + 'a;

fn write(
    layout: &Layout,
    agency: Option<&str>,
    year: u16,
    last: Option<&Report>,
    known: &Known<'_>,
) -> Scaffold {
    let mut lines = vec![format!("  \"$schema\": {},", json!(format!("./{SCHEMA_JSON}")))];
    lines.push(format!("  \"agency\": {},", json!(agency)));
    lines.push(format!("  \"year\": {year},"));
    if let Some(level) = last.and_then(|last| last.level) {
        let name = match level {
            Level::Government => "government",
            Level::Department => "department",
            Level::Township => "township",
        };
        lines.push(format!("  \"level\": \"{name}\","));
    }
    for group in ["website", "contact"] {
        let prefix = format!("{group}.");
        let facts = last
            .into_iter()
            .flat_map(|last| &last.facts)
            .filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, text)));
        let facts: Vec<String> =
            facts.map(|(key, text)| format!("{}: {}", json!(key), json!(text))).collect();
        if !facts.is_empty() {
            lines.push(format!("  \"{group}\": {{ {} }},", facts.join(", ")));
        }
    }
    let fields: Vec<&Field> = layout.fields.iter().collect();
    lines.push(format!("  \"statistics\": {}", numbers(layout, "", &fields, known, 1)));
    let mut narrative = String::new();
    for section in layout.form.sections.iter().filter(|section| section.table.is_none()) {
        narrative.push_str(&format!("# {}\n\n", section.heading));
        for heading in &section.outline {
            narrative.push_str(&format!("## {heading}\n\n"));
        }
    }
    let schema = serde_json::to_string_pretty(&schema(layout)).unwrap_or_default() + "\n";
    Scaffold {
        report: format!("{{\n{}\n}}\n", lines.join("\n")),
        narrative: narrative.trim_end().to_owned() + "\n",
        schema,
    }
}

/// The object at `path`: a row of numbers on one line, groups of rows on lines of their own. Totals are left to the program.
fn numbers(
    layout: &Layout,
    path: &str,
    below: &[&Field],
    known: &Known<'_>,
    depth: usize,
) -> String {
    let mut entries = Vec::new();
    let mut flat = true;
    for (name, inside) in children(path, below) {
        let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if inside.iter().all(|field| layout.totals.contains_key(&field.path)) {
            continue;
        }
        let value = match inside.as_slice() {
            [field] if field.path == inner => known(&inner).unwrap_or_else(|| "null".to_owned()),
            _ => {
                flat = false;
                numbers(layout, &inner, &inside, known, depth + 1)
            }
        };
        entries.push(format!("\"{name}\": {value}"));
    }
    if flat {
        return format!("{{ {} }}", entries.join(", "));
    }
    let indent = "  ".repeat(depth);
    format!("{{\n{indent}  {}\n{indent}}}", entries.join(&format!(",\n{indent}  ")))
}

/// What last year's report says of this year's number at `path`: the layout's cross-year rules name where it stands there.
fn known(layout: &Layout, path: &str, last: Option<&Report>) -> Option<String> {
    let equal = layout.rules.sums.iter().filter(|rule| rule.relation == Relation::Equal);
    let cases = equal.flat_map(|rule| &rule.cases);
    let same = cases
        .filter(|case| case.left.len() == 1 && case.left[0].path == path && !case.left[0].previous);
    let term = same
        .filter_map(|case| case.right.first().filter(|term| term.previous && !term.negative))
        .next()?;
    Some(last?.statistics.numbers.get(&term.path)?.text.clone())
}
