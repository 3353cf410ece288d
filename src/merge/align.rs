//! Which paragraph of an edited file is which of those that were printed. Equal texts first, then
//! texts cut in two or put together, then anchors, then likeness between what is known already,
//! then what was moved and changed. Anchors are a hint: editors lose, copy and shift them.

use std::collections::BTreeMap;

use super::gaps::{fixed, pair_up};
use super::printed::{Printed, PrintedKind};
use super::their::{Their, TheirKind};
use super::tokens::{bare, likeness};

/// What a paragraph of the edited file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// A paragraph that was printed, perhaps changed.
    One(usize),
    /// Several that were printed one after another, put together.
    Joined(Vec<usize>),
    /// A part of one that was printed: which, and which part.
    Part(usize, usize),
    /// One that was not there.
    New,
    /// It may be any of these.
    Ambiguous(Vec<usize>),
}

/// Characters below which a text is short: neighbours may be more alike than an edit leaves it.
const SHORT: usize = 12;
/// How alike a text must be to what it was at least: beside its anchor, on its own, and moved.
const BY_ANCHOR: f64 = 0.5;
const BY_SHORT_ANCHOR: f64 = 0.3;
const MOVED: f64 = 0.6;
/// How close two candidates are that can't be told apart.
pub(super) const CLOSE: f64 = 0.03;

/// What is known so far.
pub(super) struct Aligning<'a> {
    pub printed: &'a [Printed],
    pub theirs: &'a [Their<'a>],
    /// Per printed paragraph whether it is found.
    pub found: Vec<bool>,
    pub matches: Vec<Option<Match>>,
}

