//! What the program says: keys and arguments in src/ against the words of messages/zh.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::bench::root;

#[test]
fn each_finding_and_phrase_of_src_has_its_words_with_the_same_arguments() {
    let words = words();
    let mut faults = Vec::new();
    for (path, code) in sources() {
        for call in calls(&code) {
            let place = format!("{}:{} {}", path.display(), call.line, call.key);
            let kind = if call.finding { Kind::Finding } else { Kind::Phrase };
            match words.get(&(kind, call.key)) {
                None => faults.push(format!("{place}: no such key")),
                Some(texts) => {
                    let wanted: BTreeSet<String> =
                        texts.iter().flat_map(|text| placeholders(text)).collect();
                    if wanted != call.args {
                        faults.push(format!("{place}: {:?} for {wanted:?}", call.args));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_in_zh_toml_is_left_over() {
    let spark = std::fs::read_to_string(root().join("deploy/spark/nianbao_spark.py"));
    let mut code = vec![(PathBuf::new(), spark.expect("Spark's part"))];
    code.extend(sources());
    let called: BTreeSet<_> = code
        .iter()
        .flat_map(|(_, code)| calls(code))
        .map(|call| (if call.finding { Kind::Finding } else { Kind::Phrase }, call.key))
        .collect();
    // A kind without a message of its own has variants, or is named by its code.
    let mut named: BTreeSet<String> = code.iter().flat_map(|(_, code)| strings(code)).collect();
    let code_of = |(_, key): &(Kind, String)| key.split('.').next().map(str::to_owned);
    named.extend(called.iter().filter_map(code_of));
    let used = |key: &(Kind, String), texts: &[String]| {
        called.contains(key) || (texts.is_empty() && named.contains(&key.1))
    };
    let unused: Vec<String> = words()
        .into_iter()
        .filter(|(key, texts)| !used(key, texts))
        .map(|((_, key), _)| key)
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn no_text_is_empty_and_no_message_ends_with_a_full_stop() {
    for ((kind, key), texts) in words() {
        assert!(texts.iter().all(|text| !text.is_empty()), "{key} says nothing");
        let message = texts.first().filter(|_| kind == Kind::Finding);
        assert!(message.is_none_or(|text| !text.ends_with('。')), "{key} ends with a full stop");
    }
}

#[test]
fn the_scanner_knows_strings_comments_and_nested_calls() {
    let code = r#"
        // finding!("in-a-comment")
        let x = finding!(
            "outer", // a comment, with a parenthesis )
            name = f("a, b = c)", ')', '\''),
            said = say!("inner", list = vec!["x".to_owned()]),
        );
    "#;
    let found: Vec<(String, usize, Vec<String>)> = calls(code)
        .into_iter()
        .map(|call| (call.key, call.line, call.args.into_iter().collect()))
        .collect();
    let call = |key: &str, line, args: &[&str]| {
        (key.to_owned(), line, args.iter().map(|name| (*name).to_owned()).collect())
    };
    assert_eq!(found, [call("outer", 3, &["name", "said"]), call("inner", 6, &["list"])]);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Finding,
    Phrase,
}

/// All keys of zh.toml with their texts: the message of a finding and its hints, or a phrase. A
/// kind of finding that only its variants put into words is a key without texts.
fn words() -> BTreeMap<(Kind, String), Vec<String>> {
    let text = std::fs::read_to_string(root().join("messages/zh.toml")).expect("zh.toml");
    let mut tables: toml::Table = text.parse().expect("zh.toml in TOML");
    let phrases = tables.remove("phrases").expect("phrases");
    let phrases = phrases.as_table().expect("a table").iter();
    let mut words: BTreeMap<_, _> =
        phrases.map(|(key, text)| ((Kind::Phrase, key.clone()), texts(text))).collect();
    for (code, table) in &tables {
        let table = table.as_table().expect("a table");
        words.insert((Kind::Finding, code.clone()), said(table));
        for (variant, words_of) in table.iter().filter_map(|(key, of)| Some((key, of.as_table()?)))
        {
            words.insert((Kind::Finding, format!("{code}.{variant}")), said(words_of));
        }
    }
    words
}

fn said(table: &toml::Table) -> Vec<String> {
    ["message", "hints"].iter().filter_map(|key| table.get(*key)).flat_map(texts).collect()
}

fn texts(value: &toml::Value) -> Vec<String> {
    let text = |value: &toml::Value| value.as_str().expect("a text").to_owned();
    value.as_array().map_or_else(|| vec![text(value)], |list| list.iter().map(text).collect())
}

/// The names in `{name}`; braces around anything else are the text's own.
fn placeholders(text: &str) -> BTreeSet<String> {
    let name = |part: &str| part.split_once('}').map(|(name, _)| name.to_owned());
    let is_name = |name: &String| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    text.split('{').skip(1).filter_map(name).filter(is_name).collect()
}

/// Every file of src/ by its path, up to the unit tests at its end.
fn sources() -> Vec<(PathBuf, String)> {
    fn below(folder: &Path, list: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder of src") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => below(&path, list),
                false => list.push(path),
            }
        }
    }
    let mut list = Vec::new();
    below(&root().join("src"), &mut list);
    list.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    list.sort();
    assert!(list.len() > 50, "all of src");
    let code = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("a file of src");
        text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned()
    };
    list.into_iter().map(|path| (path.clone(), code(&path))).collect()
}

/// A `finding!` or `say!` in a file.
struct Call {
    finding: bool,
    line: usize,
    key: String,
    args: BTreeSet<String>,
}

fn calls(code: &str) -> Vec<Call> {
    let bare = bare(code);
    let mut found = Vec::new();
    for (name, finding) in [("finding!(", true), ("say!(", false)] {
        for (at, _) in bare.match_indices(name) {
            let begin = at + name.len();
            let parts = arguments(&bare, begin);
            let key = code[parts[0].clone()].trim().trim_matches('"').to_owned();
            let named = |part: &std::ops::Range<usize>| {
                let (name, _) = bare[part.clone()].split_once('=')?;
                Some(name.trim().to_owned())
            };
            let line = code[..at].matches('\n').count() + 1;
            let args = parts[1..].iter().filter_map(named).collect();
            found.push(Call { finding, line, key, args });
        }
    }
    found.sort_by_key(|call| call.line);
    found
}

/// Where the arguments of a call stand that begin at `begin`, behind the parenthesis.
fn arguments(bare: &str, begin: usize) -> Vec<std::ops::Range<usize>> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, begin);
    for (at, c) in bare[begin..].char_indices().map(|(at, c)| (begin + at, c)) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                parts.push(start..at);
                return parts;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    panic!("a call that does not end")
}

/// The code with blanks for what stands in comments, strings and characters, byte by byte.
fn bare(code: &str) -> String {
    let mut bare = code.as_bytes().to_vec();
    let mut blank = |range: std::ops::Range<usize>| {
        bare[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    };
    let mut at = 0;
    while let Some((kind, range)) = next_token(code, at) {
        at = range.end;
        match kind {
            Token::Comment => blank(range),
            Token::Quoted(inside) => blank(inside),
        }
    }
    String::from_utf8(bare).expect("blanks for whole characters")
}

/// What the string literals of a code say, as it is typed.
fn strings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((kind, range)) = next_token(code, at) {
        at = range.end;
        if let Token::Quoted(inside) = kind
            && code[..inside.start].ends_with('"')
        {
            found.push(code[inside].to_owned());
        }
    }
    found
}

enum Token {
    Comment,
    /// A string or a character: what is between its quotes.
    Quoted(std::ops::Range<usize>),
}

/// The next comment, string or character from `from` on, and all that it covers.
fn next_token(code: &str, from: usize) -> Option<(Token, std::ops::Range<usize>)> {
    let bytes = code.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let rest = &code[at..];
        let quoted = |begin: usize, inside: usize, close: usize| {
            let inside = begin..begin + inside;
            (Token::Quoted(inside.clone()), at..inside.end + close)
        };
        if rest.starts_with("//") {
            let end = rest.find('\n').map_or(code.len(), |end| at + end);
            return Some((Token::Comment, at..end));
        }
        if rest.starts_with("r\"") || rest.starts_with("r#") {
            let marks = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
            let close = format!("\"{}", "#".repeat(marks));
            if rest[1 + marks..].starts_with('"') {
                let begin = at + marks + 2;
                let inside = code[begin..].find(&close).unwrap_or(code.len() - begin);
                return Some(quoted(begin, inside, close.len()));
            }
        }
        if rest.starts_with('"') {
            return Some(quoted(at + 1, until(&rest[1..], '"'), 1));
        }
        // A character, not a lifetime: one character or an escape, and then the other quote.
        let mut behind = rest.chars().skip(1);
        if rest.starts_with('\'')
            && let (Some(first), second) = (behind.next(), behind.next())
            && (first == '\\' || second == Some('\''))
        {
            return Some(quoted(at + 1, until(&rest[1..], '\''), 1));
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Bytes up to a quote that no backslash stands before.
fn until(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}
