//! Typed numbers that could be bound to their cells.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::decimal::same;
use crate::diagnostic::{Diagnostic, Source};
use crate::form::Form;
use crate::layout::Layout;
use crate::messages::Text;
use crate::pattern::Pattern;
use crate::prose::{Part, PassageKind, shifted};
use crate::quantity::Kind;
use crate::reader::clean;
use crate::report::Report;
use crate::rules::{MOST_TERMS, Term, Understood, joined, sum};
use crate::{finding, say};

/// A typed number and what to put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The bytes of the typed number in the text.
    pub range: Range<usize>,
    /// The binding: `{{ applications.received.total }}`.
    pub binding: String,
    /// The cells' labels on the form.
    pub label: Text,
    /// Whether a claim knows the number and the tables confirm it. All else may be chance: a fix
    /// leaves it alone.
    pub sure: bool,
}

impl Suggestion {
    /// The note that tells it.
    pub fn note(&self, text: &Source) -> Diagnostic {
        let typed = &text.text()[self.range.clone()];
        let (label, binding) = (&self.label, &self.binding);
        let note = if self.sure {
            finding!("binding-possible", typed = typed, label = label, binding = binding)
        } else {
            finding!("binding-possible.chance", typed = typed, label = label, binding = binding)
        };
        note.at(text.locate(self.range.clone()))
    }
}

/// Every typed number that a claim knows and the tables confirm, and, not to be relied on, every
/// other one that is the number of exactly one cell; in the order of the text.
pub fn suggest(report: &Report, layout: &Layout) -> Vec<Suggestion> {
    let seen = report.prose.whole();
    let text = report.prose.source();
    // Numbers that claims know, with what they mean where that is worth writing out: a change
    // against last year is no cell at all.
    let mut named: BTreeMap<usize, Option<Suggestion>> = BTreeMap::new();
    for number in layout.rules.understand(report, &layout.form).known {
        let range = number.quantity.range.clone();
        if is_free(&seen, &range) {
            let typed = seen.text().get(range.clone()).unwrap_or_default();
            let range = seen.origin(range);
            let terms = meant(&number, report, typed);
            let found =
                terms.and_then(|terms| suggestion(&range, typed, terms, &layout.form, text, true));
            named.insert(range.start, found);
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
                named.entry(range.start).or_insert_with(|| {
                    suggestion(&range, &typed, &cell, &layout.form, text, false)
                });
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
    sure: bool,
) -> Option<Suggestion> {
    let fields = || terms.iter().map(|term| &form.fields[term.field]);
    let labels: Vec<_> = fields().map(|field| &field.label).collect();
    let label = match *labels.as_slice() {
        [] => return None,
        [one] => one.into(),
        [first, second] => say!("label-and", first = first, second = second),
        [first, ..] => say!("label-sum", label = first, count = labels.len()),
    };
    let suggestion = Suggestion {
        range: range.clone(),
        binding: format!("{{{{ {} }}}}", joined(terms, form)),
        label,
        sure,
    };
    (text.text().get(range.clone()) == Some(typed)).then_some(suggestion)
}

/// The reading of a claim that a typed number is, where it is worth writing out.
fn meant<'a>(number: &'a Understood, report: &Report, typed: &str) -> Option<&'a [Term]> {
    let is = |terms: &&Vec<Term>| {
        !terms.iter().any(|term| term.previous)
            && sum(terms, &report.statistics).is_some_and(|sum| same(&sum, typed))
    };
    let counts = number.quantity.kind == Kind::Count && number.quantity.is_exact();
    let readings = number.readings.iter().filter(|_| counts);
    readings.filter(is_short).find(is).map(Vec::as_slice)
}

fn is_short(terms: &&Vec<Term>) -> bool {
    terms.len() <= MOST_TERMS
}

/// The typed numbers that a pattern finds, in its first group or in its group `count`, with their
/// places in the source. What is part of a longer number, is bound already or stands in the code of
/// a chart is none.
fn numbers(pattern: &Pattern, seen: &Part<'_>) -> Vec<(Range<usize>, String)> {
    let number = |(start, captures): (usize, regex_lite::Captures<'_>)| {
        let typed = captures.name("count").or(captures.get(1))?;
        let place = shifted(typed, start);
        is_free(seen, &place).then(|| (seen.origin(place), typed.as_str().to_owned()))
    };
    seen.find(pattern).into_iter().filter_map(number).collect()
}

/// Whether a number is no part of a longer one, not bound already and in no code of a chart.
fn is_free(seen: &Part<'_>, place: &Range<usize>) -> bool {
    let passage = seen.passage(place.clone());
    passage.is_some_and(|passage| passage.kind != PassageKind::Chart)
        && seen.is_typed(place.clone())
        && !seen.continues(place.start)
}

/// `original`, a file's text as it stands on disk, with every suggestion put in. The file keeps its
/// BOM and line ends.
pub fn apply(original: &str, suggestions: &[Suggestion]) -> String {
    let (_, origin) = clean(original);
    let mut fixed = String::with_capacity(original.len());
    let mut rest = 0;
    for suggestion in suggestions {
        let place = origin.of(suggestion.range.clone());
        if let Some(before) = original.get(rest..place.start) {
            fixed.push_str(before);
            fixed.push_str(&suggestion.binding);
            rest = place.end;
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
            sure: true,
        };
        let fixed = apply(
            "\u{feff}甲\r\n3件\r\n5件",
            &[suggestion(4..5, "{{ a }}"), suggestion(9..10, "{{ b }}")],
        );
        assert_eq!(fixed, "\u{feff}甲\r\n{{ a }}件\r\n{{ b }}件");
        let twice = "\u{feff}\u{feff}3\r5";
        let fixed = apply(twice, &[suggestion(0..1, "x"), suggestion(2..3, "y")]);
        assert_eq!(fixed, "\u{feff}\u{feff}x\ry");
    }

    /// What would be bound in a text, with the numbers of a good report: 485 applications came in.
    fn bound(text: &str) -> Vec<String> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let fixture = root.join("fixtures/markdown-2022");
        let mut folder = crate::files::read_folder(&fixture).expect("a fixture");
        let text = format!("# 总体情况\n\n{text}\n");
        folder.files.insert("narrative.md".to_owned(), text.into_bytes().into());
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        let (source, suggestions) = crate::suggest(&folder, &layouts).expect("a report");
        let around = |suggestion: &Suggestion| {
            let Range { start, end } = suggestion.range;
            source.text()[start..end + "件".len()].to_owned()
        };
        suggestions.iter().map(around).collect()
    }

    #[test]
    fn only_numbers_that_are_printed_as_text_are_bound() {
        assert_eq!(bound("全年收到申请485件。"), ["485件"]);
        assert_eq!(bound("全年收到申请 **485** 件。").len(), 1);
        assert_eq!(bound("全年 [收到申请485件](http://a.gov.cn/485件)。"), ["485件"]);
        assert_eq!(bound("全年[收到申请](http://a.gov.cn/485件)。"), [""; 0]);
        assert_eq!(bound("全年收到申请{{ 480 + 5 }}件。"), [""; 0]);
        assert_eq!(bound("收到申请1,485件，1，485件，１485件，1.485件，1 485件。"), [""; 0]);
        assert_eq!(bound("收到申请4&#56;5件。"), [""; 0], "not as it is printed");
        let chart = "```chart\nkind = \"pie\"\ncaption = \"收到申请485件\"\n\
                     data = \"applications.received\"\n```";
        assert_eq!(bound(chart), [""; 0]);
        assert_eq!(bound("| 收到申请485件 |\n|---|\n| 无 |"), ["485件"]);
    }
}
