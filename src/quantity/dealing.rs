//! Numbers told together: shares of lists, numbers dealt out to what was named before, the
//! same said of each.

use super::clauses::Phrase;
use super::found::Kind;
use super::frame::Frame;
use super::sentence::Sentence;
use super::tokens::{Counted, WordToken};
use super::words::WordSlot;

impl Sentence<'_> {
    /// What a number is of that is dealt out to the numbers before: 分别占87.5%和12.5%.
    pub(super) fn dealt(&self, clause: &Phrase<'_, '_>, nth: usize) -> Option<Frame> {
        let (at, count) = clause.share_of(nth)?;
        let counts: Vec<_> = self.found.iter().filter(|found| found.kind == Kind::Count).collect();
        counts.len().checked_sub(count).map(|first| counts[first + at].frame.clone())
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
    pub(super) fn share(
        &mut self,
        clause: &Phrase<'_, '_>,
        nth: usize,
        number: &Counted,
        left: &[WordToken<'_>],
    ) {
        let own = Frame::of(left, &self.years);
        if let Some(mut frame) = dealt_out(&own, clause, nth) {
            self.settle(&mut frame);
            return self.push_said(number, Kind::Share, frame, number.digits.0);
        }
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

/// What is told of before `respectively`, one for each number: 予以公开、不予公开分别占50%和10%.
fn dealt_out(own: &Frame, clause: &Phrase<'_, '_>, nth: usize) -> Option<Frame> {
    let (at, count) = clause.share_of(nth)?;
    let slots = [WordSlot::Outcome, WordSlot::Reason, WordSlot::Applicant, WordSlot::Result];
    let slot = slots.into_iter().find(|slot| count > 1 && own.names(*slot).len() == count)?;
    let mut frame = own.clone();
    frame.only(slot, own.names(slot)[at]);
    Some(frame)
}

/// The frames of a number: one, unless its words deal numbers out or say the same of each.
pub(super) fn deal(
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
