//! What is done about a page that is left half empty by what stands whole on the next.

use super::drawn::DrawnBlock;
use super::survey::{Standing, Survey};
use crate::document::{Block, Document, FigureSetting, Table};
use crate::layout::{Fill, Style, heights, parts};

/// Lines of the grid that may stay empty without a table being parted.
const FEW_LINES: f64 = 2.0;
/// The least part of its height to which a picture may shrink.
const LEAST_SCALE: f64 = 0.7;

/// Mends the drawn blocks by what a survey shows.
pub(super) struct PlanMender<'m> {
    pub document: &'m Document,
    pub style: &'m Style,
    pub survey: &'m Survey,
    pub blocks: &'m mut Vec<DrawnBlock>,
}

/// A block that stands whole at the head of a page, below its headings, with the room that is left
/// on the page before.
struct Hole {
    /// The block's place among those that are drawn.
    at: usize,
    /// The place of the first of its headings.
    first: usize,
    /// Whether a table is right above them that begins on the page that has room.
    below_table: bool,
    /// The page that has room, from 0.
    page: usize,
    /// What is free on it, mm, and in lines.
    free_mm: f64,
    lines: f64,
    /// What the headings take, mm, and in lines.
    heads_mm: f64,
    heads: f64,
}

/// What mending a hole does to the text behind it.
enum Moved {
    /// It stands where it did.
    Not,
    /// It stands so much higher on the page that the lower part of a table begins, mm.
    Up(f64),
    /// That can't be told.
    Unknown,
}

impl PlanMender<'_> {
    /// Mends a hole on a page, and those behind it as long as it can be told where the text will
    /// stand. What was guessed wrong is taken back first.
    pub fn mend(&mut self, page: usize) -> bool {
        if self.take_back() {
            return true;
        }
        let (mut mended, mut parted) = (false, 0);
        let mut up: Option<(usize, f64)> = None;
        for hole in self.holes() {
            if hole.page < page || (hole.page > page && !mended) {
                continue;
            }
            let mut hole = Hole { at: hole.at + parted, first: hole.first + parted, ..hole };
            let guessed = up.is_some();
            if let Some((page, more_mm)) = up.take() {
                hole = self.hole(hole.free_mm + more_mm, hole);
                if hole.page != page || self.has_room(&hole) {
                    break;
                }
            }
            if hole.lines < FEW_LINES {
                continue;
            }
            self.blocks[hole.at].settled = true;
            let Some(moved) = self.mend_hole(&hole) else { continue };
            mended = true;
            match moved {
                Moved::Not => {}
                Moved::Up(more_mm) => {
                    self.blocks[hole.at].guessed = guessed;
                    parted += 1;
                    up = Some((hole.page + 1, more_mm));
                }
                Moved::Unknown => break,
            }
        }
        mended
    }

    /// None where nothing can be done.
    fn mend_hole(&mut self, hole: &Hole) -> Option<Moved> {
        let is_table = match &self.blocks[hole.at].block {
            Block::Table(_) => true,
            Block::Figure(_) | Block::Chart(_) => false,
            _ => return None,
        };
        if !is_table && (self.shrink(hole) || self.let_float(hole)) {
            return Some(Moved::Unknown);
        }
        let moved = if is_table { self.part(hole).map(Moved::Up) } else { None };
        moved.or_else(|| self.grow(hole, hole.lines).then_some(Moved::Not))
    }

    /// What stands at the head of a page, with whatever is free on the page before.
    fn holes(&self) -> Vec<Hole> {
        let mut holes = Vec::new();
        let spots = spots(self.blocks, self.survey);
        for &(at, spot) in &spots {
            let heads = self.blocks[..at].iter().rev();
            let count = heads.take_while(|it| matches!(it.block, Block::Heading(_))).count();
            let heads = (spot.top_mm / self.style.line_mm()).round();
            if self.blocks[at].settled || spot.page == 0 || heads > 2.0 * count as f64 {
                continue;
            }
            let (page, first, heads_mm) = (spot.page - 1, at - count, spot.top_mm);
            let free_mm = self.survey.pages[page].free_mm;
            let begins_there =
                |(above, spot): &(usize, Standing)| above + 1 == first && spot.page == page;
            let below_table = spots.iter().any(begins_there);
            let hole = Hole { at, first, below_table, page, free_mm, lines: 0.0, heads_mm, heads };
            holes.push(self.hole(free_mm, hole));
        }
        holes
    }

    /// The same with so much free.
    fn hole(&self, free_mm: f64, hole: Hole) -> Hole {
        let lines = ((free_mm + 0.2) / self.style.line_mm()).floor();
        Hole { free_mm, lines, ..hole }
    }

    /// Whether the block may fit what is free: of a picture it is not told where it will stand.
    fn has_room(&self, hole: &Hole) -> bool {
        let height_mm = match &self.blocks[hole.at].block {
            Block::Table(table) => heights::height(table, self.style),
            _ => 0.0,
        };
        hole.heads_mm + height_mm <= hole.free_mm
    }

    /// Puts a table together again that was parted for room which was not there.
    fn take_back(&mut self) -> bool {
        let line = self.style.line_mm();
        let is_wrong = |(at, spot): &(usize, Standing)| {
            let before = spot.page.checked_sub(1).map(|page| self.survey.pages[page].free_mm);
            let free = before.is_some_and(|free_mm| free_mm >= FEW_LINES * line);
            self.blocks[*at].guessed && free && spot.top_mm < 2.0 * line
        };
        let Some((at, _)) = spots(self.blocks, self.survey).into_iter().find(is_wrong) else {
            return false;
        };
        let index = self.blocks[at].index;
        let whole = DrawnBlock::new(index, &self.document.blocks[index]);
        self.blocks.splice(at..=at + 1, [whole]);
        true
    }

    /// Parts a table so that its upper part fills the hole; by how much the text behind moves up.
    fn part(&mut self, hole: &Hole) -> Option<f64> {
        let style = self.style;
        let Block::Table(table) = &self.blocks[hole.at].block else { return None };
        let page_lines = f64::from(style.page.lines);
        let inside = table.grid.groups().len() == 1;
        // Through a label only where else a third of the page would stay empty.
        if style.table.fill != Fill::Split || (inside && hole.lines * 3.0 < page_lines) {
            return None;
        }
        let room = (hole.lines - hole.heads) * style.line_mm() - style.leading_mm();
        let [upper, lower] = parts::ways(table, style, room).next()?.parts;
        let before_mm = hole.heads_mm + heights::height(table, style);
        let after_mm = self.put_parts(hole, upper, lower, room);
        Some(before_mm - after_mm)
    }

    /// Puts the parts in the place of the table. What is left of the hole goes to the rows above.
    /// The height of the lower part, mm.
    fn put_parts(&mut self, hole: &Hole, mut upper: Table, mut lower: Table, room: f64) -> f64 {
        let (line, leading) = (self.style.line_mm(), self.style.leading_mm());
        let most = self.style.table.row_most_mm.min(self.style.table.parted_row_most_mm);
        let height = |table: &Table| heights::height(table, self.style);
        let rest = room - height(&upper);
        let grown = rest.min(parts::growth(&upper, most));
        parts::stretch(&mut upper, grown);
        // The text below stands on the grid.
        let below = height(&lower) + leading;
        parts::stretch(&mut lower, (below / line - 0.01).ceil() * line - below);
        let left = ((rest - grown) / line).floor();
        self.grow(hole, left);
        let lower_mm = height(&lower);
        let index = self.blocks[hole.at].index;
        let mut parts = [upper, lower].map(|table| DrawnBlock::new(index, &Block::Table(table)));
        for part in &mut parts {
            part.settled = true;
        }
        parts[1].new_page = true;
        self.blocks.splice(hole.at..=hole.at, parts);
        lower_mm
    }

    /// Lets the rows of the form's table grow that stands last on the page, over so many lines.
    fn grow(&mut self, hole: &Hole, lines: f64) -> bool {
        if self.style.table.fill == Fill::Whole || !hole.below_table {
            return false;
        }
        let most = self.style.table.row_most_mm;
        let line = self.style.line_mm();
        let Block::Table(table) = &mut self.blocks[hole.first - 1].block else { return false };
        let lines = lines.min((parts::growth(table, most) / line).floor());
        if !table.official || lines < 1.0 {
            return false;
        }
        parts::stretch(table, lines * line);
        true
    }

    /// Draws a picture or a chart so much smaller that it has room.
    fn shrink(&mut self, hole: &Hole) -> bool {
        let line = self.style.line_mm();
        let room = hole.lines - hole.heads;
        let drawn = &mut self.blocks[hole.at].block;
        let keeps_width = matches!(drawn, Block::Chart(_));
        let Some(setting) = setting(drawn) else { return false };
        let less = f64::from(setting.grid_lines) - room;
        let height = f64::from(setting.height_nm) / 1_000_000.0;
        let scale = (height - less * line) / height;
        if less <= 0.0 || scale < LEAST_SCALE {
            return false;
        }
        let scaled = |nm: u32| (f64::from(nm) * scale) as u32;
        setting.height_nm = scaled(setting.height_nm);
        if !keeps_width {
            setting.width_nm = scaled(setting.width_nm);
        }
        setting.grid_lines = room as u32;
        true
    }

    /// Lets the text below a picture or a chart run on before it.
    fn let_float(&mut self, hole: &Hole) -> bool {
        let follows = self.blocks.get(hole.at + 1).map(|drawn| &drawn.block);
        let runs_on = match follows {
            Some(Block::Paragraph(_) | Block::List(_) | Block::RunIn { .. }) => true,
            Some(Block::Heading(heading)) => heading.level > 1,
            _ => false,
        };
        let floats = runs_on && hole.first == hole.at;
        self.blocks[hole.at].floats = floats;
        floats
    }
}

