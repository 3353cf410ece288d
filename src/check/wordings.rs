//! Wording that must or must not be there, and facts of the report that the text mentions.

use super::places::sought;
use super::squeezed::{Squeezed, shifted};
use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{Fact, Layout, Listing, Mention, Wording};
use crate::numbering::han;
use crate::report::Report;

/// Every place that a rule forbids, or the one finding that nothing is where it should be.
pub(super) fn check(rule: &Wording, report: &Report, layout: &Layout, text: &Source) -> Vec<Diagnostic> {
    let binds = rule.levels.is_empty() || report.level.is_some_and(|level| rule.levels.contains(&level));
    let Some(pattern) = rule.pattern.regex().filter(|_| binds && !rule.off) else { return Vec::new() };
    let Some((range, heading)) = sought(rule.section.as_deref(), layout, text.text()) else { return Vec::new() };
    let squeezed = Squeezed::new(text.text(), range);
    if rule.required {
        let place = text.locate(heading);
        return if pattern.is_match(&squeezed.text) { Vec::new() } else { vec![rule.about.finding(rule.about.message.clone()).at(place)] };
    }
    let finding = |(start, captures): (usize, regex_lite::Captures<'_>)| {
        let found = captures.get(0)?;
        let message = rule.about.message.replace("{found}", found.as_str());
        Some(rule.about.finding(message).at(text.locate(squeezed.origin(shifted(found, start)))))
    };
    squeezed.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// Every year or count of sections that is not what it must be, or is what it must not be.
pub(super) fn mentions(rule: &Mention, report: &Report, layout: &Layout, text: &Source) -> Vec<Diagnostic> {
    let Some((range, _)) = sought(rule.section.as_deref(), layout, text.text()) else { return Vec::new() };
    let squeezed = Squeezed::new(text.text(), range);
    let number = |fact: Fact| match fact {
        Fact::Year => u32::from(report.year),
        Fact::LastYear => u32::from(report.year.saturating_sub(1)),
        Fact::Sections => layout.form.sections.len() as u32,
    };
    let is = |fact: Fact, typed: &str| typed == number(fact).to_string() || (number(fact) < 100 && typed == han(number(fact)));
    let finding = |(start, captures): (usize, regex_lite::Captures<'_>)| {
        let typed = captures.get(1)?;
        let wrong = rule.expect.is_some_and(|fact| !is(fact, typed.as_str())) || rule.forbid.is_some_and(|fact| is(fact, typed.as_str()));
        let expected = rule.expect.map_or(u32::from(report.year), number);
        let digits = typed.as_str().starts_with(|c: char| c.is_ascii_digit());
        let expected = if digits { expected.to_string() } else { han(expected) };
        let message = rule.about.message.replace("{typed}", typed.as_str()).replace("{expected}", &expected);
        wrong.then(|| rule.about.finding(message).at(text.locate(squeezed.origin(shifted(typed, start)))))
    };
    squeezed.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// Every list of the sections that lacks one. A sentence with fewer than two of them is no such list.
pub(super) fn listings(rule: &Listing, layout: &Layout, text: &Source) -> Vec<Diagnostic> {
    let Some((range, _)) = sought(rule.section.as_deref(), layout, text.text()) else { return Vec::new() };
    let squeezed = Squeezed::new(text.text(), range);
    let mut findings = Vec::new();
    let mut start = 0;
    for sentence in squeezed.text.split_inclusive('。') {
        let (missing, there): (Vec<&str>, Vec<&str>) =
            layout.form.sections.iter().map(|section| section.heading.as_str()).partition(|heading| !sentence.contains(heading));
        if rule.pattern.regex().is_some_and(|regex| regex.is_match(sentence)) && there.len() >= 2 && !missing.is_empty() {
            let message = rule.about.message.replace("{missing}", &missing.join("、"));
            findings.push(rule.about.finding(message).at(text.locate(squeezed.origin(start..start + sentence.len()))));
        }
        start += sentence.len();
    }
    findings
}
