//! Where everything stands in the form: a sheet a table, its cells below a line with the heading.

use crate::document::Row;
use crate::field::FieldId;
use crate::form::{CellPart, FormCell, TableForm};
use crate::layout::Layout;
use crate::numbering::Numbering;

/// The sheets of a form and the place of each number.
pub(super) struct FormPlan<'a> {
    pub layout: &'a Layout,
    pub sheets: Vec<SheetPlan<'a>>,
    /// By the index of the field.
    places: Vec<Option<CellRect>>,
    /// Totals that are formulas, with their terms, each behind those that it needs.
    pub computed: Vec<(FieldId, &'a [FieldId])>,
}

/// A table and its sheet.
pub(super) struct SheetPlan<'a> {
    pub name: String,
    /// The heading of its section, numbered.
    pub heading: String,
    pub table: &'a TableForm,
    /// What stands among words on the form: each has a row of its own below the table.
    pub among_words: Vec<FieldId>,
}

/// Cells of a sheet, first and last, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CellRect {
    pub sheet: usize,
    pub row: u32,
    pub column: u16,
    pub last_row: u32,
    pub last_column: u16,
}

/// A row of the table on its sheet.
pub(super) struct RowPlan<'a> {
    pub at: u32,
    pub cells: &'a Row<FormCell>,
}

impl SheetPlan<'_> {
    /// The first row of the table: one with the heading stands above it.
    pub const FIRST: u32 = 1;

    /// All rows from the top.
    pub fn rows(&self) -> impl Iterator<Item = RowPlan<'_>> {
        self.table.grid.rows().zip(Self::FIRST..).map(|(cells, at)| RowPlan { at, cells })
    }

    /// The row below the table.
    pub fn end(&self) -> u32 {
        Self::FIRST + self.table.grid.rows().count() as u32
    }

    /// The first of the rows for what stands among words.
    pub fn first_among_words(&self) -> u32 {
        self.end() + 1
    }

    /// The first of the rows for checks below the table.
    pub fn first_check(&self) -> u32 {
        match self.among_words.len() as u32 {
            0 => self.end(),
            count => self.first_among_words() + count + 1,
        }
    }

    /// How many columns the table has.
    pub fn columns(&self) -> u16 {
        self.table.shares.len() as u16
    }

    /// How many columns of labels stand before the first number.
    pub fn labels(&self) -> u16 {
        let numbers = self.table.grid.rows().flat_map(Row::placed);
        let numbers = numbers.filter(|(_, placed)| placed.cell.path.is_some());
        numbers.map(|(column, _)| column as u16).min().unwrap_or(0)
    }
}

