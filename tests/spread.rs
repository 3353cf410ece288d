//! How pages are filled, measured from the PDF: lines that are not stretched, marks that begin no
//! line, notes on the pages of their marks, and no page half empty, on fixtures and on generated
//! reports of many pages.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{build, copy_report, fixtures, name, root, run};
use crate::generator::Dice;
use crate::outside::{tool, tools};
use crate::tree::list;

/// What tests/outside/spread.py finds in the pages of a report.
fn pages(pdf: &Path) -> Vec<Value> {
    let script = root().join("tests/outside/spread.py");
    let (script, pdf) = (script.to_str().expect("UTF-8"), pdf.to_str().expect("UTF-8"));
    let arguments = [script, pdf, "16", "28", "37", "156", "225", "28", "22"];
    let said = tool(&tools().join("venv/bin/python"), &arguments);
    serde_json::from_str(&said).expect("JSON from spread.py")
}

/// Builds reports and gives the pages of each.
fn set(reports: &[PathBuf]) -> Vec<(String, Vec<Value>)> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().to_str().expect("UTF-8");
    let mut arguments = vec!["build", "-o", folder, "--to", "pdf"];
    arguments.extend(reports.iter().map(|report| report.to_str().expect("UTF-8")));
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{said}");
    let pdf = |report: &PathBuf| out.path().join(format!("{}.pdf", name(report)));
    reports.iter().map(|report| (name(report).to_owned(), pages(&pdf(report)))).collect()
}

/// Whether a mark may not begin a line.
fn begins_no_line(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let doubled = first == second && first.is_some_and(|c| "—…".contains(c));
    !doubled && first.is_some_and(|c| "、，。：；！？”’）】〕》〉…—～％%".contains(c))
}

/// Looks at the lines of every report; at most so many hundredths of them may be stretched by a
/// twentieth of an em, and none by `most`.
fn judge_lines(reports: &[(String, Vec<Value>)], hundredths: usize, most: f64) {
    let (mut lines, mut stretched) = (0, 0);
    let (mut gaps, mut beside) = (Vec::new(), Vec::new());
    for (name, pages) in reports {
        for line in pages.iter().flat_map(|page| list(page, "lines")) {
            let text = line["text"].as_str().expect("text");
            assert!(!begins_no_line(text), "{name}: a mark begins “{text}”");
            assert_eq!(line["mark_first"], false, "{name}: a note's mark begins “{text}”");
            let stretch = line["stretch"].as_f64().expect("em");
            assert!(stretch < most, "{name}: “{text}” is stretched by {stretch} em");
            lines += 1;
            stretched += usize::from(stretch > 0.05);
            gaps.extend(list(line, "gaps").iter().filter_map(Value::as_f64));
            beside.extend(list(line, "beside").iter().filter_map(Value::as_f64));
        }
    }
    assert!(stretched * 100 <= lines * hundredths, "{stretched} of {lines} lines are stretched");
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    assert!(gaps.len() > 100 && (0.15..0.3).contains(&mean(&gaps)), "gaps of {} em", mean(&gaps));
    let narrow = gaps.iter().filter(|gap| **gap < 0.1).count();
    assert!(narrow * 50 <= gaps.len(), "{narrow} of {} gaps are none", gaps.len());
    assert!(beside.len() > 10 && mean(&beside) < 0.6, "quotes {} em apart", mean(&beside));
}

/// The mean of what all pages but the last leave empty, and their greatest.
fn empty(reports: &[(String, Vec<Value>)]) -> (f64, f64) {
    let mut shares = Vec::new();
    for (_, pages) in reports {
        let but_last = pages[..pages.len() - 1].iter().filter(|page| page["turned"] == false);
        shares.extend(but_last.filter_map(|page| page["empty"].as_f64()));
    }
    let most = shares.iter().copied().fold(0.0, f64::max);
    (shares.iter().sum::<f64>() / shares.len() as f64, most)
}

