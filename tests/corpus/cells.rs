//! The cells that a sentence of the corpus speaks of, and a report with them.

use std::collections::BTreeMap;

use nianbao::layout::Layout;
use nianbao::reader::Folder;
use serde_json::{Value, json};

use super::{Marked, NOTHING, first};

/// Cells with their values, in ten thousandths.
pub type Cells = BTreeMap<String, i128>;

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
pub const GROUPS: [(&str, &str); 4] = [
    ("refused", "registry_query"),
    ("unavailable", "unclear"),
    ("unprocessed", "reissue"),
    ("other", "other"),
];

/// A number as it is typed, before `after`, in ten thousandths.
pub fn value_of(typed: &str, after: &str) -> i128 {
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
pub fn path(cell: &str) -> String {
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
    /// Both years' cells that the sentence speaks of.
    pub fn cells(&self) -> [Cells; 2] {
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
}

/// A report with these cells and no others, as a folder.
pub fn folder(year: u16, cells: &Cells, narrative: String, layout: &Layout) -> Folder {
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
