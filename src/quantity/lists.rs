//! Wholes and their parts inside a sentence: 收到80件，其中自然人70件、企业10件; 予以公开5件，部分公开2件，
//! 共7件. What the numbers are of doesn't matter, but parts of one list must be parts of one kind.

use std::ops::Range;

use super::exact::Exact;
use super::tokens::{What, WordToken};
use super::words::WordSlot;

/// A number of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Its bytes in the text without white space: of the number alone.
    pub range: Range<usize>,
    /// The same with its counter.
    pub said: Range<usize>,
    /// The words before it.
    pub words: Range<usize>,
    /// Its value.
    pub value: Exact,
    sort: PartSort,
}

/// A whole and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The whole.
    pub whole: ListItem,
    /// Its parts.
    pub parts: Vec<ListItem>,
    /// How the two are told.
    pub shape: ListShape,
}

impl Listed {
    /// The same in a text that has the sentence at `start`.
    pub(super) fn moved(mut self, start: usize) -> Listed {
        for item in self.parts.iter_mut().chain([&mut self.whole]) {
            for range in [&mut item.range, &mut item.said, &mut item.words] {
                *range = range.start + start..range.end + start;
            }
        }
        self
    }
}

/// How a whole and its parts are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListShape {
    /// 12件，其中A5件、B3件: perhaps not all parts are told.
    Some,
    /// The same, and the last part is the rest: 其余4件.
    All,
    /// The same, but parts of no table: they may overlap.
    Loose,
    /// A5件、B3件，共8件: the last of them, from anywhere on, make the whole.
    Last,
}

/// By what a whole is parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartSort {
    Applicant,
    Outcome,
    Result,
    Channel,
    Other,
    Rest,
    /// Something else was done.
    Act,
}

/// What ends a list.
const STOPS: [WordSlot; 11] = [
    WordSlot::Negation,
    WordSlot::Year,
    WordSlot::Compare,
    WordSlot::From,
    WordSlot::Reach,
    WordSlot::Rise,
    WordSlot::Fall,
    WordSlot::Share,
    WordSlot::Each,
    WordSlot::About,
    WordSlot::Part,
];

/// Whether a word ends a list. 与 also joins two names of one part, and where it compares, a year
/// follows, which ends the list too.
fn stops(token: &WordToken<'_>) -> bool {
    let joins = token.has(WordSlot::Join);
    let ends = |slot: &&WordSlot| token.has(**slot) && !(joins && **slot == WordSlot::Compare);
    STOPS.iter().any(|slot| ends(&slot))
}

/// A sentence with its tokens, where lists are sought.
struct ListFinder<'s, 'a> {
    text: &'s str,
    tokens: &'s [WordToken<'a>],
}

