//! Every finding has a fixture, is told as its golden says, and keeps the report from being
//! written.

use std::path::{Path, PathBuf};

use nianbao::catalogue;
use nianbao::messages::Language;

use crate::bench::{files, fixtures, folders, golden, name, root, run};
use crate::judge::{accept, schema};
use crate::tree::outline;

#[test]
fn each_finding_is_told_as_its_golden_says() {
    let errors = root().join("fixtures/errors");
    let cases = folders(&errors);
    assert!(cases.len() >= 35);
    for case in cases {
        let code = name(&case);
        let last_year = format!("{code}/last-year");
        let (status, out, said) = match case.join("last-year").exists() {
            true => run(&errors, &["check", code, "--previous", &last_year]),
            false => run(&errors, &["check", code]),
        };
        assert!(said.contains(&format!("[{code}]")), "{code} is found: {said}");
        assert!(out.is_empty(), "findings for people go to standard error");
        assert_eq!(status, i32::from(said.contains("错误[")), "{code}: {said}");
        assert_eq!(run(root(), &["explain", code]).0, 0, "{code} is explained");
        golden(&format!("findings/{code}.txt"), &said);
    }
}

#[test]
fn each_rule_has_a_report_that_breaks_it() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    for layout in layouts.iter() {
        let ids: Vec<&str> = layout.rules.iter().map(|(about, _)| about.id.as_str()).collect();
        assert!(!ids.is_empty(), "{}: the rules are there", layout.form.id);
        for id in ids {
            assert!(
                root().join("fixtures/errors").join(id).join("report.json").exists(),
                "fixtures/errors/{id}"
            );
        }
    }
}

#[test]
fn a_report_with_an_error_writes_nothing() {
    let errors = root().join("fixtures/errors");
    let out = tempfile::tempdir().expect("a temporary folder");
    for case in folders(&errors) {
        let target = out.path().join(name(&case));
        let place = target.to_str().expect("a path in UTF-8");
        let (status, _, said) =
            run(&errors, &["build", name(&case), "-o", place, "--to", "json,docx"]);
        let written = files(&target).len();
        assert!(
            (status == 0) == (written > 0) && status < 2,
            "{}: {status}, {written} written: {said}",
            case.display()
        );
    }
}

#[test]
fn each_pattern_finds_its_own_example_and_has_a_report_that_it_leaves_alone() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    let seen: Vec<String> = fixtures()
        .iter()
        .map(|fixture| nianbao::files::read_folder(fixture).expect("a fixture"))
        .map(|folder| nianbao::reader::read(&folder, None, &layouts).report.expect("a report").0)
        .map(|report| report.prose.whole().text().to_owned())
        .collect();
    for layout in layouts.iter() {
        let patterns = layout.rules.iter().filter_map(|(about, rule)| {
            Some((about, rule.pattern()?.regex().expect("a pattern"), rule.forbids()))
        });
        for (about, regex, forbids) in patterns {
            assert!(regex.is_match(about.example.in_file()), "{} finds its example", about.id);
            // These fixtures have no finding, as other tests say; so a rule that does not forbid
            // what it finds looked at its match and was content.
            assert!(
                forbids || seen.iter().any(|text| regex.is_match(text)),
                "{} has something to be content with",
                about.id
            );
        }
    }
}

#[test]
fn a_good_report_is_quiet_beside_last_years() {
    let (status, _, said) = run(
        root(),
        &["check", "fixtures/government-2024", "--previous", "fixtures/government-2023"],
    );
    assert_eq!((status, said.as_str()), (0, "fixtures/government-2024：没有发现问题\n"));
}

#[test]
fn a_good_report_of_an_earlier_edition_is_quiet_beside_last_years() {
    let (status, _, said) =
        run(root(), &["check", "fixtures/district-2020", "--previous", "fixtures/district-2019"]);
    assert_eq!((status, said.as_str()), (0, "fixtures/district-2020：没有发现问题\n"));
}

