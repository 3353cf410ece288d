//! rules.toml: what must hold, as data. One file a kind of rule; a new rule of a known kind needs no
//! Rust, and a new kind is a file here and its line in [`KINDS`].

mod authorities;
mod claims;
mod copies;
mod dates;
mod denials;
mod enumerations;
mod growths;
mod listings;
mod mentions;
mod sums;
mod terms;
mod wordings;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Diagnostic, Severity};
use crate::field::FieldId;
use crate::form::Form;
use crate::messages::{Args, Text};
use crate::pattern::Pattern;
use crate::prose::Prose;
use crate::report::Report;
use crate::say;

pub use terms::{Term, sum};

/// A kind of rule. Its fields are the keys that a rule of its kind has beside those of [`About`].
pub trait Rule: fmt::Debug + Send + Sync {
    /// Takes in fragments of patterns and spreads the rule over the form, once for all reports.
    /// The error names what the form has not.
    fn lay_out(&mut self, form: &Form, fragments: &Fragments) -> Result<(), Text>;

    /// Whether its patterns are patterns and have the groups that its kind needs.
    fn is_sound(&self) -> bool {
        true
    }

    /// Whether it is asked at all; a layout may hold rules that another layout switches on.
    fn is_on(&self) -> bool {
        true
    }

    /// Every place where it does not hold.
    fn check(&self, about: &About, case: &Case<'_>) -> Vec<Diagnostic>;

    /// The pattern that its example has to match; none where it is no rule over the text, or asks
    /// for what is missing.
    fn pattern(&self) -> Option<&Pattern> {
        None
    }

    /// Whether a match of its pattern is the fault itself.
    fn forbids(&self) -> bool {
        false
    }

    /// What each number is the sum of that a report may leave out.
    fn computes(&self) -> Vec<(FieldId, Vec<FieldId>)> {
        Vec::new()
    }

    /// The number of last year that this year's number at `field` must be.
    fn carries(&self, _field: FieldId) -> Option<FieldId> {
        None
    }

    /// The numbers of the text that it judges, and the sums that each may mean; none where they are
    /// no number of the form's.
    fn reads(&self) -> Option<(&Pattern, &[Vec<Term>])> {
        None
    }
}

/// The kinds of rules by their names in rules.toml, in the order in which they are asked.
const KINDS: [(&str, Maker); 11] = [
    ("sums", make::<sums::Sum>),
    ("dates", make::<dates::Dates>),
    ("authorities", make::<authorities::Authority>),
    ("wordings", make::<wordings::Wording>),
    ("mentions", make::<mentions::Mention>),
    ("listings", make::<listings::Listing>),
    ("claims", make::<claims::Claim>),
    ("growths", make::<growths::Growth>),
    ("denials", make::<denials::Denial>),
    ("enumerations", make::<enumerations::Enumeration>),
    ("copies", make::<copies::Copying>),
];

/// Parts of patterns by name: a pattern takes one in by `{name}`.
pub type Fragments = BTreeMap<String, String>;

type Maker = fn(toml::Table) -> Result<Box<dyn Rule>, toml::de::Error>;

fn make<R: Rule + DeserializeOwned + 'static>(
    table: toml::Table,
) -> Result<Box<dyn Rule>, toml::de::Error> {
    Ok(Box::new(table.try_into::<R>()?))
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The report, and last year's in it.
    pub report: &'a Report,
    /// Its form.
    pub form: &'a Form,
    /// Its text.
    pub prose: &'a Prose<'a>,
}

/// The rules of a layout.
#[derive(Debug, Default)]
pub struct Rules {
    list: Vec<(About, Box<dyn Rule>)>,
    /// Numbers in the text that could be bound to cells.
    pub suggestions: Suggestions,
}

/// What every rule says of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Stable id.
    pub id: String,
    /// Error or warning.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// Clause or source it comes from.
    #[serde(default)]
    pub source: String,
    /// Why it matters.
    #[serde(default)]
    pub why: String,
    /// What is wrong; each kind says what stands in braces.
    pub message: String,
    /// What to do.
    #[serde(default)]
    pub hint: String,
    /// A case of it: for the kinds over the text, words that its pattern finds.
    pub example: String,
}

/// The keys of [`About`]; all others are those of a kind.
const ABOUT: [&str; 7] = ["id", "severity", "source", "why", "message", "hint", "example"];

/// Numbers in the text that could be taken from a cell: a pattern each, whose group is the number.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestions {
    /// Of counts.
    pub count: Option<Pattern>,
    /// Of amounts.
    pub amount: Option<Pattern>,
}

/// rules.toml but for its rules.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    /// What the rules of a kind say of themselves where they don't say it each.
    common: BTreeMap<String, Common>,
    fragments: Fragments,
    suggestions: Suggestions,
    #[serde(flatten)]
    kinds: BTreeMap<String, Vec<toml::Table>>,
}

/// What the rules of a kind say of themselves in common.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Common {
    source: String,
    why: String,
    hint: String,
}

