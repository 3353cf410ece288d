//! Tables over pages: where the form's may break, and where one is parted through labels.

use super::count::PageCount;
use super::texts::{self, SETTINGS, TextMeasure};
use crate::document::{Cell, Row, Table, TableFlow};
use crate::layout::{Fill, Style, heights, parts};

/// By how many lines more, and by how many less, the text before a table may be set than is counted
/// here, and the table still ends its page where it is parted.
const MORE: f64 = 0.5;
const LESS: f64 = 0.3;
/// How many more where notes stand on the page.
const MORE_FOR_NOTES: f64 = 1.0;

/// Adds a table to both ways to set the text.
pub(super) fn place(table: &mut Table, counts: &mut [PageCount; 2], texts: &TextMeasure<'_>) {
    if table.setting.is_none() {
        return; // It fits no page, and is told.
    }
    let style = texts.style;
    let rows = heights::rows(table, style);
    let in_lines = |mm: f64| mm / style.line_mm();
    // Word processors need room between a line and a table.
    let gap = 0.5 * style.leading_mm();
    let until = |row: usize| in_lines(gap + rows[..row].iter().sum::<f64>());
    if table.official {
        table.flow = flow(table, counts, until, style);
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
    let notes = notes_of_rows(table, texts);
    let mut from = 0;
    for to in breaks {
        let lines = until(to) - if from > 0 { until(from) } else { 0.0 };
        for (count, notes) in counts.iter_mut().zip(&notes) {
            let notes: f64 = notes.get(from..to).unwrap_or_default().iter().sum();
            count.rows(from..to, table.official, lines + notes, in_lines(repeated));
        }
        from = to;
    }
}

/// What the notes in each row of a table take, lines of the grid.
fn notes_of_rows(table: &Table, texts: &TextMeasure<'_>) -> [Vec<f64>; 2] {
    if table.official || texts.notes.is_empty() {
        return [Vec::new(), Vec::new()];
    }
    SETTINGS.map(|setting| {
        let row = |row: &Row<Cell>| -> f64 {
            let notes = row.placed().flat_map(|(_, it)| texts::notes(&it.cell.content));
            notes.map(|index| texts.note(index, setting)).sum()
        };
        table.grid.rows().map(row).collect()
    })
}

/// Where a table of the form may break, given what stands above each of its rows: through labels
/// where the rest of the page takes what stands above the break, and not all, however the text is
/// set. Where it is not certain whether the page takes all, it may break between what labels hold
/// together, and these say nothing: in the middle of a page that would mislead.
fn flow(
    table: &Table,
    counts: &[PageCount; 2],
    until: impl Fn(usize) -> f64,
    style: &Style,
) -> TableFlow {
    if style.table.fill != Fill::Split {
        return TableFlow::default();
    }
    let open = parts::open_breaks(table);
    if table.grid.groups().len() > 1 {
        return TableFlow { breaks: open, ..TableFlow::default() };
    }
    let (gap, whole) = (until(0), until(table.grid.rows().count()));
    // Where not even the first rows have room, the table begins the next page.
    let first = open.first().map_or(whole, |first| until(*first));
    let [fits, fits_else] = counts.each_ref().map(|count| count.has_room(first));
    let [room, room_else] = counts.each_ref().map(|count| count.room_for(first));
    let (least, most) = (room.min(room_else), room.max(room_else));
    // Where it is not certain that they have, it does so for less than a third of a page.
    if fits != fits_else && least * 3.0 < f64::from(style.page.lines) {
        return TableFlow::default();
    }
    let is_noted = counts.iter().any(PageCount::is_noted);
    let certain = least - MORE - if is_noted { MORE_FOR_NOTES } else { 0.0 };
    if whole <= certain {
        return TableFlow { breaks: open, ..TableFlow::default() };
    }
    let mut breaks = parts::label_breaks(table, style);
    let parted = match whole <= most + LESS {
        true => None,
        false => parts::ways(table, style, (certain - gap) * style.line_mm()).next(),
    };
    let parted = parted.map(|parted| parted.row);
    if let Some(parted) = parted {
        breaks.retain(|row| *row < parted);
        breaks.push(parted);
    }
    TableFlow { parted, breaks, ..TableFlow::default() }
}
