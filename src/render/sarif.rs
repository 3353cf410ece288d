//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show at their lines.

use serde_json::{Value, json};

use crate::catalogue::FindingKind;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::messages::{Language, Text};

/// A finding, and why it does not count where the report waives it.
#[derive(Debug)]
pub struct SarifResult {
    finding: Diagnostic,
    /// Regions of its place and of the other places, in order.
    regions: Vec<Option<Value>>,
    waived: Option<String>,
}

impl SarifResult {
    /// Takes a finding; `sources` say where its place ends.
    pub fn new(finding: Diagnostic, waived: Option<String>, sources: &[Source]) -> SarifResult {
        let places =
            finding.location.iter().chain(finding.related.iter().map(|related| &related.location));
        let regions = places.map(|place| region(place, sources)).collect();
        SarifResult { finding, regions, waived }
    }

    fn json(&self, entries: &[&FindingKind], language: Language) -> Value {
        let said = |text: &Text| text.said_in(language).to_string();
        let Diagnostic { code, severity, message, hints, location, related, .. } = &self.finding;
        let text = std::iter::once(message).chain(hints).map(said).collect::<Vec<_>>().join("\n");
        let mut result = json!({ "ruleId": code, "level": severity, "message": { "text": text } });
        if let Some(index) = entries.iter().position(|entry| entry.code == *code) {
            result["ruleIndex"] = json!(index);
        }
        if let Some(place) = location {
            result["locations"] = json!([physical(place, self.regions.first(), None, language)]);
        }
        if !related.is_empty() {
            let regions = self.regions.iter().skip(usize::from(location.is_some()));
            let places = related.iter().zip(regions).map(|(related, region)| {
                physical(&related.location, Some(region), Some(&related.label), language)
            });
            result["relatedLocations"] = places.collect();
        }
        if let Some(reason) = &self.waived {
            result["suppressions"] =
                json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]);
        }
        result
    }
}

/// The log of a run: every finding, with what the catalogue says of its kind.
pub fn sarif(results: &[SarifResult], catalogue: &[FindingKind], language: Language) -> String {
    let seen: Vec<&FindingKind> = catalogue
        .iter()
        .filter(|entry| results.iter().any(|result| result.finding.code == entry.code))
        .collect();
    let rule = |entry: &&FindingKind| {
        json!({
            "id": entry.code,
            "shortDescription": { "text": entry.what.of(language) },
            "fullDescription": { "text": entry.why.of(language) },
            "help": { "text": entry.help(language) },
            "defaultConfiguration": { "level": entry.severity },
        })
    };
    let shown = |result: &SarifResult| result.json(&seen, language);
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": language.tag(),
                "rules": seen.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.iter().map(shown).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_string_pretty(&log).expect("a log is plain JSON")
}

/// Lines and columns from 1; the end is the first character behind.
fn region(place: &Location, sources: &[Source]) -> Option<Value> {
    let source = sources.iter().find(|source| source.name() == place.file && place.line > 0)?;
    let end = source.locate(place.range.end..place.range.end);
    Some(json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": end.line,
        "endColumn": end.column,
    }))
}

fn physical(
    place: &Location,
    region: Option<&Option<Value>>,
    message: Option<&Text>,
    language: Language,
) -> Value {
    let said = |text: &Text| text.said_in(language).to_string();
    let mut location =
        json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&place.file) } } });
    let start =
        (place.line > 0).then(|| json!({ "startLine": place.line, "startColumn": place.column }));
    if let Some(region) = region.cloned().flatten().or(start) {
        location["physicalLocation"]["region"] = region;
    }
    if let Some(spot) = place.spot.named() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": said(&spot) }]);
    }
    if let Some(message) = message {
        location["message"] = json!({ "text": said(message) });
    }
    location
}

/// A path as a URI reference: everything but unreserved characters and `/` in per cent (RFC 3986,
/// 2.3).
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.replace('\\', "/")
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
