//! Sums that must agree. Whole numbers only, in 128 bits: no count of the form can overflow them.

use crate::diagnostic::Diagnostic;
use crate::layout::{Relation, Sum, Term};
use crate::report::{Number, Report};

/// Every case of `sum` that does not hold. A case with a number that could not be read is left to the reader's own finding, and one with
/// last year's numbers to reports that have a last year.
pub(super) fn check(sum: &Sum, report: &Report) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for case in &sum.cases {
        let (Some(left), Some(right)) = (side(&case.left, report), side(&case.right, report)) else { continue };
        let holds = match sum.relation {
            Relation::Equal => left.total == right.total,
            Relation::AtMost => left.total <= right.total,
        };
        if holds {
            continue;
        }
        // The place is that of this year's first number that was typed. Where all were computed, the fault is in another case.
        let mut terms = left.terms.iter().chain(&right.terms).filter(|(term, _)| !term.previous);
        let Some((path, location)) = terms.find_map(|(term, number)| Some((&term.path, number.location.clone()?))) else { continue };
        let message = case.message.replace("{left}", &left.written()).replace("{right}", &right.written());
        let pointer = format!("/statistics/{}", path.replace('.', "/"));
        findings.push(sum.about.finding(message).at(location).about(pointer));
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
        let statistics = if term.previous { &report.previous.as_ref()?.statistics } else { &report.statistics };
        let number = statistics.numbers.get(&term.path)?;
        let count = number.count?;
        Some(((term, number), if term.negative { -count } else { count }))
    };
    let found: Vec<_> = terms.iter().map(find).collect::<Option<_>>()?;
    let total = found.iter().map(|(_, count)| count).sum();
    Some(Side { terms: found.into_iter().map(|(term, _)| term).collect(), total })
}

impl Side<'_> {
    /// `3 + 4 = 7`, or just the sum where there is one term or many.
    fn written(&self) -> String {
        let total = self.total;
        match self.terms.as_slice() {
            [_] => total.to_string(),
            [(_, first), rest @ ..] if rest.len() <= 2 => {
                let sign = |term: &Term| if term.negative { '−' } else { '+' };
                let rest: String = rest.iter().map(|(term, number)| format!(" {} {}", sign(term), number.text)).collect();
                format!("{}{rest} = {total}", first.text)
            }
            _ => total.to_string(),
        }
    }
}
