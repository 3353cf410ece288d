//! text(PDF) = text(DOCX) = text(tree), tables cell by cell, as readers that are not ours see them.

use std::path::Path;

use serde_json::Value;

use crate::bench::{build, fixtures, name, root};
use crate::outside::{read_back, tool, tools};
use crate::tree::{all, list, turned};
use crate::wanted::{
    GridRow, PDF, docx_text, drawn, goes_on, grid, note, rows, squeeze, tables, texts, whole,
};

#[test]
fn pdf_docx_and_tree_say_the_same() {
    for fixture in fixtures().into_iter().chain([turned()]) {
        let name = name(&fixture);
        let out = build(&fixture, &["--to", "pdf,docx,json"]);
        let tree =
            std::fs::read_to_string(out.path().join(format!("{name}.json"))).expect("the tree");
        let tree: Value = serde_json::from_str(&tree).expect("the tree in JSON");
        let (pdf, docx) = (
            read_back(&out.path().join(format!("{name}.pdf"))),
            read_back(&out.path().join(format!("{name}.docx"))),
        );
        let wanted: Vec<Vec<GridRow>> = tables(&tree).iter().map(|table| grid(table)).collect();
        assert!(wanted.len() >= 3);

        let read: Vec<Vec<GridRow>> = read_tables(&docx);
        let again = read.iter().flatten().flatten().flatten().filter(|cell| goes_on(cell));
        let text = again
            .fold(docx["text"].as_str().unwrap_or_default().to_owned(), |text, cell| {
                text.replacen(cell.as_str(), "", 1)
            });
        let read: Vec<Vec<GridRow>> = read.into_iter().map(whole).collect();
        assert_eq!(wanted, read, "{name}.docx: tables");
        pdf_tables(name, &wanted, &tables(&tree), &read_tables(&pdf));
        assert_eq!(docx_text(&tree), text, "{name}.docx: text");
        pdf_text(name, &tree, pdf["text"].as_str().unwrap_or_default());
    }
}

fn read_tables(read: &Value) -> Vec<Vec<GridRow>> {
    let cell = |cell: &Value| cell.as_str().map(str::to_owned);
    let row =
        |row: &Value| row.as_array().map_or(&[][..], Vec::as_slice).iter().map(cell).collect();
    list(read, "tables")
        .iter()
        .map(|table| table.as_array().map_or(&[][..], Vec::as_slice).iter().map(row).collect())
        .collect()
}

/// A table that goes on over the page is read as several, the later ones perhaps with a repeated
/// head and fewer columns on their grid.
fn pdf_tables(name: &str, wanted: &[Vec<GridRow>], tables: &[&Value], read: &[Vec<GridRow>]) {
    let mut read = read.iter();
    for (wanted, table) in wanted.iter().zip(tables) {
        let cells = |row: &GridRow| row.iter().flatten().cloned().collect::<Vec<_>>();
        let heads: Vec<Vec<String>> = rows(table, &["head"]).iter().map(|row| texts(row)).collect();
        let mut seen: Vec<GridRow> = Vec::new();
        while seen.len() < wanted.len() {
            let part = read.next().unwrap_or_else(|| {
                panic!("{name}.pdf: {} rows of {} of a table", seen.len(), wanted.len())
            });
            let next = cells(&wanted[seen.len()]);
            let repeated = if seen.is_empty() {
                0
            } else {
                part.iter()
                    .take_while(|row| cells(row) != next && heads.contains(&cells(row)))
                    .count()
            };
            // A label that goes on in this part says so.
            let is_new = |cell: &String| seen.is_empty() || !goes_on(cell);
            let cell = |cell: &Option<String>| cell.clone().filter(is_new);
            let more: Vec<GridRow> =
                part[repeated..].iter().map(|row| row.iter().map(cell).collect()).collect();
            seen.extend(more);
        }
        if seen.iter().all(|row| row.len() == wanted[0].len()) {
            assert_eq!(wanted, &seen, "{name}.pdf: table");
        } else {
            let reduce = |rows: &[GridRow]| rows.iter().map(cells).collect::<Vec<_>>();
            assert_eq!(reduce(wanted), reduce(&seen), "{name}.pdf: table over two pages");
        }
    }
    assert!(read.next().is_none(), "{name}.pdf: a table more than in the tree");
}

