//! Pages as a word processor fills them: lines, the notes at their feet, and rows of tables.

use std::ops::Range;

/// The fewest lines of a paragraph at either side of a page's end.
const TOGETHER: usize = 2;
/// What heights are rounded by, lines.
const ROUNDED: f64 = 0.05;

/// The pages that are being filled. All heights are in lines of the page's grid.
pub(super) struct PageCount {
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
    /// Pages of `lines`, of which the first has `taken` less.
    pub fn new(lines: f64, taken: f64, rule: f64) -> PageCount {
        let page = CountedPage { left: lines - taken, ..CountedPage::default() };
        PageCount { lines, rule, block: 0, heads: Vec::new(), tail: 0.0, page, full: Vec::new() }
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
