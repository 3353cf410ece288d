//! Every kind of finding: what it is, why it matters, where that is written, what to do, and an
//! example. Rules say it of themselves in their layout's rules.toml; what the program finds by
//! itself stands in messages/zh.toml. `nianbao explain`, docs/findings.md and SARIF tell it from
//! here.

use std::cmp::Reverse;

use crate::diagnostic::Severity;
use crate::layout::{Layout, Layouts};
use crate::messages::{self, Bilingual, Language, OwnKind, Text};
use crate::rules::About;
use crate::say;

/// One kind of finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingKind {
    /// Its code, or the rule's id.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub what: Bilingual,
    /// Why it matters.
    pub why: Bilingual,
    /// The clause or source; none for what is a matter of files and not of reports.
    pub source: Option<Bilingual>,
    /// What to do.
    pub hint: Bilingual,
    /// A case of it.
    pub example: Bilingual,
    /// The layout whose rule it is; none for what the program finds by itself.
    pub layout: Option<String>,
}

/// What the program finds by itself, by code.
pub fn own() -> Vec<FindingKind> {
    let entry = |OwnKind { code, level, what, why, source, hint, example }| FindingKind {
        code: code.to_owned(),
        severity: level,
        what,
        why,
        source,
        hint,
        example,
        layout: None,
    };
    messages::kinds().map(entry).collect()
}

/// What the program finds and what the layouts' rules find; of rules that editions have in common,
/// those of the latest.
pub fn all(layouts: &Layouts) -> Vec<FindingKind> {
    let mut list: Vec<&Layout> = layouts.iter().collect();
    list.sort_by_key(|layout| Reverse(layout.form.years.from));
    let mut all = own();
    for kind in list.into_iter().flat_map(of_layout) {
        if all.iter().all(|known| known.code != kind.code) {
            all.push(kind);
        }
    }
    all
}

/// The rules of a layout.
pub fn of_layout(layout: &Layout) -> Vec<FindingKind> {
    let entry = |about: &About| FindingKind {
        code: about.id.clone(),
        severity: about.severity,
        what: about.message.map(without_places),
        why: about.why.clone(),
        source: Some(about.source.clone()),
        hint: about.advice(),
        example: about.example.clone(),
        layout: Some(layout.form.id.clone()),
    };
    layout.rules.iter().map(|(about, _)| entry(about)).collect()
}

/// A message with … where a number or a label will stand.
fn without_places(message: &str) -> String {
    let mut text = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text + rest
}

impl FindingKind {
    /// What to do, with the source and an example, as text for people.
    pub fn help(&self, language: Language) -> String {
        let source = self.source.as_ref().map(|source| say!("source", source = source));
        let hint = say!("entry-hint", hint = &self.hint);
        let example = say!("entry-example", example = &self.example);
        lines(source.into_iter().chain([hint, example]), language)
    }

    /// All of it, as `nianbao explain` prints it.
    pub fn explain(&self, language: Language) -> String {
        let severity = self.severity.name();
        let rules = self.layout.as_ref().map(|layout| say!("entry-rules", layout = layout));
        let kind = match (self.severity, rules) {
            (_, None) => severity,
            (Severity::Warning, Some(rules)) => {
                say!("entry-kind-waivable", severity = severity, rules = rules)
            }
            (_, Some(rules)) => say!("entry-kind", severity = severity, rules = rules),
        };
        let head = say!("entry-head", code = &self.code, kind = kind);
        let what = say!("entry-what", what = &self.what);
        let why = say!("entry-why", why = &self.why);
        format!("{}\n{}", lines([head, what, why], language), self.help(language))
    }
}

/// docs/findings.md: every entry, by layout.
pub fn markdown(entries: &[FindingKind], language: Language) -> String {
    let said = |text: Text| text.said_in(language).to_string();
    let escaped = |words: &Bilingual| escaped(words.of(language));
    let mut text = said(say!("findings-page"));
    let mut section: Option<&Option<String>> = None;
    for entry in entries {
        if section != Some(&entry.layout) {
            let title = match &entry.layout {
                Some(layout) => say!("entry-rules", layout = layout),
                None => say!("findings-program"),
            };
            text.push_str(&format!("\n## {}\n", said(title)));
            section = Some(&entry.layout);
        }
        let (what, why) = (escaped(&entry.what), escaped(&entry.why));
        let summary =
            say!("entry-summary", severity = entry.severity.name(), what = what, why = why);
        text.push_str(&format!("\n### {}\n\n{}\n\n", entry.code, said(summary)));
        let source = entry.source.as_ref().map(|source| say!("source", source = escaped(source)));
        let hint = say!("entry-hint", hint = escaped(&entry.hint));
        let example = say!("entry-example", example = escaped(&entry.example));
        for line in source.into_iter().chain([hint, example]) {
            text.push_str(&format!("- {}\n", said(line)));
        }
    }
    text
}

fn lines(texts: impl IntoIterator<Item = Text>, language: Language) -> String {
    let said = texts.into_iter().map(|text| text.said_in(language).to_string());
    said.collect::<Vec<_>>().join("\n")
}

/// Text in which Markdown sees no marks.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| "\\*_[]<>!#|`".contains(c).then_some('\\').into_iter().chain([c]))
        .collect()
}
