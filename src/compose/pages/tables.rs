//! Tables over pages: where the form's may break, and where one is parted through labels.

use super::count::PageCount;
use super::texts::TextMeasure;
use crate::document::{Table, TableFlow};
use crate::layout::parts::{self, MOST_LOWERED};
use crate::layout::{Fill, Style, heights};

/// By how many lines more, and by how many less, the text before a table may be set than is counted
/// here, and the table still ends its page where it is parted.
const MORE: f64 = 0.5;
const LESS: f64 = 0.3;
/// How many more where notes stand on the page.
const MORE_FOR_NOTES: f64 = 0.8;

/// Adds a table to all ways to fill pages.
pub(super) fn place(table: &mut Table, counts: &mut [PageCount], texts: &TextMeasure<'_>) {
    if table.setting.is_none() {
        return; // It fits no page, and is told.
    }
    let style = texts.style;
    let mut rows = heights::rows(table, style);
    let in_lines = |mm: f64| mm / style.line_mm();
    // Word processors need room between a line and a table.
    let gap = 0.5 * style.leading_mm();
    let until = |rows: &[f64], row: usize| in_lines(gap + rows[..row].iter().sum::<f64>());
    if table.official {
        table.flow = flow(table, counts, |row| until(&rows, row), style);
        let more = table.flow.more_um.iter();
        rows.iter_mut().zip(more).for_each(|(row, more)| *row += f64::from(*more) / 1000.0);
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
    let mut from = 0;
    for to in breaks {
        let lines = until(&rows, to) - if from > 0 { until(&rows, from) } else { 0.0 };
        for count in counts.iter_mut() {
            let notes = texts.rows(table, from..to, count.setting);
            count.rows(from..to, table.official, lines + notes, in_lines(repeated));
        }
        from = to;
    }
}

/// Where a table of the form may break, given what stands above each of its rows: through labels
/// where the rest of the page takes what stands above the break, and not all, however the text is
/// set. Where it is not certain whether the page takes all, it may break between what labels hold
/// together, and these say nothing: in the middle of a page that would mislead.
fn flow(
    table: &Table,
    counts: &[PageCount],
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
    let fits = |count: &PageCount| count.has_room(first);
    let disagree = counts.iter().any(fits) && !counts.iter().all(fits);
    let rooms = || counts.iter().map(|count| count.room_for(first));
    let (least, most) = (rooms().fold(f64::MAX, f64::min), rooms().fold(f64::MIN, f64::max));
    // Where it is not certain that they have, it does so for less than a third of a page.
    if disagree && least * 3.0 < f64::from(style.page.lines) {
        return TableFlow::default();
    }
    let is_noted = counts.iter().any(PageCount::is_noted);
    let certain = least - MORE - if is_noted { MORE_FOR_NOTES } else { 0.0 };
    if whole <= certain {
        return TableFlow { breaks: open, ..TableFlow::default() };
    }
    let mut breaks = parts::label_breaks(table, style);
    if whole <= most + LESS {
        // A little lower, it is whole for certain.
        let more_um = lowered(table, (whole - least + LESS) * style.line_mm(), style);
        return TableFlow { breaks, more_um, ..TableFlow::default() };
    }
    let parted = parts::ways(table, style, (certain - gap) * style.line_mm()).next();
    let parted = parted.map(|parted| parted.row);
    match parted {
        Some(parted) => {
            breaks.retain(|row| *row < parted);
            breaks.push(parted);
        }
        // A third of a page may stay empty rather than a label be missing.
        None if (most - first) * 3.0 < f64::from(style.page.lines) => breaks = open,
        None => {}
    }
    TableFlow { parted, breaks, ..TableFlow::default() }
}

/// By how much each row is higher where the table is so much lower; nothing where it may not be.
fn lowered(table: &Table, less_mm: f64, style: &Style) -> Vec<i32> {
    let rows = table.grid.rows().count();
    let few = 0.0..=(MOST_LOWERED + LESS) * style.line_mm();
    if !few.contains(&less_mm) || parts::lowered(table, less_mm, style).is_none() {
        return Vec::new();
    }
    vec![-(less_mm * 1000.0 / rows.max(1) as f64).ceil() as i32; rows]
}
