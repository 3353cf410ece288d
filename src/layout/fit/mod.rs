//! How tables fit: widths of columns from what stands in them, one size a table, and rows that add
//! up to whole lines of the grid.

mod measured;
mod sheet;

pub use measured::Measured;

use self::sheet::Sheet;
use super::role::Role;
use super::style::Style;
use crate::document::{Grid, Row};
use crate::form::{CellPart, FormCell, TableForm};
use crate::measure::estimate;

/// Where a table stands.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Width of an upright page there, mm.
    pub width_mm: f64,
    /// Whether it may take a turned page instead.
    pub may_turn: bool,
}

impl Room {
    /// The whole width of upright pages, and these alone.
    fn upright(style: &Style) -> Room {
        Room { width_mm: style.page.text_width_mm(), may_turn: false }
    }
}

/// How a table is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Widths of the columns, mm.
    pub widths_mm: Vec<f64>,
    /// Type size, pt.
    pub size_pt: f64,
    /// What is free at each side of a cell's text, mm.
    pub pad_mm: f64,
    /// Height of a row of one line, mm.
    pub row_mm: f64,
    /// Lines of each row; 0 where only setting it shows how many.
    pub lines: Vec<u32>,
    /// The same as they were counted, also where that is not certain.
    pub likely: Vec<u32>,
    /// Whether it takes a page of its own, turned.
    pub landscape: bool,
}

/// Sets a table whose columns take `shares`: the largest size at which it fits, on a turned page
/// where none does and one may be taken. None where even that is too small.
pub fn fit(
    grid: &Grid<Measured>,
    shares: &[u32],
    whole_page: bool,
    room: Room,
    style: &Style,
) -> Option<Fitted> {
    let rows: Vec<&Row<Measured>> = grid.rows().collect();
    let sheet = |(size_pt, pad_mm)| Sheet { rows: &rows, style, size_mm: mm(size_pt), pad_mm };
    let page = &style.page;
    let upright = |(size_pt, pad_mm)| {
        let sheet = sheet((size_pt, pad_mm));
        let widths_mm = sheet.widths(shares, room.width_mm)?;
        let most = whole_page.then_some(page.text_height_mm() - style.line_mm());
        let row_mm = sheet.row_on_grid(&widths_mm, most)?;
        let (lines, likely) = (sheet.certain(&widths_mm), sheet.likely(&widths_mm));
        Some(Fitted { widths_mm, size_pt, pad_mm, row_mm, lines, likely, landscape: false })
    };
    // Turned, the type area's height is the width of the lines.
    let turned = |(size_pt, pad_mm)| {
        let sheet = sheet((size_pt, pad_mm));
        let widths_mm = sheet.widths(shares, page.text_height_mm())?;
        let row_mm = sheet.row_below(&widths_mm, page.text_width_mm() - style.line_mm())?;
        let (lines, likely) = (sheet.certain(&widths_mm), sheet.likely(&widths_mm));
        Some(Fitted { widths_mm, size_pt, pad_mm, row_mm, lines, likely, landscape: true })
    };
    let fitted = sizes(style).find_map(upright);
    if fitted.is_none() && room.may_turn { sizes(style).find_map(turned) } else { fitted }
}

/// The style's size and, in steps of half a point, those below it; each with what is free at the
/// sides of a text, the most first.
fn sizes(style: &Style) -> impl Iterator<Item = (f64, f64)> {
    let first = style.text(Role::Table).size_pt;
    let (most, least) = (style.table.pad_x_mm, style.table.pad_x_least());
    (0..)
        .map(move |step| first - 0.5 * f64::from(step))
        .take_while(|size| *size >= Style::MIN_SIZE_PT)
        .flat_map(move |size| [(size, most), (size, least)])
}

fn mm(pt: f64) -> f64 {
    pt * 25.4 / 72.0
}

/// Whether the form alone, with nothing but one digit in each cell, fits an upright page.
pub(super) fn fits_bare(table: &TableForm, style: &Style) -> bool {
    let grid = table.grid.map(bare);
    fit(&grid, &table.shares, table.keep_whole, Room::upright(style), style).is_some()
}

