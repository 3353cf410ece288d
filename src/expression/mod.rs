//! What may stand in `{{ … }}`: paths of numbers, `previous.` paths, whole numbers, `+ - *` and
//! parentheses, `growth(path)` and `change(path)`, both with `digits=`.
//!
//! Whole numbers are calculated with exactly, in 128 bits. An amount is printed as it is written
//! and is nothing to calculate with. Parentheses are kept on a stack of their own, so that no depth
//! of them can end the program.

mod calculate;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

use calculate::{Call, Fault, Operand, calculate};
use tokens::{Token, tokens};

use crate::decimal::change;
use crate::diagnostic::{Diagnostic, nearest};
use crate::field::FieldPath;
use crate::form::Words;
use crate::statistics::{Number, Statistics};
use crate::{finding, say};

/// The numbers that expressions can name, and the words that they print.
#[derive(Clone, Copy)]
pub(crate) struct Numbers<'a> {
    pub now: &'a Statistics,
    pub previous: Option<&'a Statistics>,
    pub words: &'a Words,
}

/// A finding and the bytes of the expression that it is about; none where it is about all of it.
pub(crate) type Misprint = (Option<Range<usize>>, Diagnostic);

/// The most characters that an expression may have: a form has no sum that needs more.
const LONGEST: usize = 200;

/// What an expression prints, or what is wrong with it.
pub(crate) fn evaluate(text: &str, numbers: Numbers<'_>) -> Result<String, Vec<Misprint>> {
    let whole = |finding: Diagnostic| vec![(None, finding)];
    if text.chars().count() > LONGEST {
        let finding = finding!("binding-syntax.long", most = LONGEST);
        return Err(whole(finding.hint(say!("expression-form"))));
    }
    let tokens = tokens(text);
    let names = tokens.iter().filter_map(|(token, range)| match token {
        Token::Name(name) if !RESERVED.contains(name) => Some((*name, range)),
        _ => None,
    });
    let unknown: Vec<Misprint> = names
        .filter_map(|(name, range)| Some((Some(range.clone()), numbers.find(name).err()?)))
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let compares = |token: &Token| matches!(token, Token::Name(GROWTH | CHANGE));
    if numbers.previous.is_none() && tokens.iter().any(|(token, _)| compares(token)) {
        return Err(whole(finding!("binding-previous.number", name = text.trim())));
    }
    calculate(&tokens, numbers).map(Operand::print).map_err(|fault| whole(fault.finding()))
}

const GROWTH: &str = "growth";
const CHANGE: &str = "change";
const DIGITS: &str = "digits";
/// Names that are no paths.
const RESERVED: [&str; 3] = [GROWTH, CHANGE, DIGITS];
/// What stands before the path of a number of last year's report.
const LAST_YEARS: &str = "previous.";

impl<'a> Numbers<'a> {
    /// The number that a path names, or that there is none: it is nowhere, it is a group of
    /// numbers, or it is last year's and there is no last year.
    fn find(&self, name: &str) -> Result<&'a Number, Diagnostic> {
        let (path, numbers) = match name.strip_prefix(LAST_YEARS) {
            None => (name, self.now),
            Some(path) => match self.previous {
                Some(previous) => (path, previous),
                None => return Err(finding!("binding-previous.number", name = name)),
            },
        };
        if let Some(number) = numbers.find(path) {
            return Ok(number);
        }
        let known: Vec<&FieldPath> = numbers.paths().collect();
        let member = known.iter().copied().filter(|known| known.below(path).is_some()).min();
        let finding = finding!("binding-unknown", name = name);
        let near = nearest(path, known.iter().map(|path| path.as_str()));
        Err(match (member, near) {
            (Some(member), _) => finding.hint(say!("binding-group", member = member)),
            (None, Some(near)) => finding.hint(say!("did-you-mean", name = near)),
            (None, None) => finding.hint(say!("paths-are-statistics")),
        })
    }

    /// A number against last year's.
    fn compare(&self, call: &Call<'_>) -> Result<Operand, Fault> {
        let path = call.path;
        if path.starts_with(LAST_YEARS) {
            return Err(Fault::Result(say!("expression-this-year")));
        }
        let missing = || Fault::Result(say!("expression-not-last-year", path = path));
        let now = self.now.find(path).ok_or_else(missing)?.value.to_string();
        let before = self.previous.and_then(|last| last.find(path)).ok_or_else(missing)?;
        let change = change(&now, &before.value.to_string(), call.digits)
            .map_err(|fault| Fault::Result(fault.into()))?;
        Ok(Operand::Printed(match call.in_words {
            true => self.words.change(&change),
            false => change.growth(),
        }))
    }
}
