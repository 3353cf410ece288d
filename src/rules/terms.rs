//! Terms of sums: numbers of the form by their paths.

use crate::field::{FieldId, FieldPath};
use crate::form::Form;
use crate::messages::Text;
use crate::report::Report;
use crate::say;
use crate::statistics::Statistics;

/// A term of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Its number.
    pub field: FieldId,
    /// Whether it is taken away.
    pub negative: bool,
    /// Whether it is last year's.
    pub previous: bool,
}

/// Two sums that must be equal, or the first at most the second.
#[derive(Debug, Clone, Copy)]
pub struct Equation<'a> {
    /// Terms of the first sum.
    pub left: &'a [Term],
    /// Terms of the second sum.
    pub right: &'a [Term],
    /// Whether the first may be less.
    pub at_most: bool,
}

impl<'a> Equation<'a> {
    /// All terms, the first sum's in front.
    pub fn terms(&self) -> impl Iterator<Item = &'a Term> + use<'a> {
        self.left.iter().chain(self.right)
    }
}

impl Term {
    /// This year's number, added.
    pub fn plain(field: FieldId) -> Term {
        Term { field, negative: false, previous: false }
    }
}

/// `terms` with `{}` replaced by `key` and `*` by every name that the form has at its place. `-`
/// before a term takes it away, `previous.` takes it from last year. The error names a path that
/// the form has not.
pub(super) fn expand(terms: &[String], key: &str, form: &Form) -> Result<Vec<Term>, Text> {
    let mut list = Vec::new();
    for term in terms {
        let term = term.replace("{}", key);
        let (negative, term) =
            term.strip_prefix('-').map_or((false, term.as_str()), |rest| (true, rest));
        let (previous, path) =
            term.strip_prefix("previous.").map_or((false, term), |rest| (true, rest));
        let found = match path.contains('*') {
            true => form.fields.ids().filter(|id| matches(path, &form.fields[*id].path)).collect(),
            false => vec![field(path, form)?],
        };
        if found.is_empty() {
            return Err(say!("rule-path", path = path));
        }
        list.extend(found.into_iter().map(|field| Term { field, negative, previous }));
    }
    Ok(list)
}

/// The same for readings: lists of terms, each a sum that a number of the text may mean.
pub(super) fn spread(accept: &[Vec<String>], form: &Form) -> Result<Vec<Vec<Term>>, Text> {
    accept.iter().map(|terms| expand(terms, "", form)).collect()
}

fn matches(pattern: &str, path: &FieldPath) -> bool {
    let (mut pattern, mut path) = (pattern.split('.'), path.as_str().split('.'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(want), Some(name)) if want == "*" || want == name => {}
            _ => return false,
        }
    }
}

/// The sum of the terms as it would be typed; an amount only alone. None where one is missing.
pub fn sum(terms: &[Term], statistics: &Statistics) -> Option<String> {
    let fields: Vec<FieldId> = terms.iter().map(|term| term.field).collect();
    match statistics.terms(&fields)?.as_slice() {
        [one] => one.value.digits(),
        many => {
            let sum: Option<i128> = many.iter().map(|number| number.value.whole()).sum();
            sum.map(|sum| sum.to_string())
        }
    }
}

/// The sum of the terms, each of its own year, as it would be typed.
pub(super) fn sum_of(terms: &[Term], report: &Report) -> Option<String> {
    let before = report.previous.as_ref().map(|previous| &previous.statistics);
    match terms.iter().all(|term| term.previous) && !terms.is_empty() {
        true => sum(terms, before?),
        false => sum(terms, &report.statistics),
    }
}

/// The field at `path`, or that the form has none.
pub(super) fn field(path: &str, form: &Form) -> Result<FieldId, Text> {
    form.fields.find(path).ok_or_else(|| say!("rule-path", path = path))
}

/// Whether all these sections are the form's, or an author's own preface.
pub(super) fn known_sections<'a>(
    keys: impl IntoIterator<Item = &'a String>,
    form: &Form,
) -> Result<(), Text> {
    match keys.into_iter().find(|key| !form.has_part(key)) {
        Some(key) => Err(say!("rule-section", key = key)),
        None => Ok(()),
    }
}

/// Whether all these kinds of bodies are the form's.
pub(super) fn known_levels(keys: &[String], form: &Form) -> Result<(), Text> {
    match keys.iter().find(|key| form.level(key).is_none()) {
        Some(key) => Err(say!("rule-level", key = key)),
        None => Ok(()),
    }
}
