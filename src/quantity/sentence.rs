//! A sentence clause by clause: what each number is about follows from its own words first, then
//! from what went before.

use super::clauses::{Phrase, clauses};
use super::exact::Exact;
use super::found::{Kind, Quantity};
use super::frame::{Frame, YearNames};
use super::tokens::{Counted, WordToken};
use super::words::{Lexicon, NameId, WordSlot};

/// What is counted.
type Objects = Vec<(WordSlot, NameId)>;

/// What a sentence has told so far.
pub(super) struct Sentence<'a> {
    pub lexicon: &'a Lexicon,
    pub years: YearNames,
    /// Numbers that were read, those of other matters too.
    pub found: Vec<Quantity>,
    /// What is counted where a number's own words don't say it.
    pub object: Objects,
    /// The number before all of these.
    pub before: Option<Quantity>,
    /// What follows are parts of this whole.
    pub whole: Option<Frame>,
    /// Whole and object outside of open brackets.
    outside: Vec<(Option<Frame>, Objects)>,
    /// What clauses without a number said.
    pub pending: Frame,
    /// A part of the year, or years, that all of it speaks of.
    pub scope: Frame,
    /// What is of any matter where nothing is counted by it: information.
    records: Vec<NameId>,
    /// 以自然人为主: what is told behind it has a scope of its own.
    pub mainly: Vec<NameId>,
}

