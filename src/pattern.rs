//! Patterns of rules: compiled when first used, and not tried on text that can't hold a match.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::sync::OnceLock;

use regex_lite::Regex;
use serde::Deserialize;

/// A regular expression (regex-lite: \\d, \\w and \\s are ASCII), compiled when first used.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    text: String,
    /// Words one of which every match holds, where that is plain to see: looking for them is far
    /// quicker than trying the expression.
    words: Vec<String>,
    compiled: OnceLock<Option<Regex>>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Pattern {
        // Flags change what the rest means.
        let groups = text.match_indices("(?").map(|(at, _)| &text[at..]);
        let mut known = groups.map(|it| it.starts_with("(?:") || it.starts_with("(?P<"));
        let words = if known.all(|it| it) { plain_words(&text, NESTED) } else { Vec::new() };
        Pattern { words, text, compiled: OnceLock::new() }
    }
}

/// How deep in groups words are looked for.
const NESTED: usize = 2;

/// The most characters of a class that are looked for one by one.
const LISTED: usize = 24;

/// Words one of which every match holds; none where a branch of the expression has no such word.
fn plain_words(text: &str, nested: usize) -> Vec<String> {
    let pieces = pieces(text);
    let branches: Vec<_> =
        pieces.split(|piece| *piece == "|").map(|branch| branch_words(branch, nested)).collect();
    if branches.iter().any(Vec::is_empty) { Vec::new() } else { branches.concat() }
}

/// The same of a branch: its longest run of plain characters, or the words of a group or the
/// characters of a class that must be there.
fn branch_words(pieces: &[&str], nested: usize) -> Vec<String> {
    let mut found = vec![Vec::new()];
    let mut run = String::new();
    let mut pieces = pieces.iter().copied().peekable();
    while let Some(piece) = pieces.next() {
        let times = repeated(&mut pieces);
        if let Some(plain) = plain(piece)
            && times != Some(0)
        {
            run.push(plain);
            if times.is_none() {
                continue;
            }
        }
        found.push(vec![std::mem::take(&mut run)]);
        if times == Some(0) {
            continue;
        }
        found.push(listed(piece));
        let Some(inner) = piece.strip_prefix('(').and_then(|piece| piece.strip_suffix(')')) else {
            continue;
        };
        let inner = inner.strip_prefix("?:").unwrap_or(inner);
        if nested > 0 {
            found.push(plain_words(inner, nested - 1));
        }
    }
    found.push(vec![run]);
    // The longer its shortest word, the less text is tried in vain.
    let shortest = |words: &Vec<String>| words.iter().map(String::len).min().unwrap_or(0);
    found.into_iter().filter(|words| shortest(words) > 0).max_by_key(shortest).unwrap_or_default()
}

/// The fewest times that a piece is there, by what stands behind it; none where nothing does.
fn repeated<'a>(pieces: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<u32> {
    let mut least = None;
    while let Some(sign) = pieces.next_if(|piece| matches!(*piece, "?" | "*" | "+" | "{")) {
        let times = match sign {
            "{" => {
                let bounds: String = pieces.by_ref().take_while(|piece| *piece != "}").collect();
                bounds.split(',').next().and_then(|first| first.trim().parse().ok()).unwrap_or(0)
            }
            "+" => 1,
            _ => 0,
        };
        least = Some(times.min(least.unwrap_or(u32::MAX)));
    }
    least
}

/// The character that a piece of an expression stands for, where it is one.
fn plain(piece: &str) -> Option<char> {
    let mut characters = piece.chars();
    match (characters.next()?, characters.next(), characters.next()) {
        ('\\', Some(c), None) if c.is_ascii_punctuation() => Some(c),
        (c, None, None) if !".^$*+?{}[]()|\\".contains(c) => Some(c),
        _ => None,
    }
}

/// The characters of a class that lists a few.
fn listed(piece: &str) -> Vec<String> {
    let Some(inner) = piece.strip_prefix('[').and_then(|piece| piece.strip_suffix(']')) else {
        return Vec::new();
    };
    let pieces = pieces(inner);
    let characters: Option<Vec<char>> = pieces.iter().map(|piece| plain(piece)).collect();
    let characters = characters.filter(|it| it.len() <= LISTED && !it.contains(&'-'));
    characters.into_iter().flatten().map(String::from).collect()
}

