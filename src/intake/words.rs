//! By which words files from elsewhere are understood beside those of a form: messages/intake.toml.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::pattern::Pattern;

/// The words of messages/intake.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IntakeWords {
    /// Units behind a number in a cell.
    pub units: Units,
    /// Names under which a page gives its title.
    pub titles: Vec<String>,
    /// A report's title: `agency` (which may be empty) and `year`.
    pub title: Pattern,
    /// A line that only says when.
    pub date: Pattern,
    /// A line of a site's own beside the article.
    pub furniture: Pattern,
    /// Where a report can be had: name and address of the website.
    pub website: Pattern,
    /// What ends a detail of the contact.
    pub detail_ends: String,
    /// The number of a page.
    pub page_number: Pattern,
}

/// Units that may stand behind a number, the longer ones first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Units(Vec<String>);

impl Units {
    #[cfg(test)]
    pub fn new(units: Vec<String>) -> Units {
        Units(units)
    }

    /// The text without the unit at its end.
    pub fn strip<'t>(&self, text: &'t str) -> &'t str {
        self.0.iter().find_map(|unit| text.strip_suffix(unit.as_str())).unwrap_or(text)
    }

    /// Whether the unit behind a number is none, or the one that the head of its column names,
    /// where that names one.
    pub fn agree(&self, number: &str, head: &str) -> bool {
        let number = number.trim_end();
        let unit = |text: &str, has: fn(&str, &str) -> bool| {
            self.0.iter().find(|unit| has(text, unit.as_str())).cloned()
        };
        let own = unit(number, |text, unit| text.ends_with(unit));
        let named = unit(head, |text, unit| text.contains(unit));
        own.is_none() || named.is_none() || own == named
    }
}

/// The words, read once.
pub(super) fn words() -> &'static IntakeWords {
    static WORDS: LazyLock<IntakeWords> = LazyLock::new(|| {
        toml::from_str(include_str!("../../messages/intake.toml")).expect("a sound intake.toml")
    });
    &WORDS
}