#[test]
fn rules_of_an_edition_cite_no_other_editions_notice() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    let notices: Vec<&str> = layouts.iter().map(|layout| layout.form.notice.as_str()).collect();
    for layout in layouts.iter() {
        for (about, _) in layout.rules.iter() {
            for notice in notices.iter().filter(|notice| **notice != layout.form.notice) {
                let said = [&about.source, &about.why, &about.hint];
                let cites = said.iter().any(|words| words.in_file().contains(notice));
                assert!(!cites, "{}: {} cites {notice}", layout.form.id, about.id);
            }
        }
    }
}

#[test]
fn typed_numbers_are_bound_where_their_cell_is_known_and_the_report_stays_the_same() {
    let out = tempfile::tempdir().expect("a temporary folder");
    for fixture in ["government-2024", "government-2023", "markdown-2022"] {
        let folder = out.path().join(fixture);
        std::fs::create_dir_all(folder.join("figures")).expect("a temporary folder");
        for entry in walk(&root().join("fixtures").join(fixture)) {
            std::fs::copy(root().join("fixtures").join(fixture).join(&entry), folder.join(&entry))
                .expect("a copy");
        }
        let document = |name: &str| {
            let (status, _, said) =
                run(out.path(), &["build", fixture, "--to", "json", "-o", name]);
            assert_eq!(status, 0, "{said}");
            let tree = read(&out.path().join(name).join(format!("{fixture}.json")));
            outline(&serde_json::from_str(&tree).expect("the tree is JSON"))
        };
        let before = document("before");
        let (_, _, suggested) = run(out.path(), &["check", fixture, "--suggest"]);
        let count = suggested.matches("；--fix 一次写好").count();
        golden(&format!("suggestions/{fixture}.txt"), &suggested);
        let (status, _, said) = run(out.path(), &["check", fixture, "--fix"]);
        assert_eq!(status, 0, "{said}");
        assert_eq!(said.contains(&format!("{count} 个数写成了绑定")), count > 0, "{said}");
        assert_eq!(document("after"), before, "{fixture}: what is printed is the same");
        let fixed = std::fs::read(folder.join("narrative.md")).expect("the text");
        let original = std::fs::read(root().join("fixtures").join(fixture).join("narrative.md"))
            .expect("the text");
        let ends = |bytes: &[u8]| bytes.windows(2).filter(|pair| pair == b"\r\n").count();
        assert_eq!(
            (fixed.starts_with(b"\xef\xbb\xbf"), ends(&fixed)),
            (original.starts_with(b"\xef\xbb\xbf"), ends(&original))
        );
        run(out.path(), &["check", fixture, "--fix"]);
        assert_eq!(
            std::fs::read(folder.join("narrative.md")).expect("the text"),
            fixed,
            "{fixture}: a second time changes nothing"
        );
    }
}

/// The files of a folder and of the folders in it, by their path below it.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = PathBuf::from(path.file_name().expect("a name"));
        match path.is_dir() {
            true => files.extend(walk(&path).into_iter().map(|below| name.join(below))),
            false => files.push(name),
        }
    }
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_catalogue_in_docs_is_what_explain_says() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    let all = catalogue::all(&layouts);
    golden("../../docs/findings.md", &catalogue::markdown(&all, Language::Chinese));
    golden("../../docs/findings.en.md", &catalogue::markdown(&all, Language::English));
    let (status, said, _) = run(root(), &["explain", "claim-received"]);
    assert_eq!(status, 0);
    for part in [
        "claim-received（警告",
        "是什么：",
        "为什么：",
        "依据：国办公开办函〔2021〕30号",
        "怎么办：",
        "例子：",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (status, list, _) = run(root(), &["explain"]);
    assert_eq!((status, list.lines().count()), (0, catalogue::all(&layouts).len()));
    let mut codes: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count, "what editions have in common is told once");
    let (status, _, said) = run(root(), &["explain", "claim-recieved"]);
    assert_eq!(status, 2);
    assert!(said.contains("是不是“claim-received”"), "{said}");
}

