//! Who reports on which year, and by which edition: everything in report.json but the numbers.

use std::collections::BTreeMap;

use super::address;
use super::entries::{Values, brief, misspelt, place, unique};
use super::json::{Entry, Node, pointer_step};
use super::{invisible, is_invisible};
use crate::catalogue;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Location, Severity, Source, nearest};
use crate::finding;
use crate::form::{FactKind, Form, FormFact};
use crate::layout::{Layout, Layouts};
use crate::limits;
use crate::messages::Text;
use crate::say;

/// What report.json says beside its numbers.
pub(super) struct Head<'a, 'l> {
    pub layout: &'l Layout,
    pub agency: String,
    /// Its lines in title and signature, where they are given.
    pub agency_lines: Vec<String>,
    /// None where it can't be told; the rest is read all the same, for its findings.
    pub year: Option<u16>,
    pub year_location: Option<Location>,
    pub date: Option<Date>,
    pub date_location: Option<Location>,
    pub level: Option<String>,
    pub facts: BTreeMap<String, String>,
    pub waived: BTreeMap<String, String>,
    /// The value of `statistics`.
    pub statistics: Option<Node<'a>>,
}

/// The keys of report.json beside those that the form's groups of facts have.
const TOP: [&str; 9] =
    ["$schema", "layout", "agency", "agency_lines", "year", "date", "level", "statistics", "waive"];

/// Where these keys stand among the groups of facts when they are listed.
const FACTS_AT: usize = 7;

/// Reads all but the numbers; none where the edition could not be told.
pub(super) fn read<'a, 'l>(
    root: Node<'a>,
    source: &Source,
    layouts: &'l Layouts,
    findings: &mut Vec<Diagnostic>,
) -> Option<Head<'a, 'l>> {
    let mut reader = HeadReader { source, findings, blank: Vec::new() };
    let Some(entries) = root.entries() else {
        reader.not_a_group(root, "");
        return None;
    };
    let value = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| entry.value);
    let year = value("year").and_then(|node| reader.year(node));
    let layout = reader.layout(value("layout"), value("year"), year, layouts)?;
    let form = &layout.form;
    let mut known = TOP.to_vec();
    known.splice(FACTS_AT..FACTS_AT, form.facts.iter().map(|group| group.key.as_str()));
    let typed = entries.clone();
    let top = unique(entries, "", &known, source, reader.findings);
    let missing = |key: &str| !top.contains_key(key) && !misspelt(&typed, &known, key);
    for key in ["agency", "year", "statistics"].into_iter().filter(|key| missing(key)) {
        reader.push(finding!("json-missing.key", key = key), root, "");
    }
    reader.unfilled(&top, form);
    let agency = top.get("agency").and_then(|node| reader.text(*node, "/agency"));
    for (key, finding) in
        [("date", finding!("fact-missing.date")), ("level", finding!("fact-missing.body"))]
    {
        if missing(key) && (key != "level" || !form.levels.is_empty()) {
            reader.push(finding, root, "");
        }
    }
    let agency_lines = top
        .get("agency_lines")
        .map(|node| reader.agency_lines(*node, agency.as_deref()))
        .unwrap_or_default();
    let mut facts = reader.facts(&top, form);
    for (group, key) in form.shown_facts() {
        let typed = top.get(group).and_then(|node| node.entries());
        let typed = typed.is_some_and(|entries| entries.iter().any(|entry| entry.key == key));
        if !typed {
            let title = form.fact_title(group, key);
            let finding = finding!("json-missing.fact", group = group, key = key, title = title);
            reader.push(finding, *top.get(group).unwrap_or(&root), &pointer_step(group));
        }
    }
    facts.extend(agency.clone().map(|agency| ("agency".to_owned(), agency)));
    facts.extend(year.map(|year| ("year".to_owned(), year.to_string())));
    let location = |key: &str| top.get(key).map(|node| source.locate(node.range()));
    Some(Head {
        layout,
        agency: agency.unwrap_or_default(),
        agency_lines,
        year,
        year_location: location("year"),
        date: top.get("date").and_then(|node| reader.date(*node)),
        date_location: location("date"),
        level: top.get("level").and_then(|node| reader.level(*node, form)),
        facts,
        waived: top.get("waive").map(|node| reader.waived(*node, layout)).unwrap_or_default(),
        statistics: top.get("statistics").copied(),
    })
}