/// Every line in its order; what is left over is the text of the tables, whose cells a page draws
/// in an order of its own.
fn pdf_text(name: &str, tree: &Value, read: &str) {
    let mut read = read.to_owned();
    for number in 1..=list(tree, "notes").len() as u64 {
        let text = format!("{number}{}", note(tree, number));
        assert!(read.contains(&text), "{name}.pdf: note {text}");
        read = read.replacen(&text, "", 1);
    }
    let mut rest = String::new();
    // Text may run on before a picture or a chart, and past it onto the page that it heads.
    let mut captions = Vec::new();
    for it in [all(tree, "figure"), all(tree, "chart")].concat() {
        let caption = squeeze(it["caption"].as_str().unwrap_or_default());
        let words = if it["kind"] == "chart" { drawn(it) } else { String::new() };
        rest.push_str(&take_out(&mut read, &words, &caption));
        captions.push(caption);
    }
    let mut after = read.as_str();
    for line in PDF.lines(tree, false).iter().filter(|line| !captions.contains(line)) {
        let at = after
            .find(line)
            .unwrap_or_else(|| panic!("{name}.pdf: “{line}” is not where it should be"));
        rest.push_str(&after[..at]);
        after = &after[at + line.len()..];
    }
    rest.push_str(after);
    let heads: Vec<String> = tables(tree)
        .iter()
        .flat_map(|table| rows(table, &["head"]))
        .map(|row| texts(row).concat())
        .collect();
    let mut cells: String = tables(tree)
        .iter()
        .flat_map(|table| rows(table, &["head", "body"]))
        .flat_map(texts)
        .collect();
    cells.extend(all(tree, "chart").into_iter().map(drawn));
    let (mut rest, cells): (Vec<char>, Vec<char>) =
        (rest.chars().collect(), cells.chars().collect());
    rest.sort_unstable();
    // What repeats on the next page is there twice: heads, and a label that goes on.
    let mut repeated: String = heads.concat();
    repeated.extend(["三、本年度办理结果（续）", "（三）不予公开（续）"]);
    let mut repeated: Vec<char> = repeated.chars().collect();
    for wanted in &cells {
        let at = rest.binary_search(wanted);
        let at = at.unwrap_or_else(|_| panic!("{name}.pdf: {wanted} of a table is missing"));
        rest.remove(at);
    }
    for left in rest {
        let at = repeated.iter().position(|c| *c == left);
        repeated.remove(at.unwrap_or_else(|| panic!("{name}.pdf: {left} is not in the tree")));
    }
}

/// Takes a caption out of what was read, with the words of its chart, in any order, before it.
fn take_out(read: &mut String, words: &str, caption: &str) -> String {
    let sorted = |text: &str| {
        let mut chars: Vec<char> = text.chars().collect();
        chars.sort_unstable();
        chars
    };
    let count = words.chars().count();
    for (at, _) in read.match_indices(caption) {
        let begin = read[..at].char_indices().rev().take(count).last().map_or(at, |(at, _)| at);
        if sorted(&read[begin..at]) == sorted(words) {
            let taken = read[begin..at].to_owned();
            read.replace_range(begin..at + caption.len(), "");
            return taken;
        }
    }
    panic!("“{caption}” and what stands above it are not there")
}

#[test]
fn mupdf_and_pypdf_read_every_paragraph_and_cell() {
    for fixture in fixtures().into_iter().chain([turned()]) {
        let out = build(&fixture, &["--to", "pdf,json"]);
        let file = |extension: &str| out.path().join(format!("{}.{extension}", name(&fixture)));
        let tree: Value =
            serde_json::from_str(&std::fs::read_to_string(file("json")).expect("the tree"))
                .expect("JSON");
        let pdf = file("pdf");
        let pdf = pdf.to_str().expect("UTF-8");
        let script = root().join("tests/outside/text.py");
        let readers = [
            ("MuPDF", tool(Path::new("mutool"), &["draw", "-q", "-F", "txt", "-o", "-", pdf])),
            (
                "pypdf",
                tool(&tools().join("venv/bin/python"), &[script.to_str().expect("UTF-8"), pdf]),
            ),
        ];
        let cells = tables(&tree)
            .iter()
            .flat_map(|table| rows(table, &["head", "body"]))
            .flat_map(texts)
            .collect::<Vec<_>>();
        for (reader, text) in readers {
            let pages: Vec<String> = text.split(['\u{c}']).map(squeeze).collect();
            let whole = without_numbers(&pages.concat());
            for line in PDF.lines(&tree, false).iter().chain(&cells).filter(|line| !line.is_empty())
            {
                // A list's mark and a note's number stand where the reader sees them.
                let bare: String = line
                    .trim_start_matches(['•', '–', '·', '.'])
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .trim_start_matches('.')
                    .to_owned();
                assert!(
                    whole.contains(line) || whole.contains(&bare),
                    "{reader} {}: {line}",
                    name(&fixture)
                );
            }
        }
    }
}

/// Text without page numbers, which stand between the halves of a paragraph that goes over the
/// page.
fn without_numbers(text: &str) -> String {
    let mut text = text.to_owned();
    for page in 1..40 {
        text = text.replace(&format!("—{page}—"), "");
    }
    text
}
