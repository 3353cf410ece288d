//! The web page: what it says is what the tree says, every number has the heads of the form, it
//! needs nothing from elsewhere, and tools that are not ours find nothing wrong with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::bench::{build, fixtures, name, root};
use crate::outside::{tool, tools};
use crate::tree::{blocks, list, plain, turned};
use crate::wanted::{squeeze, tables};

/// The page and the tree of a report.
fn page(fixture: &Path, options: &[&str]) -> (String, Value) {
    let out = build(fixture, &[&["--to", "html,json"], options].concat());
    let read = |end: &str| {
        let file = out.path().join(format!("{}.{end}", name(fixture)));
        std::fs::read_to_string(file).expect("a file that was written")
    };
    (read("html"), serde_json::from_str(&read("json")).expect("the tree in JSON"))
}

fn reports() -> Vec<PathBuf> {
    fixtures().into_iter().chain([turned()]).collect()
}

fn select<'a>(page: &'a Html, what: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(what).expect("a selector")).collect()
}

fn text(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<String>())
}

#[test]
fn the_page_says_what_the_tree_says() {
    for fixture in reports() {
        for options in [&[][..], &["--html-fragment"]] {
            let (html, tree) = page(&fixture, options);
            let page = Html::parse_document(&html);
            let found = select(&page, "h1,h2,h3,h4,h5,p:not(.downloads),li,figcaption");
            let texts: BTreeSet<String> = found.into_iter().map(text).collect();
            let said = |wanted: String| {
                assert!(texts.contains(&wanted), "{fixture:?} {options:?}: {wanted}");
            };
            said(list(&tree["title"], "lines").iter().filter_map(Value::as_str).collect());
            for block in blocks(&tree) {
                match block["kind"].as_str() {
                    Some("heading") => {
                        let number = block["number"].as_str().unwrap_or_default();
                        said(squeeze(&format!("{number}{}", plain(&block["content"]))));
                    }
                    Some("paragraph") if !has_note(&block) => {
                        said(squeeze(&plain(&block["content"])));
                    }
                    Some("figure" | "chart") if block["caption"] != "" => {
                        said(squeeze(block["caption"].as_str().unwrap_or_default()));
                    }
                    _ => (),
                }
            }
            let cells: Vec<String> =
                select(&page, ".region th, .region td, div > table th, div > table td")
                    .into_iter()
                    .map(text)
                    .collect();
            let wanted: Vec<String> =
                cells_of(&tree).iter().map(|cell| squeeze(&plain(&cell["content"]))).collect();
            assert_eq!(cells.len(), wanted.len(), "{fixture:?} {options:?}: cells");
            for (cell, wanted) in cells.iter().zip(&wanted) {
                // A note's mark stands in its cell.
                assert!(cell.starts_with(wanted.as_str()), "{cell} {wanted}");
            }
        }
    }
}

fn has_note(block: &Value) -> bool {
    block.to_string().contains("\"kind\":\"note\"")
}

/// Every cell of the tree's tables.
fn cells_of(tree: &Value) -> Vec<&Value> {
    let parts = ["head", "body"];
    let groups = tables(tree).into_iter().flat_map(|table| list(table, "groups"));
    let rows = groups.flat_map(|group| parts.into_iter().flat_map(|part| list(group, part)));
    rows.flat_map(|row| list(row, "slots")).filter(|slot| slot["kind"] == "cell").collect()
}

/// What a browser tells a screen reader: the heads of a cell are all of its column and all of its
/// row, wherever they stand in the table.
#[test]
fn every_number_has_the_heads_of_the_form() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    for fixture in reports() {
        let (html, tree) = page(&fixture, &[]);
        let id = tree["layout"].as_str().map(str::to_owned);
        let year = tree["meta"]["year"].as_u64().expect("a year") as u16;
        let layout = id.and_then(|id| layouts.get(&id)).or(layouts.for_year(year));
        let layout = layout.expect("an edition");
        let paths: Vec<&str> =
            cells_of(&tree).iter().filter_map(|cell| cell["path"].as_str()).collect();
        let page = Html::parse_document(&html);
        let forms = select(&page, ".form table");
        let heads: Vec<BTreeSet<String>> = forms.into_iter().flat_map(numbers).collect();
        assert_eq!(heads.len(), paths.len(), "{fixture:?}");
        for (path, heads) in paths.iter().zip(&heads) {
            let field = layout.form.fields.iter().find(|field| field.path.as_str() == *path);
            let label = &field.expect("a field of the form").label;
            let wanted: BTreeSet<String> =
                label.row.iter().chain(&label.head).map(|name| squeeze(name)).collect();
            assert!(heads.is_superset(&wanted), "{path}: {heads:?}, not {wanted:?}");
            let foreign: Vec<_> = heads.difference(&wanted).collect();
            assert!(foreign.len() <= 1, "{path}: {foreign:?} beside {wanted:?}");
        }
    }
}

/// The heads of each number of a table, by columns and rows alone.
fn numbers(table: ElementRef<'_>) -> Vec<BTreeSet<String>> {
    let cells = places(table);
    let over =
        |a: &Place, b: &Place| a.columns.start < b.columns.end && b.columns.start < a.columns.end;
    let beside = |a: &Place, b: &Place| a.rows.start < b.rows.end && b.rows.start < a.rows.end;
    let number = |place: &&Place| place.class.as_deref() == Some("number");
    cells
        .iter()
        .filter(number)
        .map(|cell| {
            let heads = cells.iter().filter(|head| match head.scope.as_deref() {
                Some("col") => over(head, cell),
                Some("row") => beside(head, cell),
                _ => false,
            });
            heads.map(|head| head.text.clone()).collect()
        })
        .collect()
}

