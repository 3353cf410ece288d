//! Random report folders: all the Markdown that is supported, nested; tables wide and long; notes,
//! links, pictures, charts, bindings; rare characters; style keys within their ranges.
//!
//! Every piece of text holds a mark, a Han character that stands nowhere else in the report and in
//! no official wording. Who finds each mark once in a file knows that all that was typed is printed
//! once, whatever lines and pages do to it.

mod dice;
mod narrative;
pub mod picture;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

pub use dice::Dice;

/// A random report.
pub struct Report {
    pub json: String,
    pub narrative: String,
    pub style: Option<String>,
    pub pictures: Vec<(String, Vec<u8>)>,
    /// The mark of each piece of its text, in the order in which they were typed.
    pub marks: Vec<char>,
    /// Those in heads of tables, which repeat on every page of their table.
    pub heads: BTreeSet<char>,
}

/// Gives out marks, each once.
pub struct Marks {
    left: std::vec::IntoIter<char>,
    given: Vec<char>,
}

impl Marks {
    /// All Han characters of the basic plane but those that stand in `used`.
    pub fn without(used: &BTreeSet<char>, dice: &mut Dice) -> Marks {
        let mut all: Vec<char> = ('\u{4e00}'..='\u{9fa5}').filter(|c| !used.contains(c)).collect();
        dice.shuffle(&mut all);
        Marks { left: all.into_iter(), given: Vec::new() }
    }

    pub fn next(&mut self) -> char {
        let mark = self.left.next().expect("fewer pieces of text than Han characters");
        self.given.push(mark);
        mark
    }
}

impl Report {
    /// A report from a seed; `used` are the characters that are no marks.
    pub fn new(seed: u64, used: &BTreeSet<char>) -> Report {
        let mut dice = Dice::new(seed);
        let mut marks = Marks::without(used, &mut dice);
        let (json, agency_mark) = json(&mut dice, &mut marks);
        let mut writer = narrative::Writer::new(&mut dice, &mut marks);
        writer.narrative();
        let (narrative, pictures, heads) = writer.end();
        let mut marks = marks.given;
        marks.retain(|mark| *mark != agency_mark); // it stands in title, preface and signature
        let style = dice.one_in(3).then(|| style(&mut dice));
        Report { json, narrative, style, pictures, marks, heads }
    }

    /// Writes the folder.
    pub fn write(&self, folder: &Path) {
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
            std::fs::write(path, bytes).expect("a new file");
        };
        put("report.json", self.json.as_bytes());
        put("narrative.md", self.narrative.as_bytes());
        self.style.iter().for_each(|style| put("style.toml", style.as_bytes()));
        self.pictures.iter().for_each(|(name, bytes)| put(name, bytes));
    }
}

const APPLICANTS: [&str; 6] = [
    "natural_persons",
    "enterprises",
    "research_institutions",
    "public_welfare_organizations",
    "legal_service_organizations",
    "other_organizations",
];

/// report.json with numbers that balance, long ones now and then.
fn json(dice: &mut Dice, marks: &mut Marks) -> (String, char) {
    let mark = marks.next();
    let agency = format!("{}{mark}局", "某市".repeat(dice.between(1, 12)));
    let digits = *dice.pick(&[1, 2, 3, 3, 4, 6, 8]);
    let count = |dice: &mut Dice| dice.below(10_u64.pow(digits));
    let row = |numbers: &[u64]| {
        let list: Vec<String> =
            APPLICANTS.iter().zip(numbers).map(|(key, n)| format!("\"{key}\": {n}")).collect();
        format!("{{ {} }}", list.join(", "))
    };
    let received: Vec<u64> = APPLICANTS.iter().map(|_| count(dice)).collect();
    let granted = row(&received);
    let mut json = format!("{{\n  \"agency\": \"{agency}\", \"year\": 2024,\n");
    if dice.one_in(2) {
        json += "  \"date\": \"2025-01-20\", \"level\": \"township\",\n";
    }
    if dice.one_in(2) {
        json += "  \"contact\": { \"phone\": \"0100-1234567\", \"address\": \"某路{1}号\" },\n";
    }
    let amount = format!("{}.{}", count(dice), dice.below(10_000));
    let three = |dice: &mut Dice| {
        let (issued, left) = (dice.below(50), dice.below(50));
        format!("{{ \"issued\": {issued}, \"repealed\": {left}, \"in_force\": {issued} }}")
    };
    let (rules, documents) = (three(dice), three(dice));
    let decisions = |n: u64| format!("{{ \"decisions\": {n} }}");
    let [licensing, penalties, coercion] = [count(dice), count(dice), count(dice)].map(decisions);
    write!(
        json,
        "  \"statistics\": {{\n    \"disclosure\": {{ \"rules\": {rules}, \
         \"normative_documents\": {documents}, \"licensing\": {licensing}, \
         \"penalties\": {penalties}, \"coercion\": {coercion}, \
         \"fees\": {{ \"amount\": {amount} }} }},\n    \"applications\": {{ \"received\": {}, \
         \"carried_in\": 0, \"outcomes\": {{ \"granted\": {granted}, \
         \"partially_granted\": 0, \"refused\": 0, \"unavailable\": 0, \"not_processed\": 0, \
         \"other\": 0 }}, \"carried_over\": 0 }},\n    \"disputes\": 0\n  }}\n}}\n",
        row(&received)
    )
    .expect("writing to memory");
    (json, mark)
}

