//! Signs that a file holds a form more than once.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::Matching;
use super::rows::FoundRow;
use super::targets::FormTarget;

/// How alike a row must be to be the form's.
const SAME: f64 = 0.9;

/// The tables of a form that stand in the file twice: two reports, or one and the year before.
/// Which number is whose can't be told then. A third of a table's rows, met a second time, is that
/// table.
pub(super) fn twice(
    rows: &[FoundRow<'_>],
    targets: &[FormTarget],
    matching: &Matching,
) -> BTreeSet<usize> {
    let used: BTreeSet<usize> = matching.pairs.iter().map(|(row, ..)| *row).collect();
    let mut again: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if used.contains(&at) || !row.has_numbers() {
            continue;
        }
        for (goal, target) in targets.iter().enumerate().filter(|(_, target)| !target.is_head()) {
            if matching.likeness(at, goal) >= SAME {
                again.entry(target.table).or_default().insert(goal);
            }
        }
    }
    let count = |table: usize| {
        targets.iter().filter(|target| target.table == table && !target.is_head()).count()
    };
    again
        .into_iter()
        .filter(|(table, met)| met.len() * 3 >= count(*table))
        .map(|(table, _)| table)
        .collect()
}
