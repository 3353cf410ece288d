//! What a number is about: the classes of the words that belong to it.

use super::tokens::{What, WordToken};
use super::words::{Meaning, NameId, WordSlot};

/// The classes of the words around a number, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    pub(super) classes: Vec<Meaning>,
    /// Words that no list holds stand between the number and what it counts.
    pub(super) blocked: bool,
    /// No word around the number says what it counts.
    pub(super) empty: bool,
    /// The words before the number don't: what follows may go on telling.
    pub(super) open: bool,
}

/// The slots that say what is counted.
pub(super) const NOUNS: [WordSlot; 7] = [
    WordSlot::Object,
    WordSlot::Foreign,
    WordSlot::Outcome,
    WordSlot::Reason,
    WordSlot::Applicant,
    WordSlot::Result,
    WordSlot::Rate,
];
/// The slots that make a number one of another whole.
const OTHERS: [WordSlot; 4] =
    [WordSlot::Channel, WordSlot::Scope, WordSlot::Time, WordSlot::Foreign];

/// The names of years, of which a layout has words.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearNames {
    /// The year reported on.
    pub year: i128,
    pub last: Option<NameId>,
    pub this: Option<NameId>,
    pub next: Option<NameId>,
    pub other: Option<NameId>,
}

impl Frame {
    /// Whether a slot is filled.
    pub fn has(&self, slot: WordSlot) -> bool {
        self.classes.iter().any(|class| class.slot == slot)
    }

    /// What fills a slot, each name once.
    pub fn names(&self, slot: WordSlot) -> Vec<NameId> {
        let mut names = Vec::new();
        for class in self.classes.iter().filter(|class| class.slot == slot) {
            if !names.contains(&class.name) {
                names.push(class.name);
            }
        }
        names
    }

    /// Whether it says what is counted.
    pub(super) fn has_noun(&self) -> bool {
        NOUNS.iter().any(|slot| self.has(*slot))
    }

    /// Whether the number is one of another whole than the tables'.
    pub(super) fn is_other(&self) -> bool {
        OTHERS.iter().any(|slot| self.has(*slot))
    }

    /// Whether the number is one of a part that no table has, so that it can't be above the whole.
    pub(super) fn is_staged(&self) -> bool {
        self.has(WordSlot::Stage) && !self.has(WordSlot::Outcome) && !self.has(WordSlot::Reason)
    }

    /// Fills one more name into a slot.
    pub(super) fn add(&mut self, slot: WordSlot, name: NameId) {
        self.classes.push(Meaning { slot, name });
    }

    /// Takes over what another frame has in a slot.
    pub(super) fn take(&mut self, slot: WordSlot, other: &Frame) {
        self.classes.extend(other.classes.iter().filter(|class| class.slot == slot));
    }

    /// Empties a slot.
    pub(super) fn clear(&mut self, slot: WordSlot) {
        self.classes.retain(|class| class.slot != slot);
    }

    /// Leaves one name in a slot.
    pub(super) fn only(&mut self, slot: WordSlot, name: NameId) {
        self.clear(slot);
        self.add(slot, name);
    }

    /// The frame of a number with these words before it.
    pub(super) fn of(tokens: &[WordToken<'_>], years: &YearNames) -> Frame {
        let mut frame = Frame::default();
        let mut objects = Objects::default();
        let compares = tokens.iter().any(|token| token.has(WordSlot::Compare));
        for (at, token) in tokens.iter().enumerate() {
            match &token.what {
                What::Unknown | What::Number(_) => objects.unknown(&frame),
                What::Word(classes) => {
                    let after_unknown = at > 0 && tokens[at - 1].what == What::Unknown;
                    for class in *classes {
                        match class.slot {
                            WordSlot::Object | WordSlot::Weak | WordSlot::Foreign => {
                                objects.add(*class, after_unknown);
                            }
                            WordSlot::Year if compares => {}
                            _ => frame.classes.push(*class),
                        }
                    }
                    objects.pass(token);
                }
                What::Year(year) if !compares => frame.year(*year, years),
                What::Body => {
                    objects.unknown(&frame);
                    let body = |name| Meaning { slot: WordSlot::Scope, name };
                    frame.classes.extend(years.other.map(body));
                }
                What::Date => frame.classes.extend(years.other.map(time)),
                What::Mark(_) => objects.pass(token),
                _ => {}
            }
        }
        objects.finish(&mut frame);
        frame
    }

    fn year(&mut self, year: i128, years: &YearNames) {
        let name = match year - years.year {
            -1 => years.last,
            0 => years.this,
            1 => years.next,
            _ => {
                self.classes.extend(years.other.map(time));
                None
            }
        };
        self.classes.extend(name.map(|name| Meaning { slot: WordSlot::Year, name }));
    }
}

fn time(name: NameId) -> Meaning {
    Meaning { slot: WordSlot::Time, name }
}

/// The objects of a frame: the last one counts, and those joined to it.
#[derive(Default)]
struct Objects {
    list: Vec<Meaning>,
    /// Nothing but joining words since the last one.
    joined: bool,
    /// Nothing else either.
    follows: bool,
    before: bool,
    after: bool,
    strong: bool,
}

impl Objects {
    fn unknown(&mut self, frame: &Frame) {
        (self.joined, self.follows) = (false, false);
        if self.list.is_empty() && !frame.has_noun() {
            self.before = true;
        } else {
            self.after = true;
        }
    }

    fn add(&mut self, class: Meaning, after_unknown: bool) {
        let weak = class.slot == WordSlot::Weak;
        if weak && (after_unknown || self.list.iter().any(|known| known.slot == WordSlot::Foreign))
        {
            self.after = true;
            return;
        }
        if weak && self.follows && !self.joined {
            return; // 行政复议申请
        }
        if weak && self.list.last().is_some_and(|known| known.name == class.name) {
            return;
        }
        if self.list.len() > 1 && !self.after && self.list.iter().any(|o| o.name == class.name) {
            return; // 行政复议、行政诉讼案件的应诉工作
        }
        if !self.joined {
            self.list.clear();
        }
        let slot = if weak { WordSlot::Object } else { class.slot };
        self.list.push(Meaning { slot, ..class });
        self.strong |= class.slot == WordSlot::Object;
        self.before |= self.after;
        self.after = false;
        self.joined = true; // what else the same word means
    }

    /// What stands between two objects that are counted together.
    fn pass(&mut self, token: &WordToken<'_>) {
        let is_object = |class: &Meaning| {
            matches!(class.slot, WordSlot::Object | WordSlot::Weak | WordSlot::Foreign)
        };
        if token.classes().iter().any(is_object) {
            (self.joined, self.follows) = (false, true);
        } else if token.has(WordSlot::Join) || token.is_mark(&['、']) {
            self.joined = self.follows;
        } else {
            (self.joined, self.follows) = (false, false);
        }
    }

    fn finish(self, frame: &mut Frame) {
        let strong = self.strong || frame.has(WordSlot::Reason);
        frame.blocked = self.after || self.before && !strong;
        frame.classes.extend(self.list);
    }
}
