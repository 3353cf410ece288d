//! How a sheet of the form is printed.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::measures::{SheetMeasures, margins_mm};
use super::plan::SheetPlan;
use crate::layout::{Role, Style};
use crate::say;

/// ISO A4 in the list of papers.
const A4: u8 = 9;
/// From the paper's edge to head and foot, in.
const HEAD_AND_FOOT_IN: f64 = 0.3;

/// Paper, margins, head and foot; the checks are not printed.
pub(super) fn set_page(
    sheet: &mut Worksheet,
    style: &Style,
    own: &SheetPlan<'_>,
    measures: &SheetMeasures,
    page_head: &str,
) -> Result<(), XlsxError> {
    let page = &style.page;
    let [top, right, bottom, left] = margins_mm(page, measures.turned).map(|margin| margin / 25.4);
    sheet.set_paper_size(A4);
    if measures.turned {
        sheet.set_landscape();
    }
    sheet.set_margins(left, right, top, bottom, HEAD_AND_FOOT_IN, HEAD_AND_FOOT_IN);
    sheet.set_print_center_horizontally(true);
    sheet.set_print_fit_to_pages(1, u16::from(own.table.keep_whole));
    let last = match own.among_words.is_empty() {
        true => own.end() - 1,
        false => own.first_check() - 2,
    };
    sheet.set_print_area(0, 0, last, own.columns() - 1)?;
    let font = &style.text(Role::Table).word;
    let said = |text: &str| format!("&\"{}\"&10{text}", font.replace(['"', '&'], ""));
    let foot = say!("form-foot", page = "&P", pages = "&N").in_file();
    sheet.set_footer(format!("&C{}", said(&format!(" {foot}"))));
    if !page_head.is_empty() {
        sheet.set_header(format!("&R{}", said(&format!(" {}", page_head.replace('&', "&&")))));
    }
    let heads = own.table.grid.groups();
    if let [group] = heads
        && !group.head.is_empty()
    {
        let last = SheetPlan::FIRST + group.head.len() as u32;
        sheet.set_repeat_rows(SheetPlan::FIRST, last - 1)?;
        sheet.set_freeze_panes(last, own.labels())?;
    }
    Ok(())
}
