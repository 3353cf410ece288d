//! Who reports on which year, and by which edition: everything in report.json but the numbers.

use std::collections::BTreeMap;

use super::json::{Entry, Node, pointer_step};
use super::{invisible, is_invisible};
use crate::catalogue;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Location, Severity, Source, nearest};
use crate::layout::{Layout, Layouts};
use crate::report::Level;

/// What report.json says beside its numbers.
pub(super) struct Head<'a, 'l> {
    pub layout: &'l Layout,
    pub agency: String,
    /// None where it can't be told; the rest is read all the same, for its findings.
    pub year: Option<u16>,
    pub year_location: Option<Location>,
    pub date: Option<Date>,
    pub date_location: Option<Location>,
    pub level: Option<Level>,
    pub facts: BTreeMap<String, String>,
    pub waived: BTreeMap<String, String>,
    /// The value of `statistics`.
    pub statistics: Option<Node<'a>>,
}

const TOP: [&str; 10] = [
    "$schema",
    "layout",
    "agency",
    "year",
    "date",
    "level",
    "website",
    "contact",
    "statistics",
    "waive",
];
const WEBSITE: [&str; 2] = ["name", "url"];
const CONTACT: [&str; 5] = ["office", "address", "postcode", "phone", "email"];

/// Reads all but the numbers; none where the edition could not be told.
pub(super) fn read<'a, 'l>(
    source: &'a Source,
    layouts: &'l Layouts,
    findings: &mut Vec<Diagnostic>,
) -> Option<Head<'a, 'l>> {
    let root = match Node::parse(source) {
        Ok(root) => root,
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    };
    let mut reader = Reader { source, findings };
    let top = reader.object(root, "", &TOP)?;
    let agency =
        reader.required(&root, &top, "agency").and_then(|node| reader.text(node, "/agency"));
    let year = reader.required(&root, &top, "year").and_then(|node| reader.year(node));
    reader.required(&root, &top, "statistics");
    let year_location = top.get("year").map(|node| source.locate(node.range()));
    let date = top.get("date").and_then(|node| reader.date(*node));
    let date_location = top.get("date").map(|node| source.locate(node.range()));
    let level = top.get("level").and_then(|node| reader.level(*node));
    let mut facts = BTreeMap::new();
    reader.facts(&top, "website", &WEBSITE, &mut facts);
    reader.facts(&top, "contact", &CONTACT, &mut facts);
    let layout = reader.layout(&top, year, layouts)?;
    let waived = top.get("waive").map(|node| reader.waived(*node, layout)).unwrap_or_default();
    facts.extend(agency.clone().map(|agency| ("agency".to_owned(), agency)));
    facts.extend(year.map(|year| ("year".to_owned(), year.to_string())));
    let agency = agency.unwrap_or_default();
    Some(Head {
        layout,
        agency,
        year,
        year_location,
        date,
        date_location,
        level,
        facts,
        waived,
        statistics: top.get("statistics").copied(),
    })
}

struct Reader<'a, 'f> {
    source: &'a Source,
    findings: &'f mut Vec<Diagnostic>,
}

