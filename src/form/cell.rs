//! tables/*.toml as it is written, and what its cells ask for.

use serde::Deserialize;

use super::words::Words;
use crate::field::{Field, FieldKind, FieldPath, Label, Print};
use crate::messages::Text;
use crate::say;

/// tables/*.toml, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    pub(super) name: String,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) keep_whole: bool,
    #[serde(default)]
    pub(super) counted_in: String,
    pub(super) columns: Vec<ColumnFile>,
    pub(super) groups: Vec<GroupFile>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnFile {
    pub share: f64,
    pub key: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    #[serde(default)]
    pub head: Vec<Vec<CellFile>>,
    pub body: Vec<Vec<CellFile>>,
}

/// A cell: a text, a field, a row of fields, a fact, or parts, each a text, a field or a fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CellFile {
    pub text: Option<String>,
    pub value: Option<String>,
    pub values: Option<String>,
    fact: Option<String>,
    #[serde(default)]
    parts: Vec<CellFile>,
    pub columns: Option<usize>,
    #[serde(default = "one")]
    pub colspan: usize,
    #[serde(default = "one")]
    pub rowspan: usize,
    /// Whether its text is turned to read upwards.
    #[serde(default)]
    pub turned: bool,
    /// Whether its text reads down.
    #[serde(default)]
    pub vertical: bool,
    /// What stands in its lower part where the table breaks through it.
    pub continued: Option<String>,
    #[serde(default)]
    kind: FieldKind,
    #[serde(default)]
    unit: String,
    /// What its number counts in, where a head says it and the cell does not.
    #[serde(default)]
    counted_in: String,
    #[serde(default)]
    options: Vec<String>,
    /// Whether some of the options may be chosen.
    #[serde(default)]
    many: bool,
    /// Whether it may be left blank.
    #[serde(default)]
    optional: bool,
}

/// A part of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellPart {
    /// Official text.
    Text(String),
    /// What stands in a field.
    Value(FieldPath),
    /// A fact of the report: `agency`, `contact.phone`.
    Fact(String),
}

fn one() -> usize {
    1
}

/// What is wrong with a table, and a text that stands near it in its file.
#[derive(Debug)]
pub struct TableFault {
    /// The text, as it is written.
    pub needle: String,
    /// What is wrong.
    pub problem: Text,
}

impl From<Text> for TableFault {
    fn from(problem: Text) -> TableFault {
        TableFault { needle: String::new(), problem }
    }
}

impl CellFile {
    /// Whether it says one thing, and its parts, if any, do too.
    pub fn is_one_thing(&self) -> bool {
        let things = [&self.text, &self.value, &self.values, &self.fact];
        let count = things.into_iter().flatten().count() + usize::from(!self.parts.is_empty());
        let is_part =
            |part: &CellFile| part.parts.is_empty() && part.values.is_none() && part.is_one_thing();
        count == 1 && self.parts.iter().all(is_part)
    }

    /// Whether what it holds is words, and not a number.
    pub fn is_words(&self) -> bool {
        !self.parts.is_empty() || self.fact.is_some() || !self.kind.is_number()
    }

    /// The path of its field in the column with this key.
    pub fn path(&self, key: Option<&str>) -> Option<FieldPath> {
        match (&self.value, &self.values) {
            (Some(path), _) => Some(FieldPath::new(path)),
            (None, Some(values)) => Some(FieldPath::new(values).join(key?)),
            (None, None) => None,
        }
    }

    /// Its text in one line.
    pub fn label(&self) -> Option<String> {
        self.text.as_ref().map(|text| text.replace('\n', ""))
    }

    /// What stands in it, where that is parts or a fact.
    pub fn parts(&self) -> Vec<CellPart> {
        let part = |cell: &CellFile| match (&cell.text, &cell.fact, cell.path(None)) {
            (Some(text), _, _) => Some(CellPart::Text(text.clone())),
            (None, Some(fact), _) => Some(CellPart::Fact(fact.clone())),
            (None, None, path) => path.map(CellPart::Value),
        };
        match &self.fact {
            Some(_) => part(self).into_iter().collect(),
            None => self.parts.iter().filter_map(part).collect(),
        }
    }

    /// Its fields, or those of its parts, each of these with the text before it in its label.
    pub fn fields(
        &self,
        key: Option<&str>,
        label: &Label,
        words: &Words,
    ) -> Result<Vec<Field>, TableFault> {
        if let Some(path) = self.path(key) {
            return Ok(vec![self.field(path, label.clone(), words)?]);
        }
        let mut fields = Vec::new();
        let mut before = "";
        for part in &self.parts {
            if let Some(text) = &part.text {
                before = text.trim_matches(|c: char| !c.is_alphanumeric());
            } else if let Some(path) = part.path(None) {
                let mut label = label.clone();
                label.row.extend((!before.is_empty()).then(|| before.to_owned()));
                fields.push(part.field(path, label, words)?);
            }
        }
        Ok(fields)
    }

    fn field(&self, path: FieldPath, label: Label, words: &Words) -> Result<Field, TableFault> {
        let fault = |problem| TableFault { needle: self.needle(), problem };
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        if !path.as_str().split('.').all(is_name) {
            return Err(fault(say!("table-path", path = &path)));
        }
        let few = if self.kind == FieldKind::Choice { 1 } else { 0 };
        let twice = |(at, option): (usize, &String)| self.options[..at].contains(option);
        if self.options.len() < few
            || (few == 0 && (!self.options.is_empty() || self.many))
            || self.options.iter().enumerate().any(twice)
        {
            return Err(fault(say!("table-options", path = &path)));
        }
        if !self.unit.is_empty() && !self.kind.is_number() {
            return Err(fault(say!("table-unit", path = &path)));
        }
        let print = Print {
            unit: self.unit.clone(),
            options: self.options.clone(),
            many: self.many,
            marks: [words.chosen.clone(), words.open.clone()],
            day: words.day.clone(),
        };
        let optional = self.optional;
        let counted_in = self.counted_in.clone();
        Ok(Field { path, kind: self.kind, label, optional, print, counted_in })
    }

    fn needle(&self) -> String {
        self.value.as_ref().or(self.values.as_ref()).cloned().unwrap_or_default()
    }
}
