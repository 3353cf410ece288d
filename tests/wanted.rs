//! What readers are to find in a file: the words of its tree in their order, tables on their grids.

use serde_json::Value;

use crate::tree::{all, blocks, list, plain};

/// A row of a table on its whole grid: the text of each cell at its first place, none where a span
/// covers the place.
pub type GridRow = Vec<Option<String>>;

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

/// Whether a cell is the lower part of a label that goes on behind the end of a page.
pub fn goes_on(cell: &str) -> bool {
    cell.ends_with("（续）")
}

/// Rows as a reader of a DOCX gives them, labels whole that are cut there.
pub fn whole(rows: Vec<GridRow>) -> Vec<GridRow> {
    let cell = |cell: Option<String>| cell.filter(|cell| !goes_on(cell));
    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

pub fn texts(row: &Value) -> Vec<String> {
    list(row, "slots")
        .iter()
        .filter(|slot| slot["kind"] == "cell")
        .map(|slot| squeeze(&plain(&slot["content"])))
        .collect()
}

/// How a reader gives the parts of a text that are not plain.
pub struct Reader {
    /// What stands for item `index` (from 0) of a list.
    mark: fn(list: &Value, index: u64) -> String,
    /// What stands for the mark of note `number`.
    note: fn(number: u64) -> String,
    /// Whether a note's text follows the paragraph that names it.
    notes_follow: bool,
}

pub const DOCX: Reader =
    Reader { mark: |_, _| String::new(), note: |_| String::new(), notes_follow: true };
pub const PDF: Reader = Reader {
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

    pub fn lines(&self, tree: &Value, table: bool) -> Vec<String> {
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
pub fn note(tree: &Value, number: u64) -> String {
    let blocks = list(tree, "notes")[number as usize - 1].as_array().map_or(&[][..], Vec::as_slice);
    blocks.iter().map(|block| squeeze(&plain(&block["content"]))).collect()
}

pub fn docx_text(tree: &Value) -> String {
    DOCX.lines(tree, true).concat()
}

/// The words and numbers in a chart, which a DOCX shows as a picture: names, numbers, and the years
/// where there are two.
pub fn drawn(chart: &Value) -> String {
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
