//! The way back of the text, over all fixtures and over random Markdown.

use std::sync::LazyLock;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;

use nianbao::document::{Block, Inline};
use nianbao::files::{load_layouts, read_folder};
use nianbao::layout::Layouts;
use nianbao::prose::{PassageKind, Prose};
use nianbao::reader::{Folder, NARRATIVE_MD, read};

use crate::bench::root;

static LAYOUTS: LazyLock<Layouts> =
    LazyLock::new(|| load_layouts(&[]).expect("the built-in layouts"));

/// A good report with this text.
fn with_text(text: &str) -> Folder {
    static REPORT: LazyLock<Folder> =
        LazyLock::new(|| read_folder(&root().join("fixtures/markdown-2022")).expect("a fixture"));
    let mut folder = REPORT.clone();
    folder.files.insert(NARRATIVE_MD.to_owned(), text.as_bytes().into());
    folder
}

fn prose(folder: &Folder) -> Prose {
    read(folder, None, &LAYOUTS).report.expect("a report").0.prose
}

/// Fails where a character of the text was not typed where it is said to have been.
fn prove(prose: &Prose) -> Result<(), TestCaseError> {
    let source = prose.source().text();
    for passage in prose.passages() {
        let mut last = 0;
        for (at, c) in prose.text()[passage.text.clone()].char_indices() {
            let range = passage.text.start + at..passage.text.start + at + c.len_utf8();
            let place = prose.source_of(range.clone());
            let written = &source[place.clone()];
            let told = || format!("{c:?} of {passage:?} is {written:?} at {place:?} in {source:?}");
            let right = match prose.has_bound(&range) {
                true => written.starts_with("{{") && written.ends_with("}}"),
                false => is_written_as(c, written),
            };
            prop_assert!(right, "{}", told());
            prop_assert!(place.start >= last, "backwards: {}", told());
            prop_assert!(passage.source.start <= place.start, "before its passage: {}", told());
            prop_assert!(place.end <= passage.source.end, "behind its passage: {}", told());
            last = place.start;
        }
    }
    Ok(())
}

fn is_written_as(c: char, written: &str) -> bool {
    // What can't be calculated is told and left out.
    let left_out = written.find("{{").map(|at| at..written.rfind("}}").unwrap_or(at) + 2);
    let mut written = written.to_owned();
    written.drain(left_out.unwrap_or(0..0));
    written.chars().eq([c])
        || written.strip_prefix('\\').is_some_and(|rest| rest.chars().eq([c]))
        || (c.is_whitespace()
            && written.trim_matches(['\\', ' ', '\t', '\n', '\u{3000}']).is_empty())
        || (written.starts_with('&') && decoded(&written).contains(c))
}

/// An entity as comrak reads it.
fn decoded(entity: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, entity, &Options::default());
    let texts = root.descendants().map(|node| match &node.data().value {
        NodeValue::Text(text) => text.to_string(),
        _ => String::new(),
    });
    texts.collect()
}

#[test]
fn each_character_of_the_fixtures_leads_back_to_where_it_was_typed() {
    let root = root().join("fixtures");
    let folders = std::fs::read_dir(&root)
        .expect("fixtures")
        .chain(std::fs::read_dir(root.join("errors")).expect("fixtures"));
    let mut seen = 0;
    for folder in folders.filter_map(|entry| read_folder(&entry.expect("a folder").path()).ok()) {
        let Some((report, _, _)) = read(&folder, None, &LAYOUTS).report else { continue };
        prove(&report.prose).unwrap_or_else(|fault| panic!("{}: {fault}", folder.name));
        seen += report.prose.text().len();
    }
    assert!(seen > 50_000, "only {seen} bytes were looked at");
}

#[test]
fn a_heading_may_be_spelled_in_any_valid_way() {
    for heading in [
        "# 总体情况",
        " # 总体情况",
        "   # 总体情况",
        "#\t总体情况",
        "#   总体情况   ",
        "# 总体情况 #",
        "# 总体情况 ###",
        "# **总体情况**",
        "# *总体情况*",
        "# 一、总体情况",
        "# **一、总体情况**",
        "# （一） 总体情况",
        "# 总体&#24773;况",
        "#\u{20}\u{3000}总体情况",
    ] {
        let prose = prose(&with_text(&format!("引言。\n\n{heading}\n\n全年公开。\n")));
        let section = prose.section("overview").unwrap_or_else(|| panic!("{heading:?} is one"));
        assert_eq!(&prose.text()[section.text.clone()], "全年公开。", "{heading:?}");
        assert_eq!(prose.passages()[1].kind, PassageKind::Heading(1));
        assert_eq!(&prose.text()[prose.passages()[1].text.clone()], "总体情况", "{heading:?}");
        let written = &prose.source().text()[section.heading.clone()];
        assert_eq!(written.trim(), heading.trim(), "{heading:?}");
        let part = prose.part(Some("overview")).expect("the section");
        assert_eq!((part.text(), part.heading().line), ("全年公开。", 3));
        prove(&prose).expect("all of it leads back");
    }
}

