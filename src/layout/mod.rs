//! One edition of the official format, read from its folder: wording, tables, rules, style, template.

mod fit;
mod rules;
mod style;
mod table;
mod words;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

pub use crate::pattern::Pattern;
pub use crate::prose::PREFACE;
pub use fit::{FitCell, Fitted, fit};
pub use rules::{
    About, Authority, Claim, Copying, Dates, Denial, Enumeration, Fact, Growth, Listing, Mention,
    Relation, Rules, Suggestions, Sum, Term, Wording,
};
pub use style::{Align, Page, Role, SignatureStyle, Style, TextStyle, merge_style};
pub use table::{Field, FieldKind, FormCell, FormGroup, FormRow, FormSlot, TableForm};
pub use words::Words;

use crate::diagnostic::{Diagnostic, Location, Source};

/// The files of one layout's folder: path below the folder → text.
pub type LayoutFiles = BTreeMap<String, String>;

/// One edition.
#[derive(Debug)]
pub struct Layout {
    /// Wording and order, from layout.toml.
    pub form: Form,
    /// Tables by the name that sections use.
    pub tables: BTreeMap<String, TableForm>,
    /// What must hold.
    pub rules: Rules,
    /// Every number that a report must hold, in the order of the form.
    pub fields: Vec<Field>,
    /// Totals that a report may leave out, and their terms.
    pub totals: BTreeMap<String, Vec<String>>,
    places: BTreeMap<String, usize>,
    /// The style as it stands in style.toml.
    pub style: toml::Table,
    /// The same, read.
    pub look: Style,
    /// template.typ.
    pub template: String,
    /// Hash of all its files: what is made with another hash may look otherwise.
    pub digest: [u8; 32],
}

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
    /// The report years it serves.
    pub years: Years,
    /// The title.
    pub title: TitleForm,
    /// Number patterns of heading levels 1-4.
    pub numbering: Vec<String>,
    /// What charts call a year; `{year}` stands for its number.
    pub chart_year: String,
    /// Words that are printed wherever they are needed.
    pub words: Words,
    /// Clauses of the usual preface.
    #[serde(default)]
    pub preface: Vec<Clause>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// The signature block.
    pub signature: SignatureForm,
    /// What a draft shows.
    pub draft: DraftForm,
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

impl std::fmt::Display for Years {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.to {
            Some(to) if to == self.from => write!(f, "{to}年度"),
            Some(to) => write!(f, "{}—{to}年度", self.from),
            None => write!(f, "{}年度起", self.from),
        }
    }
}

/// A clause of the preface; `{path}` stands for a fact, `{a|b}` for the first that is there, `{details}` for the details that are there.
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
}

/// A section of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name inside the program.
    pub key: String,
    /// Official heading without number.
    pub heading: String,
    /// The table it holds; none where it is prose.
    pub table: Option<String>,
    /// Second-level headings that a new report begins with.
    #[serde(default)]
    pub outline: Vec<String>,
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

fn digest(files: &LayoutFiles) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in files.iter().flat_map(|(path, text)| [path, text]) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

impl Layout {
    /// Reads a layout from its files; `place` names the folder in findings. What does not fit together is an error here, not at a report.
    pub fn load(place: &str, files: &LayoutFiles) -> Result<Layout, Diagnostic> {
        let form: Form = parse(place, files, "layout.toml")?;
        let mut tables = BTreeMap::new();
        for path in files.keys() {
            if let Some(name) =
                path.strip_prefix("tables/").and_then(|rest| rest.strip_suffix(".toml"))
            {
                let table = TableForm::load(parse(place, files, path)?)
                    .map_err(|problem| broken(place, path, problem))?;
                tables.insert(name.to_owned(), table);
            }
        }
        for section in &form.sections {
            if let Some(table) = section.table.as_ref().filter(|table| !tables.contains_key(*table))
            {
                return Err(broken(
                    place,
                    "layout.toml",
                    format!("章节“{}”所用的表格 tables/{table}.toml 不存在", section.heading),
                ));
            }
        }
        if form.numbering.len() != 4 || form.title.lines.is_empty() {
            return Err(broken(
                place,
                "layout.toml",
                "numbering 应有四级，title 至少一行".to_owned(),
            ));
        }
        if let Some(problem) = rules::misspelt(&parse(place, files, "rules.toml")?) {
            return Err(broken(place, "rules.toml", problem));
        }
        let rules: Rules = parse(place, files, "rules.toml")?;
        let style: toml::Table = parse(place, files, "style.toml")?;
        let look =
            Style::from_table(&style).map_err(|problem| broken(place, "style.toml", problem))?;
        let template = text(place, files, "template.typ")?.to_owned();
        let mut fields = Vec::new();
        for table in form.sections.iter().filter_map(|section| section.table.as_ref()) {
            fields.append(
                &mut tables
                    .get_mut(table)
                    .map(|table| std::mem::take(&mut table.fields))
                    .unwrap_or_default(),
            );
        }
        let places: BTreeMap<String, usize> =
            fields.iter().enumerate().map(|(at, field)| (field.path.clone(), at)).collect();
        if places.len() != fields.len() {
            return Err(broken(place, "tables", "同一个数在表格中出现了两次".to_owned()));
        }
        let mut layout = Layout {
            form,
            tables,
            rules,
            fields,
            totals: BTreeMap::new(),
            places,
            style,
            look,
            template,
            digest: digest(files),
        };
        let mut rules = std::mem::take(&mut layout.rules);
        rules.lay_out(&layout);
        rules.prove(&layout).map_err(|problem| broken(place, "rules.toml", problem))?;
        layout.totals = rules.sums.iter().flat_map(Sum::computes).collect();
        layout.rules = rules;
        Ok(layout)
    }

