//! Patterns of rules: compiled when first used, and not tried on text that can't hold a match.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_lite::Regex;
use serde::Deserialize;

/// A regular expression (regex-lite: \\d, \\w and \\s are ASCII), compiled when first used.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    text: String,
    /// A word that every match holds, where one is plain to see: looking for it is far quicker than trying the expression.
    word: String,
    compiled: OnceLock<Option<Regex>>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Pattern {
        Pattern { word: plain_word(&text), text, compiled: OnceLock::new() }
    }
}

/// The longest run of Han outside of groups and classes; empty where the expression has alternatives or none.
fn plain_word(text: &str) -> String {
    let (mut depth, mut runs) = (0_u32, vec![String::new()]);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return String::new(),
            '?' | '*' if depth == 0 => drop(runs.last_mut().and_then(String::pop)), // what stands before may be missing
            c if depth == 0 && !c.is_ascii() => {
                runs.last_mut().map(|run| run.push(c)).unwrap_or_default();
                continue;
            }
            _ => {}
        }
        runs.push(String::new());
    }
    runs.into_iter().max_by_key(String::len).unwrap_or_default()
}

impl Pattern {
    /// Takes in the fragments that it names as `{name}`.
    pub(super) fn complete(&mut self, fragments: &BTreeMap<String, String>) {
        for (name, fragment) in fragments {
            let place = format!("{{{name}}}");
            if self.text.contains(&place) {
                *self = Pattern::from(self.text.replace(&place, fragment));
            }
        }
    }

    /// The expression; none where the text is none, which loading the layout has told.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
    }

    /// Whether the text can hold a match at all.
    pub fn may_match(&self, text: &str) -> bool {
        text.contains(&self.word)
    }

    /// Whether the text holds a match.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && (self.word == self.text || self.regex().is_some_and(|regex| regex.is_match(text)))
    }

    /// Whether it is one.
    pub(super) fn is_sound(&self) -> bool {
        self.regex().is_some()
    }

    /// Whether it is one and has so many groups.
    pub(super) fn has_groups(&self, count: usize) -> bool {
        self.regex().is_some_and(|regex| regex.captures_len() == count + 1)
    }

    /// Whether it is one and its groups have just these names.
    pub(super) fn has_names(&self, names: &[&str]) -> bool {
        self.regex().is_some_and(|regex| regex.capture_names().skip(1).all(|name| name.is_some_and(|name| names.contains(&name))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_is_in_every_match() {
        let word = |text: &str| Pattern::from(text.to_owned()).word;
        assert_eq!(word(r"(?:新收|收到)[^。]{0,9}?申请(\d+)件"), "申请");
        assert_eq!(word(r"均(?:获|被)?维持"), "维持");
        assert_eq!(word("甲乙|丙"), "");
        assert_eq!(word("年度?报告"), "报告");
        assert!(!Pattern::from("许可".to_owned()).may_match("处罚"));
    }
}
