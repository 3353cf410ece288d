//! Strings of report.json, in whatever quotes they stand.

use super::word::JsonSlip;
use crate::say;

/// A string.
pub(super) struct Quoted {
    pub content: String,
    /// Where it ends, its quote with it.
    pub end: usize,
    pub slips: Vec<JsonSlip>,
}

/// The string that begins at `start` with `quote`.
pub(super) fn quoted(written: &str, start: usize, quote: char) -> Quoted {
    let closing = match quote {
        '"' => "\"",
        '\'' | '‘' | '’' => "'’‘",
        _ => "”“＂\"",
    };
    let mut slips = Vec::new();
    let begin = start + quote.len_utf8();
    if quote != '"' {
        let problem = say!("slip-quotes", mark = quote);
        slips.push(JsonSlip::new(start..begin, problem, say!("slip-quotes-hint")));
    }
    let mut content = String::new();
    let mut at = begin;
    while let Some(c) = written[at..].chars().next() {
        let here = at..at + c.len_utf8();
        let rest = &written[here.end..];
        at = here.end;
        match c {
            c if closing.contains(c) => return Quoted { content, end: here.end, slips },
            '\n' if ends_with_line(&written[here.start..]) => {
                at = here.start;
                break;
            }
            '\\' if is_escape(rest) => {
                let length = if rest.starts_with('u') { 5 } else { 1 };
                let escape = format!("\"\\{}\"", &rest[..length]);
                content += &serde_json::from_str::<String>(&escape).unwrap_or_default();
                at = here.end + length;
            }
            '\\' => {
                slips.push(JsonSlip::new(here, say!("json-escape"), say!("slip-escape-hint")));
                content.push(c);
            }
            c if c.is_control() => {
                slips.push(JsonSlip::new(here, say!("json-control"), say!("slip-control-hint")));
                content.push(' ');
            }
            c => content.push(c),
        }
    }
    unclosed(written, start, at, slips)
}

/// A string whose last quote is a Chinese one, or is not there before its line ends at `end`.
fn unclosed(written: &str, start: usize, end: usize, mut slips: Vec<JsonSlip>) -> Quoted {
    let line = written[start..end].trim_end().trim_end_matches([',', '，']);
    let quote = line.chars().next().map_or(0, char::len_utf8);
    let content = &line[quote..];
    let (content, length) = match content.find(['”', '“', '＂']) {
        Some(wide) => (&content[..wide], quote + wide + '”'.len_utf8()),
        None => (content, line.len()),
    };
    let range = start..start + length;
    slips.push(JsonSlip::new(range.clone(), say!("slip-unclosed"), say!("slip-unclosed-hint")));
    Quoted { content: content.to_owned(), end: range.end, slips }
}

/// Whether a string that has not ended with its line is one whose last quote is missing: what
/// follows begins as a line of its own, or has no quote at all.
fn ends_with_line(rest: &str) -> bool {
    rest.trim_start().starts_with(['"', '}', ']', '“', '{']) || !rest.contains('"')
}

/// Whether what follows a backslash is an escape of JSON's.
fn is_escape(rest: &str) -> bool {
    let digits = rest.as_bytes().get(1..5);
    rest.starts_with(['"', '\\', '/', 'b', 'f', 'n', 'r', 't'])
        || (rest.starts_with('u') && digits.is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit)))
}
