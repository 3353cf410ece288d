//! One edition of an official form: form, rules, style, template.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bundle::{Bundle, LAYOUT_TOML};
use super::fit::fits_bare;
use super::style::Style;
use crate::diagnostic::Diagnostic;
use crate::field::{Field, Fields};
use crate::form::{CellPart, Form, TableFile, TableForm};
use crate::quantity::WordsFile;
use crate::rules::Rules;
use crate::say;

/// One edition.
#[derive(Debug)]
pub struct Layout {
    /// Wording, order and tables.
    pub form: Form,
    /// What must hold.
    pub rules: Rules,
    /// The style as it stands in style.toml.
    pub style: toml::Table,
    /// The same as it was typed, with its comments.
    pub style_text: String,
    /// The same, read.
    pub look: Style,
    /// template.typ and the files that it imports, by their paths.
    pub templates: BTreeMap<String, String>,
    /// page.css.
    pub page: String,
    /// Hash of all its files: what is made with another hash may look otherwise.
    pub digest: [u8; 32],
    /// What findings call its folder.
    pub place: String,
}

/// Where a layout comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutOrigin {
    /// With the program, whose tests have proved it.
    BuiltIn,
    /// From a folder of the user's.
    Folder,
}

const RULES_TOML: &str = "rules.toml";
/// What its rules say, in English by the Chinese: words that are changed are said in Chinese until
/// they are changed here too.
const ENGLISH_TOML: &str = "en.toml";
const WORDS_TOML: &str = "words.toml";
const STYLE_TOML: &str = "style.toml";
/// The template; what it imports are the layout's other files of this kind.
const TEMPLATE: &str = "template.typ";
const TYPST: &str = ".typ";
const PAGE: &str = "page.css";

impl Layout {
    /// The first table whose form alone does not fit a page of `style`: its name.
    pub fn overfull(&self, style: &Style) -> Option<&str> {
        let mut tables = self.form.tables.values();
        tables.find(|table| !fits_bare(table, style)).map(|table| table.name.as_str())
    }

    /// Reads a layout from its files. What does not fit together is an error here, not at a
    /// report.
    pub fn load(files: &Bundle<'_>, origin: LayoutOrigin) -> Result<Layout, Diagnostic> {
        let form = read_form(files)?;
        let words = match files.has(WORDS_TOML) {
            true => files.parse(WORDS_TOML)?,
            false => WordsFile::default(),
        };
        let rules = match files.has(RULES_TOML) {
            true => files.parse(RULES_TOML)?,
            false => toml::Table::new(),
        };
        let english = match files.has(ENGLISH_TOML) {
            true => files.parse(ENGLISH_TOML)?,
            false => BTreeMap::new(),
        };
        let proving = origin == LayoutOrigin::Folder;
        let rules = Rules::load(rules, words, &english, &form, proving).map_err(|fault| {
            files.broken(RULES_TOML, &fault.id.unwrap_or_default(), fault.problem)
        })?;
        let style: toml::Table = files.parse(STYLE_TOML)?;
        let look = Style::from_table(&style)
            .map_err(|(_, problem)| files.broken(STYLE_TOML, "", problem))?;
        let mut layout = Layout {
            form,
            rules,
            style,
            style_text: whole_style(files).to_owned(),
            look,
            templates: templates(files)?,
            page: files.text(PAGE)?.to_owned(),
            digest: files.digest(),
            place: files.place().to_owned(),
        };
        let computed = layout.rules.iter().flat_map(|(_, rule)| rule.computes());
        let fields = &layout.form.fields;
        layout.form.totals = computed.filter(|(field, _)| fields[*field].path.is_total()).collect();
        Ok(layout)
    }
}

/// The template and what it may import.
fn templates(files: &Bundle<'_>) -> Result<BTreeMap<String, String>, Diagnostic> {
    files.text(TEMPLATE)?; // without it there is none
    let paths = files.paths().into_iter().filter(|path| path.ends_with(TYPST));
    paths.map(|path| Ok((path.to_owned(), files.text(path)?.to_owned()))).collect()
}

