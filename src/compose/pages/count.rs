//! Pages as a word processor fills them: lines, the notes at their feet, and rows of tables.

use std::ops::Range;

use super::texts::WordSetting;

/// The fewest lines of a paragraph at either side of a page's end.
const TOGETHER: usize = 2;
/// What heights are rounded by, lines.
const ROUNDED: f64 = 0.05;

/// The pages that are being filled. All heights are in lines of the page's grid.
pub(super) struct PageCount {
    /// How text is set on them.
    pub setting: WordSetting,
    /// Lines of a page.
    lines: f64,
    /// What stands above the first note of a page.
    rule: f64,
    /// The block that is being placed.
    pub block: usize,
    /// Lines of headings that stand above what comes next, each with what its notes take.
    heads: Vec<f64>,
    /// How much of the last text would go along with what must stand on its page.
    tail: f64,
    page: CountedPage,
    full: Vec<CountedPage>,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct CountedPage {
    /// The block that begins it.
    pub begun_by: usize,
    /// What is free on it.
    pub left: f64,
    /// Whether notes stand on it.
    pub noted: bool,
    /// The form's tables on it.
    pub parts: Vec<TablePart>,
    /// Whether the last of them ends it.
    pub ends_in_table: bool,
}

/// Rows of one of the form's tables that stand on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TablePart {
    /// The block that it is.
    pub block: usize,
    pub rows: Range<usize>,
}

impl PageCount {
    /// Pages of `lines`, of which the first has `taken` less; `rule` stands above notes.
    pub fn new(setting: WordSetting, lines: f64, taken: f64, rule: f64) -> PageCount {
        let page = CountedPage { left: lines - taken, ..CountedPage::default() };
        let (heads, full) = (Vec::new(), Vec::new());
        PageCount { setting, lines, rule, block: 0, heads, tail: 0.0, page, full }
    }

    /// Begins a page.
    pub fn begin(&mut self) {
        let page = CountedPage { begun_by: self.block, left: self.lines, ..CountedPage::default() };
        self.full.push(std::mem::replace(&mut self.page, page));
        self.tail = 0.0;
    }

    /// Begins a page with what comes next, which takes no headings along.
    pub fn turn(&mut self) {
        self.heads.clear();
        self.begin();
    }

    /// Adds lines of a heading, each with what its notes take.
    pub fn head(&mut self, lines: &[f64]) {
        self.heads.extend(lines);
    }

    /// What is free below the headings.
    fn room(&self) -> f64 {
        self.page.left - self.cost(&self.heads)
    }

    /// The same on the page of what begins with so many lines that no page divides.
    pub fn room_for(&self, lines: f64) -> f64 {
        if self.has_room(lines) { self.room() } else { self.lines - self.cost(&self.heads) }
    }

    /// Whether the page has room for so many lines that no page divides.
    pub fn has_room(&self, lines: f64) -> bool {
        lines - ROUNDED <= self.room()
    }

    /// Whether notes stand on this page.
    pub fn is_noted(&self) -> bool {
        self.page.noted
    }

    /// Adds a text, given what the notes of each of its lines take.
    pub fn text(&mut self, own: &[f64]) {
        let mut lines = std::mem::take(&mut self.heads);
        let together = if own.len() < 2 * TOGETHER { own.len() } else { TOGETHER };
        let mut least = lines.len() + together;
        lines.extend(own);
        let mut lines = &lines[..];
        while !lines.is_empty() {
            let mut here = self.fitting(lines);
            if here < lines.len() {
                here = here.min(lines.len().saturating_sub(TOGETHER));
            }
            if here < least && self.page.left < self.lines {
                self.begin();
                continue;
            }
            let (placed, rest) = lines.split_at(here.clamp(1, lines.len()));
            self.take(self.cost(placed), placed.iter().any(|notes| *notes > 0.0));
            self.tail = if rest.is_empty() && placed.len() >= least { least as f64 } else { 2.0 };
            (lines, least) = (rest, TOGETHER.min(rest.len()));
            if !lines.is_empty() {
                self.begin();
            }
        }
    }

    /// How many of these lines have room, with their notes.
    fn fitting(&self, lines: &[f64]) -> usize {
        let mut count = lines.len();
        while count > 0 && self.cost(&lines[..count]) > self.page.left + 1e-6 {
            count -= 1;
        }
        count
    }

    fn cost(&self, lines: &[f64]) -> f64 {
        let notes: f64 = lines.iter().sum();
        let rule = if notes > 0.0 && !self.page.noted { self.rule } else { 0.0 };
        lines.len() as f64 + notes + rule
    }

