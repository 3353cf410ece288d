//! Numbers in sentences as offices write them: which rule knows each, which none does, and that a
//! wrong digit is found.

use std::collections::BTreeMap;

use nianbao::layout::Layouts;
use nianbao::reader::{self, Folder};
use proptest::prelude::*;

use crate::bench::{cases, root};
use crate::corpus::{Marked, parse};

/// What of the corpus must be found at least, and how many right or foreign numbers are alarmed
/// at. These may only get better.
const FOUND: usize = 875;
const ALARMS: usize = 0;

fn layouts() -> Layouts {
    nianbao::files::load_layouts(&[]).expect("the built-in layouts")
}

fn corpus() -> Vec<Marked> {
    let text = std::fs::read_to_string(root().join("fixtures/sentences.txt")).expect("sentences");
    parse(&text)
}

/// The ids of the claims that know the numbers of a folder's text, by where each begins.
fn known(folder: &Folder, layouts: &Layouts) -> Vec<(usize, String)> {
    let reading = reader::read(folder, None, layouts);
    let (report, layout, _) = reading.report.expect("a report");
    let whole = report.prose.whole();
    let numbers = layout.rules.understand(&report, &layout.form).known;
    numbers
        .iter()
        .map(|number| (whole.origin(number.quantity.range.clone()).start, number.claim.clone()))
        .collect()
}

/// The numbers of a sentence at which a finding points, with its own place or, for `also`, with
/// another.
fn pointed(
    marked: &Marked,
    folders: &(Folder, Folder),
    layouts: &Layouts,
    also: bool,
) -> Vec<(usize, String)> {
    let reading = reader::read(&folders.0, Some(&folders.1), layouts);
    let (report, layout, _) = reading.report.expect("a report");
    let start = marked.head().len();
    let mut found = Vec::new();
    for finding in nianbao::check::check(&report, layout) {
        let others = finding.related.iter().map(|related| &related.location).filter(|_| also);
        for place in finding.location.iter().chain(others) {
            let of_text = place.file.ends_with("narrative.md");
            let range = place.range.clone();
            found.extend(marked.numbers.iter().enumerate().filter_map(|(nth, number)| {
                let (from, to) = (start + number.range.start, start + number.range.end);
                let points = of_text && range.start < to && range.end > from;
                points.then(|| (nth, finding.code.clone().into_owned()))
            }));
        }
    }
    found
}

/// Whether a wrong number is found; none where it can't be made wrong.
fn is_found(marked: &Marked, nth: usize, layouts: &Layouts) -> Option<bool> {
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let (wrong, more) = marked.contradicted(nth)?;
    let folders = marked.folders_of(&wrong, layout, &more);
    Some(pointed(&wrong, &folders, layouts, true).iter().any(|(at, _)| *at == nth))
}

#[derive(Default)]
struct Tally {
    found: usize,
    wrong: usize,
    alarms: usize,
    right: usize,
}

