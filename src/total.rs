//! The statistics of many bodies added up into those of the government above them. Every number of the form adds: what came in, what became
//! of it, and what is in force, which each body counts for itself alone.

use csv::{Terminator, WriterBuilder};

use crate::check;
use crate::decimal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::layout::{Field, FieldKind, Layout, Layouts};
use crate::reader::statistics::MOST;
use crate::reader::{self, Folder, Reading};
use crate::report::{Number, Statistics};

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

/// A body's report, read and judged as `nianbao check` does, characters without a face aside; and what was read, for its findings.
pub fn read<'a>(folder: &Folder, layouts: &'a Layouts) -> (Option<Body<'a>>, Reading<'a>) {
    let mut reading = reader::read(folder, None, layouts);
    let Some((report, layout, _)) = reading.report.take() else { return (None, reading) };
    reading.findings.extend(check::check(&report, layout));
    let waived = &reading.waived;
    reading.findings.retain(|finding| {
        finding.severity == Severity::Error || !waived.contains_key(&*finding.code)
    });
    (
        Some(Body {
            agency: report.agency,
            year: report.year,
            layout,
            statistics: report.statistics,
        }),
        reading,
    )
}

/// The sum of all numbers of a layout, exactly. The error names a number that grows past what a report can hold.
pub fn sum<'b>(
    layout: &Layout,
    bodies: impl Iterator<Item = &'b Statistics> + Clone,
) -> Result<Statistics, Diagnostic> {
    let mut total = Statistics::default();
    for field in &layout.fields {
        let numbers = bodies.clone().filter_map(|statistics| statistics.numbers.get(&field.path));
        let number = add(field, numbers).ok_or_else(|| {
            let finding =
                Diagnostic::error("total-too-large", format!("{}：加起来的数太大", field.label));
            finding
                .about(format!("/statistics/{}", field.path.replace('.', "/")))
                .hint("在 numbers.csv 或各机关的报告中核对这个数")
        })?;
        total.numbers.insert(field.path.clone(), number);
    }
    Ok(total)
}

fn add<'b>(field: &Field, mut numbers: impl Iterator<Item = &'b Number>) -> Option<Number> {
    if field.kind == FieldKind::Amount {
        let text = decimal::sum(numbers.map(|number| number.text.as_str()))?;
        return Some(Number { text, count: None, location: None });
    }
    let sum = numbers
        .try_fold(0_i128, |sum, number| sum.checked_add(number.count?))
        .filter(|sum| sum.abs() <= MOST)?;
    Some(Number { text: sum.to_string(), count: Some(sum), location: None })
}

/// Every number by body as CSV: labels of the form, paths, a row a body, their sum. A body a row, for then a spreadsheet can sort and filter
/// bodies, and the columns are the same for every body and year of an edition. UTF-8 with BOM, which Excel and WPS need to see it as such.
pub fn sheet<'b>(
    layout: &Layout,
    bodies: impl Iterator<Item = (&'b str, &'b Statistics)>,
    total: &Statistics,
) -> Vec<u8> {
    let mut sheet =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    let mut row = |head: &str, cell: &dyn Fn(&Field) -> String| {
        let cells = std::iter::once(head.to_owned()).chain(layout.fields.iter().map(cell));
        let _ = sheet.write_record(cells); // memory takes everything, and all rows are as long
    };
    row("机关", &|field| field.label.clone());
    row("agency", &|field| field.path.clone());
    let digits = |statistics: &Statistics, field: &Field| {
        statistics.numbers.get(&field.path).map_or(String::new(), |n| n.text.clone())
    };
    for (agency, statistics) in bodies {
        row(&harmless(agency), &|field| digits(statistics, field));
    }
    row("合计", &|field| digits(total, field));
    sheet.into_inner().unwrap_or_default()
}

/// A name that no spreadsheet takes for a formula.
fn harmless(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@']) { format!("'{name}") } else { name.to_owned() }
}
