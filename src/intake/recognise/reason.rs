//! Why a number of a file from elsewhere is as sure as it is.

/// Why. What is said of a row is said in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Labels and sums agree.
    Agrees,
    /// Its labels alone say so: no sum takes part.
    LabelsAlone,
    /// Sums hold, its labels are altered.
    Labels,
    /// It was written in another way.
    Written,
    /// It was wrapped in its cell.
    Wrapped,
    /// The cell is blank, sums hold with 0.
    Blank,
    /// It stands for a group of rows.
    Shared,
    /// Its sums do not hold.
    Broken,
    /// Too much of the file is wrong.
    Doubtful,
    /// Its cell is blank, and no sum says that this means 0.
    Empty,
    /// No cell was found for it.
    NoCell,
    /// What stands in the cell is no number that may stand there.
    NoNumber,
    /// Nothing holds it up.
    Unsupported,
    /// Its table stands in the file twice.
    Twice,
    /// It was typed into its cell of a form.
    Filled,
    /// It is the sum of what was typed into a form.
    Summed,
    /// Its cell of a form was never filled in.
    Unfilled,
    /// Its cell of a form had a number, and has none now.
    Emptied,
    /// Not all that it is the sum of is there.
    Unsummed,
}
