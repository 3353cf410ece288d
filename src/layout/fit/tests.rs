//! Tables that fit, and tables that don't.

use super::*;
use crate::document::{Group, Placed, lay};

fn style() -> Style {
    let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
    Style::from_table(&layouts.newest().expect("a layout").style).expect("a whole style")
}

fn measured(lines_em: Vec<f64>, whole: bool) -> Measured {
    Measured { lines_em, whole, word_em: 0.0 }
}

fn grid(rows: Vec<Vec<Placed<Measured>>>, columns: usize) -> Grid<Measured> {
    let body = lay(rows, columns).expect("rows that fill the grid");
    Grid::new(vec![Group { head: Vec::new(), body }])
}

/// Ten rows of a label and `numbers` columns of numbers with so many digits.
fn table(numbers: usize, digits: usize) -> (Grid<Measured>, Vec<u32>) {
    let mut row = vec![Placed::single(measured(vec![10.0], false))];
    let number = Placed::single(measured(vec![digits as f64 * 0.5], true));
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
        style.table.row_mm = 8.0;
        assert_eq!(layout.overfull(&style), Some("表三"), "{}", layout.form.id);
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
    let sheet = Sheet { rows: &rows, style: &style, size_mm: mm(fitted.size_pt) };
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
        Placed { colspan: 1, rowspan, cell: measured(lines_em, false) }
    };
    // A cell that reaches over both rows, beside two texts, in columns of ten characters.
    let counted = |group: &[&str], first: &str, second: &str| {
        let upper = vec![cell(2, group), cell(1, &[first])];
        let grid = grid(vec![upper, vec![cell(1, &[second])]], 2);
        let rows: Vec<_> = grid.rows().collect();
        let sheet = Sheet { rows: &rows, style: &style, size_mm: 4.0 };
        sheet.certain(&[40.0 + 2.0 * style.table.pad_x_mm; 2])
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
    assert!(sizes(&style).all(|size| size >= Style::MIN_SIZE_PT));
    assert_eq!(sizes(&style).last(), Some(Style::MIN_SIZE_PT));
}
