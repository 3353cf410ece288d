//! Lines of all pages → paragraphs, without heads and feet of pages, with the tables between them.

use std::collections::BTreeMap;

use super::pages::ReadPage;
use super::type_lines::TypeLine;
use crate::intake::foreign::{ForeignBlock, ForeignContent, ForeignText, TextKind};
use crate::intake::lines::one_line;
use crate::intake::words::words;
use crate::spot::FileSpot;

/// What stands in the upper and the lower part of a page may be its head or foot.
const HEAD: f64 = 0.09;
const FOOT: f64 = 0.9;
/// A line begins a paragraph where it is set in by more, in em.
const SET_IN: f64 = 1.2;
/// The one before ends a paragraph where it is shorter by more, in em.
const SHORT: f64 = 1.6;
/// A line hangs that is set in by more than the first of its paragraph, in em.
const HANGS: f64 = 0.3;
/// Sizes of one paragraph do not differ by more, in points.
const SIZE: f64 = 1.2;
/// Lines of one paragraph are not further apart, in usual distances.
const FAR: f64 = 1.9;
/// What lists without numbers mark their items with.
const BULLETS: [char; 6] = ['\u{2022}', '\u{2013}', '\u{b7}', '\u{25cf}', '\u{25aa}', '\u{f06c}'];
/// A title is larger than the text by so much, in points.
const TITLE: f64 = 3.0;
/// So many of the lines begin at the left margin.
const MARGIN: f64 = 0.15;

/// How a file's text is set.
struct Setting {
    size: f64,
    left: f64,
    right: f64,
    pitch: f64,
}

/// The blocks of all pages.
pub(super) fn blocks(mut pages: Vec<ReadPage>) -> Vec<ForeignBlock> {
    drop_furniture(&mut pages);
    let setting = Setting::of(&pages);
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    for page in pages {
        let mut tables = page.tables.into_iter().peekable();
        for line in page.lines {
            while let Some((_, table)) = tables.next_if(|(top, _)| *top < line.y) {
                blocks.extend(open.take().map(|open| open.end(&setting)));
                blocks.push(table_block(table));
            }
            match &mut open {
                Some(open) if open.goes_on(&line, page.number, &setting) => {
                    open.add(line, page.number)
                }
                _ => {
                    blocks.extend(open.take().map(|open| open.end(&setting)));
                    open = Some(Open::new(line, page.number));
                }
            }
        }
        for (_, table) in tables {
            blocks.extend(open.take().map(|open| open.end(&setting)));
            blocks.push(table_block(table));
        }
    }
    blocks.extend(open.map(|open| open.end(&setting)));
    blocks
}

fn table_block(table: crate::intake::foreign::ForeignTable) -> ForeignBlock {
    let spot = table.cells.first().map(|cell| cell.spot.clone()).unwrap_or_default();
    ForeignBlock { trail: Vec::new(), spot, content: ForeignContent::Table(table) }
}

/// Takes away numbers of pages, and lines that stand at the same place of several.
fn drop_furniture(pages: &mut [ReadPage]) {
    let at_edge = |line: &TypeLine, page: f64| line.y < HEAD * page || line.y > FOOT * page;
    let mut seen: BTreeMap<(String, i64), usize> = BTreeMap::new();
    let key = |line: &TypeLine| (one_line(&line.text), (line.y / 3.0).round() as i64);
    for page in pages.iter() {
        for line in page.lines.iter().filter(|line| at_edge(line, page.height)) {
            *seen.entry(key(line)).or_default() += 1;
        }
    }
    for page in pages {
        let height = page.height;
        page.lines.retain(|line| {
            let edge = at_edge(line, height);
            let number = words().page_number.is_match(&one_line(&line.text));
            !(edge && (number || seen.get(&key(line)).is_some_and(|count| *count > 1)))
        });
    }
}

