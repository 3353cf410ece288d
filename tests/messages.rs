//! What the program says: keys and arguments in src/ against the words of messages/zh.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::bench::root;
use crate::rust_code::{literal, read};

#[test]
fn each_finding_and_phrase_of_src_has_its_words_with_the_same_arguments() {
    let words = words();
    let mut faults = Vec::new();
    for file in read(&root().join("src")) {
        for call in calls(&file.said) {
            let place = format!("{}:{} {}", file.path, call.line, call.key);
            match words.get(&(call.kind, call.key)) {
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
    let mut code = vec![spark.expect("Spark's part")];
    code.extend(read(&root().join("src")).into_iter().map(|file| file.said));
    let called: BTreeSet<_> =
        code.iter().flat_map(|code| calls(code)).map(|call| (call.kind, call.key)).collect();
    // A kind without a message of its own has variants, or is named by its code.
    let mut named: BTreeSet<&str> = code.iter().flat_map(|code| strings(code)).collect();
    named.extend(called.iter().filter_map(|(_, key)| key.split('.').next()));
    let used = |key: &(Kind, String), texts: &[String]| {
        called.contains(key) || (texts.is_empty() && named.contains(key.1.as_str()))
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
fn the_scanner_knows_texts_and_nested_calls() {
    let code = r#"

        let x = finding!(
            "outer",
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
    tables.remove("examples"); // src/cli proves those
    let mut words = BTreeMap::new();
    for kind in ["phrases", "in-files"] {
        let table = tables.remove(kind).expect(kind);
        let phrases = table.as_table().expect("a table").iter();
        words.extend(phrases.map(|(key, text)| ((Kind::Phrase, key.clone()), texts(text))));
    }
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

/// A `finding!` or `say!` in a file.
struct Call {
    kind: Kind,
    line: usize,
    key: String,
    args: BTreeSet<String>,
}

fn calls(code: &str) -> Vec<Call> {
    let bare = bare(code);
    let mut found = Vec::new();
    for (name, kind) in [("finding!(", Kind::Finding), ("say!(", Kind::Phrase)] {
        for (at, _) in bare.match_indices(name) {
            let begin = at + name.len();
            let parts = arguments(&bare, begin);
            let key = code[parts[0].clone()].trim().trim_matches('"').to_owned();
            let named = |part: &Range<usize>| {
                let (name, _) = bare[part.clone()].split_once('=')?;
                Some(name.trim().to_owned())
            };
            let line = code[..at].matches('\n').count() + 1;
            let args = parts[1..].iter().filter_map(named).collect();
            found.push(Call { kind, line, key, args });
        }
    }
    found.sort_by_key(|call| call.line);
    found
}

/// Where the arguments of a call stand that begin at `begin`, behind the parenthesis.
fn arguments(bare: &str, begin: usize) -> Vec<Range<usize>> {
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

/// The code with blanks for what stands in texts and characters, byte by byte.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    for (part, said) in parts(code) {
        match said {
            Some(_) => bare.extend(part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
            None => bare.push_str(part),
        }
    }
    bare
}

/// What the texts of a code say, as it is typed.
fn strings(code: &str) -> Vec<&str> {
    parts(code).into_iter().filter_map(|(_, said)| said).collect()
}

/// The code in parts: texts and characters, with what they say, and single characters between them.
fn parts(code: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        // `r` and `b` at the end of a name begin no text.
        let inside_name = parts.last().is_some_and(|(part, said): &(&str, Option<&str>)| {
            said.is_none() && part.ends_with(|c: char| c == '_' || c.is_alphanumeric())
        });
        let length = if inside_name && "rb".contains(first) { 0 } else { literal(rest) };
        let (part, behind) = rest.split_at(length.max(first.len_utf8()));
        parts.push((part, (length > 0).then(|| part.trim_matches(['r', 'b', '#', '"', '\'']))));
        rest = behind;
    }
    parts
}
