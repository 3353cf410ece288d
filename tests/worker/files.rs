//! The files that are made, and what they are called.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{codes, inline, lines, schema, start, talk};
use crate::bench::{build, copy_report, fixtures, name, root, run};
use crate::judge::accept;

#[test]
fn files_are_those_of_build_from_a_folder_and_from_the_line_written_and_inline() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let target = out.path().join("new/folder");
    let mut requests = Vec::new();
    for fixture in fixtures() {
        let name = name(&fixture);
        let id = format!("文件夹 {name}");
        requests.push(json!({ "id": id, "name": name, "folder": fixture }));
        requests.push(inline(&format!("inline-{name}"), &fixture));
    }
    accept(&schema("request"), &requests);
    let written =
        talk(&["-o", target.to_str().expect("UTF-8"), "--to", "json,docx,pdf"], lines(&requests));
    let carried = talk(&["--inline", "--to", "json,docx,pdf"], lines(&requests));
    accept(&schema("answer"), &written);
    accept(&schema("answer"), &carried);
    for (at, request) in requests.iter().enumerate() {
        let alone = build(&fixtures()[at / 2], &["--to", "pdf,docx,json"]);
        assert_eq!((&written[at]["id"], &carried[at]["id"]), (&request["id"], &request["id"]));
        for (made, extension) in ["pdf", "docx", "json"].iter().enumerate() {
            let (file, bytes) = (&written[at]["files"][made], &carried[at]["files"][made]);
            let on_disk =
                std::fs::read(file["path"].as_str().expect("a path")).expect("a written file");
            let wanted = std::fs::read(
                alone.path().join(format!("{}.{extension}", name(&fixtures()[at / 2]))),
            )
            .expect("a built file");
            assert!(on_disk == wanted, "{} of {} is as build makes it", extension, request["id"]);
            assert!(
                STANDARD.decode(bytes["base64"].as_str().expect("base64")).expect("base64")
                    == wanted
            );
            assert_eq!(
                (file["bytes"].as_u64(), &file["sha256"]),
                (Some(wanted.len() as u64), &bytes["sha256"])
            );
            assert_eq!(file["sha256"], nianbao::hash::sha256(&wanted));
        }
    }
}

#[test]
fn a_name_belongs_to_one_report_which_may_come_again() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let [good, other] =
        ["government-2024", "government-2023"].map(|name| root().join("fixtures").join(name));
    let bad = root().join("fixtures/errors/applications-balance");
    let requests = [
        json!({ "id": "甲", "name": "年报", "folder": bad }),
        json!({ "id": "乙", "name": "年报", "folder": good }),
        json!({ "id": "年报", "folder": other }),
        json!({ "id": "丙", "folder": other, "name": "年报" }),
        json!({ "id": "乙", "name": "年报", "folder": good }),
    ];
    let answers =
        talk(&["-o", out.path().to_str().expect("UTF-8"), "--to", "json"], lines(&requests));
    let status: Vec<&Value> = answers.iter().map(|answer| &answer["status"]).collect();
    assert_eq!(status, ["failed", "written", "failed", "failed", "written"]);
    assert_eq!(
        (codes(&answers[2]), codes(&answers[3])),
        (vec!["output-clash"], vec!["output-clash"])
    );
    let place = &answers[3]["findings"][0];
    assert_eq!(
        (&place["message"], &place["line"]),
        (&"“乙”和“丙”会写同名的文件 年报".into(), &4.into()),
        "{place}"
    );
    assert!(place["column"].as_u64() > Some(1), "{place}");
    assert_eq!(answers[1]["files"], answers[4]["files"], "the first report's files stand");
    let carried = talk(&["--inline", "--to", "json"], lines(&requests));
    assert_eq!(
        carried.iter().filter(|answer| answer["status"] == "written").count(),
        4,
        "files that are not written can't clash"
    );
}

#[test]
fn digits_are_printed_as_they_stand_in_the_line() {
    let report = std::fs::read_to_string(root().join("fixtures/government-2024/report.json"))
        .expect("a report");
    let report = report.replace("61014.32", "61014.3200").replace('\n', " ");
    let narrative = std::fs::read_to_string(root().join("fixtures/government-2024/narrative.md"))
        .expect("a text");
    let line = format!("{{\"id\":\"a\",\"narrative\":{},\"report\":{report}}}\n", json!(narrative));
    let answers = talk(&["--inline", "--to", "json"], line.into_bytes());
    let tree = STANDARD
        .decode(answers[0]["files"][0]["base64"].as_str().expect("a file"))
        .expect("base64");
    assert!(
        String::from_utf8_lossy(&tree).contains("\"61014.3200\""),
        "{}",
        answers[0]["findings"]
    );
}

