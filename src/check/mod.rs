//! Report and layout → findings. What must hold stands in the layout's rules.toml; here is only how each kind of rule is judged.

mod claims;
mod copies;
mod facts;
pub mod glyphs;
mod growths;
pub mod suggest;
mod sums;
pub mod tables;
mod texts;
mod wordings;
pub mod words;

use crate::diagnostic::Diagnostic;
use crate::layout::{About, Layout};
use crate::report::Report;

/// All findings about a report that could be read, in the order of the rules.
pub fn check(report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let rules = &layout.rules;
    let mut findings: Vec<Diagnostic> =
        rules.sums.iter().flat_map(|rule| sums::check(rule, report, layout)).collect();
    findings.extend(rules.dates.iter().filter_map(|rule| facts::dates(rule, report)));
    findings
        .extend(rules.authorities.iter().flat_map(|rule| facts::authority(rule, report, layout)));
    let seen = &report.prose.whole();
    findings.extend(rules.wordings.iter().flat_map(|rule| wordings::check(rule, report)));
    findings
        .extend(rules.mentions.iter().flat_map(|rule| wordings::mentions(rule, report, layout)));
    findings
        .extend(rules.listings.iter().flat_map(|rule| wordings::listings(rule, report, layout)));
    findings.extend(rules.copies.iter().filter_map(|rule| copies::check(rule, report)));
    findings
        .extend(rules.claims.iter().flat_map(|rule| claims::claims(rule, report, layout, seen)));
    findings
        .extend(rules.growths.iter().flat_map(|rule| growths::check(rule, report, layout, seen)));
    findings
        .extend(rules.denials.iter().flat_map(|rule| claims::denials(rule, report, layout, seen)));
    findings.extend(rules.enumerations.iter().flat_map(|rule| claims::enumerations(rule, seen)));
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