/// Tables, pictures and charts that stand in no other block, with where they begin.
pub(super) fn spots(blocks: &[DrawnBlock], survey: &Survey) -> Vec<(usize, Standing)> {
    let (mut tables, mut figures) = (survey.tables.iter(), survey.figures.iter());
    let mut spots = Vec::new();
    for (at, drawn) in blocks.iter().enumerate() {
        let [inner_tables, inner_figures] = count(&drawn.block);
        let table = tables.by_ref().take(inner_tables).last();
        let figure = figures.by_ref().take(inner_figures).last();
        let spot = match &drawn.block {
            Block::Table(_) => table,
            Block::Figure(_) | Block::Chart(_) => figure,
            _ => None,
        };
        spots.extend(spot.map(|spot| (at, *spot)));
    }
    spots
}

fn setting(block: &mut Block) -> Option<&mut FigureSetting> {
    match block {
        Block::Figure(figure) => figure.setting.as_mut(),
        Block::Chart(chart) => chart.setting.as_mut(),
        _ => None,
    }
}

/// How many tables, and how many pictures and charts, are in a block.
fn count(block: &Block) -> [usize; 2] {
    let inner: Vec<&Block> = match block {
        Block::List(list) => list.items.iter().flatten().collect(),
        Block::Turned { blocks } => blocks.iter().collect(),
        Block::Table(_) => return [1, 0],
        Block::Figure(_) | Block::Chart(_) => return [0, 1],
        _ => Vec::new(),
    };
    let counts = inner.into_iter().map(count);
    counts.fold([0, 0], |sum, it| [sum[0] + it[0], sum[1] + it[1]])
}
