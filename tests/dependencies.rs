//! docs/dependencies.md against Cargo.toml and against what cargo knows of the crates: every direct
//! one has its line, every licence is one of the list, every crate comes from crates.io.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::bench::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a file of the project")
}

/// The rows of the list: a crate and its licence.
fn listed() -> BTreeMap<String, String> {
    let text = read("docs/dependencies.md");
    let rows = text.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        assert!(cells.len() == 6 && cells.iter().skip(1).take(4).all(|c| !c.is_empty()), "{row}");
        (cells[1].to_owned(), cells[2].to_owned())
    })
    .collect()
}

/// The licence of each crate that the program and its tests are made of.
fn licences() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p}\t{l}"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut licences: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        let (package, licence) = line.split_once('\t').expect("a package and its licence");
        let name = package.split(' ').next().expect("a name");
        let licence = licence.trim_end_matches(" (*)");
        licences.entry(name.to_owned()).or_default().insert(licence.to_owned());
    }
    licences
}

#[test]
fn each_crate_that_cargo_toml_names_has_its_line() {
    let cargo: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let named = |table: &str| cargo[table].as_table().expect("a table").keys().cloned();
    let named: BTreeSet<String> = named("dependencies").chain(named("dev-dependencies")).collect();
    let listed = listed();
    assert_eq!(listed.keys().cloned().collect::<BTreeSet<_>>(), named);
    let known = licences();
    for (name, licence) in listed {
        assert!(known[&name].contains(&licence), "{name}: {licence} for {:?}", known[&name]);
    }
}

#[test]
fn every_crate_is_under_a_licence_of_the_list() {
    let text = read("docs/dependencies.md");
    let list = text.split("```").nth(1).expect("the list of licences");
    let list: BTreeSet<&str> = list.lines().skip(1).collect();
    let fits = |one: &str| list.contains(one.trim().trim_matches(['(', ')']));
    let known = licences();
    assert!(known.len() > 200, "all crates are asked");
    let mut faults = Vec::new();
    for (name, licences) in known {
        for licence in licences {
            let mut parts = licence.split(" AND ");
            if !parts.all(|part| part.split(" OR ").flat_map(|p| p.split('/')).any(fits)) {
                faults.push(format!("{name}: {licence}"));
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn every_crate_comes_from_crates_io() {
    let lock: toml::Table = read("Cargo.lock").parse().expect("TOML");
    let packages = lock["package"].as_array().expect("packages");
    let elsewhere: Vec<&str> = packages
        .iter()
        .filter(|package| match package.get("source").and_then(|source| source.as_str()) {
            Some(source) => source != "registry+https://github.com/rust-lang/crates.io-index",
            None => package["name"].as_str() != Some("nianbao"),
        })
        .filter_map(|package| package["name"].as_str())
        .collect();
    assert_eq!(elsewhere, [""; 0]);
}
