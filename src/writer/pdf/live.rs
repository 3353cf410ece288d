//! Pages that are looked at while a report is written: drawn one by one, and asked where on them
//! something stands.

use std::ops::Range;

use typst::foundations::Content;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::utils::hash128;
use typst_layout::{Page, PagedDocument};
use typst_render::RenderOptions;

/// The pages of a report.
pub struct LivePages {
    paged: PagedDocument,
    keys: Vec<String>,
    pieces: Vec<PlacedGlyph>,
}

/// A place on a page, in hundredths of a per cent of its width and height, from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The page, from 0.
    pub page: usize,
    /// Left, top, width, height.
    pub place: [u32; 4],
}

/// What one glyph stands for, and where it stands.
struct PlacedGlyph {
    text: char,
    /// Glyphs of one run have one number.
    run: usize,
    page: usize,
    left: Abs,
    base: Abs,
    width: Abs,
    size: Abs,
}

impl LivePages {
    pub(super) fn new(paged: PagedDocument) -> LivePages {
        let mut pieces = Vec::new();
        for (index, page) in paged.pages().iter().enumerate() {
            collect(&page.frame, index, Transform::identity(), &mut pieces);
        }
        let keys = paged.pages().iter().map(key).collect();
        LivePages { paged, keys, pieces }
    }

    /// What tells the pages apart: a page that looks the same has the same key, whatever became of
    /// the others.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Height of a page in thousandths of its width.
    pub fn proportion(&self, page: usize) -> u32 {
        let size = self.paged.pages().get(page).map(|page| page.frame.size());
        size.map_or(1414, |size| (size.y.to_pt() / size.x.to_pt() * 1000.0).round() as u32)
    }

    /// A page as PNG, `ppi` pixels an inch.
    pub fn png(&self, page: usize, ppi: u16) -> Option<Vec<u8>> {
        let pixel_per_pt = (f64::from(ppi) / 72.0).into();
        let options = RenderOptions { pixel_per_pt, ..RenderOptions::default() };
        typst_render::render(self.paged.pages().get(page)?, &options).encode_png().ok()
    }

    /// Where a part of a text stands, a spot for each line of it; the text is the first on the
    /// pages that reads so. White space doesn't count, nor in `part`, which counts characters.
    pub fn find(&self, text: &str, part: Range<usize>) -> Vec<Spot> {
        let wanted: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let hit = self
            .pieces
            .windows(wanted.len())
            .position(|found| found.iter().map(|piece| piece.text).eq(wanted.iter().copied()));
        let part = part.start.min(wanted.len())..part.end.min(wanted.len());
        hit.map_or_else(Vec::new, |at| self.spots(&self.pieces[at + part.start..at + part.end]))
    }

    /// Where each of these numbers stands that follow one another below a heading, row by row; none
    /// from the first on that is not there.
    pub fn find_numbers(&self, heading: &str, numbers: &[&str]) -> Vec<Option<Spot>> {
        let below = self.find(heading, 0..usize::MAX).first().copied();
        let Some(below) = below else { return vec![None; numbers.len()] };
        let mut runs: Vec<(Spot, String)> = self
            .pieces
            .chunk_by(|a, b| a.run == b.run && a.page == b.page)
            .filter_map(|run| {
                let text = run.iter().map(|piece| piece.text).collect();
                Some((self.spots(run).first().copied()?, text))
            })
            .filter(|(spot, _)| (spot.page, spot.place[1]) > (below.page, below.place[1]))
            .collect();
        runs.sort_by_key(|(spot, _)| (spot.page, spot.place[1], spot.place[0]));
        let mut runs = runs.into_iter();
        numbers
            .iter()
            .map(|number| runs.find(|(_, text)| text == number).map(|(spot, _)| spot))
            .collect()
    }

    /// One spot a line.
    fn spots(&self, pieces: &[PlacedGlyph]) -> Vec<Spot> {
        let same_line = |a: &PlacedGlyph, b: &PlacedGlyph| {
            a.page == b.page && (a.base - b.base).abs() < a.size * 0.5 && b.left >= a.left
        };
        pieces.chunk_by(same_line).filter_map(|line| self.spot(line)).collect()
    }

    fn spot(&self, line: &[PlacedGlyph]) -> Option<Spot> {
        let (first, last) = (line.first()?, line.last()?);
        let size = self.paged.pages().get(first.page)?.frame.size();
        let part = |length: Abs, of: Abs| (length / of * 10_000.0).round().max(0.0) as u32;
        let (top, height) = (first.base - first.size * 0.9, first.size * 1.15);
        let width = last.left + last.width - first.left;
        let place = [
            part(first.left, size.x),
            part(top, size.y),
            part(width, size.x),
            part(height, size.y),
        ];
        Some(Spot { page: first.page, place })
    }
}

/// A page without its number counts nothing but how it looks.
fn key(page: &Page) -> String {
    let plain = Page { number: 0, supplement: Content::empty(), ..page.clone() };
    format!("{:032x}", hash128(&plain))
}

fn collect(frame: &Frame, page: usize, around: Transform, pieces: &mut Vec<PlacedGlyph>) {
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let moved = around.pre_concat(Transform::translate(at.x, at.y));
                collect(&group.frame, page, moved.pre_concat(group.transform), pieces);
            }
            FrameItem::Text(text) => run(text, *at, page, around, pieces),
            _ => (),
        }
    }
}

fn run(item: &TextItem, at: Point, page: usize, around: Transform, pieces: &mut Vec<PlacedGlyph>) {
    let number = pieces.last().map_or(0, |piece| piece.run + 1);
    let mut x = at.x;
    for glyph in &item.glyphs {
        let place = Point::new(x + glyph.x_offset.at(item.size), at.y).transform(around);
        let width = glyph.x_advance.at(item.size);
        x += width;
        let text = item.text.get(glyph.range()).unwrap_or_default();
        for text in text.chars().filter(|c| !c.is_whitespace()) {
            let (left, base) = (place.x, place.y);
            pieces.push(PlacedGlyph {
                text,
                run: number,
                page,
                left,
                base,
                width,
                size: item.size,
            });
        }
    }
}