#[test]
fn options_of_build_hold_here_too() {
    let folder = root().join("fixtures/errors/applications-balance");
    let draft = talk(
        &["--inline", "--to", "json", "--draft"],
        lines(&[json!({ "id": "a", "folder": folder })]),
    );
    assert_eq!(
        (draft[0]["status"].as_str(), codes(&draft[0])),
        (Some("written"), vec!["applications-balance"; codes(&draft[0]).len()])
    );
    let warned = lines(&[
        json!({ "id": "a", "folder": root().join("fixtures/errors/section-table-prose") }),
    ]);
    assert_eq!(talk(&["--inline", "--to", "json"], warned.clone())[0]["status"], "written");
    assert_eq!(
        talk(&["--inline", "--to", "json", "--deny-warnings"], warned)[0]["status"],
        "failed"
    );
    let last = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(last.path().join("甲")).expect("a folder");
    for file in ["report.json", "narrative.md"] {
        std::fs::copy(
            root().join("fixtures/government-2023").join(file),
            last.path().join("甲").join(file),
        )
        .expect("a copy");
    }
    let requests = ["甲", "乙"].map(|id| inline(id, &root().join("fixtures/government-2024")));
    let answers = talk(
        &["--inline", "--to", "json", "--previous", last.path().to_str().expect("UTF-8")],
        lines(&requests),
    );
    assert_eq!(
        (answers[0]["status"].as_str(), codes(&answers[1])),
        (Some("written"), Vec::new()),
        "a new body has no last year"
    );
    for arguments in [
        &["worker", "--inline", "-o", "x"][..],
        &["worker", "--pdf-standard", "x"],
        &["worker", "-o", "Cargo.toml"],
        &["worker", "--message-format", "sarif"],
    ] {
        assert_eq!(run(root(), arguments).0, 2, "{arguments:?}");
    }
}

/// Two reports of one name that say different things, each alone in a folder.
fn two_of_one_name(place: &Path) -> [Vec<u8>; 2] {
    ["第一局", "第二局"].map(|agency| {
        let folder = place.join(agency);
        copy_report("gzjkq-2021", &folder);
        let report = folder.join("report.json");
        let text = std::fs::read_to_string(&report).expect("a report");
        std::fs::write(report, text.replace("企业服务和工信局", agency)).expect("a file");
        // The same report again and again: an engine begins a task anew that failed.
        lines(&vec![json!({ "id": "r", "folder": folder }); 40])
    })
}

/// The files of a report that a worker wrote, and all names that are there.
fn pair(out: &Path) -> ([Option<Vec<u8>>; 2], Vec<String>) {
    let entries = std::fs::read_dir(out).expect("a folder");
    let names = entries.map(|entry| name(&entry.expect("an entry").path()).to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    (["r.docx", "r.json"].map(|name| std::fs::read(out.join(name)).ok()), names)
}

#[test]
fn two_workers_with_one_name_never_mix_their_files_and_a_killed_one_leaves_none() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let requests = two_of_one_name(place.path());
    let out = |name: &str| place.path().join(name).to_str().expect("UTF-8").to_owned();
    let alone = ["one", "two"].map(out);
    for (out, requests) in alone.iter().zip(&requests) {
        talk(&["-o", out, "--to", "docx,json"], requests.clone());
    }
    let wanted = alone.map(|out| pair(out.as_ref()).0);
    let both = out("both");
    for round in 0..6 {
        let workers = requests.clone().map(|requests| {
            let mut worker = start(&["-o", &both, "--to", "docx,json"]);
            let mut input = worker.stdin.take().expect("a pipe");
            let feeder = std::thread::spawn(move || drop(input.write_all(&requests)));
            (worker, feeder)
        });
        let killed = round % 2 == 1;
        std::thread::sleep(std::time::Duration::from_millis(60 + 37 * round));
        for (mut worker, feeder) in workers {
            if killed {
                worker.kill().expect("a program of ours");
            }
            worker.wait_with_output().expect("its end");
            feeder.join().expect("no panic");
        }
        if !killed {
            assert!(wanted.contains(&pair(both.as_ref()).0), "a pair of both");
        }
    }
    talk(&["-o", &both, "--to", "docx,json"], requests[0].clone());
    let (files, names) = pair(both.as_ref());
    assert_eq!(names, ["r.docx", "r.json"], "nothing that a killed one left");
    assert!(files == wanted[0]);
}
