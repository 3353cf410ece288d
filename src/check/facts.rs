//! Dates and powers: what a body of a kind may say.

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Location};
use crate::layout::{Authority, Dates, Layout};
use crate::report::Report;

/// The report's date against the period and the deadline.
pub(super) fn dates(rule: &Dates, report: &Report) -> Option<Diagnostic> {
    let date =
        report.date.filter(|_| report.level.is_some_and(|level| rule.levels.contains(&level)))?;
    let next = report.year.saturating_add(1);
    let until = Date { year: next, month: rule.until.0, day: rule.until.1 };
    let within = (Date { year: next, month: 1, day: 1 }..=until).contains(&date);
    let message = rule.about.message.replace("{date}", &day(date)).replace("{until}", &day(until));
    (!within)
        .then(|| placed(rule.about.finding(message), report.date_location.clone()).about("/date"))
}

/// Numbers that a body of this kind can't have.
pub(super) fn authority(rule: &Authority, report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    if !report.level.is_some_and(|level| rule.levels.contains(&level)) {
        return Vec::new();
    }
    let above = |path: &&String| {
        report.statistics.numbers.get(*path).is_some_and(|number| number.count != Some(0))
    };
    let finding = |path: &String| {
        let number = report.statistics.numbers.get(path)?;
        let label = layout.field(path).map_or("", |field| &field.label);
        let message =
            rule.about.message.replace("{label}", label).replace("{number}", &number.text);
        Some(
            placed(rule.about.finding(message), number.location.clone())
                .about(format!("/statistics/{}", path.replace('.', "/"))),
        )
    };
    rule.zero.iter().filter(above).filter_map(finding).collect()
}

fn placed(finding: Diagnostic, place: Option<Location>) -> Diagnostic {
    match place {
        Some(place) => finding.at(place),
        None => finding,
    }
}

fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year, date.month, date.day)
}
