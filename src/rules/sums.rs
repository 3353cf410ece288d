//! Sums that must agree, spread over the rows and columns of a table. Whole numbers only, in 128
//! bits: no count of the form can overflow them.

use serde::Deserialize;

use super::about::About;
use super::rule::{Balance, Case, Fragments, Rule};
use super::terms::{Equation, Term, expand};
use crate::args;
use crate::diagnostic::{Diagnostic, Location};
use crate::field::{FieldId, FieldPath};
use crate::form::Form;
use crate::messages::{Arg, Args, Text};
use crate::report::Report;
use crate::say;
use crate::statistics::Number;

/// Two sums that must be equal, or the first at most the second: once, or for each row or column of
/// a table. Its message has `{row}` or `{column}`, `{left}` and `{right}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sum {
    /// What `{}` in the terms stands for.
    over: Option<Over>,
    /// How the two must stand to each other.
    #[serde(default)]
    relation: Relation,
    /// Terms of the first sum.
    left: Vec<String>,
    /// Terms of the second sum.
    right: Vec<String>,
    /// The cases, in the table's order.
    #[serde(skip)]
    cases: Vec<SumCase>,
}

/// How two sums must stand to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Relation {
    /// Both are the same.
    #[default]
    Equal,
    /// The first is not above the second.
    AtMost,
}

/// What a sum is checked for: the rows or columns of a table, or groups of numbers by their paths.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Over {
    Table { table: String, each: Each },
    Groups { groups: Vec<FieldPath> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Each {
    Row,
    Column,
}

/// One case of a sum.
#[derive(Debug)]
struct SumCase {
    left: Vec<Term>,
    right: Vec<Term>,
    /// The row or column, as the message calls it.
    args: Args,
}

impl Rule for Sum {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        let case = |key: &str, args: Args| -> Result<SumCase, Text> {
            let (left, right) = (expand(&self.left, key, form)?, expand(&self.right, key, form)?);
            Ok(SumCase { left, right, args })
        };
        let Some(over) = &self.over else {
            self.cases = vec![case("", Args::new())?];
            return Ok(());
        };
        let (table, each) = match over {
            Over::Groups { groups } => {
                let row = |path: &FieldPath| {
                    let row = form.row_of(path).ok_or_else(|| say!("rule-path", path = path))?;
                    case(path.as_str(), args!(row = &row))
                };
                self.cases = groups.iter().map(row).collect::<Result<_, _>>()?;
                return Ok(());
            }
            Over::Table { table, each } => (table, each),
        };
        let found = form.tables.get(table).ok_or_else(|| say!("rule-table", table = table))?;
        self.cases = match each {
            Each::Row => {
                let rows = found.rows.iter();
                rows.map(|row| case(row.path.as_str(), args!(row = &row.label)))
                    .collect::<Result<_, _>>()?
            }
            Each::Column => {
                let columns = found.columns.iter();
                columns
                    .map(|column| case(&column.key, args!(column = &column.head)))
                    .collect::<Result<_, _>>()?
            }
        };
        Ok(())
    }

    /// A case with a number that could not be read is left to the reader's own finding, and one
    /// with last year's numbers to reports that have a last year.
    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let broken = |sums: &SumCase| {
            let (left, right) = (side(&sums.left, case.report)?, side(&sums.right, case.report)?);
            let holds = match self.relation {
                Relation::Equal => left.total == right.total,
                Relation::AtMost => left.total <= right.total,
            };
            if holds { None } else { finding(about, sums, &left, &right, case.form) }
        };
        self.cases.iter().filter_map(broken).collect()
    }

    fn computes(&self) -> Vec<(FieldId, Vec<FieldId>)> {
        let plain = |term: &Term| !term.negative && !term.previous;
        let one = |case: &SumCase| match case.left.as_slice() {
            [total] if plain(total) && case.right.iter().all(plain) => {
                Some((total.field, case.right.iter().map(|term| term.field).collect()))
            }
            _ => None,
        };
        self.cases.iter().filter(|_| self.relation == Relation::Equal).filter_map(one).collect()
    }

    fn balances(&self) -> Vec<Balance> {
        let one = |case: &SumCase| {
            let (left, right) = (case.left.iter(), case.right.iter());
            let this_year = left.clone().chain(right.clone()).all(|term| !term.previous);
            let left = left.map(|term| (term.field, term.negative));
            let terms = left.chain(right.map(|term| (term.field, !term.negative)));
            this_year.then(|| Balance { terms: terms.collect() })
        };
        let equal = self.cases.iter().filter(|_| self.relation == Relation::Equal);
        equal.filter_map(one).collect()
    }

    fn equations(&self) -> Vec<Equation<'_>> {
        let at_most = self.relation == Relation::AtMost;
        self.cases
            .iter()
            .map(|SumCase { left, right, .. }| Equation { left, right, at_most })
            .collect()
    }

    /// All of them where the sum is of last year's numbers alone; else the first.
    fn carries(&self, field: FieldId) -> Option<Vec<Term>> {
        let same = |case: &&SumCase| case.left == [Term::plain(field)];
        let last = |case: &SumCase| {
            let before = |term: &&Term| term.previous && !term.negative;
            match case.right.iter().all(|term| before(&term)) {
                true => Some(case.right.clone()),
                false => case.right.first().filter(before).map(|term| vec![*term]),
            }
        };
        let equal = self.cases.iter().filter(|_| self.relation == Relation::Equal);
        equal.filter(same).find_map(last)
    }
}

