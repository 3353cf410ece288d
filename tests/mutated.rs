//! The entry points of the fuzz targets, driven with spoilt files of the project's own: a short run
//! each time, and for as many seconds a target as `NIANBAO_FUZZ_SECONDS` says.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::bench::{build, root, run};
use crate::fuzz;

/// Rounds of a target where no time is asked for.
const ROUNDS: usize = 60;

/// Numbers that look random and are the same each time.
struct Spoiler(u64);

impl Spoiler {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count.max(1) as u64) as usize
    }

    /// A file with a few things done to it: bytes changed, a part taken out, doubled, or taken from
    /// another file.
    fn spoil(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut file = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(4) {
            let at = self.below(file.len());
            let end = (at + 1 + self.below(64)).min(file.len());
            match self.below(5) {
                0 if at < file.len() => file[at] = self.below(256) as u8,
                1 if at < file.len() => file[at] ^= 1 << self.below(8),
                2 => drop(file.drain(at.min(end)..end)),
                3 => {
                    let part = file[at.min(end)..end].to_vec();
                    file.splice(at..at, part);
                }
                _ => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len());
                    let to = (from + 1 + self.below(200)).min(other.len());
                    let at = at.min(file.len());
                    file.splice(at..at, other[from.min(to)..to].iter().copied());
                }
            }
        }
        file
    }
}

/// Spoils `seeds` and has `target` read them.
fn drive(name: &str, seeds: &[Vec<u8>], target: fn(&[u8])) {
    let seconds = std::env::var("NIANBAO_FUZZ_SECONDS").ok().and_then(|it| it.parse().ok());
    let time = seconds.map(Duration::from_secs);
    let (begun, mut spoiler, mut rounds) = (Instant::now(), Spoiler(0x9e37_79b9_7f4a_7c15), 0);
    while time.map_or(rounds < ROUNDS, |time| begun.elapsed() < time) {
        let file = spoiler.spoil(seeds);
        let round = Instant::now();
        target(&file);
        let took = round.elapsed();
        assert!(took < Duration::from_secs(30), "{name}, round {rounds}: {took:?}");
        rounds += 1;
    }
    eprintln!("{name}: {rounds} spoilt files");
}

/// The files of these fixtures with this ending, built.
fn built(ending: &str) -> Vec<Vec<u8>> {
    let of = |fixture: &str| {
        let report = root().join("fixtures").join(fixture);
        if ending == "xlsx" {
            let out = tempfile::tempdir().expect("a temporary folder");
            let file = out.path().join("form.xlsx");
            let paths = [&report, &file].map(|path| path.to_str().expect("UTF-8"));
            assert_eq!(run(root(), &["form", paths[0], "-o", paths[1]]).0, 0);
            return std::fs::read(file).expect("the form");
        }
        let out = build(&report, &["--to", ending, "--no-attach"]);
        let file = out.path().join(format!("{fixture}.{ending}"));
        if ending == "docx" { text_of(&file) } else { std::fs::read(file).expect("the file") }
    };
    ["markdown-2022", "suqian-2023", "district-2020"].map(of).to_vec()
}

/// The text of a DOCX: its package would be spoilt by any byte.
fn text_of(file: &Path) -> Vec<u8> {
    let file = std::fs::File::open(file).expect("the DOCX");
    let mut package = zip::ZipArchive::new(file).expect("a package");
    let mut part = package.by_name("word/document.xml").expect("its text");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut part, &mut bytes).expect("its text");
    bytes
}

#[test]
fn spoilt_reports_never_end_the_program() {
    let text = |name: &str| {
        let of = |fixture: &str| {
            std::fs::read(root().join("fixtures").join(fixture).join(name)).expect("a fixture")
        };
        ["markdown-2022", "suqian-2023", "lists-2024"].map(of).to_vec()
    };
    drive("report", &text("report.json"), |bytes| fuzz::report_with("report.json", bytes));
    drive("narrative", &text("narrative.md"), |bytes| fuzz::report_with("narrative.md", bytes));
    let own = |name: &str| {
        vec![std::fs::read(root().join("layouts/disclosure-2021").join(name)).expect("a file")]
    };
    drive("rules", &own("rules.toml"), |bytes| fuzz::edition_with("rules.toml", bytes));
    let table = "tables/disclosure.toml";
    drive("table", &own(table), |bytes| fuzz::edition_with("tables/disclosure.toml", bytes));
}

#[test]
fn spoilt_pages_forms_and_documents_never_end_the_program() {
    drive("page", &built("html"), fuzz::page);
    drive("form", &built("xlsx"), fuzz::form_of);
    drive("docx", &built("docx"), fuzz::merge_docx);
    // What a PDF takes of the stack is bounded by a process of its own in the program.
    if std::env::var_os("NIANBAO_FUZZ_SECONDS").is_some() {
        drive("pdf", &built("pdf"), fuzz::pdf);
    }
}