    /// The number at `path`.
    pub fn field(&self, path: &str) -> Option<&Field> {
        self.places.get(path).map(|at| &self.fields[*at])
    }
}

/// The names one step below `path` with their fields, in the order of the form.
pub fn children<'a, 'f>(path: &str, below: &[&'f Field]) -> Vec<(&'a str, Vec<&'f Field>)>
where
    'f: 'a,
{
    let mut children: Vec<(&'a str, Vec<&'f Field>)> = Vec::new();
    for field in below {
        let rest =
            if path.is_empty() { field.path.as_str() } else { &field.path[path.len() + 1..] };
        let name = rest.split('.').next().unwrap_or_default();
        match children.iter_mut().find(|(known, _)| *known == name) {
            Some((_, fields)) => fields.push(field),
            None => children.push((name, vec![field])),
        }
    }
    children
}

fn text<'a>(place: &str, files: &'a LayoutFiles, path: &str) -> Result<&'a str, Diagnostic> {
    files.get(path).map(String::as_str).ok_or_else(|| broken(place, path, "文件不存在".to_owned()))
}

fn parse<T: DeserializeOwned>(
    place: &str,
    files: &LayoutFiles,
    path: &str,
) -> Result<T, Diagnostic> {
    let text = text(place, files, path)?;
    toml::from_str(text).map_err(|error| {
        let name = format!("{place}/{path}");
        let location = error
            .span()
            .map_or_else(|| Location::whole(&name), |span| Source::new(&name, text).locate(span));
        Diagnostic::error("layout-broken", format!("版式文件有误：{}", error.message()))
            .at(location)
    })
}

fn broken(place: &str, path: &str, problem: String) -> Diagnostic {
    Diagnostic::error("layout-broken", format!("版式文件有误：{problem}"))
        .at(Location::whole(format!("{place}/{path}")))
}

/// The layouts at hand; those that come first hide later ones of the same id.
#[derive(Debug, Default)]
pub struct Layouts {
    list: Vec<Layout>,
}

impl Layouts {
    /// Adds a layout behind those already there.
    pub fn push(&mut self, layout: Layout) {
        if self.list.iter().all(|known| known.form.id != layout.form.id) {
            self.list.push(layout);
        }
    }

    /// All layouts.
    pub fn iter(&self) -> impl Iterator<Item = &Layout> {
        self.list.iter()
    }

    /// The layout called `id`.
    pub fn get(&self, id: &str) -> Option<&Layout> {
        self.list.iter().find(|layout| layout.form.id == id)
    }

    /// The layout that serves `year`.
    pub fn for_year(&self, year: u16) -> Option<&Layout> {
        self.list.iter().find(|layout| layout.form.years.contains(year))
    }

    /// The layout that serves the latest years.
    pub fn newest(&self) -> Option<&Layout> {
        self.list.iter().max_by_key(|layout| layout.form.years.from)
    }

    /// Names and years of all layouts, for a finding's hint.
    pub fn listing(&self) -> String {
        let names: Vec<_> = self
            .list
            .iter()
            .map(|layout| format!("{}（{}）", layout.form.id, layout.form.years))
            .collect();
        names.join("、")
    }
}
