//! The document tree of every fixture, as an outline that a person can read beside the form.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::Value;

use crate::bench::{build, fixtures, golden, name, root};

#[test]
fn the_tree_is_as_its_golden_says() {
    for fixture in fixtures().into_iter().chain([turned()]) {
        let out = build(&fixture, &["--to", "json"]);
        let text = std::fs::read_to_string(out.path().join(format!("{}.json", name(&fixture))))
            .expect("the tree");
        let tree: Value = serde_json::from_str(&text).expect("the tree in JSON");
        golden(&format!("tree/{}.txt", name(&fixture)), &outline(&tree));
    }
}

/// A report whose wide tables stand first and last, behind a run-in heading, and side by side. It
/// is no fixture: LibreOffice saves the anchor of a paragraph before a turned page in another one.
pub fn turned() -> PathBuf {
    root().join("fixtures/blocks/turned-2024")
}

#[test]
fn totals_left_out_are_computed_and_amounts_stay_as_written() {
    let out = build(&root().join("fixtures/markdown-2022"), &["--to", "json"]);
    let tree = std::fs::read_to_string(out.path().join("markdown-2022.json")).expect("the tree");
    let tree: Value = serde_json::from_str(&tree).expect("the tree in JSON");
    let number = |path: &str| find(&tree, path).unwrap_or_else(|| panic!("{path} is in the tree"));
    assert_eq!(number("applications.received.total"), "485");
    assert_eq!(number("applications.outcomes.total.total"), "481");
    assert_eq!(number("applications.carried_over.total"), "23");
    assert_eq!(number("disclosure.fees.amount"), "96171.60");
}

/// The text of the cell that holds the number at `path`.
fn find(value: &Value, path: &str) -> Option<String> {
    match value {
        Value::Object(map) if map.get("path").and_then(Value::as_str) == Some(path) => {
            Some(plain(&map["content"]))
        }
        Value::Object(map) => map.values().find_map(|value| find(value, path)),
        Value::Array(list) => list.iter().find_map(|value| find(value, path)),
        _ => None,
    }
}

pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text of inlines, notes and breaks left out.
pub fn plain(content: &Value) -> String {
    let piece = |inline: &Value| match inline["kind"].as_str() {
        Some("text" | "bound") => inline["text"].as_str().unwrap_or_default().to_owned(),
        Some("note" | "break") => String::new(),
        _ => plain(&inline["content"]),
    };
    content.as_array().map_or(&[][..], Vec::as_slice).iter().map(piece).collect()
}

/// The blocks of a tree one by one: those on turned pages too, a run-in heading and its paragraph
/// as two.
pub fn blocks(tree: &Value) -> Vec<Value> {
    list(tree, "blocks").iter().flat_map(unfolded).collect()
}

/// Every block of a kind, in lists and on turned pages too.
pub fn all<'a>(tree: &'a Value, kind: &str) -> Vec<&'a Value> {
    fn collect<'a>(blocks: &'a [Value], kind: &str, found: &mut Vec<&'a Value>) {
        for block in blocks {
            found.extend((block["kind"] == kind).then_some(block));
            collect(list(block, "blocks"), kind, found);
            let items = list(block, "items").iter().filter_map(Value::as_array);
            items.for_each(|item| collect(item, kind, found));
        }
    }
    let mut found = Vec::new();
    collect(list(tree, "blocks"), kind, &mut found);
    found
}

fn unfolded(block: &Value) -> Vec<Value> {
    let of_kind = |kind: &str| {
        let mut part = block[kind].clone();
        part["kind"] = kind.into();
        part
    };
    match block["kind"].as_str() {
        Some("run-in") => vec![of_kind("heading"), of_kind("paragraph")],
        Some("turned") => blocks(block),
        _ => vec![block.clone()],
    }
}

/// A tree as a person reads it; numbers that are bound look like typed ones.
pub fn outline(tree: &Value) -> String {
    let mut text = format!("{}\n", tree["meta"]);
    for line in list(&tree["title"], "lines") {
        writeln!(text, "= {}", line.as_str().unwrap_or_default()).expect("writing to memory");
    }
    blocks(tree).iter().for_each(|block| outline_block(&mut text, block, 0));
    for (index, note) in list(tree, "notes").iter().enumerate() {
        writeln!(text, "note {}", index + 1).expect("writing to memory");
        note.as_array().into_iter().flatten().for_each(|block| outline_block(&mut text, block, 1));
    }
    for line in tree.get("signature").map_or(&[][..], |signature| list(signature, "lines")) {
        let right = line["right_milli_em"].as_u64().unwrap_or_default() as f64 / 1000.0;
        writeln!(text, "> {} ({right:?})", line["text"].as_str().unwrap_or_default())
            .expect("writing to memory");
    }
    text
}

fn outline_block(text: &mut String, block: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    let line = match block["kind"].as_str().unwrap_or_default() {
        "heading" => {
            let marks = "#".repeat(block["level"].as_u64().unwrap_or_default() as usize);
            format!(
                "{marks} {}{}",
                block["number"].as_str().unwrap_or_default(),
                marked(&block["content"])
            )
        }
        "paragraph" => marked(&block["content"]),
        "remark" => format!("注 {}", marked(&block["content"])),
        "figure" => format!(
            "figure {} {} {} {}",
            block["path"], block["pixels"], block["alt"], block["caption"]
        ),
        "chart" => format!(
            "chart {} {} {}",
            block["chart"],
            block["alt"],
            list(block, "categories")[0]["parts"]
        ),
        "list" => format!("list {}", block.get("start").unwrap_or(&Value::Null)),
        "table" => {
            format!("table {} {} {}", block["shares"], block["keep_whole"], block["summary"])
        }
        other => panic!("an unknown block {other}"),
    };
    writeln!(text, "{indent}{line}").expect("writing to memory");
    for item in list(block, "items") {
        writeln!(text, "{indent}-").expect("writing to memory");
        item.as_array()
            .into_iter()
            .flatten()
            .for_each(|block| outline_block(text, block, depth + 1));
    }
    for group in list(block, "groups") {
        for (part, mark) in [("head", "!"), ("body", "|")] {
            for row in list(group, part) {
                let slots: Vec<String> = list(row, "slots").iter().map(slot).collect();
                writeln!(text, "{indent}{mark} {}", slots.join(" | ")).expect("writing to memory");
            }
        }
    }
}

fn slot(slot: &Value) -> String {
    let (across, down) =
        (slot["colspan"].as_u64().unwrap_or(1), slot["rowspan"].as_u64().unwrap_or(1));
    let spans =
        if (across, down) == (1, 1) { String::new() } else { format!(" [{across}×{down}]") };
    match slot["kind"].as_str() {
        Some("covered") => {
            format!("^{}", if across > 1 { format!(" [{across}]") } else { String::new() })
        }
        _ => marked(&slot["content"]) + &spans,
    }
}

/// Inlines with marks for what is not plain text.
fn marked(content: &Value) -> String {
    let piece = |inline: &Value| match inline["kind"].as_str() {
        Some("text" | "bound") => inline["text"].as_str().unwrap_or_default().to_owned(),
        Some("strong") => format!("**{}**", marked(&inline["content"])),
        Some("emph") => format!("*{}*", marked(&inline["content"])),
        Some("link") => format!(
            "[{}]({})",
            marked(&inline["content"]),
            inline["url"].as_str().unwrap_or_default()
        ),
        Some("note") => format!("[^{}]", inline["index"].as_u64().unwrap_or_default() + 1),
        _ => "/".to_owned(),
    };
    content.as_array().map_or(&[][..], Vec::as_slice).iter().map(piece).collect()
}
