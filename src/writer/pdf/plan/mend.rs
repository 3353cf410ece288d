//! What is done about a page that is left half empty by what stands whole on the next.

use super::drawn::DrawnBlock;
use super::survey::{Standing, Survey};
use crate::document::{Block, FigureSetting, Table};
use crate::layout::{Fill, Style, heights, parts};

/// Lines of the grid that may stay empty without a table being parted.
const FEW_LINES: f64 = 2.0;
/// The least part of its height to which a picture may shrink.
const LEAST_SCALE: f64 = 0.7;

/// Mends the drawn blocks by what a survey shows.
pub(super) struct PlanMender<'m> {
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
    /// The page that has room, from 0.
    page: usize,
    /// Its free lines, and those that the headings take.
    lines: f64,
    heads: f64,
}

impl PlanMender<'_> {
    /// Mends the first hole that can be mended.
    pub fn mend(&mut self) -> bool {
        self.holes().into_iter().any(|hole| {
            self.blocks[hole.at].settled = true;
            match &self.blocks[hole.at].block {
                Block::Table(_) => self.part(&hole) || self.grow(&hole, hole.lines),
                Block::Figure(_) | Block::Chart(_) => {
                    self.shrink(&hole) || self.let_float(&hole) || self.grow(&hole, hole.lines)
                }
                _ => false,
            }
        })
    }

    fn holes(&self) -> Vec<Hole> {
        let line = self.style.line_mm();
        let mut holes = Vec::new();
        for (at, spot) in spots(self.blocks, self.survey) {
            let heads = self.blocks[..at].iter().rev();
            let heads = heads.take_while(|it| matches!(it.block, Block::Heading(_))).count();
            let above = (spot.top_mm / line).round();
            if self.blocks[at].settled || spot.page == 0 || above > 2.0 * heads as f64 {
                continue;
            }
            let page = spot.page - 1;
            let lines = ((self.survey.pages[page].free_mm + 0.2) / line).floor();
            if lines >= FEW_LINES {
                holes.push(Hole { at, first: at - heads, page, lines, heads: above });
            }
        }
        holes
    }

    /// Parts a table so that its upper part fills the hole.
    fn part(&mut self, hole: &Hole) -> bool {
        let style = self.style;
        let Block::Table(table) = &self.blocks[hole.at].block else { return false };
        let page_lines = f64::from(style.page.lines);
        let inside = table.grid.groups().len() == 1;
        // Through a label only where else a third of the page would stay empty.
        if style.table.fill != Fill::Split || (inside && hole.lines * 3.0 < page_lines) {
            return false;
        }
        let room = (hole.lines - hole.heads) * style.line_mm() - style.leading_mm();
        let Some(parted) = parts::ways(table, style, room).next() else { return false };
        let [upper, lower] = parted.parts;
        self.put_parts(hole, upper, lower, room);
        true
    }

    /// Puts the parts in the place of the table. What is left of the hole goes to the rows above.
    fn put_parts(&mut self, hole: &Hole, mut upper: Table, mut lower: Table, room: f64) {
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
        let index = self.blocks[hole.at].index;
        let mut parts = [upper, lower].map(|table| DrawnBlock::new(index, &Block::Table(table)));
        for part in &mut parts {
            part.settled = true;
        }
        parts[1].new_page = true;
        self.blocks.splice(hole.at..=hole.at, parts);
    }

    /// Lets the rows of the form's table grow that stands last on the page, over so many lines.
    fn grow(&mut self, hole: &Hole, lines: f64) -> bool {
        if self.style.table.fill == Fill::Whole || hole.first == 0 {
            return false;
        }
        let begins_there =
            |(at, spot): (usize, Standing)| at + 1 == hole.first && spot.page == hole.page;
        if !spots(self.blocks, self.survey).into_iter().any(begins_there) {
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
