//! What a form asks for in one place: how it is written in report.json, and how it stands in its
//! cell.

use super::kind::{FieldKind, Print, ValueFault, number, text};
use super::label::Label;
use super::path::FieldPath;
use super::value::Value;
use crate::date::Date;

/// What a report must hold.
#[derive(Debug)]
pub struct Field {
    /// Where it stands in report.json.
    pub path: FieldPath,
    /// What may stand there.
    pub kind: FieldKind,
    /// Where it stands on the form.
    pub label: Label,
    /// Whether a report may leave it out; its cell is blank then.
    pub optional: bool,
    /// How it stands in its cell.
    pub print: Print,
    /// What it counts in, where its cell does not say it; empty where nothing does.
    pub counted_in: String,
}

impl Field {
    /// A field without a unit, which a report must have.
    pub fn new(path: FieldPath, kind: FieldKind, label: Label) -> Field {
        let (print, counted_in) = (Print::default(), String::new());
        Field { path, kind, label, optional: false, print, counted_in }
    }

    /// The same field; a number that says nothing else counts in `unit`.
    pub fn counted_in(mut self, unit: &str) -> Field {
        if self.counted_in.is_empty() && self.kind.is_number() {
            self.counted_in = unit.to_owned();
        }
        self
    }

    /// What its number counts in.
    pub fn unit(&self) -> &str {
        if self.print.unit.is_empty() { &self.counted_in } else { &self.print.unit }
    }

    /// What 0 in the place of its group means for it; none where it is no number.
    pub fn zero(&self) -> Option<Value> {
        match self.kind {
            FieldKind::Count => Some(Value::Count(0)),
            FieldKind::Change => Some(Value::Change(0)),
            FieldKind::Amount | FieldKind::Decimal => Some(Value::Amount("0".to_owned())),
            FieldKind::Text | FieldKind::Date | FieldKind::Choice => None,
        }
    }

    /// The value of a token of report.json: the digits of a number, or a text without its quotes.
    pub fn value(&self, token: &str) -> Result<Value, ValueFault> {
        match self.kind {
            FieldKind::Text => text(token),
            FieldKind::Date => Date::parse(token).map(Value::Date).ok_or(ValueFault::NoDay),
            FieldKind::Choice => self.chosen(std::iter::once(token)),
            _ => number(token, self.kind),
        }
    }

