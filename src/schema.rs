//! report.json as JSON Schema (2020-12), made from a layout: an editor that reads it completes keys
//! and checks while one types.

use serde_json::{Map, Value, json};

use crate::field::{Field, FieldGroup, FieldKind, MOST, Member};
use crate::form::{FactGroup, Form};
use crate::layout::Layout;
use crate::limits::FACT;
use crate::messages::{Language, Text};
use crate::say;

/// The schema of reports of a layout.
pub fn schema(layout: &Layout, language: Language) -> Value {
    let form = &layout.form;
    let said = |text: Text| text.said_in(language).to_string();
    let mut properties = Map::new();
    let mut add = |key: &str, value: Value| drop(properties.insert(key.to_owned(), value));
    add("$schema", json!({ "type": "string" }));
    add("layout", json!({ "const": form.id, "title": said(say!("schema-layout")) }));
    add("agency", text(&said(say!("schema-agency"))));
    add("agency_lines", agency_lines(language));
    add("year", year(form, language));
    add("date", date(language));
    add("level", level(form, language));
    for group in &form.facts {
        add(&group.key, facts(group, form));
    }
    let reason = text(&said(say!("schema-reason")));
    add(
        "waive",
        json!({
            "type": "object",
            "title": said(say!("schema-waive")),
            "additionalProperties": reason,
        }),
    );
    add("statistics", numbers(form, form.fields.root(), language));
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

fn agency_lines(language: Language) -> Value {
    json!({
        "type": "array",
        "items": { "type": "string", "minLength": 1 },
        "minItems": 1,
        "title": say!("schema-agency-lines").said_in(language).to_string(),
    })
}

fn year(form: &Form, language: Language) -> Value {
    let last = form.years.to.unwrap_or(9999);
    json!({
        "type": "integer",
        "minimum": form.years.from,
        "maximum": last,
        "title": say!("schema-year").said_in(language).to_string(),
    })
}

fn date(language: Language) -> Value {
    let mut schema = day();
    schema["title"] = say!("schema-date").said_in(language).to_string().into();
    schema
}

fn level(form: &Form, language: Language) -> Value {
    let keys: Vec<&str> = form.levels.iter().map(|level| level.key.as_str()).collect();
    let known =
        form.levels.iter().map(|level| Text::from(format!("{} {}", level.key, level.title)));
    let known = known.reduce(|first, second| say!("schema-levels", first = first, second = second));
    json!({
        "enum": keys,
        "title": say!("schema-level").said_in(language).to_string(),
        "description": known.unwrap_or_default().said_in(language).to_string(),
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
fn numbers(form: &Form, group: &FieldGroup, language: Language) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in &group.members {
        let name = member.path(&form.fields).name();
        if !form.may_lack(member) {
            required.push(name);
        }
        let schema = match member {
            Member::Field(id) => value(&form.fields[*id], language),
            Member::Group(group) => numbers(form, group, language),
        };
        properties.insert(name.to_owned(), schema);
    }
    let all = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let said = |label| Text::from(label).said_in(language).to_string();
    let title = form.row(&group.path).map_or(String::new(), said);
    // 0 for all of them says nothing of what is no number.
    if group.fields().iter().any(|id| !form.fields[*id].kind.is_number()) {
        return json!({ "title": title, "anyOf": [all] });
    }
    json!({
        "title": title,
        "description": say!("schema-numbers").said_in(language).to_string(),
        "anyOf": [all, { "const": 0 }],
    })
}

fn value(field: &Field, language: Language) -> Value {
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
    let said = |text: Text| text.said_in(language).to_string();
    schema["title"] = said(Text::from(&field.label)).into();
    if !field.print.unit.is_empty() {
        schema["description"] = said(say!("schema-unit", unit = &field.print.unit)).into();
    }
    schema
}

fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}
