//! What is larger, longer or later than any report has is told where it stands, and hurts nobody.

use std::path::Path;

use nianbao::files::{load_layouts, read_folder};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::Layouts;
use nianbao::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use nianbao::{PrepareOptions, prepare};

use crate::bench::{copy_report, root, run};
use crate::outside::tool;

struct Desk {
    layouts: Layouts,
    fonts: Fonts,
    folder: Folder,
}

impl Desk {
    fn new() -> Desk {
        let layouts = load_layouts(&[]).expect("the built-in layouts");
        let folder = read_folder(&root().join("fixtures/gzjkq-2021")).expect("a fixture");
        Desk { layouts, fonts: Fonts::new(FoundFonts::default()), folder }
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.folder.files[name].to_vec()).expect("text")
    }

    /// What is told where a file of the folder is another: code, line and column.
    fn told(&self, name: &str, text: &str) -> Vec<(String, usize, usize)> {
        let mut folder = self.folder.clone();
        folder.files.insert(name.to_owned(), text.as_bytes().into());
        let options = PrepareOptions::default();
        let prepared = prepare(&folder, None, &self.layouts, &self.fonts, options);
        let told = prepared.findings.iter().map(|finding| {
            let place = finding.location.as_ref();
            let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
            (finding.code.to_string(), line, column)
        });
        told.collect()
    }
}

/// The keys of all numbers of a style.
fn numbers(table: &toml::Table, path: &str, found: &mut Vec<String>) {
    for (key, value) in table {
        let path = format!("{path}{key}");
        match value {
            toml::Value::Table(inner) => numbers(inner, &format!("{path}."), found),
            toml::Value::Integer(_) | toml::Value::Float(_) => found.push(path),
            _ => {}
        }
    }
}

#[test]
fn no_number_of_a_style_goes_beyond_a_page() {
    let desk = Desk::new();
    let layout = desk.layouts.newest().expect("a layout");
    let mut keys = Vec::new();
    let style: toml::Table = layout.style.clone();
    numbers(&style, "", &mut keys);
    assert!(keys.len() > 40, "{keys:?}");
    for key in keys {
        for value in ["-1", "1e39", "4294967296", "-1e39", "nan", "inf", "9223372036854775807"] {
            let told = desk.told(STYLE_TOML, &format!("{key} = {value}\n"));
            let code = told.first().map(|(code, line, _)| (code.as_str(), *line));
            assert!(told.len() == 1, "{key} = {value}: {told:?}");
            assert_eq!(code, Some(("style-value", 1)), "{key} = {value}");
        }
    }
}

/// typst sets what leaves no room for a note on its page twice.
#[test]
fn a_chart_as_high_as_its_page_leaves_room_for_a_note() {
    for lines in [5, 21, 22, 23, 100] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("r");
        copy_report("government-2024", &folder);
        let style = format!("[figure]\nlines_max = {lines}\n");
        std::fs::write(folder.join(STYLE_TOML), style).expect("a style");
        let chart = "    ```chart\n    kind = \"column\"\n    caption = \"图1 独此一图\"\n    \
            data = \"applications.received\"\n    ```";
        let text = format!(
            "# 总体情况\n\n- 外。\n\n  - 内。\n\n{chart}\n\n  尾。[^1]\n\n\
            # 存在的主要问题及改进情况\n\n没有。\n\n# 其他需要报告的事项\n\n没有。\n\n[^1]: 注。\n"
        );
        std::fs::write(folder.join("narrative.md"), text).expect("a text");
        let (status, _, said) = run(place.path(), &["build", "r", "--to", "pdf", "-o", "out"]);
        assert_eq!(status, 0, "{lines}: {said}");
        let file = place.path().join("out/r.pdf");
        let drawn = tool(Path::new("pdftotext"), &[file.to_str().expect("UTF-8"), "-"]);
        assert_eq!(drawn.matches("独此一图").count(), 1, "{lines}: {drawn}");
    }
}

