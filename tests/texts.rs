//! The words of the program and of layouts, in both languages, as their files have them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::Table;

use crate::bench::root;

/// Keys with their texts, one a text of a list: `figure-alt.hints 0`.
pub type Texts = BTreeMap<String, String>;

/// The texts of a file of messages/ but for those that only one language has.
pub fn messages(file: &str) -> Texts {
    let mut table = table(&root().join("messages").join(file));
    table.remove("help"); // the program's own tests hold it against the command line
    table.remove("in-files");
    let mut texts = Texts::new();
    collect("", &table, &mut texts);
    texts.retain(|key, _| !key.ends_with(".level"));
    texts
}

pub fn table(path: &Path) -> Table {
    let text = std::fs::read_to_string(path).expect("a file of words");
    text.parse().expect("a file of words in TOML")
}

pub fn collect(lead: &str, table: &Table, texts: &mut Texts) {
    for (key, value) in table {
        let key = if lead.is_empty() { key.clone() } else { format!("{lead}.{key}") };
        match value {
            toml::Value::Table(table) => collect(&key, table, texts),
            toml::Value::Array(list) => texts.extend(list.iter().enumerate().map(|(at, text)| {
                (format!("{key} {at}"), text.as_str().expect("a text").to_owned())
            })),
            text => drop(texts.insert(key, text.as_str().expect("a text").to_owned())),
        }
    }
}

/// Chinese → English of a layout.
pub fn dictionary(layout: &str) -> Texts {
    let mut texts = Texts::new();
    let table = table(&root().join("layouts").join(layout).join("en.toml"));
    texts.extend(
        table
            .into_iter()
            .map(|(chinese, english)| (chinese, english.as_str().expect("a text").to_owned())),
    );
    texts
}

/// What the rules of a layout's own rules.toml say.
pub fn rules(layout: &str) -> Vec<String> {
    let said = |rule: &Table| {
        ["source", "why", "message", "hint", "waive", "example"]
            .iter()
            .filter_map(|key| Some(rule.get(*key)?.as_str()?.to_owned()))
            .collect::<Vec<_>>()
    };
    let file = table(&root().join("layouts").join(layout).join("rules.toml"));
    let mut texts = Vec::new();
    for (key, value) in &file {
        match value {
            toml::Value::Array(list) => {
                texts.extend(list.iter().filter_map(toml::Value::as_table).flat_map(said));
            }
            toml::Value::Table(kinds) if key == "common" => {
                texts.extend(kinds.values().filter_map(toml::Value::as_table).flat_map(said));
            }
            _ => {}
        }
    }
    texts
}

/// The names in `{name}`; braces around anything else are the text's own.
pub fn placeholders(text: &str) -> BTreeSet<&str> {
    let names = text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0));
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    names.filter(is_name).collect()
}
