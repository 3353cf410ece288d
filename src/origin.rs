//! The way back from a text to the text that it was made of: from what is printed to what was
//! typed.

use std::ops::Range;

/// Which bytes of an earlier text the bytes of a text stand for.
///
/// All origins are equal: where something was typed is no part of what it says.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// In the order of the text. Between them may stand what was nowhere before.
    runs: Vec<Run>,
}

/// Bytes that came over together.
#[derive(Debug, Clone)]
struct Run {
    text: Range<usize>,
    source: Range<usize>,
    /// Whether they came byte by byte; else all of them stand for all of the source.
    exact: bool,
}

impl Origin {
    /// A text that is just what stands at `source`.
    pub fn exact(source: Range<usize>) -> Origin {
        let mut origin = Origin::default();
        origin.add_exact(0, source);
        origin
    }

    /// A text of `length` bytes that stands as a whole for what is at `source`; `length` is 0 for
    /// what has no text.
    pub fn whole(length: usize, source: Range<usize>) -> Origin {
        let mut origin = Origin::default();
        origin.add_whole(0..length, source);
        origin
    }

    /// The bytes from `at` on are those of `source`, one by one.
    pub fn add_exact(&mut self, at: usize, source: Range<usize>) {
        let text = at..at + source.len();
        match self.runs.last_mut() {
            Some(last) if last.exact && last.text.end == at && last.source.end == source.start => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ if source.is_empty() => {}
            _ => self.runs.push(Run { text, source, exact: true }),
        }
    }

    /// The bytes of `text` stand together for those of `source`.
    pub fn add_whole(&mut self, text: Range<usize>, source: Range<usize>) {
        self.runs.push(Run { text, source, exact: false });
    }

    /// Adds the origin of what follows in the text from `at` on.
    pub fn append(&mut self, at: usize, next: &Origin) {
        for Run { text, source, exact } in next.runs.iter().cloned() {
            match exact {
                true => self.add_exact(at + text.start, source),
                false => self.add_whole(at + text.start..at + text.end, source),
            }
        }
    }

    /// The origin of a part of the text.
    pub fn slice(&self, part: Range<usize>) -> Origin {
        let mut sliced = Origin::default();
        for run in &self.runs[self.first(part.start)..] {
            if run.text.start >= part.end {
                break;
            }
            let text = run.text.start.max(part.start)..run.text.end.min(part.end);
            match run.exact {
                true => sliced.add_exact(text.start - part.start, run.of(&text)),
                false => sliced
                    .add_whole(text.start - part.start..text.end - part.start, run.source.clone()),
            }
        }
        sliced
    }

    /// The same, one text further back: `earlier` is the origin of the text that this one was made
    /// of.
    pub fn then(&self, earlier: &Origin) -> Origin {
        let mut origin = Origin::default();
        for run in &self.runs {
            match run.exact {
                true => origin.append(run.text.start, &earlier.slice(run.source.clone())),
                false => origin.add_whole(run.text.clone(), earlier.of(run.source.clone())),
            }
        }
        origin
    }

    /// The bytes that a part of the text stands for.
    pub fn of(&self, part: Range<usize>) -> Range<usize> {
        let after = self.runs.get(self.first(part.start));
        let before = self.runs[..self.runs.partition_point(|run| run.text.start < part.end)].last();
        let start = match (after, before) {
            (Some(run), _) => run.of(&(part.start.max(run.text.start)..run.text.end)).start,
            (None, Some(run)) => run.source.end,
            (None, None) => 0,
        };
        match before {
            Some(run) if run.text.end > part.start => {
                let end = run.of(&(run.text.start..part.end.min(run.text.end))).end;
                start..end.max(start)
            }
            _ => start..start,
        }
    }

    /// All bytes that the text stands for.
    pub fn range(&self) -> Range<usize> {
        let start = self.runs.first().map_or(0, |run| run.source.start);
        start..self.runs.last().map_or(start, |run| run.source.end.max(start))
    }

    /// The bytes that came over, run by run.
    pub fn sources(&self) -> impl Iterator<Item = &Range<usize>> {
        self.runs.iter().map(|run| &run.source)
    }

    /// The part of the text that stands for bytes of `source`; none where nothing does.
    pub fn image(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let first = self.runs.partition_point(|run| run.source.end <= source.start);
        let found = self.runs[first..].iter().take_while(|run| run.source.start < source.end);
        let parts = found.map(|run| match run.exact {
            false => run.text.clone(),
            true => {
                let start = source.start.saturating_sub(run.source.start);
                let end = source.end.min(run.source.end) - run.source.start;
                run.text.start + start..run.text.start + end
            }
        });
        parts.reduce(|first, last| first.start..last.end)
    }

    /// The run in which byte `at` of the text stands, or the next.
    fn first(&self, at: usize) -> usize {
        self.runs.partition_point(|run| run.text.end <= at)
    }
}

impl Run {
    /// The bytes that `part`, which lies in its text, stands for.
    fn of(&self, part: &Range<usize>) -> Range<usize> {
        match self.exact {
            false => self.source.clone(),
            true => {
                let shift = |at: usize| self.source.start + (at - self.text.start);
                shift(part.start)..shift(part.end)
            }
        }
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Origin) -> bool {
        true
    }
}

impl Eq for Origin {}

#[cfg(test)]
mod tests {
    use super::*;

    /// `收到{{ a }}件\*` → `收到12件*`.
    fn bound() -> Origin {
        let mut origin = Origin::exact(0..6);
        origin.add_whole(6..8, 6..13);
        origin.add_exact(8, 13..16);
        origin.add_whole(11..12, 16..18);
        origin
    }

    #[test]
    fn bytes_lead_back_one_by_one_or_together() {
        let origin = bound();
        assert_eq!(origin.of(0..3), 0..3);
        assert_eq!(origin.of(3..7), 3..13, "half a bound number is all of it");
        assert_eq!(origin.of(8..12), 13..18);
        assert_eq!((origin.of(8..8), origin.of(12..12)), (13..13, 18..18));
        assert_eq!(origin.range(), 0..18);
        assert_eq!(origin.image(&(9..10)), Some(6..8));
        assert_eq!(origin.image(&(3..15)), Some(3..10));
        assert_eq!(origin.image(&(18..20)), None);
    }

    #[test]
    fn parts_and_steps_fit_together() {
        let origin = bound();
        let part = origin.slice(7..12);
        assert_eq!((part.of(0..1), part.of(1..4), part.of(4..5)), (6..13, 13..16, 16..18));
        let mut later = Origin::exact(3..8);
        later.append(5, &Origin::exact(11..12));
        let both = later.then(&origin);
        assert_eq!((both.of(0..3), both.of(3..5), both.of(5..6)), (3..6, 6..13, 16..18));
    }

    #[test]
    fn what_is_left_out_is_not_part_of_either_side() {
        let mut origin = Origin::exact(0..3);
        origin.add_whole(3..3, 3..9);
        origin.add_exact(3, 9..12);
        assert_eq!((origin.of(0..3), origin.of(3..6), origin.of(0..6)), (0..3, 9..12, 0..12));
        assert_eq!(origin.of(3..3), 9..9);
    }

    #[test]
    fn what_was_nowhere_leads_to_its_neighbours() {
        let mut origin = Origin::exact(10..13);
        origin.append(4, &Origin::exact(20..22));
        assert_eq!((origin.of(3..4), origin.of(2..5), origin.of(6..6)), (20..20, 12..21, 22..22));
        assert_eq!(Origin::default().of(0..3), 0..0);
    }
}
