//! A merge that is ended at any moment.

use std::process::{Command, Stdio};
use std::time::Duration;

use nianbao::files;

use super::{Desk, built, edited};

#[test]
fn a_merge_that_is_killed_leaves_both_files_old_or_both_new() {
    let desk = Desk::new("markdown-2022");
    let document = built("markdown-2022", &desk.beside("out"));
    edited(&document, &desk.beside("out"), &["bound-cell"]);
    edited(&desk.beside("out/bound-cell.docx"), &desk.beside("out"), &["item"]);
    let document = desk.beside("out/item.docx");
    let read = |desk: &Desk| {
        let folder = files::read_folder(&desk.folder).expect("a folder");
        ["report.json", "narrative.md"].map(|name| folder.files[name].to_vec())
    };
    let old = read(&desk);
    assert_eq!(desk.merge(&document, &[]).status, 0);
    let new = read(&desk);
    assert!(old[0] != new[0] && old[1] != new[1], "both files change");
    let mut killed = 0;
    for round in 0..24 {
        let desk = Desk::new("markdown-2022");
        let mut merge = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .arg("merge")
            .args([&desk.folder, &document])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        std::thread::sleep(Duration::from_millis(10 * round));
        merge.kill().expect("a program of ours");
        killed += i32::from(!merge.wait().expect("its end").success());
        let now = read(&desk);
        assert!(now == old || now == new, "after {} ms", 10 * round);
    }
    assert!(killed > 0, "none was killed in time");
}
