//! Words that were typed twice: 资金资金.

use std::ops::Range;

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;

/// Words right behind themselves. Short ones often are so by right (常常, 研究研究, 申请申请人), so
/// only listed ones count; what is as long as `length` counts whatever it is. Its message has
/// `{found}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeat {
    /// Words that never stand twice, parted by white space.
    words: String,
    /// Words in which one of them stands twice by right (目的的), parted by white space.
    #[serde(default)]
    but: String,
    /// Characters from which on anything counts.
    length: usize,
}

/// The longest piece that is compared with the one before it.
const LONGEST: usize = 16;

impl Rule for Repeat {
    fn lay_out(&mut self, _: &Form, _: &Fragments) -> Result<(), Text> {
        Ok(())
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let whole = case.report.prose.whole();
        let twice: Vec<String> = self.words.split_whitespace().map(|word| word.repeat(2)).collect();
        let mut findings = Vec::new();
        for (start, sentence) in whole.sentences() {
            let listed = twice.iter().flat_map(|word| sentence.match_indices(word.as_str()));
            let listed = listed.map(|(at, word)| at..at + word.len());
            let right: Vec<Range<usize>> = self.right(sentence).collect();
            let is_right = |place: &Range<usize>| {
                right.iter().any(|word| word.start <= place.start && place.end <= word.end)
            };
            let found = listed.chain(self.repeated(sentence));
            let mut places: Vec<Range<usize>> = found.filter(|place| !is_right(place)).collect();
            places.sort_by_key(|place| place.start);
            places.dedup_by(|next, last| next.start < last.end);
            findings.extend(places.into_iter().map(|place| {
                let finding = about.finding(args!(found = &sentence[place.clone()]));
                finding.at(whole.locate(start + place.start..start + place.end))
            }));
        }
        findings
    }
}

impl Repeat {
    /// Where words stand that have a doubled one in them by right.
    fn right<'s>(&'s self, sentence: &'s str) -> impl Iterator<Item = Range<usize>> + 's {
        let found = self.but.split_whitespace().flat_map(|word| sentence.match_indices(word));
        found.map(|(at, word)| at..at + word.len())
    }

    /// The first long piece of a sentence that stands right behind itself.
    fn repeated(&self, sentence: &str) -> Option<Range<usize>> {
        let chars: Vec<(usize, char)> = sentence.char_indices().collect();
        (self.length..=LONGEST).find_map(|length| {
            let mut same = 0;
            for at in length..chars.len() {
                let c = chars[at].1;
                let is_word = c.is_alphabetic() && !c.is_ascii();
                same = if is_word && c == chars[at - length].1 { same + 1 } else { 0 };
                if same == length {
                    let (last, c) = chars[at];
                    return Some(chars[at + 1 - 2 * length].0..last + c.len_utf8());
                }
            }
            None
        })
    }
}
