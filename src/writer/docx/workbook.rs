//! The workbook that Word opens when someone edits a chart. It is written here, digit by digit:
//! libraries for workbooks take numbers as floats.

use crate::document::Chart;
use crate::ooxml::names::{self, HEAD, R, S};
use crate::ooxml::{Package, Relations, escape};

/// The sheet that a chart takes its numbers from.
pub(super) const SHEET: &str = "Sheet1";

/// The letter of the column of a series.
pub(super) fn column(series: usize) -> char {
    char::from(b'B' + series as u8)
}

/// The numbers of `chart` as a workbook: labels in the first column, one column a year.
pub(super) fn workbook(chart: &Chart) -> zip::result::ZipResult<Vec<u8>> {
    let book = "xl/workbook.xml";
    let mut package = Package::new(&[]);
    package.relate("", &Relations::default().with("rId1", names::WORKBOOK, book));
    let sheets = format!("<sheet name=\"{SHEET}\" sheetId=\"1\" r:id=\"rId1\"/>");
    package.add(
        book,
        names::WORKBOOK,
        format!(
            "{HEAD}<workbook xmlns=\"{S}\" xmlns:r=\"{R}\"><sheets>{sheets}</sheets></workbook>"
        ),
    );
    let sheet = Relations::default().with("rId1", names::WORKSHEET, "worksheets/sheet1.xml");
    package.relate(book, &sheet);
    let rows = rows(chart);
    package.add(
        "xl/worksheets/sheet1.xml",
        names::WORKSHEET,
        format!("{HEAD}<worksheet xmlns=\"{S}\"><sheetData>{rows}</sheetData></worksheet>"),
    );
    package.zip()
}

fn rows(chart: &Chart) -> String {
    let heads: String = (chart.series.iter().enumerate())
        .map(|(index, name)| text(&format!("{}1", column(index)), name))
        .collect();
    let mut rows = format!("<row r=\"1\">{heads}</row>");
    for (at, category) in chart.categories.iter().enumerate() {
        let number = at + 2;
        let label = text(&format!("A{number}"), &category.label);
        let values: String = (category.values.iter().enumerate())
            .map(|(index, value)| {
                format!("<c r=\"{}{number}\"><v>{}</v></c>", column(index), escape(value))
            })
            .collect();
        rows += &format!("<row r=\"{number}\">{label}{values}</row>");
    }
    rows
}

fn text(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(text))
}
