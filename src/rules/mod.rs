//! rules.toml: what must hold, as data. One file a kind of rule; a new rule of a known kind needs
//! no Rust, and a new kind is a file here and its line in `KINDS`.

mod about;
mod authorities;
mod claimed;
mod claims;
mod conditions;
mod copies;
mod dates;
mod denials;
mod enumerations;
mod growths;
mod holds;
mod lengths;
mod listings;
mod mentions;
mod repeats;
mod rule;
mod shares;
mod sums;
mod terms;
mod understand;
mod understood;
mod wordings;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use about::About;
pub use claims::{MOST_TERMS, joined};
pub use rule::{Balance, Case, Fragments, Rule};
pub use terms::{Equation, Term, sum};
pub use understand::UnderstoodText;
pub use understood::Understood;

use self::about::Shared;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::quantity::{Lexicon, WordsFile};
use crate::report::Report;
use crate::say;
use crate::toml_words::explain;

/// The kinds of rules by their names in rules.toml, in the order in which they are asked.
const KINDS: [(&str, Maker); 15] = [
    ("sums", make::<sums::Sum>),
    ("conditions", make::<holds::Holding>),
    ("dates", make::<dates::Dates>),
    ("authorities", make::<authorities::Authority>),
    ("wordings", make::<wordings::Wording>),
    ("lengths", make::<lengths::Length>),
    ("repeats", make::<repeats::Repeat>),
    ("mentions", make::<mentions::Mention>),
    ("listings", make::<listings::Listing>),
    ("claims", make::<claims::Claim>),
    ("growths", make::<growths::Growth>),
    ("shares", make::<shares::Share>),
    ("denials", make::<denials::Denial>),
    ("enumerations", make::<enumerations::Enumeration>),
    ("copies", make::<copies::Copying>),
];

type Maker = fn(toml::Table) -> Result<Box<dyn Rule>, toml::de::Error>;

fn make<R: Rule + DeserializeOwned + 'static>(
    table: toml::Table,
) -> Result<Box<dyn Rule>, toml::de::Error> {
    Ok(Box::new(table.try_into::<R>()?))
}

/// The rules of a layout.
#[derive(Debug, Default)]
pub struct Rules {
    list: Vec<(About, Box<dyn Rule>)>,
    lexicon: Lexicon,
    /// Numbers in the text that could be bound to cells.
    pub suggestions: Suggestions,
}

/// The keys of [`About`]; all others are those of a kind.
const ABOUT: [&str; 8] = ["id", "severity", "source", "why", "message", "hint", "waive", "example"];

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
struct RulesFile {
    /// What the rules of a kind say of themselves where they don't say it each.
    common: BTreeMap<String, Shared>,
    fragments: Fragments,
    suggestions: Suggestions,
    #[serde(flatten)]
    kinds: BTreeMap<String, Vec<toml::Table>>,
}

/// A fault of rules.toml: what is wrong, and the id of the rule where it is one of a rule.
#[derive(Debug)]
pub struct RuleFault {
    /// The rule.
    pub id: Option<String>,
    /// What is wrong.
    pub problem: Text,
}

fn fault(id: &str, problem: Text) -> RuleFault {
    RuleFault { id: Some(id.to_owned()), problem }
}

