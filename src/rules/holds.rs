//! Conditions between values: where one is so, others must be so.

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::field;
use crate::args;
use crate::decimal;
use crate::diagnostic::Diagnostic;
use crate::field::{FieldId, FieldKind, Value};
use crate::form::Form;
use crate::messages::Text;
use crate::say;
use crate::statistics::Statistics;

/// Where all of `when` hold, all of `then` must. Its message has `{when}`, `{value}`, `{label}` and
/// `{found}`: the first field of `when` and what stands in it, the field of `then` that fails and
/// what stands in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holding {
    /// When the rule is asked.
    #[serde(default)]
    when: Vec<Test>,
    /// What must hold.
    then: Vec<Test>,
}

/// A question to what stands in a field; all that is said must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    path: String,
    /// One of these values; of a choice, one of these is chosen.
    is: Option<Vec<String>>,
    /// None of these.
    not: Option<Vec<String>>,
    /// Whether it is nothing: 0, no words, no option, or left out.
    nothing: Option<bool>,
    #[serde(skip)]
    field: Option<FieldId>,
}

impl Rule for Holding {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        for test in self.when.iter_mut().chain(&mut self.then) {
            let id = field(&test.path, form)?;
            test.field = Some(id);
            let is_value = |name: &&String| form.fields[id].value(name).is_ok();
            let mut named = test.is.iter().chain(&test.not).flatten();
            if let Some(name) = named.find(|name| !is_value(name)) {
                return Err(say!("rule-option", path = &test.path, name = name));
            }
            if test.is.is_none() && test.not.is_none() && test.nothing.is_none() {
                return Err(say!("rule-test", path = &test.path));
            }
        }
        Ok(())
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let statistics = &case.report.statistics;
        if !self.when.iter().all(|test| test.holds(case) == Some(true)) {
            return Vec::new();
        }
        let said = |test: &Test| {
            let id = test.field?;
            let field = &case.form.fields[id];
            let value = statistics.get(id).map(|number| number.value.to_string());
            Some((field, value.unwrap_or_default()))
        };
        let finding = |test: &Test| {
            let (field, found) = said(test)?;
            let args = match self.when.first().and_then(said) {
                Some((when, value)) => {
                    args!(when = &when.label, value = value, label = &field.label, found = found)
                }
                None => args!(label = &field.label, found = found),
            };
            let place = |test: &Test| statistics.get(test.field?)?.location.clone();
            let at = place(test).or_else(|| self.when.first().and_then(place));
            Some(about.finding(args).at_some(at).about(field.path.pointer()))
        };
        let broken = self.then.iter().filter(|test| test.holds(case) == Some(false));
        broken.filter_map(finding).collect()
    }
}

impl Test {
    /// Whether it holds; none where what stands there could not be read.
    fn holds(&self, case: &Case<'_>) -> Option<bool> {
        let id = self.field?;
        let statistics: &Statistics = &case.report.statistics;
        let value = statistics.get(id).map(|number| &number.value);
        if value.is_none() && !case.form.fields[id].optional {
            return None;
        }
        let kind = case.form.fields[id].kind;
        let among = |names: &Vec<String>| {
            value.is_some_and(|value| names.iter().any(|name| equals(value, name, kind)))
        };
        let nothing = value.is_none_or(Value::is_nothing);
        Some(
            self.is.as_ref().is_none_or(among)
                && !self.not.as_ref().is_some_and(among)
                && self.nothing.is_none_or(|wanted| wanted == nothing),
        )
    }
}

fn equals(value: &Value, name: &str, kind: FieldKind) -> bool {
    match value {
        Value::Choice(chosen) => chosen.iter().any(|option| option == name),
        _ if kind.has_decimals() => decimal::same(&value.to_string(), name),
        _ => value.to_string() == name,
    }
}
