//! What all workbooks begin with.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::formats::Formats;
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

/// A workbook with the layout's font in its cells.
pub(super) fn new_book(formats: &Formats) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let (height, width) = DEFAULT_CELL;
    book.set_default_format(&formats.plain, height, width)?;
    Ok(book)
}

/// A workbook's own properties; its time is the first day after the report's year.
pub(super) fn properties(title: &str, author: &str, year: u16) -> Result<DocProperties, XlsxError> {
    let day = ExcelDateTime::from_ymd(year.saturating_add(1), 1, 1)?;
    Ok(DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&day))
}