impl<'a> Sentence<'a> {
    /// A sentence that begins with what its heading is about, behind the number `before`.
    pub fn new(
        lexicon: &'a Lexicon,
        years: YearNames,
        context: Option<(WordSlot, NameId)>,
        before: Option<Quantity>,
    ) -> Sentence<'a> {
        Sentence {
            lexicon,
            years,
            found: Vec::new(),
            object: context.into_iter().collect(),
            before,
            whole: None,
            outside: Vec::new(),
            pending: Frame::default(),
            scope: Frame::default(),
            records: lexicon.find_name("record").into_iter().collect(),
            mainly: lexicon.find_name("mainly").into_iter().collect(),
        }
    }

    /// Reads all clauses.
    pub fn read(&mut self, tokens: Vec<WordToken<'_>>) {
        for clause in clauses(&tokens) {
            match clause.mark {
                '（' => {
                    self.outside.push((self.whole.clone(), self.object.clone()));
                    self.begin_parts();
                }
                '）' => {
                    if let Some((whole, object)) = self.outside.pop() {
                        (self.whole, self.object) = (whole, object);
                    }
                }
                '；' if self.outside.is_empty() => self.whole = None,
                _ => {}
            }
            self.clause(&clause);
        }
        self.siblings();
    }

    /// 公开7件，不予公开2件: what was done is an outcome, beside outcomes.
    fn siblings(&mut self) {
        let Some((act, outcome)) = self.lexicon.beside else { return };
        for at in 0..self.found.len() {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let mut beside = beside.filter_map(|other| self.found.get(other));
            let told = beside.any(|other| other.frame.has(WordSlot::Outcome));
            let frame = &mut self.found[at].frame;
            if told && !frame.has(WordSlot::Outcome) && frame.names(WordSlot::Act) == [act] {
                frame.clear(WordSlot::Act);
                frame.add(WordSlot::Outcome, outcome);
            }
        }
    }

    /// The whole of the parts that follow: the last number that is no part itself.
    pub fn begin_parts(&mut self) {
        let last = self.last().map(|last| last.frame.clone());
        self.whole = Some(last.unwrap_or_default());
    }

    /// The last number that was read.
    pub fn last(&self) -> Option<&Quantity> {
        let says = |last: &&Quantity| !matches!(last.kind, Kind::Denial | Kind::Share);
        self.found.iter().rev().find(says).or(self.before.as_ref())
    }

    fn clause(&mut self, clause: &Phrase<'_, '_>) {
        if clause.tokens.iter().any(|token| token.has(WordSlot::Part)) {
            self.begin_parts();
        }
        let all = Frame::of(clause.tokens, &self.years);
        self.scope.take(WordSlot::Time, &all);
        let from = self.found.len();
        if clause.numbers().is_empty() {
            self.words(clause, &all);
        } else {
            self.numbers(clause);
            self.pending = Frame::default();
        }
        self.equal(clause);
        self.denials(clause);
        self.remember(&all, from);
    }

    /// What the clause is about is what the next one is about that does not say it.
    fn remember(&mut self, all: &Frame, from: usize) {
        let objects = |frame: &Frame| -> Vec<(WordSlot, NameId)> {
            let named =
                |slot: WordSlot| frame.names(slot).into_iter().map(move |name| (slot, name));
            let told = named(WordSlot::Foreign).chain(named(WordSlot::Object));
            told.filter(|(_, name)| !self.records.contains(name) || from < self.found.len())
                .collect()
        };
        let last = self.found[from..].iter().rev().map(|found| objects(&found.frame));
        let own = last.chain([objects(all)]).find(|objects| !objects.is_empty());
        if let Some(own) = own.filter(|_| self.whole.is_none()) {
            self.object = own;
        }
    }

    /// A clause without a number: what it says goes on, or tells what became of those before.
    fn words(&mut self, clause: &Phrase<'_, '_>, all: &Frame) {
        let follows = !all.has_noun() && all.has(WordSlot::Act);
        let goes_on = |last: &&mut Quantity| follows && (last.frame.empty || last.frame.open);
        if let Some(last) = self.found.last_mut().filter(goes_on) {
            last.frame.take(WordSlot::Act, all);
            last.frame.take(WordSlot::Year, all);
            if last.frame.empty {
                (last.frame.blocked, last.frame.empty) = (all.blocked, false);
            }
            return;
        }
        let blocked = all.blocked && !clause.is_first;
        self.pending = all.clone();
        self.pending.blocked = blocked;
        if all.has(WordSlot::Act) || all.blocked {
            self.pending.clear(WordSlot::Scope); // 个别单位答复不规范 says nothing of what follows
        }
    }

    /// Every number of a clause with its frame.
    fn numbers(&mut self, clause: &Phrase<'_, '_>) {
        let numbers = clause.numbers();
        for (nth, at) in numbers.iter().enumerate() {
            let Some(number) = clause.tokens[*at].number() else { continue };
            let left = clause.left(nth);
            let right = clause.right(nth);
            let from = self.found.len();
            self.number(clause, nth, number, left, right);
            self.remember(&Frame::default(), from);
        }
    }

    /// Adds a number.
    pub fn push(&mut self, number: &Counted, kind: Kind, frame: Frame) {
        self.found.push(Quantity {
            range: number.digits.0..number.digits.1,
            said: number.digits.0..number.end,
            kind,
            value: number.value,
            counter: number.counter,
            about: number.about,
            frame,
            sentence: 0,
            passage: 0,
        });
    }

    /// Adds a number that is told with the words from `said` on.
    pub fn push_said(&mut self, number: &Counted, kind: Kind, frame: Frame, said: usize) {
        self.push(number, kind, frame);
        if let Some(last) = self.found.last_mut() {
            last.said = said..if last.is_counted() { number.digits.1 } else { number.end };
        }
    }

    /// 与上年持平
    fn equal(&mut self, clause: &Phrase<'_, '_>) {
        let tokens = clause.tokens;
        let Some(at) = tokens.iter().position(|token| token.has(WordSlot::Equal)) else { return };
        let compares = |token: &WordToken<'_>| token.has(WordSlot::Compare);
        let compare = tokens[..at].iter().position(compares);
        if compare.is_none() && !self.pending.has(WordSlot::Compare) {
            return;
        }
        let own = Frame::of(&tokens[..compare.unwrap_or(at)], &self.years);
        let frame = self.changed(own, &tokens[..at]);
        self.words_for(&tokens[at..at + 1], Kind::Equal, frame);
        let nearly = self.lexicon.find_name("nearly").ok();
        if let (Some(class), Some(last)) = (tokens[at].classes().first(), self.found.last_mut()) {
            last.about = Some(class.name) == nearly;
        }
    }

    /// 未收到申请, 没有被提起行政诉讼
    fn denials(&mut self, clause: &Phrase<'_, '_>) {
        let tokens = clause.tokens;
        let Some(at) = tokens.iter().position(|token| token.has(WordSlot::Negation)) else {
            return;
        };
        if tokens[..at].iter().any(|token| token.number().is_some()) {
            return;
        }
        let end = tokens[at + 1..].iter().position(|token| token.number().is_some());
        let right = &tokens[at + 1..end.map_or(tokens.len(), |end| at + 1 + end)];
        let mut frame = Frame::of(right, &self.years);
        frame.take(WordSlot::Act, &Frame::of(&tokens[at..at + 1], &self.years));
        let says =
            [WordSlot::Act, WordSlot::Result, WordSlot::Object].iter().any(|slot| frame.has(*slot));
        if !says || end.is_some() || frame.has(WordSlot::Reason) || frame.has(WordSlot::Outcome) {
            return;
        }
        let left = Frame::of(&tokens[..at], &self.years);
        let mut left_blocks = left.is_other() && !left.has(WordSlot::Foreign);
        if !frame.has(WordSlot::Object) && !frame.has(WordSlot::Foreign) {
            frame.take(WordSlot::Object, &left);
            frame.take(WordSlot::Foreign, &left);
            left_blocks |= left.blocked;
        }
        frame.blocked |= left_blocks || self.pending.has(WordSlot::Scope);
        self.settle(&mut frame);
        let said = right
            .iter()
            .rposition(|token| !token.classes().is_empty() && !token.has(WordSlot::Neutral));
        let end = at + 2 + said.unwrap_or(0);
        self.words_for(&tokens[at..end.min(tokens.len())], Kind::Denial, frame);
    }

    fn words_for(&mut self, tokens: &[WordToken<'_>], kind: Kind, frame: Frame) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let counter = self.lexicon.find_name("bare").unwrap_or_else(|_| self.lexicon.no_name());
        let number = Counted {
            value: Exact::whole(0),
            counter,
            about: false,
            digits: (first.range.start, last.range.end),
            foreign: false,
            end: last.range.end,
        };
        self.push(&number, kind, frame);
    }
}
