//! What set pages show: how much of each is empty, where tables and pictures stand, and which notes
//! are on another page than their marks.

use typst::foundations::{IntoValue, NativeElement, Selector};
use typst::introspection::{Introspector, Location, MetadataElem};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::model::{FigureElem, FootnoteElem, HeadingElem, TableElem};
use typst_layout::{Page, PagedDocument};

use crate::layout::{Role, Style};

/// Set pages, in mm.
pub struct Survey {
    pub pages: Vec<PageRoom>,
    /// Tables in the order of the text, those in lists too.
    pub tables: Vec<Standing>,
    /// The same of pictures and charts.
    pub figures: Vec<Standing>,
    /// The same of headings.
    pub headings: Vec<Standing>,
    /// Where paragraphs with notes begin and end.
    pub spreads: Vec<Spread>,
    /// The pages of the rows of all tables that may break anywhere, from 0.
    pub rows: Vec<usize>,
    /// Notes that stand on another page than their marks.
    pub strays: Vec<StrayNote>,
    /// The page of the signature, where nothing else stands on it.
    pub signature_alone: Option<usize>,
}

/// A note that stands on another page than its mark.
#[derive(Debug, Clone, Copy)]
pub struct StrayNote {
    /// Its number, from 0.
    pub number: usize,
    /// The page of its mark, or its own where that comes before.
    pub page: usize,
    /// From the top of its mark's line to where the room for text ends. Where the note stands
    /// before its mark: from the last line there to where the room would end without the note.
    pub below_mm: f64,
}

/// Where the first and the last line of a paragraph stand.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    pub first: Standing,
    pub last: Standing,
}

/// Where something begins.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Its page, from 0.
    pub page: usize,
    /// How far below the top of the type area.
    pub top_mm: f64,
}

/// One page.
#[derive(Debug, Clone, Copy)]
pub struct PageRoom {
    /// How much below the last line is free, above the notes; nothing on a turned page.
    pub free_mm: f64,
    /// From there to where the room for text ends.
    pub below_mm: f64,
    /// From the top of the type area to the foot of the last line.
    pub used_mm: f64,
}

impl Survey {
    pub fn of(document: &PagedDocument, style: &Style) -> Survey {
        let seen = document.introspector();
        let spots = |selector: Selector| -> Vec<Standing> {
            let list = seen.query(&selector);
            let locations = list.iter().filter_map(|it| it.location());
            locations.filter_map(|it| spot(document, it, style)).collect()
        };
        let mut notes_top = vec![f64::MAX; document.pages().len()];
        let mut strays = Vec::new();
        for (number, note) in seen.query(&FootnoteElem::ELEM.select()).iter().enumerate() {
            let place = |at: Location| spot(document, at, style);
            let Some(at) = note.location() else { continue };
            let (Some(mark), Some(entry)) = (place(at), place(at.variant(1))) else { continue };
            if mark.page != entry.page {
                strays.push((number, mark, entry));
            }
            notes_top[entry.page] = notes_top[entry.page].min(entry.top_mm);
        }
        // What the template says of itself.
        let told = |word: &str| -> Vec<Standing> {
            let list = seen.query(&MetadataElem::ELEM.select());
            let list = list.iter().filter(|it| {
                it.to_packed::<MetadataElem>().is_some_and(|it| it.value == word.into_value())
            });
            list.filter_map(|it| spot(document, it.location()?, style)).collect()
        };
        let pages = document.pages().iter().zip(&notes_top);
        let pages: Vec<_> = pages.map(|(page, notes)| room_of(page, *notes, style)).collect();
        let stray = |(number, mark, entry): (usize, Standing, Standing)| {
            let (end, from) = if mark.page < entry.page {
                (notes_top[mark.page], line_top(mark, style))
            } else {
                // It is the last there: the others stand lower without it.
                let others = notes_top[entry.page] < entry.top_mm;
                let height = style.page.text_height_mm() - entry.top_mm;
                let top = if others { notes_top[entry.page] + height } else { f64::MAX };
                (top, pages[entry.page].used_mm)
            };
            let page = mark.page.min(entry.page);
            StrayNote { number, page, below_mm: text_end(end, style).0 - from }
        };
        let strays = strays.into_iter().map(stray).collect();
        Survey {
            pages,
            tables: spots(TableElem::ELEM.select()),
            headings: spots(HeadingElem::ELEM.select()),
            figures: spots(FigureElem::ELEM.select()),
            spreads: spreads(&told("noted"), style),
            rows: told("row").iter().map(|it| it.page).collect(),
            strays,
            signature_alone: told("signature")
                .first()
                .filter(|it| it.page > 0 && it.top_mm < style.line_mm() / 2.0)
                .map(|it| it.page),
        }
    }
}

