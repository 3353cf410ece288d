//! Sentences of fixtures/sentences.txt as reports: each number with the cells that it is of.
//!
//! `# kind`, then a sentence a line: the heading above it, `：`, and the text with `{number|label}`.
//! A label is a cell (`received`, `granted.person`, `refused` for all its rows), a sum of cells,
//! `most(cell)` for a part of it, `growth`, `fall`, `more`, `fewer`, `times` of a cell against last year, `share(part, whole)`, or
//! the id of a claim; no label is a number of other matters. Behind ` // ` stand cells that the
//! sentence does not name, `last.` before those of last year.

use std::collections::BTreeMap;
use std::ops::Range;

use nianbao::layout::Layout;
use nianbao::reader::Folder;
use serde_json::{Value, json};

/// Cells with their values, in ten thousandths.
type Cells = BTreeMap<String, i128>;

/// A number of a sentence.
#[derive(Clone)]
pub struct MarkedNumber {
    /// Its bytes in the text.
    pub range: Range<usize>,
    pub label: String,
}

/// A sentence with what its numbers are of.
#[derive(Clone)]
pub struct Marked {
    pub kind: String,
    heading: String,
    pub text: String,
    pub numbers: Vec<MarkedNumber>,
    extras: Vec<(String, i128)>,
}

const HEADS: [(&str, &str); 19] = [
    ("received", "applications.received"),
    ("carried_in", "applications.carried_in"),
    ("carried_over", "applications.carried_over"),
    ("answered", "applications.outcomes.total"),
    ("granted", "applications.outcomes.granted"),
    ("partial", "applications.outcomes.partially_granted"),
    ("refused", "applications.outcomes.refused"),
    ("unavailable", "applications.outcomes.unavailable"),
    ("unprocessed", "applications.outcomes.not_processed"),
    ("other", "applications.outcomes.other"),
    ("reconsideration", "disputes.reconsideration"),
    ("direct", "disputes.litigation_direct"),
    ("after", "disputes.litigation_after_reconsideration"),
    ("rules", "disclosure.rules"),
    ("documents", "disclosure.normative_documents"),
    ("licensing", "disclosure.licensing.decisions"),
    ("penalties", "disclosure.penalties.decisions"),
    ("coercion", "disclosure.coercion.decisions"),
    ("fees", "disclosure.fees.amount"),
];
const COLUMNS: [(&str, &str); 6] = [
    ("person", "natural_persons"),
    ("company", "enterprises"),
    ("science", "research_institutions"),
    ("welfare", "public_welfare_organizations"),
    ("law", "legal_service_organizations"),
    ("rest", "other_organizations"),
];
/// Groups of rows, with the row that has what no other row has.
const GROUPS: [(&str, &str); 4] = [
    ("refused", "registry_query"),
    ("unavailable", "unclear"),
    ("unprocessed", "reissue"),
    ("other", "other"),
];
/// Words that say that there is nothing.
const NOTHING: [char; 5] = ['未', '没', '无', '零', '平'];

/// The sentences of a text in the form of fixtures/sentences.txt.
pub fn parse(text: &str) -> Vec<Marked> {
    let mut kind = String::new();
    let mut list = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("# ") {
            Some(name) => kind = name.to_owned(),
            None => list.push(sentence(&kind, line)),
        }
    }
    list
}

fn sentence(kind: &str, line: &str) -> Marked {
    let (line, extras) = line.split_once(" // ").unwrap_or((line, ""));
    let (heading, marked) = line.split_once('：').expect("a heading");
    let extra = |extra: &str| {
        let (cell, value) = extra.trim().split_once(' ')?;
        Some((cell.to_owned(), value_of(value, "")))
    };
    let extras = extras.split(';').filter_map(extra).collect();
    let (mut text, mut numbers) = (String::new(), Vec::new());
    for piece in marked.split('{') {
        let (number, rest) = match piece.split_once('}') {
            Some((number, rest)) => (Some(number), rest),
            None => (None, piece),
        };
        if let Some(number) = number {
            let (typed, label) = number.split_once('|').unwrap_or((number, ""));
            let label = label.replace("suits", "direct + after").replace("none", "");
            numbers.push(MarkedNumber { range: text.len()..text.len() + typed.len(), label });
            text.push_str(typed);
        }
        text.push_str(rest);
    }
    let (kind, heading) = (kind.to_owned(), heading.to_owned());
    Marked { kind, heading, text, numbers, extras }
}

