//! The languages that the program speaks. A text has none until it is said.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A language in which the program speaks to whoever runs it. What it writes into files is Chinese
/// all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// messages/zh.toml.
    #[default]
    Chinese,
    /// messages/en.toml.
    English,
}

impl Language {
    /// Its name in BCP 47, as files name the language of what they hold.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }
}

/// Words of a layout, which are Chinese, with their English where the layout has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Bilingual {
    chinese: String,
    english: Option<String>,
}

impl Bilingual {
    /// Words and their English.
    pub fn new(chinese: impl Into<String>, english: Option<&String>) -> Bilingual {
        Bilingual { chinese: chinese.into(), english: english.cloned() }
    }

    /// Takes its English from a layout's dictionary, Chinese → English.
    pub fn translate(&mut self, english: &BTreeMap<String, String>) {
        self.english = english.get(&self.chinese).cloned();
    }

    /// The words as they are written into files.
    pub fn in_file(&self) -> &str {
        &self.chinese
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.chinese.is_empty()
    }

    /// The words in a language, else in Chinese.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => self.english.as_ref().unwrap_or(&self.chinese),
        }
    }

    /// The same words changed, in every language.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Bilingual {
        Bilingual { chinese: change(&self.chinese), english: self.english.as_deref().map(change) }
    }
}

impl From<String> for Bilingual {
    fn from(chinese: String) -> Bilingual {
        Bilingual { chinese, english: None }
    }
}

impl From<&Bilingual> for Bilingual {
    fn from(words: &Bilingual) -> Bilingual {
        words.clone()
    }
}
