//! Excel workbooks: the form to fill in, and the numbers of many bodies. rust_xlsxwriter writes
//! them. A cell's number is a binary fraction in any workbook; digits that must come back go along
//! as text, and what a cell can't hold is refused.

mod bodies;
pub(crate) mod cells;
mod checks;
mod formats;
mod formulas;
mod guide;
mod measures;
mod plan;
mod sheet;
mod values;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

pub use self::bodies::bodies;
use self::checks::SheetChecks;
use self::formats::Formats;
use self::plan::FormPlan;
use self::sheet::SheetWriter;
use self::values::FormValues;
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::layout::Layout;
use crate::say;
use crate::statistics::Statistics;

/// What a form is filled in with; nothing on an empty one.
#[derive(Debug, Clone, Copy, Default)]
pub struct FormContents<'a> {
    /// Full name of the body.
    pub agency: Option<&'a str>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The numbers, as far as there are.
    pub statistics: Option<&'a Statistics>,
}

/// Row height and column width of a new workbook in a Chinese Excel, pixels.
const DEFAULT_CELL: (u32, u32) = (18, 72);

/// The Excel form of a layout: its tables a sheet each, open cells for the numbers, totals as
/// formulas. The error names a number that no cell can hold.
pub fn form(layout: &Layout, contents: FormContents<'_>) -> Result<Vec<u8>, Diagnostic> {
    let plan = FormPlan::new(layout);
    let values = FormValues::new(&plan, contents.statistics)?;
    write_form(&plan, &contents, &values)
        .map_err(|error| finding!("xlsx", problem = error.to_string()))
}

fn write_form(
    plan: &FormPlan<'_>,
    contents: &FormContents<'_>,
    values: &FormValues<'_>,
) -> Result<Vec<u8>, XlsxError> {
    let form = &plan.layout.form;
    let formats = Formats::new(&plan.layout.look);
    let mut book = new_book(&formats)?;
    let year = contents.year.unwrap_or(form.years.from);
    let agency = contents.agency.unwrap_or_default();
    book.set_properties(&properties(&form.name, agency, year)?);
    guide::write_guide(book.add_worksheet(), plan, contents, &formats)?;
    let page_head = match (contents.agency, contents.year) {
        (Some(agency), Some(year)) => {
            say!("form-page-head", agency = agency, year = year).to_string()
        }
        _ => String::new(),
    };
    for (at, checks) in SheetChecks::of_all(plan).iter().enumerate() {
        let (formats, page_head) = (&formats, page_head.as_str());
        let writer = SheetWriter { plan, at, values, formats, checks, page_head };
        writer.write(book.add_worksheet())?;
    }
    guide::write_carried(book.add_worksheet(), plan, contents, values, &formats)?;
    guide::define_names(&mut book, plan)?;
    book.save_to_buffer()
}

/// A workbook with the layout's font in its cells.
fn new_book(formats: &Formats) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let (height, width) = DEFAULT_CELL;
    book.set_default_format(&formats.plain, height, width)?;
    Ok(book)
}

/// A workbook's own properties; its time is the first day after the report's year.
fn properties(title: &str, author: &str, year: u16) -> Result<DocProperties, XlsxError> {
    let day = ExcelDateTime::from_ymd(year.saturating_add(1), 1, 1)?;
    Ok(DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&day))
}