impl<'a> Reader<'a, '_> {
    fn push(
        &mut self,
        code: &'static str,
        message: String,
        node: Node<'_>,
        pointer: &str,
        hint: String,
    ) {
        let finding =
            Diagnostic::error(code, message).at(self.source.locate(node.mark())).about(pointer);
        self.findings.push(if hint.is_empty() { finding } else { finding.hint(hint) });
    }

    /// The entries of `node` by key; unknown and repeated keys are findings.
    fn object(
        &mut self,
        node: Node<'a>,
        pointer: &str,
        known: &[&str],
    ) -> Option<BTreeMap<String, Node<'a>>> {
        let Some(entries) = node.entries() else {
            let message = format!("{}应为一组键值 {{ … }}，这里是{}", place(pointer), node.kind());
            self.push("json-type", message, node, pointer, String::new());
            return None;
        };
        Some(unique(entries, pointer, known, self.source, self.findings))
    }

    fn required(
        &mut self,
        root: &Node<'a>,
        top: &BTreeMap<String, Node<'a>>,
        key: &str,
    ) -> Option<Node<'a>> {
        let found = top.get(key).copied();
        if found.is_none() {
            self.push(
                "json-missing",
                format!("report.json 缺少“{key}”"),
                *root,
                "",
                format!("补上 \"{key}\": …"),
            );
        }
        found
    }

    /// A text that is not empty and has nothing invisible in it.
    fn text(&mut self, node: Node<'a>, pointer: &str) -> Option<String> {
        let Some(text) = node.string() else {
            let message = format!("{}应为文字，这里是 {}", place(pointer), brief(node));
            self.push(
                "json-type",
                message,
                node,
                pointer,
                "文字写在英文双引号中，其中的 \\u 要写全".to_owned(),
            );
            return None;
        };
        if let Some(c) = text.chars().find(|&c| is_invisible(c) || matches!(c, '\n' | '\t')) {
            self.findings.push(invisible(c, self.source.locate(node.range())).about(pointer));
            return None;
        }
        if text.trim().is_empty() {
            self.push(
                "json-type",
                format!("{}是空的", place(pointer)),
                node,
                pointer,
                "填写，或删去这一项".to_owned(),
            );
            return None;
        }
        Some(text.trim().to_owned())
    }

    fn year(&mut self, node: Node<'a>) -> Option<u16> {
        let year = node
            .raw()
            .parse()
            .ok()
            .filter(|year| (1949..=9999).contains(year) && node.raw().len() == 4);
        if year.is_none() {
            let message = format!("“year”应为四位年份，这里是 {}", brief(node));
            self.push(
                "json-type",
                message,
                node,
                "/year",
                "写成 \"year\": 2024，不加引号".to_owned(),
            );
        }
        year
    }

    fn date(&mut self, node: Node<'a>) -> Option<Date> {
        let date = node.string().as_deref().and_then(Date::parse);
        if date.is_none() {
            let message = format!("“date”（成文日期）应为存在的日期，这里是 {}", brief(node));
            self.push(
                "date-invalid",
                message,
                node,
                "/date",
                "写成 \"2025-01-20\" 这样的年-月-日".to_owned(),
            );
        }
        date
    }

    fn level(&mut self, node: Node<'a>) -> Option<Level> {
        let level = match node.string().as_deref() {
            Some("government") => Some(Level::Government),
            Some("department") => Some(Level::Department),
            Some("township") => Some(Level::Township),
            _ => None,
        };
        if level.is_none() {
            let hint =
                "可写 government（县级以上政府）、department（部门）、township（乡镇、街道）"
                    .to_owned();
            self.push("json-type", format!("“level”不能是 {}", brief(node)), node, "/level", hint);
        }
        level
    }

    fn facts(
        &mut self,
        top: &BTreeMap<String, Node<'a>>,
        group: &str,
        known: &[&str],
        facts: &mut BTreeMap<String, String>,
    ) {
        let pointer = pointer_step(group);
        let Some(entries) = top.get(group).and_then(|node| self.object(*node, &pointer, known))
        else {
            return;
        };
        for (key, node) in entries {
            if let Some(text) = self.text(node, &format!("{pointer}{}", pointer_step(&key))) {
                facts.insert(format!("{group}.{key}"), text);
            }
        }
    }

    fn waived(&mut self, node: Node<'a>, layout: &Layout) -> BTreeMap<String, String> {
        let Some(entries) = node.entries() else {
            let hint = "写成 \"waive\": { \"规则编号\": \"理由\" }".to_owned();
            self.push(
                "json-type",
                "“waive”应为一组规则编号和理由".to_owned(),
                node,
                "/waive",
                hint,
            );
            return BTreeMap::new();
        };
        let mut waived = BTreeMap::new();
        let known: Vec<catalogue::Entry> =
            catalogue::own().into_iter().chain(catalogue::of_layout(layout)).collect();
        for Entry { key, key_range, value } in entries {
            let at = self.source.locate(key_range);
            let pointer = format!("/waive{}", pointer_step(&key));
            self.findings.extend(futile(&key, &known).map(|finding| finding.at(at).about(pointer)));
            if let Some(reason) = self.text(value, &format!("/waive{}", pointer_step(&key))) {
                waived.insert(key, reason);
            }
        }
        waived
    }

    /// The layout that is named or serves the year; where neither can be told, the newest, so that the rest is judged all the same.
    fn layout<'l>(
        &mut self,
        top: &BTreeMap<String, Node<'a>>,
        year: Option<u16>,
        layouts: &'l Layouts,
    ) -> Option<&'l Layout> {
        let listing = format!("已有的版式：{}", layouts.listing());
        let serving = year.map_or_else(|| layouts.newest(), |year| layouts.for_year(year));
        let Some(node) = top.get("layout").copied() else {
            if let (None, Some(node), Some(year)) = (serving, top.get("year"), year) {
                self.push(
                    "layout-year",
                    format!("没有用于{year}年的版式"),
                    *node,
                    "/year",
                    listing,
                );
            }
            return serving;
        };
        let name = self.text(node, "/layout")?;
        let Some(layout) = layouts.get(&name) else {
            self.push(
                "layout-unknown",
                format!("没有名为“{name}”的版式"),
                node,
                "/layout",
                listing,
            );
            return serving;
        };
        if let Some(year) = year.filter(|year| !layout.form.years.contains(*year)) {
            let message = format!("版式 {name} 用于{}，不能用于{year}年的报告", layout.form.years);
            self.push("layout-year", message, node, "/layout", listing);
        }
        Some(layout)
    }
}