    fn take(&mut self, lines: f64, noted: bool) {
        self.page.left -= lines;
        self.page.noted |= noted;
        self.page.ends_in_table = false;
    }

    /// Adds what no page divides, with the headings above it.
    pub fn whole(&mut self, lines: f64) {
        if !self.has_room(lines) && self.page.left < self.lines {
            self.begin();
        }
        let heads = std::mem::take(&mut self.heads);
        self.take(self.cost(&heads) + lines, heads.iter().any(|notes| *notes > 0.0));
        self.tail = 0.0;
    }

    /// Adds rows of a table; of one that goes on, so much is repeated at the head of each page.
    pub fn rows(&mut self, rows: Range<usize>, official: bool, lines: f64, repeated: f64) {
        if !self.has_room(lines) {
            self.begin();
            self.page.left -= if rows.start > 0 { repeated } else { 0.0 };
        }
        self.whole(lines);
        if !official {
            return;
        }
        self.page.ends_in_table = true;
        match self.page.parts.last_mut() {
            Some(part) if part.block == self.block && part.rows.end == rows.start => {
                part.rows.end = rows.end;
            }
            _ => self.page.parts.push(TablePart { block: self.block, rows }),
        }
    }

    /// Adds the signature, which takes the end of the last text along.
    pub fn sign(&mut self, lines: f64) {
        if lines > self.page.left {
            let tail = self.tail;
            self.page.left += tail;
            self.begin();
            self.page.left -= tail;
        }
        self.take(lines, false);
    }

    /// All pages.
    pub fn finish(mut self) -> Vec<CountedPage> {
        self.full.push(self.page);
        self.full
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left on each page of ten lines.
    fn left(fill: impl Fn(&mut PageCount)) -> Vec<f64> {
        let mut count = PageCount::new(WordSetting::Loose, 10.0, 0.0, 0.5);
        fill(&mut count);
        count.finish().iter().map(|page| page.left).collect()
    }

    #[test]
    fn notes_stand_on_the_page_of_their_line() {
        assert_eq!(left(|it| it.text(&[0.0, 1.0, 0.0])), [10.0 - 3.0 - 1.0 - 0.5], "one rule");
        let last = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0];
        assert_eq!(left(|it| it.text(&last)), [10.0 - 6.0, 10.0 - 2.0 - 2.5], "two lines go along");
        let first = [2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(left(|it| it.text(&first)), [0.5, 8.0], "one rule and seven lines");
        let twice = |it: &mut PageCount| (0..2).for_each(|_| it.text(&[1.0]));
        assert_eq!(left(twice), [10.0 - 4.0 - 0.5]);
    }

    #[test]
    fn no_line_of_a_paragraph_stands_alone() {
        let below = |lines: usize, text: &'static [f64]| {
            left(move |it| {
                it.text(&vec![0.0; lines]);
                it.text(text);
            })
        };
        assert_eq!(below(9, &[0.0; 4]), [1.0, 6.0], "not its first");
        assert_eq!(below(7, &[0.0; 4]), [1.0, 8.0], "nor its last");
        assert_eq!(below(8, &[0.0; 3]), [2.0, 7.0], "three stay together");
        let headed = left(|it| {
            it.text(&[0.0; 8]);
            it.head(&[0.0]);
            it.text(&[0.0; 5]);
        });
        assert_eq!(headed, [2.0, 4.0], "a heading stays with two lines");
    }

    #[test]
    fn rows_are_known_by_the_pages_that_they_stand_on() {
        let mut count = PageCount::new(WordSetting::Loose, 10.0, 4.0, 0.5);
        count.rows(0..4, true, 4.0, 1.0);
        count.rows(4..6, true, 1.5, 1.0);
        count.rows(6..9, true, 3.0, 1.0);
        let pages = count.finish();
        let rows = pages.iter().flat_map(|page| &page.parts).map(|it| it.rows.clone());
        assert_eq!(rows.collect::<Vec<_>>(), [0..6, 6..9]);
        assert_eq!(pages.iter().map(|it| it.left).collect::<Vec<_>>(), [0.5, 6.0], "heads again");
        assert!(pages.iter().all(|it| it.ends_in_table));
    }

    #[test]
    fn a_signature_takes_the_end_of_the_text_along() {
        let signed = |lines: usize| {
            left(move |it| {
                it.text(&vec![0.0; lines]);
                it.sign(3.0);
            })
        };
        assert_eq!(signed(7), [0.0]);
        assert_eq!(signed(8), [4.0, 5.0]);
    }
}