#[test]
fn fixtures_are_set_evenly_and_fill_their_pages() {
    let reports = set(&fixtures());
    judge_lines(&reports, 1, 0.15);
    let (mean, most) = empty(&reports);
    assert!(mean < 0.04 && most < 0.15, "{mean} of the pages is empty, {most} of one");
}

/// Heading, a line and the signature, for which the tables before have room where their rows are
/// lower.
#[test]
fn a_last_page_of_a_few_lines_is_taken_back() {
    let reports = set(&[root().join("fixtures/lists-2024")]);
    let last = reports[0].1.last().expect("a page");
    assert!(last["empty"].as_f64().is_some_and(|empty| empty < 0.1), "{}", last["empty"]);
}

/// A report of many pages: numbers, quotes, addresses, lists and notes at every place.
fn long_report(dice: &mut Dice, folder: &Path) {
    let sentences = std::fs::read_to_string(root().join("fixtures/sentences.txt")).expect("them");
    let plain = |line: &str| line.split('：').skip(1).collect::<String>().replace(['{', '}'], "");
    let no_codes = |text: &String| !text.contains('|') && text.chars().count() > 8;
    let mut sentences: Vec<String> = sentences.lines().map(plain).filter(no_codes).collect();
    sentences.extend(
        [
            "据《条例》第二十七条、第二十九条和“三公”经费公开的规定，“应公开、尽公开”；条条有据。",
            "他说：“‘应公开尽公开’，一条不少。”（见附件）；又说：“不行！”——这一类都只占一个半字。",
            "咨询邮箱为zwgk.office@mail.qinghe-city.example，网址是https://www.qinghe.example/zwgk/2024/。",
            "依力哈木·沙比提等3人提出申请，收取信息处理费1080元；办结36万元。",
        ]
        .map(str::to_owned),
    );
    copy_report("suqian-2023", folder);
    let mut text = String::new();
    let mut notes = 0;
    for section in 0..6 {
        for block in 0..dice.between(3, 12) {
            if block % 4 == 1 {
                text += "## 某一方面\n\n";
            }
            let item = if dice.one_in(5) { "- " } else { "" };
            text += item;
            for _ in 0..dice.between(1, 5) {
                text += dice.pick(&sentences).trim_end_matches('。');
                if dice.one_in(4) {
                    notes += 1;
                    write!(text, "[^n{notes}]").expect("a string takes everything");
                }
                text += "。";
            }
            text += if item.is_empty() { "\n\n" } else { "\n" };
        }
        text += "\n";
        let next = [
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况",
            "存在的主要问题及改进情况",
            "其他需要报告的事项",
        ];
        if let Some(heading) = next.get(section) {
            write!(text, "# {heading}\n\n").expect("a string takes everything");
        }
    }
    for note in 1..=notes {
        write!(text, "[^n{note}]: {}\n\n", dice.pick(&sentences)).expect("a string takes it");
    }
    let text = format!("# 总体情况\n\n{text}");
    std::fs::write(folder.join("narrative.md"), text).expect("a writable file");
}

/// First lines of paragraphs that stand alone at the foot of a page, and last lines at the head.
fn lone_lines(pages: &[Value]) -> Vec<String> {
    let begins = |line: &Value| (1.5..2.5).contains(&line["indent"].as_f64().expect("a number"));
    let goes_on = |line: &Value| line["indent"].as_f64().expect("a number") < 0.5;
    let mut lone = Vec::new();
    for page in pages.windows(2) {
        let [last, head, next] = [
            list(&page[0], "lines").last(),
            list(&page[1], "lines").first(),
            list(&page[1], "lines").get(1),
        ];
        let (Some(last), Some(head)) = (last, head) else { continue };
        if goes_on(head) && begins(last) {
            lone.push(last["text"].to_string());
        }
        if goes_on(head) && next.is_some_and(begins) {
            lone.push(head["text"].to_string());
        }
    }
    lone
}

