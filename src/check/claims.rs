//! Numbers typed in the text against the cells that they speak of. Numbers bound with `{{ … }}` are not seen here: they are right already.

use std::ops::Range;

use regex_lite::{Captures, Match};

use super::squeezed::Squeezed;
use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{Claim, Denial, Enumeration, Term};
use crate::report::Report;

/// Every number that a claim's pattern finds and that none of its readings gives.
pub(super) fn claims(rule: &Claim, report: &Report, text: &Source, seen: &Squeezed) -> Vec<Diagnostic> {
    let mut readings: Vec<String> = rule.readings.iter().filter_map(|terms| reading(terms, report)).collect();
    readings.dedup();
    if readings.is_empty() {
        return Vec::new();
    }
    let finding = |(start, found): (usize, Captures<'_>)| {
        let typed = found.get(1)?;
        if readings.iter().any(|expected| same(expected, typed.as_str())) {
            return None;
        }
        let message = rule.about.message.replace("{typed}", typed.as_str()).replace("{expected}", &readings.join(" 或 "));
        let finding = rule.about.finding(message).at(text.locate(seen.origin(shifted(typed, start))));
        let single = rule.readings.iter().find(|terms| terms.len() == 1);
        Some(match single {
            Some(terms) => finding.hint(format!("要让文字总与表格一致，写成 {{{{ {} }}}}", terms[0].path)),
            None => finding,
        })
    };
    seen.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// The place of a match in the whole text.
fn shifted(found: Match<'_>, start: usize) -> Range<usize> {
    start + found.start()..start + found.end()
}

/// The sum of the terms as it would be typed; an amount only alone.
fn reading(terms: &[Term], report: &Report) -> Option<String> {
    let numbers: Vec<_> = terms.iter().map(|term| report.statistics.numbers.get(&term.path)).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [one] => Some(one.text.clone()),
        many => many.iter().map(|number| number.count).sum::<Option<i128>>().map(|sum| sum.to_string()),
    }
}

/// Whether two decimal numbers are the same, zeros at the end aside.
fn same(first: &str, second: &str) -> bool {
    let bare = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    bare(first) == bare(second)
}

/// Every place that says there was nothing while a number says otherwise.
pub(super) fn denials(rule: &Denial, report: &Report, text: &Source, seen: &Squeezed) -> Vec<Diagnostic> {
    let count = |term: &Term| report.statistics.numbers.get(&term.path).and_then(|number| number.count).unwrap_or(0);
    let number: i128 = rule.terms.iter().map(count).sum();
    if number == 0 {
        return Vec::new();
    }
    let finding = |(start, captures): (usize, Captures<'_>)| {
        let found = captures.get(0)?;
        let message = rule.about.message.replace("{found}", found.as_str()).replace("{number}", &number.to_string());
        Some(rule.about.finding(message).at(text.locate(seen.origin(shifted(found, start)))))
    };
    seen.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// Every sentence whose parts don't make up its whole: more than the whole, or three parts and more that are said to be all.
pub(super) fn enumerations(rule: &Enumeration, text: &Source, seen: &Squeezed) -> Vec<Diagnostic> {
    let Some(part) = rule.part.regex() else { return Vec::new() };
    let finding = |(start, found): (usize, Captures<'_>)| {
        let (total, unit, rest) = (found.get(1)?, found.get(2)?, found.get(3)?);
        let parts: Vec<i128> = part
            .captures_iter(rest.as_str())
            .filter(|piece| piece.get(2).is_some_and(|piece| piece.as_str() == unit.as_str()))
            .filter_map(|piece| piece.get(1)?.as_str().parse().ok())
            .collect();
        let (sum, wanted): (i128, i128) = (parts.iter().sum(), total.as_str().parse().ok()?);
        let complete = parts.len() >= 3 && !rest.as_str().contains('等');
        let wrong = parts.len() >= 2 && (sum > wanted || (complete && sum != wanted));
        let message = rule.about.message.replace("{total}", total.as_str()).replace("{sum}", &sum.to_string());
        wrong.then(|| rule.about.finding(message).at(text.locate(seen.origin(shifted(total, start)))))
    };
    seen.find(&rule.whole).into_iter().filter_map(finding).collect()
}
