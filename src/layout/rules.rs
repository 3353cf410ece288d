//! rules.toml: what must hold, as data. A new rule of a known kind needs no Rust.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::{Layout, Pattern};
use crate::diagnostic::Severity;
use crate::report::Level;

/// rules.toml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Sums that must agree.
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// Days between which the report must be dated.
    #[serde(default)]
    pub dates: Vec<Dates>,
    /// Numbers that must be 0 for some kinds of bodies.
    #[serde(default)]
    pub authorities: Vec<Authority>,
    /// Wording that must or must not be there.
    #[serde(default)]
    pub wordings: Vec<Wording>,
    /// Numbers in the text that must be those of cells.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// What the text may say only where numbers are 0.
    #[serde(default)]
    pub denials: Vec<Denial>,
    /// Parts in a sentence that must make up its whole.
    #[serde(default)]
    pub enumerations: Vec<Enumeration>,
}

/// What every rule says of itself.
#[derive(Debug, Deserialize)]
pub struct About {
    /// Stable id.
    pub id: String,
    /// Error or warning.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// Clause or source it comes from.
    pub source: String,
    /// What is wrong; each kind says what stands in braces.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Two sums that must be equal, or the first at most the second: once, or for each row or column of a table.
#[derive(Debug, Deserialize)]
pub struct Sum {
    /// Id, severity, source, message with `{row}` or `{column}`, `{left}` and `{right}`.
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

/// 成文日期: after the year that is reported on and on or before a day of the next.
#[derive(Debug, Deserialize)]
pub struct Dates {
    /// Id, severity, source, message with `{date}` and `{until}`.
    #[serde(flatten)]
    pub about: About,
    /// Kinds of bodies it binds.
    pub levels: Vec<Level>,
    /// Last month and day of the next year.
    pub until: (u8, u8),
}

/// Numbers that some kinds of bodies have no power to have.
#[derive(Debug, Deserialize)]
pub struct Authority {
    /// Id, severity, source, message with `{label}` and `{number}`.
    #[serde(flatten)]
    pub about: About,
    /// Kinds of bodies it binds.
    pub levels: Vec<Level>,
    /// Paths of numbers that must be 0.
    pub zero: Vec<String>,
}

/// A pattern that must be in the text, or must not.
#[derive(Debug, Deserialize)]
pub struct Wording {
    /// Id, severity, source, message with `{found}`.
    #[serde(flatten)]
    pub about: About,
    /// Kinds of bodies it binds; empty for all.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Key of the section it is sought in; none for the whole text.
    pub section: Option<String>,
    /// The pattern, over the text without white space.
    pub pattern: Pattern,
    /// Whether it must be there.
    #[serde(default)]
    pub required: bool,
    /// A rule that is switched on by a layout of one's own.
    #[serde(default)]
    pub off: bool,
}

/// A number in the text that must be that of a cell, or the sum of some.
#[derive(Debug, Deserialize)]
pub struct Claim {
    /// Id, severity, source, message with `{typed}` and `{expected}`.
    #[serde(flatten)]
    pub about: About,
    /// The pattern, over the text without white space; its group is the number.
    pub pattern: Pattern,
    accept: Vec<Vec<String>>,
    /// What the number may mean: each reading a list of terms whose sum it may be.
    #[serde(skip)]
    pub readings: Vec<Vec<Term>>,
}

/// What the text may say only where the sum of some numbers is 0.
#[derive(Debug, Deserialize)]
pub struct Denial {
    /// Id, severity, source, message with `{found}` and `{number}`.
    #[serde(flatten)]
    pub about: About,
    /// The pattern, over the text without white space.
    pub pattern: Pattern,
    /// Terms that must be 0.
    zero: Vec<String>,
    /// Terms that must be 0.
    #[serde(skip)]
    pub terms: Vec<Term>,
}

/// A sentence with a whole and its parts.
#[derive(Debug, Deserialize)]
pub struct Enumeration {
    /// Id, severity, source, message with `{total}` and `{sum}`.
    #[serde(flatten)]
    pub about: About,
    /// The pattern of a sentence: groups for the whole, its unit, and the rest in which the parts stand.
    pub whole: Pattern,
    /// The pattern of a part: groups for its number and its unit.
    pub part: Pattern,
}

fn severity<'de, D: Deserializer<'de>>(input: D) -> Result<Severity, D::Error> {
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

/// The keys of each kind of rule, beside those that all have. (serde can't refuse unknown keys where it flattens.)
const KEYS: [(&str, &[&str]); 7] = [
    ("sums", &["over", "relation", "left", "right"]),
    ("dates", &["levels", "until"]),
    ("authorities", &["levels", "zero"]),
    ("wordings", &["levels", "section", "pattern", "required", "off"]),
    ("claims", &["pattern", "accept"]),
    ("denials", &["pattern", "zero"]),
    ("enumerations", &["whole", "part"]),
];
const COMMON_KEYS: [&str; 5] = ["id", "severity", "source", "message", "hint"];

/// The first key of a rule that no rule of its kind has, and an id that stands twice.
pub(super) fn misspelt(file: &toml::Table) -> Option<String> {
    let mut ids = Vec::new();
    for (kind, keys) in KEYS {
        let rules = file.get(kind).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table);
        for rule in rules {
            let id = rule.get("id").and_then(toml::Value::as_str).unwrap_or_default();
            if ids.contains(&id) {
                return Some(format!("规则编号 {id} 重复"));
            }
            ids.push(id);
            if let Some(key) = rule.keys().find(|key| !keys.contains(&key.as_str()) && !COMMON_KEYS.contains(&key.as_str())) {
                return Some(format!("规则 {id} 中没有“{key}”这一项"));
            }
        }
    }
    None
}

impl Rules {
    /// The ids of all rules that are on.
    pub fn ids(&self) -> Vec<&str> {
        let sums = self.sums.iter().map(|rule| &rule.about);
        let facts = self.dates.iter().map(|rule| &rule.about).chain(self.authorities.iter().map(|rule| &rule.about));
        let wordings = self.wordings.iter().filter(|rule| !rule.off).map(|rule| &rule.about);
        let claims = self.claims.iter().map(|rule| &rule.about).chain(self.denials.iter().map(|rule| &rule.about));
        let rest = self.enumerations.iter().map(|rule| &rule.about);
        sums.chain(facts).chain(wordings).chain(claims).chain(rest).map(|about| about.id.as_str()).collect()
    }