#[test]
fn long_reports_are_set_evenly_and_their_notes_stand_with_their_marks() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = |seed: u64| {
        let path = folder.path().join(format!("long-{seed}"));
        long_report(&mut Dice::new(seed), &path);
        path
    };
    let reports = set(&(1..=6).map(report).collect::<Vec<_>>());
    judge_lines(&reports, 3, 0.2);
    let (mut notes, mut lone) = (0, Vec::new());
    for (name, pages) in &reports {
        for (index, page) in pages.iter().enumerate() {
            assert_eq!(page["marks"], page["entries"], "{name}: notes of page {}", index + 1);
            notes += list(page, "marks").len();
            let foot = list(page, "lines").last().and_then(|line| line["text"].as_str());
            let alone = foot.is_some_and(|text| text.ends_with("某一方面"));
            assert!(!alone, "{name}: a heading ends page {}", index + 1);
        }
        lone.extend(lone_lines(pages));
    }
    assert!(notes > 100, "{notes} notes");
    // Some must be left: with their notes they would leave too much of a page empty.
    assert!(lone.len() <= 3, "lines of a paragraph alone on a page: {lone:#?}");
    let (mean, most) = empty(&reports);
    assert!(mean < 0.075 && most < 0.36, "{mean} of the pages is empty, {most} of one");
}

#[test]
fn tables_of_the_form_go_on_wherever_a_page_ends() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // The tables begin a line further down in each.
    let report = |lines: usize| {
        let path = folder.path().join(format!("lines-{lines:02}"));
        copy_report("all-zero-2024", &path);
        let said = "主动公开、依申请公开、政府信息管理、平台建设和监督保障均无变化。";
        let mut text = format!("# 总体情况\n\n{said}\n\n") + &"一行。\n\n".repeat(lines);
        text += "# 存在的主要问题及改进情况\n\n没有。\n\n# 其他需要报告的事项\n\n没有收取信息处理费。\n";
        std::fs::write(path.join("narrative.md"), text).expect("a writable file");
        path
    };
    let reports = set(&(0..22).map(report).collect::<Vec<_>>());
    let (mean, most) = empty(&reports);
    assert!(mean < 0.04 && most < 0.2, "{mean} of the pages is empty, {most} of one");
}

/// A report whose first section is `text`, built with its tree.
fn told(text: &str) -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("told");
    copy_report("all-zero-2024", &path);
    let rest =
        "# 存在的主要问题及改进情况\n\n没有。\n\n# 其他需要报告的事项\n\n没有收取信息处理费。\n";
    let said = "主动公开、依申请公开、政府信息管理、平台建设和监督保障均无变化。";
    let text = format!("# 总体情况\n\n{said}\n\n{text}\n\n{rest}");
    std::fs::write(path.join("narrative.md"), text).expect("a writable file");
    let out = build(&path, &["--to", "pdf,docx,json"]);
    let tree = std::fs::read_to_string(out.path().join("told.json")).expect("the tree");
    (out, serde_json::from_str(&tree).expect("the tree in JSON"))
}

#[test]
fn what_is_one_word_stays_on_its_line_wherever_that_ends() {
    // Each word stands a character further to the right.
    let words = ["4·26", "12·4", "e-mail", "第732号"];
    let lines = |word: &&str| -> String {
        (12..30).map(|n| format!("{}{word}宣传。\n\n", "字".repeat(n))).collect()
    };
    let (out, _) = told(&words.iter().map(lines).collect::<String>());
    let pages = pages(&out.path().join("told.pdf"));
    let lines = pages.iter().flat_map(|page| list(page, "lines"));
    let text: Vec<String> = lines
        .filter_map(|line| line["text"].as_str())
        .map(|text| text.split_whitespace().collect())
        .collect();
    for word in words {
        let count = text.iter().filter(|line| line.contains(word)).count();
        assert_eq!(count, 18, "{word} stands whole on {count} lines of 18");
    }
}

