//! The book in docs/book: its commands run and say what it shows, its pictures are the program's,
//! its links lead somewhere.
//!
//! A page is tried in a copy of docs/book/examples, block by block. What stands behind the language
//! of a fenced block says what to do with it: `run` runs it in a shell (`run=1` expects that exit
//! status), `untried` leaves a command out, `file=PATH` writes a file, `add=PATH` adds to one. A
//! `text` block behind a command has lines that the command says, “…” standing for others.
//! `<!-- picture: FILE PNG FROM TO -->` holds the picture FILE of the book against the part of PNG
//! from FROM to TO hundredths of its height; `NIANBAO_UPDATE_GOLDENS=1` draws it.

use std::path::{Path, PathBuf};
use std::process::Command;

use comrak::nodes::NodeValue;

use crate::bench::{copy_folder, files, folders, root};

/// A fenced block: its line, what stands behind its fence, what is in it.
struct Fenced {
    line: usize,
    info: String,
    content: String,
}

fn book() -> PathBuf {
    root().join("docs/book")
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|file| file.extension().is_some_and(|e| e == "md")).collect()
}

fn pages() -> Vec<PathBuf> {
    let mut waiting = vec![book().join("src")];
    let mut pages = Vec::new();
    while let Some(folder) = waiting.pop() {
        pages.extend(markdown(&folder));
        waiting.extend(folders(&folder));
    }
    pages.sort();
    pages
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The fenced blocks and the addresses of links and pictures of a page.
fn parts(text: &str) -> (Vec<Fenced>, Vec<String>) {
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    let (mut blocks, mut links) = (Vec::new(), Vec::new());
    for node in comrak::parse_document(&arena, text, &options).descendants() {
        let data = node.data();
        match &data.value {
            NodeValue::CodeBlock(code) => blocks.push(Fenced {
                line: data.sourcepos.start.line,
                info: code.info.clone(),
                content: code.literal.clone(),
            }),
            NodeValue::Link(link) | NodeValue::Image(link) => links.push(link.url.clone()),
            _ => {}
        }
    }
    (blocks, links)
}

/// Whether a page has a heading that forges know by this name: small letters, no marks, `-` for
/// spaces.
fn has_anchor(page: &Path, anchor: &str) -> bool {
    let name = |line: &str| -> String {
        let kept = line.trim_start_matches('#').trim().chars().filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || "-_".contains(c) => Some(c),
            _ => None,
        });
        kept.flat_map(char::to_lowercase).collect()
    };
    read(page).lines().filter(|line| line.starts_with('#')).any(|line| name(line) == anchor)
}

/// Runs a block in `place`: its exit status and all that it says.
fn run(place: &Path, script: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_nianbao"));
    let before = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{before}", program.parent().expect("a folder").display());
    let output = Command::new("bash")
        .args(["-euc", &format!("exec 2>&1\n{script}")])
        .env("PATH", path)
        .current_dir(place)
        .output()
        .expect("bash starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().expect("an exit status"), said)
}

/// What is wrong with a block, tried in `place`. `said` is what the last command said.
fn tried(block: &Fenced, place: &Path, said: &mut Option<String>) -> Option<String> {
    let mut words = block.info.split_whitespace();
    let (language, order) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let heard = said.take();
    let (verb, argument) = order.split_once('=').unwrap_or((order, ""));
    match (language, verb) {
        ("sh", "run") => {
            let wanted = argument.parse().unwrap_or(0);
            let (status, now) = run(place, &block.content);
            let fault = (status != wanted).then(|| format!("exit status {status}:\n{now}"));
            *said = Some(now);
            fault
        }
        ("sh", "untried") => None,
        ("sh" | "console" | "bash", _) => Some("a command that is not tried".to_owned()),
        (_, "file" | "add") => {
            let path = place.join(argument);
            let old = if verb == "add" { read(&path) } else { String::new() };
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, format!("{old}\n{}", block.content)).expect("a written file");
            None
        }
        ("text", "") => {
            let heard = heard?;
            let mut lines = block.content.lines().map(str::trim);
            let missing = lines.find(|line| *line != "…" && !heard.contains(line))?;
            Some(format!("nothing says {missing:?}:\n{heard}"))
        }
        (_, "") => None,
        (_, other) => Some(format!("{other:?} is no order")),
    }
}

