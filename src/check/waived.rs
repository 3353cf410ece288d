//! Warnings that a report waives: a rule all over, or one where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::finding;
use crate::waiver::PlacedWaiver;

/// Parts findings into those that stay and those that are waived, with the reasons. What waives
/// nothing at its place is a finding.
pub fn part(
    findings: Vec<Diagnostic>,
    everywhere: &BTreeMap<String, String>,
    placed: &[PlacedWaiver],
) -> (Vec<Diagnostic>, Vec<(Diagnostic, String)>) {
    let places: Vec<_> = placed
        .iter()
        .map(|waiver| {
            let meant = |behind: &&Range<usize>| {
                findings.iter().any(|finding| is_behind(waiver, behind, finding))
            };
            (waiver, waiver.behind.iter().find(meant))
        })
        .collect();
    let reason = |finding: &Diagnostic| {
        if finding.severity != Severity::Warning {
            return None;
        }
        let here = places.iter().find_map(|(waiver, behind)| {
            behind.filter(|behind| is_behind(waiver, behind, finding)).map(|_| &waiver.reason)
        });
        here.or_else(|| everywhere.get(&*finding.code)).cloned()
    };
    let futile = places
        .iter()
        .filter(|(_, behind)| behind.is_none())
        .map(|(waiver, _)| finding!("waive-unused", code = &waiver.code).at(waiver.place.clone()));
    let futile: Vec<Diagnostic> = futile.collect();
    let (mut stay, mut waived) = (futile, Vec::new());
    for finding in findings {
        match reason(&finding) {
            Some(reason) => waived.push((finding, reason)),
            None => stay.push(finding),
        }
    }
    (stay, waived)
}

/// Whether a finding is one of the rule that is waived, in the text that the waiver is behind.
fn is_behind(waiver: &PlacedWaiver, behind: &Range<usize>, finding: &Diagnostic) -> bool {
    finding.severity == Severity::Warning
        && finding.code == waiver.code
        && finding.location.as_ref().is_some_and(|place| {
            place.file == waiver.place.file
                && place.line > 0
                && place.range.start < behind.end
                && place.range.end.max(place.range.start + 1) > behind.start
        })
}
