//! Excel workbooks: the form to fill in, and the numbers of many bodies. rust_xlsxwriter writes
//! them. A cell's number is a binary fraction in any workbook; digits that must come back go along
//! as text, and what a cell can't hold is refused.

mod bodies;
mod book;
pub(crate) mod cells;
mod checks;
mod formats;
mod formulas;
mod guide;
mod measures;
mod page;
mod plan;
mod sheet;
mod values;

use rust_xlsxwriter::XlsxError;

pub use self::bodies::bodies;
pub use self::book::FormContents;
use self::book::{new_book, properties};
use self::checks::SheetChecks;
use self::formats::Formats;
use self::plan::FormPlan;
use self::sheet::SheetWriter;
use self::values::FormValues;
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::layout::Layout;
use crate::say;

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
            say!("form-page-head", agency = agency, year = year).in_file()
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
