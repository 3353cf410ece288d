//! PDF and DOCX page by page: the DOCX as LibreOffice sets it with our faces.
//! target/pages/index.html shows both side by side.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{build, copy_report, fixtures, name, root, run};
use crate::office::convert;
use crate::outside::{tool, tools};
use crate::tree::{blocks, list, plain, turned};
use crate::wanted::squeeze;

/// Pitch of the grid's lines, mm.
const PITCH: f64 = 225.0 / 22.0;
/// How far headings and tables may be from where the PDF has them, mm. LibreOffice sets text in the
/// middle of its line, the PDF at its head.
const MOST: f64 = 3.0;

#[test]
fn both_files_look_alike_page_by_page() {
    let folder = root().join("target/pages");
    let _ = std::fs::remove_dir_all(&folder);
    let mut arguments =
        vec!["build", "-o", folder.to_str().expect("UTF-8"), "--to", "pdf,docx,json"];
    let reports = fixtures();
    arguments.extend(reports.iter().map(|report| report.to_str().expect("UTF-8")));
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{said}");
    let documents: Vec<PathBuf> =
        reports.iter().map(|report| folder.join(format!("{}.docx", name(report)))).collect();
    convert(&documents, "pdf", &folder.join("office"));
    let mut index =
        String::from("<!doctype html><meta charset=\"utf-8\"><title>PDF | DOCX</title>\n");
    let mut more = 0;
    for report in &reports {
        let file = format!("{}.pdf", name(report));
        let (ours, office) = (folder.join(&file), folder.join("office").join(&file));
        draw(&folder, name(report), &ours, &office, &mut index);
        let tree = std::fs::read_to_string(folder.join(format!("{}.json", name(report))))
            .expect("the tree");
        let tree = serde_json::from_str(&tree).expect("the tree in JSON");
        let (ours, office) = (pages(&ours), pages(&office));
        compare(name(report), &tree, &ours, &office);
        more += office.len() - ours.len();
    }
    assert!(more <= 2, "{more} pages more");
}

/// On a turned page, too, it reads down at what is the foot on paper (GB/T 9704-2012, 7.6).
#[test]
fn the_page_number_of_both_files_is_in_one_place() {
    let out = build(&turned(), &["--to", "pdf,docx"]);
    let file = |extension: &str| out.path().join(format!("turned-2024.{extension}"));
    let office = out.path().join("office");
    convert(&[file("docx")], "pdf", &office);
    let (ours, theirs) = (pages(&file("pdf")), pages(&office.join("turned-2024.pdf")));
    assert_eq!(ours.len(), theirs.len());
    for (at, (here, there)) in ours.iter().zip(&theirs).enumerate() {
        let off = |(here, there): (&(f64, f64), &(f64, f64))| {
            (here.0 - there.0).abs().max((here.1 - there.1).abs())
        };
        let off: Vec<f64> = here.number.iter().zip(&there.number).map(off).collect();
        assert!(off.len() == 2 && off.iter().all(|off| *off < 1.2), "page {}: {off:?}", at + 1);
    }
}

/// Word processors embolden what has no bold face of its own; in a PDF of LibreOffice those letters
/// have an outline.
#[test]
fn what_is_strong_is_bold_in_the_docx_as_in_the_pdf() {
    let out = build(&root().join("fixtures/markdown-2022"), &["--to", "pdf,docx"]);
    let office = out.path().join("office");
    convert(&[out.path().join("markdown-2022.docx")], "pdf", &office);
    let here = bold(&out.path().join("markdown-2022.pdf"));
    let there = bold(&office.join("markdown-2022.pdf"));
    for words in
        ["“公开为常态”", "主动公开。", "①登记", "工作考核", "责任追究", "（一）解读不够生动。"]
    {
        assert!(here.contains(words), "PDF: {words} is not bold, but {here}");
        assert!(there.contains(words), "DOCX: {words} is not bold, but {there}");
    }
    assert!(!here.contains("总体情况") && !there.contains("总体情况"));
}

/// Wherever the page ends: a table of the form goes on with its heads, and its label is on both.
#[test]
fn no_page_of_a_docx_is_half_empty_and_no_label_is_missing() {
    let lines = |count: usize| -> String {
        let line = |number: usize| format!("第{number}项工作按要求做好，按时办结。\n\n");
        (1..=count + 1).map(line).collect()
    };
    let reports: Vec<String> = (0..24).step_by(2).map(lines).collect();
    let counts = look_at(&reports, "解读形式不多，将增加图解。");
    assert_eq!(counts.unlabelled, 0, "labels are missing");
    assert!(counts.cut >= 4, "{} labels are cut", counts.cut);
    assert!(counts.empty < 0.08, "{:.3} of the pages is empty", counts.empty);
}