/// A number as it is typed, before `after`, in ten thousandths.
fn value_of(typed: &str, after: &str) -> i128 {
    if typed.contains(NOTHING) {
        return 0;
    }
    let (mut whole, mut part, mut digit) = (0_i128, 0_i128, 0_i128);
    let (mut scale, mut point) = (10_000_i128, false);
    for c in typed.chars() {
        let plain = c.to_digit(10).or_else(|| (c as u32).checked_sub('０' as u32));
        let han =
            "零一二三四五六七八九".chars().position(|han| han == c || c == '两' && han == '二');
        match (plain.filter(|digit| *digit < 10), han) {
            (Some(n), _) => {
                digit = digit * 10 + i128::from(n);
                scale /= if point { 10 } else { 1 };
            }
            (_, Some(n)) => digit = n as i128,
            _ if c == '.' => point = true,
            _ => {
                let power = "十百千万亿".chars().position(|unit| unit == c);
                let power = [10, 100, 1_000, 10_000, 100_000_000].get(power.unwrap_or(9));
                match power {
                    Some(power) if *power < 10_000 => part += digit.max(1) * power,
                    Some(power) => whole += (part + digit) * power,
                    None => continue,
                }
                part = if power.is_some_and(|power| *power < 10_000) { part } else { 0 };
                digit = 0;
            }
        }
    }
    let value = (whole + part + digit) * scale;
    ["亿元", "万元", "元"]
        .iter()
        .position(|unit| after.starts_with(unit))
        .map_or(value, |unit| value * [10_000, 1, 1][unit] / [1, 1, 10_000][unit])
}

/// The paths of a cell; those of a group have `*`.
fn path(cell: &str) -> String {
    let (head, rest) = cell.split_once('.').unwrap_or((cell, ""));
    let place = HEADS.iter().find(|(name, _)| *name == head).expect(cell).1;
    let column =
        COLUMNS.iter().find(|(name, _)| rest == *name || rest.ends_with(&format!(".{name}")));
    let row = rest.strip_suffix(column.map_or("", |column| column.0)).unwrap_or(rest);
    let row = row.trim_end_matches('.');
    let column = column.map_or("total", |column| column.1);
    let group = GROUPS.iter().any(|(name, _)| *name == head);
    match place.split('.').next() {
        Some("applications") if group && row.is_empty() => format!("{place}.*.{column}"),
        Some("applications") if group => format!("{place}.{row}.{column}"),
        Some("applications") => format!("{place}.{column}"),
        Some("disputes") => format!("{place}.{}", if row.is_empty() { "total" } else { row }),
        _ if row.is_empty() => place.to_owned(),
        _ => format!("{place}.{row}"),
    }
}

/// Whether a path is one of a group's.
fn is_of(group: &str, path: &str) -> bool {
    let (head, tail) = group.split_once('*').unwrap_or((group, ""));
    path.starts_with(head) && path.ends_with(tail) && path.len() > head.len() + tail.len()
        || path == group
}

impl Marked {
    fn after(&self, number: &MarkedNumber) -> &str {
        &self.text[number.range.end..]
    }

    /// Whether the number is of a cell or a sum of cells.
    pub fn is_cell(&self, number: &MarkedNumber) -> bool {
        !number.label.is_empty() && !number.label.contains(['(', '|', '-'])
    }

    /// Whether its labels are ids of rules.
    pub fn names_rules(&self) -> bool {
        self.numbers.iter().any(|number| number.label.contains('-'))
    }

    /// Both years' cells that the sentence speaks of.
    fn cells(&self) -> [Cells; 2] {
        let mut years = [Cells::new(), Cells::new()];
        let told = self.numbers.iter().filter(|number| self.is_cell(number));
        let told = told.map(|number| {
            let value = value_of(&self.text[number.range.clone()], self.after(number));
            (number.label.clone(), value)
        });
        let mut told: Vec<(String, i128)> = self.extras.iter().cloned().chain(told).collect();
        // Sums and groups last: they take what is left.
        told.sort_by_key(|(label, _)| {
            let group = GROUPS
                .iter()
                .any(|(name, _)| path(first(label)).contains('*') && label.contains(name));
            (label.matches('+').count(), group)
        });
        for (label, value) in told {
            let label = label.as_str();
            let (year, label) = match label.strip_prefix("last.") {
                Some(rest) => (1, rest),
                None => (0, label),
            };
            let paths: Vec<String> = label.split(" + ").map(path).collect();
            let known = |cells: &Cells, path: &String| -> i128 {
                cells.iter().filter(|(cell, _)| is_of(path, cell)).map(|(_, value)| value).sum()
            };
            let cells = &mut years[year];
            let rest = value - paths.iter().map(|path| known(cells, path)).sum::<i128>();
            let free = |path: &&String| path.contains('*') || !cells.contains_key(*path);
            if let Some(path) = paths.iter().rev().find(free) {
                let row = GROUPS.iter().find(|(name, _)| {
                    label.split(" + ").any(|part| {
                        part.split('.').next() == Some(name) && self::path(part) == *path
                    })
                });
                let path = row.map_or(path.clone(), |(_, row)| path.replace('*', row));
                *cells.entry(path).or_insert(0) += rest;
            }
        }
        years
    }

    /// The folder of a report with nothing else in it, and last year's. `more` are cells that are
    /// not what the sentence says.
    pub fn folders(&self, layout: &Layout, more: &[(String, i128)]) -> (Folder, Folder) {
        let [mut now, before] = self.cells();
        now.extend(more.iter().cloned());
        let narrative = format!("{}{}\n", self.head(), self.text);
        (
            folder(2024, &now, narrative, layout),
            folder(2023, &before, "# 总体情况\n\n上年的工作另有报告。\n".to_owned(), layout),
        )
    }

