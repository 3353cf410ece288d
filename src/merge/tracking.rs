//! Whether all that was changed in a file was tracked: with all tracked changes rejected it must
//! say what was printed.

use super::align::{Match, align};
use super::paragraph::shown;
use super::printed::Printed;
use super::their::{Their, TheirKind};
use super::tokens::bare;
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;

/// Paragraphs that are named.
const NAMED: usize = 5;

/// The finding about paragraphs of `rejected` that are not what was printed.
pub(super) fn untracked(
    printed: &[Printed],
    rejected: &[Their<'_>],
    file: &str,
) -> Option<Diagnostic> {
    let matches = align(printed, rejected);
    let same = |their: &Their<'_>, found: &Match| match found {
        Match::One(index) => {
            let it = &printed[*index];
            let text = bare(&it.content.text);
            their.kind != TheirKind::Text
                || bare(&their.text) == text
                || bare(their.unnumbered()) == text
        }
        _ => false,
    };
    let others: Vec<String> = rejected
        .iter()
        .zip(&matches)
        .filter(|(their, found)| !same(their, found))
        .map(|(their, _)| shown(&their.text))
        .collect();
    let count = others.len();
    let named: Vec<String> = others.into_iter().take(NAMED).collect();
    (count > 0).then(|| {
        let finding = finding!("merge-untracked", count = count, paragraphs = named);
        finding.at(Location::whole(file))
    })
}
