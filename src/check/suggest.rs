//! Typed numbers that could be bound to their cells.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::decimal::same;
use crate::diagnostic::{Diagnostic, Source};
use crate::finding;
use crate::form::Form;
use crate::layout::Layout;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::{Squeezed, shifted};
use crate::report::Report;
use crate::rules::{Term, sum};
use crate::say;

/// A typed number and what to put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The bytes of the typed number in the text.
    pub range: Range<usize>,
    /// The binding: `{{ applications.received.total }}`.
    pub binding: String,
    /// The cells' labels on the form.
    pub label: Text,
}

impl Suggestion {
    /// The note that tells it.
    pub fn note(&self, text: &Source) -> Diagnostic {
        let typed = &text.text()[self.range.clone()];
        finding!("binding-possible", typed = typed, label = &self.label, binding = &self.binding)
            .at(text.locate(self.range.clone()))
    }
}

/// The most cells whose sum is still worth writing out.
const MOST_TERMS: usize = 3;

/// Every typed number that a claim knows, or that no rule knows and that is the number of exactly one cell, in the order of the text.
pub fn suggest(report: &Report, layout: &Layout, text: &Source) -> Vec<Suggestion> {
    let seen = Squeezed::new(text.text(), 0..text.text().len());
    // Numbers that rules name, with what they mean where that is worth writing out: a change against
    // last year is no cell at all.
    let mut named: BTreeMap<usize, Option<Suggestion>> = BTreeMap::new();
    let reads = || layout.rules.iter().filter_map(|(_, rule)| rule.reads());
    for (pattern, _) in reads().filter(|(_, readings)| readings.is_empty()) {
        named.extend(numbers(pattern, &seen).into_iter().map(|(range, _)| (range.start, None)));
    }
    for (pattern, readings) in reads().filter(|(_, readings)| !readings.is_empty()) {
        for (range, typed) in numbers(pattern, &seen) {
            let found = meant(readings, report, &typed)
                .and_then(|terms| suggestion(&range, &typed, terms, &layout.form, text));
            let known = named.entry(range.start).or_default();
            *known = known.take().or(found);
        }
    }
    let suggestions = &layout.rules.suggestions;
    for pattern in [&suggestions.count, &suggestions.amount].into_iter().flatten() {
        for (range, typed) in numbers(pattern, &seen) {
            let is =
                |(_, number): &(_, &crate::statistics::Number)| number.value.to_string() == typed;
            let mut cells = report.statistics.iter().filter(is);
            if let (Some((field, _)), None) = (cells.next(), cells.next()) {
                let cell = [Term::plain(field)];
                named
                    .entry(range.start)
                    .or_insert_with(|| suggestion(&range, &typed, &cell, &layout.form, text));
            }
        }
    }
    named.into_values().flatten().collect()
}

/// None where white space stands inside the number: it is not one number to whoever reads the file.
fn suggestion(
    range: &Range<usize>,
    typed: &str,
    terms: &[Term],
    form: &Form,
    text: &Source,
) -> Option<Suggestion> {
    let fields = || terms.iter().map(|term| &form.fields[term.field]);
    let paths: Vec<&str> = fields().map(|field| field.path.as_str()).collect();
    let labels: Vec<_> = fields().map(|field| &field.label).collect();
    let label = match *labels.as_slice() {
        [] => return None,
        [one] => one.into(),
        [first, second] => say!("label-and", first = first, second = second),
        [first, ..] => say!("label-sum", label = first, count = labels.len()),
    };
    let suggestion = Suggestion {
        range: range.clone(),
        binding: format!("{{{{ {} }}}}", paths.join(" + ")),
        label,
    };
    (text.text().get(range.clone()) == Some(typed)).then_some(suggestion)
}

/// The reading of a claim that the typed number is, where it is worth writing out.
fn meant<'a>(readings: &'a [Vec<Term>], report: &Report, typed: &str) -> Option<&'a [Term]> {
    let is =
        |terms: &&Vec<Term>| sum(terms, &report.statistics).is_some_and(|sum| same(&sum, typed));
    readings.iter().find(is).map(Vec::as_slice).filter(|terms| terms.len() <= MOST_TERMS)
}

/// The numbers that a pattern finds, in its first group or in its group `count`, with their places in the source.
fn numbers(pattern: &Pattern, seen: &Squeezed) -> Vec<(Range<usize>, String)> {
    let number = |(start, captures): (usize, regex_lite::Captures<'_>)| {
        let typed = captures.name("count").or(captures.get(1))?;
        Some((seen.origin(shifted(typed, start)), typed.as_str().to_owned()))
    };
    seen.find(pattern).into_iter().filter_map(number).collect()
}

/// `original`, a file's text as it stands on disk, with every suggestion put in. The places are those of the text without BOM and with
/// `\n` line ends, which is what findings see; the file keeps both as they are.
pub fn apply(original: &str, suggestions: &[Suggestion]) -> String {
    let mut places = Vec::with_capacity(original.len());
    for (at, c) in original.char_indices() {
        let dropped =
            (at == 0 && c == '\u{feff}') || (c == '\r' && original[at + 1..].starts_with('\n'));
        if !dropped {
            places.extend(at..at + c.len_utf8());
        }
    }
    places.push(original.len());
    let mut fixed = String::with_capacity(original.len());
    let mut rest = 0;
    for suggestion in suggestions {
        if let (Some(&start), Some(&end)) =
            (places.get(suggestion.range.start), places.get(suggestion.range.end))
        {
            fixed.push_str(&original[rest..start]);
            fixed.push_str(&suggestion.binding);
            rest = end;
        }
    }
    fixed + &original[rest..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_keeps_bom_and_line_ends() {
        let suggestion = |range, binding: &str| Suggestion {
            range,
            binding: binding.to_owned(),
            label: String::new().into(),
        };
        let fixed = apply(
            "\u{feff}甲\r\n3件\r\n5件",
            &[suggestion(4..5, "{{ a }}"), suggestion(9..10, "{{ b }}")],
        );
        assert_eq!(fixed, "\u{feff}甲\r\n{{ a }}件\r\n{{ b }}件");
    }
}
