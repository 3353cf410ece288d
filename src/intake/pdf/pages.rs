//! A page's marks → its tables and, outside of them, its lines of text.

use super::grid::{self, RuledCell, RuledTable};
use super::marks::{DrawnGlyph, DrawnRule, PageMarks, turned_back};
use super::rules;
use super::type_lines::{self, TypeLine};
use crate::intake::foreign::{ForeignCell, ForeignTable};
use crate::intake::lines::cell_lines;
use crate::spot::FileSpot;
use kurbo::{Point, Rect};

/// What stands on a page.
#[derive(Debug)]
pub(super) struct ReadPage {
    pub number: usize,
    pub height: f64,
    /// Lines outside of tables, from the top.
    pub lines: Vec<TypeLine>,
    /// Tables with where they begin, from the top.
    pub tables: Vec<(f64, ForeignTable)>,
}

/// So much of a page's text runs another way before the page is turned.
const TURNED: f64 = 0.6;

/// Reads a page of this size.
pub(super) fn read(number: usize, marks: PageMarks, size: (f64, f64)) -> ReadPage {
    let count = marks.glyphs.len() as f64;
    let ways: Vec<usize> = (0..4)
        .map(|way| marks.glyphs.iter().filter(|glyph| glyph.quarter == Some(way)).count())
        .collect();
    let way = (0..4_u8).find(|way| ways[usize::from(*way)] as f64 > TURNED * count).unwrap_or(0);
    let (glyphs, rules, (_, height)) = turned(marks, way, size);
    let tables = grid::tables(&rules::lines(&rules));
    let mut inside: Vec<Vec<Vec<DrawnGlyph>>> =
        tables.iter().map(|table| table.cells.iter().map(|_| Vec::new()).collect()).collect();
    let mut outside = Vec::new();
    for glyph in glyphs {
        let centre = glyph.centre();
        let place = tables
            .iter()
            .enumerate()
            .find_map(|(at, table)| Some((at, table.cell_at(centre.x, centre.y)?)));
        match place {
            Some((table, cell)) => inside[table][cell].push(glyph),
            None if glyph.quarter == Some(0) => outside.push(glyph),
            None => {}
        }
    }
    let found = tables.into_iter().zip(inside).filter_map(|(table, cells)| {
        let empty = cells.iter().all(Vec::is_empty);
        (!empty).then(|| (table.rows[0], foreign(&table, cells, number)))
    });
    ReadPage { number, height, lines: type_lines::lines(outside), tables: found.collect() }
}

/// The marks of a page that is turned upright.
fn turned(
    marks: PageMarks,
    way: u8,
    size: (f64, f64),
) -> (Vec<DrawnGlyph>, Vec<DrawnRule>, (f64, f64)) {
    let straight = marks.glyphs.into_iter().filter(|glyph| glyph.quarter.is_some());
    let glyphs = straight.map(|glyph| glyph.turned_back(way, size));
    let point = |x: f64, y: f64| turned_back(Point::new(x, y), way, size);
    let rules = marks.rules.into_iter().map(|DrawnRule { rect }| DrawnRule {
        rect: Rect::from_points(point(rect.x0, rect.y0), point(rect.x1, rect.y1)),
    });
    let upright = if way % 2 == 1 { (size.1, size.0) } else { size };
    (glyphs.collect(), rules.collect(), upright)
}

/// The lines of a cell. What is turned is read where all of it is turned alike: the head of a
/// narrow column.
fn lines_of(glyphs: Vec<DrawnGlyph>) -> Vec<TypeLine> {
    let way = glyphs.iter().filter_map(|glyph| glyph.quarter).min().unwrap_or(0);
    let alike = glyphs.into_iter().filter(|glyph| glyph.quarter == Some(way));
    type_lines::lines(alike.map(|glyph| glyph.turned_back(way, (0.0, 0.0))).collect())
}

fn foreign(table: &RuledTable, cells: Vec<Vec<DrawnGlyph>>, page: usize) -> ForeignTable {
    let tenths = |points: &f64| (points.max(0.0) * 254.0 / 72.0).round() as u32;
    let mm = |points: f64| (points.max(0.0) * 25.4 / 72.0).round() as u32;
    let cell = |(ruled, glyphs): (&RuledCell, Vec<DrawnGlyph>)| {
        let lines = lines_of(glyphs);
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        ForeignCell {
            row: ruled.row,
            column: ruled.column,
            rowspan: ruled.rowspan,
            colspan: ruled.colspan,
            text: cell_lines(&text.join("\n")),
            odd: ruled.odd || lines.iter().any(|line| line.uneven),
            spot: FileSpot::Page {
                page,
                x_mm: mm(table.columns[ruled.column]),
                y_mm: mm(table.rows[ruled.row]),
            },
        }
    };
    ForeignTable {
        number: 0,
        rows: table.rows.len() - 1,
        columns: table.columns.len() - 1,
        edges: table.columns.iter().map(tenths).collect(),
        cells: table.cells.iter().zip(cells).map(cell).collect(),
    }
}