    /// The value of some options: one of them, unless the form takes more.
    pub fn chosen<'t>(&self, names: impl Iterator<Item = &'t str>) -> Result<Value, ValueFault> {
        let names: Vec<&str> = names.collect();
        let options = &self.print.options;
        let known = names.iter().all(|name| options.iter().any(|option| option == name));
        let twice = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
        let count = if self.print.many { 0..=options.len() } else { 1..=1 };
        if !known || twice || !count.contains(&names.len()) {
            return Err(ValueFault::NoOption);
        }
        let in_order = options.iter().filter(|option| names.contains(&option.as_str()));
        Ok(Value::Choice(in_order.cloned().collect()))
    }

    /// What stands in its cell.
    pub fn printed(&self, value: &Value) -> String {
        match value {
            Value::Choice(chosen) => self.options(chosen),
            Value::Date(date) => date.written(&self.print.day),
            Value::Text(text) => text.clone(),
            number => format!("{number}{}", self.print.unit),
        }
    }

    /// The options with their marks.
    pub fn options(&self, chosen: &[String]) -> String {
        let mark = |option: &String| &self.print.marks[usize::from(!chosen.contains(option))];
        let options = self.print.options.iter();
        options.map(|option| format!("{}{option}", mark(option))).collect::<Vec<_>>().join("　")
    }

    /// Reads what stands in its cell, as [`Field::printed`] puts it or as people type it: spaces
    /// around, the unit or none, a plus sign before a change. Digits are never changed.
    pub fn read(&self, cell: &str) -> Result<Value, ValueFault> {
        let cell = cell.trim();
        match self.kind {
            FieldKind::Choice => self.chosen(self.marked(cell).into_iter()),
            FieldKind::Date => self.day(cell).or_else(|_| self.value(cell)),
            FieldKind::Text => self.value(cell),
            kind => {
                let unit = self.print.unit.as_str();
                let digits = cell.strip_suffix(unit).unwrap_or(cell).trim_end();
                let digits = match kind.has_sign() {
                    true => digits.strip_prefix('+').unwrap_or(digits),
                    false => digits,
                };
                self.value(digits)
            }
        }
    }

    /// The options behind the mark for what is chosen; a bare option is one too.
    fn marked<'o>(&'o self, cell: &str) -> Vec<&'o str> {
        let [chosen, _] = &self.print.marks;
        let is_marked =
            |option: &&str| cell == *option || cell.contains(&format!("{chosen}{option}"));
        self.print.options.iter().map(String::as_str).filter(is_marked).collect()
    }

    /// A day as the form prints it.
    fn day(&self, cell: &str) -> Result<Value, ValueFault> {
        let parts: Vec<u16> = cell
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().map_err(|_| ValueFault::NoDay))
            .collect::<Result<_, _>>()?;
        let [year, month, day] = parts.as_slice() else { return Err(ValueFault::NoDay) };
        let date = Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
        let date = date.filter(|date| date.written(&self.print.day) == cell);
        date.map(Value::Date).ok_or(ValueFault::NoDay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        let label = Label { table: String::new(), row: Vec::new(), head: Vec::new() };
        let print = Print {
            unit: "yuan".to_owned(),
            options: ["yes", "no"].map(str::to_owned).to_vec(),
            many: false,
            marks: ["☑", "□"].map(str::to_owned),
            day: "{year}/{month}/{day}".to_owned(),
        };
        Field { print, ..Field::new(FieldPath::new("a"), kind, label) }
    }

    #[test]
    fn what_is_printed_reads_back_as_what_it_was() {
        for (kind, token, printed) in [
            (FieldKind::Count, "12", "12yuan"),
            (FieldKind::Amount, "96171.60", "96171.60yuan"),
            (FieldKind::Change, "-3", "-3yuan"),
            (FieldKind::Decimal, "-0.50", "-0.50yuan"),
            (FieldKind::Text, "a b", "a b"),
            (FieldKind::Date, "2031-01-06", "2031/1/6"),
            (FieldKind::Choice, "no", "□yes　☑no"),
        ] {
            let field = field(kind);
            let value = field.value(token).expect("a value");
            assert_eq!(field.printed(&value), printed);
            assert_eq!(field.read(printed), Ok(value), "{printed}");
        }
        assert_eq!(field(FieldKind::Change).read(" +3 "), Ok(Value::Change(3)));
        assert_eq!(field(FieldKind::Amount).read("7.10"), Ok(Value::Amount("7.10".to_owned())));
    }

    #[test]
    fn what_is_no_value_says_why() {
        for (kind, token, fault) in [
            (FieldKind::Count, "", ValueFault::NoNumber),
            (FieldKind::Count, "12件", ValueFault::NoNumber),
            (FieldKind::Count, "012", ValueFault::NoNumber),
            (FieldKind::Amount, "1.", ValueFault::NoNumber),
            (FieldKind::Count, "1e3", ValueFault::Exponent),
            (FieldKind::Change, "-0", ValueFault::NegativeZero),
            (FieldKind::Amount, "-1.5", ValueFault::Negative),
            (FieldKind::Count, "3.0", ValueFault::Decimals),
            (FieldKind::Count, "9007199254740992", ValueFault::TooLarge),
            (FieldKind::Date, "2031-02-30", ValueFault::NoDay),
            (FieldKind::Choice, "maybe", ValueFault::NoOption),
            (FieldKind::Text, "a\nb", ValueFault::NoLine),
        ] {
            assert_eq!(field(kind).value(token), Err(fault), "{token}");
        }
        assert_eq!(field(FieldKind::Choice).read("☑yes　☑no"), Err(ValueFault::NoOption));
        assert_eq!(field(FieldKind::Date).read("2031/13/6"), Err(ValueFault::NoDay));
    }
}
