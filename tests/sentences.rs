//! Numbers in sentences as offices write them: which rule knows each, and which none does.

use std::collections::BTreeMap;

use nianbao::layout::{Layout, Layouts};
use nianbao::reader::{self, Folder};
use nianbao::scaffold::scaffold;

use crate::bench::root;

/// The year that the sentences speak of.
const YEAR: u16 = 2024;

/// What the rules know of the numbers of a text: each with the id of its claim.
fn understood(
    heading: &str,
    text: &str,
    (layout, year): (&Layout, u16),
    layouts: &Layouts,
) -> Vec<(String, String)> {
    let report = scaffold(layout, "青禾市档案局", year, None).report;
    let narrative = format!("# 总体情况\n\n## {heading}\n\n{text}\n");
    let files = BTreeMap::from([
        ("report.json".to_owned(), report.into_bytes().into()),
        ("narrative.md".to_owned(), narrative.into_bytes().into()),
    ]);
    let folder = Folder { name: "sentence".to_owned(), files, ..Folder::default() };
    let reading = reader::read(&folder, None, layouts);
    let (report, layout, _) = reading.report.expect("a report");
    let all = report.prose.whole();
    let numbers = layout.rules.understand(&report, &layout.form);
    let said = |number: &nianbao::rules::Understood| {
        (all.text()[number.quantity.range.clone()].to_owned(), number.claim.clone())
    };
    numbers.iter().map(said).collect()
}

/// Every sentence of fixtures/sentences.txt, with `{number|claim}` for a number that a rule knows
/// and `{number}` for one of other matters.
#[test]
fn each_number_is_known_by_its_rule_or_by_none() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    let text = std::fs::read_to_string(root().join("fixtures/sentences.txt")).expect("sentences");
    let (mut known, mut all, mut wrong) = (0, 0, Vec::new());
    for line in text.lines() {
        let (heading, marked) = line.split_once('：').expect("a heading");
        let mut plain = String::new();
        let mut numbers = Vec::new();
        for piece in marked.split('{') {
            match piece.split_once('}') {
                Some((number, rest)) => {
                    let (typed, claim) = number.split_once('|').unwrap_or((number, ""));
                    numbers.push((typed, claim));
                    plain.push_str(typed);
                    plain.push_str(rest);
                }
                None => plain.push_str(piece),
            }
        }
        let newest = layouts.newest().expect("a layout");
        let mut found = understood(heading, &plain, (newest, YEAR), &layouts);
        for (typed, claim) in numbers {
            let at = found.iter().position(|(number, _)| number == typed);
            let id = at.map(|at| found.remove(at).1).unwrap_or_default();
            all += 1;
            known += usize::from(id == claim);
            if id != claim {
                wrong.push(format!("{typed} is “{id}”, not “{claim}”: {plain}"));
            }
        }
    }
    println!("{known} of {all} numbers are known for what they are");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_on_numbers_knows_its_own_example() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    for layout in layouts.iter() {
        let year = layout.form.years.from;
        for (about, rule) in layout.rules.iter() {
            let is_own = |claim: &String| *claim == about.id || rule.claims().contains(claim);
            let on_numbers = about.id.starts_with("claim-") || !rule.claims().is_empty();
            let found = understood("依申请公开", &about.example, (layout, year), &layouts);
            assert!(
                !on_numbers || found.iter().any(|(_, claim)| is_own(claim)),
                "{}: {found:?}",
                about.id
            );
        }
    }
}