    /// What stands before the sentence in narrative.md.
    pub fn head(&self) -> String {
        match self.heading.as_str() {
            "存在的主要问题" => "# 存在的主要问题及改进情况\n\n".to_owned(),
            "其他" => "# 其他需要报告的事项\n\n".to_owned(),
            heading => format!("# 总体情况\n\n## {heading}\n\n"),
        }
    }

    /// The same with another number, typed so.
    pub fn with(&self, nth: usize, typed: &str) -> Marked {
        let mut other = self.clone();
        let Range { start, end } = self.numbers[nth].range;
        other.text.replace_range(start..end, typed);
        for (at, number) in other.numbers.iter_mut().enumerate() {
            let moved = |at: usize| at + typed.len() - (end - start);
            match at.cmp(&nth) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => number.range.end = moved(end),
                std::cmp::Ordering::Greater => {
                    number.range = moved(number.range.start)..moved(number.range.end);
                }
            }
        }
        other
    }

    /// The same, contradicted: with another digit, or with something in the cell that it denies.
    pub fn contradicted(&self, nth: usize) -> Option<(Marked, Vec<(String, i128)>)> {
        let typed = &self.text[self.numbers[nth].range.clone()];
        if typed.contains(NOTHING) {
            let cell = path(first(&self.numbers[nth].label));
            let row = GROUPS.iter().find(|(name, _)| self.numbers[nth].label.starts_with(name));
            let cell = cell.replace('*', row.map_or("", |(_, row)| row));
            return Some((self.clone(), vec![(cell, 30_000)]));
        }
        if self.numbers[nth].label.starts_with("most(") {
            return Some((self.with(nth, &format!("9{typed}")), Vec::new()));
        }
        let wrong = |c: char| {
            let digits = ["0123456789", "０１２３４５６７８９", "零一二三四五六七八九"];
            let (digits, at) = digits
                .iter()
                .find_map(|digits| Some((digits, digits.chars().position(|digit| digit == c)?)))?;
            digits.chars().nth((at + 2) % 9 + 1)
        };
        let (at, c) = typed.char_indices().rev().find(|(_, c)| wrong(*c).is_some())?;
        let mut other = typed.to_owned();
        other.replace_range(at..at + c.len_utf8(), &wrong(c)?.to_string());
        let mut marked = self.with(nth, &other);
        // The cells are those of the true sentence.
        marked.numbers.iter_mut().for_each(|number| number.label.clear());
        marked.extras.clear();
        Some((marked, Vec::new()))
    }

    /// Both years' reports of this sentence's cells with the text of another.
    pub fn folders_of(
        &self,
        other: &Marked,
        layout: &Layout,
        more: &[(String, i128)],
    ) -> (Folder, Folder) {
        let (mut now, before) = self.folders(layout, more);
        let narrative = format!("{}{}\n", self.head(), other.text);
        now.files.insert("narrative.md".to_owned(), narrative.into_bytes().into());
        (now, before)
    }

    /// Every number so many times as large, where all of them stay what they were; none where a
    /// number is in words or has decimals.
    pub fn times(&self, factor: i128) -> Option<Marked> {
        let mut other = self.clone();
        for nth in 0..self.numbers.len() {
            let number = &other.numbers[nth];
            let kept = ["growth(", "fall(", "times(", "share("];
            let after = other.after(number);
            if kept.iter().any(|kind| number.label.starts_with(kind))
                || after.starts_with(['%', '倍'])
            {
                continue;
            }
            let typed = other.text[number.range.clone()].replace(',', "");
            let value: i128 = typed.parse().ok()?;
            other = other.with(nth, &(value * factor).to_string());
        }
        other.extras.iter_mut().for_each(|(_, value)| *value *= factor);
        Some(other)
    }
}

/// The first cell of a label.
fn first(label: &str) -> &str {
    label
        .split(" | ")
        .next()
        .unwrap_or(label)
        .split(" + ")
        .next()
        .unwrap_or(label)
        .trim_start_matches("last.")
}

fn folder(year: u16, cells: &Cells, narrative: String, layout: &Layout) -> Folder {
    let mut statistics = json!({});
    let fields = layout.form.fields.iter().map(|field| field.path.as_str().to_owned());
    let all = fields.map(|path| (path.clone(), cells.get(&path).copied().unwrap_or(0)));
    for (path, value) in all {
        let (whole, part) = (value / 10_000, value % 10_000);
        let text = if part == 0 { whole.to_string() } else { format!("{whole}.{part:04}") };
        let mut place = &mut statistics;
        for name in path.split('.') {
            place = &mut place[name];
        }
        *place = serde_json::from_str(&text).expect("a number");
    }
    let report = json!({
        "agency": "青禾市司法局", "year": year, "date": format!("{}-01-15", year + 1),
        "level": "department", "statistics": statistics,
    });
    let bytes = |value: &Value| serde_json::to_vec(value).expect("JSON");
    let files = BTreeMap::from([
        ("report.json".to_owned(), bytes(&report).into()),
        ("narrative.md".to_owned(), narrative.into_bytes().into()),
    ]);
    Folder { name: "sentence".to_owned(), files, ..Folder::default() }
}