/// The same where paragraphs have several lines, and lines have notes. Where it is not certain that
/// a table must go on, a label may be missing, but none says in the middle of a page that it goes
/// on.
#[test]
fn notes_and_long_paragraphs_are_counted() {
    let reports: Vec<String> = (0..12).map(noted).collect();
    let counts = look_at(&reports, "解读形式不多[^last]，将增加图解。\n\n[^last]: 见上年的报告。");
    assert!(counts.unlabelled <= 1, "{} labels are missing", counts.unlabelled);
    assert!(counts.cut >= 5, "{} labels are cut", counts.cut);
    assert!(counts.empty < 0.12, "{:.3} of the pages is empty", counts.empty);
}

/// A text with about thirty notes, in paragraphs and items of one line to seven.
fn noted(seed: usize) -> String {
    const SENTENCES: [&str; 9] = [
        "按时更新公开内容，全年发布各类信息1,280条。",
        "收到申请36件，其中网上提交28件、信函8件，均按时答复。",
        "对“三公”经费、财政预决算等重点领域逐项公开。",
        "召开新闻发布会4次，回应关注15条。",
        "2023年以来，办件38,600件，按时办结率100%。",
        "机构改革后及时调整栏目，（见附件）删除过时内容86条。",
        "全年没有因政府信息公开被申请行政复议。",
        "举办培训3次，参训120余人次；抽查网站24家，发现问题9个，都已改正。",
        "依《条例》第二十七条、第二十九条办理，条条有据。",
    ];
    let (mut text, mut notes, mut state) = (String::new(), String::new(), seed * 7 + 3);
    let mut draw = |most: usize| {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        state / 65_536 % most
    };
    let mut count = 0;
    for at in 0..20 + seed {
        if at % 4 == 0 {
            text += &format!("## 方面{at}\n\n");
        }
        text += ["", "", "- "][draw(3)];
        for _ in 0..1 + draw(5) {
            text += SENTENCES[draw(SENTENCES.len())];
            if count < 30 && draw(3) == 0 {
                count += 1;
                let end = text.pop();
                text += &format!("[^n{count}]");
                text.extend(end);
                let note = SENTENCES[draw(SENTENCES.len())].repeat(1 + draw(3));
                notes += &format!("[^n{count}]: {note}\n\n");
            }
        }
        text += "\n\n";
    }
    text + &notes
}

/// What pages of several reports show.
struct Looked {
    /// Labels that go on behind a page's end.
    cut: usize,
    /// Pages with rows whose label is on none of it.
    unlabelled: usize,
    /// The share of all pages but the last that is empty.
    empty: f64,
}

/// Looks at the DOCX of reports with such texts as they are set: no page is half empty, and no
/// label says that it goes on where it begins.
fn look_at(texts: &[String], problems: &str) -> Looked {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut documents = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let folder = place.path().join(format!("v{number:02}"));
        copy_report("suqian-2023", &folder);
        let text = format!(
            "# 总体情况\n\n{text}# 存在的主要问题及改进情况\n\n{problems}\n\n\
             # 其他需要报告的事项\n\n无\n"
        );
        std::fs::write(folder.join("narrative.md"), text).expect("a writable file");
        let out = place.path().to_str().expect("UTF-8");
        let arguments = ["build", folder.to_str().expect("UTF-8"), "--to", "docx", "-o", out];
        let (status, _, said) = run(root(), &arguments);
        assert_eq!(status, 0, "{said}");
        documents.push(place.path().join(format!("v{number:02}.docx")));
    }
    let office = place.path().join("office");
    convert(&documents, "pdf", &office);
    let (mut empty, mut count) = (0.0, 0.0);
    let mut looked = Looked { cut: 0, unlabelled: 0, empty: 0.0 };
    for document in &documents {
        let pdf = office.join(document.file_name().expect("a name")).with_extension("pdf");
        let pages = pages(&pdf);
        for (at, page) in pages.iter().enumerate() {
            let (place, has) = (format!("{} page {}", pdf.display(), at + 1), |words: &str| {
                page.columns.iter().any(|column| column.contains(words))
            });
            let inside = ["属于国家秘密", "信访举报投诉", "（七）总计"]
                .iter()
                .any(|label| page.rows.contains(label));
            looked.unlabelled += usize::from(inside && !has("三、本年度办理结果"));
            let goes_on = has("三、本年度办理结果（续）");
            assert!(!goes_on || !page.rows.contains("一、本年新收"), "{place}: it begins here");
            looked.cut += usize::from(goes_on);
            if at + 1 < pages.len() {
                let free = page.gap / 225.0;
                assert!(free < 0.36, "{place}: {free:.2} is empty");
                (empty, count) = (empty + free, count + 1.0);
            }
        }
    }
    Looked { empty: empty / count, ..looked }
}

/// The text that is drawn with an outline.
fn bold(pdf: &Path) -> String {
    let trace = tool(Path::new("mutool"), &["trace", pdf.to_str().expect("UTF-8")]);
    let outlined =
        trace.split("<stroke_text").skip(1).filter_map(|it| it.split("</stroke_text").next());
    let letters = |it: &str| -> String {
        let letter = |it: &str| it.split('"').next().unwrap_or_default().to_owned();
        it.split("unicode=\"").skip(1).map(letter).collect()
    };
    outlined.map(letters).collect()
}