/// Some keys of a style of one's own: any of them, alone and beside others, within what a page can
/// hold.
fn style(dice: &mut Dice) -> String {
    let often = *dice.pick(&[4, 4, 12, 40]);
    let mut tables: BTreeMap<&str, String> = BTreeMap::new();
    for (table, key, from, to) in NUMBERS {
        if dice.one_in(often) {
            let value = from + (to - from) * dice.below(101) as f64 / 100.0;
            let value = if COUNTED.contains(&key) { value.round() } else { value };
            let digits = usize::from(!COUNTED.contains(&key)) * 2;
            writeln!(tables.entry(table).or_default(), "{key} = {value:.digits$}")
                .expect("writing to memory");
        }
    }
    for (table, key, values) in CHOICES {
        if dice.one_in(often) {
            let value = dice.pick(values);
            writeln!(tables.entry(table).or_default(), "{key} = {value}").expect("to memory");
        }
    }
    tables.into_iter().map(|(table, keys)| format!("[{table}]\n{keys}")).collect()
}

/// Keys that take whole numbers.
const COUNTED: [&str; 9] = [
    "lines",
    "characters",
    "lines_max",
    "blank_lines",
    "seal_blank_lines",
    "seal_below_lines",
    "space_before_lines",
    "space_after_lines",
    "none",
];

/// Keys that take numbers, with what is tried.
const NUMBERS: [(&str, &str, f64, f64); 35] = [
    ("page", "left_mm", 20.0, 32.0),
    ("page", "right_mm", 20.0, 30.0),
    ("page", "top_mm", 20.0, 40.0),
    ("page", "bottom_mm", 20.0, 38.0),
    ("page", "lines", 18.0, 26.0),
    ("page", "characters", 20.0, 27.0),
    ("page_number", "drop_mm", 3.0, 10.0),
    ("page_number", "indent_em", 0.0, 2.0),
    ("text.title", "size_pt", 14.0, 26.0),
    ("text.body", "size_pt", 12.0, 16.0),
    ("text.body", "indent_em", 0.0, 4.0),
    ("text.heading-1", "size_pt", 12.0, 20.0),
    ("text.heading-1", "indent_em", 0.0, 4.0),
    ("text.heading-2", "size_pt", 12.0, 18.0),
    ("text.heading-3", "size_pt", 12.0, 16.0),
    ("text.heading-4", "size_pt", 12.0, 16.0),
    ("text.table", "size_pt", 9.0, 12.0),
    ("text.caption", "size_pt", 9.0, 16.0),
    ("text.note", "size_pt", 9.0, 12.0),
    ("text.page-number", "size_pt", 9.0, 16.0),
    ("table", "row_mm", 5.0, 8.0),
    ("table", "pad_x_mm", 0.3, 2.5),
    ("table", "leading_em", 0.0, 0.8),
    ("table", "rule_pt", 0.1, 2.0),
    ("figure", "lines_max", 2.0, 20.0),
    ("figure", "chart_pt", 6.0, 12.0),
    ("signature", "blank_lines", 0.0, 5.0),
    ("signature", "right_em", 0.0, 6.0),
    ("signature", "seal_blank_lines", 0.0, 5.0),
    ("signature", "seal_right_em", 0.0, 5.0),
    ("signature", "seal_below_lines", 0.0, 3.0),
    ("title", "space_before_lines", 0.0, 6.0),
    ("title", "space_after_lines", 0.0, 4.0),
    ("text.heading-2", "indent_em", 0.0, 3.0),
    ("text.heading-3", "indent_em", 0.0, 3.0),
];

/// Keys that take words, with what is tried.
const CHOICES: [(&str, &str, &[&str]); 6] = [
    ("headings", "run_in", &["true", "false"]),
    ("breaking", "latin_gap", &["true"]),
    ("breaking", "units", &["\"年月日%\"", "\"件\""]),
    ("signature", "seal", &["true"]),
    ("text.title", "align", &["\"left\"", "\"center\""]),
    ("text.body", "align", &["\"left\"", "\"justify\""]),
];