/// An expression as characters, escapes, classes and groups. (An unfinished one reaches to the end:
/// loading the layout tells.)
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_length(rest));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn piece_length(text: &str) -> usize {
    let (mut groups, mut classes, mut class_begins, mut escaped) = (0_u32, 0_u32, 0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if classes > 0 && text[..at].ends_with('-') => {} // the end of a range
            '[' => {
                classes += 1; // in a class too: [[:alpha:]]
                if classes == 1 {
                    class_begins = at + if text[at..].starts_with("[^") { 2 } else { 1 };
                }
            }
            ']' if classes == 1 && at == class_begins => {} // itself: []甲]
            ']' => classes = classes.saturating_sub(1),
            _ if classes > 0 => {}
            '(' => groups += 1,
            ')' => groups = groups.saturating_sub(1),
            _ => {}
        }
        if groups == 0 && classes == 0 && !escaped {
            return at + c.len_utf8();
        }
    }
    text.len()
}

impl Pattern {
    /// Takes in the fragments that it names as `{name}`.
    pub(crate) fn complete(&mut self, fragments: &BTreeMap<String, String>) {
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
        self.words.is_empty() || self.words.iter().any(|word| text.contains(word))
    }

    /// Whether the text holds a match.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(text)
            && (self.words == [self.text.as_str()]
                || self.regex().is_some_and(|regex| regex.is_match(text)))
    }

    /// Whether it is one.
    pub(crate) fn is_sound(&self) -> bool {
        self.regex().is_some()
    }

    /// Whether it is one and has so many groups.
    pub(crate) fn has_groups(&self, count: usize) -> bool {
        self.regex().is_some_and(|regex| regex.captures_len() == count + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_match_holds_one_of_the_words() {
        let words = |text: &str| plain_words(text, NESTED).join(" ");
        assert_eq!(words(r"(?:新收|收到)[^。]{0,9}?申请(\d+)件"), "申请");
        assert_eq!(words(r"均(?:获|被)?维持"), "维持");
        assert_eq!(words("甲乙|丙"), "甲乙 丙");
        assert_eq!(words("甲乙|[丙丁]"), "甲乙 丙 丁");
        assert_eq!(words("年度?报告"), "报告");
        assert_eq!(words("年度{0,2}"), "年");
        assert_eq!(words("年度{1,2}"), "年度");
        assert_eq!(words(r"(?:办结|答复)[^（）(\]]{0,9}?(\d+)[件宗]"), "办结 答复");
        assert_eq!(
            words(r"(?:未|没有)(?:发生|引发)[^，]*(?:行政复议|行政诉讼)"),
            "行政复议 行政诉讼"
        );
        assert_eq!(words(r"(?P<rise>增长)?\（(\d+|无)"), "");
        assert_eq!(words("[[:alpha:]甲]乙?"), "");
        assert_eq!(words("[[:alpha:]]+[,;]|={3,}|~{0,3}!"), ", ; = !");
        assert_eq!(words(r"[一-龥][\[（]|a[^甲]{2}"), "[ （ a");
        assert_eq!(words("[,]?[甲-丙]"), "");
        assert_eq!(words("丙[]甲]|[^]乙]丁"), "丙 丁");
        assert_eq!(words(r"丙[a\[]|乙"), "丙 乙");
        assert_eq!(words("(甲|(乙|(丙)))"), "");
        assert_eq!(words("(甲(乙|(丙"), "");
        assert!(Pattern::from("(?x) 甲 # 乙丙".to_owned()).may_match("甲"));
        assert!(!Pattern::from("许可".to_owned()).may_match("处罚"));
        assert!(!Pattern::from("[许可]".to_owned()).may_match("处罚"));
        assert!(Pattern::from("[^许可]".to_owned()).may_match("处罚"));
    }

    /// What expressions are made of.
    const PIECES: [&str; 29] = [
        "甲", "乙", ",", "a", "-", "[", "]", ".", "[甲乙]", "[^甲]", "[a-c,]", r"\d", r"\[", "(甲",
        "(?:", "(乙|,", ")", "|", "{0,2}", "{2}", "{,}", "?", "*", "+", "^", "$", "(?i)", "(?x)",
        "(?i:",
    ];

    proptest::proptest! {
        #[test]
        fn no_text_with_a_match_is_passed_over(
            pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 1..9),
            seen in "[甲乙,aA1.-]{0,8}",
        ) {
            let text = pieces.concat();
            if let Ok(regex) = Regex::new(&text) {
                let may_match = Pattern::from(text.clone()).may_match(&seen);
                proptest::prop_assert!(may_match || !regex.is_match(&seen), "{text}");
            }
        }
    }
}
