//! Years and counts of sections that the text mentions.

use regex_lite::Captures;
use serde::Deserialize;

use super::about::About;
use super::rule::{Case, Fragments, Rule};
use super::terms::known_sections;
use crate::args;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::shifted;

/// A number in the text that must be, or must not be, a fact of the report. Its message has
/// `{typed}` and `{expected}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mention {
    /// Key of the section it is sought in, or that of the preface; none for the whole text.
    section: Option<String>,
    /// The pattern; its group is a number in digits or in Han.
    pattern: Pattern,
    /// What a sentence has whose numbers say something else.
    unless: Option<Pattern>,
    /// What the number must be.
    expect: Option<Fact>,
    /// What the number must not be.
    forbid: Option<Fact>,
}

/// A number that is a fact of every report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fact {
    /// The year reported on.
    Year,
    /// The year before it.
    LastYear,
    /// How many sections the form has.
    Sections,
}

impl Rule for Mention {
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text> {
        self.pattern.complete(fragments);
        if let Some(unless) = &mut self.unless {
            unless.complete(fragments);
        }
        known_sections(&self.section, form)
    }

    fn is_sound(&self) -> bool {
        self.unless.as_ref().is_none_or(Pattern::is_sound)
            && self.pattern.has_groups(1)
            && self.expect.is_some() != self.forbid.is_some()
    }

    fn pattern(&self) -> Option<&Pattern> {
        Some(&self.pattern)
    }

    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic> {
        let Some(part) = case.report.prose.part(self.section.as_deref()) else { return Vec::new() };
        let is_meant = |start: &usize| {
            let sentence = part.sentences().find(|(begin, _)| begin == start);
            let unless = self.unless.as_ref().zip(sentence);
            unless.is_some_and(|(pattern, (_, sentence))| pattern.is_match(sentence))
        };
        let is = |fact, typed: &str| written(fact, case).iter().any(|number| number == typed);
        let absent = |fact| written(fact, case).iter().all(|n| !part.text().contains(n));
        if self.forbid.is_some_and(absent) {
            return Vec::new(); // far quicker than trying the pattern
        }
        let finding = |(start, captures): (usize, Captures<'_>)| {
            let typed = captures.get(1)?;
            let wrong = self.expect.is_some_and(|fact| !is(fact, typed.as_str()))
                || self.forbid.is_some_and(|fact| is(fact, typed.as_str()));
            let expected = number(self.expect.unwrap_or(Fact::Year), case);
            let digits = typed.as_str().starts_with(|c: char| c.is_ascii_digit());
            let expected = if digits { expected.to_string() } else { han(expected, case) };
            let place = || part.locate(shifted(typed, start));
            let args = args!(typed = typed.as_str(), expected = expected);
            wrong.then(|| about.finding(args).at(place()))
        };
        let found = part.find(&self.pattern).into_iter();
        found.filter(|(start, _)| !is_meant(start)).filter_map(finding).collect()
    }
}

fn number(fact: Fact, case: &Case<'_>) -> u32 {
    match fact {
        Fact::Year => u32::from(case.report.year),
        Fact::LastYear => u32::from(case.report.year.saturating_sub(1)),
        Fact::Sections => case.form.sections.len() as u32,
    }
}

/// A fact in digits and, where it is small enough to be written so, in Han.
fn written(fact: Fact, case: &Case<'_>) -> Vec<String> {
    let number = number(fact, case);
    let mut written = vec![number.to_string()];
    if number < 100 {
        written.push(han(number, case));
    }
    written
}

fn han(number: u32, case: &Case<'_>) -> String {
    case.form.words.numerals.write(number)
}
