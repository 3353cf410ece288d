//! Tables over pages: where the form's may break, and where one is parted through labels.

use super::{Pages, texts};
use crate::document::{Cell, Row, Table, TableFlow};
use crate::layout::{Fill, heights, parts};

/// By how many lines more, and by how many less, the text before a table may be set than is counted
/// here, and the table still ends its page where it is parted.
const MORE: f64 = 0.5;
const LESS: f64 = 0.3;
/// How many more where notes stand on the page.
const MORE_FOR_NOTES: f64 = 1.0;

impl Pages<'_> {
    pub(super) fn table(&mut self, table: &mut Table) {
        if table.setting.is_none() {
            return; // It fits no page, and is told.
        }
        let rows = heights::rows(table, self.style);
        let gap = 0.5 * self.style.leading_mm();
        let line_mm = self.style.line_mm();
        let in_lines = |mm: f64| mm / line_mm;
        if table.official {
            let above = |row: usize| in_lines(gap + rows[..row].iter().sum::<f64>());
            table.flow = self.flow(table, above);
        }
        let mut breaks = match table.official {
            true => table.flow.breaks.clone(),
            false if table.keep_whole => Vec::new(),
            false => (2..rows.len()).collect(),
        };
        breaks.push(rows.len());
        let repeated: f64 = match table.grid.groups() {
            [only] if table.heads_repeat => rows[..only.head.len()].iter().sum(),
            _ => 0.0,
        };
        let notes = self.row_notes(table);
        let (mut from, mut above) = (0, gap);
        for to in breaks {
            let lines = in_lines(above + rows[from..to].iter().sum::<f64>());
            let official = table.official;
            for (count, notes) in self.counts.iter_mut().zip(&notes) {
                let notes: f64 = notes.get(from..to).unwrap_or_default().iter().sum();
                count.rows(from..to, official, lines + notes, in_lines(repeated));
            }
            (from, above) = (to, 0.0);
        }
    }

    /// What the notes in each row of a table take, lines of the grid.
    fn row_notes(&self, table: &Table) -> [Vec<f64>; 2] {
        if table.official || self.notes.is_empty() {
            return [Vec::new(), Vec::new()];
        }
        super::SETTINGS.map(|setting| {
            let row = |row: &Row<Cell>| -> f64 {
                let notes = row.placed().flat_map(|(_, it)| texts::notes(&it.cell.content));
                notes.map(|index| self.note(index, setting)).sum()
            };
            table.grid.rows().map(row).collect()
        })
    }

    /// Where a table of the form may break: through labels where the rest of the page takes what
    /// stands above the break, and not all, however the text is set. Where it is not certain
    /// whether the page takes all, it may break between what labels hold together, and these say
    /// nothing: in the middle of a page that would mislead.
    fn flow(&self, table: &Table, above: impl Fn(usize) -> f64) -> TableFlow {
        let style = self.style;
        if style.table.fill != Fill::Split {
            return TableFlow::default();
        }
        let open = parts::open_breaks(table);
        let (gap, whole) = (above(0), above(table.grid.rows().count()));
        // Where not even the first rows have room, the table begins the next page.
        let first = open.first().map_or(whole, |first| above(*first));
        let rooms = self.counts.each_ref().map(|count| count.room_for(first));
        let fits = self.counts.each_ref().map(|count| count.has_room(first));
        // Where it is not certain that they have, it is left whole for a third of a page.
        let third = f64::from(style.page.lines) / 3.0;
        if fits[0] != fits[1] && rooms[0].min(rooms[1]) < third {
            return TableFlow::default();
        }
        let (least, most) = (rooms[0].min(rooms[1]), rooms[0].max(rooms[1]));
        let is_noted = self.counts.iter().any(|count| count.is_noted());
        let certain = least - MORE - if is_noted { MORE_FOR_NOTES } else { 0.0 };
        let only = table.grid.groups().len() == 1;
        if !only || whole <= certain {
            return TableFlow { breaks: open, ..TableFlow::default() };
        }
        let mut breaks = parts::label_breaks(table, style);
        if whole <= most + LESS {
            return TableFlow { breaks, ..TableFlow::default() };
        }
        let parted = parts::ways(table, style, (certain - gap) * style.line_mm()).next();
        let Some(parted) = parted.map(|parted| parted.row) else {
            return TableFlow { breaks, ..TableFlow::default() };
        };
        breaks.retain(|row| *row < parted);
        breaks.push(parted);
        TableFlow { parted: Some(parted), breaks, ..TableFlow::default() }
    }
}
