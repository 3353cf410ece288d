//! Report and layout → findings. What must hold stands in the layout's rules.toml; here is only how each kind of rule is judged.

mod claims;
mod copies;
mod facts;
pub mod glyphs;
mod growths;
mod places;
mod squeezed;
pub mod suggest;
mod sums;
pub mod tables;
mod texts;
mod wordings;
pub mod words;

use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{About, Layout};
use crate::report::Report;

/// All findings about a report that could be read, in the order of the rules. `narrative` is the text as it was written.
pub fn check(report: &Report, layout: &Layout, narrative: Option<&Source>) -> Vec<Diagnostic> {
    let rules = &layout.rules;
    let mut findings: Vec<Diagnostic> =
        rules.sums.iter().flat_map(|rule| sums::check(rule, report, layout)).collect();
    findings.extend(rules.dates.iter().filter_map(|rule| facts::dates(rule, report)));
    findings
        .extend(rules.authorities.iter().flat_map(|rule| facts::authority(rule, report, layout)));
    if let Some(text) = narrative {
        let cut = places::Text::new(text, layout);
        let seen = &cut.whole.seen;
        findings.extend(rules.wordings.iter().flat_map(|rule| wordings::check(rule, report, &cut)));
        findings.extend(
            rules.mentions.iter().flat_map(|rule| wordings::mentions(rule, report, layout, &cut)),
        );
        findings
            .extend(rules.listings.iter().flat_map(|rule| wordings::listings(rule, layout, &cut)));
        findings.extend(
            rules.copies.iter().filter_map(|rule| copies::check(rule, report, layout, text)),
        );
        findings.extend(
            rules.claims.iter().flat_map(|rule| claims::claims(rule, report, layout, text, seen)),
        );
        findings.extend(
            rules.growths.iter().flat_map(|rule| growths::check(rule, report, layout, text, seen)),
        );
        findings.extend(
            rules.denials.iter().flat_map(|rule| claims::denials(rule, report, layout, text, seen)),
        );
        findings.extend(
            rules.enumerations.iter().flat_map(|rule| claims::enumerations(rule, text, seen)),
        );
    }
    findings
}

impl About {
    /// A finding of this rule.
    fn finding(&self, message: impl Into<crate::messages::Text>) -> Diagnostic {
        let finding =
            Diagnostic { severity: self.severity, ..Diagnostic::error(self.id.clone(), message) };
        finding.hint(&self.hint).hint(format!("依据：{}", self.source))
    }
}
