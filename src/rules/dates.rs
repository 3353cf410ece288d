//! 成文日期: after the year that is reported on, and on or before a day of the next.

use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::known_levels;
use crate::args;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;

/// Days between which bodies of some kinds must date their reports. Its message has `{date}` and
/// `{until}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    /// Kinds of bodies it binds.
    levels: Vec<String>,
    /// Last month and day of the next year.
    until: (u8, u8),
}

impl Rule for Dates {
    fn lay_out(&mut self, form: &Form, _: &Fragments) -> Result<(), Text> {
        known_levels(&self.levels, form)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let Case { report, form, .. } = case;
        let Some(date) = report.date.filter(|_| report.is_one_of(&self.levels)) else {
            return Vec::new();
        };
        let year = report.year.saturating_add(1);
        let until = Date { year, month: self.until.0, day: self.until.1 };
        if (Date { year, month: 1, day: 1 }..=until).contains(&date) {
            return Vec::new();
        }
        let day = |date: Date| date.written(&form.words.day);
        let finding = about.finding(args!(date = day(date), until = day(until))).about("/date");
        vec![finding.at_some(report.date_location.clone())]
    }
}
