//! What the TOML reader says of a file, in words for people: it speaks English.

use crate::messages::Text;
use crate::say;

/// What is wrong, from what the reader says.
pub(crate) fn sentence(said: &str) -> Text {
    let said = said.lines().next().unwrap_or_default();
    let quoted = quoted(said);
    let [first, rest @ ..] = quoted.as_slice() else { return mistyped(said) };
    let known: Vec<String> = rest.iter().map(|name| (*name).to_owned()).collect();
    if said.starts_with("unknown field ") {
        say!("toml-key", key = *first, known = known)
    } else if said.starts_with("unknown variant ") {
        say!("toml-value", value = *first, known = known)
    } else if said.starts_with("missing field ") {
        say!("toml-missing", key = *first)
    } else if said.starts_with("duplicate key") || said.starts_with("duplicate field ") {
        say!("toml-twice", key = *first)
    } else {
        mistyped(said)
    }
}

/// The sentence on a value of another type, or on a file that is no TOML.
fn mistyped(said: &str) -> Text {
    let parts =
        said.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "));
    let Some((found, wanted)) = parts else { return say!("toml-syntax", problem = said) };
    let found = found.split_once(' ').map_or(found, |(_, value)| value);
    let wanted = match wanted {
        "a string" => say!("kind-text"),
        "a boolean" => say!("kind-flag"),
        "a sequence" => say!("kind-list"),
        "usize" | "u8" | "u16" | "u32" | "u64" => say!("kind-whole"),
        "f32" | "f64" => say!("kind-number"),
        _ => say!("kind-group"),
    };
    say!("toml-type", wanted = wanted, found = found.trim_matches('`'))
}

/// The names in backquotes.
fn quoted(said: &str) -> Vec<&str> {
    said.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Known {
        #[allow(dead_code)]
        text: String,
        #[allow(dead_code)]
        count: Option<u16>,
        #[allow(dead_code)]
        list: Option<Vec<String>>,
    }

    #[test]
    fn what_the_reader_says_is_said_again() {
        let told = |text: &str| {
            let error = toml::from_str::<Known>(text).expect_err("a fault");
            sentence(error.message()).to_string()
        };
        assert_eq!(told("tex = 1"), "没有“tex”这一项；可写的是 text、count、list");
        assert_eq!(told("count = 1"), "缺少“text”这一项");
        assert_eq!(told("text = 1"), "这里应为文字，写的是 1");
        assert_eq!(told("text = \"a\"\ncount = \"b\""), "这里应为不小于零的整数，写的是 \"b\"");
        assert_eq!(told("text = \"a\"\nlist = 2"), "这里应为一列 [ … ]，写的是 2");
        assert!(told("text = ").starts_with("TOML 写法不对："));
    }
}
