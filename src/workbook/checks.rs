//! What the form says of its sums: beside a row and below a column, that they hold, by how much
//! they don't, or what is missing.

use std::collections::BTreeMap;

use super::formulas::{Formulas, quoted};
use super::plan::FormPlan;
use super::values::FormValues;
use crate::field::{FieldId, FieldKind};
use crate::rules::{About, Equation};
use crate::say;

/// The checks of a sheet.
#[derive(Default)]
pub(super) struct SheetChecks<'a> {
    /// Beside a row of the sheet.
    pub beside: BTreeMap<u32, SumCheck<'a>>,
    /// Below the table: a row a rule, a check a column.
    pub below: Vec<(&'a About, BTreeMap<u16, SumCheck<'a>>)>,
}

/// A cell that tells how things stand.
#[derive(Default)]
pub(super) struct SumCheck<'a> {
    pub equations: Vec<Equation<'a>>,
    /// The cells that it waits for.
    pub open: Vec<FieldId>,
}

/// A formula and what it gives on the numbers that the form leaves with.
pub(super) struct CheckFormula {
    pub formula: String,
    pub result: String,
}

impl<'a> SheetChecks<'a> {
    /// The checks of each sheet: the layout's sums of whole numbers of one year.
    pub fn of_all(plan: &'a FormPlan<'a>) -> Vec<SheetChecks<'a>> {
        let mut sheets: Vec<SheetChecks<'_>> =
            plan.sheets.iter().map(|_| SheetChecks::default()).collect();
        for (sheet, checks) in sheets.iter_mut().enumerate() {
            for row in plan.sheets[sheet].rows() {
                let fields = &plan.layout.form.fields;
                let mut open = plan.in_row(sheet, row.at);
                open.retain(|id| fields[*id].kind.is_number() && !fields[*id].optional);
                if !open.is_empty() {
                    open.retain(|id| plan.terms(*id).is_none());
                    checks.beside.insert(row.at, SumCheck { equations: Vec::new(), open });
                }
            }
        }
        let fields = &plan.layout.form.fields;
        for (about, rule) in plan.layout.rules.iter() {
            for equation in rule.equations() {
                let fits =
                    |id: FieldId| matches!(fields[id].kind, FieldKind::Count | FieldKind::Change);
                if equation.terms().all(|term| !term.previous && fits(term.field)) {
                    put(plan, &mut sheets, about, equation);
                }
            }
        }
        sheets
    }
}

/// Puts an equation beside its row, or below its column.
fn put<'a>(
    plan: &'a FormPlan<'a>,
    sheets: &mut [SheetChecks<'a>],
    about: &'a About,
    equation: Equation<'a>,
) {
    let places: Vec<_> = equation.terms().filter_map(|term| plan.place(term.field)).collect();
    let Some(first) = places.first() else { return };
    let checks = &mut sheets[first.sheet];
    if places.iter().all(|place| (place.sheet, place.row) == (first.sheet, first.row)) {
        checks.beside.entry(first.row).or_default().equations.push(equation);
        return;
    }
    let at = checks.below.iter().position(|(known, _)| known.id == about.id);
    let at = at.unwrap_or_else(|| {
        checks.below.push((about, BTreeMap::new()));
        checks.below.len() - 1
    });
    let check = checks.below[at].1.entry(first.column).or_default();
    check.open.extend(plan.typed(equation.terms().map(|term| term.field)));
    check.open.sort();
    check.open.dedup();
    check.equations.push(equation);
}

impl SumCheck<'_> {
    /// The check beside a row tells how many cells are missing; one below a column only that some
    /// are.
    pub fn formula(
        &self,
        formulas: &Formulas<'_>,
        values: &FormValues<'_>,
        counts: bool,
    ) -> CheckFormula {
        let holds = match self.equations.is_empty() {
            true => say!("form-filled"),
            false => say!("form-holds"),
        };
        let holds = holds.in_file();
        let (mut formula, mut result) = (quoted(&holds), holds);
        for equation in self.equations.iter().rev() {
            let (left, right) = (formulas.side(equation.left), formulas.side(equation.right));
            let (sign, off) = match equation.at_most {
                true => ("<=", over()),
                false => ("=", off()),
            };
            formula =
                format!("IF({left}{sign}{right},{formula},{}&({left}-({right})))", quoted(&off));
            let (left, right) = (values.side(equation.left), values.side(equation.right));
            let fits = if equation.at_most { left <= right } else { left == right };
            if !fits {
                result = format!("{off}{}", left - right);
            }
        }
        if self.open.is_empty() {
            return CheckFormula { formula, result };
        }
        let (count, all) = (formulas.count(&self.open), self.open.len());
        let missing = values.missing(&self.open);
        let unfilled = match counts {
            true => {
                let said = say!("form-missing", count = "\u{0}").in_file();
                let (before, behind) = said.split_once('\u{0}').unwrap_or((&said, ""));
                format!("{}&({all}-{count})&{}", quoted(before), quoted(behind))
            }
            false => quoted(&say!("form-unfilled").in_file()),
        };
        formula = format!("IF({count}<{all},{unfilled},{formula})");
        if missing > 0 {
            result = match counts {
                true => say!("form-missing", count = missing).in_file(),
                false => say!("form-unfilled").in_file(),
            };
        }
        CheckFormula { formula, result }
    }
}

/// What a check begins with where two sums differ.
pub(super) fn off() -> String {
    say!("form-off").in_file()
}

/// What it begins with where the first is above the second.
pub(super) fn over() -> String {
    say!("form-over").in_file()
}
