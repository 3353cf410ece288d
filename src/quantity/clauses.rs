//! A sentence in clauses, and the words that stand around each number of a clause.

use super::tokens::WordToken;
use super::words::WordSlot;

/// A part of a sentence between marks.
pub(super) struct Phrase<'s, 'a> {
    /// The mark before it.
    pub mark: char,
    /// Whether the sentence begins with it.
    pub is_first: bool,
    pub tokens: &'s [WordToken<'a>],
}

/// What ends a clause.
const ENDS: [char; 7] = ['，', '；', '：', '。', '（', '）', '！'];

/// The clauses of a sentence.
pub(super) fn clauses<'s, 'a>(tokens: &'s [WordToken<'a>]) -> Vec<Phrase<'s, 'a>> {
    let mut list = Vec::new();
    let (mut begin, mut mark) = (0, '。');
    for at in 0..=tokens.len() {
        let ends = tokens.get(at).is_none_or(|token| token.is_mark(&ENDS));
        if !ends {
            continue;
        }
        list.push(Phrase { mark, is_first: begin == 0, tokens: &tokens[begin..at] });
        if let Some(token) = tokens.get(at) {
            mark = ENDS.into_iter().find(|end| token.is_mark(&[*end])).unwrap_or('。');
        }
        begin = at + 1;
    }
    list
}

impl<'s, 'a> Phrase<'s, 'a> {
    /// The places of its numbers.
    pub fn numbers(&self) -> Vec<usize> {
        (0..self.tokens.len()).filter(|at| self.tokens[*at].number().is_some()).collect()
    }

    /// The words before its nth number: from the clause's begin, or behind the number before and
    /// what parts the two.
    pub fn left(&self, nth: usize) -> &'s [WordToken<'a>] {
        let numbers = self.numbers();
        let begin = match nth {
            0 => 0,
            // 在20个工作日内答复的12件: the first is no number of things.
            nth if self.is_foreign(numbers[nth - 1], numbers[nth]) => return self.left_from(nth),
            nth => {
                let from = numbers[nth - 1] + 1;
                let between = &self.tokens[from..numbers[nth]];
                let parts =
                    |token: &WordToken<'_>| token.is_mark(&['、']) || token.has(WordSlot::Join);
                from + between.iter().position(parts).map_or(0, |at| at + 1)
            }
        };
        &self.tokens[begin..numbers[nth]]
    }

    /// Whether the number at `at` counts nothing known and nothing parts it from the one at `next`.
    fn is_foreign(&self, at: usize, next: usize) -> bool {
        let parts = |token: &WordToken<'_>| token.is_mark(&['、']) || token.has(WordSlot::Join);
        self.tokens[at].number().is_some_and(|number| number.foreign)
            && !self.tokens[at..next].iter().any(parts)
    }

    /// The words before its nth number with the number before in them.
    fn left_from(&self, nth: usize) -> &'s [WordToken<'a>] {
        let end = self.numbers()[nth];
        let length = self.left(nth - 1).len() + end - self.numbers()[nth - 1];
        &self.tokens[end - length..end]
    }

    /// The words behind its nth number, up to the next number or mark.
    pub fn right(&self, nth: usize) -> &'s [WordToken<'a>] {
        let from = self.numbers()[nth] + 1;
        let rest = &self.tokens[from..];
        let ends = |token: &WordToken<'_>| {
            token.number().is_some() || token.is_mark(&['、']) || token.has(WordSlot::Negation)
        };
        &rest[..rest.iter().position(ends).unwrap_or(rest.len())]
    }

    /// Whether no other number follows in the clause.
    pub fn is_last(&self, nth: usize) -> bool {
        nth + 1 == self.numbers().len()
    }

    /// Which of the clause's numbers behind `respectively` the nth is, and how many there are.
    pub fn share_of(&self, nth: usize) -> Option<(usize, usize)> {
        let word = self.tokens.iter().position(|token| token.has(WordSlot::Respectively))?;
        let numbers = self.numbers();
        let first = numbers.iter().position(|at| *at > word)?;
        (nth >= first).then(|| (nth - first, numbers.len() - first))
    }

    /// The words before the first number behind `respectively`, or else `left`.
    pub fn dealing(&self, left: &'s [WordToken<'a>]) -> &'s [WordToken<'a>] {
        let word = self.tokens.iter().position(|token| token.has(WordSlot::Respectively));
        let first = self.numbers().into_iter().find(|at| word.is_some_and(|word| *at > word));
        first.map_or(left, |first| &self.tokens[..first])
    }

    /// The words before `respectively`, or before the first number.
    pub fn head(&self) -> &'s [WordToken<'a>] {
        let stop =
            |token: &WordToken<'_>| token.has(WordSlot::Respectively) || token.number().is_some();
        &self.tokens[..self.tokens.iter().position(stop).unwrap_or(self.tokens.len())]
    }
}
