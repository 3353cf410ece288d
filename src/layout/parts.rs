//! A table in two parts, where its form allows it: between its groups, or through a label that says
//! how it goes on.

use super::heights;
use super::style::Style;
use crate::document::{Cell, Grid, Group, Inline, Row, Spanned, Table, TableSetting, lay};

/// The fewest rows below a break through a label, beside the heads.
const LEAST_ROWS: usize = 4;
/// The fewest rows above a break that cuts no label.
const LEAST_ABOVE: usize = 2;

/// A table in two parts.
pub struct Parted {
    /// The row of the whole that the second part begins with.
    pub row: usize,
    /// Both parts.
    pub parts: [Table; 2],
}

/// Ways to part a table so that the first part is at most `most_mm` high: the best come first,
/// which cut one label at most and leave the most above. Every label that is cut has room in both
/// parts.
pub fn ways(table: &Table, style: &Style, most_mm: f64) -> impl Iterator<Item = Parted> {
    let heights = heights::rows(table, style);
    let above = move |row: usize| heights.iter().take(row).sum::<f64>();
    let mut places = places(table);
    places.sort_by_key(|(cuts, _)| *cuts > 1);
    let rows = table.grid.rows().count();
    let places = places.into_iter().filter(move |(cuts, row)| {
        (*cuts == 0 || rows - row >= LEAST_ROWS) && above(*row) <= most_mm
    });
    places.filter_map(|(_, row)| {
        let parts = part(table, row)?;
        let fit = parts.iter().all(|part| heights::labels_fit(part, style));
        fit.then_some(Parted { row, parts })
    })
}

/// Rows before which a table may be parted with no label cut, in order: each group begins with one,
/// and some rows of a group stand above and below the others.
pub fn open_breaks(table: &Table) -> Vec<usize> {
    let mut at = 0;
    let mut breaks = Vec::new();
    for group in table.grid.groups() {
        breaks.push(at);
        at += group.head.len();
        let last = (group.body.len() + 1).saturating_sub(LEAST_ROWS);
        let inner = (LEAST_ABOVE..last).filter(|row| reaching(&group.body, *row).is_empty());
        breaks.extend(inner.map(|row| at + row));
        at += group.body.len();
    }
    breaks.retain(|row| *row > 0);
    breaks
}

/// Rows before which the table may be parted, the last first, with the number of labels that this
/// cuts.
fn places(table: &Table) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut breaks = Vec::new();
    for group in table.grid.groups() {
        breaks.push((0, at));
        at += group.head.len();
        let inner = (1..group.body.len()).filter_map(|row| Some((cuts(&group.body, row)?, row)));
        breaks.extend(inner.map(|(cuts, row)| (cuts, at + row)));
        at += group.body.len();
    }
    breaks.retain(|(_, row)| *row > 0);
    breaks.reverse();
    breaks
}

/// How many labels reach down into a row from above; none where no label does, or one that may not
/// be cut there.
fn cuts(rows: &[Row<Cell>], at: usize) -> Option<usize> {
    let reaching = reaching(rows, at);
    let go_on = reaching.iter().all(|(_, placed)| placed.cell.continued.is_some());
    (go_on && !reaching.is_empty()).then_some(reaching.len())
}

/// The cells that reach down into row `at`, with their columns, each as high as what is there.
fn reaching(rows: &[Row<Cell>], at: usize) -> Vec<(usize, Spanned<Cell>)> {
    let above = rows.iter().enumerate().take(at);
    let below = |(row, it): (usize, &Row<Cell>)| -> Vec<(usize, Spanned<Cell>)> {
        let placed = it.placed().filter(|(_, placed)| row + placed.rowspan > at);
        placed
            .map(|(column, placed)| {
                let rest = Spanned { rowspan: row + placed.rowspan - at, ..placed.clone() };
                (column, rest)
            })
            .collect()
    };
    above.flat_map(below).collect()
}

