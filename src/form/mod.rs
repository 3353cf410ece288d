//! The form of an edition: wording, sections and tables, from layout.toml and tables/.

mod cell;
mod mapping;
mod page;
mod said;
mod table;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

pub use cell::{CellPart, TableFault, TableFile};
pub use mapping::Mapping;
pub use page::{PageForm, TagForm};
pub use table::{FormCell, FormColumn, FormLine, TableForm};
pub use words::{StyleNames, Words};

use crate::field::{Field, FieldId, FieldPath, Fields, Label, Member, TOTAL};
use crate::messages::Text;
use crate::say;

/// What rules call an author's own preface, which is no section of the form.
pub const PREFACE: &str = "preface";

/// layout.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Name of the layout, as report.json gives it.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The notice that prescribes it.
    pub notice: String,
    /// Language tag of the report.
    pub language: String,
    /// The layout, or the folder of what layouts have in common, that it is based on.
    pub base: Option<String>,
    /// The report years it serves.
    pub years: Years,
    /// Whether a report that names no layout may take it by its year. A form of another family is
    /// always named.
    #[serde(default)]
    pub by_year: bool,
    /// Where numbers of earlier editions stand on this form, by their ids.
    #[serde(default)]
    pub previous: BTreeMap<String, Mapping>,
    /// The title.
    pub title: TitleForm,
    /// Number patterns of heading levels 1-4.
    pub numbering: Vec<String>,
    /// Number patterns of lists, the outermost first; deeper lists begin anew.
    #[serde(default = "plain_numbers")]
    pub list_numbers: Vec<String>,
    /// What charts call a year; `{year}` stands for its number.
    pub chart_year: String,
    /// Clauses of the usual preface.
    #[serde(default)]
    pub preface: Vec<Clause>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// The signature block.
    pub signature: SignatureForm,
    /// What a draft shows.
    pub draft: DraftForm,
    /// What a report says of its body beside the name, by groups.
    #[serde(default)]
    pub facts: Vec<FactGroup>,
    /// Kinds of bodies, which some rules tell apart.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Words that are printed.
    pub words: Words,
    /// What a web page says around the report.
    pub page: PageForm,
    /// Its tables, by the name that sections use.
    #[serde(skip)]
    pub tables: BTreeMap<String, TableForm>,
    /// Every number that a report must hold.
    #[serde(skip)]
    pub fields: Arc<Fields>,
    /// Totals that a report may leave out, and their terms.
    #[serde(skip)]
    pub totals: BTreeMap<FieldId, Vec<FieldId>>,
}

/// A group of facts: an object of report.json, as `contact`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactGroup {
    /// Its key in report.json.
    pub key: String,
    /// What it is, for people.
    pub title: String,
    /// The facts in it: the preface names them `group.key`.
    pub facts: Vec<FormFact>,
}

/// A fact: a key of a group of them, and what it means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormFact {
    /// The key.
    pub key: String,
    /// What it is, for people.
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub kind: FactKind,
}

/// What a fact says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// Anything.
    #[default]
    Text,
    /// An address of the net.
    Address,
}

/// A key of report.json and what it means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The key.
    pub key: String,
    /// What it is, for people.
    pub title: String,
}

/// A kind of bodies: the value of `level` in report.json and what it means.
pub type Level = Named;

impl Clause {
    /// Whether it has `part` in its words.
    pub fn names(&self, part: &str) -> bool {
        std::iter::once(&self.text).chain(&self.details).any(|words| words.contains(part))
    }
}

/// How lists are numbered where a form does not say.
fn plain_numbers() -> Vec<String> {
    vec!["{n}.".to_owned()]
}

