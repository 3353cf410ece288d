//! Words that stand in report.json where a value should: what each is, and what to write instead.

use std::ops::Range;

use crate::messages::Text;
use crate::say;

/// A slip of the keyboard in report.json.
pub(super) struct JsonSlip {
    /// Where it stands.
    pub at: Range<usize>,
    /// What it is.
    pub problem: Text,
    /// What to do.
    pub hint: Text,
}

impl JsonSlip {
    pub fn new(at: Range<usize>, problem: Text, hint: Text) -> JsonSlip {
        JsonSlip { at, problem, hint }
    }
}

/// Whether a word is a number as JSON has it, or true, false or null.
pub(super) fn is_value(word: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok()
}

/// Whether a word is a number as JSON has it.
pub(super) fn is_number(word: &str) -> bool {
    is_value(word) && word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

/// What is wrong with a word that is no value, and what to do.
pub(super) fn judge(word: &str) -> (Text, Text) {
    let found = word.chars().take(24).collect::<String>();
    let nothings = say!("slip-nothings").in_file();
    if nothings.split(' ').any(|nothing| nothing.eq_ignore_ascii_case(word)) {
        return (say!("slip-nothing", found = found), say!("write-zero"));
    }
    if ["true", "false", "null"].iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return (
            say!("slip-nothing", found = found),
            say!("slip-lower", found = &word.to_lowercase()),
        );
    }
    if word.chars().any(|c| matches!(c, '０'..='９')) {
        let half = half_width(word);
        let hint = match is_number(&half) {
            true => say!("slip-write", right = half),
            false => say!("slip-digits-only"),
        };
        return (say!("slip-wide-digits", found = found), hint);
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match word[digits..].chars().next() {
        _ if digits == 0 && word.starts_with(['+', '.', '-']) => {
            (say!("slip-number", found = found), say!("slip-digits-only"))
        }
        _ if digits == 0 => (say!("slip-bare", found = found), say!("slip-quote-it")),
        Some(c) if c.is_alphabetic() && !c.is_ascii() || c == '%' || c == '％' => {
            (say!("slip-unit", found = found), say!("slip-digits-only"))
        }
        _ if word.starts_with('0') || word.contains('-') => {
            (say!("slip-code", found = found), say!("slip-code-hint"))
        }
        _ => (say!("slip-number", found = found), say!("slip-digits-only")),
    }
}

/// The same with half-width digits, points and signs.
fn half_width(word: &str) -> String {
    let half = |c: char| match c {
        '０'..='９' | '．' | '－' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    word.chars().map(half).collect()
}

/// The mark of JSON's that a full-width one stands for.
pub(super) fn half_width_mark(c: char) -> Option<char> {
    let at = "｛［【｝］】，：".chars().position(|wide| wide == c)?;
    "{[[}]],:".chars().nth(at)
}

/// Where a word without quotes ends that begins at `at`.
pub(super) fn end_of_word(written: &str, at: usize) -> usize {
    let rest = &written[at..];
    let ends = |c: char| c.is_whitespace() || ",:{}[]\"'，：｛｝［］“”＂#".contains(c);
    let ends = rest.char_indices().skip(1).find(|(_, c)| ends(*c));
    let end = ends.map_or(rest.len(), |(end, _)| end);
    at + rest[..end].find("//").filter(|comment| *comment > 0).unwrap_or(end)
}

/// Where digits end that go on at `at` behind spaces and commas.
pub(super) fn end_of_digits(written: &str, at: usize) -> usize {
    let rest = written[at..].char_indices();
    let more = rest.take_while(|(_, c)| c.is_ascii_digit() || ",， ".contains(*c));
    more.filter(|(_, c)| c.is_ascii_digit()).last().map_or(at, |(last, _)| at + last + 1)
}

/// Where the entry ends that goes on at `at`: before a comma, a bracket, a comment, or with the
/// line.
pub(super) fn rest_of_entry(written: &str, at: usize) -> usize {
    let rest = &written[at..];
    let end = rest.find([',', '，', '}', ']', '\n', '#']).unwrap_or(rest.len());
    at + rest[..end].find("//").unwrap_or(end)
}
