//! A sentence as tokens: numbers, known words, marks, and what is unknown.

use std::ops::Range;

use super::exact::Exact;
use super::numerals::Found;
use super::words::{Lexicon, Meaning, NameId, WordSlot};

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordToken<'a> {
    /// Its bytes in the sentence.
    pub range: Range<usize>,
    pub what: What<'a>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What<'a> {
    /// A known word.
    Word(&'a [Meaning]),
    /// A number with its counter.
    Number(Counted),
    /// A year with its number.
    Year(i128),
    /// A part of the year, or a day.
    Date,
    /// A punctuation mark.
    Mark(char),
    /// What no list holds, but ends as names of bodies do.
    Body,
    /// What no list holds.
    Unknown,
}

/// A number with its counter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counted {
    pub value: Exact,
    /// The name of its counter's class.
    pub counter: NameId,
    /// 近, 余.
    pub about: bool,
    /// The bytes of the number alone.
    pub digits: (usize, usize),
    /// Counted by what counts nothing of the form.
    pub foreign: bool,
    /// Where its counter ends.
    pub end: usize,
}

impl WordToken<'_> {
    pub fn has(&self, slot: WordSlot) -> bool {
        self.classes().iter().any(|class| class.slot == slot)
    }

    pub fn classes(&self) -> &[Meaning] {
        match &self.what {
            What::Word(classes) => classes,
            _ => &[],
        }
    }

    pub fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.what, What::Mark(mark) if marks.contains(&mark))
    }

    pub fn number(&self) -> Option<&Counted> {
        match &self.what {
            What::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// What parts words.
const MARKS: [char; 20] = [
    '，', '。', '、', '；', '：', '（', '）', '！', '？', ',', ';', ':', '(', ')', '“', '”', '《',
    '》', '「', '」',
];

/// The full-width form of a mark.
fn plain(mark: char) -> char {
    match mark {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

/// The tokens of a sentence. What is part of `name`, the body's own name, says nothing of a number.
pub(super) fn tokens<'a>(sentence: &str, name: &str, lexicon: &'a Lexicon) -> Vec<WordToken<'a>> {
    let mut list: Vec<WordToken<'a>> = Vec::new();
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        let rest = &sentence[at..];
        let token = if MARKS.contains(&c) {
            WordToken { range: at..at + c.len_utf8(), what: What::Mark(plain(c)) }
        } else {
            let word = lexicon.longest(rest);
            let number = number(sentence, at, lexicon, &list);
            match (word, number) {
                (Some((length, _)), Some(number)) if number.range.len() >= length => number,
                (Some((length, classes)), _) => {
                    WordToken { range: at..at + length, what: What::Word(classes) }
                }
                (None, Some(number)) => number,
                (None, None) => WordToken { range: at..at + c.len_utf8(), what: What::Unknown },
            }
        };
        at = token.range.end;
        match list.last_mut() {
            Some(last) if last.what == What::Unknown && token.what == What::Unknown => {
                last.range.end = token.range.end;
            }
            _ => list.push(token),
        }
    }
    let is_own = |token: &WordToken<'_>| {
        let text = &sentence[token.range.clone()];
        token.what == What::Unknown && text.chars().nth(1).is_some() && name.contains(text)
    };
    list.retain(|token| !is_own(token));
    for at in 1..list.len() {
        let other = |token: &WordToken<'_>| {
            let joined = token.has(WordSlot::Join) || token.is_mark(&['、', '（']);
            joined || token.what == What::Unknown || token.number().is_some()
        };
        if list[at].has(WordSlot::Own) && other(&list[at - 1]) {
            list[at].what = What::Body;
        }
    }
    for token in &mut list {
        let text = &sentence[token.range.clone()];
        if token.has(WordSlot::Scope) && name.contains(text) {
            token.what = What::Word(&[]); // a street's own report speaks of the street
        }
        if token.what != What::Unknown {
            continue;
        }
        if lexicon.bodies.iter().any(|end| text.ends_with(end.as_str())) {
            token.what = What::Body;
        }
    }
    list
}

