//! Bindings that were typed with other braces than `{{ }}`: they would be printed as they are.

use crate::diagnostic::{Diagnostic, Source};
use crate::finding;

const OPEN: [char; 2] = ['{', '｛'];
const CLOSE: [char; 2] = ['}', '｝'];

/// Tells each.
pub(super) fn look_for_others(source: &Source, findings: &mut Vec<Diagnostic>) {
    let text = source.text();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(OPEN).map(|at| rest + at) {
        let inner = start + text[start..].len() - text[start..].trim_start_matches(OPEN).len();
        rest = inner;
        let line = text[inner..].split('\n').next().unwrap_or_default();
        let Some(length) = line.find(|c| OPEN.contains(&c) || CLOSE.contains(&c)) else { continue };
        let behind = &text[inner + length..];
        let end = text.len() - behind.trim_start_matches(CLOSE).len();
        let is_right = text[start..].starts_with("{{") && behind.starts_with("}}");
        // What is opened by `{{` and not closed is told as such.
        let is_told = text[start..inner].contains("{{") && !behind.starts_with("}}");
        if !is_right && !is_told && behind.starts_with(CLOSE) && is_expression(&line[..length]) {
            let finding = finding!("binding-syntax.braces", written = line[..length].trim());
            findings.push(finding.at(source.locate(start..end)));
        }
        rest = end.max(inner);
    }
}

/// Whether this can be meant as a number's path, or something made of such.
fn is_expression(text: &str) -> bool {
    let text = text.trim();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._()+-*=, ".contains(c);
    text.contains(['.', '('])
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(is_part)
}
