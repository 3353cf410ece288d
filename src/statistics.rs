//! The numbers of a report: each keeps its digits and its place.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::Location;
use crate::field::{FieldId, FieldPath, Fields};
use crate::messages::Arg;

/// The numbers of a form, each at the place of its field; one that could not be read is missing.
#[derive(Debug, Clone)]
pub struct Statistics {
    fields: Arc<Fields>,
    numbers: Vec<Option<Number>>,
}

/// One number and where it came from.
#[derive(Debug, Clone)]
pub struct Number {
    /// The number.
    pub value: Value,
    /// Where it was written; none where the program computed it.
    pub location: Option<Location>,
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number, zero or more.
    Count(i128),
    /// A decimal number, zero or more: its digits exactly as they were written. It is never
    /// calculated with as a binary fraction.
    Amount(String),
    /// A whole number with a sign.
    Change(i128),
}

impl Value {
    /// The value of a whole number; none for an amount.
    pub fn whole(&self) -> Option<i128> {
        match self {
            Value::Count(number) | Value::Change(number) => Some(*number),
            Value::Amount(_) => None,
        }
    }
}

/// The digits, exactly as they are printed.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Count(number) | Value::Change(number) => write!(f, "{number}"),
            Value::Amount(digits) => f.write_str(digits),
        }
    }
}

impl From<&Value> for Arg {
    fn from(value: &Value) -> Arg {
        match value {
            Value::Count(number) | Value::Change(number) => Arg::Number(*number),
            Value::Amount(digits) => Arg::Text(digits.clone()),
        }
    }
}

impl Statistics {
    /// No number yet for any of `fields`.
    pub fn new(fields: Arc<Fields>) -> Statistics {
        Statistics { numbers: vec![None; fields.len()], fields }
    }

    /// The same numbers in the fields of another form, by their paths; what has no field there is
    /// left behind.
    pub fn laid_on(self, fields: &Arc<Fields>) -> Statistics {
        if Arc::ptr_eq(&self.fields, fields) {
            return self;
        }
        let mut laid = Statistics::new(Arc::clone(fields));
        for (id, number) in self.iter() {
            if let Some(place) = fields.find(self.fields[id].path.as_str()) {
                laid.set(place, number.clone());
            }
        }
        laid
    }

    /// The form's fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The number of a field.
    pub fn get(&self, id: FieldId) -> Option<&Number> {
        self.numbers.get(id.index())?.as_ref()
    }

    /// The number at `path`.
    pub fn find(&self, path: &str) -> Option<&Number> {
        self.get(self.fields.find(path)?)
    }

    /// Puts a number into its field.
    pub fn set(&mut self, id: FieldId, number: Number) {
        if let Some(place) = self.numbers.get_mut(id.index()) {
            *place = Some(number);
        }
    }

    /// The paths of the numbers that are there, in the order of the form.
    pub fn paths(&self) -> impl Iterator<Item = &FieldPath> {
        self.iter().map(|(id, _)| &self.fields[id].path)
    }

    /// The numbers that are there, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Number)> {
        self.fields.ids().filter_map(|id| Some((id, self.get(id)?)))
    }
}