/// A cell of the form with nothing but one digit where a number will stand, and as little where
/// words will.
fn bare(cell: &FormCell) -> Measured {
    let part = |part: &CellPart| match part {
        CellPart::Text(text) => text.clone(),
        CellPart::Value(_) | CellPart::Fact(_) => "0".to_owned(),
    };
    let text = match &cell.path {
        Some(_) => "0".to_owned(),
        None => cell.text.clone() + &cell.parts.iter().map(part).collect::<String>(),
    };
    let lines_em: Vec<f64> = match cell.vertical {
        true => vec![1.0; text.chars().count()],
        false => text.split('\n').map(estimate).collect(),
    };
    let whole = cell.path.is_some() || lines_em.len() > 1;
    Measured { lines_em, whole, turned: cell.turned, word_em: 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Group, Spanned, lay};

    fn style() -> Style {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        Style::from_table(&layouts.newest().expect("a layout").style).expect("a whole style")
    }

    fn measured(lines_em: Vec<f64>, whole: bool) -> Measured {
        Measured { lines_em, whole, turned: false, word_em: 0.0 }
    }

    fn grid(rows: Vec<Vec<Spanned<Measured>>>, columns: usize) -> Grid<Measured> {
        let body = lay(rows, columns).expect("rows that fill the grid");
        Grid::new(vec![Group { head: Vec::new(), body }])
    }

    /// Ten rows of a label and `numbers` columns of numbers with so many digits.
    fn table(numbers: usize, digits: usize) -> (Grid<Measured>, Vec<u32>) {
        let mut row = vec![Spanned::single(measured(vec![10.0], false))];
        let number = Spanned::single(measured(vec![digits as f64 * 0.5], true));
        row.extend(vec![number; numbers]);
        let shares = std::iter::once(4).chain(std::iter::repeat_n(1, numbers)).collect();
        (grid(vec![row; 10], numbers + 1), shares)
    }

    #[test]
    fn the_built_in_tables_fit_and_high_rows_do_not() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        for layout in layouts.iter() {
            let mut style = Style::from_table(&layout.style).expect("a whole style");
            assert_eq!(layout.overfull(&style), None, "{}", layout.form.id);
            let rows = |table: &TableForm| table.grid.rows().count();
            let longest = layout.form.tables.values().filter(|table| table.keep_whole);
            let longest = longest.max_by_key(|table| rows(table)).expect("a table");
            style.table.row_mm = style.page.text_height_mm() / (rows(longest) - 1) as f64;
            assert_eq!(layout.overfull(&style), Some(longest.name.as_str()), "{}", layout.form.id);
        }
    }

    #[test]
    fn no_label_of_a_form_leaves_a_lone_character() {
        let style = style();
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        for table in layouts.iter().flat_map(|layout| layout.form.tables.values()) {
            let grid = table.grid.map(bare);
            let rows: Vec<_> = grid.rows().collect();
            for (size_pt, pad_mm) in sizes(&style).filter(|(size, _)| *size >= 10.0) {
                let sheet = Sheet { rows: &rows, style: &style, size_mm: mm(size_pt), pad_mm };
                if let Some(widths) = sheet.widths(&table.shares, style.page.text_width_mm()) {
                    let lone = sheet.lone(&widths);
                    assert_eq!(lone, 0, "{} at {size_pt} pt, {pad_mm} mm", table.name);
                }
            }
        }
    }

    #[test]
    fn numbers_widen_their_columns_then_shrink_the_table_then_turn_the_page() {
        let style = style();
        let set = |digits| {
            let (grid, shares) = table(7, digits);
            let room = Room { may_turn: true, ..Room::upright(&style) };
            fit(&grid, &shares, false, room, &style)
        };
        let first = set(3).expect("it fits");
        assert_eq!((first.size_pt, first.landscape), (style.text(Role::Table).size_pt, false));
        let wide = set(8).expect("it fits");
        assert!(
            wide.size_pt >= Style::MIN_SIZE_PT
                && !wide.landscape
                && wide.widths_mm[1] > first.widths_mm[1]
        );
        assert!((wide.widths_mm.iter().sum::<f64>() - style.page.text_width_mm()).abs() < 1e-6);
        assert!(set(13).is_some_and(|fitted| fitted.landscape));
        assert_eq!(set(20), None);
    }

    #[test]
    fn a_table_and_the_gap_below_it_take_whole_lines() {
        let style = style();
        let (grid, shares) = table(4, 2);
        let fitted = fit(&grid, &shares, true, Room::upright(&style), &style).expect("it fits");
        let rows: Vec<_> = grid.rows().collect();
        let sheet = Sheet {
            rows: &rows,
            style: &style,
            size_mm: mm(fitted.size_pt),
            pad_mm: fitted.pad_mm,
        };
        let height = fitted.row_mm * 10.0 + sheet.extra(&fitted.widths_mm) + style.leading_mm();
        assert!(
            (height / style.line_mm() - (height / style.line_mm()).round()).abs() < 1e-9,
            "{height}"
        );
    }

    #[test]
    fn lines_are_counted_only_where_they_are_certain() {
        let style = style();
        let cell = |rowspan, lines: &[&str]| {
            let lines_em = lines.iter().map(|line| estimate(line)).collect();
            Spanned { colspan: 1, rowspan, cell: measured(lines_em, false) }
        };
        // A cell that reaches over both rows, beside two texts, in columns of ten characters.
        let counted = |group: &[&str], first: &str, second: &str| {
            let upper = vec![cell(2, group), cell(1, &[first])];
            let grid = grid(vec![upper, vec![cell(1, &[second])]], 2);
            let rows: Vec<_> = grid.rows().collect();
            let sheet = Sheet { rows: &rows, style: &style, size_mm: 4.0, pad_mm: 1.0 };
            sheet.certain(&[40.0 + 2.0; 2])
        };
        assert_eq!(counted(&["甲乙", "丙丁"], "“三安全一稳定”", "1234"), [1, 1]);
        assert_eq!(
            counted(&["甲乙", "丙丁"], "一二三四五六七八九十甲", "1234"),
            [0, 1],
            "where it breaks only setting it shows"
        );
        assert_eq!(counted(&["甲", "乙", "丙"], "丁", "戊"), [1, 0], "the second row grows");
        assert_eq!(
            counted(&["一二三四五六七八九十甲"], "丁", "戊"),
            [1, 0],
            "two lines, if no mark pushes a third"
        );
    }

    #[test]
    fn type_is_never_below_the_least_size() {
        let style = style();
        assert!(sizes(&style).all(|(size, _)| size >= Style::MIN_SIZE_PT));
        assert_eq!(sizes(&style).last(), Some((Style::MIN_SIZE_PT, 1.0)));
    }
}
