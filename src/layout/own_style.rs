//! A report's own changes to its layout's style: style.toml in its folder, key by key.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::role::Role;
use super::style::Style;
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::finding;
use crate::limits;
use crate::messages::Text;
use crate::say;
use crate::toml_words;

/// Puts the keys of a report's own style.toml over `base`. Whatever does not fit is a finding, and
/// its key keeps the layout's value.
pub fn merge_style(base: &toml::Table, own: &Source) -> (toml::Table, Vec<Diagnostic>) {
    let mut merged = base.clone();
    let mut findings = Vec::new();
    match DeTable::parse(own.text()) {
        Ok(table) => merge(&mut merged, table.get_ref(), own, "", &mut findings),
        Err(error) => {
            let place = own.locate(error.span().unwrap_or(0..0));
            let problem = toml_words::explain(&error);
            findings.push(finding!("style-syntax", problem = problem).at(place));
        }
    }
    if findings.is_empty()
        && let Err((key, problem)) = Style::from_table(&merged)
    {
        let place = own.locate(typed(own, key.as_str()).unwrap_or(0..0));
        findings.push(finding!("style-value.whole", problem = problem).at(place));
    }
    if findings.is_empty() { (merged, findings) } else { (base.clone(), findings) }
}

/// Where a key, or what is below it, was typed: the last such place, since of several values that
/// don't go together any may be the one to change.
fn typed(own: &Source, key: &str) -> Option<Range<usize>> {
    let parsed = DeTable::parse(own.text()).ok()?;
    let (mut table, mut place) = (parsed.get_ref(), None);
    for step in key.split('.') {
        let (key, value) = table.get_key_value(step)?;
        match value.get_ref() {
            DeValue::Table(inner) => (table, place) = (inner, Some(key.span())),
            _ => return Some(value.span()),
        }
    }
    place
}

fn merge(
    base: &mut toml::Table,
    own: &DeTable<'_>,
    source: &Source,
    prefix: &str,
    findings: &mut Vec<Diagnostic>,
) {
    for (key, value) in own {
        let name = format!("{prefix}{}", key.get_ref());
        let Some(known) = base.get_mut(key.get_ref().as_ref()) else {
            let near = nearest(key.get_ref(), base.keys().map(String::as_str));
            let finding = finding!("style-key", name = name).at(source.locate(key.span()));
            findings.push(finding.hint(match near {
                Some(near) => say!("did-you-mean", name = format!("{prefix}{near}")),
                None if is_of_type(key.get_ref()) && !prefix.starts_with(TEXT) => {
                    let part = prefix.trim_end_matches('.');
                    let role = Role::ALL.into_iter().find(|role| role.name() == part);
                    say!("style-type", part = role.unwrap_or(Role::Body).name())
                }
                None => say!("one-of", known = base.keys().cloned().collect::<Vec<_>>()),
            }));
            continue;
        };
        match (known, value.get_ref()) {
            (toml::Value::Table(known), DeValue::Table(table)) => {
                merge(known, table, source, &format!("{name}."), findings)
            }
            (known, value_at) => match scalar(known, value_at) {
                Some(new) if !is_within(key.get_ref(), &new) => {
                    let range = limits::of_style(key.get_ref());
                    let finding = finding!(
                        "style-value.range",
                        name = name,
                        least = range.start().to_string(),
                        most = range.end().to_string(),
                        known = known.to_string()
                    );
                    findings.push(finding.at(source.locate(value.span())));
                }
                Some(new) => *known = new,
                None => {
                    let kind = kind_name(known);
                    let finding = finding!(
                        "style-value.kind",
                        name = name,
                        kind = kind,
                        known = known.to_string()
                    );
                    findings.push(finding.at(source.locate(value.span())));
                }
            },
        }
    }
}

/// The table of style.toml that has the type of each text.
const TEXT: &str = "text.";

/// Whether a key that is none is about type, as other programs call it.
fn is_of_type(key: &str) -> bool {
    let key = key.to_lowercase();
    ["font", "size", "face", "family", "bold"].iter().any(|word| key.contains(word))
}

/// Whether a number is one that a page can have.
fn is_within(key: &str, value: &toml::Value) -> bool {
    let number = match value {
        toml::Value::Integer(number) => *number as f64,
        toml::Value::Float(number) => *number,
        _ => return true,
    };
    limits::of_style(key).contains(&number)
}

/// `value` as the kind that `known` is; a whole number serves where the layout has a decimal one.
fn scalar(known: &toml::Value, value: &DeValue<'_>) -> Option<toml::Value> {
    let finite = |text: &str| {
        text.replace('_', "")
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite() && *number >= 0.0)
    };
    match (known, value) {
        (toml::Value::String(_), DeValue::String(text)) => {
            Some(toml::Value::String(text.clone().into_owned()))
        }
        (toml::Value::Integer(_), DeValue::Integer(number)) => {
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
                .ok()
                .filter(|n| *n >= 0)
                .map(toml::Value::Integer)
        }
        (toml::Value::Float(_), DeValue::Float(number)) => {
            finite(number.as_str()).map(toml::Value::Float)
        }
        (toml::Value::Float(_), DeValue::Integer(number)) => {
            finite(number.as_str()).map(toml::Value::Float)
        }
        (toml::Value::Boolean(_), DeValue::Boolean(flag)) => Some(toml::Value::Boolean(*flag)),
        _ => None,
    }
}

fn kind_name(value: &toml::Value) -> Text {
    match value {
        toml::Value::String(_) => say!("kind-text"),
        toml::Value::Integer(_) => say!("kind-whole"),
        toml::Value::Float(_) => say!("kind-number"),
        toml::Value::Boolean(_) => say!("kind-flag"),
        _ => say!("kind-group"),
    }
}
