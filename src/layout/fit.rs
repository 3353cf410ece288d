//! Whether the tables that must stand whole on a page can: an estimate by counting characters, as exact as Chinese text is even.

use super::{FormSlot, Layout, Role, Style, TableForm};

impl Layout {
    /// The first table that must stand whole on a page and, below its heading, is higher than the page: its name and height, mm.
    pub fn overfull(&self, style: &Style) -> Option<(&str, f64)> {
        let room = style.page.text_height_mm() - style.line_mm();
        let tables = self.tables.values().filter(|table| table.keep_whole);
        tables.map(|table| (table.name.as_str(), table.height_mm(style))).find(|(_, height)| *height > room)
    }
}

impl TableForm {
    /// Height at a style, mm, with numbers on one line.
    fn height_mm(&self, style: &Style) -> f64 {
        let size = style.text(Role::Table).size_mm();
        let rows = self.groups.iter().flat_map(|group| group.head.iter().chain(&group.body));
        let lines = rows.map(|row| self.lines(row, style, size));
        lines.map(|lines| style.table.row_mm + (lines - 1.0) * size * (1.0 + style.table.leading_em)).sum()
    }

    /// Lines of the highest cell that is one row high.
    fn lines(&self, row: &[FormSlot], style: &Style, size: f64) -> f64 {
        let all: u32 = self.shares.iter().sum();
        let mut column = 0;
        let mut most = 1.0_f64;
        for slot in row {
            let (span, cell) = match slot {
                FormSlot::Covered(span) => (*span, None),
                FormSlot::Cell(cell) => (cell.colspan, Some(cell).filter(|cell| cell.rowspan == 1)),
            };
            let share: u32 = self.shares[column..column + span].iter().sum();
            column += span;
            let width = f64::from(share) / f64::from(all) * style.page.text_width_mm() - 2.0 * style.table.pad_x_mm;
            let lines = |part: &str| (part.chars().map(em).sum::<f64>() * size / width).ceil().max(1.0);
            most = most.max(cell.map_or(1.0, |cell| cell.text.split('\n').map(lines).sum()));
        }
        most
    }
}

/// Width of a character in its size: a full stop is a quarter, a letter or digit half.
fn em(c: char) -> f64 {
    match c {
        '.' | ',' => 0.25,
        c if c.is_ascii() => 0.5,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use crate::layout::Style;

    #[test]
    fn the_built_in_tables_fit_and_high_rows_do_not() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        for layout in layouts.iter() {
            let mut style = Style::from_table(&layout.style).expect("a whole style");
            assert_eq!(layout.overfull(&style), None, "{}", layout.form.id);
            style.table.row_mm = 7.0;
            assert!(layout.overfull(&style).is_some_and(|(name, _)| name == "表三"), "{}", layout.form.id);
        }
    }
}
