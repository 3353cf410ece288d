//! The numbers that an expression names.

use crate::decimal::change;
use crate::diagnostic::{Diagnostic, nearest};
use crate::field::FieldPath;
use crate::form::Words;
use crate::messages::Text;
use crate::statistics::{Number, Statistics};
use crate::{finding, say};

/// What stands before the path of a number of last year's report.
const LAST_YEARS: &str = "previous.";

/// The numbers that expressions can name, and the words that they print.
#[derive(Clone, Copy)]
pub(crate) struct Numbers<'a> {
    pub now: &'a Statistics,
    pub previous: Option<&'a Statistics>,
    pub words: &'a Words,
}

/// Why a path gives no number.
pub(crate) enum NoNumber {
    /// Its cell is there and could not be read, as a finding on the cell says.
    Unread,
    /// It names nothing that could be printed.
    Misnamed(Box<Diagnostic>),
}

impl<'a> Numbers<'a> {
    /// The number that a path names, or that there is none: it could not be read, it is nowhere, it
    /// is a group of numbers, or it is last year's and there is no last year.
    pub fn find(&self, name: &str) -> Result<&'a Number, NoNumber> {
        let (path, numbers) = match name.strip_prefix(LAST_YEARS) {
            None => (name, self.now),
            Some(path) => match self.previous {
                Some(previous) => (path, previous),
                None => {
                    let finding = finding!("binding-previous.number", name = name);
                    return Err(NoNumber::Misnamed(finding.into()));
                }
            },
        };
        if let Some(number) = numbers.find(path) {
            return Ok(number);
        }
        if numbers.fields().find(path).is_some() {
            return Err(match name == path {
                true => NoNumber::Unread,
                false => {
                    NoNumber::Misnamed(finding!("binding-previous.unread", name = name).into())
                }
            });
        }
        let known: Vec<&FieldPath> = numbers.fields().iter().map(|field| &field.path).collect();
        let member = known.iter().copied().filter(|known| known.below(path).is_some()).min();
        let finding = finding!("binding-unknown", name = name);
        let near = nearest(path, known.iter().map(|path| path.as_str()));
        Err(NoNumber::Misnamed(Box::new(match (member, near) {
            (Some(member), _) => finding.hint(say!("binding-group", member = member)),
            (None, Some(near)) => finding.hint(say!("did-you-mean", name = near)),
            (None, None) => finding.hint(say!("paths-are-statistics")),
        })))
    }

    /// How this year's number at `path` changed against last year's: in words, or with a sign.
    pub(super) fn compare(&self, path: &str, in_words: bool, digits: u32) -> Result<String, Text> {
        if path.starts_with(LAST_YEARS) {
            return Err(say!("expression-this-year"));
        }
        let missing = || say!("expression-not-last-year", path = path);
        let now = self.now.find(path).ok_or_else(missing)?.value.to_string();
        let before = self.previous.and_then(|last| last.find(path)).ok_or_else(missing)?;
        let change = change(&now, &before.value.to_string(), digits)?;
        Ok(if in_words { self.words.change(&change) } else { change.growth() })
    }
}