    /// Spreads every rule over the tables of its layout, once for all reports.
    pub(super) fn lay_out(&mut self, layout: &Layout) {
        for sum in &mut self.sums {
            sum.cases = sum.cases(layout);
        }
        for claim in &mut self.claims {
            claim.readings = claim.accept.iter().map(|terms| expand(terms, "", layout)).collect();
        }
        for denial in &mut self.denials {
            denial.terms = expand(&denial.zero, "", layout);
        }
    }

    /// Fails where a rule names what the form has not, or is no pattern.
    pub(super) fn prove(&self, layout: &Layout) -> Result<(), String> {
        for sum in &self.sums {
            sum.prove(layout)?;
        }
        for rule in &self.authorities {
            if let Some(path) = rule.zero.iter().find(|path| layout.field(path).is_none()) {
                return Err(format!("规则 {} 中的 {path} 不在任何表格中", rule.about.id));
            }
        }
        let unknown = |terms: &[Term]| terms.is_empty() || terms.iter().any(|term| layout.field(&term.path).is_none());
        for rule in &self.claims {
            if !rule.pattern.has_groups(1) || rule.readings.iter().any(|terms| unknown(terms)) {
                return Err(format!("规则 {} 的模式或数不对", rule.about.id));
            }
        }
        for rule in &self.denials {
            if rule.pattern.regex().is_none() || unknown(&rule.terms) {
                return Err(format!("规则 {} 的模式或数不对", rule.about.id));
            }
        }
        if let Some(rule) = self.enumerations.iter().find(|rule| !rule.whole.has_groups(3) || !rule.part.has_groups(2)) {
            return Err(format!("规则 {} 的模式不对", rule.about.id));
        }
        for rule in &self.wordings {
            let known = |key: &String| layout.form.sections.iter().any(|section| section.key == *key);
            if rule.section.as_ref().is_some_and(|key| !known(key)) || rule.pattern.regex().is_none() {
                return Err(format!("规则 {} 的章节或模式不对", rule.about.id));
            }
        }
        Ok(())
    }
}

impl Sum {
    fn cases(&self, layout: &Layout) -> Vec<SumCase> {
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
        lines.iter().map(|line| case(&line.key, self.about.message.replace(name, &line.label))).collect()
    }

    /// What each number is the sum of that a report may leave out: path → terms.
    pub fn computes(&self) -> BTreeMap<String, Vec<String>> {
        let plain = |term: &Term| !term.negative && !term.previous;
        let one = |case: &SumCase| match case.left.as_slice() {
            [total] if plain(total) && case.right.iter().all(plain) && total.path.split('.').any(|name| name == "total") => {
                Some((total.path.clone(), case.right.iter().map(|term| term.path.clone()).collect()))
            }
            _ => None,
        };
        self.cases.iter().filter(|_| self.relation == Relation::Equal).filter_map(one).collect()
    }

    fn prove(&self, layout: &Layout) -> Result<(), String> {
        if let Some(over) = self.over.as_ref().filter(|over| !layout.tables.contains_key(&over.table)) {
            return Err(format!("规则 {} 所用的表格 {} 不存在", self.about.id, over.table));
        }
        for case in &self.cases {
            let unknown = case.left.iter().chain(&case.right).find(|term| layout.field(&term.path).is_none());
            if let Some(term) = unknown {
                return Err(format!("规则 {} 中的 {} 不在任何表格中", self.about.id, term.path));
            }
        }
        Ok(())
    }
}

/// `terms` with `{}` replaced by `key` and `*` by every name that the form has at its place. `-` before a term takes it away, `previous.`
/// takes it from last year.
fn expand(terms: &[String], key: &str, layout: &Layout) -> Vec<Term> {
    let mut list = Vec::new();
    for term in terms {
        let term = term.replace("{}", key);
        let (negative, term) = term.strip_prefix('-').map_or((false, term.as_str()), |rest| (true, rest));
        let (previous, term) = term.strip_prefix("previous.").map_or((false, term), |rest| (true, rest));
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
