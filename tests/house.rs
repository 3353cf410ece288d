//! What holds for the whole house, read off its files: no circles, short files and lines, no name
//! for two things, no wording; and what tests may not change.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::process::Command;

use crate::bench::root;
use crate::rust_code::{File, read};

const LINE: usize = 100;
const FILE: usize = 350;
const MEDIAN: usize = 150;

/// Every file of src/.
fn sources() -> Vec<File> {
    read(&root().join("src"))
}

#[test]
fn no_file_needs_one_that_needs_it() {
    let files = sources();
    let needs = needs(&files);
    let circles: BTreeSet<Vec<&str>> =
        needs.keys().filter_map(|file| circle(file, &needs)).collect();
    let told: Vec<String> = circles.iter().map(|circle| circle.join(" → ")).collect();
    assert!(told.is_empty(), "files that need each other:\n{}", told.join("\n"));
}

/// What each file needs of others.
fn needs(files: &[File]) -> BTreeMap<&str, BTreeSet<&str>> {
    let modules: BTreeMap<&[String], &File> =
        files.iter().map(|file| (file.module.as_slice(), file)).collect();
    let macros: BTreeMap<&str, &File> = files
        .iter()
        .flat_map(|file| file.macros.iter().map(move |name| (name.as_str(), file)))
        .collect();
    let needed = |file: &File| {
        let targets = file.paths.iter().filter_map(|path| match path.as_slice() {
            [name] if macros.contains_key(name.as_str()) => Some(macros[name.as_str()]),
            path => resolve(path, &modules, 0),
        });
        targets.map(|target| target.path.as_str()).filter(|path| *path != file.path).collect()
    };
    files.iter().map(|file| (file.path.as_str(), needed(file))).collect()
}

/// The file where what `path` names is defined, whoever passes it on.
fn resolve<'f>(
    path: &[String],
    modules: &BTreeMap<&[String], &'f File>,
    depth: usize,
) -> Option<&'f File> {
    let (length, file) = (0..=path.len())
        .rev()
        .find_map(|length| modules.get(&path[..length]).map(|file| (length, *file)))?;
    let name = path.get(length);
    let passed_on = name.and_then(|name| file.passed_on.get(name)).filter(|_| depth < 8);
    passed_on.and_then(|path| resolve(path, modules, depth + 1)).or(Some(file))
}

/// The shortest way from `start` back to itself, told from its first name in the alphabet on.
fn circle<'f>(
    start: &'f str,
    needs: &BTreeMap<&'f str, BTreeSet<&'f str>>,
) -> Option<Vec<&'f str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(file) = waiting.pop_front() {
        for &next in &needs[file] {
            if before.contains_key(next) {
                continue;
            }
            before.insert(next, file);
            waiting.push_back(next);
        }
        if let Some(&last) = before.get(start) {
            let mut way = vec![last];
            while let Some(&file) =
                before.get(way[way.len() - 1]).filter(|_| way[way.len() - 1] != start)
            {
                way.push(file);
            }
            way.reverse();
            let first = (0..way.len()).min_by_key(|at| way[*at]).unwrap_or(0);
            way.rotate_left(first);
            way.push(way[0]);
            return Some(way);
        }
    }
    None
}

#[test]
fn files_and_lines_are_short() {
    let mut faults = Vec::new();
    let mut lengths = Vec::new();
    for file in sources() {
        let length = file.text.lines().count();
        lengths.push(length);
        if length > FILE {
            faults.push(format!("{}: {length} lines", file.path));
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    if median >= MEDIAN {
        faults.push(format!("half of the files have more than {median} lines"));
    }
    for file in sources().into_iter().chain(read(&root().join("tests"))) {
        for (index, line) in file.text.lines().enumerate() {
            let width = line.chars().count();
            if width > LINE {
                faults.push(format!("{}:{}: {width} characters", file.path, index + 1));
            }
        }
    }
    assert!(faults.is_empty(), "too long:\n{}", faults.join("\n"));
}

#[test]
fn no_type_name_stands_for_two_things() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources() {
        for name in &file.types {
            places.entry(name.clone()).or_default().push(file.path.clone());
        }
    }
    let twice: Vec<String> = places
        .into_iter()
        .filter(|(_, files)| files.len() > 1)
        .map(|(name, files)| format!("{name}: {}", files.join(", ")))
        .collect();
    assert!(twice.is_empty(), "names used twice:\n{}", twice.join("\n"));
}

#[test]
fn source_code_says_nothing_in_chinese() {
    let han = |c: &char| matches!(c, '〇' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..);
    let faults: Vec<String> = sources()
        .into_iter()
        .filter(|file| !Path::new(&file.path).starts_with("src/cli"))
        .filter_map(|file| {
            let said: String = file.said.chars().filter(han).collect();
            (!said.is_empty()).then(|| format!("{}: {said}", file.path))
        })
        .collect();
    assert!(faults.is_empty(), "words belong into layouts/ or messages/:\n{}", faults.join("\n"));
}

#[test]
fn what_tests_need_leaves_the_programs_crates_as_they_are() {
    // With one feature more anywhere below it, `cargo test` would compile typst a second time.
    let tree = |edges: &str, of: &[&str]| -> BTreeSet<String> {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p} {f}"])
            .args(["--edges", edges])
            .args(of)
            .current_dir(root())
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).expect("UTF-8");
        lines.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
    };
    let (program, all) = (tree("normal,build", &[]), tree("normal,build,dev", &[]));
    let crate_of = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let typst = tree("normal,build", &["-p", "typst-pdf", "-p", "typst-render"]);
    let typst: BTreeSet<String> = typst.iter().map(|line| crate_of(line)).collect();
    assert!(typst.len() > 200, "all crates that typst needs");
    let other = program.difference(&all).filter(|line| typst.contains(&crate_of(line)));
    assert_eq!(other.collect::<Vec<_>>(), [""; 0]);
}