#[test]
fn wrong_numbers_are_found_and_right_ones_left_alone() {
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let mut told = Vec::new();
    let corpus = corpus();
    for marked in &corpus {
        let tally = kinds.entry(marked.kind.clone()).or_default();
        let folders = marked.folders(layout, &[]);
        let claims = marked.names_rules();
        let alarms = if claims { Vec::new() } else { pointed(marked, &folders, &layouts, false) };
        let knows = if claims { known(&folders.0, &layouts) } else { Vec::new() };
        for (nth, number) in marked.numbers.iter().enumerate() {
            let typed = &marked.text[number.range.clone()];
            tally.right += 1;
            if claims {
                let at = marked.head().len() + number.range.start;
                let claim = knows.iter().find(|(place, _)| *place == at).map_or("", |(_, id)| id);
                if claim != number.label {
                    tally.alarms += 1;
                    told.push(format!("{typed} is “{claim}”: {}", marked.text));
                }
                continue;
            }
            if let Some((_, code)) = alarms.iter().find(|(at, _)| *at == nth) {
                tally.alarms += 1;
                told.push(format!("{code} at {typed}: {}", marked.text));
            }
            let found =
                if number.label.is_empty() { None } else { is_found(marked, nth, &layouts) };
            if let Some(found) = found {
                tally.wrong += 1;
                tally.found += usize::from(found);
                if !found {
                    println!(
                        "missed, had it been wrong: {typed} ({}): {}",
                        number.label, marked.text
                    );
                }
            }
        }
    }
    let (mut found, mut wrong, mut alarms, mut right) = (0, 0, 0, 0);
    for (kind, tally) in &kinds {
        println!(
            "{kind}: {} of {} found, {} of {} false alarms",
            tally.found, tally.wrong, tally.alarms, tally.right
        );
        (found, wrong) = (found + tally.found, wrong + tally.wrong);
        (alarms, right) = (alarms + tally.alarms, right + tally.right);
    }
    println!("{} sentences: {found} of {wrong} found, {alarms} of {right} false", corpus.len());
    assert_eq!(alarms, ALARMS, "{}", told.join("\n"));
    assert!(found >= FOUND, "{found} of {wrong} wrong numbers are found");
    assert!(corpus.len() >= 500);
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_sentence_made_from_tables_never_alarms_and_with_a_wrong_digit_always_does(
        line in 0_usize..10_000,
        factor in 2_i128..40,
    ) {
        thread_local!(static ALL: (Layouts, Vec<Marked>) = (layouts(), corpus()));
        ALL.with(|(layouts, corpus)| {
            let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
            let marked = &corpus[line % corpus.len()];
            let cells = !marked.names_rules();
            let Some(larger) = marked.times(factor).filter(|_| cells) else { return Ok(()) };
            let folders = larger.folders(layout, &[]);
            let alarms = pointed(&larger, &folders, layouts, false);
            prop_assert!(alarms.is_empty(), "{alarms:?}: {}", larger.text);
            for (nth, number) in larger.numbers.iter().enumerate() {
                // What is not found in the sentence as it stands is told by the other test.
                if marked.is_cell(number) && is_found(marked, nth, layouts) == Some(true) {
                    prop_assert_eq!(is_found(&larger, nth, layouts), Some(true), "{}", larger.text);
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn sums_inside_a_sentence_are_told_where_parts_cannot_make_the_whole() {
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let wrong = [
        "公开信息101条，其中政策文件30条，工作动态40条，其他20条。",
        "召开会议3次、举办培训2次，共6次。",
        "承办建议提案50件，其中人大建议31件、政协提案20件。",
        "承办建议提案50件（人大代表建议30件、政协委员提案21件）。",
        "公开信息173769万条，其中专栏75656条，其余98113条。",
        "来信12封；来电8封，合计21封。",
    ];
    let right = [
        "公开信息101条，其中政策文件30条，工作动态51条，其他20条。",
        "公开信息1860条，其中政策文件20条、工作动态480条、通知公告60条。",
        "承办建议提案50件，其中人大建议30件、政协提案20件，主办35件、会办15件。",
        "召开会议3次、举办培训2次，共5次。",
        "召开会议3次、举办培训2次，共有200人次参加。",
        "来信20封、来访5批，其中重复3封，共17封。",
        "公开信息约100条，其中政策文件30条，其他80条。",
        "公开信息1.2万条，其中政策文件4013条，其他8012条。",
    ];
    let alarms = |text: &str| {
        let marked = &parse(&format!("主动公开：{text}"))[0];
        let folder = marked.folders(layout, &[]).0;
        let (report, layout, _) = reader::read(&folder, None, &layouts).report.expect("a report");
        let findings = nianbao::check::check(&report, layout);
        findings.iter().filter(|finding| finding.code == "enumeration-sum").count()
    };
    for text in wrong {
        assert_eq!(alarms(text), 1, "{text}");
    }
    for text in right {
        assert_eq!(alarms(text), 0, "{text}");
    }
}

#[test]
fn each_rule_on_numbers_knows_its_own_example() {
    let layouts = layouts();
    for layout in layouts.iter() {
        for (about, rule) in layout.rules.iter() {
            let is_own = |claim: &String| *claim == about.id || rule.claims().contains(claim);
            let on_numbers = about.id.starts_with("claim-") || !rule.claims().is_empty();
            // What is published is told below another heading than what was asked for.
            let found = ["依申请公开", "主动公开"].into_iter().flat_map(|heading| {
                let text = format!("{heading}：{}", about.example.in_file().replace('{', ""));
                known(&parse(&text)[0].folders(layout, &[]).0, &layouts)
            });
            let found: Vec<_> = found.collect();
            assert!(
                !on_numbers || found.iter().any(|(_, claim)| is_own(claim)),
                "{}: {found:?}",
                about.id
            );
        }
    }
}