impl<'a> FormPlan<'a> {
    pub fn new(layout: &'a Layout) -> FormPlan<'a> {
        let form = &layout.form;
        let mut numbering = Numbering::new(&form.numbering, &form.words.numerals);
        let mut sheets: Vec<SheetPlan<'_>> = Vec::new();
        for section in &form.sections {
            let number = numbering.next(1);
            let table = section.table.as_ref().and_then(|name| form.tables.get(name));
            if let Some(table) = table {
                let name = sheet_name(&table.name, &sheets);
                let heading = match section.heading.is_empty() {
                    true => table.name.clone(),
                    false => format!("{number}{}", section.heading),
                };
                let among_words = among_words(table, layout);
                sheets.push(SheetPlan { name, heading, table, among_words });
            }
        }
        let mut plan = FormPlan { layout, sheets, places: Vec::new(), computed: Vec::new() };
        plan.places = plan.find_places();
        plan.computed = plan.order_totals();
        plan
    }

    fn find_places(&self) -> Vec<Option<CellRect>> {
        let fields = &self.layout.form.fields;
        let mut places = vec![None; fields.len()];
        for (sheet, plan) in self.sheets.iter().enumerate() {
            for row in plan.rows() {
                for (column, placed) in row.cells.placed() {
                    let path = placed.cell.path.as_ref();
                    let Some(id) = path.and_then(|path| fields.find(path.as_str())) else {
                        continue;
                    };
                    places[id.index()] = Some(CellRect {
                        sheet,
                        row: row.at,
                        column: column as u16,
                        last_row: row.at + placed.rowspan as u32 - 1,
                        last_column: (column + placed.colspan - 1) as u16,
                    });
                }
            }
            let (column, last_column) = (plan.labels(), plan.columns() - 1);
            for (row, id) in (plan.first_among_words()..).zip(&plan.among_words) {
                let last_row = row;
                places[id.index()] = Some(CellRect { sheet, row, column, last_row, last_column });
            }
        }
        places
    }

    /// The totals whose terms are typed or known before them: none goes in a circle.
    fn order_totals(&self) -> Vec<(FieldId, &'a [FieldId])> {
        let totals = &self.layout.form.totals;
        let mut ordered: Vec<(FieldId, &[FieldId])> = Vec::new();
        loop {
            let known = |id: &FieldId| ordered.iter().any(|(known, _)| known == id);
            let ready = totals.iter().find(|(total, terms)| {
                !known(total) && terms.iter().all(|term| known(term) || !totals.contains_key(term))
            });
            let Some((total, terms)) = ready else { return ordered };
            ordered.push((*total, terms));
        }
    }

    /// Where a number stands.
    pub fn place(&self, id: FieldId) -> Option<CellRect> {
        self.places[id.index()]
    }

    /// The terms of a total that is a formula.
    pub fn terms(&self, id: FieldId) -> Option<&'a [FieldId]> {
        self.computed.iter().find(|(known, _)| *known == id).map(|(_, terms)| *terms)
    }

    /// The numbers to be typed on which these depend.
    pub fn typed(&self, ids: impl IntoIterator<Item = FieldId>) -> Vec<FieldId> {
        let mut open = Vec::new();
        let mut waiting: Vec<FieldId> = ids.into_iter().collect();
        while let Some(id) = waiting.pop() {
            match self.terms(id) {
                Some(terms) => waiting.extend(terms),
                None => open.push(id),
            }
        }
        open.sort();
        open.dedup();
        open
    }

    /// The numbers that stand in a row of a sheet.
    pub fn in_row(&self, sheet: usize, row: u32) -> Vec<FieldId> {
        let here = |id: &FieldId| {
            self.place(*id).is_some_and(|place| place.sheet == sheet && place.row == row)
        };
        self.layout.form.fields.ids().filter(here).collect()
    }
}

/// The text of a cell; what stands in it among words has a row of its own below, and `mark` here.
pub(super) fn text_of(cell: &FormCell, mark: &str) -> String {
    let part = |part: &CellPart| match part {
        CellPart::Text(text) => text.clone(),
        CellPart::Value(_) => mark.to_owned(),
        CellPart::Fact(_) => String::new(),
    };
    cell.text.clone() + &cell.parts.iter().map(part).collect::<String>()
}

/// The fields that stand in a cell with words, in their order.
fn among_words(table: &TableForm, layout: &Layout) -> Vec<FieldId> {
    let parts = table.grid.cells().flat_map(|cell| &cell.parts);
    let field = |part: &CellPart| match part {
        CellPart::Value(path) => layout.form.fields.find(path.as_str()),
        CellPart::Text(_) | CellPart::Fact(_) => None,
    };
    parts.filter_map(field).collect()
}

/// The table's name as Excel takes it for a sheet: not too long, without what stands in references,
/// and none twice.
fn sheet_name(table: &str, known: &[SheetPlan<'_>]) -> String {
    const MOST: usize = 28; // of 31: room for a number
    let allowed = |c: &char| !c.is_control() && !"[]:*?/\\'".contains(*c);
    let name: String = table.chars().filter(allowed).take(MOST).collect();
    let names = std::iter::once(name.clone()).chain((1..).map(|at| format!("{name}{at}")));
    let is_free = |name: &String| {
        !name.is_empty()
            && known.iter().all(|sheet| sheet.name.to_lowercase() != name.to_lowercase())
    };
    names.into_iter().find(is_free).unwrap_or_default()
}
