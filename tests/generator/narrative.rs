//! narrative.md: blocks and pieces of text, as an office might type them.

use std::collections::BTreeSet;

use super::picture::{OF_ALL_KINDS, png};
use super::{Dice, Marks};

/// Pictures, each with its path.
type Pictures = Vec<(String, Vec<u8>)>;

/// Characters between the marks.
const FILLER: [&str; 28] = [
    "公开",
    "信息",
    "全年",
    "，",
    "、",
    "；",
    "：",
    "“政务”",
    "（二）",
    "《办法》",
    "——",
    "…",
    "2024年",
    "12件",
    "1.5%",
    "3项",
    "PDF",
    "Word 文件",
    "e-mail",
    "A4",
    "·",
    "万元",
    "。",
    "第3号",
    "＊",
    "℃",
    "￥5.20",
    "{{ disclosure.fees.amount }}万元",
];
/// Characters of other planes and scripts that every face chain has.
const RARE: [&str; 6] = ["㐀", "ü", "é", "Я", "①", "㎡"];
/// Levels a list may have.
const DEEPEST: usize = 4;

pub struct Writer<'a> {
    dice: &'a mut Dice,
    marks: &'a mut Marks,
    text: String,
    notes: usize,
    pictures: Vec<(String, Vec<u8>)>,
    heads: BTreeSet<char>,
}

