//! messages/zh.toml and messages/en.toml, each read when something is first said in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::language::{Bilingual, Language};
use crate::severity::Severity;

/// A file of words.
#[derive(Debug, Deserialize)]
struct Messages {
    phrases: BTreeMap<String, String>,
    /// Words of files, in Chinese alone.
    #[serde(default, rename = "in-files")]
    in_files: BTreeMap<String, String>,
    examples: BTreeMap<String, String>,
    #[serde(default)]
    help: Help,
    #[serde(flatten)]
    kinds: BTreeMap<String, KindWords>,
}

/// The help of the command line in a language other than the one of its code.
#[derive(Debug, Default, Deserialize)]
pub struct Help {
    /// What the program says of itself.
    pub about: String,
    /// What stands below its help.
    pub after: String,
    /// The shape of a help page.
    pub template: String,
    /// Headings.
    pub headings: BTreeMap<String, String>,
    /// Words of usage lines, and names of values.
    pub words: BTreeMap<String, String>,
    /// Arguments that commands have alike, by name.
    pub options: BTreeMap<String, String>,
    /// What a command does (`about`), and its other arguments, by name.
    pub commands: BTreeMap<String, BTreeMap<String, String>>,
}

/// A kind of finding, as `nianbao explain` tells it, and what it says where it is met.
#[derive(Debug, Deserialize)]
struct KindWords {
    /// How much it weighs; zh.toml says it.
    #[serde(default = "error")]
    level: Severity,
    what: String,
    why: String,
    source: Option<String>,
    hint: String,
    example: String,
    #[serde(flatten)]
    words: FindingWords,
    #[serde(flatten)]
    variants: BTreeMap<String, FindingWords>,
}

/// What a finding says where it is met.
#[derive(Debug, Default, Deserialize)]
struct FindingWords {
    /// Where it weighs more or less than others of its kind.
    level: Option<Severity>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    hints: Vec<String>,
}

/// What is said of a kind of finding, in every language.
pub(crate) struct OwnKind {
    pub code: &'static str,
    pub level: Severity,
    pub what: Bilingual,
    pub why: Bilingual,
    pub source: Option<Bilingual>,
    pub hint: Bilingual,
    pub example: Bilingual,
}

fn error() -> Severity {
    Severity::Error
}

static CHINESE: LazyLock<Messages> = LazyLock::new(|| {
    toml::from_str(include_str!("../../messages/zh.toml")).expect("zh.toml is part of the program")
});

static ENGLISH: LazyLock<Messages> = LazyLock::new(|| {
    toml::from_str(include_str!("../../messages/en.toml")).expect("en.toml is part of the program")
});

fn file(language: Language) -> &'static Messages {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

/// The words of the finding `code` or `code.variant`.
fn finding(language: Language, key: &str) -> Option<&'static FindingWords> {
    let (code, variant) = key.split_once('.').unwrap_or((key, ""));
    let kind = file(language).kinds.get(code)?;
    match variant {
        "" => Some(&kind.words),
        variant => kind.variants.get(variant),
    }
}

/// What a language has, else what Chinese has: tests/english.rs proves that nothing is lacking.
fn said<T>(language: Language, find: impl Fn(Language) -> Option<T>) -> Option<T> {
    find(language).or_else(|| find(Language::Chinese))
}

/// The message of a finding; nothing where it has none, which tests/messages.rs rules out.
pub(super) fn message(language: Language, key: &str) -> &'static str {
    said(language, |language| finding(language, key)).map_or("", |words| &words.message)
}

/// One of its hints, from 0.
pub(super) fn hint(language: Language, key: &str, at: usize) -> &'static str {
    said(language, |language| finding(language, key)?.hints.get(at)).map_or("", String::as_str)
}

/// How many hints it has.
pub(super) fn hints(key: &str) -> usize {
    finding(Language::Chinese, key).map_or(0, |words| words.hints.len())
}

/// A phrase, or words of files; the key itself where there is none.
pub(super) fn phrase(language: Language, key: &'static str) -> &'static str {
    let found = said(language, |language| file(language).phrases.get(key));
    found.or_else(|| CHINESE.in_files.get(key)).map_or(key, String::as_str)
}

/// Examples of a command, a line each.
pub(super) fn examples(language: Language, command: &str) -> Option<&'static str> {
    said(language, |language| file(language).examples.get(command)).map(String::as_str)
}

/// The help in a language other than that of the code.
pub(super) fn help(language: Language) -> Option<&'static Help> {
    match language {
        Language::Chinese => None,
        Language::English => Some(&ENGLISH.help),
    }
}

/// Every kind of finding that the program has by itself, by code.
pub(crate) fn kinds() -> impl Iterator<Item = OwnKind> {
    CHINESE.kinds.iter().map(|(code, kind)| {
        let english = ENGLISH.kinds.get(code);
        let both = |of: fn(&KindWords) -> &String| Bilingual::new(of(kind), english.map(of));
        let source = kind.source.as_ref();
        let english_source = english.and_then(|kind| kind.source.as_ref());
        OwnKind {
            code,
            level: kind.level,
            what: both(|kind| &kind.what),
            why: both(|kind| &kind.why),
            source: source.map(|source| Bilingual::new(source, english_source)),
            hint: both(|kind| &kind.hint),
            example: both(|kind| &kind.example),
        }
    })
}

/// How much the finding `key` weighs.
pub(crate) fn severity(key: &str) -> Severity {
    let code = key.split('.').next().unwrap_or(key);
    let kind = CHINESE.kinds.get(code).map_or(Severity::Error, |kind| kind.level);
    finding(Language::Chinese, key).and_then(|words| words.level).unwrap_or(kind)
}