/// The table in two, the second beginning with row `at`; none where a head would be cut.
pub fn part(table: &Table, at: usize) -> Option<[Table; 2]> {
    let setting = table.setting.as_ref()?;
    let mut first = 0;
    let mut groups = [Vec::new(), Vec::new()];
    let mut heads = 0;
    for group in table.grid.groups() {
        let body = first + group.head.len();
        let end = body + group.body.len();
        if end <= at {
            groups[0].push(group.clone());
        } else if first >= at {
            groups[1].push(group.clone());
        } else {
            let inside = at.checked_sub(body).filter(|rows| *rows > 0)?;
            let [upper, lower] = cut(&group.body, inside, table.shares.len())?;
            heads = group.head.len();
            groups[0].push(Group { head: group.head.clone(), body: upper });
            groups[1].push(Group { head: group.head.clone(), body: lower });
        }
        first = end;
    }
    let settings = part_settings(setting, at, heads)?;
    let parts = groups.map(Grid::new).into_iter().zip(settings);
    let mut parts =
        parts.map(|(grid, setting)| Table { grid, setting: Some(setting), ..table.clone() });
    Some([parts.next()?, parts.next()?])
}

/// The settings of both parts; so many rows at the head of the table are those of the second too.
fn part_settings(setting: &TableSetting, at: usize, heads: usize) -> Option<[TableSetting; 2]> {
    let upper = |lines: &[u32]| lines.get(..at).map(<[u32]>::to_vec);
    let lower = |lines: &[u32]| Some([lines.get(..heads)?, lines.get(at..)?].concat());
    let TableSetting { lines, likely, .. } = setting;
    Some([
        TableSetting { lines: upper(lines)?, likely: upper(likely)?, ..setting.clone() },
        TableSetting { lines: lower(lines)?, likely: lower(likely)?, ..setting.clone() },
    ])
}

/// Rows in two; what reaches over the cut goes on in the second.
fn cut(rows: &[Row<Cell>], at: usize, columns: usize) -> Option<[Vec<Row<Cell>>; 2]> {
    let cells = |row: &Row<Cell>| -> Vec<(usize, Spanned<Cell>)> {
        row.placed().map(|(column, placed)| (column, placed.clone())).collect()
    };
    let mut upper: Vec<Vec<_>> = rows[..at].iter().map(cells).collect();
    for (row, cells) in upper.iter_mut().enumerate() {
        for (_, placed) in cells {
            placed.rowspan = placed.rowspan.min(at - row);
        }
    }
    let mut lower: Vec<Vec<_>> = rows[at..].iter().map(cells).collect();
    let over = reaching(rows, at).into_iter().map(|(column, mut placed)| {
        let text = placed.cell.continued.clone().unwrap_or_default();
        placed.cell.content = Inline::lines(&text);
        (column, placed)
    });
    let head = lower.first_mut()?;
    head.extend(over);
    head.sort_by_key(|(column, _)| *column);
    let lay = |rows: Vec<Vec<(usize, Spanned<Cell>)>>| {
        let rows = rows.into_iter().map(|row| row.into_iter().map(|(_, it)| it).collect());
        lay(rows.collect(), columns).ok()
    };
    Some([lay(upper)?, lay(lower)?])
}

/// The table, `more` mm higher than it is.
pub fn stretch(table: &mut Table, more: f64) {
    if let Some(setting) = &mut table.setting {
        let rows = setting.lines.len().max(1) as f64;
        // Rounded down: rounded up, the page would not take it.
        setting.row_um = (f64::from(setting.row_um) + more * 1000.0 / rows).max(0.0) as u32;
    }
}

