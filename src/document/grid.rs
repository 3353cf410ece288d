//! The grid of a table: which cell stands where.

/// A row of cells `(colspan, rowspan)` as the form lists them, laid on a grid of `columns`.
///
/// Returns for each row its places: `Some(i)` where cell `i` of the row begins, none for the part of a cell from above, each with its
/// width. The error names the row (from 0) that is too short, too long, or has a cell that reaches below the last row.
pub fn lay_grid(rows: &[Vec<(usize, usize)>], columns: usize) -> Result<Vec<Vec<Place>>, usize> {
    let mut below: Vec<(usize, usize)> = vec![(0, 0); columns]; // rows still covered, width of the covering cell, by first column
    let mut grid = Vec::with_capacity(rows.len());
    for (index, cells) in rows.iter().enumerate() {
        let mut places = Vec::new();
        let mut column = 0;
        let mut cells = cells.iter().enumerate();
        while column < columns {
            let (rest, width) = below[column];
            if rest > 0 {
                below[column].0 -= 1;
                places.push(Place { cell: None, column, colspan: width });
                column += width;
                continue;
            }
            let (cell, &(colspan, rowspan)) = cells.next().ok_or(index)?;
            let end = column + colspan;
            let free = colspan > 0
                && end <= columns
                && below[column..end].iter().all(|&(rest, _)| rest == 0);
            if !free || rowspan == 0 || index + rowspan > rows.len() {
                return Err(index);
            }
            below[column] = (rowspan - 1, colspan);
            places.push(Place { cell: Some(cell), column, colspan });
            column = end;
        }
        if cells.next().is_some() {
            return Err(index);
        }
        grid.push(places);
    }
    Ok(grid)
}

/// A place of a row on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The row's cell that begins here; none for a part of a cell from above.
    pub cell: Option<usize>,
    /// First column, from 0.
    pub column: usize,
    /// Columns it is wide.
    pub colspan: usize,
}
