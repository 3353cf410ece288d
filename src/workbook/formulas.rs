//! References and sums as Excel writes them.

use super::plan::{CellRect, FormPlan};
use crate::field::FieldId;
use crate::rules::Term;

/// Formulas on one sheet of a form.
pub(super) struct Formulas<'a> {
    pub plan: &'a FormPlan<'a>,
    pub sheet: usize,
}

impl Formulas<'_> {
    /// The sum of numbers: `D6`, `SUM(D6:D9,D12)`.
    pub fn sum(&self, ids: &[FieldId]) -> String {
        match self.ranges(ids).as_slice() {
            [] => "0".to_owned(),
            [one] if ids.len() == 1 => one.clone(),
            ranges => format!("SUM({})", ranges.join(",")),
        }
    }

    /// The sum of terms, of which some are taken away.
    pub fn side(&self, terms: &[Term]) -> String {
        let part = |negative| {
            let terms = terms.iter().filter(|term| term.negative == negative);
            terms.map(|term| term.field).collect::<Vec<_>>()
        };
        let (added, taken) = (part(false), part(true));
        match taken.is_empty() {
            true => self.sum(&added),
            false => format!("{}-{}", self.sum(&added), self.sum(&taken)),
        }
    }

    /// How many of these cells hold a number.
    pub fn count(&self, ids: &[FieldId]) -> String {
        format!("COUNT({})", self.ranges(ids).join(","))
    }

    /// References to the cells, neighbours in one rectangle.
    fn ranges(&self, ids: &[FieldId]) -> Vec<String> {
        let mut places: Vec<CellRect> = ids.iter().filter_map(|id| self.plan.place(*id)).collect();
        places.sort();
        let rows = join(places, |last, next| {
            let beside = last.sheet == next.sheet
                && (last.row, last.last_row) == (next.row, next.last_row)
                && last.last_column + 1 == next.column;
            beside.then_some(CellRect { last_column: next.last_column, ..*last })
        });
        let mut columns = rows;
        columns.sort_by_key(|place| (place.sheet, place.column, place.row));
        let rectangles = join(columns, |last, next| {
            let below = last.sheet == next.sheet
                && (last.column, last.last_column) == (next.column, next.last_column)
                && last.last_row + 1 == next.row;
            below.then_some(CellRect { last_row: next.last_row, ..*last })
        });
        rectangles.into_iter().map(|place| self.range(place)).collect()
    }

    fn range(&self, place: CellRect) -> String {
        let CellRect { sheet, row, column, last_row, last_column } = place;
        let sheet = match sheet == self.sheet {
            true => String::new(),
            false => format!("'{}'!", self.plan.sheets[sheet].name),
        };
        let (first, last) = (cell(row, column), cell(last_row, last_column));
        // The first cell of a merged one holds its number.
        let one = self.plan.layout.form.fields.ids().any(|id| self.plan.place(id) == Some(place));
        if one { format!("{sheet}{first}") } else { format!("{sheet}{first}:{last}") }
    }
}

/// Joins each with the one before it where `together` can.
fn join(
    places: Vec<CellRect>,
    together: impl Fn(&CellRect, &CellRect) -> Option<CellRect>,
) -> Vec<CellRect> {
    let mut joined: Vec<CellRect> = Vec::new();
    for place in places {
        match joined.last_mut().and_then(|last| Some((together(last, &place)?, last))) {
            Some((both, last)) => *last = both,
            None => joined.push(place),
        }
    }
    joined
}

/// `D6`.
pub(super) fn cell(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

/// `$D$6`.
pub(super) fn fixed(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell_absolute(row, column)
}

/// A text inside a formula.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