/// Reads the values, and adds what is wrong with them.
pub(super) struct HeadReader<'s, 'f> {
    source: &'s Source,
    findings: &'f mut Vec<Diagnostic>,
    /// Where values stand that are told to be still unfilled.
    pub blank: Vec<usize>,
}

impl<'a> HeadReader<'_, '_> {
    /// Adds a finding on a value, but for one that is told to be unreadable or unfilled.
    pub fn push(&mut self, finding: Diagnostic, node: Node<'_>, pointer: &str) {
        if node.is_unread() || self.blank.contains(&node.range().start) {
            return;
        }
        self.findings.push(finding.at(self.source.locate(node.mark())).about(pointer));
    }

    fn not_a_group(&mut self, node: Node<'a>, pointer: &str) {
        let finding = finding!("json-type.object", place = place(pointer), kind = node.kind());
        self.push(finding, node, pointer);
    }

    /// A text that is not empty and has nothing invisible in it.
    fn text(&mut self, node: Node<'a>, pointer: &str) -> Option<String> {
        let Some(text) = node.words() else {
            let finding = finding!("json-type.text", place = place(pointer), found = brief(node));
            self.push(finding, node, pointer);
            return None;
        };
        if node.is_unread() {
            return None;
        }
        if let Some(c) = text.chars().find(|&c| is_invisible(c) || matches!(c, '\n' | '\t')) {
            self.findings.push(invisible(c, self.source.locate(node.range())).about(pointer));
            return None;
        }
        if text.trim().is_empty() {
            self.push(finding!("json-type.empty", place = place(pointer)), node, pointer);
            return None;
        }
        let (count, most) = (text.chars().count(), longest(pointer));
        if count > most {
            let place = place(pointer);
            let finding = finding!("json-type.long", place = place, count = count, most = most);
            self.push(finding, node, pointer);
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// The lines of the agency's name; none where they are not just its name.
    fn agency_lines(&mut self, node: Node<'a>, agency: Option<&str>) -> Vec<String> {
        let Some(items) = node.items() else {
            let finding = finding!("json-type.agency-lines", found = brief(node));
            self.push(finding, node, "/agency_lines");
            return Vec::new();
        };
        let pointer = |at: usize| format!("/agency_lines/{at}");
        let read: Vec<Option<String>> =
            items.iter().enumerate().map(|(at, item)| self.text(*item, &pointer(at))).collect();
        let Some(lines) = read.into_iter().collect::<Option<Vec<String>>>() else {
            return Vec::new();
        };
        if let Some(agency) = agency.filter(|agency| lines.concat() != **agency) {
            let finding = finding!("agency-lines", lines = lines.concat(), agency = agency);
            self.push(finding, node, "/agency_lines");
            return Vec::new();
        }
        lines
    }

    fn year(&mut self, node: Node<'a>) -> Option<u16> {
        let year = node.raw().parse().ok();
        let year = year.filter(|year| limits::YEARS.contains(year) && node.raw().len() == 4);
        if year.is_none() {
            self.push(finding!("json-type.year", found = brief(node)), node, "/year");
        }
        year
    }

    fn date(&mut self, node: Node<'a>) -> Option<Date> {
        let date = node.words().as_deref().and_then(Date::parse);
        if date.is_none() {
            self.push(finding!("date-invalid", found = brief(node)), node, "/date");
        }
        date
    }

    fn level(&mut self, node: Node<'a>, form: &Form) -> Option<String> {
        let level = node.words().filter(|key| form.level(key).is_some());
        if level.is_none() {
            let known = form
                .levels
                .iter()
                .map(|level| say!("level", key = &level.key, title = &level.title));
            let known: Vec<Text> = known.collect();
            let finding = finding!("json-type.unknown-level", found = brief(node), known = known);
            self.push(finding, node, "/level");
        }
        level
    }

    /// Every fact by the name that the preface has for it: `group.key`.
    fn facts(&mut self, top: &Values<'a>, form: &Form) -> BTreeMap<String, String> {
        let mut facts = BTreeMap::new();
        for group in &form.facts {
            let Some(node) = top.get(&group.key) else { continue };
            let pointer = pointer_step(&group.key);
            let Some(entries) = node.entries() else {
                self.not_a_group(*node, &pointer);
                continue;
            };
            let known: Vec<&str> = group.facts.iter().map(|fact| fact.key.as_str()).collect();
            for (key, node) in unique(entries, &pointer, &known, self.source, self.findings) {
                let pointer = format!("{pointer}{}", pointer_step(&key));
                if let Some(text) = self.text(node, &pointer) {
                    let fact = group.facts.iter().find(|fact| fact.key == key);
                    self.address(fact, &text, node, &pointer);
                    facts.insert(format!("{}.{key}", group.key), text);
                }
            }
        }
        facts
    }

    /// Tells of an address of the net that leads nowhere.
    fn address(&mut self, fact: Option<&FormFact>, url: &str, node: Node<'a>, pointer: &str) {
        let Some(fact) = fact.filter(|fact| fact.kind == FactKind::Address) else { return };
        if let Some(problem) = address::fault(url) {
            let name = &fact.title;
            let finding = finding!("link-target.fact", name = name, url = url, problem = problem);
            self.push(finding, node, pointer);
        }
    }

    fn waived(&mut self, node: Node<'a>, layout: &Layout) -> BTreeMap<String, String> {
        let Some(entries) = node.entries() else {
            self.push(finding!("json-type.waive"), node, "/waive");
            return BTreeMap::new();
        };
        let mut waived = BTreeMap::new();
        let known: Vec<catalogue::FindingKind> =
            catalogue::own().into_iter().chain(catalogue::of_layout(layout)).collect();
        for Entry { key, key_range, value } in entries {
            let at = self.source.locate(key_range);
            let pointer = format!("/waive{}", pointer_step(&key));
            let futile = futile(&key, &known);
            self.findings.extend(futile.map(|finding| finding.at(at).about(&*pointer)));
            if let Some(reason) = self.text(value, &pointer) {
                waived.insert(key, reason);
            }
        }
        waived
    }

    /// The layout that is named or serves the year; where neither can be told, the newest, so that
    /// the rest is judged all the same.
    fn layout<'l>(
        &mut self,
        named: Option<Node<'a>>,
        year_node: Option<Node<'a>>,
        year: Option<u16>,
        layouts: &'l Layouts,
    ) -> Option<&'l Layout> {
        let listing = || layouts.listing();
        let serving = year.map_or_else(|| layouts.newest(), |year| layouts.for_year(year));
        let Some(node) = named else {
            if let (None, Some(node), Some(year)) = (serving, year_node, year) {
                let finding = finding!("layout-year.none", year = year, listing = listing());
                self.push(finding, node, "/year");
            }
            return serving;
        };
        let name = self.text(node, "/layout")?;
        let Some(layout) = layouts.get(&name) else {
            let finding = finding!("layout-unknown", name = &name, listing = listing());
            self.push(finding, node, "/layout");
            return serving;
        };
        let years = &layout.form.years;
        if let Some(year) = year.filter(|year| !years.contains(*year)) {
            let finding = finding!(
                "layout-year.other",
                name = name,
                years = Text::from(years),
                year = year,
                listing = listing(),
            );
            self.push(finding, node, "/layout");
        }
        Some(layout)
    }
}

/// Characters that a text of report.json may have.
fn longest(pointer: &str) -> usize {
    if pointer == "/agency" { limits::AGENCY } else { limits::FACT }
}

/// The finding that a waiver does nothing: there is no such rule, or it can't be waived.
pub(super) fn futile(code: &str, known: &[catalogue::FindingKind]) -> Option<Diagnostic> {
    let is_warning = |entry: &&catalogue::FindingKind| entry.severity == Severity::Warning;
    match known.iter().find(|entry| entry.code == code) {
        Some(entry) if is_warning(&entry) => None,
        Some(_) => Some(finding!("waive-error", code = code)),
        None => {
            let finding = finding!("waive-unknown", code = code);
            let warnings = known.iter().filter(is_warning).map(|entry| entry.code.as_str());
            Some(match nearest(code, warnings) {
                Some(near) => finding.hint(say!("did-you-mean", name = near)),
                None => finding.hint(say!("explain-lists")),
            })
        }
    }
}
