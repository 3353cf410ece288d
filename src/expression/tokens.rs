//! The pieces of an expression.

use std::ops::Range;

pub(super) const GROWTH: &str = "growth";
pub(super) const CHANGE: &str = "change";
pub(super) const DIGITS: &str = "digits";
/// Names that are no paths.
pub(super) const RESERVED: [&str; 3] = [GROWTH, CHANGE, DIGITS];

/// A piece of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A path or the name of a function.
    Name(&'a str),
    /// Digits.
    Digits(&'a str),
    /// Any other character.
    Mark(char),
}

/// The pieces of an expression with their bytes.
pub(super) fn tokens(text: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = match c {
            'A'..='Z' | 'a'..='z' | '_' => {
                let name = &rest[..path_length(rest)];
                (Some(Token::Name(name)), name.len())
            }
            '0'..='9' => {
                let digits = &rest[..run(rest, |b| b.is_ascii_digit())];
                (Some(Token::Digits(digits)), digits.len())
            }
            c if c.is_whitespace() => (None, c.len_utf8()),
            c => (Some(Token::Mark(c)), c.len_utf8()),
        };
        tokens.extend(token.map(|token| (token, at..at + length)));
        at += length;
    }
    tokens
}

/// How long the path at the head of a text is: `applications.received.total`.
fn path_length(text: &str) -> usize {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut length = run(text, is_name);
    // A point belongs to the path only where a name follows.
    while text[length..].starts_with('.')
        && text[length + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    {
        length += 1 + run(&text[length + 1..], is_name);
    }
    length
}

fn run(text: &str, belongs: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| belongs(*byte)).count()
}