/// A fault of rules.toml: what is wrong, and the id of the rule where it is one of a rule.
#[derive(Debug)]
pub struct Fault {
    /// The rule.
    pub id: Option<String>,
    /// What is wrong.
    pub problem: Text,
}

fn fault(id: &str, problem: Text) -> Fault {
    Fault { id: Some(id.to_owned()), problem }
}

impl Rules {
    /// Reads the rules of a form. With `proving` every pattern is tried, which takes longer than
    /// all the rest: layouts that come with the program are proved by its tests.
    pub fn load(file: toml::Table, form: &Form, proving: bool) -> Result<Rules, Fault> {
        let mut file: File =
            file.try_into().map_err(|error| Fault { id: None, problem: error.message().into() })?;
        if let Some(kind) = unknown(&file) {
            return Err(Fault { id: None, problem: say!("rule-kind", kind = kind) });
        }
        let mut rules = Rules { list: Vec::new(), suggestions: file.suggestions };
        for (kind, make) in KINDS {
            let common = file.common.remove(kind).unwrap_or_default();
            for table in file.kinds.remove(kind).unwrap_or_default() {
                let (about, mut rule) = read(table, make, &common)?;
                if rules.list.iter().any(|(known, _)| known.id == about.id) {
                    return Err(fault(&about.id, say!("rule-repeated", id = &about.id)));
                }
                rule.lay_out(form, &file.fragments).map_err(|problem| fault(&about.id, problem))?;
                rules.list.push((about, rule));
            }
        }
        if proving { rules.prove().map(|()| rules) } else { Ok(rules) }
    }

    /// Fails at the first pattern that is none or lacks a group.
    fn prove(&self) -> Result<(), Fault> {
        if let Some((about, _)) = self.list.iter().find(|(_, rule)| !rule.is_sound()) {
            return Err(fault(&about.id, say!("rule-pattern", id = &about.id)));
        }
        let Suggestions { count, amount } = &self.suggestions;
        match [count, amount].into_iter().flatten().all(|pattern| pattern.has_groups(1)) {
            true => Ok(()),
            false => Err(Fault { id: None, problem: say!("rule-suggestions") }),
        }
    }

    /// Every rule that is on, in the order of the kinds.
    pub fn iter(&self) -> impl Iterator<Item = (&About, &dyn Rule)> {
        self.list.iter().filter(|(_, rule)| rule.is_on()).map(|(about, rule)| (about, &**rule))
    }

    /// Every place where a report breaks a rule, in the order of the rules.
    pub fn check(&self, case: &Case<'_>) -> Vec<Diagnostic> {
        self.iter().flat_map(|(about, rule)| rule.check(about, case)).collect()
    }
}

/// The name of a kind that there is none of.
fn unknown(file: &File) -> Option<&String> {
    let known = |name: &String| KINDS.iter().any(|(kind, _)| kind == name);
    file.kinds.keys().chain(file.common.keys()).find(|name| !known(name))
}

/// A rule from its table: what it says of itself, and the keys of its kind.
fn read(table: toml::Table, make: Maker, common: &Common) -> Result<(About, Box<dyn Rule>), Fault> {
    let id = table.get("id").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let problem = |error: toml::de::Error| {
        let said = error.message().to_owned();
        match said.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((key, _)) => fault(&id, say!("rule-key", id = &id, key = key)),
            None => fault(&id, say!("rule-value", id = &id, problem = said)),
        }
    };
    let (own, keys): (toml::Table, toml::Table) =
        table.into_iter().partition(|(key, _)| ABOUT.contains(&key.as_str()));
    let mut about: About = own.try_into().map_err(problem)?;
    let rule = make(keys).map_err(problem)?;
    about.fill(common);
    let said = [&about.source, &about.why, &about.message, &about.hint, &about.example];
    if about.id.is_empty() || said.iter().any(|text| text.is_empty()) {
        return Err(fault(&id, say!("rule-silent", id = &id)));
    }
    Ok((about, rule))
}

impl About {
    /// Takes what the rule does not say itself from what its kind says in common.
    fn fill(&mut self, common: &Common) {
        for (own, shared) in [
            (&mut self.source, &common.source),
            (&mut self.why, &common.why),
            (&mut self.hint, &common.hint),
        ] {
            if own.is_empty() {
                own.clone_from(shared);
            }
        }
    }

    /// A finding of this rule; `args` are what stands in braces in its message.
    pub fn finding(&self, args: Args) -> Diagnostic {
        let message = Text::written(&*self.message, args);
        Diagnostic::of_rule(self.id.clone(), self.severity, message)
            .hint(self.hint.as_str())
            .hint(say!("source", source = &self.source))
    }
}

fn severity<'de, D: Deserializer<'de>>(input: D) -> Result<Severity, D::Error> {
    match String::deserialize(input)?.as_str() {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        other => Err(serde::de::Error::custom(format!(
            "severity `{other}` is neither `error` nor `warning`"
        ))),
    }
}
