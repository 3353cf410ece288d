//! The numbers of many bodies: a row a body, their sums as formulas.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::book::{new_book, properties};
use super::formats::{Formats, with_all_decimals};
use super::formulas::cell;
use super::measures::{height_pt, lines};
use super::sheet::put;
use super::values::{double, is_too_long};
use crate::diagnostic::Diagnostic;
use crate::field::{BETWEEN, FieldId};
use crate::finding;
use crate::layout::{Layout, Role};
use crate::say;
use crate::statistics::Statistics;

/// The rows above the bodies: table, row, column, path.
const HEADS: u32 = 4;
/// Widths of the columns of bodies and of numbers, in digits.
const NAME_WIDTH: f64 = 36.0;
const NUMBER_WIDTH: f64 = 13.0;
/// What room a name then has, mm.
const NAME_MM: f64 = 76.0;
/// Heights of the rows of labels, pt.
const LABEL_PT: f64 = 48.0;

/// The workbook of many bodies' numbers, with their sum as it was added up exactly.
pub fn bodies<'b>(
    layout: &Layout,
    year: u16,
    bodies: impl Iterator<Item = (&'b str, &'b Statistics)>,
    total: &Statistics,
) -> Result<Vec<u8>, Diagnostic> {
    let list: Vec<(&str, &Statistics)> = bodies.collect();
    write(layout, year, &list, total).map_err(|error| finding!("xlsx", problem = error.to_string()))
}

fn write(
    layout: &Layout,
    year: u16,
    bodies: &[(&str, &Statistics)],
    total: &Statistics,
) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new(&layout.look);
    let mut book = new_book(&formats)?;
    book.set_properties(&properties(&layout.form.name, "", year)?);
    let sheet = book.add_worksheet();
    sheet.set_name(say!("total-sheet").in_file())?;
    let writer = BodiesWriter { layout, bodies, total, formats: &formats };
    writer.write_heads(sheet)?;
    let size = layout.look.text(Role::Table).size_pt;
    for (row, (agency, _)) in (HEADS..).zip(bodies) {
        sheet.write_string_with_format(row, 0, *agency, &formats.label)?;
        sheet.set_row_height(row, height_pt(lines(agency, NAME_MM, size), size))?;
    }
    let sum = writer.sum_row();
    sheet.write_string_with_format(sum, 0, say!("csv-total").in_file(), &formats.head)?;
    for id in layout.form.fields.ids() {
        writer.write_column(sheet, id)?;
    }
    sheet.set_freeze_panes(HEADS, 1)?;
    sheet.autofilter(HEADS - 1, 0, sum - 1, layout.form.fields.len() as u16)?;
    book.save_to_buffer()
}

struct BodiesWriter<'a> {
    layout: &'a Layout,
    bodies: &'a [(&'a str, &'a Statistics)],
    total: &'a Statistics,
    formats: &'a Formats,
}

impl BodiesWriter<'_> {
    fn sum_row(&self) -> u32 {
        HEADS + self.bodies.len() as u32
    }

    /// Where each number stands on the form; what neighbours share stands over them once.
    fn write_heads(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let fields = &self.layout.form.fields;
        sheet.set_column_width(0, NAME_WIDTH)?;
        put(sheet, (0, 0, HEADS - 2, 0), &say!("csv-agency").in_file(), &self.formats.head)?;
        sheet.write_string_with_format(HEADS - 1, 0, "agency", &self.formats.key)?;
        let labels: Vec<[String; 3]> = fields
            .iter()
            .map(|field| {
                let label = &field.label;
                [label.table.clone(), label.row.join(BETWEEN), label.head.join(BETWEEN)]
            })
            .collect();
        for row in 0..HEADS - 1 {
            let same = |one: &[String; 3], other: &[String; 3]| {
                row + 2 < HEADS && one[..=row as usize] == other[..=row as usize]
            };
            let mut column = 1;
            for group in labels.chunk_by(same) {
                let last = column + group.len() as u16 - 1;
                let text = &group[0][row as usize];
                put(sheet, (row, column, row, last), text, &self.formats.head)?;
                column = last + 1;
            }
            sheet.set_row_height(row, if row == 0 { LABEL_PT / 2.0 } else { LABEL_PT })?;
        }
        for (column, field) in (1..).zip(fields.iter()) {
            sheet.set_column_width(column, NUMBER_WIDTH)?;
            let path = field.path.as_str();
            sheet.write_string_with_format(HEADS - 1, column, path, &self.formats.key)?;
        }
        Ok(())
    }

    /// A number of each body, and their sum. Where a cell can't hold one of them exactly, all of
    /// the column is text, its sum too.
    fn write_column(&self, sheet: &mut Worksheet, id: FieldId) -> Result<(), XlsxError> {
        let column = id.index() as u16 + 1;
        let kind = self.layout.form.fields[id].kind;
        let whole = !kind.has_decimals();
        let numbers = self.bodies.iter().map(|(_, statistics)| statistics.get(id));
        let total = self.total.get(id);
        let exact = kind.is_number()
            && total.is_none_or(|total| !whole || !is_too_long(&total.value.to_string()));
        for (row, number) in (HEADS..).zip(numbers) {
            let Some(number) = number else { continue };
            let digits = number.value.to_string();
            let format = with_all_decimals(&self.formats.total, &digits);
            match exact {
                true => {
                    sheet.write_number_with_format(row, column, double(&number.value), &format)?
                }
                false => sheet.write_string_with_format(row, column, digits, &format)?,
            };
        }
        let (Some(total), row) = (total, self.sum_row()) else { return Ok(()) };
        let digits = total.value.to_string();
        let format = with_all_decimals(&self.formats.head, &digits);
        if !exact {
            return sheet.write_string_with_format(row, column, digits, &format).map(drop);
        }
        let (first, last) = (cell(HEADS, column), cell(row - 1, column));
        let sum = Formula::new(format!("SUM({first}:{last})")).set_result(digits);
        sheet.write_formula_with_format(row, column, sum, &format).map(drop)
    }
}
