//! Sentences of fixtures/sentences.txt as reports: each number with the cells that it is of.
//!
//! `# kind`, then a sentence a line: the heading above it, `：`, and the text with `{number|label}`.
//! A label is a cell (`received`, `granted.person`, `refused` for all its rows), a sum of cells,
//! `most(cell)` for a part of it, `growth`, `fall`, `more`, `fewer`, `times` of a cell against last
//! year, `share(part, whole)`, or the id of a claim; no label is a number of other matters. Behind
//! ` // ` stand cells that the sentence does not name, `last.` before those of last year.

mod cells;

use std::ops::Range;

use nianbao::layout::Layout;
use nianbao::reader::Folder;

use self::cells::{GROUPS, folder, path, value_of};

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

    /// The folder of a report with nothing else in it, and last year's. `more` are cells that are
    /// not what the sentence says.
    pub fn folders(&self, layout: &Layout, more: &[(String, i128)]) -> (Folder, Folder) {
        let [mut now, before] = self.cells();
        now.extend(more.iter().cloned());
        let narrative = format!("{}{}\n", self.head(), self.text);
        let years = &layout.form.years;
        let year = if years.contains(2024) { 2024 } else { years.to.unwrap_or(years.from) };
        (
            folder(year, &now, narrative, layout),
            folder(year - 1, &before, "# 总体情况\n\n上年的工作另有报告。\n".to_owned(), layout),
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
