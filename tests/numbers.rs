//! Sums under random and under planted numbers.

use nianbao::Prepared;
use nianbao::diagnostic::Diagnostic;
use nianbao::files::{load_layouts, read_folder};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::Layouts;
use nianbao::reader::Folder;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::bench::{cases, root};

const APPLICANTS: [&str; 6] = [
    "natural_persons",
    "enterprises",
    "research_institutions",
    "public_welfare_organizations",
    "legal_service_organizations",
    "other_organizations",
];
const OUTCOMES: [&str; 21] = [
    "granted",
    "partially_granted",
    "refused.state_secret",
    "refused.prohibited_by_law",
    "refused.security_and_stability",
    "refused.third_party_rights",
    "refused.internal_affairs",
    "refused.deliberative_process",
    "refused.enforcement_file",
    "refused.registry_query",
    "unavailable.not_held",
    "unavailable.requires_creation",
    "unavailable.unclear",
    "not_processed.petition",
    "not_processed.repeated",
    "not_processed.publication",
    "not_processed.excessive",
    "not_processed.reissue",
    "other.not_corrected",
    "other.fee_unpaid",
    "other.other",
];

struct Checker {
    layouts: Layouts,
    fonts: Fonts,
    folder: Folder,
}

impl Checker {
    fn new(fixture: &str) -> Checker {
        let layouts = load_layouts(&[]).expect("the built-in layouts");
        let folder = read_folder(&root().join(fixture)).expect("a fixture");
        Checker { layouts, fonts: Fonts::new(FoundFonts::default()), folder }
    }

    fn report(&self) -> Value {
        serde_json::from_slice(&self.folder.files["report.json"]).expect("the report of a fixture")
    }

    fn prepare(&self, report: &Value) -> Prepared<'_> {
        let mut folder = self.folder.clone();
        let bytes = serde_json::to_vec_pretty(report).expect("JSON");
        folder.files.insert("report.json".to_owned(), bytes.into());
        nianbao::prepare(
            &folder,
            None,
            &self.layouts,
            &self.fonts,
            nianbao::PrepareOptions::default(),
        )
    }
}

#[test]
fn a_wrong_digit_in_any_cell_that_a_sum_or_the_text_binds_is_found_and_named() {
    let checker = Checker::new("fixtures/government-2024");
    let layout = checker.layouts.newest().expect("a layout");
    assert!(checker.prepare(&checker.report()).findings.is_empty());
    for field in layout.form.fields.iter() {
        let mut report = checker.report();
        let pointer = field.path.pointer();
        let cell =
            report.pointer_mut(&pointer).unwrap_or_else(|| panic!("{pointer} is in the fixture"));
        *cell = cell.as_u64().map_or_else(|| json!(1.5), |count| json!(count + 1));
        let found = checker.prepare(&report);
        // The cell itself is shown, or its row or column is in the message.
        let mut tables = layout.form.tables.values();
        let table = tables.find(|table| field.label.table == table.name).expect("its table");
        let rows = table.rows.iter().filter(|row| field.path.below(row.path.as_str()).is_some());
        let names: Vec<String> = rows
            .map(|row| row.label.in_file())
            .chain(table.columns.iter().map(|column| column.head.clone()))
            .collect();
        let shown = |finding: &Diagnostic| {
            finding.related.iter().any(|related| related.label.in_file() == field.label.in_file())
                || names.iter().any(|name| finding.message.in_file().contains(&**name))
        };
        assert!(found.findings.iter().any(shown), "{}: {:?}", field.path, found.findings);
        // Sums of tables 三 and 四 keep the report back; the text's claims warn.
        assert_eq!(found.is_clean(), field.path.below("disclosure").is_some(), "{}", field.path);
    }
}

