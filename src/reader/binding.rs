//! `{{ … }}` in the text: numbers taken from their cells instead of being typed. They are put in
//! before Markdown reads the text, with a way back to what was typed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Source};
use crate::document::Inline;
use crate::expression::{Numbers, evaluate};
use crate::finding;
use crate::origin::Origin;

/// narrative.md with its numbers put in.
#[derive(Default)]
pub(super) struct Filled {
    /// What Markdown reads.
    pub text: String,
    /// Its way back to narrative.md.
    pub origin: Origin,
    /// The numbers that were put in, in the order of the text.
    bindings: Vec<Binding>,
    /// The value of each `{{ … }}`, empty where it has none.
    pub values: Vec<String>,
    /// Where narrative.md has those that could not be, which is told.
    pub faults: Vec<Range<usize>>,
}

/// What `{{ … }}` gave when a file was written, by what stands in it. One that is not known is
/// worked out.
pub(crate) type KnownValues = BTreeMap<String, String>;

/// Stands for a value that is not known and can't be worked out, where values are known.
pub(crate) const UNKNOWN: &str = "\u{fffc}";

/// A part of a text, and what is to stand in its place.
pub(super) type Edit = (Range<usize>, String);

/// A number that was put in.
struct Binding {
    /// Where it stands.
    text: Range<usize>,
    /// What gave it.
    expression: String,
}

/// Evaluates every `{{ … }}` of the source. One that can't be is a finding, here or at its cell,
/// and `missing` stands in its place.
pub(super) fn fill(
    source: &Source,
    numbers: Numbers<'_>,
    known: Option<&KnownValues>,
    missing: &str,
    findings: &mut Vec<Diagnostic>,
) -> Filled {
    let mut filled = Filled::default();
    let mut rest = 0;
    let text = source.text();
    while let Some(open) = text[rest..].find("{{").map(|at| rest + at) {
        filled.typed(text, rest..open);
        let line = text[open..].find('\n').map_or(text.len(), |at| open + at);
        let Some(close) = text[open..line].find("}}").map(|at| open + at) else {
            findings.push(finding!("binding-syntax.unclosed").at(source.locate(open..open + 2)));
            filled.bound(String::new(), "", open..open + 2);
            filled.faults.push(open..open + 2);
            // What follows on the line is its consequence.
            filled.typed(text, open + 2..line);
            rest = line;
            continue;
        };
        rest = close + 2;
        let expression = &text[open + 2..close];
        let set = known.and_then(|known| known.get(expression.trim()).cloned());
        let value = set.map_or_else(|| evaluate(expression, numbers), Ok);
        let value = value.unwrap_or_else(|faults| {
            findings.extend(faults.into_iter().map(|(place, finding)| {
                let place = place.map(|at| open + 2 + at.start..open + 2 + at.end);
                finding.at(source.locate(place.unwrap_or(open..rest)))
            }));
            filled.faults.push(open..rest);
            known.map_or(missing, |_| UNKNOWN).to_owned()
        });
        filled.bound(value, expression, open..rest);
    }
    filled.typed(text, rest..text.len());
    filled
}

impl Filled {
    fn typed(&mut self, source: &str, range: Range<usize>) {
        self.origin.add_exact(self.text.len(), range.clone());
        self.text.push_str(&source[range]);
    }

    fn bound(&mut self, value: String, expression: &str, source: Range<usize>) {
        let text = self.text.len()..self.text.len() + value.len();
        self.origin.add_whole(text.clone(), source);
        self.text.push_str(&value);
        self.values.push(value.clone());
        if !value.is_empty() {
            self.bindings.push(Binding { text, expression: expression.trim().to_owned() });
        }
    }

    /// The same text with some parts, in their order, replaced by others. None lies in a number
    /// that was put in.
    pub fn edited(&self, edits: &[Edit]) -> Filled {
        let mut edited = Filled {
            faults: self.faults.clone(),
            values: self.values.clone(),
            ..Filled::default()
        };
        let mut bindings = self.bindings.iter().peekable();
        let mut rest = 0;
        let mut copy = |edited: &mut Filled, part: Range<usize>| {
            let start = edited.text.len();
            edited.origin.append(start, &self.origin.slice(part.clone()));
            edited.text.push_str(&self.text[part.clone()]);
            while let Some(binding) = bindings.next_if(|binding| binding.text.end <= part.end) {
                let shift = |at: usize| start + at.saturating_sub(part.start);
                let text = shift(binding.text.start)..shift(binding.text.end);
                let expression = binding.expression.clone();
                edited.bindings.push(Binding { text, expression });
            }
        };
        for (range, text) in edits.iter() {
            copy(&mut edited, rest..range.start);
            let at = edited.text.len();
            if !range.is_empty() && !text.is_empty() {
                edited.origin.add_whole(at..at + text.len(), self.origin.of(range.clone()));
            }
            edited.text.push_str(text);
            rest = range.end;
        }
        copy(&mut edited, rest..self.text.len());
        edited
    }

    /// `words`, which stand at `origin` of the filled text, as text and bound numbers.
    pub fn pieces(&self, words: &str, origin: &Origin) -> Vec<Inline> {
        let range = origin.range();
        let first = self.bindings.partition_point(|binding| binding.text.end <= range.start);
        let inside = |binding: &&Binding| binding.text.start < range.end;
        let mut pieces = Vec::new();
        let mut rest = 0;
        let mut piece = |text: Range<usize>, expression: Option<&str>| {
            if text.is_empty() {
                return;
            }
            let source = origin.slice(text.clone()).then(&self.origin);
            let text = words[text].to_owned();
            pieces.push(match expression {
                None => Inline::Text { text, source },
                Some(expression) => {
                    Inline::Bound { text, expression: expression.to_owned(), source }
                }
            });
        };
        for binding in self.bindings[first..].iter().take_while(inside) {
            let Some(number) = origin.image(&binding.text) else { continue };
            piece(rest..number.start, None);
            rest = number.end;
            piece(number, Some(&binding.expression));
        }
        piece(rest..words.len(), None);
        pieces
    }
}
