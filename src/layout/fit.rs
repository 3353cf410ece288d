//! How tables fit: widths of columns from what stands in them, one size a table, and rows that add
//! up to whole lines of the grid.

use super::{Layout, Role, Style};
use crate::form::{FormSlot, TableForm};
use crate::measure::estimate;

/// A cell as far as fitting goes.
#[derive(Debug, Clone)]
pub struct FitCell {
    /// Columns it is wide.
    pub colspan: usize,
    /// Rows it is high; 0 for the lower part of a cell from above.
    pub rowspan: usize,
    /// Widths of its lines, as the form breaks them, in the size of the table's text.
    pub lines_em: Vec<f64>,
    /// Whether its lines must not break any further: numbers, and labels that the form breaks by
    /// meaning.
    pub whole: bool,
    /// The width of its longest word, where that is above [`FitCell::FEWEST_EM`].
    pub word_em: f64,
}

impl FitCell {
    /// Characters that a label without breaks of its own needs on a line, so that it stays readable.
    pub const FEWEST_EM: f64 = 5.0;

    /// The lower part of a cell from above.
    pub fn covered(colspan: usize) -> FitCell {
        FitCell { colspan, rowspan: 0, lines_em: Vec::new(), whole: false, word_em: 0.0 }
    }

    /// The width that its column must leave for it.
    fn least_em(&self) -> f64 {
        let longest = self.lines_em.iter().copied().fold(0.0, f64::max);
        if self.whole { longest } else { longest.min(Self::FEWEST_EM).max(self.word_em) }
    }
}

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
    /// Height of a row of one line, mm.
    pub row_mm: f64,
    /// Lines of each row; 0 where only setting it shows how many.
    pub lines: Vec<u32>,
    /// Whether it takes a page of its own, turned.
    pub landscape: bool,
}

/// How far rows may shrink below the style's height so that a table takes whole lines.
const SHRINK: f64 = 0.06;
/// What a turned page's rows need above their type size.
const TIGHT: f64 = 1.45;

/// Sets a table of `rows` whose columns take `shares`: the largest size at which it fits, on a
/// turned page where none does and one may be taken. None where even that is too small.
pub fn fit(
    rows: &[Vec<FitCell>],
    shares: &[u32],
    whole_page: bool,
    room: Room,
    style: &Style,
) -> Option<Fitted> {
    let height = style.page.text_height_mm() - style.line_mm();
    let upright = sizes(style).find_map(|size_pt| {
        let sheet = Sheet { rows, style, size_mm: mm(size_pt) };
        let widths_mm = sheet.widths(shares, room.width_mm)?;
        let row_mm = sheet.row_on_grid(&widths_mm, whole_page.then_some(height))?;
        Some(Fitted {
            lines: sheet.certain(&widths_mm),
            widths_mm,
            size_pt,
            row_mm,
            landscape: false,
        })
    });
    upright.or_else(|| {
        if !room.may_turn {
            return None;
        }
        // Turned, the type area's height is the width of the lines.
        let (width, height) =
            (style.page.text_height_mm(), style.page.text_width_mm() - style.line_mm());
        sizes(style).find_map(|size_pt| {
            let sheet = Sheet { rows, style, size_mm: mm(size_pt) };
            let widths_mm = sheet.widths(shares, width)?;
            let extra = sheet.extra(&widths_mm);
            let row_mm = style.table.row_mm.min((height - extra) / rows.len() as f64);
            let lines = sheet.certain(&widths_mm);
            (row_mm >= sheet.size_mm * TIGHT).then_some(Fitted {
                lines,
                widths_mm,
                size_pt,
                row_mm,
                landscape: true,
            })
        })
    })
}

/// The style's size and, in steps of half a point, those below it.
fn sizes(style: &Style) -> impl Iterator<Item = f64> {
    let first = style.text(Role::Table).size_pt;
    (0..)
        .map(move |step| first - 0.5 * f64::from(step))
        .take_while(|size| *size >= Style::MIN_SIZE_PT)
}

fn mm(pt: f64) -> f64 {
    pt * 25.4 / 72.0
}

/// A table at a size.
struct Sheet<'a> {
    rows: &'a [Vec<FitCell>],
    style: &'a Style,
    size_mm: f64,
}