#[test]
fn a_computed_total_that_no_number_can_be_is_told_where_its_largest_term_stands() {
    let checker = Checker::new("fixtures/government-2024");
    let layout = checker.layouts.newest().expect("a layout");
    let largest = 9_007_199_254_740_991_u64; // 2^53 - 1
    let bare = |report: &mut Value| {
        for total in layout.form.totals.keys().map(|total| &layout.form.fields[*total].path) {
            let pointer = total.pointer();
            let (group, name) = pointer.rsplit_once('/').expect("a group");
            let group = report.pointer_mut(group).and_then(Value::as_object_mut);
            group.expect("a group").remove(name);
        }
    };
    let mut tried = 0;
    for (total, terms) in &layout.form.totals {
        let fields = &layout.form.fields;
        let typed: Vec<_> =
            terms.iter().filter(|term| !layout.form.totals.contains_key(*term)).collect();
        let [first, second, ..] = &typed[..] else { continue };
        let mut report = checker.report();
        bare(&mut report);
        for (term, count) in [(*first, 1), (*second, largest)] {
            *report.pointer_mut(&fields[*term].path.pointer()).expect("a cell") = json!(count);
        }
        let found = checker.prepare(&report).findings;
        let label = fields[*total].label.in_file();
        let told: Vec<&Diagnostic> =
            found.iter().filter(|finding| finding.code == "json-number").collect();
        let [told] = &told[..] else { panic!("{label}: {found:?}") };
        let of = |total: &nianbao::field::FieldId| fields[*total].label.in_file();
        let named = |total| told.message.in_file().contains(&of(total));
        assert!(layout.form.totals.keys().any(named), "{label}: {}", told.message.in_file());
        let text = serde_json::to_string_pretty(&report).expect("JSON");
        let place = told.location.as_ref().expect("a place");
        assert_eq!(text[place.range.clone()], largest.to_string(), "{label}");
        assert!(found.iter().all(|finding| finding.code != "binding"), "{label}: {found:?}");
        tried += 1;
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_total_that_nobody_typed_is_said_to_be_a_sum() {
    let checker = Checker::new("fixtures/suqian-2023");
    let mut report = checker.report();
    without_totals(&mut report["statistics"]);
    let outcomes = &mut report["statistics"]["applications"]["outcomes"];
    outcomes.as_object_mut().expect("outcomes").remove("total");
    outcomes["granted"]["natural_persons"] = json!(1176);
    let found = checker.prepare(&report).findings;
    let sums: Vec<&Diagnostic> =
        found.iter().filter(|finding| finding.code == "applications-balance").collect();
    let [sum] = &sums[..] else { panic!("{found:?}") };
    let hints: Vec<String> = sum.hints.iter().map(nianbao::messages::Text::in_file).collect();
    let told = |hint: &String| hint.contains("（七）总计”的“自然人”") && hint.contains("相加得出");
    assert!(hints.iter().any(told), "{hints:?}");
    // Where it was typed it is shown.
    let mut report = checker.report();
    report["statistics"]["applications"]["outcomes"]["total"]["natural_persons"] = json!(3376);
    let found = checker.prepare(&report).findings;
    assert!(!found.iter().flat_map(|it| &it.hints).any(|hint| hint.in_file().contains("相加得出")));
}

#[test]
fn what_a_number_may_be_is_named_once() {
    let checker = Checker::new("fixtures/suqian-2023");
    let mut folder = checker.folder.clone();
    let text = String::from_utf8(folder.files["narrative.md"].to_vec()).expect("text");
    let text = text + "\n\n全年发生行政诉讼7件。\n";
    folder.files.insert("narrative.md".to_owned(), text.into_bytes().into());
    let checker = Checker { folder, ..checker };
    let mut report = checker.report();
    for (group, count) in [("litigation_direct", 0), ("litigation_after_reconsideration", 3)] {
        report["statistics"]["disputes"][group] = json!({
            "upheld": 0, "corrected": 0, "other": 0, "pending": count, "total": count
        });
    }
    let found = checker.prepare(&report).findings;
    let messages = found.iter().map(|it| it.message.in_file());
    let told: Vec<String> = messages.filter(|it| it.contains("行政诉讼 7 件")).collect();
    let [told] = &told[..] else { panic!("{found:?}") };
    assert!(told.contains("3 或 0") && told.matches('3').count() == 1, "{told}");
}

/// Following what a finding says of numbers that nobody could read would print a wrong one.
#[test]
fn a_cell_that_cannot_be_read_is_all_that_is_told() {
    for fixture in ["government-2024", "suqian-2023"] {
        let checker = Checker::new(&format!("fixtures/{fixture}"));
        assert!(checker.prepare(&checker.report()).findings.is_empty(), "{fixture}");
        let fields = cells(&checker.report()["statistics"], "/statistics");
        assert!(fields.len() > 100, "{fixture}");
        // With the totals that were typed, and with those that are computed.
        for (pointer, computed) in fields.iter().flat_map(|it| [(it, false), (it, true)]) {
            let mut report = checker.report();
            if computed {
                without_totals(&mut report["statistics"]);
            }
            let Some(cell) = report.pointer_mut(pointer) else { continue };
            *cell = json!("?");
            let found = checker.prepare(&report).findings;
            let told: Vec<String> =
                found.iter().map(|it| format!("{}: {}", it.code, it.message.in_file())).collect();
            assert!(found.len() == 1 && found[0].code == "json-type", "{pointer}: {told:?}");
        }
    }
}

/// The pointers of all numbers below a value.
fn cells(value: &Value, pointer: &str) -> Vec<String> {
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| cells(value, &format!("{pointer}/{key}"))).collect()
        }
        _ => vec![pointer.to_owned()],
    }
}

