//! Sums that must agree, spread over the rows and columns of a table.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::About;
use crate::layout::Layout;

/// Two sums that must be equal, or the first at most the second: once, or for each row or column of a table.
#[derive(Debug, Deserialize)]
pub struct Sum {
    /// Message with `{row}` or `{column}`, `{left}` and `{right}`.
    #[serde(flatten)]
    pub about: About,
    /// What `{}` in the terms stands for.
    pub over: Option<Over>,
    /// How the two must stand to each other.
    #[serde(default)]
    pub relation: Relation,
    /// Terms of the first sum.
    left: Vec<String>,
    /// Terms of the second sum.
    right: Vec<String>,
    /// The cases, in the table's order.
    #[serde(skip)]
    pub cases: Vec<SumCase>,
}

/// How two sums must stand to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Both are the same.
    #[default]
    Equal,
    /// The first is not above the second.
    AtMost,
}

/// The rows or columns that a sum is checked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Over {
    /// The table.
    pub table: String,
    /// Its rows or its columns.
    pub each: Each,
}

/// Rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// Each row of numbers.
    Row,
    /// Each column of numbers.
    Column,
}

/// A term of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Path of its number.
    pub path: String,
    /// Whether it is taken away.
    pub negative: bool,
    /// Whether it is last year's.
    pub previous: bool,
}

/// One case of a sum.
#[derive(Debug)]
pub struct SumCase {
    /// Terms of the first sum.
    pub left: Vec<Term>,
    /// Terms of the second sum.
    pub right: Vec<Term>,
    /// The finding's message.
    pub message: String,
}

impl Sum {
    pub(super) fn cases(&self, layout: &Layout) -> Vec<SumCase> {
        let case = |key: &str, message: String| SumCase {
            left: expand(&self.left, key, layout),
            right: expand(&self.right, key, layout),
            message,
        };
        let Some(over) = &self.over else { return vec![case("", self.about.message.clone())] };
        let Some(table) = layout.tables.get(&over.table) else { return Vec::new() };
        let (lines, name) = match over.each {
            Each::Row => (&table.rows, "{row}"),
            Each::Column => (&table.columns, "{column}"),
        };
        lines
            .iter()
            .map(|line| case(&line.key, self.about.message.replace(name, &line.label)))
            .collect()
    }

    /// What each number is the sum of that a report may leave out: path → terms.
    pub fn computes(&self) -> BTreeMap<String, Vec<String>> {
        let plain = |term: &Term| !term.negative && !term.previous;
        let one = |case: &SumCase| match case.left.as_slice() {
            [total]
                if plain(total)
                    && case.right.iter().all(plain)
                    && total.path.split('.').any(|name| name == "total") =>
            {
                Some((
                    total.path.clone(),
                    case.right.iter().map(|term| term.path.clone()).collect(),
                ))
            }
            _ => None,
        };
        self.cases.iter().filter(|_| self.relation == Relation::Equal).filter_map(one).collect()
    }

    pub(super) fn prove(&self, layout: &Layout) -> Result<(), String> {
        if let Some(over) =
            self.over.as_ref().filter(|over| !layout.tables.contains_key(&over.table))
        {
            return Err(format!("规则 {} 所用的表格 {} 不存在", self.about.id, over.table));
        }
        for case in &self.cases {
            let unknown =
                case.left.iter().chain(&case.right).find(|term| layout.field(&term.path).is_none());
            if let Some(term) = unknown {
                return Err(format!("规则 {} 中的 {} 不在任何表格中", self.about.id, term.path));
            }
        }
        Ok(())
    }
}

/// `terms` with `{}` replaced by `key` and `*` by every name that the form has at its place. `-` before a term takes it away, `previous.`
/// takes it from last year.
pub(super) fn expand(terms: &[String], key: &str, layout: &Layout) -> Vec<Term> {
    let mut list = Vec::new();
    for term in terms {
        let term = term.replace("{}", key);
        let (negative, term) =
            term.strip_prefix('-').map_or((false, term.as_str()), |rest| (true, rest));
        let (previous, term) =
            term.strip_prefix("previous.").map_or((false, term), |rest| (true, rest));
        if term.contains('*') {
            let found = layout.fields.iter().filter(|field| matches(term, &field.path));
            list.extend(found.map(|field| Term { path: field.path.clone(), negative, previous }));
        } else {
            list.push(Term { path: term.to_owned(), negative, previous });
        }
    }
    list
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('.'), path.split('.'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(want), Some(name)) if want == "*" || want == name => {}
            _ => return false,
        }
    }
}
