//! `{{ … }}` in the text: numbers taken from their cells instead of being typed.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Source};
use crate::expression::{Numbers, evaluate};
use crate::finding;

/// The text with its numbers put in, and where each piece of it came from.
pub(super) struct Bound {
    /// What Markdown reads.
    pub text: String,
    /// Ranges of `text` and of the source that they stand for, in order.
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

impl Bound {
    /// The bytes of the source that `range` of the text stands for.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, false);
        start..self.place(range.end, true).max(start)
    }

    fn place(&self, at: usize, end: bool) -> usize {
        let before =
            self.pieces.iter().rev().find(|(new, _)| new.start < at || (new.start == at && !end));
        match before {
            Some((new, old)) if at < new.end || (at == new.end && end) => {
                if end {
                    old.end
                } else {
                    old.start
                }
            }
            Some((new, old)) => old.end + (at - new.end),
            None => at,
        }
    }
}

/// Evaluates every `{{ … }}` of the source. One that can't be is a finding and leaves nothing in the text.
pub(super) fn bind(source: &Source, numbers: Numbers<'_>, findings: &mut Vec<Diagnostic>) -> Bound {
    let mut bound = Bound { text: String::new(), pieces: Vec::new() };
    let mut rest = 0;
    let text = source.text();
    while let Some(open) = text[rest..].find("{{").map(|at| rest + at) {
        bound.text.push_str(&text[rest..open]);
        let start = bound.text.len();
        let line = text[open..].find('\n').map_or(text.len(), |at| open + at);
        match text[open..line].find("}}").map(|at| open + at) {
            Some(close) => {
                let expression = open + 2;
                rest = close + 2;
                match evaluate(&text[expression..close], numbers) {
                    Ok(value) => bound.text.push_str(&value),
                    Err(faults) => findings.extend(faults.into_iter().map(|(place, finding)| {
                        let place = place.map(|at| expression + at.start..expression + at.end);
                        finding.at(source.locate(place.unwrap_or(open..rest)))
                    })),
                }
            }
            None => {
                rest = open + 2;
                findings.push(finding!("binding-syntax.unclosed").at(source.locate(open..rest)));
            }
        }
        bound.pieces.push((start..bound.text.len(), open..rest));
    }
    bound.text.push_str(&text[rest..]);
    bound
}