/// The finding that a case does not hold, at this year's first number that was typed. None where
/// all were computed: the fault is in another case then.
fn finding(
    about: &About,
    case: &SumCase,
    left: &Side<'_>,
    right: &Side<'_>,
    form: &Form,
) -> Option<Diagnostic> {
    let typed = left.terms.iter().chain(&right.terms).filter(|(term, _)| !term.previous);
    let (path, location) = typed
        .filter_map(|(term, number)| {
            Some((&form.fields[term.field].path, number.location.clone()?))
        })
        .next()?;
    let mut args = case.args.clone();
    args.extend([("left", Arg::from(left.written())), ("right", Arg::from(right.written()))]);
    let mut finding = about.finding(args).at(location.clone()).about(path.pointer());
    for (term, place) in left.places(right).filter(|(_, place)| *place != location) {
        let label = &form.fields[term.field].label;
        finding = finding.and(
            place,
            match term.previous {
                true => say!("label-last-year", label = label),
                false => label.into(),
            },
        );
    }
    // Nobody finds in the file what the program added up: the slip is in one of its terms.
    let computed = left.terms.iter().chain(&right.terms);
    let mut computed =
        computed.filter(|(term, number)| !term.previous && number.location.is_none());
    Some(match (computed.next(), computed.next()) {
        (Some((term, _)), None) => {
            finding.hint(say!("sum-computed", label = &form.fields[term.field].label))
        }
        _ => finding,
    })
}

/// One side of a sum.
struct Side<'a> {
    terms: Vec<(&'a Term, &'a Number)>,
    total: i128,
}

fn side<'a>(terms: &'a [Term], report: &'a Report) -> Option<Side<'a>> {
    let find = |term: &'a Term| {
        let number = match term.previous {
            false => report.statistics.get(term.field)?,
            true => report.last_year(term.field)?,
        };
        let count = number.value.whole()?;
        Some(((term, number), if term.negative { -count } else { count }))
    };
    let found: Vec<_> = terms.iter().map(find).collect::<Option<_>>()?;
    let total = found.iter().map(|(_, count)| count).sum();
    Some(Side { terms: found.into_iter().map(|(term, _)| term).collect(), total })
}

/// A side with more terms is not shown term by term.
const SHOWN: usize = 3;

impl<'a> Side<'a> {
    /// The places of the terms of both sides, where they are few.
    fn places(&self, other: &Side<'a>) -> impl Iterator<Item = (&'a Term, Location)> {
        let few = |side: &Side<'a>| {
            if side.terms.len() <= SHOWN { side.terms.clone() } else { Vec::new() }
        };
        let both = few(self).into_iter().chain(few(other));
        both.filter_map(|(term, number)| Some((term, number.location.clone()?)))
    }

    /// `3 + 4 = 7`, or just the sum where there is one term or many.
    fn written(&self) -> String {
        let total = self.total;
        match self.terms.as_slice() {
            [_] => total.to_string(),
            [(_, first), rest @ ..] if rest.len() < SHOWN => {
                let sign = |term: &Term| if term.negative { '−' } else { '+' };
                let rest: String = rest
                    .iter()
                    .map(|(term, number)| format!(" {} {}", sign(term), number.value))
                    .collect();
                format!("{}{rest} = {total}", first.value)
            }
            _ => total.to_string(),
        }
    }
}