/// The nearest style.toml that has every key: one that is laid over another may have a few.
fn whole_style<'a>(files: &Bundle<'a>) -> &'a str {
    let is_whole = |text: &&str| {
        toml::from_str(text).is_ok_and(|table: toml::Table| Style::from_table(&table).is_ok())
    };
    files.texts(STYLE_TOML).find(is_whole).unwrap_or_default()
}

/// The form with its tables and the fields in them.
fn read_form(files: &Bundle<'_>) -> Result<Form, Diagnostic> {
    let mut form: Form = files.parse(LAYOUT_TOML)?;
    for path in files.paths() {
        let name = path.strip_prefix("tables/").and_then(|rest| rest.strip_suffix(".toml"));
        let Some(name) = name else { continue };
        let table = TableForm::load(files.parse::<TableFile>(path)?, &form.words);
        let table = table.map_err(|fault| files.broken(path, &fault.needle, fault.problem))?;
        form.tables.insert(name.to_owned(), table);
    }
    let broken = |needle: &str, problem| Err(files.broken(LAYOUT_TOML, needle, problem));
    if form.numbering.len() != 4
        || form.title.lines.is_empty()
        || !form.list_numbers.iter().all(|pattern| pattern.contains("{n}"))
        || form.list_numbers.is_empty()
    {
        return broken("", say!("layout-counts"));
    }
    for section in form.sections.iter().filter(|section| section.heading.is_empty()) {
        if section.table.is_none() {
            return broken(&section.key, say!("layout-heading", key = &section.key));
        }
    }
    let mut list: Vec<Field> = Vec::new();
    let mut used: Vec<&String> = Vec::new();
    for section in &form.sections {
        let Some(name) = &section.table else { continue };
        let Some(table) = form.tables.get_mut(name).filter(|_| !used.contains(&name)) else {
            let problem = say!("layout-table", section = section.called(), table = name);
            return broken(name, problem);
        };
        list.append(&mut table.fields);
        used.push(name);
    }
    let unused = form.tables.keys().find(|name| !used.contains(name) && files.is_own(&file(name)));
    if let Some(name) = unused {
        return Err(files.broken(&file(name), "", say!("layout-table-unused", table = name)));
    }
    let used: Vec<String> = used.into_iter().cloned().collect();
    form.tables.retain(|name, _| used.contains(name));
    let known_facts = facts(&form);
    let unknown = form.tables.iter().find_map(|(name, table)| {
        let parts = table.grid.cells().flat_map(|cell| &cell.parts);
        let fact = |part: &CellPart| match part {
            CellPart::Fact(fact) if !known_facts.contains(fact) => Some(fact.clone()),
            _ => None,
        };
        parts.into_iter().find_map(fact).map(|fact| (name, fact))
    });
    if let Some((name, fact)) = unknown {
        return Err(files.broken(&file(name), &fact, say!("layout-fact", fact = &fact)));
    }
    let fields = Fields::new(list).map_err(|path| twice(files, &form, path.as_str()))?;
    form.fields = Arc::new(fields);
    Ok(form)
}

/// The file of a table.
fn file(table: &str) -> String {
    format!("tables/{table}.toml")
}

/// The facts that a report may have, as the preface and cells name them.
fn facts(form: &Form) -> Vec<String> {
    let groups = form.facts.iter().flat_map(|group| {
        group.facts.iter().map(move |fact| format!("{}.{}", group.key, fact.key))
    });
    groups.chain(["agency", "year"].map(str::to_owned)).collect()
}

/// The finding that a path stands in two cells, or is one of a group too.
fn twice(files: &Bundle<'_>, form: &Form, path: &str) -> Diagnostic {
    let group = path.rsplit_once('.').map_or(path, |(group, _)| group);
    let places = form.tables.keys().flat_map(|name| [path, group].map(|it| (file(name), it)));
    let problem = || say!("layout-field-repeated", path = path);
    let mut told = places.map(|(file, needle)| files.broken(&file, needle, problem()));
    let placed = |finding: &Diagnostic| finding.location.as_ref().is_some_and(|at| at.line > 1);
    let found = told.find(placed);
    found.unwrap_or_else(|| files.broken(LAYOUT_TOML, "", problem()))
}