impl Sheet<'_> {
    /// Widths that add up to `total` and hold what must not break: the shares where they do, else taken from columns that have some to
    /// spare. None where there is too little.
    fn widths(&self, shares: &[u32], total: f64) -> Option<Vec<f64>> {
        let all: f64 = shares.iter().copied().map(f64::from).sum::<f64>().max(1.0);
        let wanted: Vec<f64> = shares.iter().map(|share| f64::from(*share) / all * total).collect();
        let needed = self.needed(shares.len());
        let short: f64 =
            needed.iter().zip(&wanted).map(|(needed, wanted)| (needed - wanted).max(0.0)).sum();
        let spare: f64 =
            needed.iter().zip(&wanted).map(|(needed, wanted)| (wanted - needed).max(0.0)).sum();
        if short > spare {
            return None;
        }
        let part = if spare > 0.0 { short / spare } else { 0.0 };
        Some(
            needed
                .iter()
                .zip(&wanted)
                .map(|(&needed, &wanted)| needed.max(wanted - (wanted - needed).max(0.0) * part))
                .collect(),
        )
    }

    /// The least width of each column.
    fn needed(&self, columns: usize) -> Vec<f64> {
        let mut needed = vec![0.0_f64; columns];
        for row in self.rows {
            let mut column = 0;
            for cell in row {
                if cell.colspan == 1 {
                    // A hair more, so that rounding breaks nothing.
                    let room =
                        cell.least_em() * self.size_mm + 2.0 * self.style.table.pad_x_mm + 0.1;
                    needed[column] = needed[column].max(room);
                }
                column += cell.colspan;
            }
        }
        needed
    }

    /// What lines beyond the first add to the height of all rows, mm.
    fn extra(&self, widths: &[f64]) -> f64 {
        let lines = self.rows.iter().map(|row| self.lines(row, widths) - 1.0).sum::<f64>();
        lines * self.size_mm * (1.0 + self.style.table.leading_em)
    }

    /// Lines of a row's highest cell that is one row high.
    fn lines(&self, row: &[FitCell], widths: &[f64]) -> f64 {
        let single = self.cells(row, widths).filter(|(cell, _)| cell.rowspan == 1);
        let lines = |line: &f64, width: f64| (line * self.size_mm / width - 0.001).ceil().max(1.0);
        single
            .map(|(cell, width)| cell.lines_em.iter().map(|line| lines(line, width)).sum())
            .fold(1.0, f64::max)
    }

    /// Lines of each row where counting them is certain: nothing breaks but where the form breaks
    /// it, and what reaches down from above has room.
    fn certain(&self, widths: &[f64]) -> Vec<u32> {
        let mut lines: Vec<u32> =
            self.rows.iter().map(|row| self.certain_row(row, widths)).collect();
        for (top, row) in self.rows.iter().enumerate() {
            for (cell, width) in self.cells(row, widths).filter(|(cell, _)| cell.rowspan > 1) {
                let spanned = top..(top + cell.rowspan).min(lines.len());
                let room: u32 = lines[spanned.clone()].iter().map(|count| (*count).max(1)).sum();
                if self.at_most(cell, width) > room {
                    lines[spanned.end - 1] = 0;
                }
            }
        }
        lines
    }

    /// Lines of a row's cells that are one row high; 0 where that isn't certain.
    fn certain_row(&self, row: &[FitCell], widths: &[f64]) -> u32 {
        let lines = |(cell, width): (&FitCell, f64)| {
            Some(self.at_most(cell, width)).filter(|most| *most == cell.lines_em.len() as u32)
        };
        let single = self.cells(row, widths).filter(|(cell, _)| cell.rowspan == 1);
        single.map(lines).try_fold(1, |most, lines| Some(most.max(lines?))).unwrap_or(0)
    }

    /// The most lines that a cell can take in `width`: its own, and where one of them is too long,
    /// one for each width that is a character shorter, which a mark may not begin, and one more.
    fn at_most(&self, cell: &FitCell, width: f64) -> u32 {
        let lines = |line: &f64| match line * self.size_mm {
            wide if wide <= width => 1,
            wide => (wide / (width - self.size_mm).max(self.size_mm)).ceil() as u32 + 1,
        };
        cell.lines_em.iter().map(lines).sum()
    }

    /// The cells of a row with the widths, mm, that are left for their texts.
    fn cells<'c>(
        &self,
        row: &'c [FitCell],
        widths: &[f64],
    ) -> impl Iterator<Item = (&'c FitCell, f64)> {
        let padding = 2.0 * self.style.table.pad_x_mm;
        row.iter().scan(0, move |column, cell| {
            let width = widths[*column..*column + cell.colspan].iter().sum::<f64>() - padding;
            *column += cell.colspan;
            Some((cell, width))
        })
    }

    /// A row's height at which the table with the gap below it takes whole lines of the grid, near the style's; none where the table
    /// would be higher than `most`.
    fn row_on_grid(&self, widths: &[f64], most: Option<f64>) -> Option<f64> {
        let (line, rows, wanted) =
            (self.style.line_mm(), self.rows.len() as f64, self.style.table.row_mm);
        let gap = self.style.leading_mm();
        let extra = self.extra(widths);
        let least = wanted * (1.0 - SHRINK) * rows + extra + gap;
        let height = (least / line - 0.001).ceil() * line - gap;
        let row = (height - extra) / rows;
        (row >= self.size_mm * 1.2 && most.is_none_or(|most| height <= most + 0.01)).then_some(row)
    }
}