#[test]
fn lists_in_lists_have_numbers_of_their_own_shape_in_every_file() {
    let (out, tree) =
        told("1. 甲\n   1. 乙\n      1. 丙\n         1. 丁\n2. 戊\n   - 己\n     1. 庚");
    let mut marks = Vec::new();
    fn look(value: &Value, marks: &mut Vec<String>) {
        if value["kind"] == "list" {
            marks.push(value["setting"]["mark"].as_str().expect("a mark").to_owned());
        }
        let inner: Vec<&Value> = match value {
            Value::Array(all) => all.iter().collect(),
            Value::Object(all) => all.values().collect(),
            _ => return,
        };
        inner.into_iter().for_each(|value| look(value, marks));
    }
    look(&tree["blocks"], &mut marks);
    assert_eq!(marks, ["{n}.", "（{n}）", "{n}）", "{n}.", "•", "（{n}）"]);
    let file = std::fs::File::open(out.path().join("told.docx")).expect("the DOCX");
    let mut file = zip::ZipArchive::new(file).expect("a package");
    let part = file.by_name("word/numbering.xml").expect("numberings");
    let numbering = std::io::read_to_string(part).expect("text");
    for mark in ["%1.", "（%2）", "%3）", "%4.", "（%3）"] {
        assert!(numbering.contains(&format!("w:lvlText w:val=\"{mark}\"")), "{mark}");
    }
}

#[test]
fn paragraphs_of_latin_words_are_not_pulled_apart() {
    let english = "Note: figures are as of December 31, 2024. The “one-stop” e-government platform \
        handles 24-hour enquiries, incl. counter-terrorism-related and \
        telecommunications-infrastructure-oriented questions.";
    let (out, tree) = told(&format!("{english}\n\n2024年，PDF和DOCX两种文件同时提供。"));
    let ragged = |block: &&Value| block["ragged"] == true;
    let found: Vec<&Value> = list(&tree, "blocks").iter().filter(ragged).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let pages = pages(&out.path().join("told.pdf"));
    let lines: Vec<&Value> = pages.iter().flat_map(|page| list(page, "lines")).collect();
    let is_english = |line: &&&Value| {
        line["text"]
            .as_str()
            .is_some_and(|text| text.contains("enquiries") || text.contains("Note"))
    };
    let widest = |line: &&Value| line["widest"].as_f64().expect("em");
    let spaces: Vec<f64> = lines.iter().filter(is_english).map(widest).collect();
    assert!(!spaces.is_empty() && spaces.iter().all(|space| *space < 0.5), "{spaces:?} em");
}

#[test]
fn a_line_that_is_begun_anew_begins_as_its_paragraph_does() {
    let long = "很长的一行".repeat(8);
    let (out, _) = told(&format!("第一行\\\n第二行{long}\\\n第三行\n\n- 项目\\\n第二行"));
    let script = root().join("tests/outside/grid.py");
    let file = out.path().join("told.pdf");
    let arguments = [&script, &file].map(|path| path.to_str().expect("UTF-8"));
    let said = tool(&tools().join("venv/bin/python"), &[&arguments[..], &["16"]].concat());
    let lines: Vec<Value> = serde_json::from_str(&said).expect("JSON from grid.py");
    let text =
        |line: &Value| -> String { list(line, "text").iter().filter_map(Value::as_str).collect() };
    // Where a line begins, in characters from the margin.
    let begins = |words: &str| -> Vec<f64> {
        let lines = lines.iter().filter(|line| text(line).starts_with(words));
        lines
            .map(|line| ((line["x"][0].as_f64().expect("mm") - 28.0) / 156.0 * 28.0).round())
            .collect()
    };
    assert_eq!(begins("第一行"), [2.0]);
    assert_eq!(begins("第三行"), [2.0]);
    let second = begins("第二行");
    assert!(second.len() == 2 && second[0] == 2.0 && second[1] > 2.0, "{second:?}");
    assert!(begins("长的").contains(&0.0) || begins("一行").contains(&0.0), "a turned line");
}
