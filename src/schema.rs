//! report.json as JSON Schema (2020-12), made from a layout: an editor that reads it completes keys
//! and checks while one types.

use serde_json::{Map, Value, json};

use crate::field::{Field, FieldGroup, FieldKind, MOST, Member};
use crate::form::{FactGroup, Form};
use crate::layout::Layout;
use crate::limits::FACT;
use crate::say;

/// The schema of reports of a layout.
pub fn schema(layout: &Layout) -> Value {
    let form = &layout.form;
    let mut properties = Map::new();
    let mut add = |key: &str, value: Value| drop(properties.insert(key.to_owned(), value));
    add("$schema", json!({ "type": "string" }));
    add("layout", json!({ "const": form.id, "title": say!("schema-layout").to_string() }));
    add("agency", text(&say!("schema-agency").to_string()));
    add("agency_lines", agency_lines());
    add("year", year(form));
    add("date", date());
    add("level", level(form));
    for group in &form.facts {
        add(&group.key, facts(group, form));
    }
    let reason = text(&say!("schema-reason").to_string());
    add(
        "waive",
        json!({
            "type": "object",
            "title": say!("schema-waive").to_string(),
            "additionalProperties": reason,
        }),
    );
    add("statistics", numbers(form, form.fields.root()));
    let mut required = vec!["agency", "year", "statistics"];
    for (group, _) in form.shown_facts() {
        if !required.contains(&group) {
            required.push(group);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:nianbao:schema:report:{}", form.id),
        "title": form.name,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn text(title: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "title": title })
}

fn agency_lines() -> Value {
    json!({
        "type": "array",
        "items": { "type": "string", "minLength": 1 },
        "minItems": 1,
        "title": say!("schema-agency-lines").to_string(),
    })
}

fn year(form: &Form) -> Value {
    let last = form.years.to.unwrap_or(9999);
    json!({
        "type": "integer",
        "minimum": form.years.from,
        "maximum": last,
        "title": say!("schema-year").to_string(),
    })
}

fn date() -> Value {
    let mut schema = day();
    schema["title"] = say!("schema-date").to_string().into();
    schema
}

fn level(form: &Form) -> Value {
    let keys: Vec<&str> = form.levels.iter().map(|level| level.key.as_str()).collect();
    let known: Vec<String> =
        form.levels.iter().map(|level| format!("{} {}", level.key, level.title)).collect();
    json!({
        "enum": keys,
        "title": say!("schema-level").to_string(),
        "description": known.join("；"),
    })
}

fn facts(group: &FactGroup, form: &Form) -> Value {
    let properties: Map<String, Value> =
        group.facts.iter().map(|fact| (fact.key.clone(), text(&fact.title))).collect();
    let shown = form.shown_facts().into_iter().filter(|(it, _)| *it == group.key);
    let required: Vec<&str> = shown.map(|(_, key)| key).collect();
    json!({
        "type": "object",
        "title": group.title,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The schema of a group of numbers: an object of them, or 0 for all of them.
fn numbers(form: &Form, group: &FieldGroup) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in &group.members {
        let name = member.path(&form.fields).name();
        if !form.may_lack(member) {
            required.push(name);
        }
        let schema = match member {
            Member::Field(id) => value(&form.fields[*id]),
            Member::Group(group) => numbers(form, group),
        };
        properties.insert(name.to_owned(), schema);
    }
    let all = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let title = form.row(&group.path).map_or(String::new(), ToString::to_string);
    // 0 for all of them says nothing of what is no number.
    if group.fields().iter().any(|id| !form.fields[*id].kind.is_number()) {
        return json!({ "title": title, "anyOf": [all] });
    }
    json!({
        "title": title,
        "description": say!("schema-numbers").to_string(),
        "anyOf": [all, { "const": 0 }],
    })
}

fn value(field: &Field) -> Value {
    let most = MOST as i64; // 2^53 − 1
    let mut schema = match field.kind {
        FieldKind::Count => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        FieldKind::Amount => json!({ "type": "number", "minimum": 0 }),
        FieldKind::Change => json!({ "type": "integer", "minimum": -most, "maximum": most }),
        FieldKind::Decimal => json!({ "type": "number" }),
        FieldKind::Text => json!({ "type": "string", "maxLength": FACT }),
        FieldKind::Date => day(),
        FieldKind::Choice if field.print.many => {
            let option = json!({ "enum": field.print.options });
            json!({ "anyOf": [option, { "type": "array", "items": option, "uniqueItems": true }] })
        }
        FieldKind::Choice => json!({ "enum": field.print.options }),
    };
    if field.optional {
        schema = json!({ "anyOf": [schema, { "type": "null" }] });
    }
    schema["title"] = field.label.to_string().into();
    if !field.print.unit.is_empty() {
        schema["description"] = say!("schema-unit", unit = &field.print.unit).to_string().into();
    }
    schema
}

fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}
