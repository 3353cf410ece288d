//! JSON whose every value remembers where it stood. serde_json does the parsing; a value's place is its address in the text.

use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::{Diagnostic, Source};

/// A value as it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    raw: &'a str,
    start: usize,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub key: String,
    pub key_range: Range<usize>,
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The whole text as one value, or the finding about its syntax.
    pub fn parse(source: &'a Source) -> Result<Node<'a>, Diagnostic> {
        Node::try_parse(source).map_err(|(what, at)| {
            let finding =
                Diagnostic::error("json-syntax", format!("report.json 不是有效的 JSON：{what}"));
            finding.at(source.locate(at..at + 1)).hint("检查这一处和前一行的逗号、引号和括号")
        })
    }

    /// The whole text as one value, or what is wrong with its syntax and at which byte.
    pub fn try_parse(source: &'a Source) -> Result<Node<'a>, (String, usize)> {
        match serde_json::from_str::<&RawValue>(source.text()) {
            Ok(raw) => Ok(Node::of(raw, source.text())),
            Err(error) => {
                let at = source
                    .locate(
                        source.offset(error.line(), 1) + error.column().saturating_sub(1)
                            ..usize::MAX,
                    )
                    .range
                    .start;
                let found = source.text()[at..].chars().next();
                let what = match found {
                    Some('}' | ']') => "最后一项后面多了逗号".to_owned(),
                    Some(mark) if WIDE_MARKS.contains(mark) => {
                        format!("这里用了中文标点“{mark}”，应改为英文标点")
                    }
                    _ => explain(&error),
                };
                Err((what, at))
            }
        }
    }

    fn of(raw: &'a RawValue, text: &str) -> Node<'a> {
        let raw = raw.get();
        Node { raw, start: raw.as_ptr() as usize - text.as_ptr() as usize }
    }

    /// The value as written.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Its bytes in the text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }

    /// The bracket or brace that opens it, or all of a plain value: enough to point at.
    pub fn mark(&self) -> Range<usize> {
        match self.raw.as_bytes().first() {
            Some(b'{' | b'[') => self.start..self.start + 1,
            _ => self.range(),
        }
    }

    /// The text of a string; none where it is none or holds half a surrogate pair.
    pub fn string(&self) -> Option<String> {
        serde_json::from_str(self.raw).ok()
    }

    /// The entries of an object, repeated keys too; none where it is no object.
    pub fn entries(&self) -> Option<Vec<Entry<'a>>> {
        let pairs = serde_json::Deserializer::from_str(self.raw).deserialize_map(Pairs).ok()?;
        let place = |raw: &'a RawValue| {
            let inner = Node::of(raw, self.raw);
            Node { start: self.start + inner.start, ..inner }
        };
        let entry = |(key, value): (&'a RawValue, &'a RawValue)| {
            let key = place(key);
            Entry {
                key: key.string().unwrap_or_default(),
                key_range: key.range(),
                value: place(value),
            }
        };
        Some(pairs.into_iter().map(entry).collect())
    }

    /// What it is, for people.
    pub fn kind(&self) -> &'static str {
        match self.raw.as_bytes().first() {
            Some(b'{') => "一组键值",
            Some(b'[') => "数组",
            Some(b'"') => "文字",
            Some(b't' | b'f') => "true 或 false",
            Some(b'n') => "null",
            _ => "数字",
        }
    }
}

/// Marks that a Chinese keyboard puts in the place of JSON's own.
const WIDE_MARKS: &str = "，：“”‘’｛｝【】［］";

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(&'de RawValue, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

fn explain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let known = [
        ("EOF", "没有写完"),
        ("trailing comma", "最后一项后面多了逗号"),
        ("expected `,`", "缺少逗号"),
        ("expected `:`", "键后面缺少冒号"),
        ("key must be a string", "键应写在双引号中"),
        ("control character", "引号中的文字换了行或有控制字符"),
        ("invalid escape", "反斜杠后的字符不对"),
        ("invalid number", "数字写法不对"),
        ("trailing characters", "末尾有多余的内容"),
        ("expected value", "这里应有一个值"),
        ("expected ident", "这里应有一个值"),
    ];
    known
        .iter()
        .find(|(english, _)| text.contains(english))
        .map_or(text.clone(), |(_, chinese)| (*chinese).to_owned())
}

/// A step of a JSON Pointer (RFC 6901).
pub(crate) fn pointer_step(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}
