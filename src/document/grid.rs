//! The grid of a table, proved where it is laid: whatever the cells hold, from the form over
//! fitting to the document, which cell stands where is worked out once.

use serde::Serialize;

/// A table's cells: groups of rows, each row filling the grid exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grid<C> {
    groups: Vec<Group<C>>,
}

/// Rows under one head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group<C> {
    /// Head rows.
    pub head: Vec<Row<C>>,
    /// The rows below.
    pub body: Vec<Row<C>>,
}

/// A row: slots in column order that fill the grid exactly. Only [`lay`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row<C> {
    slots: Vec<Slot<C>>,
}

/// What stands at a place of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Slot<C> {
    /// A cell that begins here.
    Cell(Spanned<C>),
    /// The lower part of a cell that began in a row above.
    Covered {
        /// Columns it is wide.
        colspan: usize,
    },
}

/// A cell and how far it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spanned<C> {
    /// Columns it is wide.
    pub colspan: usize,
    /// Rows it is high.
    pub rowspan: usize,
    /// What it holds.
    #[serde(flatten)]
    pub cell: C,
}

/// Where a cell stands among the cells of its kind: in the head or the body of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// Its row, from 0.
    pub row: usize,
    /// Slots before it in the row.
    pub slot: usize,
}

/// Lays rows of cells, as the form lists them, on a grid of `columns`. The error names the row
/// (from 0) that is too short, too long, or has a cell that reaches below the last row.
pub fn lay<C>(rows: Vec<Vec<Spanned<C>>>, columns: usize) -> Result<Vec<Row<C>>, usize> {
    let count = rows.len();
    // Rows that are still covered, and the width of what covers them, by its first column.
    let mut below: Vec<(usize, usize)> = vec![(0, 0); columns];
    let mut laid = Vec::with_capacity(count);
    for (index, cells) in rows.into_iter().enumerate() {
        let mut slots = Vec::new();
        let mut column = 0;
        let mut cells = cells.into_iter();
        while column < columns {
            let (rest, width) = below[column];
            if rest > 0 {
                below[column].0 -= 1;
                slots.push(Slot::Covered { colspan: width });
                column += width;
                continue;
            }
            let placed = cells.next().ok_or(index)?;
            let end = column + placed.colspan;
            let free = placed.colspan > 0
                && end <= columns
                && below[column..end].iter().all(|&(rest, _)| rest == 0);
            if !free || placed.rowspan == 0 || index + placed.rowspan > count {
                return Err(index);
            }
            below[column] = (placed.rowspan - 1, placed.colspan);
            slots.push(Slot::Cell(placed));
            column = end;
        }
        if cells.next().is_some() {
            return Err(index);
        }
        laid.push(Row { slots });
    }
    Ok(laid)
}

impl<C> Grid<C> {
    /// A grid of groups whose rows were laid on the same columns.
    pub fn new(groups: Vec<Group<C>>) -> Grid<C> {
        Grid { groups }
    }

    /// Its groups.
    pub fn groups(&self) -> &[Group<C>] {
        &self.groups
    }

    /// All rows from the top.
    pub fn rows(&self) -> impl Iterator<Item = &Row<C>> {
        self.groups.iter().flat_map(|group| group.head.iter().chain(&group.body))
    }

    /// All cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &C> {
        self.rows().flat_map(Row::placed).map(|(_, placed)| &placed.cell)
    }

    /// All cells, row by row.
    pub fn cells_mut(&mut self) -> impl Iterator<Item = &mut C> {
        self.places_mut().map(|(_, cell)| cell)
    }

    /// All cells, row by row, with their places.
    pub fn places_mut(&mut self) -> impl Iterator<Item = (At, &mut C)> {
        let parts = self.groups.iter_mut().flat_map(|group| [&mut group.head, &mut group.body]);
        let rows = parts.flat_map(|rows| rows.iter_mut().enumerate());
        rows.flat_map(|(row, it)| {
            it.slots.iter_mut().enumerate().filter_map(move |(slot, it)| match it {
                Slot::Cell(placed) => Some((At { row, slot }, &mut placed.cell)),
                Slot::Covered { .. } => None,
            })
        })
    }

    /// The same grid with what `change` makes of each cell.
    pub fn map<D>(&self, mut change: impl FnMut(&C) -> D) -> Grid<D> {
        let mut part = |rows: &[Row<C>]| -> Vec<Row<D>> {
            rows.iter().map(|row| row.map(|_, placed| change(&placed.cell))).collect()
        };
        let group = |group: &Group<C>| Group { head: part(&group.head), body: part(&group.body) };
        Grid { groups: self.groups.iter().map(group).collect() }
    }
}

