//! Random report folders: all the Markdown that is supported, nested; tables wide and long; notes,
//! links, pictures, charts, bindings; rare characters; style keys within their ranges.
//!
//! Every piece of text holds a mark, a Han character that stands nowhere else in the report and in
//! no official wording. Who finds each mark once in a file knows that all that was typed is printed
//! once, whatever lines and pages do to it.

mod dice;
mod narrative;
mod picture;

use std::collections::BTreeSet;
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
        json += "  \"date\": \"2025-01-20\",\n";
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

/// Some keys of a style of one's own.
fn style(dice: &mut Dice) -> String {
    let keys = [
        ("headings", "run_in = true"),
        ("breaking", "latin_gap = true"),
        ("figure", "lines_max = 7"),
        ("table", "pad_x_mm = 1.4"),
        ("title", "space_before_lines = 1"),
        ("signature", "blank_lines = 2"),
        ("text.caption", "size_pt = 10.5"),
        ("text.note", "size_pt = 9"),
        ("page", "right_mm = 28"),
    ];
    let mut text = String::new();
    for (table, key) in keys {
        if dice.one_in(3) {
            writeln!(text, "[{table}]\n{key}").expect("writing to memory");
        }
    }
    text
}
