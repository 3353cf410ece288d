//! JSON whose every value remembers where it stood. serde_json does the parsing; a value's place is
//! its address in the text.

mod mend;
mod output;
mod quoted;
mod text;
mod word;

use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use self::mend::UNREAD;
pub(crate) use self::text::JsonText;
use crate::alike;
use crate::diagnostic::Source;
use crate::messages::Text;
use crate::say;

/// A value as it is written.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    raw: &'a str,
    text: &'a JsonText<'a>,
}

/// A key and its value.
#[derive(Clone)]
pub(crate) struct Entry<'a> {
    pub key: String,
    pub key_range: Range<usize>,
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The whole text as one value, or what is wrong with its syntax and at which byte.
    pub fn parse(text: &'a JsonText<'a>, source: &Source) -> Result<Node<'a>, (Text, usize)> {
        let error = match serde_json::from_str::<&RawValue>(text.as_str()) {
            Ok(raw) => return Ok(Node { raw: raw.get(), text }),
            Err(error) => error,
        };
        let column = error.column().saturating_sub(1);
        let at = source.locate(source.offset(error.line(), 1) + column..usize::MAX).range.start;
        Err((explain(&error), at))
    }

    /// Whether it could not be read, as a finding says.
    pub fn is_unread(&self) -> bool {
        self.raw == UNREAD
    }

    /// The value as written.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Its bytes in the text.
    pub fn range(&self) -> Range<usize> {
        self.text.place(self.raw)
    }

    /// The bracket or brace that opens it, or all of a plain value: enough to point at.
    pub fn mark(&self) -> Range<usize> {
        match self.raw.as_bytes().first() {
            Some(b'{' | b'[') => self.text.place(&self.raw[..1]),
            _ => self.range(),
        }
    }

    /// The text of a string; none where it is none or holds half a surrogate pair.
    pub fn string(&self) -> Option<String> {
        serde_json::from_str(self.raw).ok()
    }

    /// The same where it is words of a report: an escape may stand for a character that looks like
    /// another. A name of a file keeps its own.
    pub fn words(&self) -> Option<String> {
        Some(alike::usual(&self.string()?).into_owned())
    }

    /// The items of an array; none where it is no array.
    pub fn items(&self) -> Option<Vec<Node<'a>>> {
        let items: Vec<&RawValue> = serde_json::from_str(self.raw).ok()?;
        let place = |raw: &'a RawValue| Node { raw: raw.get(), text: self.text };
        Some(items.into_iter().map(place).collect())
    }

    /// The entries of an object, repeated keys too; none where it is no object.
    pub fn entries(&self) -> Option<Vec<Entry<'a>>> {
        let pairs = serde_json::Deserializer::from_str(self.raw).deserialize_map(Pairs).ok()?;
        let place = |raw: &'a RawValue| Node { raw: raw.get(), text: self.text };
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
    pub fn kind(&self) -> Text {
        match self.raw.as_bytes().first() {
            Some(b'{') => say!("json-object"),
            Some(b'[') => say!("json-array"),
            Some(b'"') => say!("json-string"),
            Some(b't' | b'f') => say!("json-flag"),
            Some(b'n') => say!("json-null"),
            _ => say!("json-number"),
        }
    }
}

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

/// What serde_json says, in our words; its own where it says something new.
fn explain(error: &serde_json::Error) -> Text {
    let text = error.to_string();
    type Known = (&'static str, fn() -> Text);
    let known: [Known; 11] = [
        ("EOF", || say!("json-unfinished")),
        ("trailing comma", || say!("json-comma-extra")),
        ("expected `,`", || say!("json-comma")),
        ("expected `:`", || say!("json-colon")),
        ("key must be a string", || say!("json-key")),
        ("control character", || say!("json-control")),
        ("invalid escape", || say!("json-escape")),
        ("invalid number", || say!("json-digits")),
        ("trailing characters", || say!("json-rest")),
        ("expected value", || say!("json-value")),
        ("expected ident", || say!("json-value")),
    ];
    let found = known.iter().find(|(english, _)| text.contains(english));
    found.map_or_else(|| text.as_str().into(), |(_, ours)| ours())
}

/// A step of a JSON Pointer (RFC 6901).
pub(crate) fn pointer_step(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}
