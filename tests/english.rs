//! `--lang en`: each text has its English, findings are the same but for their texts, nothing but
//! quotations is left in Chinese, and files are the same bytes in every language.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::bench::{copy_report, files, folders, name, root, run};
use crate::texts::{dictionary, messages, placeholders, rules};

#[test]
fn each_text_has_its_english_and_no_other() {
    let (chinese, english) = (messages("zh.toml"), messages("en.toml"));
    let lacking: Vec<String> = chinese
        .iter()
        .filter(|(key, _)| !english.contains_key(*key))
        .map(|(key, text)| format!("{key} = {text:?}"))
        .collect();
    assert!(lacking.is_empty(), "messages/en.toml lacks:\n{}", lacking.join("\n"));
    let left: Vec<&String> = english.keys().filter(|key| !chinese.contains_key(*key)).collect();
    assert!(left.is_empty(), "messages/zh.toml has none of these of en.toml: {left:?}");
    let faults: Vec<String> = chinese
        .iter()
        .filter(|(key, text)| placeholders(text) != placeholders(&english[*key]))
        .map(|(key, text)| format!("{key}: {text:?} and {:?}", english[key]))
        .collect();
    assert!(faults.is_empty(), "not the same arguments:\n{}", faults.join("\n"));
}

#[test]
fn each_text_of_a_rule_has_its_english_and_no_other() {
    let mut lacking = Vec::new();
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for (layout, bases) in
        [("disclosure-2021", vec![]), ("disclosure-2019", vec!["disclosure-2021"])]
    {
        let folders: Vec<&str> = std::iter::once(layout).chain(bases).collect();
        for text in rules(layout) {
            let home = folders.iter().find(|folder| dictionary(folder).contains_key(&text));
            match home {
                Some(home) => {
                    let english = &dictionary(home)[&text];
                    assert_eq!(placeholders(&text), placeholders(english), "{text}: {english}");
                    used.insert(((*home).to_owned(), text));
                }
                None => lacking.push(format!("layouts/{layout}/en.toml: {text:?}")),
            }
        }
    }
    assert!(lacking.is_empty(), "lacking:\n{}", lacking.join("\n"));
    for layout in ["disclosure-2021", "disclosure-2019"] {
        let left = dictionary(layout)
            .into_keys()
            .find(|text| !used.contains(&(layout.to_owned(), text.clone())));
        assert_eq!(left, None, "layouts/{layout}/en.toml has a text of no rule");
    }
}

#[test]
fn english_texts_have_chinese_in_quotes_alone() {
    let mut texts = messages("en.toml");
    texts.retain(|key, _| !key.starts_with("examples."));
    for layout in ["disclosure-2021", "disclosure-2019"] {
        texts.extend(dictionary(layout));
    }
    let foreign: Vec<_> = texts.iter().filter(|(_, text)| is_foreign(text)).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
    let empty: Vec<_> = texts.iter().filter(|(_, text)| text.trim().is_empty()).collect();
    assert!(empty.is_empty(), "{empty:?}");
    let ends = |text: &String| text.ends_with('.') && !text.ends_with("previous.");
    let stops: Vec<_> =
        texts.iter().filter(|(key, text)| key.contains(".message") && ends(text)).collect();
    assert!(stops.is_empty(), "no full stop: {stops:?}");
}

#[test]
fn findings_in_english_are_the_same_but_for_their_texts() {
    let errors = root().join("fixtures/errors");
    let mut count = 0;
    for case in folders(&errors) {
        let (code, last_year) = (name(&case), format!("{}/last-year", name(&case)));
        let mut command = vec!["check", code, "--message-format", "json"];
        if case.join("last-year").exists() {
            command.extend(["--previous", &last_year]);
        }
        let (status, chinese, _) = run(&errors, &command);
        command.extend(["--lang", "en"]);
        let (english_status, english, _) = run(&errors, &command);
        assert_eq!(status, english_status, "{code}");
        let pairs = lines(&chinese).into_iter().zip(lines(&english));
        assert_eq!(lines(&chinese).len(), lines(&english).len(), "{code}");
        for (chinese, english) in pairs {
            assert_eq!(without_texts(&chinese), without_texts(&english), "{code}");
            for text in texts_of(&english) {
                assert!(!is_foreign(&text), "{code}: {text}");
                count += 1;
            }
        }
    }
    assert!(count > 400, "{count} texts");
}