#[test]
fn a_finding_as_json_names_code_place_and_value() {
    let (status, out, said) =
        run(&root().join("fixtures/errors"), &["check", "json-number", "--message-format", "json"]);
    assert_eq!((status, said.as_str()), (1, ""));
    let lines: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
        .collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0]["code"], "json-number");
    assert_eq!(lines[0]["severity"], "error");
    assert_eq!(lines[0]["file"], "json-number/report.json");
    assert_eq!((lines[0]["line"].as_u64(), lines[0]["column"].as_u64()), (Some(8), Some(28)));
    assert_eq!(lines[0]["pointer"], "/statistics/disclosure/rules/issued");
    assert!(lines[0]["hints"].as_array().is_some_and(|hints| !hints.is_empty()));
}

#[test]
fn every_finding_as_json_fits_the_schema_in_docs() {
    let errors = root().join("fixtures/errors");
    let mut findings = Vec::new();
    for case in folders(&errors) {
        let (_, out, _) =
            run(&errors, &["check", name(&case), "--suggest", "--message-format", "json"]);
        let finding = |line| serde_json::from_str(line).expect("one JSON object a line");
        findings.extend(out.lines().map(finding));
    }
    accept(&schema("findings.schema.json"), &findings);
}

#[test]
fn both_places_are_told_where_two_numbers_disagree() {
    let errors = root().join("fixtures/errors");
    let (_, out, _) = run(
        &errors,
        &[
            "check",
            "growth-fees",
            "--previous",
            "growth-fees/last-year",
            "--message-format",
            "json",
        ],
    );
    let finding: serde_json::Value =
        serde_json::from_str(out.lines().next().expect("a finding")).expect("JSON");
    let related: Vec<&str> = finding["related"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|place| place["file"].as_str())
        .collect();
    assert_eq!(finding["file"], "growth-fees/narrative.md");
    assert_eq!(related, ["growth-fees/report.json", "growth-fees/last-year/report.json"]);
}

#[test]
fn a_waived_warning_is_left_out_and_its_reason_told() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let case = root().join("fixtures/errors/claim-received");
    let report = read(&case.join("report.json")).replacen(
        '{',
        "{\n  \"waive\": { \"claim-received\": \"只统计局机关\" },",
        1,
    );
    std::fs::write(out.path().join("report.json"), report).expect("a temporary file");
    std::fs::copy(case.join("narrative.md"), out.path().join("narrative.md")).expect("a copy");
    let (status, _, said) = run(out.path(), &["check", "."]);
    assert_eq!(status, 0);
    assert!(
        said.contains("已豁免 claim-received：只统计局机关") && !said.contains("警告["),
        "{said}"
    );
    let (_, log, _) = run(out.path(), &["check", ".", "--message-format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&log).expect("a SARIF log");
    assert_eq!(log["runs"][0]["results"][0]["suppressions"][0]["justification"], "只统计局机关");
}

#[test]
fn no_input_makes_the_program_panic() {
    // Every report of the fixtures cut short at many places, and with bytes changed: findings,
    // never a panic.
    let out = tempfile::tempdir().expect("a temporary folder");
    for fixture in ["fixtures/markdown-2022", "fixtures/gzjkq-2021"] {
        let read = |file: &str| {
            std::fs::read(root().join(fixture).join(file)).expect("a file of a fixture")
        };
        let (json, text) = (read("report.json"), read("narrative.md"));
        for step in 0..60 {
            let cut = |bytes: &[u8]| bytes[..bytes.len() * step / 60].to_vec();
            let mut twisted = text.clone();
            for at in (step..twisted.len()).step_by(61) {
                twisted[at] = b"#*[]{}|`>!&\n\\<"[(at + step) % 14];
            }
            for (index, (json, text)) in
                [(cut(&json), text.clone()), (json.clone(), cut(&text)), (json.clone(), twisted)]
                    .iter()
                    .enumerate()
            {
                std::fs::write(out.path().join("report.json"), json).expect("a temporary file");
                std::fs::write(out.path().join("narrative.md"), text).expect("a temporary file");
                let (status, _, said) = run(out.path(), &["check", "."]);
                assert!(
                    status < 2 && !said.contains("panicked"),
                    "{fixture} {step} {index}: {status} {said}"
                );
            }
        }
    }
}