/// Leaves out the totals that can be computed.
fn without_totals(value: &mut Value) {
    let Some(map) = value.as_object_mut() else { return };
    if map.len() > 1 {
        map.remove("total");
    }
    map.values_mut().for_each(without_totals);
}

/// Balanced statistics: any outcomes and carried-over numbers, what was received following from
/// them.
fn balanced(outcomes: &[[u32; 6]; 21], over: [u32; 6], share: [u32; 6], totals: bool) -> Value {
    let row = |cells: [u64; 6]| {
        let mut row: serde_json::Map<String, Value> = APPLICANTS
            .iter()
            .zip(cells)
            .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
            .collect();
        if totals {
            row.insert("total".to_owned(), json!(cells.iter().sum::<u64>()));
        }
        Value::Object(row)
    };
    let column = |at: usize| outcomes.iter().map(|row| u64::from(row[at])).sum::<u64>();
    let sums: [u64; 6] = std::array::from_fn(column);
    let over: [u64; 6] = over.map(u64::from);
    let carried: [u64; 6] =
        std::array::from_fn(|at| (sums[at] + over[at]).min(u64::from(share[at])));
    let received: [u64; 6] = std::array::from_fn(|at| sums[at] + over[at] - carried[at]);
    let mut all = json!({ "refused": {}, "unavailable": {}, "not_processed": {}, "other": {} });
    for (path, cells) in OUTCOMES.iter().zip(outcomes) {
        let cells = row(cells.map(u64::from));
        match path.split_once('.') {
            Some((group, name)) => all[group][name] = cells,
            None => all[*path] = cells,
        }
    }
    if totals {
        all["total"] = row(sums);
    }
    json!({
        "received": row(received),
        "carried_in": row(carried),
        "outcomes": all,
        "carried_over": row(over),
    })
}

fn sum_findings(checker: &Checker, applications: Value) -> usize {
    let mut report = checker.report();
    report["statistics"]["applications"] = applications;
    let codes = ["applicants-total", "outcomes-total", "applications-balance"];
    checker
        .prepare(&report)
        .findings
        .iter()
        .filter(|finding| codes.contains(&&*finding.code))
        .count()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn balanced_statistics_raise_no_sum_finding_and_unbalanced_ones_always_do(
        outcomes in prop::array::uniform21(prop::array::uniform6(0_u32..100_000)),
        over in prop::array::uniform6(0_u32..1_000),
        share in prop::array::uniform6(0_u32..1_000),
        totals: bool,
        row in 0_usize..3,
        column in 0_usize..6,
        error in 1_u64..1_000,
    ) {
        thread_local!(static CHECKER: Checker = Checker::new("fixtures/gzjkq-2021"));
        CHECKER.with(|checker| {
            let good = balanced(&outcomes, over, share, totals);
            prop_assert_eq!(sum_findings(checker, good.clone()), 0);
            let mut bad = good;
            let row = ["received", "carried_in", "carried_over"][row];
            let cell = &mut bad[row][APPLICANTS[column]];
            *cell = json!(cell.as_u64().unwrap_or_default() + error);
            prop_assert!(sum_findings(checker, bad) > 0);
            Ok(())
        })?;
    }
}
