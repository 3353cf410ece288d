//! Pieces of an expression → the number that it gives.

use std::ops::Range;

use super::numbers::Numbers;
use super::tokens::{CHANGE, DIGITS, GROWTH, RESERVED, Token};
use crate::diagnostic::Diagnostic;
use crate::messages::Text;
use crate::statistics::Number;
use crate::{finding, say};

/// A number on its way through a calculation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    /// To be calculated with.
    Count(i128),
    /// To be printed and nothing else: an amount, a growth.
    Printed(String),
}

impl Operand {
    pub fn print(self) -> String {
        match self {
            Operand::Count(count) => count.to_string(),
            Operand::Printed(text) => text,
        }
    }
}

impl From<&Number> for Operand {
    fn from(number: &Number) -> Operand {
        let whole = number.value.whole();
        whole.map_or_else(|| Operand::Printed(number.value.to_string()), Operand::Count)
    }
}

/// Why there is no number to print.
pub(super) enum Fault {
    /// It is written wrongly.
    Written(Text),
    /// There is no result.
    Result(Text),
    /// It is divided, which hardly ever gives a whole number.
    Divided,
}

impl Fault {
    pub fn finding(self) -> Diagnostic {
        let finding = match self {
            Fault::Written(problem) => finding!("binding-syntax.written", problem = problem),
            Fault::Result(problem) => finding!("binding-syntax.result", problem = problem),
            Fault::Divided => finding!("binding-syntax.divided"),
        };
        finding.hint(say!("expression-form"))
    }

    fn misplaced(token: &Token<'_>) -> Fault {
        Fault::Written(match token {
            Token::Name(text) | Token::Digits(text) => say!("expression-misplaced", found = *text),
            Token::Mark(c) => say!("expression-misplaced", found = *c),
        })
    }

    fn unfinished() -> Fault {
        Fault::Written(say!("expression-unfinished"))
    }

    fn unpaired() -> Fault {
        Fault::Written(say!("expression-unpaired"))
    }
}

/// Calculates from left to right with two stacks: numbers, and the marks between them that wait for
/// what follows.
pub(super) fn calculate(
    tokens: &[(Token<'_>, Range<usize>)],
    numbers: Numbers<'_>,
) -> Result<Operand, Fault> {
    let mut operands = Vec::new();
    let mut waiting = Vec::new();
    let mut rest = tokens.iter().map(|(token, _)| token);
    let mut wanted = true; // a number comes next, else a mark
    while let Some(token) = rest.next() {
        match (token, wanted) {
            (Token::Mark('('), true) => waiting.push('('),
            (Token::Name(GROWTH | CHANGE), true) => {
                let form = call(token, &mut rest)?;
                let change = numbers.compare(form.path, form.in_words, form.digits);
                operands.push(Operand::Printed(change.map_err(Fault::Result)?));
                wanted = false;
            }
            (Token::Name(path), true) if *path != DIGITS => {
                let number = numbers.find(path).map_err(|_| Fault::misplaced(token))?;
                operands.push(Operand::from(number));
                wanted = false;
            }
            (Token::Digits(digits), true) => {
                let count = digits.parse().map_err(|_| Fault::Result(say!("expression-large")))?;
                operands.push(Operand::Count(count));
                wanted = false;
            }
            (Token::Mark(mark @ ('+' | '-' | '*')), false) => {
                while waiting.last().is_some_and(|last| binds(*last) >= binds(*mark)) {
                    join(&mut operands, waiting.pop())?;
                }
                waiting.push(*mark);
                wanted = true;
            }
            (Token::Mark(')'), false) => loop {
                match waiting.pop() {
                    Some('(') => break,
                    Some(mark) => join(&mut operands, Some(mark))?,
                    None => return Err(Fault::unpaired()),
                }
            },
            (Token::Mark('/'), false) => return Err(Fault::Divided),
            _ => return Err(Fault::misplaced(token)),
        }
    }
    if wanted {
        return Err(Fault::unfinished());
    }
    while let Some(mark) = waiting.pop() {
        if mark == '(' {
            return Err(Fault::unpaired());
        }
        join(&mut operands, Some(mark))?;
    }
    operands.pop().ok_or_else(Fault::unfinished)
}

/// How tightly a mark binds its two numbers; a parenthesis waits for its other half.
fn binds(mark: char) -> u8 {
    match mark {
        '*' => 2,
        '+' | '-' => 1,
        _ => 0,
    }
}

/// Replaces the last two numbers by what `mark` makes of them.
fn join(operands: &mut Vec<Operand>, mark: Option<char>) -> Result<(), Fault> {
    let (Some(second), Some(first)) = (operands.pop(), operands.pop()) else {
        return Err(Fault::unfinished());
    };
    let (Operand::Count(first), Operand::Count(second)) = (first, second) else {
        return Err(Fault::Result(say!("expression-amount")));
    };
    let result = match mark {
        Some('+') => first.checked_add(second),
        Some('-') => first.checked_sub(second),
        _ => first.checked_mul(second),
    };
    operands.push(Operand::Count(result.ok_or(Fault::Result(say!("expression-large")))?));
    Ok(())
}

/// `growth(path, digits=2)`.
struct Call<'a> {
    in_words: bool,
    path: &'a str,
    digits: u32,
}

/// What follows the name of a function, up to its closing parenthesis.
fn call<'t, 'a: 't>(
    function: &Token<'a>,
    rest: &mut impl Iterator<Item = &'t Token<'a>>,
) -> Result<Call<'a>, Fault> {
    let mut next = || rest.next().copied().ok_or_else(Fault::unfinished);
    let is = |token: Token<'a>, wanted: Token<'_>| {
        if token == wanted { Ok(()) } else { Err(Fault::misplaced(&token)) }
    };
    is(next()?, Token::Mark('('))?;
    let path = match next()? {
        Token::Name(path) if !RESERVED.contains(&path) => path,
        other => return Err(Fault::misplaced(&other)),
    };
    let mut digits = 2;
    let mut end = next()?;
    if end == Token::Mark(',') {
        is(next()?, Token::Name(DIGITS))?;
        is(next()?, Token::Mark('='))?;
        digits = match next()? {
            Token::Digits(digits) => digits.parse().unwrap_or(u32::MAX),
            other => return Err(Fault::misplaced(&other)),
        };
        end = next()?;
    }
    is(end, Token::Mark(')'))?;
    Ok(Call { in_words: *function == Token::Name(CHANGE), path, digits })
}
