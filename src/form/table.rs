//! An official table as its layout writes it, laid on its grid once.

use serde::Deserialize;

use crate::document::{CellRole, Place, lay_grid};
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
    /// Relative widths of the columns.
    pub shares: Vec<u32>,
    /// Groups of rows.
    pub groups: Vec<FormGroup>,
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

/// Rows under one head.
#[derive(Debug)]
pub struct FormGroup {
    /// Head rows.
    pub head: Vec<FormRow>,
    /// Rows below.
    pub body: Vec<FormRow>,
}

/// A row's slots in column order.
pub type FormRow = Vec<FormSlot>;

/// What stands at a place of the grid.
#[derive(Debug)]
pub enum FormSlot {
    /// A cell.
    Cell(FormCell),
    /// Part of a cell from above, so many columns wide.
    Covered(usize),
}

/// A cell of the form.
#[derive(Debug)]
pub struct FormCell {
    /// Official text; empty in a number cell.
    pub text: String,
    /// Path of its number.
    pub path: Option<FieldPath>,
    /// Columns it is wide.
    pub colspan: usize,
    /// Rows it is high.
    pub rowspan: usize,
    /// What it is.
    pub role: CellRole,
}

impl TableForm {
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
            groups: Vec::new(),
            fields: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
        };
        for group in &file.groups {
            table.add_group(group, &keys)?;
        }
        Ok(table)
    }

    fn add_group(&mut self, group: &GroupFile, keys: &[Option<&str>]) -> Result<(), Text> {
        let head = Laid::new(&group.head, keys, &self.name)?;
        let body = Laid::new(&group.body, keys, &self.name)?;
        for (index, (row, places)) in body.cells.iter().zip(&body.places).enumerate() {
            for place in places {
                let Some(cell) = place.cell.map(|cell| &row[cell]) else { continue };
                let Some(path) = path_of(cell, keys[place.column]) else { continue };
                let label = Label {
                    table: self.name.clone(),
                    row: body.labels_of_row(index),
                    head: head.labels_of_column(place),
                };
                self.add_lines(cell, &label, keys[place.column]);
                self.fields.push(Field { path, kind: cell.kind, label });
            }
        }
        self.groups.push(FormGroup {
            head: head.into_rows(keys, true),
            body: body.into_rows(keys, false),
        });
        Ok(())
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

fn path_of(cell: &CellFile, key: Option<&str>) -> Option<FieldPath> {
    match (&cell.value, &cell.values) {
        (Some(path), _) => Some(FieldPath::new(path)),
        (None, Some(values)) => Some(FieldPath::new(values).join(key?)),
        (None, None) => None,
    }
}

/// Rows of cells on their grid, `values` spread over their columns.
struct Laid {
    cells: Vec<Vec<CellFile>>,
    places: Vec<Vec<Place>>,
}

impl Laid {
    fn new(rows: &[Vec<CellFile>], keys: &[Option<&str>], name: &str) -> Result<Laid, Text> {
        let keyed = keys.iter().flatten().count();
        let spread = |cell: &CellFile| match cell.values {
            Some(_) => vec![cell.clone(); cell.columns.unwrap_or(keyed)],
            None => vec![cell.clone()],
        };
        let cells: Vec<Vec<CellFile>> =
            rows.iter().map(|row| row.iter().flat_map(spread).collect()).collect();
        let spans: Vec<Vec<_>> = cells
            .iter()
            .map(|row| row.iter().map(|cell| (cell.colspan, cell.rowspan)).collect())
            .collect();
        let places = lay_grid(&spans, keys.len()).map_err(|row| {
            let first = rows[row]
                .iter()
                .find_map(|cell| cell.text.as_deref())
                .unwrap_or_default()
                .replace('\n', "");
            say!("table-row", table = name, row = row + 1, first = first)
        })?;
        for (row, places) in cells.iter().zip(&places) {
            for place in places {
                let cell = place.cell.map(|cell| &row[cell]);
                let kinds = |cell: &CellFile| {
                    [&cell.text, &cell.value, &cell.values]
                        .iter()
                        .filter(|kind| kind.is_some())
                        .count()
                };
                if cell.is_some_and(|cell| {
                    kinds(cell) != 1 || (cell.values.is_some() && keys[place.column].is_none())
                }) {
                    return Err(say!("table-cell", table = name));
                }
            }
        }
        Ok(Laid { cells, places })
    }

    /// Texts of the cells that reach into row `index`, left to right.
    fn labels_of_row(&self, index: usize) -> Vec<String> {
        let mut labels: Vec<(usize, String)> = Vec::new();
        for (at, (row, places)) in self.cells.iter().zip(&self.places).enumerate().take(index + 1) {
            for place in places {
                let cell =
                    place.cell.map(|cell| &row[cell]).filter(|cell| at + cell.rowspan > index);
                if let Some(text) = cell.and_then(|cell| cell.text.as_ref()) {
                    labels.push((place.column, text.replace('\n', "")));
                }
            }
        }
        labels.sort();
        labels.into_iter().map(|(_, text)| text).collect()
    }

    /// Texts of the cells above `place`, top to bottom.
    fn labels_of_column(&self, place: &Place) -> Vec<String> {
        let above = |(row, places): (&Vec<CellFile>, &Vec<Place>)| {
            let over = places
                .iter()
                .find(|over| (over.column..over.column + over.colspan).contains(&place.column))?;
            row[over.cell?].text.as_ref().map(|text| text.replace('\n', ""))
        };
        self.cells.iter().zip(&self.places).filter_map(above).collect()
    }

    fn into_rows(self, keys: &[Option<&str>], head: bool) -> Vec<FormRow> {
        let slot = |row: &[CellFile], place: &Place| match place.cell.map(|cell| &row[cell]) {
            None => FormSlot::Covered(place.colspan),
            Some(cell) => FormSlot::Cell(FormCell {
                text: cell.text.clone().unwrap_or_default(),
                path: path_of(cell, keys[place.column]),
                colspan: cell.colspan,
                rowspan: cell.rowspan,
                role: match cell.text {
                    None => CellRole::Number,
                    Some(_) if head => CellRole::Head,
                    Some(_) if cell.rowspan > 1 => CellRole::Group,
                    Some(_) => CellRole::Label,
                },
            }),
        };
        self.cells
            .iter()
            .zip(&self.places)
            .map(|(row, places)| places.iter().map(|place| slot(row, place)).collect())
            .collect()
    }
}