#[test]
fn every_command_speaks_english() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    copy_report("government-2024", &at.join("report"));
    copy_report("errors/claim-received", &at.join("wrong"));
    copy_report("errors/json-syntax", &at.join("broken"));
    let steps: &[(&str, i32)] = &[
        ("--version", 0),
        ("--help", 0),
        ("new made --agency A --year 2025", 0),
        ("new made --agency A --year 2025", 2),
        ("new other", 2),
        ("check report", 0),
        ("check report --suggest", 0),
        ("check report wrong broken nowhere", 1),
        ("check made", 1),
        ("build report wrong broken -o out --to pdf,docx", 1),
        ("build report wrong -o out --to pdf,docx", 0),
        ("build --inputs-from nowhere", 2),
        ("build report report", 2),
        ("preview wrong -o pictures", 0),
        ("preview broken -o pictures", 1),
        ("extract out/report.pdf -o taken", 0),
        ("extract wrong/report.json", 1),
        ("merge report out/report.docx", 0),
        ("merge wrong out/report.docx", 1),
        ("merge report report/report.json", 1),
        ("import out/report.docx -o read", 0),
        ("import report/report.json -o read-2", 1),
        ("form report -o form.xlsx", 0),
        ("form nothing -o form-2.xlsx", 2),
        ("merge report form.xlsx", 0),
        ("total report -o sum", 0),
        ("total report report broken -o sum-2", 1),
        ("worker --message-format sarif", 2),
        ("schema", 0),
        ("schema nothing", 2),
        ("fonts --font-dir nowhere", 2),
        ("explain", 0),
        ("explain claim-received", 0),
        ("explain claim-recieved", 2),
        ("layouts --layout-dir report", 2),
        ("check report --layout-dir nowhere", 2),
        ("help build", 0),
        ("help biuld", 2),
        ("biuld", 2),
        ("build --forse report", 2),
        ("build", 2),
        ("build report --to odt", 2),
        ("check report --jobs none", 2),
        ("merge report x --ours --theirs", 2),
        ("", 2),
    ];
    let mut faults: Vec<String> = Vec::new();
    for (step, wanted) in steps {
        let mut words: Vec<&str> = step.split_whitespace().collect();
        words.extend(["--lang", "en"]);
        let (status, out, said) = run(at, &words);
        if status != *wanted {
            faults.push(format!("{step}: {status} for {wanted}: {out}{said}"));
        }
        let shown = out.lines().chain(said.lines()).filter(|line| !is_excerpt(line));
        let foreign = shown.filter(|line| is_foreign(line));
        faults.extend(foreign.map(|line| format!("{step}: {line}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let (_, _, said) = run(at, &["biuld", "--lang=en"]);
    assert_eq!(
        said,
        "error: there is no command “biuld”; did you mean “build”?\n\
         hint: nianbao --help shows the usage\n"
    );
}

#[test]
fn files_are_the_same_bytes_in_every_language() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = |language: &str| {
        let at = folder.path().join(language);
        copy_report("government-2024", &at.join("report"));
        copy_report("errors/glyph-missing", &at.join("wrong"));
        for (status, command) in [
            (1, "build report wrong --to pdf,docx,html,csv,json --draft --comments"),
            (0, "form report -o out/form.xlsx"),
            (0, "import out/report.docx -o read"),
            (0, "new new --agency A --year 2025"),
            (0, "total report -o sum"),
        ] {
            let words: Vec<&str> = command.split(' ').chain(["--lang", language]).collect();
            let (ended, _, said) = run(&at, &words);
            assert_eq!(ended, status, "{command}: {said}");
        }
        let written = ["out", "read", "new", "sum"].map(|name| files(&at.join(name)));
        let bytes = written.into_iter().flatten().map(|file| {
            let below = file.strip_prefix(&at).expect("a written file").to_owned();
            (below, std::fs::read(file).expect("a written file"))
        });
        bytes.collect::<BTreeMap<_, _>>()
    };
    let (chinese, english) = (made("zh"), made("en"));
    assert!(chinese.len() > 15 && chinese.keys().eq(english.keys()));
    for (file, bytes) in &chinese {
        assert!(bytes == &english[file], "{} differs", file.display());
    }
}

#[test]
fn sarif_names_its_language() {
    let errors = root().join("fixtures/errors");
    for (language, tag) in [("zh", "zh-CN"), ("en", "en")] {
        let command = ["check", "claim-received", "--message-format", "sarif", "--lang", language];
        let log: Value = serde_json::from_str(&run(&errors, &command).1).expect("a log");
        assert_eq!(log["runs"][0]["tool"]["driver"]["language"], tag);
    }
}

/// Whether there is Chinese outside of quotes, but for the numbers of official documents.
fn is_foreign(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut said = String::new();
    for c in text.chars() {
        match c {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            c if depth == 0 => said.push(c),
            _ => {}
        }
    }
    let number =
        regex_lite::Regex::new("国办(公开办函|发)〔[0-9]{4}〕[0-9]+号").expect("a pattern");
    let said = number.replace_all(&said, "");
    let unquoted = said.split('"').step_by(2);
    unquoted.into_iter().any(|part| part.contains(is_chinese))
}

/// Whether it is a Chinese character or mark.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Whether a line shows one of the author's files.
fn is_excerpt(line: &str) -> bool {
    line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" | ")
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("a finding")).collect()
}

fn texts_of(finding: &Value) -> Vec<String> {
    let related = finding["related"].as_array().into_iter().flatten();
    let hints = finding["hints"].as_array().into_iter().flatten();
    let all = related.map(|place| &place["message"]).chain(hints).chain([&finding["message"]]);
    all.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A finding but for its texts. Arguments that are no numbers may be texts.
fn without_texts(finding: &Value) -> Value {
    let mut finding = finding.clone();
    finding["message"] = Value::Null;
    for list in ["hints", "related", "args"] {
        match &mut finding[list] {
            Value::Array(list) => list.iter_mut().for_each(|item| match item {
                Value::Object(place) => drop(place.insert("message".to_owned(), Value::Null)),
                item => *item = Value::Null,
            }),
            Value::Object(args) => {
                args.values_mut().filter(|arg| !arg.is_number()).for_each(|arg| {
                    *arg = Value::Null;
                })
            }
            _ => {}
        }
    }
    finding
}