impl Layout {
    /// The first table whose form alone, with nothing but one digit in each cell, does not fit: its name.
    pub fn overfull(&self, style: &Style) -> Option<&str> {
        let fits = |table: &&TableForm| {
            fit(&table.fit_rows(), &table.shares, table.keep_whole, Room::upright(style), style)
                .is_some()
        };
        self.form.tables.values().find(|table| !fits(table)).map(|table| table.name.as_str())
    }
}

impl TableForm {
    fn fit_rows(&self) -> Vec<Vec<FitCell>> {
        let cell = |slot: &FormSlot| match slot {
            FormSlot::Covered(colspan) => FitCell::covered(*colspan),
            FormSlot::Cell(cell) => {
                let text = if cell.path.is_some() { "0" } else { cell.text.as_str() };
                let lines_em: Vec<f64> = text.split('\n').map(estimate).collect();
                FitCell {
                    colspan: cell.colspan,
                    rowspan: cell.rowspan,
                    whole: cell.path.is_some() || lines_em.len() > 1,
                    lines_em,
                    word_em: 0.0,
                }
            }
        };
        let rows = self.groups.iter().flat_map(|group| group.head.iter().chain(&group.body));
        rows.map(|row| row.iter().map(cell).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style() -> Style {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        Style::from_table(&layouts.newest().expect("a layout").style).expect("a whole style")
    }

    /// Two labels and `numbers` columns of numbers with so many digits.
    fn table(numbers: usize, digits: usize) -> (Vec<Vec<FitCell>>, Vec<u32>) {
        let cell = |width, whole| FitCell {
            colspan: 1,
            rowspan: 1,
            lines_em: vec![width],
            whole,
            word_em: 0.0,
        };
        let mut row = vec![cell(10.0, false)];
        row.extend((0..numbers).map(|_| cell(digits as f64 * 0.5, true)));
        (vec![row; 10], std::iter::once(4).chain(std::iter::repeat_n(1, numbers)).collect())
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
            let (rows, shares) = table(7, digits);
            let room = Room { may_turn: true, ..Room::upright(&style) };
            fit(&rows, &shares, false, room, &style)
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
        let (rows, shares) = table(4, 2);
        let fitted = fit(&rows, &shares, true, Room::upright(&style), &style).expect("it fits");
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
        let cell = |rowspan, lines: &[&str]| FitCell {
            colspan: 1,
            rowspan,
            lines_em: lines.iter().map(|line| estimate(line)).collect(),
            whole: false,
            word_em: 0.0,
        };
        // A cell that reaches over both rows, beside two texts, in columns of ten characters.
        let counted = |group: &[&str], first: &str, second: &str| {
            let rows =
                [vec![cell(2, group), cell(1, &[first])], vec![cell(0, &[]), cell(1, &[second])]];
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
}
