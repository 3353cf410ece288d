//! One table of the form on its sheet.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Format, Formula,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::checks::{SheetChecks, off, over};
use super::formats::{Formats, with_decimals};
use super::formulas::{Formulas, cell, fixed};
use super::measures::{SheetMeasures, height_pt, lines, pixels};
use super::page::set_page;
use super::plan::{CellRect, FormPlan, SheetPlan, text_of};
use super::values::{FormValues, double};
use crate::document::CellRole;
use crate::field::{FieldId, FieldKind, Print};
use crate::layout::Role;
use crate::say;

/// Of the column with the checks, and of the one with what was reported, mm.
const CHECK_MM: f64 = 24.0;
/// What a validation's message may have.
const MOST_MESSAGE: usize = 250;

/// What a sheet is made from.
pub(super) struct SheetWriter<'a> {
    pub plan: &'a FormPlan<'a>,
    pub at: usize,
    pub values: &'a FormValues<'a>,
    pub formats: &'a Formats,
    pub checks: &'a SheetChecks<'a>,
    /// What stands at the head of the printed page.
    pub page_head: &'a str,
}

impl SheetWriter<'_> {
    pub fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let own = self.own();
        let style = &self.plan.layout.look;
        let measures = SheetMeasures::new(own, style);
        sheet.set_name(&own.name)?;
        set_page(sheet, style, own, &measures, self.page_head)?;
        for (column, width) in measures.columns_mm.iter().enumerate() {
            sheet.set_column_width_pixels(column as u16, pixels(*width))?;
        }
        let last = own.columns() - 1;
        put(sheet, (0, 0, 0, last), &own.heading, &self.formats.heading)?;
        sheet.set_row_height(0, height_pt(1.0, style.text(Role::Table).size_pt) + 6.0)?;
        for (row, height) in own.rows().zip(&measures.rows_pt) {
            sheet.set_row_height(row.at, *height)?;
            for (column, placed) in row.cells.placed() {
                let column = column as u16;
                let (last_row, last_column) =
                    (row.at + placed.rowspan as u32 - 1, column + placed.colspan as u16 - 1);
                let format = match placed.cell.role {
                    _ if placed.cell.vertical => &self.formats.vertical,
                    _ if placed.cell.turned => &self.formats.turned,
                    CellRole::Head => &self.formats.head,
                    CellRole::Group => &self.formats.group,
                    _ => &self.formats.label,
                };
                if placed.cell.path.is_none() {
                    let range = (row.at, column, last_row, last_column);
                    let text = text_of(&placed.cell, &self.plan.layout.form.draft.missing);
                    put(sheet, range, &text, format)?;
                }
            }
        }
        for (row, id) in (own.first_among_words()..).zip(&own.among_words) {
            let label = self.plan.layout.form.fields[*id].label.in_file();
            if let Some(last) = own.labels().checked_sub(1) {
                put(sheet, (row, 0, row, last), &label, &self.formats.label)?;
                let size = style.text(Role::Table).size_pt;
                let width = measures.columns_mm.iter().take(usize::from(own.labels())).sum();
                sheet.set_row_height(row, height_pt(lines(&label, width, size), size))?;
            }
        }
        let here = |id: &FieldId| self.plan.place(*id).is_some_and(|place| place.sheet == self.at);
        for id in self.plan.layout.form.fields.ids().filter(here) {
            self.write_number(sheet, id)?;
        }
        self.write_checks(sheet, &measures)?;
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        });
        Ok(())
    }

    fn own(&self) -> &SheetPlan<'_> {
        &self.plan.sheets[self.at]
    }

    fn formulas(&self) -> Formulas<'_> {
        Formulas { plan: self.plan, sheet: self.at }
    }

    /// A cell to type in, or the formula of a total.
    fn write_number(&self, sheet: &mut Worksheet, id: FieldId) -> Result<(), XlsxError> {
        let Some(place) = self.plan.place(id) else { return Ok(()) };
        let CellRect { row, column, .. } = place;
        if let Some(terms) = self.plan.terms(id) {
            put(sheet, range(place), "", &self.formats.total)?;
            let sum = self.values.whole(id);
            let formula = Formula::new(self.formulas().sum(terms)).set_result(sum.to_string());
            sheet.write_formula_with_format(row, column, formula, &self.formats.total)?;
            return Ok(());
        }
        let number = self.values.number(id);
        if !self.plan.layout.form.fields[id].kind.is_number() {
            let words = number.map(ToString::to_string).unwrap_or_default();
            put(sheet, range(place), &words, &self.formats.words)?;
            let (row, column, last_row, last_column) = range(place);
            return match self.options(id) {
                Some(options) => sheet
                    .add_data_validation(row, column, last_row, last_column, &options?)
                    .map(drop),
                None => Ok(()),
            };
        }
        let digits = number.map(ToString::to_string).unwrap_or_default();
        let format = with_decimals(&self.formats.open, &digits);
        put(sheet, range(place), "", &format)?;
        match number {
            Some(value) => sheet.write_number_with_format(row, column, double(value), &format)?,
            None => sheet.write_blank(row, column, &format)?,
        };
        let (row, column, last_row, last_column) = range(place);
        sheet.add_data_validation(row, column, last_row, last_column, &self.validation(id)?)?;
        let own = cell(row, column);
        let kind = self.plan.layout.form.fields[id].kind;
        let mut wrong = Vec::new();
        if !kind.has_sign() {
            wrong.push(format!("{own}<0"));
        }
        if !kind.has_decimals() {
            wrong.push(format!("{own}<>INT({own})"));
        }
        let wrong = if wrong.is_empty() { "FALSE".to_owned() } else { wrong.join(",") };
        let bad = format!("IF(ISTEXT({own}),TRUE,OR({wrong}))");
        self.redden(sheet, &[place], &bad)
    }

    /// The list that a choice of one is made from, where it is short enough for a cell.
    fn options(&self, id: FieldId) -> Option<Result<DataValidation, XlsxError>> {
        let field = &self.plan.layout.form.fields[id];
        let Print { options, many, .. } = &field.print;
        let length: usize = options.iter().map(|option| option.chars().count() + 1).sum();
        let fits = field.kind == FieldKind::Choice && !many && length <= MOST_MESSAGE;
        fits.then(|| DataValidation::new().allow_list_strings(options))
    }

    /// What may be typed, and what is said where something else is.
    fn validation(&self, id: FieldId) -> Result<DataValidation, XlsxError> {
        let field = &self.plan.layout.form.fields[id];
        let (kind, label) = (field.kind, &field.label);
        let place = self.plan.place(id).map(|place| cell(place.row, place.column));
        let place = place.unwrap_or_default();
        let rule = DataValidation::new();
        let formula = |formula: String| DataValidation::new().allow_custom(Formula::new(formula));
        let rule = match (kind.has_decimals(), kind.has_sign()) {
            (false, false) => rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            (true, false) => {
                rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            }
            (false, true) => formula(format!("AND(ISNUMBER({place}),{place}=INT({place}))")),
            (true, true) => formula(format!("ISNUMBER({place})")),
        };
        let message = match (kind.has_decimals(), kind.has_sign()) {
            (false, false) => say!("form-stop-count", label = label),
            (true, false) => say!("form-stop-amount", label = label),
            (false, true) => say!("form-stop-change", label = label),
            (true, true) => say!("form-stop-decimal", label = label),
        };
        let message: String = message.in_file().chars().take(MOST_MESSAGE).collect();
        rule.ignore_blank(field.optional)
            .set_error_title(say!("form-stop-title").in_file())?
            .set_error_message(message)
    }

    fn write_checks(
        &self,
        sheet: &mut Worksheet,
        measures: &SheetMeasures,
    ) -> Result<(), XlsxError> {
        let own = self.own();
        let (beside, size) = (own.columns(), self.plan.layout.look.text(Role::Table).size_pt);
        for column in [beside, beside + 1] {
            sheet.set_column_width_pixels(column, pixels(CHECK_MM))?;
        }
        let head = say!("form-check").in_file();
        sheet.write_string_with_format(SheetPlan::FIRST, beside, &head, &self.formats.check)?;
        for (row, check) in &self.checks.beside {
            let told = check.formula(&self.formulas(), self.values, true);
            self.write_check(sheet, (*row, beside), told.formula, told.result)?;
            self.mark(sheet, (*row, beside), &check.equations)?;
            self.write_reported(sheet, *row, beside + 1)?;
        }
        for (row, (about, checks)) in (own.first_check()..).zip(&self.checks.below) {
            let labels = own.labels();
            let text = say!("form-check-rule", rule = &about.source).in_file();
            if let Some(last) = labels.checked_sub(1) {
                put(sheet, (row, 0, row, last), &text, &self.formats.check_head)?;
                let width: f64 = measures.columns_mm.iter().take(usize::from(labels)).sum();
                sheet.set_row_height(row, height_pt(lines(&text, width, size), size))?;
            }
            for (column, check) in checks {
                let told = check.formula(&self.formulas(), self.values, false);
                self.write_check(sheet, (row, *column), told.formula, told.result)?;
                self.mark(sheet, (row, *column), &check.equations)?;
            }
        }
        Ok(())
    }

    fn write_check(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        formula: String,
        result: String,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        sheet.write_formula_with_format(row, column, formula, &self.formats.check).map(drop)
    }

    /// Totals that were reported otherwise than their terms add up to: the formula would repair
    /// them silently.
    fn write_reported(&self, sheet: &mut Worksheet, row: u32, at: u16) -> Result<(), XlsxError> {
        let fields = &self.plan.layout.form.fields;
        let reported = |id: FieldId| {
            let number = self.values.number(id).filter(|_| self.plan.terms(id).is_some())?;
            let differs = number.whole() != Some(self.values.whole(id));
            let (name, number) = (fields[id].label.short(), number.to_string());
            differs.then(|| say!("form-was", name = name, number = number).in_file())
        };
        let totals: Vec<String> =
            self.plan.in_row(self.at, row).into_iter().filter_map(reported).collect();
        match totals.is_empty() {
            true => Ok(()),
            false => sheet
                .write_string_with_format(row, at, totals.join(" "), &self.formats.was)
                .map(drop),
        }
    }

    /// The check and the cells of its equations in red while it does not hold.
    fn mark(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        equations: &[crate::rules::Equation<'_>],
    ) -> Result<(), XlsxError> {
        if equations.is_empty() {
            return Ok(());
        }
        let told = fixed(row, column);
        let begins = |text: String| {
            let (length, text) = (text.chars().count(), super::formulas::quoted(&text));
            format!("LEFT({told},{length})={text}")
        };
        let wrong = format!("OR({},{})", begins(off()), begins(over()));
        let check = CellRect { sheet: self.at, row, column, last_row: row, last_column: column };
        let terms = equations.iter().flat_map(|equation| equation.terms());
        let mut places: Vec<CellRect> = terms
            .filter_map(|term| self.plan.place(term.field))
            .filter(|place| place.sheet == self.at)
            .chain([check])
            .collect();
        places.sort();
        places.dedup();
        self.redden(sheet, &places, &wrong)
    }

    fn redden(
        &self,
        sheet: &mut Worksheet,
        places: &[CellRect],
        formula: &str,
    ) -> Result<(), XlsxError> {
        let Some(first) = places.first() else { return Ok(()) };
        let names: Vec<String> = places.iter().map(|place| cell(place.row, place.column)).collect();
        let format = ConditionalFormatFormula::new()
            .set_rule(formula)
            .set_format(&self.formats.wrong)
            .set_multi_range(names.join(" "));
        let (row, column, last_row, last_column) = range(*first);
        sheet.add_conditional_format(row, column, last_row, last_column, &format).map(drop)
    }
}

fn range(place: CellRect) -> (u32, u16, u32, u16) {
    (place.row, place.column, place.last_row, place.last_column)
}

/// A text in a cell or in merged ones.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column, last_row, last_column): (u32, u16, u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match (row, column) == (last_row, last_column) {
        true if text.is_empty() => sheet.write_blank(row, column, format)?,
        true => sheet.write_string_with_format(row, column, text, format)?,
        false => sheet.merge_range(row, column, last_row, last_column, text, format)?,
    };
    Ok(())
}
