//! The proof of a merge: what was made of the edited file, composed again, says what the file says.

use super::align::Match;
use super::compare::regions;
use super::paragraph::shown;
use super::printed::{Printed, PrintedKind};
use super::their::{Their, TheirKind};
use super::tokens::bare;
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;

/// What a paragraph must say.
struct ProvedText<'t> {
    texts: Vec<String>,
    their: &'t Their<'t>,
}

/// The first paragraph that says something else in `again`, composed of what was made of the edited
/// file, than it does in the file.
pub(super) fn prove(
    again: &[Printed],
    printed: &[Printed],
    theirs: &[Their<'_>],
    matches: &[Match],
    own_preface: bool,
    file: &str,
) -> Option<Diagnostic> {
    let is_own = |it: &&Printed| {
        it.source.is_some()
            && !matches!(
                it.kind,
                PrintedKind::Section
                    | PrintedKind::Drawing
                    | PrintedKind::Caption
                    | PrintedKind::Table
            )
    };
    let said: Vec<&Printed> = again.iter().filter(is_own).collect();
    let expected: Vec<ProvedText<'_>> = theirs
        .iter()
        .zip(matches)
        .filter(|(their, found)| match found {
            Match::One(index) => {
                let it = &printed[*index];
                is_own(&it) || (own_preface && is_usual_preface(it))
            }
            _ => their.kind == TheirKind::Text,
        })
        .map(|(their, _)| ProvedText {
            texts: vec![bare(&their.text), bare(their.unnumbered())],
            their,
        })
        .collect();
    let mut said = said.into_iter();
    for wanted in &expected {
        let Some(it) = said.next() else {
            return Some(not_understood("", &wanted.their.text, file));
        };
        if !says(it, wanted) {
            return Some(not_understood(&it.content.text, &wanted.their.text, file));
        }
        if it.content.notes.len() != wanted.their.notes.len() {
            let text = shown(&wanted.their.text);
            let finding = finding!("merge-not-understood.notes", text = text);
            return Some(finding.at(Location::whole(file)));
        }
    }
    said.next().map(|more| not_understood(&more.content.text, "", file))
}

/// Whether it is the paragraph that the form writes by itself.
pub(super) fn is_usual_preface(it: &Printed) -> bool {
    it.kind == PrintedKind::Paragraph && it.source.is_none() && it.section == crate::form::PREFACE
}

fn says(it: &Printed, wanted: &ProvedText<'_>) -> bool {
    let text = bare(&it.content.text);
    if wanted.texts.contains(&text) {
        return true;
    }
    // Bound numbers follow their cells.
    let follows = |now: &str| {
        regions(&it.content, now).is_ok_and(|all| all.iter().all(|it| it.bound.is_some()))
    };
    follows(&wanted.their.text) || follows(wanted.their.unnumbered())
}

fn not_understood(made: &str, theirs: &str, file: &str) -> Diagnostic {
    let (made, theirs) = (shown(made), shown(theirs));
    finding!("merge-not-understood", made = made, theirs = theirs).at(Location::whole(file))
}