/// The lists of a sentence.
pub(super) fn lists(text: &str, tokens: &[WordToken<'_>]) -> Vec<Listed> {
    let lists = ListFinder { text, tokens };
    let numbers = (0..tokens.len()).filter(|at| tokens[*at].number().is_some());
    numbers.filter_map(|at| lists.begun_by(at).or_else(|| lists.ended_by(at))).collect()
}

impl ListFinder<'_, '_> {
    fn token(&self, at: usize) -> Option<&WordToken<'_>> {
        self.tokens.get(at)
    }

    fn unit(&self, at: usize) -> Option<&str> {
        let number = self.tokens[at].number()?;
        self.text.get(number.digits.1..number.end).filter(|unit| !unit.is_empty())
    }

    /// The words before a number: from the number or the mark before it.
    fn words(&self, at: usize) -> &[WordToken<'_>] {
        let parts = |token: &WordToken<'_>| {
            token.number().is_some() || matches!(token.what, What::Mark(mark) if !is_quote(mark))
        };
        let begin = self.tokens[..at].iter().rposition(parts).map_or(0, |before| before + 1);
        &self.tokens[begin..at]
    }

    fn item(&self, at: usize) -> Option<ListItem> {
        let number = self.tokens[at].number()?;
        let words = self.words(at);
        let begin = words.first().map_or(number.digits.0, |first| first.range.start);
        Some(ListItem {
            range: number.digits.0..number.digits.1,
            said: number.digits.0..number.end,
            words: begin..number.digits.0,
            value: number.value,
            sort: sort(words),
        })
    }

    /// 较上年增加15件
    fn is_difference(&self, at: usize) -> bool {
        let has = |slot: WordSlot| self.words(at).iter().any(|token| token.has(slot));
        has(WordSlot::Compare) && (has(WordSlot::Rise) || has(WordSlot::Fall))
    }

    /// 80件，其中…; 80件（…、…）; 80件：…
    fn begun_by(&self, at: usize) -> Option<Listed> {
        let unit = self.unit(at)?;
        let whole = self.tokens[at].number().filter(|number| !number.about)?;
        // What came in addition to last year's is told beside the whole, and is none.
        if self.is_difference(at) {
            return None;
        }
        let mut next = at + 1;
        let mark = self.token(next)?;
        next += usize::from(mark.is_mark(&['，', '；', '：']));
        // 80件，（其中…）: people type the comma too.
        let open = self.token(next)?.is_mark(&['（']);
        next += usize::from(open);
        let begins = self.token(next)?.has(WordSlot::Part);
        if !begins && !open && !mark.is_mark(&['：']) {
            return None;
        }
        next += usize::from(begins);
        let mut parts = Vec::new();
        for number in self.part_numbers(next, open) {
            let stops = self
                .words(number)
                .iter()
                .any(|token| stops(token) && !(token.has(WordSlot::Part) && begins));
            if self.unit(number) != Some(unit) {
                continue;
            }
            let about = self.tokens[number].number().is_some_and(|number| number.about);
            let own = |part: &ListItem| part.sort != PartSort::Act;
            let own = self.item(number).filter(own);
            match own.filter(|_| !about && (!stops || parts.is_empty())) {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        let whole = ListItem {
            range: whole.digits.0..whole.digits.1,
            said: whole.digits.0..whole.end,
            words: 0..0,
            value: whole.value,
            sort: PartSort::Other,
        };
        let first = parts.first()?.sort;
        let same = parts.iter().position(|part| part.sort != first && part.sort != PartSort::Rest);
        parts.truncate(same.unwrap_or(parts.len()));
        let rest = parts.iter().position(|part| part.sort == PartSort::Rest);
        let shape = match (rest, first) {
            (Some(at), _) if at > 0 && at + 1 == parts.len() => ListShape::All,
            (Some(_), _) | (_, PartSort::Rest) => return None,
            (None, PartSort::Other) => ListShape::Loose,
            (None, _) => ListShape::Some,
        };
        Some(Listed { whole, parts, shape })
    }

    /// The numbers of a list that begins at a token: to the end of its bracket, or of its clauses.
    fn part_numbers(&self, from: usize, open: bool) -> Vec<usize> {
        let mut depth = 0;
        let mut found = Vec::new();
        for at in from..self.tokens.len() {
            let token = &self.tokens[at];
            if token.is_mark(&['（']) {
                depth += 1;
            } else if token.is_mark(&['）']) {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            } else if depth == 0 && !open && token.is_mark(&['；', '。']) {
                break;
            } else if depth == 0 && token.number().is_some() {
                found.push(at);
            }
        }
        found
    }

    /// …5件，…2件，共7件
    fn ended_by(&self, at: usize) -> Option<Listed> {
        let unit = self.unit(at)?;
        let words = self.words(at);
        let is_bare = |token: &WordToken<'_>| {
            token.has(WordSlot::Total)
                || matches!(token.what, What::Word(_))
                    && token.classes().iter().all(|class| class.slot == WordSlot::Neutral)
        };
        let total = words.iter().any(|token| token.has(WordSlot::Total));
        let ends = self.token(at + 1).is_none_or(|next| matches!(next.what, What::Mark(_)));
        if !total || !ends || !words.iter().all(is_bare) {
            return None;
        }
        let begin = self.tokens[..at]
            .iter()
            .rposition(|token| token.is_mark(&['。', '：', '（', '）']))
            .map_or(0, |mark| mark + 1);
        let before = &self.tokens[begin..at];
        if before.iter().any(stops) {
            return None;
        }
        let numbers = (begin..at).filter(|at| self.tokens[*at].number().is_some());
        let parts: Vec<ListItem> = numbers
            .map(|number| match self.unit(number) == Some(unit) {
                true => self.item(number),
                false => None,
            })
            .collect::<Option<_>>()?;
        let whole = self.item(at)?;
        let about = |token: &WordToken<'_>| token.number().is_some_and(|number| number.about);
        let exact = !self.tokens[begin..=at].iter().any(about);
        (parts.len() >= 2 && exact).then_some(Listed { whole, parts, shape: ListShape::Last })
    }
}

fn is_quote(mark: char) -> bool {
    matches!(mark, '“' | '”' | '《' | '》' | '「' | '」')
}

/// By what words part a whole.
fn sort(words: &[WordToken<'_>]) -> PartSort {
    let has = |slot: WordSlot| words.iter().any(|token| token.has(slot));
    let unknown = words.iter().any(|token| matches!(token.what, What::Unknown | What::Body));
    let told = [
        (WordSlot::Outcome, PartSort::Outcome),
        (WordSlot::Reason, PartSort::Outcome),
        (WordSlot::Applicant, PartSort::Applicant),
        (WordSlot::Result, PartSort::Result),
        (WordSlot::Channel, PartSort::Channel),
    ];
    let found = told.into_iter().find(|(slot, _)| has(*slot)).map(|(_, sort)| sort);
    match found {
        Some(sort) => sort,
        None if has(WordSlot::Rest) && !unknown => PartSort::Rest,
        None if has(WordSlot::Act) => PartSort::Act,
        None => PartSort::Other,
    }
}
