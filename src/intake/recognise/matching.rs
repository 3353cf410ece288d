//! Rows of foreign tables laid against the rows of a form.

use std::collections::BTreeSet;

use super::align::align;
use super::labels::{Plain, alike};
use super::rows::FoundRow;
use super::targets::FormTarget;

/// What a row without labels counts that has as many cells as one of the form's without labels.
const UNLABELLED: f64 = 0.95;
/// What the likeness of two heads counts.
const HEAD: f64 = 0.9;
/// How much more alike a row may be to another row of the form than to the one that it is laid to.
const SLACK: f64 = 0.15;
/// How alike a row must be to the label of a group to stand for all of it.
const GROUP: f64 = 0.8;

/// A row that stands for a group of the form's, with the first and the last of these, and how alike
/// it is to the group's name.
pub(super) type SharedRow = (usize, usize, usize, f64);

/// Which row of the form each row is.
#[derive(Debug)]
pub(super) struct Matching {
    /// Row, row of the form, likeness.
    pub pairs: Vec<(usize, usize, f64)>,
    /// Rows that each stand for a group of the form's rows, from the first to the last.
    pub shared: Vec<SharedRow>,
    /// How alike each row is to each row of the form.
    likeness: Vec<f64>,
    targets: usize,
}

impl Matching {
    pub fn new(rows: &[FoundRow<'_>], targets: &[FormTarget]) -> Matching {
        let likeness: Vec<f64> = rows
            .iter()
            .flat_map(|row| {
                let mut line: Vec<f64> =
                    targets.iter().map(|target| likeness(row, target, targets)).collect();
                // Rows that have changed places are no rows of their neighbours.
                let best = line.iter().copied().fold(0.0, f64::max);
                line.iter_mut().filter(|it| **it + SLACK < best).for_each(|it| *it = 0.0);
                line
            })
            .collect();
        let count = targets.len();
        let pairs = align(rows.len(), count, |i, j| likeness[i * count + j]);
        let mut matching = Matching { pairs, shared: Vec::new(), likeness, targets: count };
        matching.shared = matching.groups(rows, targets);
        matching
    }

    /// How alike a row is to a row of the form.
    pub fn likeness(&self, row: usize, target: usize) -> f64 {
        self.likeness[row * self.targets + target]
    }

    /// The blocks whose rows are the form's.
    pub fn blocks(&self, rows: &[FoundRow<'_>]) -> BTreeSet<usize> {
        self.pairs.iter().map(|(row, ..)| rows[*row].block).collect()
    }

    /// Groups of the form's rows that were not found, with a row in their place that has the name
    /// of the group.
    fn groups(&self, rows: &[FoundRow<'_>], targets: &[FormTarget]) -> Vec<SharedRow> {
        let used: BTreeSet<usize> = self.pairs.iter().map(|(row, ..)| *row).collect();
        let met: BTreeSet<usize> = self.pairs.iter().map(|(_, target, _)| *target).collect();
        let mut found = Vec::new();
        let mut first = 0;
        while first < targets.len() {
            let parent = targets[first].parent();
            let same = |target: &&FormTarget| parent.is_some() && target.parent() == parent;
            let count = targets[first..].iter().take_while(same).count();
            let last = first + count.max(1) - 1;
            if let Some(parent) = parent
                && (first..=last).all(|target| !met.contains(&target))
            {
                let before = self.pairs.iter().rfind(|(_, target, _)| *target < first);
                let after = self.pairs.iter().find(|(_, target, _)| *target > last);
                let begin = before.map_or(0, |(row, ..)| row + 1);
                let end = after.map_or(rows.len(), |(row, ..)| *row);
                let alike = |row: usize| {
                    rows[row].labels.last().map_or(0.0, |label| label.likeness(parent))
                };
                let row = (begin..end.max(begin)).find(|row| {
                    !used.contains(row) && rows[*row].has_numbers() && alike(*row) >= GROUP
                });
                found.extend(row.map(|row| (row, first, last, alike(row))));
            }
            first = last + 1;
        }
        found
    }
}

/// How alike a row and a row of the form are.
fn likeness(row: &FoundRow<'_>, target: &FormTarget, targets: &[FormTarget]) -> f64 {
    if target.is_head() {
        return if row.is_head() { HEAD * row.whole.likeness(&target.whole) } else { 0.0 };
    }
    if !row.has_values() {
        return 0.0;
    }
    if target.labels.is_empty() {
        let (count, wanted) = (row.values.len(), target.numbers.len());
        let near = row.labels.is_empty() && count * 5 >= wanted * 3 && count <= wanted * 2;
        return if near { UNLABELLED } else { 0.0 };
    }
    let alike = alike(&row.labels, &row.whole, &target.labels, &target.whole);
    // The name of a group of rows is no row of it.
    let leaf = row.labels.last().map_or(0.0, |label| {
        let parents = targets.iter().filter_map(FormTarget::parent);
        parents.map(|parent: &Plain| parent.likeness(label)).fold(0.0, f64::max)
    });
    if leaf > alike { 0.0 } else { alike }
}
