//! What is wrong with a text in TOML, for people who read no English.

use crate::messages::Text;
use crate::say;

/// What the library says, by a part of it, and what we say.
type Known = (&'static str, fn() -> Text);

/// In this order: the first that fits is said.
const KNOWN: [Known; 22] = [
    ("duplicate key", || say!("toml-twice")),
    ("string values must be quoted", || say!("toml-quotes")),
    ("quote", || say!("toml-unclosed-quote")),
    ("basic string", || say!("toml-unclosed-quote")),
    ("literal string", || say!("toml-unclosed-quote")),
    ("escape", || say!("toml-escape")),
    ("unicode", || say!("toml-escape")),
    ("invalid type", || say!("toml-kind")),
    ("did not match any variant", || say!("toml-kind")),
    ("leading zero", || say!("toml-number")),
    ("numeric", || say!("toml-number")),
    ("sign", || say!("toml-number")),
    ("radix", || say!("toml-number")),
    ("digits", || say!("toml-number")),
    ("integer", || say!("toml-number")),
    ("comma", || say!("toml-bracket")),
    ("array", || say!("toml-bracket")),
    ("unclosed", || say!("toml-bracket")),
    ("inline table", || say!("toml-bracket")),
    ("unquoted key", || say!("toml-key")),
    ("`=`", || say!("toml-assignment")),
    ("value", || say!("toml-assignment")),
];

/// What an error of the library means.
pub(crate) fn explain(error: &toml::de::Error) -> Text {
    let said = error.message();
    let named = |lead: &str| said.strip_prefix(lead)?.split('`').next().map(str::to_owned);
    if let Some(name) = named("missing field `") {
        return say!("toml-missing", name = name);
    }
    if let Some(name) = named("unknown field `") {
        return say!("toml-unknown", name = name);
    }
    if let Some(name) = named("unknown variant `") {
        return say!("toml-variant", name = name);
    }
    let known = KNOWN.iter().find(|(part, _)| said.contains(part));
    known.map_or_else(|| say!("toml-other"), |(_, ours)| ours())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Chart {
        kind: String,
        data: Vec<String>,
    }

    #[test]
    fn no_error_of_the_library_is_told_in_english() {
        let mut told_roughly = 0;
        for text in [
            "kind = column",
            "kind = \"column",
            "kind = 'a",
            "kind = \"a\\q\"",
            "kind = “column”",
            "kind = ",
            "kind",
            "kind := 1",
            "kind = = 1",
            "= 1",
            "kind = 16磅",
            "kind = 010",
            "kind = +-1",
            "kind = 1.",
            "kind = 1,2",
            "kind = 12:00",
            "data = [1 2]",
            "data = [1,",
            "data = 1]",
            "[data",
            "[[data",
            "[]",
            "[a.]",
            "kind = { a = 1, }",
            "kind = { a = 1",
            "kind = 1\nkind = 2",
            "kind = 1",
            "data = []",
            "kind = \"a\"\nother = 1\ndata = []",
            "kind = \"a\"\ndata = 1",
            "种类 = 1",
            "kind = true false",
            "kind = \u{1}",
            "kind = \"a\"\rdata = []",
        ] {
            let error = toml::from_str::<Chart>(text).expect_err(text);
            let told = explain(&error).in_file();
            let names = ["kind", "data", "other"]
                .iter()
                .fold(told.clone(), |told, name| told.replace(name, ""));
            assert!(!names.contains(|c: char| c.is_ascii_alphabetic()), "{text}: {told}");
            told_roughly += usize::from(told == say!("toml-other").in_file());
        }
        assert!(told_roughly <= 6, "{told_roughly} told as just wrong");
    }
}
