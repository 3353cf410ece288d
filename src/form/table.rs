//! An official table as its layout writes it, laid on its grid once.

use super::cell::{CellFile, CellPart, ColumnFile, GroupFile, TableFault, TableFile};
use super::words::Words;
use crate::document::{CellRole, Grid, Group, Row, Spanned, lay};
use crate::field::{Field, FieldPath, Label};
use crate::limits::COLUMNS;
use crate::say;

/// An official table.
#[derive(Debug)]
pub struct TableForm {
    /// How people call it, e.g. 表三.
    pub name: String,
    /// What it holds.
    pub summary: String,
    /// Whether it must stand on one page.
    pub keep_whole: bool,
    /// What its numbers count in, where a cell says nothing else.
    pub counted_in: String,
    /// Relative widths of the columns.
    pub shares: Vec<u32>,
    /// Its cells.
    pub grid: Grid<FormCell>,
    /// What stands below it, in small type.
    pub notes: Vec<String>,
    /// Every field, in order.
    pub fields: Vec<Field>,
    /// Rows of numbers, in order.
    pub rows: Vec<FormLine>,
    /// Columns of numbers, each key once.
    pub columns: Vec<FormColumn>,
}

/// A row of numbers.
#[derive(Debug)]
pub struct FormLine {
    /// The path that its numbers share.
    pub path: FieldPath,
    /// Where it stands on the form.
    pub label: Label,
}

/// A column of numbers.
#[derive(Debug)]
pub struct FormColumn {
    /// The last name of its numbers' paths.
    pub key: String,
    /// Its head on the form.
    pub head: String,
}

/// A cell of the form.
#[derive(Debug)]
pub struct FormCell {
    /// Official text; empty in a field's cell, and in one of parts.
    pub text: String,
    /// Path of its field.
    pub path: Option<FieldPath>,
    /// What stands in it where that is more than one thing.
    pub parts: Vec<CellPart>,
    /// What it is.
    pub role: CellRole,
    /// Whether its text is turned to read upwards.
    pub turned: bool,
    /// Whether its text reads down.
    pub vertical: bool,
    /// What stands in its lower part where the table breaks through it; none where it may not.
    pub continued: Option<String>,
}

impl TableForm {
    /// Reads a table as its file has it; the form's words say how options and days are printed.
    pub fn load(file: TableFile, words: &Words) -> Result<TableForm, TableFault> {
        let keys: Vec<Option<&str>> =
            file.columns.iter().map(|column| column.key.as_deref()).collect();
        let cells =
            || file.groups.iter().flat_map(|group| group.head.iter().chain(&group.body)).flatten();
        let widest = cells().map(|cell| cell.columns.unwrap_or(1).max(cell.colspan)).max();
        if file.columns.len().max(widest.unwrap_or(0)) > COLUMNS {
            return Err(say!("table-columns", table = &file.name, most = COLUMNS).into());
        }
        let mut table = TableForm {
            shares: shares(&file.columns)?,
            name: file.name,
            summary: file.summary,
            keep_whole: file.keep_whole,
            counted_in: file.counted_in,
            notes: file.notes,
            grid: Grid::new(Vec::new()),
            fields: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
        };
        let groups = file.groups.into_iter().map(|group| table.add_group(group, &keys, words));
        table.grid = Grid::new(groups.collect::<Result<_, _>>()?);
        Ok(table)
    }

    /// Lays a group, and notes its fields.
    fn add_group(
        &mut self,
        group: GroupFile,
        keys: &[Option<&str>],
        words: &Words,
    ) -> Result<Group<FormCell>, TableFault> {
        let head = lay_cells(group.head, keys, &self.name)?;
        let body = lay_cells(group.body, keys, &self.name)?;
        for (index, row) in body.iter().enumerate() {
            for (column, placed) in row.placed() {
                let (cell, key) = (&placed.cell, keys[column]);
                let label = Label {
                    table: self.name.clone(),
                    row: labels_of_row(&body, index, column),
                    head: labels_of_column(&head, column),
                };
                self.add_lines(cell, &label, key);
                let counted_in = &self.counted_in;
                let fields = cell.fields(key, &label, words)?.into_iter();
                self.fields.extend(fields.map(|field| field.counted_in(counted_in)));
            }
        }
        let cells = |rows: &[Row<CellFile>], is_head| {
            let cell = |column: usize, placed: &Spanned<CellFile>| FormCell {
                text: placed.cell.text.clone().unwrap_or_default(),
                path: placed.cell.path(keys[column]),
                parts: placed.cell.parts(),
                role: role(placed, is_head),
                turned: placed.cell.turned,
                vertical: placed.cell.vertical,
                continued: placed.cell.continued.clone(),
            };
            rows.iter().map(|row| row.map(cell)).collect()
        };
        Ok(Group { head: cells(&head, true), body: cells(&body, false) })
    }

