//! Wording that must or must not be there, and facts of the report that the text mentions.

use regex_lite::Captures;

use crate::diagnostic::Diagnostic;
use crate::layout::{Fact, Layout, Listing, Mention, Wording};
use crate::prose::shifted;
use crate::report::Report;

/// Every place that a rule forbids, or the one finding that nothing is where it should be.
pub(super) fn check(rule: &Wording, report: &Report) -> Vec<Diagnostic> {
    let binds =
        rule.levels.is_empty() || report.level.is_some_and(|level| rule.levels.contains(&level));
    let part = report.prose.part(rule.section.as_deref());
    let Some(part) = part.filter(|_| binds && !rule.off) else {
        return Vec::new();
    };
    if rule.required {
        let finding = || rule.about.finding(rule.about.message.clone()).at(part.heading());
        return if rule.pattern.is_match(part.text()) { Vec::new() } else { vec![finding()] };
    }
    let finding = |(start, captures): (usize, Captures<'_>)| {
        let found = captures.get(0)?;
        let message = rule.about.message.replace("{found}", found.as_str());
        Some(rule.about.finding(message).at(part.locate(shifted(found, start))))
    };
    part.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// Every year or count of sections that is not what it must be, or is what it must not be.
pub(super) fn mentions(rule: &Mention, report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let part = report.prose.part(rule.section.as_deref());
    let Some(part) = part else { return Vec::new() };
    let number = |fact: Fact| match fact {
        Fact::Year => u32::from(report.year),
        Fact::LastYear => u32::from(report.year.saturating_sub(1)),
        Fact::Sections => layout.form.sections.len() as u32,
    };
    let han = |number: u32| layout.form.words.numerals.write(number);
    // In digits and, where it is small enough to be written so, in Han.
    let written = |fact: Fact| {
        [Some(number(fact).to_string()), Some(number(fact)).filter(|n| *n < 100).map(han)]
    };
    let is = |fact: Fact, typed: &str| written(fact).iter().flatten().any(|number| number == typed);
    if rule.forbid.is_some_and(|fact| {
        !written(fact).iter().flatten().any(|number| part.text().contains(number))
    }) {
        return Vec::new(); // far quicker than trying the pattern
    }
    let finding = |(start, captures): (usize, Captures<'_>)| {
        let typed = captures.get(1)?;
        let wrong = rule.expect.is_some_and(|fact| !is(fact, typed.as_str()))
            || rule.forbid.is_some_and(|fact| is(fact, typed.as_str()));
        let expected = rule.expect.map_or(u32::from(report.year), number);
        let digits = typed.as_str().starts_with(|c: char| c.is_ascii_digit());
        let expected = if digits { expected.to_string() } else { han(expected) };
        let message =
            rule.about.message.replace("{typed}", typed.as_str()).replace("{expected}", &expected);
        wrong.then(|| rule.about.finding(message).at(part.locate(shifted(typed, start))))
    };
    part.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// Every list of the sections that lacks one. A sentence with fewer than two of them is no such list.
pub(super) fn listings(rule: &Listing, report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let part = report.prose.part(rule.section.as_deref());
    let Some(part) = part else { return Vec::new() };
    let mut findings = Vec::new();
    for (start, sentence) in part.sentences() {
        let (missing, there): (Vec<&str>, Vec<&str>) = layout
            .form
            .sections
            .iter()
            .map(|section| section.heading.as_str())
            .partition(|heading| !sentence.contains(heading));
        if there.len() >= 2 && !missing.is_empty() && rule.pattern.is_match(sentence) {
            let message = rule.about.message.replace("{missing}", &missing.join("、"));
            let place = part.locate(start..start + sentence.len());
            findings.push(rule.about.finding(message).at(place));
        }
    }
    findings
}