/// What each of `theirs` is.
pub(super) fn align(printed: &[Printed], theirs: &[Their<'_>]) -> Vec<Match> {
    let found = vec![false; printed.len()];
    let mut aligning = Aligning { printed, theirs, found, matches: vec![None; theirs.len()] };
    aligning.equal();
    aligning.parts();
    aligning.wholes();
    aligning.anchored();
    aligning.between();
    aligning.moved();
    aligning.matches.into_iter().map(|found| found.unwrap_or(Match::New)).collect()
}

impl Aligning<'_> {
    fn pair(&mut self, printed: usize, their: usize) {
        self.found[printed] = true;
        self.matches[their] = Some(Match::One(printed));
    }

    pub fn is_free(&self, printed: usize, their: usize) -> bool {
        !self.found[printed] && self.matches[their].is_none()
    }

    /// Texts that are equal, of several the one with the anchor, else in their order.
    fn equal(&mut self) {
        let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, their) in self.theirs.iter().enumerate() {
            let whole = bare(&their.text);
            let rest = bare(their.unnumbered());
            if rest != whole {
                by_text.entry(rest).or_default().push(at);
            }
            by_text.entry(whole).or_default().push(at);
        }
        for by_anchor in [true, false] {
            for printed in 0..self.printed.len() {
                let it = &self.printed[printed];
                let number = bare(&it.number);
                let text = bare(&it.content.text);
                for key in [number + &text, text] {
                    let candidates = by_text.get(&key).into_iter().flatten();
                    let found = candidates.copied().find(|their| {
                        self.is_free(printed, *their)
                            && may_be(it, &self.theirs[*their])
                            && (!by_anchor || self.has_anchor(printed, *their))
                    });
                    if let Some(their) = found {
                        self.pair(printed, their);
                        break;
                    }
                }
            }
        }
    }

    pub fn has_anchor(&self, printed: usize, their: usize) -> bool {
        let names = &self.printed[printed].anchors;
        self.theirs[their].anchors.iter().any(|(name, _)| names.contains(name))
    }

    /// How alike a printed paragraph and one of the file are.
    pub fn likeness(&self, printed: usize, their: usize) -> f64 {
        let (it, their) = (&self.printed[printed], &self.theirs[their]);
        let own = |text: &str| likeness(&it.content.text, text);
        match it.number.is_empty() {
            true => own(&their.text),
            false => own(their.unnumbered()).max(own(&their.text)),
        }
    }

    /// Paragraphs that have their anchor still, and something of their text.
    fn anchored(&mut self) {
        for printed in 0..self.printed.len() {
            if self.found[printed] {
                continue;
            }
            let wanted = |their: &usize| {
                let (it, now) = (&self.printed[printed], &self.theirs[*their]);
                let least = match is_short(&it.content.text) && is_short(&now.text) {
                    true => BY_SHORT_ANCHOR,
                    false => BY_ANCHOR,
                };
                self.is_free(printed, *their)
                    && self.has_anchor(printed, *their)
                    && may_be(it, now)
                    && self.likeness(printed, *their) >= least
            };
            let best = (0..self.theirs.len())
                .filter(wanted)
                .max_by(|a, b| self.likeness(printed, *a).total_cmp(&self.likeness(printed, *b)));
            if let Some(their) = best {
                self.pair(printed, their);
            }
        }
    }

    /// What stands between two that are known.
    fn between(&mut self) {
        let pairs = self.pairs();
        let ends = (self.printed.len(), self.theirs.len());
        let (mut from, mut found) = ((0, 0), Vec::new());
        for (printed, their) in fixed(&pairs).into_iter().chain([ends]) {
            let free_printed: Vec<usize> =
                (from.0..printed).filter(|at| !self.found[*at]).collect();
            let free_theirs: Vec<usize> =
                (from.1..their).filter(|at| self.matches[*at].is_none()).collect();
            found.extend(pair_up(&free_printed, &free_theirs, |one, other| self.score(one, other)));
            from = (printed + 1, their + 1);
        }
        for (printed, their) in found {
            self.pair(printed, their);
        }
        self.rewritten();
    }

    /// How well two go together that stand in the same place; none where they don't.
    fn score(&self, printed: usize, their: usize) -> Option<f64> {
        let (it, now) = (&self.printed[printed], &self.theirs[their]);
        if !may_be(it, now) {
            return None;
        }
        let (like, same) = (self.likeness(printed, their), is_like(it, now));
        let least = match is_short(&it.content.text) && is_short(&now.text) && same {
            true => BY_SHORT_ANCHOR,
            false => BY_SHORT_ANCHOR + 0.1,
        };
        (like >= least || !is_text(it)).then_some(like + if same { 0.2 } else { 0.1 })
    }

    /// A paragraph alone between two that are known, where another was alone.
    fn rewritten(&mut self) {
        let pairs = self.pairs();
        let ends = (self.printed.len(), self.theirs.len());
        let (mut from, mut found) = ((0, 0), Vec::new());
        for (printed, their) in fixed(&pairs).into_iter().chain([ends]) {
            let old: Vec<usize> = (from.0..printed).filter(|at| !self.found[*at]).collect();
            let new: Vec<usize> =
                (from.1..their).filter(|at| self.matches[*at].is_none()).collect();
            if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
                let (it, now) = (&self.printed[*old], &self.theirs[*new]);
                let is_bound = it.content.pieces.iter().any(|piece| piece.bound.is_some());
                if is_like(it, now) && !is_bound {
                    found.push((*old, *new));
                }
            }
            from = (printed + 1, their + 1);
        }
        for (printed, their) in found {
            self.pair(printed, their);
        }
    }

    /// What was moved and changed.
    fn moved(&mut self) {
        for printed in 0..self.printed.len() {
            if self.found[printed] || is_short(&self.printed[printed].content.text) {
                continue;
            }
            let free = (0..self.theirs.len()).filter(|their| {
                self.is_free(printed, *their)
                    && may_be(&self.printed[printed], &self.theirs[*their])
            });
            let mut likely: Vec<(f64, usize)> = free
                .map(|their| (self.likeness(printed, their), their))
                .filter(|(like, _)| *like >= MOVED)
                .collect();
            likely.sort_by(|a, b| b.0.total_cmp(&a.0));
            match likely.as_slice() {
                [] => {}
                [(one, first), (other, second), ..] if one - other < CLOSE => {
                    self.found[printed] = true;
                    for their in [*first, *second] {
                        self.matches[their] = Some(Match::Ambiguous(vec![printed]));
                    }
                }
                [(_, their), ..] => self.pair(printed, *their),
            }
        }
    }

    /// What is known, in the order of what was printed.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let first = |(their, found): (usize, &Option<Match>)| match found {
            Some(Match::One(printed) | Match::Part(printed, 0)) => Some((*printed, their)),
            Some(Match::Joined(all)) => Some((*all.first()?, their)),
            _ => None,
        };
        let mut pairs: Vec<_> = self.matches.iter().enumerate().filter_map(first).collect();
        pairs.sort_unstable();
        pairs
    }
}

/// Whether it is a paragraph of text.
pub(super) fn is_text(printed: &Printed) -> bool {
    use PrintedKind::{Drawing, Form, Table};
    !matches!(printed.kind, Drawing | Form(_) | Table)
}

/// Whether one can have become the other at all.
fn may_be(printed: &Printed, their: &Their<'_>) -> bool {
    match (&printed.kind, &their.kind) {
        (PrintedKind::Form(name), TheirKind::Form(now)) => name == now,
        (PrintedKind::Table, TheirKind::Table(_)) => true,
        (PrintedKind::Drawing, TheirKind::Drawing) => true,
        (_, TheirKind::Text) => is_text(printed),
        _ => false,
    }
}

/// Whether both are of one kind.
fn is_like(printed: &Printed, their: &Their<'_>) -> bool {
    let mark = their.mark.as_ref();
    may_be(printed, their)
        && match &printed.kind {
            PrintedKind::Section => their.outline == Some(1),
            PrintedKind::Heading(level) => their.outline == Some(*level),
            PrintedKind::Item(place) => {
                let numbered = place.start.is_some();
                mark.is_some_and(|it| it.depth == place.depth && it.numbered == numbered)
                    || (mark.is_none() && !place.first)
            }
            PrintedKind::Title => their.outline.is_none() && mark.is_none(),
            PrintedKind::Paragraph | PrintedKind::RunIn => {
                their.outline.is_none() && mark.is_none()
            }
            _ => true,
        }
}

fn is_short(text: &str) -> bool {
    text.chars().count() < SHORT
}