struct Place {
    columns: std::ops::Range<usize>,
    rows: std::ops::Range<usize>,
    scope: Option<String>,
    class: Option<String>,
    text: String,
}

fn places(table: ElementRef<'_>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let rows = Selector::parse("tr").expect("a selector");
    for (row, cells) in table.select(&rows).enumerate() {
        let mut column = 0;
        for cell in cells.child_elements() {
            let number = |name| cell.attr(name).map_or(1, |it| it.parse().expect("a number"));
            let taken = |column: usize| {
                places.iter().any(|it| it.rows.contains(&row) && it.columns.contains(&column))
            };
            while taken(column) {
                column += 1;
            }
            let (columns, down): (usize, usize) = (number("colspan"), number("rowspan"));
            let attribute = |name| cell.attr(name).map(str::to_owned);
            places.push(Place {
                columns: column..column + columns,
                rows: row..row + down,
                scope: attribute("scope"),
                class: attribute("class"),
                text: text(cell),
            });
            column += columns;
        }
    }
    places
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    for fixture in reports() {
        let (html, _) = page(&fixture, &[]);
        let whole = Html::parse_document(&html);
        let scripts = select(&whole, "script");
        assert!(scripts.iter().all(|it| it.attr("type") == Some("application/ld+json")));
        assert!(select(&whole, "link, iframe, object, embed").is_empty());
        for picture in select(&whole, "[src]") {
            assert!(picture.attr("src").is_some_and(|source| source.starts_with("data:image/")));
        }
        assert!(!html.contains("url("), "a style sheet that asks for files");
        let (html, _) = page(&fixture, &["--html-fragment"]);
        let fragment = Html::parse_fragment(&html);
        assert!(select(&fragment, "style, script, [class], main").is_empty(), "{fixture:?}");
        assert!(html.starts_with("<article "), "{html:.40}");
    }
}

#[test]
fn the_page_leads_to_the_files_beside_it() {
    let fixture = root().join("fixtures/suqian-2023");
    let out = build(&fixture, &["--to", "html,docx,json"]);
    let html = std::fs::read_to_string(out.path().join("suqian-2023.html")).expect("the page");
    let page = Html::parse_document(&html);
    let files: Vec<_> =
        select(&page, ".downloads a").iter().filter_map(|it| it.attr("href")).collect();
    assert_eq!(files, ["suqian-2023.docx"]);
    assert_eq!(nianbao::writer::html::address("年报 1.pdf"), "%E5%B9%B4%E6%8A%A5%201.pdf");
}

#[test]
fn data_for_the_search_of_sites_are_written_or_asked_for() {
    let (html, _) = page(&root().join("fixtures/government-2024"), &[]);
    let page = Html::parse_document(&html);
    let tags: Vec<_> = select(&page, "meta[name]")
        .iter()
        .filter_map(|it| Some((it.attr("name")?, it.attr("content")?)))
        .skip(2)
        .collect();
    assert_eq!(
        tags,
        [
            ("SiteName", "青禾市人民政府门户网站"),
            ("ArticleTitle", "青禾市人民政府2024年政府信息公开工作年度报告"),
            ("PubDate", "2025-03-20"),
            ("ContentSource", "青禾市人民政府"),
        ]
    );
    let data = select(&page, "script").first().map(|it| text(*it)).expect("data");
    let data: Value = serde_json::from_str(&data).expect("JSON-LD");
    assert_eq!(data["temporalCoverage"], "2024-01-01/2024-12-31");
}

/// The validator of the W3C, and axe in a real browser: the page and the fragment in a site's page,
/// light and dark, at 1280, 640 (as enlarged) and 320 pixels.
#[test]
fn validator_and_axe_find_nothing() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    for fixture in reports() {
        let (whole, _) = page(&fixture, &[]);
        let (fragment, _) = page(&fixture, &["--html-fragment"]);
        let site = format!(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>站</title>\
             <meta name=\"viewport\" content=\"width=device-width\"></head>\
             <body><main>\n{fragment}</main></body></html>"
        );
        for (kind, html) in [("page", whole), ("fragment", site)] {
            let file = out.path().join(format!("{}-{kind}.html", name(&fixture)));
            std::fs::write(&file, html).expect("a temporary file");
            files.push(file.to_str().expect("UTF-8").to_owned());
        }
    }
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let jar = tools().join("node_modules/vnu-jar/build/dist/vnu.jar");
    let options = ["-jar", jar.to_str().expect("UTF-8"), "--exit-zero-always", "--stdout"];
    assert_eq!(tool(Path::new("java"), &[&options[..], &files].concat()), "", "vnu");
    let script = root().join("tests/outside/axe.mjs");
    let (modules, script) =
        (tools().join("node_modules"), script.to_str().expect("UTF-8").to_owned());
    let arguments = [&[script.as_str(), modules.to_str().expect("UTF-8")][..], &files].concat();
    assert_eq!(tool(Path::new("node"), &arguments), "", "axe");
}
