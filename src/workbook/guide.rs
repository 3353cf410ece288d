//! The sheet that says how to fill in the form, and the hidden one that a form carries along.

use rust_xlsxwriter::{ProtectionOptions, Workbook, Worksheet, XlsxError};

use super::book::FormContents;
use super::cells;
use super::formats::Formats;
use super::formulas::fixed;
use super::measures::{height_pt, lines, pixels};
use super::plan::FormPlan;
use super::sheet::put;
use super::values::FormValues;
use crate::hash::hexadecimal;
use crate::say;

/// Widths of the columns: what is asked, the answer, mm.
const COLUMNS_MM: [f64; 2] = [24.0, 126.0];
const SIZE_PT: f64 = 11.0;
/// The rows of the open cells, from 0.
const FACTS: [u32; 2] = [2, 3];

/// The guide; its words are the program's, its names the layout's.
pub(super) fn write_guide(
    sheet: &mut Worksheet,
    plan: &FormPlan<'_>,
    contents: &FormContents<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let form = &plan.layout.form;
    sheet.set_name(guide_name())?;
    for (column, width) in COLUMNS_MM.into_iter().enumerate() {
        sheet.set_column_width_pixels(column as u16, pixels(width))?;
    }
    put(sheet, (0, 0, 0, 1), &form.name, &formats.title)?;
    sheet.set_row_height(0, height_pt(1.0, 16.0) + 6.0)?;
    let year = contents.year.map(|year| year.to_string()).unwrap_or_default();
    let facts =
        [(say!("form-agency"), contents.agency.unwrap_or_default()), (say!("form-year"), &year)];
    for (row, (name, value)) in FACTS.into_iter().zip(facts) {
        sheet.write_string_with_format(row, 0, name.in_file(), &formats.label)?;
        put(sheet, (row, 1, row, 1), value, &formats.fact)?;
        sheet.set_row_height(row, height_pt(1.0, SIZE_PT))?;
    }
    let names: Vec<String> = plan.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let text = say!("form-guide", sheets = names, notice = &form.notice).in_file();
    let rules = plan.layout.rules.iter().filter(|(_, rule)| {
        rule.equations().iter().any(|one| one.terms().all(|term| !term.previous))
    });
    let mut rules: Vec<&str> = rules.map(|(about, _)| about.source.in_file()).collect();
    rules.dedup();
    let rules = rules.into_iter().map(|rule| say!("form-guide-rule", rule = rule).in_file());
    let all: f64 = COLUMNS_MM.iter().sum();
    let guide = text.trim_end().lines().map(str::to_owned).chain(rules);
    for (row, line) in (FACTS[1] + 2..).zip(guide) {
        put(sheet, (row, 0, row, 1), &line, &formats.text)?;
        sheet.set_row_height(row, height_pt(lines(&line, all, SIZE_PT), SIZE_PT))?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_paper_size(9);
    sheet
        .protect_with_options(&ProtectionOptions { format_rows: true, ..ProtectionOptions::new() });
    Ok(())
}

/// The name of the guide's sheet.
fn guide_name() -> String {
    say!("form-guide-sheet").in_file()
}

/// What the form carries along: where it comes from, and the digits of its numbers as text, for a
/// spreadsheet keeps no zeros behind the point.
pub(super) fn write_carried(
    sheet: &mut Worksheet,
    plan: &FormPlan<'_>,
    contents: &FormContents<'_>,
    values: &FormValues<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(cells::CARRIED)?;
    sheet.set_very_hidden(true);
    sheet.set_column_width(0, 60)?;
    let layout = plan.layout;
    let mut rows = vec![
        (cells::FORMAT.to_owned(), cells::FORMAT_NOW.to_owned()),
        (cells::LAYOUT.to_owned(), layout.form.id.clone()),
        (cells::DIGEST.to_owned(), hexadecimal(&layout.digest[..8])),
        (cells::PROGRAM.to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
    ];
    rows.extend(contents.agency.map(|agency| (cells::AGENCY.to_owned(), agency.to_owned())));
    rows.extend(contents.year.map(|year| (cells::YEAR.to_owned(), year.to_string())));
    let fields = &layout.form.fields;
    rows.extend(fields.ids().filter_map(|id| {
        let number = values.number(id)?;
        Some((format!("{}{}", cells::NUMBER, fields[id].path), number.json()))
    }));
    for (row, (key, value)) in rows.iter().enumerate() {
        sheet.write_string_with_format(row as u32, 0, key, &formats.key)?;
        sheet.write_string_with_format(row as u32, 1, value, &formats.key)?;
    }
    sheet.protect();
    Ok(())
}

/// Names of the open cells: of each number, and of body and year.
pub(super) fn define_names(book: &mut Workbook, plan: &FormPlan<'_>) -> Result<(), XlsxError> {
    for (key, row) in [cells::AGENCY, cells::YEAR].into_iter().zip(FACTS) {
        let place = format!("='{}'!{}", guide_name(), fixed(row, 1));
        book.define_name(cells::fact_name(key), &place)?;
    }
    let fields = &plan.layout.form.fields;
    for (id, name) in fields.ids().zip(cells::number_names(fields)) {
        if let Some(place) = plan.place(id) {
            let sheet = &plan.sheets[place.sheet].name;
            book.define_name(name, &format!("='{sheet}'!{}", fixed(place.row, place.column)))?;
        }
    }
    Ok(())
}