#[test]
fn what_is_no_colour_is_told() {
    let desk = Desk::new();
    for value in ["FFE69", "#FFE699", "red", "gg0000", "FFE6990", ""] {
        for text in [
            format!("table.marked = \"{value}\"\n"),
            format!("figure.tones = [\"1F4E79\", \"{value}\"]\n"),
        ] {
            let told = desk.told(STYLE_TOML, &text);
            let code = told.first().map(|(code, line, _)| (code.as_str(), *line));
            assert_eq!(code, Some(("style-value", 1)), "{text}");
        }
    }
    assert_eq!(desk.told(STYLE_TOML, "table.marked = \"ffe699\"\n"), []);
}

#[test]
fn what_breaks_no_unit_from_its_number_is_told_or_built() {
    for units in ["", " ", "[", "(", "\\\\", "a|b", ".*"] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("r");
        copy_report("gzjkq-2021", &folder);
        let style = format!("[breaking]\nunits = \"{units}\"\n");
        std::fs::write(folder.join(STYLE_TOML), style).expect("a style");
        let (status, _, said) = run(place.path(), &["build", "r", "--to", "pdf,docx"]);
        let told = said.contains("[style-value]") && said.contains("style.toml:2");
        assert!(status == 0 || told, "{units:?}: {said}");
    }
}

#[test]
fn names_texts_and_years_have_their_bounds() {
    let desk = Desk::new();
    let json = desk.text(REPORT_JSON);
    let line = |key: &str| json.lines().position(|line| line.contains(key)).expect("a key") + 1;
    let with = |key: &str, value: &str| {
        let mut report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        *report.pointer_mut(key).expect("a key") = value.into();
        desk.told(REPORT_JSON, &serde_json::to_string_pretty(&report).expect("JSON"))
    };
    let long = |count| "甲".repeat(count);
    for (key, value) in [
        ("/agency", long(101)),
        ("/agency", long(20_000)),
        ("/contact/address", long(501)),
        ("/website/name", long(100_000)),
    ] {
        let told = with(key, &value);
        assert_eq!(told.len(), 1, "{key}: {told:?}");
        assert_eq!(told[0].0, "json-type", "{key}: {told:?}");
    }
    for year in ["9999", "2100", "1948", "0", "-1", "20211", "1e3"] {
        let told = desk
            .told(REPORT_JSON, &json.replacen("\"year\": 2021", &format!("\"year\": {year}"), 1));
        assert!(!told.is_empty() && told[0].1 == line("\"year\""), "{year}: {told:?}");
    }
}

#[test]
fn a_character_without_a_glyph_is_told_once_a_place() {
    let desk = Desk::new();
    let text = desk.text(NARRATIVE_MD);
    // In a heading, stressed, in a table and a note: each is set in faces of its own.
    let typed = "### \u{10000}题\n\n**\u{10001}**文[^z]。\n\n\
                 | \u{10002} |\n|---|\n| 甲 |\n\n[^z]: \u{10003}注。\n";
    let below = "## 主动公开\n\n";
    let told = desk.told(NARRATIVE_MD, &text.replacen(below, &format!("{below}{typed}\n"), 1));
    let first = text[..text.find(below).expect("a heading")].lines().count() + 3;
    let glyphs: Vec<(usize, usize)> = told
        .iter()
        .filter(|(code, _, _)| code == "glyph-missing")
        .map(|(_, line, column)| (line - first, *column))
        .collect();
    assert_eq!(glyphs, [(0, 5), (2, 3), (4, 3), (8, 7)], "{told:?}");
}

#[test]
fn what_stands_behind_an_unclosed_binding_has_its_place() {
    let desk = Desk::new();
    let text = desk.text(NARRATIVE_MD);
    let told =
        desk.told(NARRATIVE_MD, &format!("{text}\n甲{{{{ x 乙\n丙{{{{ foo }}}}丁\u{10000}\n"));
    let last = text.lines().count() + 3;
    let wanted = [
        ("binding-syntax", last - 1, 2),
        ("binding-unknown", last, 5),
        ("glyph-missing", last, 12),
    ];
    let wanted = wanted.map(|(code, line, column)| (code.to_owned(), line, column));
    assert_eq!(told, wanted);
}
