//! What a number tells: so many, so many more than last year, a share; and of what.

use super::clauses::Phrase;
use super::exact::Exact;
use super::found::Kind;
use super::frame::{Frame, NOUNS};
use super::sentence::Sentence;
use super::tokens::{Counted, What, WordToken};
use super::words::{NameId, WordSlot};

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
        let share = left.iter().position(|token| token.has(WordSlot::Share));
        if let Some(at) = share.filter(|_| percent) {
            return self.share(clause, nth, number, &left[..at]);
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

    /// What a number is of that is dealt out to the numbers before: 分别占87.5%和12.5%.
    fn dealt(&self, clause: &Phrase<'_, '_>, nth: usize) -> Option<Frame> {
        let (at, count) = clause.share_of(nth)?;
        let counts: Vec<_> = self.found.iter().filter(|found| found.kind == Kind::Count).collect();
        counts.len().checked_sub(count).map(|first| counts[first + at].frame.clone())
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

    /// Completes a number's own words by those behind it and those before.
    fn fill_in(
        &mut self,
        own: &mut Frame,
        clause: &Phrase<'_, '_>,
        nth: usize,
        right: &[WordToken<'_>],
        bare: bool,
    ) {
        let mut behind = Frame::of(right, &self.years);
        own.open = !own.has_noun() && !own.has(WordSlot::Act) && !own.blocked;
        let acted =
            own.has(WordSlot::Act) || behind.has(WordSlot::Act) || behind.has(WordSlot::Outcome);
        if !own.has_noun() && !own.has(WordSlot::Act) {
            own.blocked |= behind.blocked && behind.has(WordSlot::Act); // 3件答复经审核后修改
        }
        if !own.has_noun() {
            NOUNS.iter().for_each(|slot| own.take(*slot, &behind));
            behind.blocked &= !acted || bare;
            own.blocked =
                own.blocked && !own.has(WordSlot::Object) || behind.has_noun() && behind.blocked;
        }
        // 45件申请中有30件予以公开: what follows says it, unless it goes on to another number.
        let last = clause.is_last(nth) && (nth > 0 || !own.has(WordSlot::Act));
        let told = [WordSlot::Outcome, WordSlot::Reason, WordSlot::Applicant, WordSlot::Result];
        if last && !behind.blocked && !told.iter().any(|slot| own.has(*slot)) {
            told.iter().take(2).for_each(|slot| own.take(*slot, &behind));
        }
        if !(own.has(WordSlot::Act) || own.has(WordSlot::Outcome) || own.has(WordSlot::Reason)) {
            own.take(WordSlot::Act, &behind);
            own.take(WordSlot::Year, &behind);
        }
        for slot in [WordSlot::Channel, WordSlot::Scope, WordSlot::Stage] {
            own.take(slot, &behind);
            let told = [WordSlot::Outcome, WordSlot::Reason, WordSlot::Applicant]
                .iter()
                .any(|slot| own.has(*slot));
            if !(told && self.pending.names(slot) == self.mainly) {
                own.take(slot, &self.pending);
            }
        }
        if !own.has(WordSlot::Year) && !own.has(WordSlot::Compare) {
            own.take(WordSlot::Year, &self.pending);
        }
        let nothing = !own.has_noun() && !own.has(WordSlot::Act);
        own.empty = nothing && !own.blocked;
        if nothing && nth > 0 {
            own.blocked = true;
        } else if let (true, Some(last)) = (nothing && !own.blocked, self.told(own)) {
            // 收到88件，去年同期为96件; 减少12件，为36件
            let years = own.names(WordSlot::Year);
            *own = Frame { blocked: own.blocked || last.blocked, ..last };
            own.clear(WordSlot::Year);
            years.into_iter().for_each(|name| own.add(WordSlot::Year, name));
        } else if nothing {
            NOUNS.iter().chain(&[WordSlot::Act]).for_each(|slot| own.take(*slot, &self.pending));
            own.blocked |= self.pending.blocked || !own.has_noun() && !own.has(WordSlot::Act);
        } else if !own.has(WordSlot::Act) && own.has(WordSlot::Object) && clause.mark != '（' {
            self.act_of_list(own, nth);
        }
        if own.has(WordSlot::Applicant) && !own.has(WordSlot::Act) {
            self.whole.iter().for_each(|whole| own.take(WordSlot::Act, whole));
        }
        own.blocked |= self.is_nobodys(own);
        self.settle(own);
    }

    /// What the number right before counts, where no words stand between.
    fn told(&self, own: &Frame) -> Option<Frame> {
        let last = self.found.last()?;
        let goes_on = match last.kind {
            Kind::Count => {
                own.names(WordSlot::Year).iter().any(|year| Some(*year) == self.years.last)
            }
            _ => last.is_change() && !own.has(WordSlot::Total),
        };
        (goes_on && self.pending == Frame::default()).then(|| last.frame.clone())
    }

    /// 制发规章2件、规范性文件8件: the second too.
    fn act_of_list(&self, own: &mut Frame, nth: usize) {
        if let Some(last) = self.found.last().filter(|_| nth > 0) {
            own.take(WordSlot::Act, &last.frame);
        }
    }

    /// Whether a part says nothing that its whole does not say: it is one of a district, a way, a
    /// matter.
    fn is_nobodys(&self, own: &Frame) -> bool {
        let Some(whole) = &self.whole else { return false };
        let news =
            |slot: WordSlot| own.names(slot).iter().any(|name| !whole.names(slot).contains(name));
        let usual = |name: &NameId| Some(*name) == self.lexicon.default_object;
        let usual = own.names(WordSlot::Object).iter().any(usual);
        if own.names(WordSlot::Year).iter().any(|year| Some(*year) == self.years.last) {
            return false; // 收到79件（去年81件）
        }
        if usual && whole.has(WordSlot::Foreign) && !own.has(WordSlot::Act) {
            return true; // 发布信息320条，其中依申请公开40条
        }
        ![
            WordSlot::Object,
            WordSlot::Outcome,
            WordSlot::Reason,
            WordSlot::Applicant,
            WordSlot::Result,
            WordSlot::Act,
        ]
        .into_iter()
        .any(news)
    }

    /// Gives a frame its object where it has none, and the scope of its sentence.
    pub(super) fn settle(&mut self, frame: &mut Frame) {
        if !frame.has(WordSlot::Object) && !frame.has(WordSlot::Foreign) {
            self.object.iter().for_each(|(slot, name)| frame.add(*slot, *name));
        }
        frame.take(WordSlot::Time, &self.scope.clone());
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

    /// The numbers of the list before, as one: 予以公开30件、部分公开6件，合计占60%.
    fn together(&self, own: &Frame) -> Frame {
        let slots = [WordSlot::Outcome, WordSlot::Reason, WordSlot::Applicant, WordSlot::Result];
        let two = self.lexicon.find_name("two").ok();
        let most = match own.names(WordSlot::Total).iter().any(|name| Some(*name) == two) {
            true => 2,
            false => usize::MAX,
        };
        let last = self.found.last().map(|last| &last.frame);
        let slot = slots.into_iter().find(|slot| last.is_some_and(|last| last.has(*slot)));
        let (Some(last), Some(slot)) = (last, slot) else {
            return Frame { blocked: true, ..Frame::default() };
        };
        let list = self.found.iter().rev();
        let list = list.take_while(|found| found.kind == Kind::Count && found.frame.has(slot));
        let mut all = last.clone();
        list.take(most).for_each(|found| all.take(slot, &found.frame));
        all.blocked |= all.names(slot).len() < 2;
        all
    }

    /// 占40%, 分别占87.5%和12.5%
    fn share(
        &mut self,
        clause: &Phrase<'_, '_>,
        nth: usize,
        number: &Counted,
        left: &[WordToken<'_>],
    ) {
        let own = Frame::of(left, &self.years);
        let dealt = self.dealt(clause, nth);
        let mut frame = match (dealt, own.has_noun() || own.has(WordSlot::Act)) {
            (Some(dealt), false) => dealt,
            (None, false) if own.blocked || own.is_other() => own,
            (None, false) if own.has(WordSlot::Total) => self.together(&own),
            (None, false) => match self.found.last().or(self.before.as_ref()) {
                Some(last) if last.kind == Kind::Count => last.frame.clone(),
                _ => Frame { blocked: true, ..own },
            },
            (_, true) => own,
        };
        self.settle(&mut frame);
        self.push_said(number, Kind::Share, frame, number.digits.0);
    }
}

fn is_year(token: &WordToken<'_>) -> bool {
    matches!(token.what, What::Year(_)) || token.has(WordSlot::Year)
}

/// The frames of a number: one, unless its words deal numbers out or say the same of each.
fn deal(
    own: Frame,
    clause: &Phrase<'_, '_>,
    nth: usize,
    left: &[WordToken<'_>],
    sentence: &Sentence<'_>,
) -> Vec<Frame> {
    let head = Frame::of(clause.head(), &sentence.years);
    let slots = [
        WordSlot::Outcome,
        WordSlot::Reason,
        WordSlot::Applicant,
        WordSlot::Result,
        WordSlot::Object,
    ];
    if let Some((at, count)) = clause.share_of(nth) {
        let several = slots.iter().find(|slot| head.names(**slot).len() == count && count > 1);
        let mut frame = own;
        match several {
            Some(slot) => {
                slots.iter().for_each(|slot| frame.take(*slot, &head));
                frame.take(WordSlot::Act, &head);
                frame.only(*slot, head.names(*slot)[at]);
                frame.blocked = head.blocked;
            }
            None => frame.blocked = true,
        }
        return vec![frame];
    }
    let each = left.iter().any(|token| token.has(WordSlot::Each));
    match slots.iter().find(|slot| each && own.names(**slot).len() > 1) {
        Some(slot) => {
            let one = |name| {
                let mut frame = own.clone();
                frame.only(*slot, name);
                frame
            };
            own.names(*slot).into_iter().map(one).collect()
        }
        None => vec![own],
    }
}
