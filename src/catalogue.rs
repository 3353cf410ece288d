//! Every kind of finding: what it is, why it matters, where that is written, what to do, and an example. Rules say it of themselves in
//! their layout's rules.toml; what the program finds by itself stands in messages/zh.toml. `nianbao explain`,
//! docs/findings.md and SARIF tell it from here.

use crate::diagnostic::Severity;
use crate::layout::{Layout, Layouts};
use crate::messages::{self, Kind};
use crate::rules::About;

/// One kind of finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its code, or the rule's id.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// The clause or source; none for what is a matter of files and not of reports.
    pub source: Option<String>,
    /// What to do.
    pub hint: String,
    /// A case of it.
    pub example: String,
    /// The layout whose rule it is; none for what the program finds by itself.
    pub layout: Option<String>,
}

/// What the program finds by itself, by code.
pub fn own() -> Vec<Entry> {
    let entry = |(code, kind): (&String, &'static Kind)| Entry {
        code: code.clone(),
        severity: kind.level.into(),
        what: kind.what.clone(),
        why: kind.why.clone(),
        source: kind.source.clone(),
        hint: kind.hint.clone(),
        example: kind.example.clone(),
        layout: None,
    };
    messages::kinds().iter().map(entry).collect()
}

/// What the program finds and what the layouts' rules find.
pub fn all(layouts: &Layouts) -> Vec<Entry> {
    own().into_iter().chain(layouts.iter().flat_map(of_layout)).collect()
}

/// The rules of a layout.
pub fn of_layout(layout: &Layout) -> Vec<Entry> {
    let entry = |about: &About| Entry {
        code: about.id.clone(),
        severity: about.severity,
        what: without_places(&about.message),
        why: about.why.clone(),
        source: Some(about.source.clone()),
        hint: about.hint.clone(),
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

impl Entry {
    /// What to do, with the source and an example, as text for people.
    pub fn help(&self) -> String {
        let source =
            self.source.as_ref().map(|source| format!("依据：{source}\n")).unwrap_or_default();
        format!("{source}怎么办：{}\n例子：{}", self.hint, self.example)
    }

    /// All of it, as `nianbao explain` prints it.
    pub fn explain(&self) -> String {
        let kind = match (self.severity, &self.layout) {
            (Severity::Warning, Some(layout)) => format!("警告，版式 {layout} 的规则，可以豁免"),
            (severity, Some(layout)) => format!("{}，版式 {layout} 的规则", severity.name()),
            (severity, None) => severity.name().to_owned(),
        };
        format!(
            "{}（{kind}）\n是什么：{}\n为什么：{}\n{}",
            self.code,
            self.what,
            self.why,
            self.help()
        )
    }
}

/// docs/findings.md: every entry, by layout.
pub fn markdown(entries: &[Entry]) -> String {
    let mut text = String::from(
        "# 检查结果\n\n这一页由程序写出，与 `nianbao explain` 说的一样。错误使报告写不成文件；警告只是提醒，其中版式的规则可以在 report.json 中豁免：\n\
         `\"waive\": { \"规则编号\": \"理由\" }`。\n",
    );
    let mut section: Option<&Option<String>> = None;
    for entry in entries {
        if section != Some(&entry.layout) {
            let title = entry
                .layout
                .as_ref()
                .map_or("程序".to_owned(), |layout| format!("版式 {layout} 的规则"));
            text.push_str(&format!("\n## {title}\n"));
            section = Some(&entry.layout);
        }
        let (what, why) = (escaped(&entry.what), escaped(&entry.why));
        text.push_str(&format!(
            "\n### {}\n\n{}：{what}。{why}。\n\n",
            entry.code,
            entry.severity.name()
        ));
        if let Some(source) = &entry.source {
            text.push_str(&format!("- 依据：{}\n", escaped(source)));
        }
        text.push_str(&format!(
            "- 怎么办：{}\n- 例子：{}\n",
            escaped(&entry.hint),
            escaped(&entry.example)
        ));
    }
    text
}

/// Text in which Markdown sees no marks.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| "\\*_[]<>!#|`".contains(c).then_some('\\').into_iter().chain([c]))
        .collect()
}
