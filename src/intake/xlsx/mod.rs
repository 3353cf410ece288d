//! The Excel form as it comes back: which numbers stand in it, in the digits that were typed, and
//! what can't be taken. Positions mean nothing: a number's name leads to its cell, and the labels
//! around the cell must agree.

mod book;
mod digits;
mod labels;
mod locate;
mod ods;
mod read;
mod sheets;
mod styles;
mod values;
mod xls;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::book::{Book, BookValue};
use crate::diagnostic::{Diagnostic, Location};
use crate::field::FieldId;
use crate::finding;
use crate::intake::foreign::ForeignDocument;
use crate::layout::{Layout, Layouts};
use crate::spot::FileSpot;
use crate::statistics::{Number, Statistics};
use crate::workbook::cells;

/// What begins an XLS.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// A form that was read.
#[derive(Debug)]
pub struct FormFile<'a> {
    /// The edition that it is a form of.
    pub layout: &'a Layout,
    /// Who reports, as the form says.
    pub agency: Option<String>,
    /// On which year, as the form says.
    pub year: Option<u16>,
    /// Every number that the form has or left with, in the order of the form.
    pub numbers: Vec<FormNumber>,
    /// What can't be taken, and what was taken with a doubt.
    pub findings: Vec<Diagnostic>,
}

/// A number of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormNumber {
    /// Its field.
    pub field: FieldId,
    /// The cell that it stands in; none where that is lost.
    pub spot: Option<FileSpot>,
    /// What stands in that cell; none where nothing does.
    pub raw: Option<String>,
    /// What the form left with, as the report wrote it.
    pub base: Option<String>,
    /// What it is now, as a report writes it; none where it is missing or can't be taken.
    pub token: Option<String>,
    /// Whether it is a total, which is computed from what was typed.
    pub computed: bool,
}

/// Reads a form: XLSX, and what Excel and LibreOffice make of it when they save it as XLS or ODS.
/// `name` is the file's, for findings.
pub fn read_form<'a>(
    name: &str,
    bytes: &[u8],
    layouts: &'a Layouts,
) -> Result<FormFile<'a>, Diagnostic> {
    let place = || Location::whole(name);
    let book = read_book(bytes).map_err(|fault| fault.at(place()))?;
    let carried = FormOrigin::of(&book).ok_or_else(|| finding!("form-foreign").at(place()))?;
    let layout = carried.layout(layouts).map_err(|fault| fault.at(place()))?;
    let form = &layout.form;
    let mut findings = Vec::new();
    let mut places = locate::locate(&book, form, &mut findings);
    let among_words = labels::among_words(form);
    labels::check(&book, form, &among_words, &mut places, &mut findings);
    let left_with = carried.numbers(layout);
    let tokens = values::read(&book, form, &places, &left_with, &mut findings);
    let mut totals = values::totals(&book, form, &places, &tokens, &mut findings);
    // A total that the report gave stays as it was while none of its terms has changed.
    for (id, sum) in values::sums(form, &left_with) {
        if let (Some(now), Some(before)) = (totals.get_mut(&id), left_with.get(&id))
            && *now == sum
        {
            now.clone_from(before);
        }
    }
    let number = |field: FieldId| FormNumber {
        field,
        spot: places.get(&field).map(|at| book.spot(*at)),
        raw: places.get(&field).and_then(|at| values::raw(&book.cell(*at).value)),
        base: left_with.get(&field).cloned(),
        token: tokens.get(&field).or(totals.get(&field)).cloned(),
        computed: form.totals.contains_key(&field),
    };
    Ok(FormFile {
        layout,
        agency: fact(&book, cells::AGENCY).or(carried.get(cells::AGENCY)),
        year: fact(&book, cells::YEAR)
            .or(carried.get(cells::YEAR))
            .and_then(|year| digits::shortest(&digits::typed(&year)?).ok()?.parse().ok()),
        numbers: form.fields.ids().map(number).collect(),
        findings: findings.into_iter().map(|finding| finding.at(place())).collect(),
    })
}

impl FormFile<'_> {
    /// The numbers as a report holds them.
    pub fn statistics(&self) -> Statistics {
        let fields = &self.layout.form.fields;
        let mut statistics = Statistics::new(Arc::clone(fields));
        for number in &self.numbers {
            let token = number.token.as_deref();
            let field = &fields[number.field];
            if let Some(value) = token.and_then(|token| values::value(token, field)) {
                statistics.set(number.field, Number { value, location: None });
            }
        }
        statistics
    }
}

/// Any workbook as the blocks of a file from elsewhere.
pub(super) fn blocks(bytes: &[u8]) -> Result<ForeignDocument, Diagnostic> {
    Ok(sheets::blocks(&read_book(bytes)?))
}

/// Whether these bytes may be a form, and not a report's other files: a workbook.
pub fn is_workbook(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_lowercase();
    let named = [".xlsx", ".xlsm", ".xls", ".et", ".ods"].iter().any(|end| name.ends_with(end));
    named || (bytes.starts_with(b"PK") && (ods::is_ods(bytes) || read::is_xlsx(bytes)))
}

fn read_book(bytes: &[u8]) -> Result<Book, Diagnostic> {
    match () {
        () if bytes.starts_with(COMPOUND) => xls::read(bytes),
        () if bytes.starts_with(b"PK") && ods::is_ods(bytes) => ods::read(bytes),
        () => read::read(bytes),
    }
}

/// What someone typed into an open cell that holds no number.
fn fact(book: &Book, key: &str) -> Option<String> {
    match book.cell(locate::fact(book, key)?).value {
        BookValue::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        BookValue::Number(number) => Some(number),
        BookValue::Nothing | BookValue::Flag(_) | BookValue::Fault(_) => None,
    }
}

/// What a form carries along in its hidden sheet.
struct FormOrigin(BTreeMap<String, String>);

impl FormOrigin {
    fn of(book: &Book) -> Option<FormOrigin> {
        let sheet = book.sheet(cells::CARRIED)?;
        let rows = sheet.cells.keys().map(|(row, _)| *row);
        let pair = |row: u32| {
            let text = |column| sheet.text((row, column)).map(str::to_owned);
            Some((text(0)?, text(1)?))
        };
        let pairs: BTreeMap<String, String> = rows.filter_map(pair).collect();
        pairs.contains_key(cells::LAYOUT).then_some(FormOrigin(pairs))
    }

    fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    /// The layout that it is a form of.
    fn layout<'a>(&self, layouts: &'a Layouts) -> Result<&'a Layout, Diagnostic> {
        let format = self.get(cells::FORMAT).unwrap_or_default();
        if format != cells::FORMAT_NOW {
            let program = self.get(cells::PROGRAM).unwrap_or_default();
            return Err(finding!("form-foreign.newer", program = program));
        }
        let name = self.get(cells::LAYOUT).unwrap_or_default();
        layouts
            .get(&name)
            .ok_or_else(|| finding!("layout-unknown", name = &name, listing = layouts.listing()))
    }

    /// The numbers that it left with, as the report wrote them.
    fn numbers(&self, layout: &Layout) -> BTreeMap<FieldId, String> {
        let fields = &layout.form.fields;
        let number = |(key, token): (&String, &String)| {
            Some((fields.find(key.strip_prefix(cells::NUMBER)?)?, token.clone()))
        };
        self.0.iter().filter_map(number).collect()
    }
}
