//! Sums that must agree. Whole numbers only, in 128 bits: no count of the form can overflow them.

use crate::diagnostic::Diagnostic;
use crate::layout::{Layout, Sum};
use crate::report::{Number, Report};

/// Every case of `sum` whose two sides differ. A case with a number that could not be read is left to the reader's own finding.
pub(super) fn check(sum: &Sum, report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for case in sum.cases(layout) {
        let find = |paths: &[String]| -> Option<Vec<Number>> {
            paths.iter().map(|path| report.statistics.numbers.get(path).filter(|number| number.count.is_some()).cloned()).collect()
        };
        let (Some(left), Some(right)) = (find(&case.left), find(&case.right)) else { continue };
        let total = |numbers: &[Number]| numbers.iter().filter_map(|number| number.count).sum::<i128>();
        if total(&left) == total(&right) {
            continue;
        }
        // The place is that of the first number that was typed. Where all were computed, the fault is in another case, which has its own.
        let mut terms = case.left.iter().zip(&left).chain(case.right.iter().zip(&right));
        let Some((path, location)) = terms.find_map(|(path, number)| Some((path, number.location.clone()?))) else { continue };
        let message = case.message.replace("{left}", &written(&left, total(&left))).replace("{right}", &written(&right, total(&right)));
        let finding = Diagnostic { severity: sum.severity, ..Diagnostic::error(&sum.id, message) };
        let pointer = format!("/statistics/{}", path.replace('.', "/"));
        findings.push(finding.at(location).about(pointer).hint(&sum.hint).hint(format!("依据：{}", sum.source)));
    }
    findings
}

/// `3 + 4 = 7`, or just the sum where there is one term or many.
fn written(numbers: &[Number], total: i128) -> String {
    match numbers {
        [one] => one.text.clone(),
        [first, second] => format!("{} + {} = {total}", first.text, second.text),
        _ => format!("{total}"),
    }
}
