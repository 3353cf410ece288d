//! Sums that must agree. Whole numbers only, in 128 bits: no count of the form can overflow them.

use crate::diagnostic::{Diagnostic, Location};
use crate::layout::{Layout, Relation, Sum, Term};
use crate::report::{Number, Report};

/// Every case of `sum` that does not hold. A case with a number that could not be read is left to the reader's own finding, and one with
/// last year's numbers to reports that have a last year.
pub(super) fn check(sum: &Sum, report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for case in &sum.cases {
        let (Some(left), Some(right)) = (side(&case.left, report), side(&case.right, report))
        else {
            continue;
        };
        let holds = match sum.relation {
            Relation::Equal => left.total == right.total,
            Relation::AtMost => left.total <= right.total,
        };
        if holds {
            continue;
        }
        // The place is that of this year's first number that was typed. Where all were computed, the fault is in another case.
        let mut terms = left.terms.iter().chain(&right.terms).filter(|(term, _)| !term.previous);
        let Some((path, location)) =
            terms.find_map(|(term, number)| Some((&term.path, number.location.clone()?)))
        else {
            continue;
        };
        let message =
            case.message.replace("{left}", &left.written()).replace("{right}", &right.written());
        let pointer = format!("/statistics/{}", path.replace('.', "/"));
        let finding = sum.about.finding(message).at(location.clone()).about(pointer);
        findings.push(left.places(&right).filter(|(_, place)| *place != location).fold(
            finding,
            |finding, (term, place)| {
                let label = layout.field(&term.path).map_or("", |field| &field.label);
                finding.and(
                    place,
                    if term.previous { format!("上年：{label}") } else { label.to_owned() },
                )
            },
        ));
    }
    findings
}

/// One side of a sum.
struct Side<'a> {
    terms: Vec<(&'a Term, &'a Number)>,
    total: i128,
}

fn side<'a>(terms: &'a [Term], report: &'a Report) -> Option<Side<'a>> {
    let find = |term: &'a Term| {
        let statistics =
            if term.previous { &report.previous.as_ref()?.statistics } else { &report.statistics };
        let number = statistics.numbers.get(&term.path)?;
        let count = number.count?;
        Some(((term, number), if term.negative { -count } else { count }))
    };
    let found: Vec<_> = terms.iter().map(find).collect::<Option<_>>()?;
    let total = found.iter().map(|(_, count)| count).sum();
    Some(Side { terms: found.into_iter().map(|(term, _)| term).collect(), total })
}

/// A side with more terms is not shown term by term.
const SHOWN: usize = 3;

impl<'a> Side<'a> {
    /// The places of the terms of both sides, where they are few.
    fn places(&self, other: &Side<'a>) -> impl Iterator<Item = (&'a Term, Location)> {
        let few = |side: &Side<'a>| {
            if side.terms.len() <= SHOWN { side.terms.clone() } else { Vec::new() }
        };
        few(self)
            .into_iter()
            .chain(few(other))
            .filter_map(|(term, number)| Some((term, number.location.clone()?)))
    }

    /// `3 + 4 = 7`, or just the sum where there is one term or many.
    fn written(&self) -> String {
        let total = self.total;
        match self.terms.as_slice() {
            [_] => total.to_string(),
            [(_, first), rest @ ..] if rest.len() <= 2 => {
                let sign = |term: &Term| if term.negative { '−' } else { '+' };
                let rest: String = rest
                    .iter()
                    .map(|(term, number)| format!(" {} {}", sign(term), number.text))
                    .collect();
                format!("{}{rest} = {total}", first.text)
            }
            _ => total.to_string(),
        }
    }
}
