//! The work bench of the tests: fixtures, the program, goldens.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::prelude::ProptestConfig;

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The fixtures that must build without a finding.
pub fn fixtures() -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = folders(&root().join("fixtures"))
        .into_iter()
        .filter(|path| path.join("report.json").exists())
        .collect();
    assert!(list.len() >= 6, "the fixtures are there");
    list.sort();
    list
}

/// The folders in a folder, in order.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the project");
    let mut list: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.is_dir())
        .collect();
    list.sort();
    list
}

/// The files in a folder, in order; the journal of `build` is in a folder of its own.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut list: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.is_file())
        .collect();
    list.sort();
    list
}

/// Copies a report of fixtures/ with its pictures.
pub fn copy_report(fixture: &str, to: &Path) {
    copy_folder(&root().join("fixtures").join(fixture), to);
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a temporary folder");
    for entry in std::fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let place = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_folder(&entry.path(), &place),
            false => drop(std::fs::copy(entry.path(), place).expect("a copy")),
        }
    }
}

/// The last part of a path.
pub fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8")
}

/// Runs the program in `folder`.
pub fn nianbao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// The exit status, standard output and standard error of the program.
pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = nianbao(folder, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output in UTF-8");
    (output.status.code().expect("an exit status"), text(output.stdout), text(output.stderr))
}

/// Builds a report into a new folder and gives that folder; it goes when dropped.
pub fn build(report: &Path, arguments: &[&str]) -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut all = vec![
        "build",
        report.to_str().expect("a path in UTF-8"),
        "-o",
        out.path().to_str().expect("a path in UTF-8"),
    ];
    all.extend(arguments);
    let (status, _, said) = run(root(), &all);
    assert_eq!(status, 0, "{}: {said}", report.display());
    out
}

/// Compares with a golden file, or writes it where `NIANBAO_UPDATE_GOLDENS` is set.
pub fn golden(path: &str, got: &str) {
    let path = root().join("tests/golden").join(path);
    if std::env::var_os("NIANBAO_UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        std::fs::write(&path, got).expect("a writable golden");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == got, "{} differs; got:\n{got}", path.display());
}

/// So many random cases a run, none of which is kept on the disk.
pub fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}
