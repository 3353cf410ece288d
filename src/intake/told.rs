//! What is said of an import: numbers that were left out, or are not certain, row by row.

use std::collections::BTreeMap;

use super::foreign::ForeignDocument;
use super::recognise::{Certainty, FoundNumber, Reason};
use super::text::FoundText;
use crate::diagnostic::{Diagnostic, Location};
use crate::field::Fields;
use crate::finding;
use crate::messages::{Arg, Text};
use crate::say;

/// Why a number is as sure as it is.
pub(super) fn why(reason: Reason) -> Text {
    match reason {
        Reason::Agrees => say!("why-agrees"),
        Reason::LabelsAlone => say!("why-labels-alone"),
        Reason::Labels => say!("why-labels"),
        Reason::Written => say!("why-written"),
        Reason::Wrapped => say!("why-wrapped"),
        Reason::Blank => say!("why-blank"),
        Reason::Shared => say!("why-shared"),
        Reason::Broken => say!("why-broken"),
        Reason::Doubtful => say!("why-doubtful"),
        Reason::Empty => say!("why-empty"),
        Reason::NoCell => say!("why-no-cell"),
        Reason::NoNumber => say!("why-no-number"),
        Reason::Unsupported => say!("why-unsupported"),
        Reason::Twice => say!("why-twice"),
        Reason::Filled => say!("why-filled"),
        Reason::Summed => say!("why-summed"),
        Reason::Unfilled => say!("why-unfilled"),
        Reason::Emptied => say!("why-emptied"),
        Reason::Unsummed => say!("why-unsummed"),
    }
}

/// Findings about numbers: those of a row that are so for one reason are one finding, and so are
/// all blank cells of a table.
pub(super) fn numbers<'n>(
    fields: &Fields,
    entries: impl Iterator<Item = &'n FoundNumber>,
    file: &str,
) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(usize, Reason), Vec<&FoundNumber>> = BTreeMap::new();
    let mut first_of: BTreeMap<(String, Vec<String>), usize> = BTreeMap::new();
    for entry in entries.filter(|it| it.certainty != Certainty::Certain) {
        let label = &fields[entry.field].label;
        let table_wide = matches!(
            entry.reason,
            Reason::Blank | Reason::Empty | Reason::Twice | Reason::Doubtful | Reason::Unfilled
        );
        let row = if table_wide { Vec::new() } else { label.row.clone() };
        let place = first_of.entry((label.table.clone(), row)).or_insert(entry.field.index());
        groups.entry((*place, entry.reason)).or_default().push(entry);
    }
    let told = groups.into_iter().map(|((_, reason), entries)| {
        let first = entries[0];
        let name: Arg = (&fields[first.field].label).into();
        let (count, why) = (entries.len(), why(reason));
        let raw = entries.iter().filter_map(|entry| entry.raw.clone()).collect::<Vec<_>>();
        let raw: Vec<String> = raw.into_iter().filter(|raw| !raw.is_empty()).collect();
        let unknown = first.certainty == Certainty::Unknown;
        let finding = match (unknown, raw.is_empty()) {
            _ if first.reason == Reason::Unfilled => {
                finding!("import-unknown.form", name = name, count = count)
            }
            (true, true) => finding!("import-unknown", name = name, count = count, why = why),
            (true, false) => {
                finding!("import-unknown.raw", name = name, count = count, raw = raw, why = why)
            }
            (false, true) => finding!("import-likely", name = name, count = count, why = why),
            (false, false) => {
                finding!("import-likely.raw", name = name, count = count, raw = raw, why = why)
            }
        };
        let pointer = fields[first.field].path.pointer();
        finding.at(Location::spot(file, first.spot.clone())).about(pointer)
    });
    told.collect()
}

/// Findings about the text.
pub(super) fn text(document: &ForeignDocument, found: &FoundText, file: &str) -> Vec<Diagnostic> {
    let whole = || Location::whole(file);
    let mut findings = Vec::new();
    if found.year.is_none() {
        findings.push(finding!("import-year").at(whole()));
    }
    if found.agency.is_none() {
        findings.push(finding!("import-agency").at(whole()));
    }
    if found.date.is_none() {
        findings.push(finding!("import-date").at(whole()));
    }
    for (at, words, official) in &found.headings {
        let spot = found.spot(document, *at);
        let finding = finding!("import-heading", found = words, official = official);
        findings.push(finding.at(Location::spot(file, spot)));
    }
    for at in &found.left_tables {
        let spot = document.blocks[*at].spot.clone();
        findings.push(finding!("import-table").at(Location::spot(file, spot)));
    }
    findings
}
