//! Findings for people (source lines and carets) and for programs (one JSON object a line; SARIF).

mod sarif;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

pub use sarif::{SarifResult, sarif};

use crate::diagnostic::{Diagnostic, Location, Severity, Source};
use crate::messages::{Language, Text};
use crate::say;
use crate::spot::FileSpot;

/// A finding as text: what, `file:line:column`, the source line with a caret, other places it is
/// about, what to do.
pub fn text(finding: &Diagnostic, sources: &[Source], language: Language, colour: bool) -> String {
    let said = |text: &Text| harmless(&text.said_in(language).to_string());
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(said(&finding.severity.name()));
    let title = level.primary_title(said(&finding.message)).id(&*finding.code);
    let mut group = match &finding.location {
        Some(place) => shown(title, place, finding, sources, language),
        None => Group::with_title(title),
    };
    for hint in &finding.hints {
        group = group.element(Level::HELP.with_name(said(&say!("hint"))).message(said(hint)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The title with the place's source line, and those of the other places.
fn shown<'a>(
    title: annotate_snippets::Title<'a>,
    place: &'a Location,
    finding: &'a Diagnostic,
    sources: &'a [Source],
    language: Language,
) -> Group<'a> {
    let source_of = |place: &Location| {
        sources.iter().find(|source| source.name() == place.file && place.line > 0)
    };
    let Some(source) = source_of(place) else {
        let origin = Origin::path(harmless(&place.named(language)));
        return title.element(if place.line > 0 {
            origin.line(place.line).char_column(place.column)
        } else {
            origin
        });
    };
    let start = |source: &'a Source| Snippet::source(source.text()).path(harmless(source.name()));
    let mut first = start(source).annotation(AnnotationKind::Primary.span(place.range.clone()));
    let mut others: Vec<(&str, Snippet<'a, _>)> = Vec::new();
    for related in &finding.related {
        let Some(source) = source_of(&related.location) else { continue };
        let mark = AnnotationKind::Context
            .span(related.location.range.clone())
            .label(harmless(&related.label.said_in(language).to_string()));
        if source.name() == place.file {
            first = first.annotation(mark);
            continue;
        }
        let snippet = match others.iter().position(|(name, _)| *name == source.name()) {
            Some(at) => others.remove(at).1,
            None => start(source),
        };
        others.push((source.name(), snippet.annotation(mark)));
    }
    others.into_iter().fold(title.element(first), |group, (_, snippet)| group.element(snippet))
}

/// A text that may be shown on a terminal: names of files can hold characters that move the cursor,
/// change colours, begin a line or turn the direction of writing.
pub fn harmless(text: &str) -> String {
    let harms =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match harms(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    shown
}

/// A finding as one line of JSON.
pub fn json(finding: &Diagnostic, language: Language) -> String {
    value(finding, language).to_string()
}

/// A finding as JSON.
pub fn value(finding: &Diagnostic, language: Language) -> Value {
    let said = |text: &Text| text.said_in(language).to_string();
    let place = finding.location.as_ref();
    let related = finding.related.iter().map(|related| {
        let Location { file, line, column, spot, .. } = &related.location;
        let message = said(&related.label);
        let counted = |number: &usize| Some(*number).filter(|_| *line > 0);
        let (line, column) = (counted(line), counted(column));
        let mut value = json!({ "file": file, "line": line, "column": column, "message": message });
        if *spot != FileSpot::Somewhere {
            value["place"] = json!(spot);
        }
        value
    });
    let mut value = json!({
        "code": finding.code,
        "severity": finding.severity,
        "args": args(&finding.message, language),
        "message": said(&finding.message),
        "file": place.map(|place| &place.file),
        "line": place.filter(|place| place.line > 0).map(|place| place.line),
        "column": place.filter(|place| place.line > 0).map(|place| place.column),
        "pointer": finding.pointer,
        "hints": finding.hints.iter().map(said).collect::<Vec<_>>(),
        "related": related.collect::<Vec<_>>(),
    });
    if let Some(spot) = place.map(|place| &place.spot).filter(|spot| **spot != FileSpot::Somewhere)
    {
        value["place"] = json!(spot);
    }
    value
}

/// The arguments of a text by name.
fn args(text: &Text, language: Language) -> Value {
    text.args().iter().map(|(name, arg)| ((*name).to_owned(), arg.json(language))).collect()
}

/// A finding in one line, as a draft lists it. A draft is handed on: it names a file by its folder
/// alone, and says nothing of the machine where that lies.
pub fn line(finding: &Diagnostic) -> String {
    let place = finding.location.clone().map(|mut place| {
        let parts: Vec<&str> = place.file.rsplitn(3, ['/', '\\']).take(2).collect();
        place.file = parts.into_iter().rev().collect::<Vec<_>>().join("/");
        match place.line {
            0 => format!("{} ", place.named(Language::Chinese)),
            line => format!("{}:{line}:{} ", place.file, place.column),
        }
    });
    format!("{}{}", place.unwrap_or_default(), finding.message.in_file())
}
