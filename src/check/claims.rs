//! Numbers typed in the text against the cells that they speak of. Bound numbers are right already.

use regex_lite::Captures;

use crate::decimal::same;
use crate::diagnostic::Diagnostic;
use crate::layout::{Claim, Denial, Enumeration, Layout, Term};
use crate::prose::{Part, shifted};
use crate::report::{Report, Statistics};

/// Every number that a claim's pattern finds and that none of its readings gives.
pub(super) fn claims(
    rule: &Claim,
    report: &Report,
    layout: &Layout,
    seen: &Part<'_>,
) -> Vec<Diagnostic> {
    let mut readings: Vec<String> =
        rule.readings.iter().filter_map(|terms| reading(terms, &report.statistics)).collect();
    readings.dedup();
    if readings.is_empty() {
        return Vec::new();
    }
    let finding = |(start, found): (usize, Captures<'_>)| {
        let typed = found.get(1)?;
        let place = shifted(typed, start);
        if !seen.is_typed(place.clone()) {
            return None;
        }
        if readings.iter().any(|expected| same(expected, typed.as_str())) {
            return None;
        }
        let message = rule
            .about
            .message
            .replace("{typed}", typed.as_str())
            .replace("{expected}", &readings.join(" 或 "));
        let finding = rule.about.finding(message).at(seen.locate(place));
        let finding = beside(finding, &rule.readings[0], report, layout);
        let single = rule.readings.iter().find(|terms| terms.len() == 1);
        Some(match single {
            Some(terms) => {
                finding.hint(format!("要让文字总与表格一致，写成 {{{{ {} }}}}", terms[0].path))
            }
            None => finding,
        })
    };
    seen.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// The finding with the place of the first number of `terms`: the second of two that disagree.
fn beside(finding: Diagnostic, terms: &[Term], report: &Report, layout: &Layout) -> Diagnostic {
    let place = |term: &Term| {
        Some((
            report.statistics.numbers.get(&term.path)?.location.clone()?,
            &layout.field(&term.path)?.label,
        ))
    };
    match (terms.len(), terms.iter().find_map(place)) {
        (1, Some((location, label))) => finding.and(location, label),
        (count, Some((location, label))) => {
            finding.and(location, format!("{label}等{count}格之和"))
        }
        (_, None) => finding,
    }
}

/// The sum of the terms as it would be typed; an amount only alone.
pub(super) fn reading(terms: &[Term], statistics: &Statistics) -> Option<String> {
    let numbers: Vec<_> =
        terms.iter().map(|term| statistics.numbers.get(&term.path)).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [one] => Some(one.text.clone()),
        many => {
            many.iter().map(|number| number.count).sum::<Option<i128>>().map(|sum| sum.to_string())
        }
    }
}

/// Every place that says there was nothing while a number says otherwise.
pub(super) fn denials(
    rule: &Denial,
    report: &Report,
    layout: &Layout,
    seen: &Part<'_>,
) -> Vec<Diagnostic> {
    let count = |term: &Term| {
        report.statistics.numbers.get(&term.path).and_then(|number| number.count).unwrap_or(0)
    };
    let number: i128 = rule.terms.iter().map(count).sum();
    if number == 0 {
        return Vec::new();
    }
    let finding = |(start, captures): (usize, Captures<'_>)| {
        let found = captures.get(0)?;
        let message = rule
            .about
            .message
            .replace("{found}", found.as_str())
            .replace("{number}", &number.to_string());
        let finding = rule.about.finding(message).at(seen.locate(shifted(found, start)));
        let nonzero: Vec<Term> =
            rule.terms.iter().filter(|term| count(term) != 0).cloned().collect();
        Some(beside(finding, &nonzero, report, layout))
    };
    seen.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// Every sentence whose parts don't make up its whole: more than the whole, three parts and more that are said to be all, or the same
/// number with another unit. Parts may be bound; a bound whole is right already.
pub(super) fn enumerations(rule: &Enumeration, seen: &Part<'_>) -> Vec<Diagnostic> {
    let Some(part) = rule.part.regex() else { return Vec::new() };
    let finding = |(start, found): (usize, Captures<'_>)| {
        let (total, unit, rest) = (found.get(1)?, found.get(2)?.as_str(), found.get(3)?.as_str());
        // What 64 bits can't hold is no count; sums of the rest fit 128.
        let number = |text: &str| text.parse::<u64>().ok().map(i128::from);
        let parts: Vec<(i128, &str)> = part
            .captures_iter(rest)
            .filter_map(|piece| Some((number(piece.get(1)?.as_str())?, piece.get(2)?.as_str())))
            .collect();
        let of = |unit: &str| {
            parts.iter().filter(|part| part.1 == unit).map(|part| part.0).collect::<Vec<_>>()
        };
        let wanted = number(total.as_str())?;
        let same_unit = of(unit);
        let sum: i128 = same_unit.iter().sum();
        let complete = same_unit.len() >= 3 && !rest.contains('等');
        // 173769万条 whose parts are 75656条 and 98113条.
        let slip = unit
            .strip_prefix(TEN_THOUSAND)
            .map(|small| (small, of(small).iter().sum::<i128>()))
            .filter(|(_, sum)| *sum == wanted);
        let wrong = slip.is_some()
            || (same_unit.len() >= 2 && (sum > wanted || (complete && sum != wanted)));
        let (sum, sum_unit) = slip.map_or((sum, unit), |(small, sum)| (sum, small));
        let message = rule
            .about
            .message
            .replace("{total}", &format!("{wanted}{unit}"))
            .replace("{sum}", &format!("{sum}{sum_unit}"));
        let place = shifted(total, start);
        (wrong && seen.is_typed(place.clone()))
            .then(|| rule.about.finding(message).at(seen.locate(place)))
    };
    seen.find(&rule.whole).into_iter().filter_map(finding).collect()
}

/// What multiplies a unit by ten thousand.
const TEN_THOUSAND: char = '万';
