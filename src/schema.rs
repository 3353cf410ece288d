//! report.json as JSON Schema (2020-12), made from a layout: an editor that reads it completes keys and checks while one types.

use serde_json::{Map, Value, json};

use crate::layout::{Field, FieldKind, Layout, children};

/// The greatest whole number that every JSON reader holds exactly.
const MOST: u64 = (1 << 53) - 1;

/// The schema of reports of a layout.
pub fn schema(layout: &Layout) -> Value {
    let text = |title: &str| json!({ "type": "string", "minLength": 1, "title": title });
    let group = |title: &str, keys: &[(&str, &str)]| {
        let properties: Map<String, Value> =
            keys.iter().map(|(key, title)| ((*key).to_owned(), text(title))).collect();
        json!({ "type": "object", "title": title, "properties": properties, "additionalProperties": false })
    };
    let years = &layout.form.years;
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": layout.form.name,
        "type": "object",
        "properties": {
            "$schema": { "type": "string" },
            "layout": { "const": layout.form.id, "title": "版式，不写就按年份选定" },
            "agency": text("机关全称"),
            "year": { "type": "integer", "minimum": years.from, "maximum": years.to.unwrap_or(9999), "title": "报告年度" },
            "date": { "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "title": "成文日期，如 2025-01-20；不写就没有落款" },
            "level": {
                "enum": ["government", "department", "township"],
                "title": "机关类别",
                "description": "government 县级以上政府；department 部门；township 乡镇、街道"
            },
            "website": group("网站", &[("name", "名称"), ("url", "网址")]),
            "contact": group(
                "联系方式",
                &[("office", "联系科室"), ("address", "地址"), ("postcode", "邮编"), ("phone", "电话"), ("email", "电子邮箱")]
            ),
            "waive": { "type": "object", "title": "豁免的规则和理由", "additionalProperties": text("理由") },
            "statistics": numbers(layout, "", &layout.fields.iter().collect::<Vec<_>>()),
        },
        "required": ["agency", "year", "statistics"],
        "additionalProperties": false,
    })
}

/// The schema of what stands at `path`: the number of its one field, or an object of those below, or 0 for all of them.
fn numbers(layout: &Layout, path: &str, below: &[&Field]) -> Value {
    if let [field] = below
        && field.path == path
    {
        return number(field);
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, inside) in children(path, below) {
        let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let computed =
            name == "total" && inside.iter().all(|field| layout.totals.contains_key(&field.path));
        if !computed {
            required.push(name);
        }
        properties.insert(name.to_owned(), numbers(layout, &inner, &inside));
    }
    let all = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    let title = layout
        .tables
        .values()
        .flat_map(|table| &table.rows)
        .find(|row| row.key == path)
        .map_or(String::new(), |row| row.label.clone());
    json!({ "title": title, "description": "一组数；全为 0 时可写 0", "anyOf": [all, { "const": 0 }] })
}

fn number(field: &Field) -> Value {
    match field.kind {
        FieldKind::Count => {
            json!({ "type": "integer", "minimum": 0, "maximum": MOST, "title": field.label })
        }
        FieldKind::Amount => json!({ "type": "number", "minimum": 0, "title": field.label }),
        FieldKind::Change => {
            json!({ "type": "integer", "minimum": -(MOST as i64), "maximum": MOST, "title": field.label })
        }
    }
}
