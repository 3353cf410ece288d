//! One edition of the official format, read from its folder: form, rules, style, template.

mod fit;
mod own_style;
mod style;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

pub use fit::{Fitted, Measured, Room, fit};
pub use own_style::merge_style;
pub use style::{Align, Page, Role, SignatureStyle, Style, TextStyle, TitleStyle};

use crate::diagnostic::{Diagnostic, Location, Source};
use crate::field::Fields;
use crate::finding;
use crate::form::{Form, TableFile, TableForm};
use crate::messages::Text;
use crate::quantity::WordsFile;
use crate::rules::{RuleFault, Rules};
use crate::say;

/// The files of one layout's folder: path below the folder → text.
pub type LayoutFiles = BTreeMap<String, String>;

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
    /// template.typ.
    pub template: String,
    /// page.css.
    pub page: String,
    /// Hash of all its files: what is made with another hash may look otherwise.
    pub digest: [u8; 32],
}

/// Where a layout comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutOrigin {
    /// With the program, whose tests have proved it.
    BuiltIn,
    /// From a folder of the user's.
    Folder,
}

const LAYOUT_TOML: &str = "layout.toml";
const RULES_TOML: &str = "rules.toml";
const WORDS_TOML: &str = "words.toml";
const STYLE_TOML: &str = "style.toml";
const TEMPLATE: &str = "template.typ";
const PAGE: &str = "page.css";

impl Layout {
    /// The first table whose form alone does not fit a page of `style`: its name.
    pub fn overfull(&self, style: &Style) -> Option<&str> {
        let mut tables = self.form.tables.values();
        tables.find(|table| !fit::fits_bare(table, style)).map(|table| table.name.as_str())
    }

    /// Reads a layout from its files; `place` names the folder in findings. What does not fit
    /// together is an error here, not at a report.
    pub fn load(
        place: &str,
        files: &LayoutFiles,
        origin: LayoutOrigin,
    ) -> Result<Layout, Diagnostic> {
        let files = Files { place, files };
        let form = files.form()?;
        let words = match files.files.contains_key(WORDS_TOML) {
            true => files.parse(WORDS_TOML)?,
            false => WordsFile::default(),
        };
        let proving = origin == LayoutOrigin::Folder;
        let rules = Rules::load(files.parse(RULES_TOML)?, words, &form, proving)
            .map_err(|fault| files.fault(RULES_TOML, &fault))?;
        let style: toml::Table = files.parse(STYLE_TOML)?;
        let look =
            Style::from_table(&style).map_err(|(_, problem)| files.broken(STYLE_TOML, problem))?;
        let mut layout = Layout {
            form,
            rules,
            style,
            style_text: files.text(STYLE_TOML)?.to_owned(),
            look,
            template: files.text(TEMPLATE)?.to_owned(),
            page: files.text(PAGE)?.to_owned(),
            digest: digest(files.files),
        };
        let computed = layout.rules.iter().flat_map(|(_, rule)| rule.computes());
        let fields = &layout.form.fields;
        layout.form.totals = computed.filter(|(field, _)| fields[*field].path.is_total()).collect();
        Ok(layout)
    }
}

/// The files of a layout and what findings call their folder.
struct Files<'a> {
    place: &'a str,
    files: &'a LayoutFiles,
}

impl<'a> Files<'a> {
    /// The form with its tables and the fields in them.
    fn form(&self) -> Result<Form, Diagnostic> {
        let mut form: Form = self.parse(LAYOUT_TOML)?;
        for path in self.files.keys() {
            let name = path.strip_prefix("tables/").and_then(|rest| rest.strip_suffix(".toml"));
            let Some(name) = name else { continue };
            let table = TableForm::load(self.parse::<TableFile>(path)?);
            let table = table.map_err(|problem| self.broken(path, problem))?;
            form.tables.insert(name.to_owned(), table);
        }
        if form.numbering.len() != 4 || form.title.lines.is_empty() {
            return Err(self.broken(LAYOUT_TOML, say!("layout-counts")));
        }
        let mut list = Vec::new();
        for section in &form.sections {
            let Some(name) = &section.table else { continue };
            let Some(table) = form.tables.get_mut(name) else {
                let problem = say!("layout-table", section = &section.heading, table = name);
                return Err(self.broken(LAYOUT_TOML, problem));
            };
            list.append(&mut table.fields);
        }
        let fields = Fields::new(list)
            .ok_or_else(|| self.broken("tables", say!("layout-field-repeated")))?;
        form.fields = Arc::new(fields);
        Ok(form)
    }

    fn text(&self, path: &str) -> Result<&'a str, Diagnostic> {
        let text = self.files.get(path).map(String::as_str);
        text.ok_or_else(|| self.broken(path, say!("layout-file")))
    }

    fn parse<T: DeserializeOwned>(&self, path: &str) -> Result<T, Diagnostic> {
        let text = self.text(path)?;
        toml::from_str(text).map_err(|error| {
            let name = format!("{}/{path}", self.place);
            let location = match error.span() {
                Some(span) => Source::new(&name, text).locate(span),
                None => Location::whole(&name),
            };
            finding!("layout-broken", problem = error.message()).at(location)
        })
    }

    /// A fault of a rule, at the line of its id.
    fn fault(&self, path: &str, fault: &RuleFault) -> Diagnostic {
        let finding = self.broken(path, fault.problem.clone());
        let text = self.files.get(path).map_or("", String::as_str);
        let id = fault.id.as_ref().map(|id| format!("\"{id}\""));
        let found = id.and_then(|id| Some((text.find(&id)?, id.len())));
        match found {
            Some((at, length)) => finding
                .at(Source::new(format!("{}/{path}", self.place), text).locate(at..at + length)),
            None => finding,
        }
    }

    fn broken(&self, path: &str, problem: Text) -> Diagnostic {
        let place = Location::whole(format!("{}/{path}", self.place));
        finding!("layout-broken", problem = problem).at(place)
    }
}

fn digest(files: &LayoutFiles) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in files.iter().flat_map(|(path, text)| [path, text]) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
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