impl<'a> Writer<'a> {
    pub fn new(dice: &'a mut Dice, marks: &'a mut Marks) -> Writer<'a> {
        Writer {
            dice,
            marks,
            text: String::new(),
            notes: 0,
            pictures: Vec::new(),
            heads: BTreeSet::new(),
        }
    }

    /// The text with its notes, the pictures that it names, and the marks in heads of tables.
    pub fn end(mut self) -> (String, Pictures, BTreeSet<char>) {
        for note in 1..=self.notes {
            let words = self.words();
            self.text += &format!("[^n{note}]: {words}\n\n");
        }
        (self.text, self.pictures, self.heads)
    }

    pub fn narrative(&mut self) {
        if self.dice.one_in(2) {
            self.paragraph("");
        }
        for (heading, prose) in [
            ("总体情况", true),
            ("收到和处理政府信息公开申请情况", false),
            ("存在的主要问题及改进情况", true),
            ("其他需要报告的事项", true),
        ] {
            if !prose && !self.dice.one_in(5) {
                continue;
            }
            self.text += &format!("# {heading}\n\n");
            self.section();
        }
    }

    fn section(&mut self) {
        let mut level = 1;
        for _ in 0..self.dice.between(1, 6) {
            if self.dice.one_in(3) {
                level = self.dice.between(2, (level + 1).min(4));
                let words = self.words();
                self.text += &format!("{} {words}\n\n", "#".repeat(level));
                self.paragraph("");
            }
            self.block("", 0);
        }
    }

    /// A block whose lines begin with `indent`, in so many lists.
    fn block(&mut self, indent: &str, depth: usize) {
        match self.dice.below(12) {
            0..=4 => self.paragraph(indent),
            5 | 6 if depth < DEEPEST => self.list(indent, depth),
            7 | 8 => self.table(indent),
            9 => self.picture(indent),
            10 if depth == 0 => self.chart(),
            _ => self.paragraph(indent),
        }
    }

    fn paragraph(&mut self, indent: &str) {
        let line = self.line(true);
        self.text += &format!("{indent}{line}\n\n");
    }

    fn list(&mut self, indent: &str, depth: usize) {
        let ordered = self.dice.one_in(2);
        let first = self.dice.between(1, 9);
        for index in 0..self.dice.between(1, 4) {
            let mark = if ordered { format!("{}. ", first + index) } else { "- ".to_owned() };
            let inner = " ".repeat(mark.len());
            let line = self.line(true);
            self.text += &format!("{indent}{mark}{line}\n\n");
            if self.dice.one_in(3) {
                self.block(&format!("{indent}{inner}"), depth + 1);
            }
        }
        self.end_list(indent);
    }

    /// A paragraph between two lists: without it Markdown takes them for one.
    fn end_list(&mut self, indent: &str) {
        self.paragraph(indent);
    }

    fn table(&mut self, indent: &str) {
        let columns = self.dice.between(2, 9);
        let rows = *self.dice.pick(&[1, 2, 5, 5, 40]);
        let row = |cells: Vec<String>| format!("{indent}| {} |\n", cells.join(" | "));
        let before = self.marks.given.len();
        let head: Vec<String> = (0..columns).map(|_| self.cell()).collect();
        self.heads.extend(&self.marks.given[before..]);
        self.text += &row(head);
        let aligns = ["---", ":-:", "--:"];
        let rule: Vec<String> =
            (0..columns).map(|_| (*self.dice.pick(&aligns)).to_owned()).collect();
        self.text += &row(rule);
        for _ in 0..rows {
            let cells: Vec<String> = (0..columns).map(|_| self.cell()).collect();
            self.text += &row(cells);
        }
        self.text += "\n";
        self.paragraph(indent);
    }

    fn cell(&mut self) -> String {
        let mark = self.marks.next();
        match self.dice.below(8) {
            0 => format!("**{mark}**"),
            1 => format!("{mark}{}", self.dice.below(1_000_000)),
            2 => format!("[{mark}](https://www.example.gov.cn/{})", self.dice.below(100)),
            3 => {
                let note = self.note();
                format!("{mark}{note}")
            }
            _ => format!("{mark}{}", self.dice.pick(&["公开", "件", "（二）", "A", ""])),
        }
    }

    fn picture(&mut self, indent: &str) {
        let name = match self.dice.one_in(4) {
            // The same picture once more.
            true if !self.pictures.is_empty() => self.dice.pick(&self.pictures).0.clone(),
            _ => self.new_picture(),
        };
        let caption = match self.dice.one_in(4) {
            true => String::new(),
            false => format!(" \"图{}\"", self.words()),
        };
        self.text += &format!("{indent}![说明]({name}{caption})\n\n");
    }

    /// A picture of any size, or one that a phone or a print shop made.
    fn new_picture(&mut self) -> String {
        let (bytes, end) = if self.dice.one_in(2) {
            let side = [1, 30, 300, 900];
            let (width, height) = (*self.dice.pick(&side), *self.dice.pick(&side));
            (png(width, height), "png")
        } else {
            let (name, bytes) = self.dice.pick(&OF_ALL_KINDS);
            (bytes.clone(), if name.ends_with("png") { "png" } else { "jpg" })
        };
        let name = format!("figures/图{}.{end}", self.pictures.len() + 1);
        self.pictures.push((name.clone(), bytes));
        name
    }

    fn chart(&mut self) {
        let kind = self.dice.pick(&["column", "pie"]);
        let mark = self.marks.next();
        let paths = [
            "applications.received.total",
            "applications.received.enterprises",
            "applications.outcomes.granted.total",
            "applications.outcomes.total.total",
            "disclosure.licensing.decisions",
            "disclosure.penalties.decisions",
            "disclosure.rules.in_force",
            "disputes.reconsideration.total",
        ];
        let count = self.dice.between(2, paths.len());
        let list: Vec<String> =
            (0..count).map(|_| format!("\"{}\"", self.dice.pick(&paths))).collect();
        let mut data = format!("data = [{}]", list.join(", "));
        if self.dice.one_in(2) {
            let labels: Vec<String> = (0..count).map(|at| format!("\"第{at}项\"")).collect();
            data += &format!("\nlabels = [{}]", labels.join(", "));
        }
        if self.dice.one_in(3) {
            data = "data = \"applications.received\"".to_owned();
        }
        self.text +=
            &format!("```chart\nkind = \"{kind}\"\ncaption = \"图{mark}\"\n{data}\n```\n\n");
    }

    /// Some words with a mark among them.
    fn words(&mut self) -> String {
        let mark = self.marks.next();
        let before = self.dice.pick(&FILLER[..3]);
        let after = if self.dice.one_in(8) { self.dice.pick(&RARE) } else { self.filler() };
        format!("{before}{mark}{after}")
    }

    fn filler(&mut self) -> &'static &'static str {
        self.dice.pick(&FILLER)
    }

    fn note(&mut self) -> String {
        self.notes += 1;
        format!("[^n{}]", self.notes)
    }

    /// A line of text: pieces of every kind.
    fn line(&mut self, notes: bool) -> String {
        let mut line = self.words();
        for _ in 0..self.dice.between(0, 12) {
            let words = self.words();
            line += &match self.dice.below(14) {
                0 => format!("**{words}**的"),
                1 => format!("*{words}*的"),
                2 => format!("**{words}*{}*件**的", self.words()),
                3 => format!("[{words}](https://www.example.gov.cn/a?b={})", self.dice.below(99)),
                4 if notes => format!("{words}{}", self.note()),
                5 => format!("{words}{{{{ applications.received.total }}}}件"),
                6 => format!("{words}\\*\\_\\#"),
                7 => format!("{words}&amp;&lt;"),
                8 => format!("{words}<br>").replace("<br>", "\\\n"),
                9 if notes => {
                    let (strong, note) = (self.words(), self.note());
                    format!("[{words}**{strong}**{note}](https://www.example.gov.cn/)")
                }
                _ => words,
            };
        }
        // A hard break at a paragraph's end breaks nothing.
        line.trim_end_matches("\\\n").to_owned() + "。"
    }
}