impl<C> Row<C> {
    /// Its slots in column order.
    pub fn slots(&self) -> &[Slot<C>] {
        &self.slots
    }

    /// The cells that begin in it, each with its first column, from 0.
    pub fn placed(&self) -> impl Iterator<Item = (usize, &Spanned<C>)> {
        self.columns().filter_map(|(column, slot)| Some((column, slot.placed()?)))
    }

    /// What stands over a column.
    pub fn over(&self, column: usize) -> Option<&Slot<C>> {
        self.columns().take_while(|(first, _)| *first <= column).last().map(|(_, slot)| slot)
    }

    /// Its slots with their first columns.
    fn columns(&self) -> impl Iterator<Item = (usize, &Slot<C>)> {
        self.slots.iter().scan(0, |column, slot| {
            let first = *column;
            *column += slot.colspan();
            Some((first, slot))
        })
    }

    /// The same row with what `change` makes of each cell and its first column.
    pub fn map<D>(&self, mut change: impl FnMut(usize, &Spanned<C>) -> D) -> Row<D> {
        let slot = |(column, slot): (usize, &Slot<C>)| match slot {
            Slot::Covered { colspan } => Slot::Covered { colspan: *colspan },
            Slot::Cell(placed) => {
                let Spanned { colspan, rowspan, .. } = *placed;
                Slot::Cell(Spanned { colspan, rowspan, cell: change(column, placed) })
            }
        };
        Row { slots: self.columns().map(slot).collect() }
    }
}

impl<C> Slot<C> {
    /// Columns it is wide.
    pub fn colspan(&self) -> usize {
        match self {
            Slot::Cell(placed) => placed.colspan,
            Slot::Covered { colspan } => *colspan,
        }
    }

    /// The cell that begins here.
    pub fn placed(&self) -> Option<&Spanned<C>> {
        if let Slot::Cell(placed) = self { Some(placed) } else { None }
    }
}

impl<C> Spanned<C> {
    /// A cell of one column and one row.
    pub fn single(cell: C) -> Spanned<C> {
        Spanned { colspan: 1, rowspan: 1, cell }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(colspan: usize, rowspan: usize, cell: char) -> Spanned<char> {
        Spanned { colspan, rowspan, cell }
    }

    #[test]
    fn cells_reach_over_columns_and_rows() {
        let rows = vec![
            vec![placed(1, 2, 'a'), placed(2, 1, 'b')],
            vec![placed(1, 1, 'c'), placed(1, 1, 'd')],
        ];
        let body = lay(rows, 3).expect("a grid");
        let columns: Vec<_> = body[1].placed().map(|(column, it)| (column, it.cell)).collect();
        assert_eq!(columns, [(1, 'c'), (2, 'd')]);
        assert_eq!(body[0].over(2).and_then(Slot::placed).map(|it| it.cell), Some('b'));
        assert_eq!(body[1].over(0), Some(&Slot::Covered { colspan: 1 }));
        let grid = Grid::new(vec![Group { head: Vec::new(), body }]);
        let upper = grid.map(char::to_ascii_uppercase);
        assert_eq!(upper.cells().collect::<String>(), "ABCD");
        assert_eq!(upper.rows().map(|row| row.slots().len()).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn rows_that_fill_no_grid_are_named() {
        let cell = |colspan, rowspan| placed(colspan, rowspan, 'a');
        assert_eq!(lay(vec![vec![cell(1, 1)]], 2), Err(0), "too short");
        assert_eq!(lay(vec![vec![cell(2, 1)], vec![cell(3, 1)]], 2), Err(1), "too long");
        assert_eq!(lay(vec![vec![cell(2, 2)]], 2), Err(0), "below the last row");
        assert_eq!(lay(vec![vec![cell(1, 2), cell(1, 1)], vec![cell(2, 1)]], 2), Err(1), "over");
        assert_eq!(lay(vec![vec![cell(0, 1)]], 0), Err(0), "nothing has room on no columns");
    }
}
