//! What stands in a field.

use std::fmt;

use crate::date::Date;
use crate::messages::Arg;

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number, zero or more.
    Count(i128),
    /// A decimal number: its digits exactly as they were written. It is never calculated with as a
    /// binary fraction.
    Amount(String),
    /// A whole number with a sign.
    Change(i128),
    /// Words.
    Text(String),
    /// A day.
    Date(Date),
    /// The options that are chosen, in the form's order.
    Choice(Vec<String>),
}

impl Value {
    /// The value of a whole number; none for an amount, and for what is no number.
    pub fn whole(&self) -> Option<i128> {
        match self {
            Value::Count(number) | Value::Change(number) => Some(*number),
            _ => None,
        }
    }

    /// The digits of a number; none for what is no number.
    pub fn digits(&self) -> Option<String> {
        match self {
            Value::Count(_) | Value::Change(_) | Value::Amount(_) => Some(self.to_string()),
            _ => None,
        }
    }

    /// Whether it is nothing: 0, no words, no option.
    pub fn is_nothing(&self) -> bool {
        match self {
            Value::Count(number) | Value::Change(number) => *number == 0,
            Value::Amount(digits) => !digits.bytes().any(|b| matches!(b, b'1'..=b'9')),
            Value::Text(text) => text.is_empty(),
            Value::Date(_) => false,
            Value::Choice(chosen) => chosen.is_empty(),
        }
    }

    /// As report.json writes it.
    pub fn json(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Value::Text(words) => text(words),
            Value::Date(_) => text(&self.to_string()),
            Value::Choice(chosen) => match chosen.as_slice() {
                [one] => text(one),
                many => serde_json::Value::from(many.to_vec()).to_string(),
            },
            number => number.to_string(),
        }
    }
}

/// The digits, exactly as they are printed; words, and a day as report.json has it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Count(number) | Value::Change(number) => write!(f, "{number}"),
            Value::Amount(text) | Value::Text(text) => f.write_str(text),
            Value::Date(date) => {
                write!(f, "{:04}-{:02}-{:02}", date.year, date.month, date.day)
            }
            Value::Choice(chosen) => f.write_str(&chosen.join("、")),
        }
    }
}

impl From<&Value> for Arg {
    fn from(value: &Value) -> Arg {
        match value {
            Value::Count(number) | Value::Change(number) => Arg::Number(*number),
            other => Arg::Text(other.to_string()),
        }
    }
}
