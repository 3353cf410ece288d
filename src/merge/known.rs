//! What `{{ … }}` gave when an edited file was written.

use super::printed::Printed;
use super::their::Their;
use crate::reader::{KnownValues, UNKNOWN};

/// The values that a file carries, by what stands in the braces of `narrative`.
pub(super) fn carried(narrative: &str, values: &[String]) -> KnownValues {
    expressions(narrative).into_iter().map(str::to_owned).zip(values.iter().cloned()).collect()
}

/// What stands in each `{{ … }}` of a text.
pub(super) fn expressions(narrative: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = narrative;
    while let Some(open) = rest.find("{{") {
        let line = rest[open..].find('\n').map_or(rest.len(), |at| open + at);
        match rest[open..line].find("}}").map(|at| open + at) {
            Some(close) => {
                found.push(rest[open + 2..close].trim());
                rest = &rest[close + 2..];
            }
            None => {
                found.push("");
                rest = &rest[open + 2..];
            }
        }
    }
    found
}

/// Values that a file does not carry, as they stand in its text: between the words that stand
/// around them in what was printed.
pub(super) fn read_off(printed: &[Printed], theirs: &[Their<'_>]) -> KnownValues {
    let mut known = KnownValues::new();
    for it in printed.iter().filter(|it| it.content.text.contains(UNKNOWN)) {
        let parts: Vec<&str> = it.content.text.split(UNKNOWN).collect();
        let holes = it
            .content
            .pieces
            .iter()
            .filter(|piece| &it.content.text[piece.text.clone()] == UNKNOWN);
        let expressions: Vec<&String> = holes.filter_map(|piece| piece.bound.as_ref()).collect();
        let values = theirs.iter().find_map(|their| {
            between(&their.text, &parts).or_else(|| between(their.unnumbered(), &parts))
        });
        if let Some(values) = values.filter(|values| values.len() == expressions.len()) {
            known.extend(expressions.into_iter().cloned().zip(values));
        }
    }
    known
}

/// What stands between the parts of a text, where all of them are in it.
fn between(text: &str, parts: &[&str]) -> Option<Vec<String>> {
    let (first, more) = parts.split_first()?;
    let mut rest = text.strip_prefix(first)?;
    let mut values = Vec::new();
    for (index, part) in more.iter().enumerate() {
        let at = match index + 1 == more.len() {
            true => rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?,
            false => rest.find(part)?,
        };
        values.push(rest[..at].to_owned());
        rest = &rest[at + part.len()..];
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_with_their_braces() {
        let known = carried("a{{ x }}b{{y+1}}\n{{ z\n{{ x }}", &["1".into(), "2".into()]);
        let pairs: Vec<_> = known.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(pairs, [("x", "1"), ("y+1", "2")]);
    }

    #[test]
    fn values_are_read_off_between_words() {
        let parts = ["比上年", "，其中", "。"];
        let found = between("比上年增长1.08%，其中3件。", &parts);
        assert_eq!(found, Some(vec!["增长1.08%".to_owned(), "3件".to_owned()]));
        assert_eq!(between("比去年增长", &parts), None);
    }
}