/// Pictures of all pages, the PDF's at the left.
fn draw(folder: &Path, name: &str, ours: &Path, office: &Path, index: &mut String) {
    writeln!(index, "<h2>{name}</h2>").expect("a string takes everything");
    let pictures = |pdf: &Path, side: &str| {
        let stem = folder.join(format!("{name}-{side}"));
        tool(
            Path::new("pdftoppm"),
            &["-r", "60", "-png", pdf.to_str().expect("UTF-8"), stem.to_str().expect("UTF-8")],
        );
        let entries = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name());
        let mut list: Vec<String> = entries.filter_map(|entry| entry.into_string().ok()).collect();
        list.retain(|file| file.starts_with(&format!("{name}-{side}-")) && file.ends_with(".png"));
        list.sort();
        list
    };
    let (left, right) = (pictures(ours, "pdf"), pictures(office, "docx"));
    for (left, right) in left.iter().zip(&right) {
        writeln!(index, "<p><img src=\"{left}\"> <img src=\"{right}\"></p>")
            .expect("a string takes everything");
    }
    std::fs::write(folder.join("index.html"), index).expect("a writable file");
}

/// A page: its number, baselines and texts of its lines, edges of its tables, mm.
struct Page {
    /// What stands one below the other in tables.
    columns: Vec<String>,
    /// Everything in small type, line by line.
    rows: String,
    /// The highest free space.
    gap: f64,
    /// Both ends of its number, from the left and the top.
    number: Vec<(f64, f64)>,
    lines: Vec<(f64, String)>,
    tables: Vec<(f64, f64)>,
}

fn pages(pdf: &Path) -> Vec<Page> {
    let script = root().join("tests/outside/pages.py");
    let said = tool(
        &tools().join("venv/bin/python"),
        &[script.to_str().expect("UTF-8"), pdf.to_str().expect("UTF-8")],
    );
    let read: Vec<Value> = serde_json::from_str(&said).expect("JSON from pages.py");
    let number = |value: &Value| value.as_f64().expect("mm");
    let strings = |page: &Value, key: &str| -> Vec<String> {
        list(page, key).iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    };
    let page = |page: &Value| Page {
        columns: strings(page, "columns"),
        rows: page["rows"].as_str().unwrap_or_default().to_owned(),
        gap: number(&page["gap"]),
        number: list(page, "number").iter().map(|end| (number(&end[0]), number(&end[1]))).collect(),
        lines: list(page, "lines")
            .iter()
            .map(|line| (number(&line[0]), line[1].as_str().unwrap_or_default().to_owned()))
            .collect(),
        tables: list(page, "tables")
            .iter()
            .map(|edges| (number(&edges[0]), number(&edges[1])))
            .collect(),
    };
    read.iter().map(page).collect()
}

/// Looks for every heading and every table of one file in the other. A word processor ends pages
/// where it will: it can't see where the form's tables had best be parted, nor lower their rows for
/// a last page of a few lines. So it may take a page more, and never one less.
fn compare(name: &str, tree: &Value, ours: &[Page], office: &[Page]) {
    let more = office.len().checked_sub(ours.len());
    assert!(more.is_some_and(|more| more <= 1), "{name}: {} pages", office.len());
    let heading = |block: &Value| {
        squeeze(&format!(
            "{}{}",
            block["number"].as_str().unwrap_or_default(),
            plain(&block["content"])
        ))
    };
    let blocks = blocks(tree);
    let headings: Vec<String> =
        blocks.iter().filter(|block| block["kind"] == "heading").map(heading).collect();
    // The page of a heading and, on the first, how far down it is.
    let find = |pages: &[Page], heading: &str| {
        let first: String = heading.chars().take(6).collect();
        let is = |line: &(f64, String)| line.1.starts_with(&first);
        pages
            .iter()
            .enumerate()
            .find_map(|(at, page)| Some((at, page.lines.iter().find(|line| is(line))?.0)))
    };
    for heading in &headings {
        let place = format!("{name}: “{heading}”");
        let (here, y) = find(ours, heading).unwrap_or_else(|| panic!("{place} is not there"));
        let (there, other) =
            find(office, heading).unwrap_or_else(|| panic!("{place} is not in the DOCX"));
        assert!(here.abs_diff(there) <= 1, "{place} stands on pages {here} and {there}");
        if here == 0 && there == 0 {
            let lines = ((other - y) / PITCH).round();
            assert!(
                (other - y - lines * PITCH).abs() <= MOST && lines.abs() <= 2.0,
                "{place} stands at {y:.1} and {other:.1} mm"
            );
        }
    }
    let tables = |pages: &[Page]| pages.iter().map(|page| page.tables.len()).sum::<usize>();
    let (here, there) = (tables(ours), tables(office));
    assert!(here >= 3 && there >= 3, "{name}: {here} and {there} tables or parts of one");
}
