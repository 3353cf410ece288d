//! What a number tells: so many, so many more than last year, a share; and of what.

use super::clauses::Phrase;
use super::dealing::deal;
use super::exact::Exact;
use super::found::Kind;
use super::frame::Frame;
use super::sentence::Sentence;
use super::tokens::{Counted, What, WordToken};
use super::words::WordSlot;

impl Sentence<'_> {
    /// Reads one number of a clause.
    pub(super) fn number(
        &mut self,
        clause: &Phrase<'_, '_>,
        nth: usize,
        number: &Counted,
        left: &[WordToken<'_>],
        right: &[WordToken<'_>],
    ) {
        let is = |name: &str| self.lexicon.name(number.counter) == name;
        let (percent, times, doubling) = (is("percent"), is("times"), is("doubling"));
        // 较去年分别下降50%和75%: the second too.
        let dealt = clause.share_of(nth).is_some();
        let changes =
            |token: &WordToken<'_>| token.has(WordSlot::Rise) || token.has(WordSlot::Fall);
        let dealt = dealt && nth > 0 && !left.iter().any(changes);
        let left = if dealt { clause.dealing(left) } else { left };
        let last_of = |slot: WordSlot| left.iter().rposition(|token| token.has(slot));
        let change = last_of(WordSlot::Rise).max(last_of(WordSlot::Fall));
        let compare = left.iter().position(|token| token.has(WordSlot::Compare));
        let compared = compare.is_some()
            || self.pending.has(WordSlot::Compare)
            || clause.tokens.iter().any(|token| token.has(WordSlot::Compare))
            || self.found.last().is_some_and(|last| last.is_change());
        let telling = if clause.share_of(nth).is_some() { clause.dealing(left) } else { left };
        let share = telling.iter().position(|token| token.has(WordSlot::Share));
        if let Some(at) = share.filter(|_| percent) {
            return self.share(clause, nth, number, &telling[..at]);
        }
        if doubling {
            let frame = self.base(left, compare.or(change));
            let twice = u32::try_from(number.value.mantissa).ok();
            let value = twice.and_then(|power| 2_i128.checked_pow(power)).map(Exact::whole);
            let number = Counted { value: value.unwrap_or(number.value), ..*number };
            let said = number.digits.0;
            return self.push_said(&number, Kind::Times { percent: false }, frame, said);
        }
        let of_share = percent && self.found.last().is_some_and(|last| last.kind == Kind::Share);
        if change.is_some() && of_share {
            return; // 占6%，下降2个百分点
        }
        if let Some(at) = change {
            if percent || times || compared || self.goes_on(left) {
                let falls = left[at].has(WordSlot::Fall);
                let kind = match percent || times {
                    true => Kind::Growth { falls, percent },
                    false => Kind::More { falls },
                };
                let mut frame = self.base(left, Some(compare.unwrap_or(at)));
                if let Some(dealt) = self.dealt(clause, nth) {
                    let own = Frame::of(&left[..compare.unwrap_or(at)], &self.years);
                    frame = if own.has_noun() { Frame { blocked: true, ..own } } else { dealt };
                }
                // 较上年增加8件的主要是征地类申请: of what, if nothing was told before?
                let told = Frame::of(left, &self.years).has_noun() || self.last().is_some();
                frame.blocked |= !right.is_empty() && !told && self.pending == Frame::default();
                let said = left[at].range.start.min(number.digits.0);
                self.push_said(number, kind, frame, said);
            }
            return;
        }
        if percent || times {
            let rate = Frame::of(left, &self.years);
            let of_last =
                rate.names(WordSlot::Year).iter().any(|name| Some(*name) == self.years.last);
            if percent && rate.has(WordSlot::Rate) {
                let mut frame = rate;
                self.settle(&mut frame);
                self.push_said(number, Kind::Share, frame, number.digits.0);
            } else if of_last || compare.is_some() {
                let year = left.iter().position(is_year);
                let frame = self.base(left, Some(compare.or(year).unwrap_or(0)));
                self.push_said(number, Kind::Times { percent }, frame, number.digits.0);
            }
            return;
        }
        self.count(clause, nth, number, left, right);
    }

    /// Whether nothing but a change is told, right behind a number: 收到66件，增加6件.
    fn goes_on(&self, left: &[WordToken<'_>]) -> bool {
        let says_nothing = |token: &WordToken<'_>| {
            let classes = token.classes();
            let only = |slot| classes.iter().all(|class| class.slot == slot);
            only(WordSlot::Neutral) || token.has(WordSlot::Rise) || token.has(WordSlot::Fall)
        };
        self.whole.is_none()
            && self.pending == Frame::default()
            && self.found.last().is_some_and(|last| last.kind == Kind::Count)
            && left.iter().all(|token| matches!(token.what, What::Word(_)) && says_nothing(token))
    }

    fn count(
        &mut self,
        clause: &Phrase<'_, '_>,
        nth: usize,
        number: &Counted,
        left: &[WordToken<'_>],
        right: &[WordToken<'_>],
    ) {
        let has = |slot: WordSlot| left.iter().any(|token| token.has(slot));
        let reaches = clause.tokens.iter().any(|token| token.has(WordSlot::Reach));
        let from = has(WordSlot::From) && (reaches || has(WordSlot::Year));
        if from || has(WordSlot::Compare) {
            let at = left
                .iter()
                .position(|token| token.has(WordSlot::From) || token.has(WordSlot::Compare));
            let mut frame = self.base(left, at);
            if let Some(last) = self.years.last {
                frame.only(WordSlot::Year, last);
            }
            return self.push(number, Kind::Count, frame);
        }
        if has(WordSlot::Reach) {
            let at = left.iter().position(|token| token.has(WordSlot::Reach));
            let mut frame = self.base(left, at);
            frame.clear(WordSlot::Year);
            return self.push(number, Kind::Count, frame);
        }
        if nth > 0 && has(WordSlot::Part) {
            self.begin_parts(); // 27件申请中有2件…
        }
        let bare = self.lexicon.name(number.counter) == "bare";
        let next = !right.is_empty();
        let mut own = match bare && next {
            true => Frame::default(),
            false => Frame::of(left, &self.years),
        };
        self.fill_in(&mut own, clause, nth, right, bare);
        let kind = if bare { Kind::Denial } else { Kind::Count };
        for frame in deal(own, clause, nth, left, self) {
            self.push(number, kind, frame);
        }
    }

    /// What a change is one of: the words before it, or the number before.
    fn base(&mut self, left: &[WordToken<'_>], until: Option<usize>) -> Frame {
        let own = Frame::of(&left[..until.unwrap_or(left.len())], &self.years);
        self.changed(own, left)
    }

    /// The same, given its own words; `left` is all that stands before the number.
    pub(super) fn changed(&mut self, mut own: Frame, left: &[WordToken<'_>]) -> Frame {
        let years = left.iter().filter_map(|token| match token.what {
            What::Year(year) => Some(year),
            _ => None,
        });
        let near = self.years.year - 1..=self.years.year;
        let other_year = years.into_iter().any(|year| !near.contains(&year));
        let behind = left.iter().position(|token| token.has(WordSlot::Compare));
        if !own.has_noun() && !own.has(WordSlot::Act) {
            // 比上年申请量增长: the noun stands behind the comparison.
            let words = &left[behind.map_or(0, |at| at + 1)..];
            let later = Frame::of(words, &self.years);
            let last = self.last().map(|last| last.frame.clone());
            let pending = &self.pending;
            own = match (later.has_noun(), pending.has_noun() || pending.has(WordSlot::Act), last) {
                (true, ..) => later,
                (_, true, None) => pending.clone(),
                (_, _, Some(last)) => last,
                // Of what the heading is about: 由上年的60件增至85件.
                (_, _, None) if self.found.is_empty() && !own.blocked => own,
                _ => Frame { blocked: true, ..own },
            };
        } else {
            own.blocked |= self.is_nobodys(&own);
        }
        own.clear(WordSlot::Year);
        own.blocked |= other_year;
        self.settle(&mut own);
        own
    }
}

fn is_year(token: &WordToken<'_>) -> bool {
    matches!(token.what, What::Year(_)) || token.has(WordSlot::Year)
}