/// Compares a picture of the book with the part of a drawn page that it shows, or draws it.
fn pictured(page: &Path, place: &Path, order: &str) -> Option<String> {
    let words: Vec<&str> = order.split_whitespace().collect();
    let [file, png, from, to] = words[..] else { return Some(format!("{order:?}?")) };
    let hundredth = |word: &str| word.parse::<u32>().expect("a number");
    let drawn = image::open(place.join(png)).expect("a drawn page").into_rgb8();
    let (width, height) = drawn.dimensions();
    let (top, bottom) = (height * hundredth(from) / 100, height * hundredth(to) / 100);
    let left = width * 9 / 100;
    let part = image::imageops::crop_imm(&drawn, left, top, width - 2 * left, bottom - top);
    let part = part.to_image();
    let path = page.parent().expect("a folder").join(file);
    if std::env::var_os("NIANBAO_UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        part.save(&path).expect("a written picture");
    }
    let same = image::open(&path).is_ok_and(|kept| kept.into_rgb8() == part);
    (!same).then(|| format!("{file} is not what the program draws"))
}

/// Tries a page from top to bottom.
fn try_page(page: &Path) -> Vec<String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy_folder(&book().join("examples"), place.path());
    let name = page.strip_prefix(root()).expect("a page of the project").display().to_string();
    let text = read(page);
    let mut said = None;
    let mut faults: Vec<String> = parts(&text)
        .0
        .iter()
        .filter_map(|block| {
            let fault = tried(block, place.path(), &mut said)?;
            Some(format!("{name}:{}: {fault}", block.line))
        })
        .collect();
    let orders = text.lines().filter_map(|line| {
        line.trim().strip_prefix("<!-- picture:").and_then(|rest| rest.strip_suffix("-->"))
    });
    let pictures = orders.filter_map(|order| pictured(page, place.path(), order));
    faults.extend(pictures.map(|fault| format!("{name}: {fault}")));
    faults
}

#[test]
fn the_commands_of_the_book_run_and_its_pictures_are_true() {
    let pages = pages();
    let commands = |page: &PathBuf| {
        parts(&read(page)).0.iter().filter(|block| block.info.starts_with("sh run")).count()
    };
    let count: usize = pages.iter().map(commands).sum();
    assert!(count >= 20, "only {count} blocks of commands are tried");
    let faults: Vec<String> = pages.iter().flat_map(|page| try_page(page)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn links_of_the_documents_lead_to_files() {
    let mut all = pages();
    all.extend(markdown(root()));
    all.extend(markdown(&root().join("docs")));
    let mut faults = Vec::new();
    for page in all {
        for link in parts(&read(&page)).1 {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().expect("a folder").join(path),
            };
            let there = target.exists() && (anchor.is_empty() || has_anchor(&target, anchor));
            if !there {
                faults.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(faults.is_empty(), "links to nothing:\n{}", faults.join("\n"));
}

/// The pages that docs/SUMMARY.md lists.
fn listed() -> Vec<PathBuf> {
    let docs = root().join("docs");
    parts(&read(&docs.join("SUMMARY.md"))).1.iter().map(|page| docs.join(page)).collect()
}

#[test]
fn each_page_of_the_documents_is_in_the_summary_of_the_book() {
    let summary = root().join("docs/SUMMARY.md");
    let mut pages = [pages(), markdown(&root().join("docs"))].concat();
    pages.retain(|page| *page != summary && !listed().contains(page));
    assert_eq!(pages, [""; 0].map(PathBuf::from));
}

#[test]
fn what_the_book_links_to_is_in_the_book() {
    // mdBook makes pages of those in the summary and copies what else is below docs/.
    let docs = root().join("docs").canonicalize().expect("docs");
    let pages = listed();
    let known: Vec<PathBuf> = pages.iter().filter_map(|page| page.canonicalize().ok()).collect();
    let mut faults = Vec::new();
    for page in &pages {
        for link in parts(&read(page)).1 {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let folder = page.parent().expect("a folder");
            let held = folder.join(path).canonicalize().is_ok_and(|it| {
                let is_page = it.extension().is_some_and(|end| end == "md");
                it.starts_with(&docs) && it.is_file() && (!is_page || known.contains(&it))
            });
            if !held {
                faults.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(faults.is_empty(), "links out of the book:\n{}", faults.join("\n"));
}

#[test]
fn every_key_of_report_json_is_in_the_book() {
    let (status, schema, said) = crate::bench::run(root(), &["schema", "disclosure-2021"]);
    assert_eq!(status, 0, "{said}");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let page = read(&book().join("src/zh/report-json.md"));
    let words: Vec<&str> = page.split(|c: char| !c.is_ascii_alphabetic() && c != '_').collect();
    let mut waiting = vec![&schema];
    let mut missing = Vec::new();
    while let Some(value) = waiting.pop() {
        let inner: Vec<&serde_json::Value> = match value {
            serde_json::Value::Object(object) => object.values().collect(),
            serde_json::Value::Array(list) => list.iter().collect(),
            _ => continue,
        };
        waiting.extend(inner);
        let properties = value.get("properties").and_then(|properties| properties.as_object());
        let keys = properties.into_iter().flatten().map(|(key, _)| key.trim_start_matches('$'));
        missing.extend(keys.filter(|key| !words.contains(key)));
    }
    assert_eq!(missing, [""; 0]);
}
