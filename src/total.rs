//! The statistics of many bodies added up into those of the government above them. Every number of
//! the form adds: what came in, what became of it, and what is in force, which each body counts for
//! itself alone.

use std::sync::Arc;

use csv::{Terminator, WriterBuilder};

use crate::decimal;
use crate::diagnostic::Diagnostic;
use crate::field::{Field, FieldId, FieldKind, MOST};
use crate::finding;
use crate::layout::{Layout, Layouts};
use crate::reader::{self, Folder};
use crate::say;
use crate::statistics::{Number, Statistics, Value};
use crate::writer::csv::harmless;

/// A body's report, as far as a sum needs it.
#[derive(Debug)]
pub struct Body<'a> {
    /// Full name of the body.
    pub agency: String,
    /// The year reported on.
    pub year: u16,
    /// The edition of its form.
    pub layout: &'a Layout,
    /// Its numbers.
    pub statistics: Statistics,
}

/// A body's report, as far as a sum needs it; whether it may be in one is for its findings to say.
pub fn read<'a>(folder: &Folder, layouts: &'a Layouts) -> Option<Body<'a>> {
    let (report, layout, _) = reader::read(folder, None, layouts).report?;
    Some(Body { agency: report.agency, year: report.year, layout, statistics: report.statistics })
}

/// The sum of all numbers of a layout, exactly. The error names a number that grows past what a
/// report can hold.
pub fn sum<'b>(
    layout: &Layout,
    bodies: impl Iterator<Item = &'b Statistics> + Clone,
) -> Result<Statistics, Diagnostic> {
    let fields = &layout.form.fields;
    let mut total = Statistics::new(Arc::clone(fields));
    for id in fields.ids() {
        let numbers = bodies.clone().filter_map(|statistics| statistics.get(id));
        let field = &fields[id];
        if !field.kind.is_number() {
            continue; // words and days have no sum
        }
        let value = add(field, numbers.map(|number| &number.value)).ok_or_else(|| {
            finding!("total-too-large", label = &field.label).about(field.path.pointer())
        })?;
        total.set(id, Number { value, location: None });
    }
    Ok(total)
}

fn add<'b>(field: &Field, mut values: impl Iterator<Item = &'b Value>) -> Option<Value> {
    if field.kind.has_decimals() {
        let digits: Vec<String> = values.map(ToString::to_string).collect();
        return Some(Value::Amount(decimal::sum(digits.iter().map(String::as_str))?));
    }
    let sum = values
        .try_fold(0_i128, |sum, value| sum.checked_add(value.whole()?))
        .filter(|sum| sum.abs() <= MOST)?;
    Some(if field.kind == FieldKind::Count { Value::Count(sum) } else { Value::Change(sum) })
}

/// Every number by body as CSV: labels of the form, paths, a row a body, their sum. A body a row,
/// for then a spreadsheet can sort and filter bodies, and the columns are the same for every body
/// and year of an edition. UTF-8 with BOM, which Excel and WPS need to see it as such.
pub fn sheet<'b>(
    layout: &Layout,
    bodies: impl Iterator<Item = (&'b str, &'b Statistics)>,
    total: &Statistics,
) -> Vec<u8> {
    let mut sheet =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    let fields = &layout.form.fields;
    let mut row = |head: &str, cell: &dyn Fn(FieldId) -> String| {
        let cells = std::iter::once(head.to_owned()).chain(fields.ids().map(cell));
        let _ = sheet.write_record(cells); // memory takes everything, and all rows are as long
    };
    row(&say!("csv-agency").in_file(), &|id| fields[id].label.in_file());
    row("agency", &|id| fields[id].path.to_string());
    let digits = |statistics: &Statistics, id: FieldId| {
        statistics.get(id).map_or(String::new(), |number| number.value.to_string())
    };
    for (agency, statistics) in bodies {
        row(&harmless(agency), &|id| digits(statistics, id));
    }
    row(&say!("csv-total").in_file(), &|id| digits(total, id));
    sheet.into_inner().unwrap_or_default()
}
