//! Tables of every edition's form, parted at every row.

use std::path::Path;
use std::sync::LazyLock;

use nianbao::document::{Block, Document, Paragraph, Table};
use nianbao::file_map::FileMap;
use nianbao::files::{load_layouts, read_folder};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::{Layouts, parts};
use nianbao::writer::pdf::{Conformance, PdfInput, Typesetter};
use nianbao::{PrepareOptions, Writable, prepare};
use serde_json::Value;

use crate::bench::{build, copy_report, name, root};
use crate::outside::{tool, tools};

static LAYOUTS: LazyLock<Layouts> =
    LazyLock::new(|| load_layouts(&[]).expect("the built-in layouts"));
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(FoundFonts::default()));

/// A report of each edition.
const REPORTS: [&str; 4] = ["government-2023", "large-2024", "district-2019", "district-2020"];

fn writable(report: &str) -> Writable<'static> {
    let folder = read_folder(&root().join("fixtures").join(report)).expect("a fixture");
    let prepared = prepare(&folder, None, &LAYOUTS, &FONTS, PrepareOptions::default());
    prepared.writable.expect("a document")
}

/// The tables of the form that stand upright.
fn tables(document: &Document) -> Vec<Table> {
    let table = |block: &Block| match block {
        Block::Table(table) if table.official => Some(table.clone()),
        _ => None,
    };
    document.blocks.iter().filter_map(table).collect()
}

/// The PDF of a report with these blocks for its own.
fn set(writable: &mut Writable<'_>, blocks: Vec<Block>) -> Vec<u8> {
    writable.document.blocks = blocks;
    let input = PdfInput {
        templates: &writable.layout.templates,
        style: &writable.look.table,
        measures: &writable.look.style,
        faces: &writable.faces,
        pictures: &writable.pictures,
        attached: &FileMap::default(),
    };
    let conformance = Conformance::new(&["a-3a".to_owned(), "ua-1".to_owned()]).expect("standards");
    Typesetter::new(&FONTS, 1).write(&writable.document, input, &conformance).expect("a PDF").bytes
}

#[test]
fn both_parts_of_a_table_are_set_wherever_it_is_parted() {
    for report in REPORTS {
        let mut writable = writable(report);
        let mut blocks = Vec::new();
        for table in tables(&writable.document) {
            let rows = 1..table.grid.rows().count();
            let parts = rows.filter_map(|row| parts::part(&table, row));
            blocks.extend(parts.flatten().map(Block::Table));
        }
        assert!(blocks.len() > 40, "{report}: {} parts", blocks.len());
        set(&mut writable, blocks);
    }
}

#[test]
fn no_label_of_a_parted_table_stands_on_a_rule() {
    for report in REPORTS {
        let mut writable = writable(report);
        let style = &writable.look.style;
        let mut blocks = Vec::new();
        for table in tables(&writable.document) {
            let ways = parts::ways(&table, style, f64::INFINITY);
            blocks.extend(ways.flat_map(|way| way.parts).map(Block::Table));
        }
        assert!(blocks.len() >= 12, "{report}: {} parts", blocks.len());
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("parts.pdf");
        std::fs::write(&file, set(&mut writable, blocks)).expect("a writable file");
        let script = root().join("tests/outside/crossed.py");
        let arguments = [script.to_str().expect("UTF-8"), file.to_str().expect("UTF-8")];
        let said = tool(&tools().join("venv/bin/python"), &arguments);
        let found: Vec<Value> = serde_json::from_str(&said).expect("JSON from crossed.py");
        assert_eq!(found, [Value::Null; 0], "{report}");
    }
}

/// A draft's table may be higher than a page: only then does typst break it.
#[test]
fn typst_breaks_a_table_of_the_form_at_any_row() {
    for report in REPORTS {
        let mut writable = writable(report);
        let line = || Block::Paragraph(Paragraph::new(Vec::new(), None));
        let tables = tables(&writable.document);
        for lines in 0..22 {
            let breakable = |table| Block::Table(Table { keep_whole: false, ..table });
            let tables = tables.iter().cloned().map(breakable);
            let blocks = tables.flat_map(|table| (0..lines).map(|_| line()).chain([table]));
            set(&mut writable, blocks.collect());
        }
    }
}

/// The page of each row of a table of so many rows that stands so many lines down, and how many
/// pages there are of one.
fn pages_of_rows(rows: usize, lines: usize, folder: &Path) -> Vec<usize> {
    let path = folder.join(format!("rows-{rows}-{lines:02}"));
    copy_report("all-zero-2024", &path);
    let said = "主动公开、依申请公开、政府信息管理、平台建设和监督保障均无变化。";
    let mut text = format!("# 总体情况\n\n{said}\n\n") + &"一行。\n\n".repeat(lines);
    text += "## 各单位\n\n| 单位 | 件数 |\n|---|---|\n";
    text.extend((1..=rows).map(|row| format!("| 单位{row:02} | 1 |\n")));
    text += "\n一行。\n\n# 存在的主要问题及改进情况\n\n没有。\n\n# 其他需要报告的事项\n\n没有收取信息处理费。\n";
    std::fs::write(path.join("narrative.md"), text).expect("a writable file");
    let out = build(&path, &["--to", "pdf"]);
    let file = out.path().join(format!("{}.pdf", name(&path)));
    let text = tool(Path::new("pdftotext"), &[file.to_str().expect("UTF-8"), "-"]);
    let text = text.replace(' ', ""); // what stands between Han and digits is read as a space
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let page = |row| pages.iter().position(|page| page.contains(&format!("单位{row:02}")));
    (1..=rows).map(|row| page(row).expect("every row is printed")).collect()
}

#[test]
fn no_row_of_an_authors_table_stands_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut broken = 0;
    for lines in 0..22 {
        let short = pages_of_rows(5, lines, folder.path());
        assert_eq!(short.first(), short.last(), "five rows {lines} lines down");
        let long = pages_of_rows(14, lines, folder.path());
        let on = |page: &usize| long.iter().filter(|it| *it == page).count();
        assert!(long.iter().all(|page| on(page) > 1), "{long:?} {lines} lines down");
        broken += usize::from(long.first() != long.last());
    }
    assert!(broken > 3, "{broken} tables went over a page");
}