/// By how much the rows of a table may grow in all until they are `most` mm high.
pub fn growth(table: &Table, most: f64) -> f64 {
    let room = |setting: &TableSetting| {
        (most - f64::from(setting.row_um) / 1000.0).max(0.0) * setting.lines.len() as f64
    };
    table.setting.as_ref().map_or(0.0, room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{CellRole, Slot, plain};

    /// The cell of a letter; one in capitals may be cut.
    fn cell(rowspan: usize, letter: char) -> Spanned<Cell> {
        let content = vec![Inline::text(letter.to_string())];
        let continued = letter.is_ascii_uppercase().then(|| format!("{letter}+"));
        let cell = Cell { continued, ..Cell::new(CellRole::Group, content) };
        Spanned { colspan: 1, rowspan, cell }
    }

    fn table(groups: Vec<[Vec<Vec<Spanned<Cell>>>; 2]>) -> Table {
        let lay = |rows| lay(rows, 2).expect("a grid");
        let group =
            |[head, body]: [Vec<Vec<Spanned<Cell>>>; 2]| Group { head: lay(head), body: lay(body) };
        let grid = Grid::new(groups.into_iter().map(group).collect());
        let lines = vec![1; grid.rows().count()];
        Table {
            summary: String::new(),
            official: true,
            keep_whole: true,
            heads_repeat: true,
            parted: None,
            shares: vec![1, 1],
            setting: Some(TableSetting {
                size_half_pt: 20,
                pad_um: 1000,
                row_um: 6000,
                likely: lines.clone(),
                lines,
                landscape: false,
            }),
            grid,
            source: None,
        }
    }

    /// The words of a table, row by row.
    fn told(table: &Table) -> String {
        let slot = |slot: &Slot<Cell>| match slot {
            Slot::Cell(placed) => format!("{}{}", plain(&placed.cell.content), placed.rowspan),
            Slot::Covered { .. } => "|".to_owned(),
        };
        let row = |row: &Row<Cell>| row.slots().iter().map(slot).collect::<Vec<_>>().join(" ");
        table.grid.rows().map(row).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_table_is_parted_between_groups_and_through_labels_that_go_on() {
        let head = || vec![vec![cell(1, 'x'), cell(1, 'y')]];
        let groups = table(vec![
            [head(), vec![vec![cell(1, 'a'), cell(1, 'b')], vec![cell(1, 'c'), cell(1, 'd')]]],
            [head(), vec![vec![cell(1, 'e'), cell(1, 'f')]]],
        ]);
        assert_eq!(places(&groups), [(0, 3)]);
        assert_eq!(open_breaks(&groups), [3], "groups are too low to be parted within");
        let [upper, lower] = part(&groups, 3).expect("two parts");
        assert_eq!(
            (told(&upper), told(&lower)),
            ("x1 y1, a1 b1, c1 d1".to_owned(), "x1 y1, e1 f1".to_owned())
        );
        let label = table(vec![[
            head(),
            vec![vec![cell(4, 'L'), cell(1, 'a')], vec![cell(2, 'b')], vec![], vec![cell(1, 'c')]],
        ]]);
        assert_eq!(places(&label), [(1, 4), (1, 2)], "not through what does not go on");
        assert_eq!(open_breaks(&label), [0; 0]);
        let row = |letter| vec![cell(1, letter), cell(1, letter)];
        let mut body: Vec<_> = ('a'..='d').map(row).collect();
        body.extend([vec![cell(3, 'L'), cell(1, 'e')], vec![cell(1, 'f')], vec![cell(1, 'g')]]);
        body.extend(('h'..='i').map(row));
        let rows = table(vec![[head(), body]]);
        assert_eq!(open_breaks(&rows), [3, 4, 5], "some rows on either side, and no label is cut");
        let [upper, lower] = part(&label, 4).expect("two parts");
        assert_eq!(
            (told(&upper), told(&lower)),
            ("x1 y1, L3 a1, | b2, | |".to_owned(), "x1 y1, L+1 c1".to_owned())
        );
        assert_eq!(lower.setting.map(|setting| setting.lines.len()), Some(2));
    }
}
