//! What may stand in a field.

use serde::Deserialize;

use super::value::Value;
use crate::limits;

/// The greatest whole number: what every JSON reader holds exactly (2^53 − 1).
pub const MOST: i128 = (1 << 53) - 1;

/// What kind of thing a field takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// A whole number, zero or more.
    #[default]
    Count,
    /// A decimal number, zero or more, printed as written.
    Amount,
    /// A whole number with a sign.
    Change,
    /// A decimal number with a sign, printed as written.
    Decimal,
    /// Words.
    Text,
    /// A day.
    Date,
    /// One of the options that the form prints, or some of them.
    Choice,
}

impl FieldKind {
    /// Whether it is a number, with which 0 may stand for a whole group.
    pub fn is_number(self) -> bool {
        !matches!(self, FieldKind::Text | FieldKind::Date | FieldKind::Choice)
    }

    /// Whether it may have digits behind a point.
    pub fn has_decimals(self) -> bool {
        matches!(self, FieldKind::Amount | FieldKind::Decimal)
    }

    /// Whether it may be below zero.
    pub fn has_sign(self) -> bool {
        matches!(self, FieldKind::Change | FieldKind::Decimal)
    }
}

/// How a field's value stands in its cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Print {
    /// What follows a number.
    pub unit: String,
    /// The options of a choice, as the form prints them.
    pub options: Vec<String>,
    /// Whether some of them may be chosen, not just one.
    pub many: bool,
    /// What stands before an option that is chosen, and before one that is not.
    pub marks: [String; 2],
    /// A day, with `{year}`, `{month}` and `{day}`.
    pub day: String,
}

/// Why something written is no value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFault {
    /// It is no number.
    NoNumber,
    /// It is a number with an exponent.
    Exponent,
    /// It is zero with a sign.
    NegativeZero,
    /// It is below zero.
    Negative,
    /// It has decimals.
    Decimals,
    /// It is too large.
    TooLarge,
    /// It is no day.
    NoDay,
    /// It is none of the options, or more of them than may be.
    NoOption,
    /// It has too many characters, or some that no line has.
    NoLine,
}

/// The value of a text as written.
pub(super) fn text(token: &str) -> Result<Value, ValueFault> {
    let text = token.trim();
    let is_line = text.chars().count() <= limits::FACT && !text.chars().any(char::is_control);
    if is_line { Ok(Value::Text(text.to_owned())) } else { Err(ValueFault::NoLine) }
}

/// The value of a number as written.
pub(super) fn number(token: &str, kind: FieldKind) -> Result<Value, ValueFault> {
    let digits = token.strip_prefix('-').unwrap_or(token);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(ValueFault::NoNumber);
    }
    if token.contains(['e', 'E']) {
        return Err(ValueFault::Exponent);
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_plain = [whole, part]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if !is_plain || (whole.len() > 1 && whole.starts_with('0')) {
        return Err(ValueFault::NoNumber);
    }
    if token.starts_with('-') && digits.bytes().all(|b| matches!(b, b'0' | b'.')) {
        return Err(ValueFault::NegativeZero);
    }
    if token.starts_with('-') && !kind.has_sign() {
        return Err(ValueFault::Negative);
    }
    if kind.has_decimals() {
        return Ok(Value::Amount(token.to_owned()));
    }
    if token.contains('.') {
        return Err(ValueFault::Decimals);
    }
    match token.parse::<i128>() {
        Ok(number) if number.abs() > MOST => Err(ValueFault::TooLarge),
        Ok(number) if kind == FieldKind::Count => Ok(Value::Count(number)),
        Ok(number) => Ok(Value::Change(number)),
        Err(_) => Err(ValueFault::TooLarge),
    }
}
