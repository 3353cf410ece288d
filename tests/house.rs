//! What holds for the whole house, read off its files.

use std::collections::BTreeSet;
use std::process::Command;

use crate::bench::root;

#[test]
fn what_tests_need_leaves_the_programs_crates_as_they_are() {
    // With one feature more anywhere below it, `cargo test` would compile typst a second time.
    let tree = |edges: &str| -> BTreeSet<String> {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p} {f}"])
            .args(["--edges", edges])
            .current_dir(root())
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).expect("UTF-8");
        lines.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
    };
    let (program, all) = (tree("normal,build"), tree("normal,build,dev"));
    assert!(program.len() > 300, "all crates");
    assert_eq!(program.difference(&all).collect::<Vec<_>>(), [""; 0]);
}