impl Form {
    /// The kind of bodies called `key`.
    pub fn level(&self, key: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.key == key)
    }

    /// Whether there is a section `key`, or `key` is the preface.
    pub fn has_part(&self, key: &str) -> bool {
        key == PREFACE || self.sections.iter().any(|section| section.key == key)
    }

    /// The headings of its sections.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let headings = self.sections.iter().map(|section| section.heading.as_str());
        headings.filter(|heading| !heading.is_empty())
    }

    /// The label of the row of numbers at `path`.
    pub fn row(&self, path: &FieldPath) -> Option<&Label> {
        let rows = self.tables.values().flat_map(|table| &table.rows);
        rows.into_iter().find(|row| row.path == *path).map(|row| &row.label)
    }

    /// The same; where the form has no such row, the labels of the first field below `path`.
    pub fn row_of(&self, path: &FieldPath) -> Option<Label> {
        let first = || self.fields.iter().find(|field| field.path.below(path.as_str()).is_some());
        let label = |field: &Field| Label { head: Vec::new(), ..field.label.clone() };
        self.row(path).cloned().or_else(|| first().map(label))
    }

    /// Where a number of last year's form, of another edition, stands on this one: the path there
    /// of each field here. Where the layout does not say, it is the path of the same cell: one with
    /// the same path and the same words around it.
    pub fn before<'f>(&'f self, last: &'f Form) -> impl Fn(&Field) -> Option<FieldPath> + 'f {
        let mapping = self.previous.get(&last.id);
        move |field| match mapping {
            Some(mapping) => mapping.before(&field.path),
            None => {
                let same = &last.fields[last.fields.find(field.path.as_str())?];
                let is_same = same.label == field.label && same.kind == field.kind;
                is_same.then(|| field.path.clone())
            }
        }
    }

    /// Whether a report may leave this out: it is computed, or its cells may be blank.
    pub fn may_lack(&self, member: &Member) -> bool {
        let optional = |id: &FieldId| self.fields[*id].optional;
        self.computes(member) || member.fields().iter().all(optional)
    }

    /// What a fact is, for people.
    pub fn fact_title<'f>(&'f self, group: &str, key: &'f str) -> &'f str {
        let group = self.facts.iter().find(|it| it.key == group);
        let fact = group.and_then(|it| it.facts.iter().find(|fact| fact.key == key));
        fact.map_or(key, |fact| &fact.title)
    }

    /// The facts that cells show, `group.key`: a report must have them.
    pub fn shown_facts(&self) -> Vec<(&str, &str)> {
        let cells = self.tables.values().flat_map(|table| table.grid.cells());
        let facts = cells.flat_map(|cell| &cell.parts).filter_map(|part| match part {
            CellPart::Fact(fact) => fact.split_once('.'),
            CellPart::Text(_) | CellPart::Value(_) => None,
        });
        facts.collect()
    }

    /// Whether a report has text beside its tables.
    pub fn has_text(&self) -> bool {
        !self.preface.is_empty() || self.sections.iter().any(|section| section.table.is_none())
    }

    /// Whether a report may leave this out: a total, or a whole row of them, that is computed.
    pub fn computes(&self, member: &Member) -> bool {
        let path = member.path(&self.fields);
        path.name() == TOTAL && member.fields().iter().all(|id| self.totals.contains_key(id))
    }
}

/// Report years, both ends included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// First year.
    pub from: u16,
    /// Last year; none while the edition is in force.
    pub to: Option<u16>,
}

impl Years {
    /// Whether reports on `year` take this edition.
    pub fn contains(&self, year: u16) -> bool {
        year >= self.from && self.to.is_none_or(|to| year <= to)
    }
}

impl From<&Years> for Text {
    fn from(years: &Years) -> Text {
        match years.to {
            Some(to) if to == years.from => say!("years-one", year = to),
            Some(to) => say!("years-span", from = years.from, to = to),
            None => say!("years-since", from = years.from),
        }
    }
}

/// A clause of the preface; `{path}` stands for a fact, `{a|b}` for the first that is there,
/// `{details}` for the details that are there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The clause.
    pub text: String,
    /// Details, each left out alone where its fact is missing.
    #[serde(default)]
    pub details: Vec<String>,
    /// What stands between details.
    #[serde(default)]
    pub join: String,
}

/// The title's wording.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleForm {
    /// Lines, with `{agency}` and `{year}`.
    pub lines: Vec<String>,
    /// Characters after which a line that is too long had best break.
    pub break_after: String,
    /// Words inside which it does not.
    #[serde(default)]
    pub whole_words: Vec<String>,
}

/// A section of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name inside the program.
    pub key: String,
    /// Official heading without number; empty where the form has none.
    #[serde(default)]
    pub heading: String,
    /// The table it holds; none where it is prose.
    pub table: Option<String>,
    /// Second-level headings that a new report begins with.
    #[serde(default)]
    pub outline: Vec<String>,
}

impl Section {
    /// What people call it: its heading, or where it has none its key.
    pub fn called(&self) -> &str {
        if self.heading.is_empty() { &self.key } else { &self.heading }
    }
}

/// The signature block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureForm {
    /// Pattern of 成文日期 with `{year}`, `{month}`, `{day}`.
    pub date: String,
}

/// What a draft shows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftForm {
    /// Word across each page.
    pub watermark: String,
    /// Heading of the findings' page.
    pub heading: String,
    /// What stands in the cell of a number that is missing.
    pub missing: String,
}
