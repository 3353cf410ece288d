//! The usual preface, where the author gives none.

use crate::document::{Block, Inline, Paragraph};
use crate::form::Clause;
use crate::layout::Layout;
use crate::report::Report;

/// The author's own preface, or the layout's clauses as one paragraph.
pub(super) fn compose(report: &Report, layout: &Layout) -> Vec<Block> {
    if !report.narrative.preface.is_empty() {
        return report.narrative.preface.clone();
    }
    let text: String =
        layout.form.preface.iter().filter_map(|clause| clause_text(clause, report)).collect();
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Block::Paragraph(Paragraph::new(vec![Inline::text(text)], None))]
    }
}

/// A clause with its facts; none where one is missing, or all of its details are.
fn clause_text(clause: &Clause, report: &Report) -> Option<String> {
    let details: Vec<String> =
        clause.details.iter().filter_map(|detail| fill_facts(detail, report)).collect();
    let details = Some(details.join(&clause.join)).filter(|details| !details.is_empty());
    fill(&clause.text, |name| match name {
        "details" => details.as_deref(),
        fact => report.facts.get(fact).map(String::as_str),
    })
}

/// `pattern` with `{path}` and `{path|path}` replaced by facts; none where a fact is missing.
pub(super) fn fill_facts(pattern: &str, report: &Report) -> Option<String> {
    fill(pattern, |path| report.facts.get(path).map(String::as_str))
}

/// `pattern` with `{name}` replaced by what is found, or `{name|name}` by the first that is. What
/// is found is taken as it is: braces in it mean nothing.
pub(super) fn fill<'a>(pattern: &str, find: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}')? + open;
        let found = rest[open + 1..close].split('|').find_map(&find)?;
        text.push_str(&rest[..open]);
        text.push_str(found);
        rest = &rest[close + 1..];
    }
    Some(text + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_a_fact_are_part_of_it() {
        let find = |name: &str| match name {
            "address" => Some("甲路1号{B座}"),
            "agency" => Some("{address}局"),
            _ => None,
        };
        assert_eq!(
            fill("请与{office|agency}联系（{address}）", find).as_deref(),
            Some("请与{address}局联系（甲路1号{B座}）")
        );
        assert_eq!(fill("请与{office}联系", find), None, "a fact that is missing");
    }
}
