//! The numbers of a text → those that claims know.

use std::collections::BTreeSet;

use super::about::About;
use super::claimed::Known;
use super::rule::Rule;
use super::terms::Term;
use super::understood::{Understood, exact};
use crate::form::Form;
use crate::quantity::{Kind, Lexicon, Listed, NumbersRead, WordSlot, read};
use crate::report::Report;

/// How many numbers of a text are looked at together.
const MOST_TOGETHER: usize = 100;
/// What the numbers of a text mean.
#[derive(Debug)]
pub struct UnderstoodText {
    /// Those that claims know, in the order of the text.
    pub known: Vec<Understood>,
    /// Wholes with their parts.
    pub lists: Vec<Listed>,
}

/// The numbers of a report's text that a rule understands, in the order of the text.
pub(super) fn understand<'r>(
    report: &Report,
    form: &Form,
    lexicon: &Lexicon,
    rules: impl Iterator<Item = (&'r About, &'r dyn Rule)> + Clone,
) -> UnderstoodText {
    let NumbersRead { quantities, lists } =
        read(&report.prose, &report.agency, report.year, lexicon);
    let known = quantities.into_iter().filter(|quantity| quantity.is_known());
    let mut found: Vec<Understood> = known
        .filter_map(|quantity| {
            let (claim, known) = rules.clone().find_map(|(about, rule)| {
                Some((about.id.clone(), rule.understands(&quantity, form, lexicon)?))
            })?;
            let Known { readings, narrowed_by } = known;
            Some(Understood { quantity, claim, readings, narrowed_by })
        })
        .collect();
    // 收到28件（含上年结转3件）: what is told as a part of a number doesn't narrow it.
    let inside = lexicon.find_name("inside").ok();
    let is_inside = |other: &Understood| {
        inside.is_some_and(|name| other.quantity.frame.names(WordSlot::Part).contains(&name))
    };
    let named: BTreeSet<(usize, String)> = found
        .iter()
        .filter(|other| !other.quantity.value.is_zero() && !is_inside(other))
        .map(|other| (other.quantity.passage, other.claim.clone()))
        .collect();
    for number in &mut found {
        let passage = number.quantity.passage;
        let narrowed = number.narrowed_by.clone().map(|claim| (passage, claim));
        if narrowed.is_some_and(|claim| named.contains(&claim)) {
            number.readings.truncate(1);
        }
    }
    add_up(&mut found, report);
    UnderstoodText { known: found, lists }
}

/// Numbers of one sentence with the same cells that are right only together are left out: 撤销1件、
/// 确认违法1件 are both corrected.
fn add_up(found: &mut Vec<Understood>, report: &Report) {
    let mut right = BTreeSet::new();
    for first in 0..found.len() {
        let one = &found[first];
        let same = |other: &Understood| {
            other.claim == one.claim
                && other.quantity.sentence == one.quantity.sentence
                && other.quantity.kind == Kind::Count
                && !other.quantity.is_part()
                && other.readings == one.readings
        };
        let near = first..found.len().min(first + MOST_TOGETHER);
        let group: Vec<usize> = near.filter(|at| same(&found[*at])).collect();
        if group.len() < 2 || right.contains(&first) {
            continue;
        }
        let values = group.iter().map(|at| found[*at].quantity.value);
        let sum = values.reduce(|sum, value| sum.plus(value).unwrap_or(sum));
        let is_sum = |terms: &Vec<Term>| {
            let cells = exact(terms, report);
            cells.zip(sum).is_some_and(|(cells, sum)| sum.rounds(cells) == Some(true))
        };
        if one.readings.iter().any(is_sum) {
            right.extend(group);
        }
    }
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        !right.contains(&(at - 1))
    });
}
