//! The lines of a page → tables: what meets is one table, and where no line stands between two
//! places they are one cell.

use super::rules::{LineSpan, PageLines};
use crate::limits;

/// How far lines may be from each other and still meet; positions closer than this are one.
const MEETS: f64 = 3.0;
/// How far lines stick out of a table that has no side there.
const OPEN: f64 = 8.0;

/// A table as it is ruled.
#[derive(Debug)]
pub(super) struct RuledTable {
    /// Where its columns begin and end, from the left, in points.
    pub columns: Vec<f64>,
    /// The same of rows, from the top.
    pub rows: Vec<f64>,
    pub cells: Vec<RuledCell>,
    /// For each place of the grid its cell.
    places: Vec<usize>,
}

/// A cell as it is ruled.
#[derive(Debug)]
pub(super) struct RuledCell {
    pub row: usize,
    pub column: usize,
    pub rowspan: usize,
    pub colspan: usize,
    /// Whether it is no rectangle.
    pub odd: bool,
}

impl RuledTable {
    /// The cell over a point.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let place = |edges: &[f64], at: f64| {
            let after = edges.partition_point(|edge| *edge <= at);
            (after > 0 && after < edges.len()).then(|| after - 1)
        };
        let (row, column) = (place(&self.rows, y)?, place(&self.columns, x)?);
        self.places.get(row * (self.columns.len() - 1) + column).copied()
    }
}

/// The tables of a page.
pub(super) fn tables(lines: &PageLines) -> Vec<RuledTable> {
    let (across, down) = (&lines.across, &lines.down);
    if across.len() + down.len() > limits::PDF_RULES {
        return Vec::new();
    }
    let mut sets = Sets::new(across.len() + down.len());
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let meets = a.at >= d.from - MEETS
                && a.at <= d.to + MEETS
                && d.at >= a.from - MEETS
                && d.at <= a.to + MEETS;
            if meets {
                sets.unite(i, across.len() + j);
            }
        }
    }
    let mut roots: Vec<usize> = (0..across.len()).map(|i| sets.find(i)).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut found = Vec::new();
    for root in roots {
        let of = |lines: &[LineSpan], shift: usize, sets: &mut Sets| -> Vec<LineSpan> {
            let own = (0..lines.len()).filter(|i| sets.find(shift + i) == root);
            own.map(|i| lines[i]).collect()
        };
        let own_across = of(across, 0, &mut sets);
        let own_down = of(down, across.len(), &mut sets);
        found.extend(table(&own_across, &own_down));
    }
    found.sort_by(|a, b| a.rows[0].total_cmp(&b.rows[0]));
    found
}

fn table(across: &[LineSpan], down: &[LineSpan]) -> Option<RuledTable> {
    let columns = positions(down, across);
    let rows = positions(across, down);
    if rows.len() < 2 || columns.len() < 3 {
        return None;
    }
    let (width, height) = (columns.len() - 1, rows.len() - 1);
    if width > limits::COLUMNS || height > limits::PDF_ROWS {
        return None;
    }
    let covered = |lines: &[LineSpan], at: f64, from: f64, to: f64| {
        let near = lines.iter().filter(|line| (line.at - at).abs() <= MEETS);
        near.map(|line| line.covers(from, to)).sum::<f64>() * 2.0 >= to - from
    };
    let mut sets = Sets::new(width * height);
    for row in 0..height {
        for column in 0..width {
            let place = row * width + column;
            let right = columns[column + 1];
            if column + 1 < width && !covered(down, right, rows[row], rows[row + 1]) {
                sets.unite(place, place + 1);
            }
            let below = rows[row + 1];
            if row + 1 < height && !covered(across, below, columns[column], columns[column + 1]) {
                sets.unite(place, place + width);
            }
        }
    }
    let mut cells: Vec<RuledCell> = Vec::new();
    let mut known: Vec<Option<usize>> = vec![None; width * height];
    let mut counts: Vec<usize> = Vec::new();
    let mut places = Vec::with_capacity(width * height);
    for place in 0..width * height {
        let root = sets.find(place);
        let (row, column) = (place / width, place % width);
        let cell = *known[root].get_or_insert_with(|| {
            cells.push(RuledCell { row, column, rowspan: 1, colspan: 1, odd: false });
            counts.push(0);
            cells.len() - 1
        });
        counts[cell] += 1;
        let it = &mut cells[cell];
        let end = (it.row + it.rowspan).max(row + 1);
        it.row = it.row.min(row);
        it.rowspan = end - it.row;
        let end = (it.column + it.colspan).max(column + 1);
        it.column = it.column.min(column);
        it.colspan = end - it.column;
        places.push(cell);
    }
    for (cell, count) in cells.iter_mut().zip(counts) {
        cell.odd = cell.rowspan * cell.colspan != count;
    }
    Some(RuledTable { columns, rows, cells, places })
}

/// Where lines stand, near ones as one; lines across that stick out add an open side.
fn positions(lines: &[LineSpan], across: &[LineSpan]) -> Vec<f64> {
    let mut all: Vec<f64> = lines.iter().map(|line| line.at).collect();
    all.sort_by(f64::total_cmp);
    let mut found: Vec<f64> = Vec::new();
    let mut last = f64::NEG_INFINITY;
    for at in all {
        if at - last > MEETS {
            found.push(at);
        }
        last = at;
    }
    let first = across.iter().map(|line| line.from).fold(f64::INFINITY, f64::min);
    let end = across.iter().map(|line| line.to).fold(f64::NEG_INFINITY, f64::max);
    if found.first().is_some_and(|at| *at - first > OPEN) {
        found.insert(0, first);
    }
    if found.last().is_some_and(|at| end - *at > OPEN) {
        found.push(end);
    }
    found
}

/// Sets that are united step by step.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Sets {
        Sets((0..count).collect())
    }

    fn find(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        self.0[high] = low;
    }
}
