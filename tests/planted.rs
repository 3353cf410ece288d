//! Nothing is lost: a word that is typed anywhere in a random report, in any of the ways in which
//! people and Markdown write, is in the document once, or the line that it stands on is told.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::files::load_layouts;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::Layouts;
use nianbao::reader::{Folder, NARRATIVE_MD, REPORT_JSON};
use nianbao::{PrepareOptions, prepare, writer};

use crate::generator::{Dice, Report};

/// Words that are planted in a usual run.
const WORDS: usize = 3000;

/// The word: no report of the generator has it.
const WORD: &str = "镲";

/// Ways to type it.
const WAYS: [&str; 38] = [
    "镲",
    " 镲 ",
    "\n镲\n",
    "\n\n镲\n\n",
    "\n\u{3000}\u{3000}镲",
    "\n    镲\n",
    "\n\n    镲\n    行\n",
    "\n\t镲\n",
    "\n[镲]: 说明\n",
    "\n\n[注]: 镲\n\n",
    "\n\n[镲]: http://www.example.gov.cn\n\n",
    "[镲][注]",
    "[词](http://www.example.gov.cn \"镲\")",
    "[](http://www.example.gov.cn/镲)",
    "\n| 甲 | 镲 | 乙 |\n",
    "\n\n| 甲 |\n|---|\n| 乙 | 镲 |\n\n",
    "\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n镲\n\n",
    "\n\n[^镲]: 说明\n\n",
    "\n\n[^n1]: 镲\n\n",
    "\n\n- 甲[^x1]\n\n  [^x1]: 镲\n\n",
    "[^镲]",
    "**镲**",
    "*镲，*",
    "3*镲*5",
    "3*5*镲",
    "~~镲~~",
    "`镲`",
    "<b>镲</b>",
    "<!-- 镲 -->",
    "\n\n<!-- 镲\n\n行 -->\n\n",
    "{{ 镲 }}",
    "{镲}",
    "&镲;",
    "![镲](x.png)",
    "\n\n![说明](figures/图1.png \"镲\")\n\n",
    "\n\n```镲\n镲\n```\n\n",
    "\n\n### 镲 ##\n\n镲\n",
    "\n\n> 镲\n\n1. \n2. 镲\n\n",
];

static LAYOUTS: LazyLock<Layouts> =
    LazyLock::new(|| load_layouts(&[]).expect("the built-in layouts"));

#[test]
fn what_is_typed_anywhere_is_printed_or_told() {
    let number = |name: &str| std::env::var(name).ok().map(|n| n.parse().expect("a number"));
    let seed = number("NIANBAO_SEED").unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.expect("after 1970").as_secs() << 20
    });
    println!("NIANBAO_SEED={seed}");
    let words = number("NIANBAO_WORDS").map_or(WORDS, |words| words as usize);
    let fonts = Fonts::new(FoundFonts::default());
    let used: BTreeSet<char> = WAYS.concat().chars().collect();
    let mut dice = Dice::new(seed);
    let mut faults = Vec::new();
    for report in 0..words.div_ceil(WAYS.len()) as u64 {
        let report = Report::new(seed + report, &used);
        for way in WAYS {
            let text = plant(&report.narrative, way, &mut dice);
            faults.extend(lost(&report, &text, &fonts).map(|fault| format!("{way:?}: {fault}")));
        }
    }
    faults.truncate(20);
    assert!(faults.is_empty(), "seed {seed}:\n{}", faults.join("\n"));
}

/// The text with the word typed somewhere in it.
fn plant(text: &str, way: &str, dice: &mut Dice) -> String {
    let mut at = dice.below(text.len() as u64 + 1) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    format!("{}{way}{}", &text[..at], &text[at..])
}

/// What is wrong with a report of this text.
fn lost(report: &Report, text: &str, fonts: &Fonts) -> Option<String> {
    let mut folder = Folder { name: "report".to_owned(), ..Folder::default() };
    folder.files.insert(REPORT_JSON.to_owned(), report.json.as_bytes().into());
    folder.files.insert(NARRATIVE_MD.to_owned(), text.as_bytes().into());
    for (name, bytes) in &report.pictures {
        folder.files.insert(name.clone(), bytes.as_slice().into());
    }
    let prepared = prepare(&folder, None, &LAYOUTS, fonts, PrepareOptions::default());
    let tree = writer::json::write(&prepared.writable.as_ref()?.document);
    let tree = String::from_utf8(tree).expect("the tree is text");
    let typed = text.matches(WORD).count();
    // A head's words are in the summary of its table, too, and those of a picture in both its
    // texts; what was typed twice is printed twice.
    let printed = tree.matches(WORD).count();
    let told = prepared.findings.iter().filter(|it| it.severity == Severity::Error);
    match printed >= typed || told.clone().any(|finding| is_near(finding, text)) {
        true => None,
        false => Some(format!(
            "{printed} of {typed} in …{}…\n{:?}",
            around(text),
            told.map(|finding| (&finding.code, &finding.location)).collect::<Vec<_>>()
        )),
    }
}

/// What stands around the word.
fn around(text: &str) -> String {
    let at = text.find(WORD).unwrap_or(0);
    let before: Vec<char> = text[..at].chars().rev().take(60).collect();
    before.into_iter().rev().chain(text[at..].chars().take(60)).collect()
}

/// Whether a finding stands on a line that the word is typed on, or in a block of it.
fn is_near(finding: &Diagnostic, text: &str) -> bool {
    let Some(place) = &finding.location else { return false };
    if !place.file.ends_with(NARRATIVE_MD) {
        return false;
    }
    // All of a block of code is told at its first line.
    if text[place.range.clone()].starts_with("```") {
        return true;
    }
    // A chart that can't be drawn is told where its code goes wrong.
    if finding.code == "chart-syntax" {
        let begin = text[..place.range.start].rfind("\n```").unwrap_or(0);
        let end = text[place.range.end..].find("\n```");
        return text[begin..end.map_or(text.len(), |at| place.range.end + at)].contains(WORD);
    }
    let begin = text[..place.range.start].rfind("\n\n").unwrap_or(0);
    let end = text[place.range.end..].find("\n\n").map_or(text.len(), |at| place.range.end + at);
    text[begin..end].contains(WORD)
}
