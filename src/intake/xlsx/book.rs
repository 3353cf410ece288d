//! A workbook as far as a form needs it: cells as they were stored, merged ranges, names.

use std::collections::BTreeMap;

use crate::messages::Text;
use crate::spot::FileSpot;

/// A workbook.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// Its sheets in order.
    pub sheets: Vec<BookSheet>,
    /// Its names, those of single sheets too.
    pub names: Vec<BookName>,
}

/// A sheet.
#[derive(Debug, Default)]
pub(crate) struct BookSheet {
    pub name: String,
    /// Its cells by row and column, from 0.
    pub cells: BTreeMap<(u32, u32), BookCell>,
    /// Cells that are one, first and last; none where the kind of file does not tell.
    pub merged: Option<Vec<CellRange>>,
}

/// The first and the last cell of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellRange {
    pub first: (u32, u32),
    pub last: (u32, u32),
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BookCell {
    pub value: BookValue,
    /// Whether it is calculated.
    pub formula: bool,
    /// How its number is shown.
    pub look: NumberLook,
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum BookValue {
    #[default]
    Nothing,
    /// A number, as the file writes it.
    Number(String),
    Text(String),
    Flag(bool),
    /// `#DIV/0!` and the like.
    Fault(String),
}

/// How a cell shows its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum NumberLook {
    /// As a number, with at least so many decimals.
    Decimals(usize),
    #[default]
    Plain,
    /// As a day or a time.
    Date,
    Percent,
}

/// A defined name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BookName {
    pub name: String,
    /// The sheet that it belongs to; none where it is the workbook's.
    pub sheet: Option<usize>,
    /// Its cell; none where it has gone or the name means something else.
    pub cell: Option<CellAt>,
}

/// A cell's place in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellAt {
    pub sheet: usize,
    pub row: u32,
    pub column: u32,
}

impl Book {
    /// The sheet of this name.
    pub fn sheet(&self, name: &str) -> Option<&BookSheet> {
        self.sheets.iter().find(|sheet| sheet.name.eq_ignore_ascii_case(name))
    }

    /// A cell; an empty one where there is none.
    pub fn cell(&self, at: CellAt) -> BookCell {
        let sheet = self.sheets.get(at.sheet);
        sheet.and_then(|sheet| sheet.cells.get(&(at.row, at.column))).cloned().unwrap_or_default()
    }

    /// A place as people write it.
    pub fn told(&self, at: CellAt) -> Text {
        self.spot(at).named().unwrap_or_default()
    }

    /// A place of the file.
    pub fn spot(&self, at: CellAt) -> FileSpot {
        let sheet = self.sheets.get(at.sheet).map(|sheet| sheet.name.clone()).unwrap_or_default();
        FileSpot::Sheet { sheet, cell: format!("{}{}", column_letters(at.column), at.row + 1) }
    }

    /// The cell that a reference leads to: one cell of one sheet, with or without quotes round the
    /// sheet's name, `$` and the dot that ODF puts before a cell.
    pub fn resolve(&self, reference: &str) -> Option<CellAt> {
        let reference = reference.trim().trim_start_matches('=').trim_start_matches('$');
        let (sheet, cell) = split_reference(reference)?;
        let sheet = self.sheets.iter().position(|known| known.name == sheet)?;
        let (row, column) = cell_index(&cell.replace('$', ""))?;
        Some(CellAt { sheet, row, column })
    }
}

impl BookSheet {
    /// The text over a cell, where it is one: its own, or that of the merged cell which it is in.
    pub fn text(&self, at: (u32, u32)) -> Option<&str> {
        let inside = |range: &&CellRange| {
            (range.first.0..=range.last.0).contains(&at.0)
                && (range.first.1..=range.last.1).contains(&at.1)
        };
        let merged = self.merged.iter().flatten().find(inside);
        match &self.cells.get(&merged.map_or(at, |range| range.first))?.value {
            BookValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The sheet's name and the cell: `表三!$E$6`, `'表 三'!E6`, `表三.E6`.
fn split_reference(reference: &str) -> Option<(String, &str)> {
    if let Some(quoted) = reference.strip_prefix('\'') {
        let mut end = 0;
        loop {
            end += quoted[end..].find('\'')?;
            match quoted[end + 1..].strip_prefix('\'') {
                Some(_) => end += 2,
                None => break,
            }
        }
        let rest = quoted[end + 1..].strip_prefix(['!', '.'])?;
        return Some((quoted[..end].replace("''", "'"), rest));
    }
    let at = reference.rfind(['!', '.'])?;
    Some((reference[..at].to_owned(), &reference[at + 1..]))
}

/// Row and column of `E6`, from 0; none where it is no single cell of a sheet.
pub(crate) fn cell_index(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = cell.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let column = letters.bytes().try_fold(0_u32, |column, byte| {
        let letter = byte.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

/// `E` for 4.
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_cells() {
        let sheet = |name: &str| BookSheet { name: name.to_owned(), ..BookSheet::default() };
        let book = Book { sheets: vec![sheet("a"), sheet("b 'c'")], names: Vec::new() };
        let at = |sheet, row, column| Some(CellAt { sheet, row, column });
        assert_eq!(book.resolve("a!$E$6"), at(0, 5, 4));
        assert_eq!(book.resolve("$a.$AA$10"), at(0, 9, 26));
        assert_eq!(book.resolve("'b ''c'''!B2"), at(1, 1, 1));
        assert_eq!(book.resolve("$'b ''c'''.B2"), at(1, 1, 1));
        for lost in ["#REF!", "a!#REF!", "a!$D$#REF!", "a!A1:B2", "c!A1", "a!", "a!A0", "'a"] {
            assert_eq!(book.resolve(lost), None, "{lost}");
        }
        assert_eq!(book.told(CellAt { sheet: 0, row: 9, column: 26 }).in_file(), "a!AA10");
        for column in [0, 25, 26, 701, 702, 16_383] {
            assert_eq!(cell_index(&format!("{}1", column_letters(column))), Some((0, column)));
        }
    }

    #[test]
    fn a_merged_cell_has_one_text() {
        let mut sheet = BookSheet { merged: Some(Vec::new()), ..BookSheet::default() };
        let value = BookValue::Text("x".to_owned());
        sheet.cells.insert((1, 1), BookCell { value, ..BookCell::default() });
        assert_eq!(sheet.text((2, 2)), None);
        sheet.merged = Some(vec![CellRange { first: (1, 1), last: (2, 3) }]);
        assert_eq!(sheet.text((2, 2)), Some("x"));
        assert_eq!(sheet.text((3, 2)), None);
    }
}
