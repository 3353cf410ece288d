//! Changes against last year that the text states: 比上年增长12.5%, 较上年减少8件.

use regex_lite::Captures;

use super::claims::reading;
use crate::decimal::{change, decimals, same};
use crate::diagnostic::Diagnostic;
use crate::layout::{Growth, Layout, Term, Words};
use crate::messages::Text;
use crate::prose::{Part, shifted};
use crate::report::{Previous, Report};

/// What the text states: which way, and how much.
struct Stated<'a> {
    falls: bool,
    number: &'a str,
    percent: bool,
}

/// Every change that none of a rule's readings gives. Without last year there is nothing to compare.
pub(super) fn check(
    rule: &Growth,
    report: &Report,
    layout: &Layout,
    seen: &Part<'_>,
) -> Vec<Diagnostic> {
    let Some(previous) = &report.previous else { return Vec::new() };
    let finding = |(start, captures): (usize, Captures<'_>)| {
        let word = captures.name("fall").or(captures.name("rise"))?;
        let number = captures.name("percent").or(captures.name("count"))?;
        let place = shifted(number, start);
        if !seen.is_typed(place.clone()) {
            return None; // change() and growth() are right already
        }
        let percent = captures.name("percent").is_some();
        let stated =
            Stated { falls: captures.name("fall").is_some(), number: number.as_str(), percent };
        let mut expected: Vec<Change> = rule
            .readings
            .iter()
            .filter_map(|terms| expect(terms, &stated, report, previous, &layout.form.words))
            .collect();
        expected.dedup();
        if expected.is_empty() || expected.iter().any(|change| change.holds) {
            return None;
        }
        let typed =
            format!("{}{}{}", word.as_str(), number.as_str(), if percent { "%" } else { "" });
        let said: Vec<String> = expected.into_iter().map(|change| change.said).collect();
        let message =
            rule.about.message.replace("{typed}", &typed).replace("{expected}", &said.join(" 或 "));
        let mut finding = rule.about.finding(message).at(seen.locate(place));
        let path = &rule.readings.first()?.first()?.path;
        let cells = [
            (report.statistics.numbers.get(path), "本年的数"),
            (previous.statistics.numbers.get(path), "上年的数"),
        ];
        for (cell, label) in cells {
            if let Some(location) = cell.and_then(|number| number.location.clone()) {
                finding = finding.and(location, label);
            }
        }
        Some(finding.hint(format!("要让文字总与表格一致，写成 {{{{ change({path}) }}}}")))
    };
    seen.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// What one reading gives.
#[derive(PartialEq)]
struct Change {
    holds: bool,
    said: String,
}

fn expect(
    terms: &[Term],
    stated: &Stated<'_>,
    report: &Report,
    previous: &Previous,
    words: &Words,
) -> Option<Change> {
    let (now, before) =
        (reading(terms, &report.statistics)?, reading(terms, &previous.statistics)?);
    let sums = format!("（{before} → {now}）");
    if !stated.percent {
        let (now, before): (i128, i128) = (now.parse().ok()?, before.parse().ok()?);
        let word = if now < before { "减少" } else { "增加" };
        let size = (now - before).abs().to_string();
        return Some(Change {
            holds: size == stated.number && (now < before) == stated.falls,
            said: format!("{word}{size}{sums}"),
        });
    }
    Some(match change(&now, &before, decimals(stated.number) as u32) {
        Ok(found) => Change {
            holds: same(&found.percent, stated.number)
                && (found.falls == stated.falls || found.still),
            said: format!("{}{sums}", words.change(&found)),
        },
        Err(problem) => Change { holds: false, said: format!("{}{sums}", Text::from(problem)) },
    })
}
