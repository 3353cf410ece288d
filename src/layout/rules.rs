//! rules.toml: what must agree, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Layout;
use crate::diagnostic::Severity;

/// rules.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    #[serde(default)]
    pub sums: Vec<Sum>,
}

/// Two sums that must be equal, for each row or column of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Stable id.
    pub id: String,
    /// What `{}` in the terms stands for.
    pub over: Over,
    /// Terms of the first sum.
    pub left: Vec<String>,
    /// Terms of the second sum.
    pub right: Vec<String>,
    /// Error or warning.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// Clause it comes from.
    pub source: String,
    /// What is wrong, with `{row}` or `{column}`, `{left}` and `{right}`.
    pub message: String,
    /// What to do.
    pub hint: String,
}

fn severity<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Severity, D::Error> {
    match String::deserialize(input)?.as_str() {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        other => Err(serde::de::Error::custom(format!("severity `{other}` is neither `error` nor `warning`"))),
    }
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

/// One case of a sum: its terms as paths.
#[derive(Debug)]
pub struct SumCase {
    /// Paths of the first sum.
    pub left: Vec<String>,
    /// Paths of the second sum.
    pub right: Vec<String>,
    /// The finding's message.
    pub message: String,
}

impl Sum {
    /// The cases, in the table's order.
    pub fn cases(&self, layout: &Layout) -> Vec<SumCase> {
        let Some(table) = layout.tables.get(&self.over.table) else { return Vec::new() };
        let (lines, name) = match self.over.each {
            Each::Row => (&table.rows, "{row}"),
            Each::Column => (&table.columns, "{column}"),
        };
        lines
            .iter()
            .map(|line| SumCase {
                left: expand(&self.left, &line.key, layout),
                right: expand(&self.right, &line.key, layout),
                message: self.message.replace(name, &line.label),
            })
            .collect()
    }

    /// What each number is the sum of that a report may leave out: path → terms.
    pub fn computes(&self, layout: &Layout) -> BTreeMap<String, Vec<String>> {
        let one = |case: SumCase| match <[String; 1]>::try_from(case.left) {
            Ok([total]) if total.split('.').any(|name| name == "total") => Some((total, case.right)),
            _ => None,
        };
        self.cases(layout).into_iter().filter_map(one).collect()
    }

    /// Fails where the table or a term does not exist.
    pub(super) fn prove(&self, layout: &Layout) -> Result<(), String> {
        if !layout.tables.contains_key(&self.over.table) {
            return Err(format!("规则 {} 所用的表格 {} 不存在", self.id, self.over.table));
        }
        for case in self.cases(layout) {
            let unknown = case.left.iter().chain(&case.right).find(|path| layout.field(path).is_none());
            if let Some(path) = unknown {
                return Err(format!("规则 {} 中的 {path} 不在任何表格中", self.id));
            }
        }
        Ok(())
    }
}

/// `terms` with `{}` replaced by `key` and `*` by every name that the form has at its place.
fn expand(terms: &[String], key: &str, layout: &Layout) -> Vec<String> {
    let mut paths = Vec::new();
    for term in terms {
        let term = term.replace("{}", key);
        if term.contains('*') {
            paths.extend(layout.fields().filter(|field| matches(&term, &field.path)).map(|field| field.path.clone()));
        } else {
            paths.push(term);
        }
    }
    paths
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
