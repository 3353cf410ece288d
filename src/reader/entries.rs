//! Entries of an object of report.json: what belongs there, and how findings call it.

use std::collections::BTreeMap;

use super::json::{Entry, Node, pointer_step};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::finding;
use crate::say;

/// Values by key.
pub(super) type Values<'a> = BTreeMap<String, Node<'a>>;

/// Entries by key, the first of each; unknown and repeated keys are findings.
pub(super) fn unique<'a>(
    entries: Vec<Entry<'a>>,
    pointer: &str,
    known: &[&str],
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Values<'a> {
    let mut seen = Values::new();
    for Entry { key, key_range, value } in entries {
        let finding = if !known.contains(&key.as_str()) {
            let finding = finding!("json-unknown-key", place = place(pointer), key = &key);
            Some(finding.hint(match nearest(&key, known.iter().copied()) {
                Some(near) => say!("did-you-mean", name = near),
                None => say!("one-of", known = names(known)),
            }))
        } else if let Some(first) = seen.get(&key) {
            let line = source.locate(first.range()).line;
            Some(finding!("json-repeated-key", key = &key, line = line))
        } else {
            None
        };
        match finding {
            Some(finding) => {
                let here = format!("{pointer}{}", pointer_step(&key));
                findings.push(finding.at(source.locate(key_range)).about(here));
            }
            None => drop(seen.insert(key, value)),
        }
    }
    seen
}

/// Whether some key that is not known was probably meant to be `name`: then that is all that is
/// wrong.
pub(super) fn misspelt(entries: &[Entry<'_>], known: &[&str], name: &str) -> bool {
    entries.iter().any(|entry| {
        let key = entry.key.as_str();
        !known.contains(&key) && nearest(key, known.iter().copied()) == Some(name)
    })
}

/// Names in a row, as an argument.
fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// A place in report.json, for people.
pub(super) fn place(pointer: &str) -> String {
    match pointer.trim_start_matches('/') {
        "" => "report.json ".to_owned(),
        inner => format!("“{}”", inner.replace('/', ".")),
    }
}

/// A value as written, cut where it is long.
pub(super) fn brief(node: Node<'_>) -> String {
    let short: String =
        node.raw().chars().take(24).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < node.raw().len() { short + "…" } else { short }
}
