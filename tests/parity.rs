//! text(PDF) = text(DOCX) = text(tree), tables cell by cell, as readers that are not ours see them.

use std::path::Path;

use serde_json::Value;

use crate::bench::{build, fixtures, name, root};
use crate::outside::{read_back, tool, tools};
use crate::tree::{all, blocks, list, plain, turned};

/// A row of a table on its whole grid: the text of each cell at its first place, none where a span
/// covers the place.
pub type GridRow = Vec<Option<String>>;

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

        assert_eq!(wanted, read_tables(&docx), "{name}.docx: tables");
        pdf_tables(name, &wanted, &tables(&tree), &read_tables(&pdf));
        assert_eq!(
            docx_text(&tree),
            docx["text"].as_str().unwrap_or_default(),
            "{name}.docx: text"
        );
        pdf_text(name, &tree, pdf["text"].as_str().unwrap_or_default());
    }
}

pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub fn tables(tree: &Value) -> Vec<&Value> {
    all(tree, "table")
}

pub fn rows<'a>(table: &'a Value, parts: &'a [&str]) -> Vec<&'a Value> {
    list(table, "groups")
        .iter()
        .flat_map(|group| parts.iter().flat_map(|part| list(group, part)))
        .collect()
}

pub fn grid(table: &Value) -> Vec<GridRow> {
    let grid_row = |row: &&Value| {
        let mut cells = GridRow::new();
        for slot in list(row, "slots") {
            cells.push((slot["kind"] == "cell").then(|| squeeze(&plain(&slot["content"]))));
            cells.extend(std::iter::repeat_n(
                None,
                slot["colspan"].as_u64().unwrap_or(1) as usize - 1,
            ));
        }
        cells
    };
    rows(table, &["head", "body"]).iter().map(grid_row).collect()
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
            let goes_on = |cell: &String| !seen.is_empty() && cell.ends_with("（续）");
            let cell = |cell: &Option<String>| cell.clone().filter(|cell| !goes_on(cell));
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

fn texts(row: &Value) -> Vec<String> {
    list(row, "slots")
        .iter()
        .filter(|slot| slot["kind"] == "cell")
        .map(|slot| squeeze(&plain(&slot["content"])))
        .collect()
}

/// How a reader gives the parts of a text that are not plain.
struct Reader {
    /// What stands for item `index` (from 0) of a list.
    mark: fn(list: &Value, index: u64) -> String,
    /// What stands for the mark of note `number`.
    note: fn(number: u64) -> String,
    /// Whether a note's text follows the paragraph that names it.
    notes_follow: bool,
}

const DOCX: Reader =
    Reader { mark: |_, _| String::new(), note: |_| String::new(), notes_follow: true };
const PDF: Reader = Reader {
    mark: |list, index| {
        let number = list["start"].as_u64().unwrap_or_default() + index;
        list["setting"]["mark"].as_str().unwrap_or_default().replace("{n}", &number.to_string())
    },
    note: |number| number.to_string(),
    notes_follow: false,
};

impl Reader {
    /// The lines of text of a block, tables left out where `table` is off.
    fn block(&self, tree: &Value, block: &Value, table: bool, lines: &mut Vec<String>) {
        match block["kind"].as_str().unwrap_or_default() {
            "heading" => lines.push(
                squeeze(block["number"].as_str().unwrap_or_default())
                    + &squeeze(&plain(&block["content"])),
            ),
            "paragraph" | "remark" => {
                let mut named = Vec::new();
                lines.push(squeeze(&self.inlines(&block["content"], &mut named)));
                for number in named.iter().filter(|_| self.notes_follow) {
                    lines.push(note(tree, *number));
                }
            }
            "list" => {
                for (index, item) in list(block, "items").iter().enumerate() {
                    let first = lines.len();
                    item.as_array()
                        .into_iter()
                        .flatten()
                        .for_each(|block| self.block(tree, block, table, lines));
                    lines[first] = (self.mark)(block, index as u64) + &lines[first];
                }
            }
            "figure" | "chart" => {
                lines.push(squeeze(block["caption"].as_str().unwrap_or_default()))
            }
            "table" if table => {
                lines.extend(rows(block, &["head", "body"]).iter().flat_map(|row| texts(row)))
            }
            _ => {}
        }
    }

    fn inlines(&self, content: &Value, named: &mut Vec<u64>) -> String {
        let mut text = String::new();
        for inline in content.as_array().into_iter().flatten() {
            match inline["kind"].as_str() {
                Some("text" | "bound") => {
                    text.push_str(inline["text"].as_str().unwrap_or_default())
                }
                Some("break") => {}
                Some("note") => {
                    let number = inline["index"].as_u64().unwrap_or_default() + 1;
                    named.push(number);
                    text.push_str(&(self.note)(number));
                }
                _ => text.push_str(&self.inlines(&inline["content"], named)),
            }
        }
        text
    }

    fn lines(&self, tree: &Value, table: bool) -> Vec<String> {
        let mut lines: Vec<String> = list(&tree["title"], "lines")
            .iter()
            .map(|line| squeeze(line.as_str().unwrap_or_default()))
            .collect();
        blocks(tree).iter().for_each(|block| self.block(tree, block, table, &mut lines));
        let signature = tree.get("signature").map_or(&[][..], |signature| list(signature, "lines"));
        lines.extend(
            signature.iter().map(|line| squeeze(line["text"].as_str().unwrap_or_default())),
        );
        lines
    }
}

/// The text of note `number`.
fn note(tree: &Value, number: u64) -> String {
    let blocks = list(tree, "notes")[number as usize - 1].as_array().map_or(&[][..], Vec::as_slice);
    blocks.iter().map(|block| squeeze(&plain(&block["content"]))).collect()
}

fn docx_text(tree: &Value) -> String {
    DOCX.lines(tree, true).concat()
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

/// The words and numbers in a chart, which a DOCX shows as a picture: names, numbers, and the years
/// where there are two.
fn drawn(chart: &Value) -> String {
    let text = |value: &Value| squeeze(value.as_str().unwrap_or_default());
    let mut words = String::new();
    for category in list(chart, "categories") {
        words.push_str(&text(&category["label"]));
        words.extend(list(category, "values").iter().map(text));
        words.extend(category["percent"].as_u64().map(|percent| format!("（{percent}%）")));
    }
    if list(chart, "series").len() > 1 {
        words.extend(list(chart, "series").iter().map(text));
    }
    words
}