impl Setting {
    fn of(pages: &[ReadPage]) -> Setting {
        let lines = || pages.iter().flat_map(|page| &page.lines);
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        for line in lines() {
            *sizes.entry((line.size * 2.0).round() as i64).or_default() +=
                line.text.chars().count();
        }
        let size =
            sizes.iter().max_by_key(|(_, count)| **count).map_or(16.0, |(it, _)| *it as f64 / 2.0);
        let body = || lines().filter(|line| (line.size - size).abs() <= SIZE);
        let count = body().count() as f64;
        let mut lefts: Vec<f64> = body().map(|line| line.left).collect();
        let mut rights: Vec<f64> = body().map(|line| line.right).collect();
        lefts.sort_by(f64::total_cmp);
        rights.sort_by(f64::total_cmp);
        let near = |at: f64| lefts.iter().filter(|left| (**left - at).abs() <= 0.3 * size).count();
        let left = lefts.iter().copied().find(|at| near(*at) as f64 >= MARGIN * count);
        let right = rights.get((rights.len() * 85) / 100).copied();
        let mut gaps: Vec<f64> = pages
            .iter()
            .flat_map(|page| page.lines.windows(2).map(|pair| pair[1].y - pair[0].y))
            .filter(|gap| *gap > 0.5 * size)
            .collect();
        gaps.sort_by(f64::total_cmp);
        Setting {
            size,
            left: left.unwrap_or_default(),
            right: right.unwrap_or_default(),
            pitch: gaps.get(gaps.len() / 2).copied().unwrap_or(size * 1.75),
        }
    }
}

/// A paragraph so far.
struct Open {
    page: usize,
    first: TypeLine,
    last: TypeLine,
    last_page: usize,
    text: String,
    faces: Vec<u128>,
}

impl Open {
    fn new(line: TypeLine, page: usize) -> Open {
        let (text, faces) = (line.text.clone(), line.faces.clone());
        Open { page, first: line.clone(), last: line, last_page: page, text, faces }
    }

    fn goes_on(&self, line: &TypeLine, page: usize, setting: &Setting) -> bool {
        let em = setting.size;
        let set_in = line.left - setting.left > SET_IN * em;
        let short = setting.right - self.last.right > SHORT * em;
        // Of an item of a list all lines but the first are set in.
        let hangs = line.left - self.first.left > HANGS * em;
        let resized = (line.size - self.last.size).abs() > SIZE;
        let far = page == self.last_page && line.y - self.last.y > FAR * setting.pitch;
        !((set_in && !hangs) || short || resized || far)
    }

    fn add(&mut self, line: TypeLine, page: usize) {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if ascii(self.text.chars().next_back()) && ascii(line.text.chars().next()) {
            self.text.push(' ');
            self.faces.push(line.faces.first().copied().unwrap_or_default());
        }
        self.text.push_str(&line.text);
        self.faces.extend(&line.faces);
        (self.last, self.last_page) = (line, page);
    }

    fn end(self, setting: &Setting) -> ForeignBlock {
        let mm = |points: f64| (points.max(0.0) * 25.4 / 72.0).round() as u32;
        let title = self.first.size > setting.size + TITLE;
        let top = mm(self.first.y - self.first.size);
        let spot = FileSpot::Page { page: self.page, x_mm: mm(self.first.left), y_mm: top };
        let (line, run_in) = (one_line(&self.text), self.run_in());
        let item = line.strip_prefix(BULLETS).map(str::trim_start);
        let kind = match (title, &item) {
            (true, _) => TextKind::Title,
            (false, Some(_)) => TextKind::Item { number: None, depth: 1 },
            (false, None) => TextKind::Plain,
        };
        let run_in = run_in.filter(|_| item.is_none());
        let text = item.map_or(line.clone(), str::to_owned);
        let text = ForeignText { run_in, text, kind, linked: false };
        ForeignBlock { trail: Vec::new(), spot, content: ForeignContent::Text(text) }
    }

    /// Where the text behind a heading on the line begins: at the full stop after which the face of
    /// the Han characters is another.
    fn run_in(&self) -> Option<usize> {
        let han = |c: char| c.is_alphabetic() && !c.is_ascii();
        let faced = || self.text.char_indices().zip(&self.faces).filter(|((_, c), _)| han(*c));
        let (_, first) = faced().next()?;
        let ((other, _), _) = faced().find(|(_, face)| *face != first)?;
        let head = &self.text[..other];
        let end = head.rfind('\u{3002}')? + '\u{3002}'.len_utf8();
        Some(one_line(&self.text[..end]).len())
    }
}