impl Rules {
    /// Reads the rules of a form. With `proving` every pattern is tried, which takes longer than
    /// all the rest: layouts that come with the program are proved by its tests.
    pub fn load(
        file: toml::Table,
        words: WordsFile,
        english: &BTreeMap<String, String>,
        form: &Form,
        proving: bool,
    ) -> Result<Rules, RuleFault> {
        let mut file: RulesFile =
            file.try_into().map_err(|error| RuleFault { id: None, problem: explain(&error) })?;
        if let Some(kind) = unknown(&file) {
            return Err(RuleFault { id: None, problem: say!("rule-kind", kind = kind) });
        }
        let lexicon = Lexicon::new(words);
        let mut rules = Rules { list: Vec::new(), lexicon, suggestions: file.suggestions };
        for (kind, make) in KINDS {
            let common = file.common.remove(kind).unwrap_or_default();
            for table in file.kinds.remove(kind).unwrap_or_default() {
                let (mut about, mut rule) = read(table, make, &common)?;
                if rules.list.iter().any(|(known, _)| known.id == about.id) {
                    return Err(fault(&about.id, say!("rule-repeated", id = &about.id)));
                }
                about.translate(english);
                rule.lay_out(form, &file.fragments).map_err(|problem| fault(&about.id, problem))?;
                rule.learn(&rules.lexicon).map_err(|problem| fault(&about.id, problem))?;
                rules.list.push((about, rule));
            }
        }
        if proving { rules.prove().map(|()| rules) } else { Ok(rules) }
    }

    /// Fails at the first pattern that is none or lacks a group.
    fn prove(&self) -> Result<(), RuleFault> {
        if let Some((about, _)) = self.list.iter().find(|(_, rule)| !rule.is_sound()) {
            return Err(fault(&about.id, say!("rule-pattern", id = &about.id)));
        }
        let Suggestions { count, amount } = &self.suggestions;
        match [count, amount].into_iter().flatten().all(|pattern| pattern.has_groups(1)) {
            true => Ok(()),
            false => Err(RuleFault { id: None, problem: say!("rule-suggestions") }),
        }
    }

    /// Every rule that is on, in the order of the kinds.
    pub fn iter(&self) -> impl Iterator<Item = (&About, &dyn Rule)> + Clone {
        self.list.iter().filter(|(_, rule)| rule.is_on()).map(|(about, rule)| (about, &**rule))
    }

    /// Sums that must be equal within a year, of all rules.
    pub fn balances(&self) -> Vec<Balance> {
        self.iter().flat_map(|(_, rule)| rule.balances()).collect()
    }

    /// What the numbers of a report's text mean.
    pub fn understand(&self, report: &Report, form: &Form) -> UnderstoodText {
        understand::understand(report, form, &self.lexicon, self.iter())
    }

    /// Every place where a report breaks a rule, in the order of the rules.
    pub fn check(&self, case: &Case<'_>) -> Vec<Diagnostic> {
        self.iter().flat_map(|(about, rule)| rule.check(about, case)).collect()
    }
}

/// The name of a kind that there is none of.
fn unknown(file: &RulesFile) -> Option<&String> {
    let known = |name: &String| KINDS.iter().any(|(kind, _)| kind == name);
    file.kinds.keys().chain(file.common.keys()).find(|name| !known(name))
}

/// A rule from its table: what it says of itself, and the keys of its kind.
fn read(
    table: toml::Table,
    make: Maker,
    shared: &Shared,
) -> Result<(About, Box<dyn Rule>), RuleFault> {
    let id = table.get("id").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let problem = |error: toml::de::Error| {
        let said = error.message().to_owned();
        match said.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((key, _)) => fault(&id, say!("rule-key", id = &id, key = key)),
            None => fault(&id, say!("rule-value", id = &id, problem = explain(&error))),
        }
    };
    let (own, keys): (toml::Table, toml::Table) =
        table.into_iter().partition(|(key, _)| ABOUT.contains(&key.as_str()));
    let mut about: About = own.try_into().map_err(problem)?;
    let rule = make(keys).map_err(problem)?;
    about.fill(shared);
    let said = [&about.source, &about.why, &about.message, &about.hint, &about.example];
    if about.id.is_empty() || said.iter().any(|text| text.is_empty()) {
        return Err(fault(&id, say!("rule-silent", id = &id)));
    }
    Ok((about, rule))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rules_that_come_with_the_program_are_sound() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        for layout in layouts.iter() {
            assert!(layout.rules.prove().is_ok(), "{}", layout.form.id);
        }
    }
}
