//! messages/zh.toml, read when something is first said.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::severity::Severity;

/// The file.
#[derive(Debug, Deserialize)]
struct Messages {
    phrases: BTreeMap<String, String>,
    examples: BTreeMap<String, String>,
    #[serde(flatten)]
    kinds: BTreeMap<String, KindWords>,
}

/// A kind of finding, as `nianbao explain` tells it, and what it says where it is met.
#[derive(Debug, Deserialize)]
pub(crate) struct KindWords {
    /// How much it weighs.
    #[serde(default = "error")]
    pub level: Severity,
    pub what: String,
    pub why: String,
    pub source: Option<String>,
    pub hint: String,
    pub example: String,
    #[serde(flatten)]
    words: FindingWords,
    #[serde(flatten)]
    variants: BTreeMap<String, FindingWords>,
}

/// What a finding says where it is met.
#[derive(Debug, Default, Deserialize)]
pub(super) struct FindingWords {
    /// Where it weighs more or less than others of its kind.
    level: Option<Severity>,
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub hints: Vec<String>,
}

fn error() -> Severity {
    Severity::Error
}

static CHINESE: LazyLock<Messages> = LazyLock::new(|| {
    toml::from_str(include_str!("../../messages/zh.toml")).expect("zh.toml is part of the program")
});

/// For a key that has no words, which tests/messages.rs rules out.
static NOTHING: FindingWords =
    FindingWords { level: None, message: String::new(), hints: Vec::new() };

/// The words of the finding `code` or `code.variant`.
pub(super) fn of(key: &str) -> &'static FindingWords {
    let (code, variant) = key.split_once('.').unwrap_or((key, ""));
    let kind = CHINESE.kinds.get(code);
    let found = kind.and_then(|kind| match variant {
        "" => Some(&kind.words),
        variant => kind.variants.get(variant),
    });
    found.unwrap_or(&NOTHING)
}

/// A phrase; the key itself where there is none.
pub(super) fn phrase(key: &'static str) -> &'static str {
    CHINESE.phrases.get(key).map_or(key, String::as_str)
}

/// Examples of a command, a line each.
pub(super) fn examples(command: &str) -> Option<&'static str> {
    CHINESE.examples.get(command).map(String::as_str)
}

/// Every kind of finding that the program has by itself, by code.
pub(crate) fn kinds() -> &'static BTreeMap<String, KindWords> {
    &CHINESE.kinds
}

/// How much the finding `key` weighs.
pub(crate) fn severity(key: &str) -> Severity {
    let code = key.split('.').next().unwrap_or(key);
    let kind = CHINESE.kinds.get(code).map_or(Severity::Error, |kind| kind.level);
    of(key).level.unwrap_or(kind)
}