/// A number, a year or a date at `at`.
fn number<'a>(
    sentence: &str,
    at: usize,
    lexicon: &'a Lexicon,
    before: &[WordToken<'a>],
) -> Option<WordToken<'a>> {
    let numerals = &lexicon.numerals;
    let rest = &sentence[at..];
    numerals.begins(rest.chars().next()?).then_some(())?;
    let found = numerals.read(rest)?;
    let end = at + found.length;
    let token = |length: usize, what| Some(WordToken { range: at..end + length, what });
    let after = &sentence[end..];
    let next = || after.chars().next().map_or(0, char::len_utf8);
    match numerals.date(after) {
        Some(0) if found.row || is_year(&found) => {
            return token(next(), What::Year(found.value.mantissa));
        }
        Some(_) => {
            let done = |c| numerals.done_on.contains(&c);
            let is_done = sentence[..at].ends_with(done) || done_year(sentence, before, done);
            return token(next(), if is_done { What::Word(&[]) } else { What::Date });
        }
        None => {}
    }
    if found.row || numerals.names(after.chars().next()) {
        return token(0, What::Unknown);
    }
    let previous = sentence[..at].chars().next_back();
    if previous.is_some_and(|c| numerals.bars(c, found.in_words)) {
        return token(0, What::Unknown);
    }
    let counted = |counter: NameId, length: usize| {
        let about = found.about || before.last().is_some_and(|last| last.has(WordSlot::About));
        let name = lexicon.name(counter);
        let power = lexicon.units.get(name).copied().unwrap_or(0);
        let value = found.value.shifted(power);
        // 12.5万元 is 12.5 of what the form counts by.
        let typed = numerals.read(&rest[..found.plain]).map(|typed| typed.value);
        let is_unit = power != 0 && typed == Some(value);
        let digits = (at, if is_unit { at + found.plain } else { end });
        let foreign = name == "foreign";
        let number = Counted { value, counter, about, digits, foreign, end: end + length };
        token(length, What::Number(number))
    };
    if found.percent {
        let percent = lexicon.find_name("percent").ok()?;
        return counted(percent, 0);
    }
    let Some((length, class)) = lexicon.longest_of(after, WordSlot::Counter) else {
        let is_zero = found.in_words && found.value.is_zero() && found.length <= 3;
        let bare = lexicon.find_name("bare").ok()?;
        let told = [WordSlot::Outcome, WordSlot::Result, WordSlot::Act];
        let told = before.last().is_some_and(|last| told.iter().any(|slot| last.has(*slot)));
        if let Some(name) = numerals.tally.counter(&sentence[..at], after, told) {
            return counted(lexicon.find_name(name).ok()?, 0);
        }
        return match (is_zero, found.in_words) {
            (true, _) => counted(bare, 0),
            (_, true) => None,
            _ => token(0, What::Unknown),
        };
    };
    // 一件申请 is an article; so is what counts after a negation.
    let is_article = found.in_words && found.value == Exact::whole(1) && {
        let after = after[length..].chars().next();
        let last = |slot| before.last().is_some_and(|last| last.has(slot));
        after.is_some_and(|c| !MARKS.contains(&c)) && !last(WordSlot::Act)
            || last(WordSlot::Negation)
    };
    match is_article {
        true => token(length, What::Word(&[])),
        false => counted(class.name, length),
    }
}

/// Whether the year before a month tells when something was done: 已于今年1月.
fn done_year(sentence: &str, before: &[WordToken<'_>], done: impl Fn(char) -> bool) -> bool {
    before.last().is_some_and(|last| {
        (matches!(last.what, What::Year(_)) || last.has(WordSlot::Year))
            && sentence[..last.range.start].ends_with(done)
    })
}

fn is_year(found: &Found) -> bool {
    !found.in_words && found.value.exponent == 0 && (1900..2100).contains(&found.value.mantissa)
}