/// The template tells both ends of each paragraph, one after the other.
fn spreads(ends: &[Standing], style: &Style) -> Vec<Spread> {
    let (pairs, _) = ends.as_chunks();
    let begin = |it: Standing| Standing { top_mm: line_top(it, style), ..it };
    pairs.iter().map(|&[first, last]| Spread { first: begin(first), last: begin(last) }).collect()
}

/// The top of the line of the grid in which something stands, mm.
fn line_top(standing: Standing, style: &Style) -> f64 {
    let line = style.line_mm();
    ((standing.top_mm + 1.0) / line).floor() * line
}

fn spot(document: &PagedDocument, at: Location, style: &Style) -> Option<Standing> {
    let place = document.introspector().elements().position(at)?;
    let top_mm = place.point.y.to_mm() - style.page.top_mm;
    Some(Standing { page: place.page.get() - 1, top_mm })
}

/// How much a page leaves free above its notes, which begin at `notes`.
fn room_of(page: &Page, notes: f64, style: &Style) -> PageRoom {
    if page.frame.width() > page.frame.height() {
        let used_mm = style.page.text_height_mm();
        return PageRoom { free_mm: 0.0, below_mm: 0.0, used_mm };
    }
    let top = style.page.top_mm;
    let (end, has_notes) = text_end(notes, style);
    let limit = if has_notes { end + 0.5 * style.text(Role::Body).size_mm() } else { end + 0.5 };
    let mut last = top;
    lowest(&page.frame, Point::zero(), top + limit, &mut last);
    let below_mm = (top + end - last).max(0.0);
    // The last line of a page without notes has its leading below it.
    let leading = if has_notes { 0.0 } else { style.leading_mm() };
    PageRoom { free_mm: (below_mm - leading).max(0.0), below_mm, used_mm: last - top }
}

/// Where the room for the text of a page ends, below the top of the type area, and whether its
/// notes, which begin at `notes`, end it.
fn text_end(notes: f64, style: &Style) -> (f64, bool) {
    // Notes are an em below the text, with a line between.
    let above = notes - 1.5 * style.text(Role::Body).size_mm();
    let foot = style.page.text_height_mm();
    if notes < foot { (above, true) } else { (foot, false) }
}

/// Lowers `last` to the lowest edge of what is drawn above `limit`.
fn lowest(frame: &Frame, at: Point, limit: f64, last: &mut f64) {
    for (place, item) in frame.items() {
        let place = at + *place;
        let edge = match item {
            FrameItem::Group(group) if group.transform == Transform::identity() => {
                lowest(&group.frame, place, limit, last);
                continue;
            }
            FrameItem::Text(text) => (place.y + text.size * 0.12).to_mm(),
            FrameItem::Shape(shape, _) => (place.y + shape.bbox(false).max.y).to_mm(),
            FrameItem::Image(_, size, _) => (place.y + size.y).to_mm(),
            FrameItem::Group(_) | FrameItem::Link(..) | FrameItem::Tag(_) => continue,
        };
        if edge <= limit {
            *last = last.max(edge);
        }
    }
}
