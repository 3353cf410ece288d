//! What was taken out of an edited file, for people: in the words of the form, section by section.

use crate::field::Label;
use crate::messages::Text;
use crate::say;

/// A change of the text that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenText {
    /// Key of the section, or [`PREFACE`](crate::form::PREFACE).
    pub section: String,
    /// What was done.
    pub how: TakenHow,
    /// What was there, in a few words.
    pub before: String,
    /// What is there now.
    pub now: String,
}

/// What was done to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenHow {
    /// Words were changed.
    Changed,
    /// It is new.
    New,
    /// It is gone.
    Gone,
    /// It stands elsewhere.
    Moved,
    /// It was cut in two.
    Split,
    /// It goes on where another ended.
    Joined,
    /// It is a heading of another level, or one for the first time.
    Level,
    /// Words are strong or stressed that were not, or the other way round.
    Stress,
    /// It got a note.
    Note,
    /// What the form writes by itself was written anew.
    Preface,
}

/// A number that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenNumber {
    /// Where it stands on the form.
    pub label: Label,
    /// Its path below `statistics`.
    pub path: String,
    /// What was there.
    pub before: String,
    /// What is there now.
    pub now: String,
    /// What stood in the file, where that is not just the number.
    pub written: Option<String>,
}

impl TakenText {
    /// What is said of it.
    pub fn said(&self) -> Text {
        let (before, now) = (self.before.as_str(), self.now.as_str());
        match self.how {
            TakenHow::Changed if before.is_empty() => say!("merge-put-in", now = now),
            TakenHow::Changed if now.is_empty() => say!("merge-taken-out", before = before),
            TakenHow::Changed => say!("merge-changed", before = before, now = now),
            TakenHow::New => say!("merge-new", now = now),
            TakenHow::Gone => say!("merge-gone", before = before),
            TakenHow::Moved => say!("merge-moved", now = now),
            TakenHow::Split => say!("merge-split", now = now),
            TakenHow::Joined => say!("merge-joined", now = now),
            TakenHow::Level => say!("merge-level", now = now),
            TakenHow::Stress => say!("merge-stress", now = now),
            TakenHow::Note => say!("merge-note", now = now),
            TakenHow::Preface => say!("merge-preface"),
        }
    }
}

impl TakenNumber {
    /// What is said of it.
    pub fn said(&self) -> Text {
        let (label, before, now) = (&self.label, &self.before, &self.now);
        match &self.written {
            None => say!("merge-number", label = label, before = before, now = now),
            Some(written) => say!(
                "merge-number-read",
                label = label,
                before = before,
                now = now,
                written = written
            ),
        }
    }
}