/// The finding that a waiver does nothing: there is no such rule, or it can't be waived.
fn futile(code: &str, known: &[catalogue::Entry]) -> Option<Diagnostic> {
    match known.iter().find(|entry| entry.code == code) {
        Some(entry) if entry.severity == Severity::Warning => None,
        Some(_) => {
            let finding = Diagnostic::warning("waive-error", format!("“{code}”不是警告，不能豁免"));
            Some(finding.hint("删去这一条豁免，改正它所指的错误"))
        }
        None => {
            let finding = Diagnostic::warning(
                "waive-unknown",
                format!("没有编号为“{code}”的规则，豁免不起作用"),
            );
            let warnings = known
                .iter()
                .filter(|entry| entry.severity == Severity::Warning)
                .map(|entry| entry.code.as_str());
            Some(match nearest(code, warnings) {
                Some(near) => finding.hint(format!("是不是“{near}”？")),
                None => finding.hint("nianbao explain 列出全部编号"),
            })
        }
    }
}

/// Entries by key, the first of each; unknown and repeated keys are findings.
pub(super) fn unique<'a>(
    entries: Vec<Entry<'a>>,
    pointer: &str,
    known: &[&str],
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Node<'a>> {
    let mut seen: BTreeMap<String, Node<'a>> = BTreeMap::new();
    for Entry { key, key_range, value } in entries {
        let here = format!("{pointer}{}", pointer_step(&key));
        if !known.contains(&key.as_str()) {
            let finding = Diagnostic::error(
                "json-unknown-key",
                format!("{}中没有“{key}”这一项", place(pointer)),
            );
            let hint = match nearest(&key, known.iter().copied()) {
                Some(near) => format!("是不是“{near}”？"),
                None => format!("可用的有：{}", known.join("、")),
            };
            findings.push(finding.at(source.locate(key_range)).about(here).hint(hint));
        } else if let Some(first) = seen.get(&key) {
            let line = source.locate(first.range()).line;
            let finding =
                Diagnostic::error("json-repeated-key", format!("“{key}”重复出现，第{line}行已有"));
            findings.push(finding.at(source.locate(key_range)).about(here).hint("只留一处"));
        } else {
            seen.insert(key, value);
        }
    }
    seen
}

/// A place in report.json, for people.
pub(super) fn place(pointer: &str) -> String {
    match pointer.trim_start_matches('/') {
        "" => "report.json ".to_owned(),
        inner => format!("“{}”", inner.replace('/', ".")),
    }
}

/// A value as written, cut where it is long.
pub(super) fn brief(node: Node<'_>) -> String {
    let short: String =
        node.raw().chars().take(24).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < node.raw().len() { short + "…" } else { short }
}
