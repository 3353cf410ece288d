//! What a number's own words leave open: told by those behind it, by its whole, by what went
//! before.

use super::clauses::Phrase;
use super::found::Kind;
use super::frame::{Frame, NOUNS};
use super::sentence::Sentence;
use super::tokens::WordToken;
use super::words::{NameId, WordSlot};

impl Sentence<'_> {
    /// Completes a number's own words by those behind it and those before.
    pub(super) fn fill_in(
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
    pub(super) fn is_nobodys(&self, own: &Frame) -> bool {
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
}
