//! What reading a text for its numbers yields.

use std::ops::Range;

use super::exact::Exact;
use super::frame::Frame;
use super::words::NameId;

/// A number of the text, or words that say that there is none.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// Its bytes in the text without white space: of the number alone, of the words of a denial.
    pub range: Range<usize>,
    /// The same with the words that go with it: 增长 and %.
    pub said: Range<usize>,
    /// What is told by it.
    pub kind: Kind,
    /// Its value.
    pub value: Exact,
    /// The class of its counter.
    pub counter: NameId,
    /// Only about so many.
    pub about: bool,
    /// What it is about.
    pub frame: Frame,
    /// The sentence that it stands in, and the passage, by where they begin.
    pub sentence: usize,
    /// See [`sentence`](Quantity::sentence).
    pub passage: usize,
}

/// What a number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// So many.
    Count,
    /// None at all.
    Denial,
    /// So many more, or fewer, than last year.
    More {
        /// Fewer.
        falls: bool,
    },
    /// So many per cent or so many times more than last year.
    Growth {
        /// Less.
        falls: bool,
        /// In per cent.
        percent: bool,
    },
    /// So many times as many as last year, or so many per cent of it.
    Times {
        /// In per cent.
        percent: bool,
    },
    /// As many as last year.
    Equal,
    /// So many per cent of a whole.
    Share,
}

impl Quantity {
    /// Whether what it counts is known and of this report.
    pub fn is_known(&self) -> bool {
        !self.frame.blocked
            && !self.frame.is_other()
            && (!self.frame.is_staged() || self.kind == Kind::Count)
    }

    /// Whether it is one of a part that no table has: 按时办结30件 is at most what was answered.
    pub fn is_part(&self) -> bool {
        self.frame.is_staged()
    }

    /// Whether it tells by how much a number has changed.
    pub(super) fn is_change(&self) -> bool {
        matches!(self.kind, Kind::More { .. } | Kind::Growth { .. })
    }

    /// Whether it has a counter of things: shares and denials have none.
    pub fn is_counted(&self) -> bool {
        matches!(self.kind, Kind::Count | Kind::More { .. })
    }

    /// Whether just so many are told, of the whole.
    pub fn is_exact(&self) -> bool {
        !self.about && !self.is_part()
    }
}
