//! rules.toml: what must hold, as data. A new rule of a known kind needs no Rust.

mod sums;
mod texts;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::Layout;
use crate::diagnostic::Severity;
use crate::report::Level;

pub use sums::{Relation, Sum, Term};
pub use texts::{
    Claim, Copying, Denial, Enumeration, Fact, Growth, Listing, Mention, Suggestions, Wording,
};

/// rules.toml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// What the rules of a kind say of themselves where they don't say it each.
    #[serde(default)]
    common: BTreeMap<String, Common>,
    /// Parts of patterns by name: a pattern takes one in by `{name}`.
    #[serde(default)]
    fragments: BTreeMap<String, String>,
    /// Sums that must agree.
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// Days between which the report must be dated.
    #[serde(default)]
    pub dates: Vec<Dates>,
    /// Numbers that must be 0 for some kinds of bodies.
    #[serde(default)]
    pub authorities: Vec<Authority>,
    /// Wording that must or must not be there.
    #[serde(default)]
    pub wordings: Vec<Wording>,
    /// Years and counts of sections in the text that must be those of the report.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Sentences that must name every section.
    #[serde(default)]
    pub listings: Vec<Listing>,
    /// Numbers in the text that must be those of cells.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// Changes in the text that must follow from two years' cells.
    #[serde(default)]
    pub growths: Vec<Growth>,
    /// What the text may say only where numbers are 0.
    #[serde(default)]
    pub denials: Vec<Denial>,
    /// Parts in a sentence that must make up its whole.
    #[serde(default)]
    pub enumerations: Vec<Enumeration>,
    /// Text that is last year's.
    #[serde(default)]
    pub copies: Vec<Copying>,
    /// Numbers in the text that could be bound to cells.
    #[serde(default)]
    pub suggestions: Suggestions,
}

/// What every rule says of itself.
#[derive(Debug, Deserialize)]
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

/// What the rules of a kind say of themselves in common.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    #[serde(default)]
    source: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    hint: String,
}

impl About {
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
}

/// 成文日期: after the year that is reported on and on or before a day of the next.
#[derive(Debug, Deserialize)]
pub struct Dates {
    /// Message with `{date}` and `{until}`.
    #[serde(flatten)]
    pub about: About,
    /// Kinds of bodies it binds.
    pub levels: Vec<Level>,
    /// Last month and day of the next year.
    pub until: (u8, u8),
}

/// Numbers that some kinds of bodies have no power to have.
#[derive(Debug, Deserialize)]
pub struct Authority {
    /// Message with `{label}` and `{number}`.
    #[serde(flatten)]
    pub about: About,
    /// Kinds of bodies it binds.
    pub levels: Vec<Level>,
    /// Paths of numbers that must be 0.
    pub zero: Vec<String>,
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

/// The keys of each kind of rule, beside those that all have. (serde can't refuse unknown keys where it flattens.)
const KEYS: [(&str, &[&str]); 11] = [
    ("sums", &["over", "relation", "left", "right"]),
    ("dates", &["levels", "until"]),
    ("authorities", &["levels", "zero"]),
    ("wordings", &["levels", "section", "pattern", "required", "off"]),
    ("mentions", &["section", "pattern", "expect", "forbid"]),
    ("listings", &["section", "pattern"]),
    ("claims", &["pattern", "accept"]),
    ("growths", &["pattern", "accept"]),
    ("denials", &["pattern", "zero"]),
    ("enumerations", &["whole", "part"]),
    ("copies", &["sections", "length", "share"]),
];
const COMMON_KEYS: [&str; 7] = ["id", "severity", "source", "why", "message", "hint", "example"];

/// The first key of a rule that no rule of its kind has, and an id that stands twice.
pub(super) fn misspelt(file: &toml::Table) -> Option<String> {
    let mut ids = Vec::new();
    for (kind, keys) in KEYS {
        let rules = file
            .get(kind)
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_table);
        for rule in rules {
            let id = rule.get("id").and_then(toml::Value::as_str).unwrap_or_default();
            if ids.contains(&id) {
                return Some(format!("规则编号 {id} 重复"));
            }
            ids.push(id);
            if let Some(key) = rule
                .keys()
                .find(|key| !keys.contains(&key.as_str()) && !COMMON_KEYS.contains(&key.as_str()))
            {
                return Some(format!("规则 {id} 中没有“{key}”这一项"));
            }
        }
    }
    None
}

impl Rules {
    /// Every rule that is on, in the order of the kinds.
    pub fn abouts(&self) -> Vec<&About> {
        let mut all: Vec<&About> = self.sums.iter().map(|rule| &rule.about).collect();
        all.extend(self.dates.iter().map(|rule| &rule.about));
        all.extend(self.authorities.iter().map(|rule| &rule.about));
        all.extend(self.wordings.iter().filter(|rule| !rule.off).map(|rule| &rule.about));
        all.extend(self.mentions.iter().map(|rule| &rule.about));
        all.extend(self.listings.iter().map(|rule| &rule.about));
        all.extend(self.claims.iter().map(|rule| &rule.about));
        all.extend(self.growths.iter().map(|rule| &rule.about));
        all.extend(self.denials.iter().map(|rule| &rule.about));
        all.extend(self.enumerations.iter().map(|rule| &rule.about));
        all.extend(self.copies.iter().map(|rule| &rule.about));
        all
    }

    /// Spreads every rule over the tables of its layout, once for all reports.
    pub(super) fn lay_out(&mut self, layout: &Layout) {
        let common = std::mem::take(&mut self.common);
        let of = |kind: &str| common.get(kind).cloned().unwrap_or_default();
        macro_rules! fill {
            ($($kind:ident),*) => { $(self.$kind.iter_mut().for_each(|rule| rule.about.fill(&of(stringify!($kind))));)* };
        }
        fill!(
            sums,
            dates,
            authorities,
            wordings,
            mentions,
            listings,
            claims,
            growths,
            denials,
            enumerations,
            copies
        );
        for sum in &mut self.sums {
            sum.cases = sum.cases(layout);
        }
        self.lay_out_texts(layout);
    }

    /// Fails where a rule names what the form has not, is no pattern, or says too little of itself.
    pub(super) fn prove(&self, layout: &Layout) -> Result<(), String> {
        for about in self.abouts() {
            let said =
                [&about.id, &about.source, &about.why, &about.message, &about.hint, &about.example];
            if said.iter().any(|text| text.is_empty()) {
                return Err(format!(
                    "规则 {} 要写明 source、why、message、hint 和 example",
                    about.id
                ));
            }
        }
        for sum in &self.sums {
            sum.prove(layout)?;
        }
        for rule in &self.authorities {
            if let Some(path) = rule.zero.iter().find(|path| layout.field(path).is_none()) {
                return Err(format!("规则 {} 中的 {path} 不在任何表格中", rule.about.id));
            }
        }
        self.prove_texts(layout)
    }
}
