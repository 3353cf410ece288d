//! Paragraphs that were cut in two, or put together.

use std::ops::Range;

use super::align::{Aligning, CLOSE, Match, is_text};
use super::their::TheirKind;
use super::tokens::{bare, likeness};

/// How alike a whole and its parts must be.
const WHOLE: f64 = 0.9;
const NEARLY_ALL: f64 = 0.99;
/// What the smallest part of a whole adds to its likeness.
const LEAST_PART: f64 = 0.003;
/// Parts that a paragraph may be cut into, or be put together of.
const MOST_PARTS: usize = 6;

impl Aligning<'_> {
    /// Paragraphs that were cut.
    pub(super) fn parts(&mut self) {
        for printed in 0..self.printed.len() {
            if self.found[printed] || !is_text(&self.printed[printed]) {
                continue;
            }
            let text = bare(&self.printed[printed].content.text);
            let starts = (0..self.theirs.len()).filter(|their| {
                self.is_free(printed, *their)
                    && (self.has_anchor(printed, *their)
                        || begin_alike(&text, &bare(self.theirs[*their].unnumbered())))
            });
            let best = starts
                .flat_map(|first| {
                    let run = self.free_run(first);
                    (2..=run.len()).map(move |count| first..first + count)
                })
                .filter(|parts| {
                    let texts = self.theirs[parts.clone()].iter();
                    let texts: Vec<String> = texts.map(|it| bare(it.unnumbered())).collect();
                    is_in_order(&texts, |part| begin_alike(&text, part))
                })
                .map(|parts| (self.whole_of(printed, &parts), parts))
                .filter(|(like, parts)| {
                    let alone = parts.clone().map(|part| self.likeness(printed, part));
                    is_whole(*like, alone.fold(0.0, f64::max))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, parts)) = best {
                self.found[printed] = true;
                for (index, part) in parts.enumerate() {
                    self.matches[part] = Some(Match::Part(printed, index));
                }
            }
        }
    }

    /// Free paragraphs of text one after another from `first` on.
    fn free_run(&self, first: usize) -> Range<usize> {
        let free = |at: &usize| {
            self.theirs
                .get(*at)
                .is_some_and(|it| self.matches[*at].is_none() && it.kind == TheirKind::Text)
        };
        first..first + (first..first + MOST_PARTS).take_while(free).count()
    }

    fn whole_of(&self, printed: usize, parts: &Range<usize>) -> f64 {
        let texts = self.theirs[parts.clone()].iter().enumerate();
        let texts = texts.map(|(at, it)| if at == 0 { it.unnumbered() } else { &it.text });
        likeness(&self.printed[printed].content.text, &texts.collect::<String>())
    }

    /// Paragraphs that were put together.
    pub(super) fn wholes(&mut self) {
        for their in 0..self.theirs.len() {
            if self.matches[their].is_some() || self.theirs[their].kind != TheirKind::Text {
                continue;
            }
            let text = bare(self.theirs[their].unnumbered());
            let starts = (0..self.printed.len()).filter(|first| {
                !self.found[*first]
                    && (self.has_anchor(*first, their)
                        || begin_alike(&bare(&self.printed[*first].content.text), &text))
            });
            let best = starts
                .flat_map(|first| {
                    let free = |at: &usize| {
                        self.printed.get(*at).is_some_and(|it| !self.found[*at] && is_text(it))
                    };
                    let count = (first..first + MOST_PARTS).take_while(free).count();
                    (2..=count).map(move |count| first..first + count)
                })
                .filter(|parts| {
                    let texts = self.printed[parts.clone()].iter();
                    let texts: Vec<String> = texts.map(|it| bare(&it.content.text)).collect();
                    is_in_order(&texts, |part| begin_alike(part, &text))
                })
                .map(|parts| {
                    let all = self.printed[parts.clone()].iter().enumerate();
                    let whole: String = all.map(|(at, it)| it.shown(at > 0)).collect();
                    let like = likeness(&whole, self.theirs[their].unnumbered());
                    (like, parts)
                })
                .filter(|(like, parts)| {
                    let alone = parts.clone().map(|part| self.likeness(part, their));
                    is_whole(*like, alone.fold(0.0, f64::max))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, parts)) = best {
                self.found[parts.clone()].fill(true);
                self.matches[their] = Some(Match::Joined(parts.collect()));
            }
        }
    }
}

/// Whether a whole does not begin with one of its later parts: these were moved, not cut.
fn is_in_order(parts: &[String], begins: impl Fn(&String) -> bool) -> bool {
    parts.first().is_none_or(&begins) || !parts.iter().any(begins)
}

/// Whether parts make a whole that is more than its best part. Where they leave nearly nothing out,
/// a short part counts too.
fn is_whole(like: f64, alone: f64) -> bool {
    match like >= NEARLY_ALL {
        true => alone + LEAST_PART < like,
        false => like >= WHOLE && alone + CLOSE < like,
    }
}

/// Whether two texts have the same first words.
fn begin_alike(one: &str, other: &str) -> bool {
    let head = |text: &str| text.chars().take(4).collect::<String>();
    !one.is_empty() && head(one) == head(other)
}