    /// Notes the row and the column of a number that stands in a row of them.
    fn add_lines(&mut self, cell: &CellFile, label: &Label, key: Option<&str>) {
        let (Some(values), Some(key)) = (&cell.values, key) else { return };
        if self.rows.iter().all(|known| known.path.as_str() != values) {
            let mut label = label.clone();
            let heads = label.head.len().saturating_sub(1);
            label.head.truncate(if label.row.is_empty() { heads } else { 0 });
            self.rows.push(FormLine { path: FieldPath::new(values), label });
        }
        if self.columns.iter().all(|known| known.key != key) {
            let head = label.head.last().cloned().unwrap_or_default();
            self.columns.push(FormColumn { key: key.to_owned(), head });
        }
    }
}

fn shares(columns: &[ColumnFile]) -> Result<Vec<u32>, TableFault> {
    columns
        .iter()
        .map(|column| match (column.share * 10.0).round() {
            share if (1.0..100_000.0).contains(&share) => Ok(share as u32),
            _ => Err(say!("table-share").into()),
        })
        .collect()
}

/// Lays rows of cells on their grid, `values` spread over their columns.
fn lay_cells(
    rows: Vec<Vec<CellFile>>,
    keys: &[Option<&str>],
    table: &str,
) -> Result<Vec<Row<CellFile>>, TableFault> {
    let keyed = keys.iter().flatten().count();
    let spread = |cell: CellFile| {
        let columns = cell.values.as_ref().map_or(1, |_| cell.columns.unwrap_or(keyed));
        vec![Spanned { colspan: cell.colspan, rowspan: cell.rowspan, cell }; columns]
    };
    // What of a row is sought in its file: its first text, as it is written there, or path.
    let first = |row: &[CellFile]| {
        let text = row.iter().find_map(|cell| cell.text.as_deref()).unwrap_or_default();
        let path = row.iter().find_map(|cell| cell.value.as_deref().or(cell.values.as_deref()));
        let needle = if text.is_empty() { path.unwrap_or_default() } else { text };
        (needle.replace('\n', "\\n"), text.replace('\n', ""))
    };
    let firsts: Vec<(String, String)> = rows.iter().map(|row| first(row)).collect();
    let rows = rows.into_iter().map(|row| row.into_iter().flat_map(spread).collect()).collect();
    let laid = lay(rows, keys.len()).map_err(|row| TableFault {
        needle: firsts[row].0.clone(),
        problem: say!("table-row", table = table, row = row + 1, first = &firsts[row].1),
    })?;
    for (index, row) in laid.iter().enumerate() {
        let is_unsound = |(column, placed): &(usize, &Spanned<CellFile>)| {
            !placed.cell.is_one_thing() || (placed.cell.values.is_some() && keys[*column].is_none())
        };
        if row.placed().any(|it| is_unsound(&it)) {
            let (needle, first) = firsts[index].clone();
            let problem = say!("table-cell", table = table, row = index + 1, first = first);
            return Err(TableFault { needle, problem });
        }
    }
    Ok(laid)
}

fn role(placed: &Spanned<CellFile>, is_head: bool) -> CellRole {
    match placed.cell.text {
        None if placed.cell.is_words() => CellRole::Left,
        None => CellRole::Number,
        Some(_) if is_head => CellRole::Head,
        Some(_) if placed.rowspan > 1 => CellRole::Group,
        Some(_) => CellRole::Label,
    }
}

/// Texts of the cells that reach into row `index` at the left of `column`. Where a row has labels
/// and fields in turn, each field has the labels since the field before it, and those of groups.
fn labels_of_row(rows: &[Row<CellFile>], index: usize, column: usize) -> Vec<String> {
    let mut left: Vec<(usize, bool, Option<String>)> = Vec::new();
    for (at, row) in rows.iter().enumerate().take(index + 1) {
        let reaching = row.placed().filter(|(_, placed)| at + placed.rowspan > index);
        left.extend(
            reaching
                .filter(|(first, _)| *first < column)
                .map(|(first, placed)| (first, placed.rowspan > 1, placed.cell.label())),
        );
    }
    left.sort();
    let mut labels = Vec::new();
    let (mut named, mut passed) = (false, false);
    for (_, is_group, label) in left.into_iter().rev() {
        match label {
            Some(text) if is_group || !passed => {
                named |= !is_group;
                labels.push(text);
            }
            Some(_) => {}
            None => passed |= named,
        }
    }
    labels.reverse();
    labels
}

/// Texts of the cells over a column, top to bottom.
fn labels_of_column(rows: &[Row<CellFile>], column: usize) -> Vec<String> {
    rows.iter().filter_map(|row| row.over(column)?.placed()?.cell.label()).collect()
}