#[test]
fn rules_see_what_is_printed() {
    let text = r#"# 总体情况

全年 **收到**申请{{ applications.received.total }} 件，[12 件](http://example.gov.cn/34)\*已
答复[^a]。

[^a]: 含{{ 1 + 1 }}件。

```chart
kind = "column"
caption = "申请 {{ 1 + 2 }} 件"
data = ["applications.received.total", "applications.carried_in.total"]
```

- 其中：
- 甲3件；
- 乙4件。完

| 一 | 二 |
|---|---|
| a\|b | **5**\|6 |
"#;
    let prose = prose(&with_text(text));
    let kinds: Vec<(&str, PassageKind)> = prose
        .passages()
        .iter()
        .map(|passage| (&prose.text()[passage.text.clone()], passage.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("总体情况", PassageKind::Heading(1)),
            ("全年 收到申请485件，12件*已答复。", PassageKind::Paragraph),
            ("申请 3 件", PassageKind::Chart),
            ("其中：", PassageKind::Paragraph),
            ("甲3件；", PassageKind::Paragraph),
            ("乙4件。完", PassageKind::Paragraph),
            ("一", PassageKind::Cell),
            ("二", PassageKind::Cell),
            ("a|b", PassageKind::Cell),
            ("5|6", PassageKind::Cell),
            ("含2件。", PassageKind::Note),
        ]
    );
    let part = prose.part(Some("overview")).expect("the section");
    let sentences: Vec<&str> = part.sentences().map(|(_, sentence)| sentence).collect();
    assert_eq!(
        sentences,
        [
            "全年收到申请485件，12件*已答复。",
            "申请3件",
            "其中：甲3件；乙4件。",
            "完",
            "一",
            "二",
            "a|b",
            "5|6",
            "含2件。"
        ]
    );
    let bound: Vec<&str> = prose.bound().iter().map(|bound| bound.expression.as_str()).collect();
    assert_eq!(bound, ["applications.received.total", "1 + 2", "1 + 1"]);
    assert_eq!(prose.links()[0].url, "http://example.gov.cn/34");
    prove(&prose).expect("all of it leads back");
}

#[test]
fn each_piece_of_the_tree_knows_what_it_was_typed_as() {
    let text = "# 总体情况\n\n| a\\|b **c** [d*e*](http://f.g)[^h] {{ 1 }} |\n|---|\n| 无 |\n\n\
                甲  \n**乙*{{ 2 }}*** \\* &lt;\n\n[^h]: 丙**丁**\n";
    let (report, _, _) = read(&with_text(text), None, &LAYOUTS).report.expect("a report");
    let tree = format!("{:?}", report.narrative);
    assert!(tree.contains("Bound"), "bound numbers are pieces of their own");
    let mut pieces = Vec::new();
    let Block::Table(table) = &report.narrative.sections["overview"][0] else { panic!("a table") };
    let cell = table.grid.cells().next().expect("a cell");
    collect(&cell.content, report.prose.source().text(), &mut pieces);
    let Block::Paragraph(paragraph) = &report.narrative.sections["overview"][1] else {
        panic!("a paragraph")
    };
    collect(&paragraph.content, report.prose.source().text(), &mut pieces);
    let Block::Paragraph(note) = &report.narrative.notes[0][0] else { panic!("a paragraph") };
    collect(&note.content, report.prose.source().text(), &mut pieces);
    assert_eq!(
        pieces,
        [
            "a\\|b ",
            "**c**",
            "c",
            " ",
            "[d*e*](http://f.g)",
            "d",
            "*e*",
            "e",
            "[^h]",
            " ",
            "{{ 1 }}",
            "甲",
            "  \n",
            "**乙*{{ 2 }}***",
            "乙",
            "*{{ 2 }}*",
            "{{ 2 }}",
            " \\* &lt;",
            "丙",
            "**丁**",
            "丁",
        ]
    );
}

/// What the pieces of a paragraph were typed as.
fn collect<'t>(content: &[Inline], text: &'t str, pieces: &mut Vec<&'t str>) {
    for inline in content {
        pieces.push(&text[inline.source()]);
        if let Inline::Strong { content, .. }
        | Inline::Emph { content, .. }
        | Inline::Link { content, .. } = inline
        {
            collect(content, text, pieces);
        }
    }
}

#[test]
fn what_stands_below_link_definitions_is_found_too() {
    let prose = prose(&with_text("[a]: http://u.cn\n[b]: http://v.cn\n甲**乙**\n丙{{ 1 }}\n"));
    assert_eq!(prose.text(), "甲乙丙1");
    prove(&prose).expect("all of it leads back");
}

const CHART: &str = r#"
```chart
kind = "pie"
caption = "甲 \"{{ 2 }}\""
data = "applications.received"
```
"#;

/// What Markdown is made of, and what people make of it.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "甲",
        "乙丙",
        "a",
        "b c",
        "**",
        "*",
        "_",
        "`",
        "[",
        "]",
        "(http://a.b)",
        "\\*",
        "\\|",
        "|",
        "\n",
        "\n\n",
        "  \n",
        "\\\n",
        "&amp;",
        "&lt;",
        "&x;",
        "&",
        "# ",
        "## ",
        " #",
        "- ",
        "1. ",
        "> ",
        "| a | b |\n|---|---|\n",
        "| ",
        "    ",
        "\t",
        "[^1]",
        "\n[^1]: 注\n",
        "<http://x.y>",
        "<b>",
        "。",
        "，",
        "12",
        "3.5",
        "\u{3000}",
        "[a]: /u\n",
        "~",
        "---\n",
        "```\n",
        "  ",
        "{{ applications.received.total }}",
        "{{ 1 }}",
        "{{",
        "}}",
        "\n# 总体情况\n\n",
        "\\",
        CHART,
        "![x](figures/platform.png \"甲 &lt; {{ 3 }}\\\" 乙\")",
        "&ngE;",
        "\u{1f600}",
        "！",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..<_>::default() })]

    #[test]
    fn each_character_of_random_markdown_leads_back(text in pieces()) {
        let prose = prose(&with_text(&text));
        if !text.contains("[a]: ") {
            prove(&prose)?;
        }
    }
}
