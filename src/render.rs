//! Findings for people (source line and caret) and for programs (one JSON object a line).

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use crate::diagnostic::{Diagnostic, Severity, Source};

/// A finding as text: what, `file:line:column`, the source line with a caret, what to do.
pub fn text(finding: &Diagnostic, sources: &[Source], colour: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name("错误"),
        Severity::Warning => Level::WARNING.with_name("警告"),
    };
    let title = level.primary_title(finding.message.as_str()).id(finding.code.as_str());
    let location = finding.location.as_ref();
    let source = location.filter(|place| place.line > 0).and_then(|place| sources.iter().find(|source| source.name() == place.file));
    let mut group = match (source, location) {
        (Some(source), Some(place)) => {
            let end = place.range.end.max(place.range.start);
            let mark = AnnotationKind::Primary.span(place.range.start..end);
            title.element(Snippet::source(source.text()).path(source.name()).annotation(mark))
        }
        (None, Some(place)) if place.line > 0 => {
            title.element(Origin::path(place.file.as_str()).line(place.line).char_column(place.column))
        }
        (None, Some(place)) => title.element(Origin::path(place.file.as_str())),
        _ => Group::with_title(title),
    };
    for hint in &finding.hints {
        group = group.element(Level::HELP.with_name("提示").message(hint.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// A finding as one line of JSON.
pub fn json(finding: &Diagnostic) -> String {
    let place = finding.location.as_ref();
    json!({
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "file": place.map(|place| &place.file),
        "line": place.filter(|place| place.line > 0).map(|place| place.line),
        "column": place.filter(|place| place.line > 0).map(|place| place.column),
        "pointer": finding.pointer,
        "hints": finding.hints,
    })
    .to_string()
}

/// A finding in one line, as a draft lists it.
pub fn line(finding: &Diagnostic) -> String {
    let place = finding.location.as_ref().map(|place| match place.line {
        0 => format!("{} ", place.file),
        line => format!("{}:{line}:{} ", place.file, place.column),
    });
    format!("{}{}", place.unwrap_or_default(), finding.message)
}
