//! An official table as its layout writes it, laid on its grid once.

use serde::Deserialize;

use crate::document::{CellRole, Grid, Group, Row, Spanned, lay};
use crate::field::{Field, FieldKind, FieldPath, Label};
use crate::limits::COLUMNS;
use crate::messages::Text;
use crate::say;

/// tables/*.toml, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    name: String,
    summary: String,
    #[serde(default)]
    keep_whole: bool,
    #[serde(default)]
    unit: String,
    columns: Vec<ColumnFile>,
    groups: Vec<GroupFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    share: f64,
    key: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupFile {
    #[serde(default)]
    head: Vec<Vec<CellFile>>,
    body: Vec<Vec<CellFile>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellFile {
    text: Option<String>,
    value: Option<String>,
    values: Option<String>,
    unit: Option<String>,
    columns: Option<usize>,
    #[serde(default = "one")]
    colspan: usize,
    #[serde(default = "one")]
    rowspan: usize,
    #[serde(default)]
    kind: FieldKind,
}

fn one() -> usize {
    1
}

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
    pub unit: String,
    /// Relative widths of the columns.
    pub shares: Vec<u32>,
    /// Its cells.
    pub grid: Grid<FormCell>,
    /// Every number, in order.
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
    /// Official text; empty in a number cell.
    pub text: String,
    /// Path of its number.
    pub path: Option<FieldPath>,
    /// What it is.
    pub role: CellRole,
}

impl TableForm {
    /// Reads a table as layout.toml has it. The error says what is wrong with it.
    pub fn load(file: TableFile) -> Result<TableForm, Text> {
        let keys: Vec<Option<&str>> =
            file.columns.iter().map(|column| column.key.as_deref()).collect();
        let cells =
            || file.groups.iter().flat_map(|group| group.head.iter().chain(&group.body)).flatten();
        let widest = cells().map(|cell| cell.columns.unwrap_or(1).max(cell.colspan)).max();
        if file.columns.len().max(widest.unwrap_or(0)) > COLUMNS {
            return Err(say!("table-columns", table = &file.name, most = COLUMNS));
        }
        let mut table = TableForm {
            shares: shares(&file.columns)?,
            name: file.name,
            summary: file.summary,
            keep_whole: file.keep_whole,
            unit: file.unit,
            grid: Grid::new(Vec::new()),
            fields: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
        };
        let groups = file.groups.into_iter().map(|group| table.add_group(group, &keys));
        table.grid = Grid::new(groups.collect::<Result<_, _>>()?);
        Ok(table)
    }

    /// Lays a group, and notes its numbers.
    fn add_group(
        &mut self,
        group: GroupFile,
        keys: &[Option<&str>],
    ) -> Result<Group<FormCell>, Text> {
        let head = lay_cells(group.head, keys, &self.name)?;
        let body = lay_cells(group.body, keys, &self.name)?;
        for (index, row) in body.iter().enumerate() {
            for (column, placed) in row.placed() {
                let (cell, key) = (&placed.cell, keys[column]);
                let Some(path) = cell.path(key) else { continue };
                let label = Label {
                    table: self.name.clone(),
                    row: labels_of_row(&body, index),
                    head: labels_of_column(&head, column),
                };
                self.add_lines(cell, &label, key);
                let unit = cell.unit.clone().unwrap_or_else(|| self.unit.clone());
                self.fields.push(Field { path, kind: cell.kind, label, unit });
            }
        }
        let cells = |rows: &[Row<CellFile>], is_head| {
            let cell = |column: usize, placed: &Spanned<CellFile>| FormCell {
                text: placed.cell.text.clone().unwrap_or_default(),
                path: placed.cell.path(keys[column]),
                role: role(placed, is_head),
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

fn shares(columns: &[ColumnFile]) -> Result<Vec<u32>, Text> {
    columns
        .iter()
        .map(|column| match (column.share * 10.0).round() {
            share if (1.0..100_000.0).contains(&share) => Ok(share as u32),
            _ => Err(say!("table-share")),
        })
        .collect()
}

/// Lays rows of cells on their grid, `values` spread over their columns.
fn lay_cells(
    rows: Vec<Vec<CellFile>>,
    keys: &[Option<&str>],
    table: &str,
) -> Result<Vec<Row<CellFile>>, Text> {
    let keyed = keys.iter().flatten().count();
    let spread = |cell: CellFile| {
        let columns = cell.values.as_ref().map_or(1, |_| cell.columns.unwrap_or(keyed));
        vec![Spanned { colspan: cell.colspan, rowspan: cell.rowspan, cell }; columns]
    };
    let first = |row: &[CellFile]| -> String {
        row.iter().find_map(|cell| cell.text.as_deref()).unwrap_or_default().replace('\n', "")
    };
    let firsts: Vec<String> = rows.iter().map(|row| first(row)).collect();
    let rows = rows.into_iter().map(|row| row.into_iter().flat_map(spread).collect()).collect();
    let laid = lay(rows, keys.len())
        .map_err(|row| say!("table-row", table = table, row = row + 1, first = &firsts[row]))?;
    let is_sound = |(column, placed): (usize, &Spanned<CellFile>)| {
        placed.cell.is_one_kind() && (placed.cell.values.is_none() || keys[column].is_some())
    };
    if laid.iter().flat_map(Row::placed).all(is_sound) {
        Ok(laid)
    } else {
        Err(say!("table-cell", table = table))
    }
}

impl CellFile {
    /// Whether it says one thing: a text, a number, or a row of them.
    fn is_one_kind(&self) -> bool {
        [&self.text, &self.value, &self.values].into_iter().flatten().count() == 1
    }

    /// The path of its number in the column with this key.
    fn path(&self, key: Option<&str>) -> Option<FieldPath> {
        match (&self.value, &self.values) {
            (Some(path), _) => Some(FieldPath::new(path)),
            (None, Some(values)) => Some(FieldPath::new(values).join(key?)),
            (None, None) => None,
        }
    }

    /// Its text in one line.
    fn label(&self) -> Option<String> {
        self.text.as_ref().map(|text| text.replace('\n', ""))
    }
}

fn role(placed: &Spanned<CellFile>, is_head: bool) -> CellRole {
    match placed.cell.text {
        None => CellRole::Number,
        Some(_) if is_head => CellRole::Head,
        Some(_) if placed.rowspan > 1 => CellRole::Group,
        Some(_) => CellRole::Label,
    }
}

/// Texts of the cells that reach into row `index`, left to right.
fn labels_of_row(rows: &[Row<CellFile>], index: usize) -> Vec<String> {
    let mut labels: Vec<(usize, String)> = Vec::new();
    for (at, row) in rows.iter().enumerate().take(index + 1) {
        let reaching = row.placed().filter(|(_, placed)| at + placed.rowspan > index);
        labels.extend(reaching.filter_map(|(column, it)| Some((column, it.cell.label()?))));
    }
    labels.sort();
    labels.into_iter().map(|(_, text)| text).collect()
}

/// Texts of the cells over a column, top to bottom.
fn labels_of_column(rows: &[Row<CellFile>], column: usize) -> Vec<String> {
    rows.iter().filter_map(|row| row.over(column)?.placed()?.cell.label()).collect()
}
