//! The live page: new at every save, whatever the editor does; only on this machine; a clean end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::bench::{copy_report, root, run};
use crate::outside::{tool, tools};

/// A running `watch`, with its address.
struct Watch {
    program: Child,
    address: String,
}

impl Watch {
    fn start(folder: &Path, options: &[&str]) -> Watch {
        let mut program = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .arg("watch")
            .arg(folder)
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let out = program.stdout.as_mut().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("its address");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        Watch { address: address.expect("an address").to_owned(), program }
    }

    fn ask(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("the page answers");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        // What asks for too much is cut off while it still talks.
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    fn get(&self, path: &str) -> Vec<u8> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address))
    }

    fn state(&self) -> Value {
        let answer = self.get("/state");
        let at = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head");
        serde_json::from_slice(&answer[at + 4..]).unwrap_or(Value::Null)
    }

    /// The state as soon as it is as wanted.
    fn wait(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let state = self.state();
            if wanted(&state) {
                return state;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{state:#}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ctrl-C, and how the program ended.
    fn stop(mut self) -> Option<i32> {
        let id = self.program.id().to_string();
        tool(Path::new("kill"), &["-INT", &id]);
        self.program.wait().expect("an end").code()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn says(state: &Value, words: &str) -> bool {
    let findings = state["findings"].as_array().map_or(&[][..], Vec::as_slice);
    findings.iter().any(|finding| finding["message"].as_str().is_some_and(|it| it.contains(words)))
}

fn settled(state: &Value) -> bool {
    state["pages"].as_array().is_some_and(|pages| !pages.is_empty())
}

#[test]
fn the_page_speaks_the_language_of_the_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("r");
    copy_report("errors/claim-received", &report);
    for (options, tag, reading, said, weight) in [
        (&[][..], "zh-CN", "正在读报告……", "1 个警告", "警告"),
        (&["--lang", "en"], "en", "Reading the report…", "warnings: 1", "warning"),
    ] {
        let watch = Watch::start(&report, options);
        let state = watch.wait(settled);
        assert_eq!(state["said"], said);
        assert_eq!(state["findings"][0]["weight"], weight);
        let page = String::from_utf8(watch.get("/")).expect("a page in UTF-8");
        assert!(
            page.contains(&format!("<html lang=\"{tag}\">")) && page.contains(reading),
            "{page}"
        );
        assert!(!page.contains('{'), "each word has its place: {page}");
    }
}

#[test]
fn the_page_is_new_at_every_save() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("r");
    copy_report("suqian-2023", &report);
    let text = report.join("narrative.md");
    let typed = std::fs::read_to_string(&text).expect("the text");
    for options in [&[][..], &["--poll"]] {
        let watch = Watch::start(&report, options);
        let first = watch.wait(settled);
        let claim = |number: usize| format!("{typed}\n\n全年收到政府信息公开申请{number}件。\n");
        for (number, save) in [(70_001, "write"), (70_002, "rename"), (70_003, "anew")] {
            match save {
                "write" => std::fs::write(&text, claim(number)).expect("a save"),
                "rename" => {
                    let other = report.join(".narrative.md.swp");
                    std::fs::write(&other, claim(number)).expect("another file");
                    std::fs::rename(&other, &text).expect("a save");
                }
                _ => {
                    std::fs::remove_file(&text).expect("the text goes");
                    std::fs::write(&text, claim(number)).expect("a save");
                }
            }
            let state = watch.wait(|state| says(state, &number.to_string()));
            let finding = &state["findings"][0];
            assert_eq!(finding["excerpt"][1], number.to_string());
            let spots = finding["spots"].as_array().expect("places on the page");
            assert_eq!(spots.len(), 1, "{save}");
            let page = spots[0][0].as_u64().expect("a page") as usize;
            let keys = |state: &Value| -> Vec<Value> {
                let pages = state["pages"].as_array().expect("pages");
                pages.iter().map(|page| page["key"].clone()).collect()
            };
            let (old, new) = (keys(&first), keys(&state));
            assert_eq!(old[0], new[0], "the first page is as it was");
            assert_ne!(old.get(page), new.get(page), "the page of the sentence is not");
            let picture = watch.get(&format!("/page/{}.png", new[page].as_str().expect("a key")));
            assert!(picture.windows(8).any(|bytes| bytes == b"\x89PNG\r\n\x1a\n"));
        }
        std::fs::write(&text, &typed).expect("the text as it was");
        assert_eq!(watch.stop(), Some(0));
    }
}

#[test]
fn a_number_has_its_place_in_the_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("r");
    copy_report("suqian-2023", &report);
    let json = report.join("report.json");
    let typed = std::fs::read_to_string(&json).expect("the numbers");
    let watch = Watch::start(&report, &[]);
    watch.wait(settled);
    let wrong = typed.replacen("\"natural_persons\": ", "\"natural_persons\": 7", 1);
    assert_ne!(wrong, typed);
    std::fs::write(&json, wrong).expect("a save");
    let state = watch.wait(|state| state["errors"] != 0);
    let spots = state["findings"][0]["spots"].as_array().expect("places");
    assert!(!spots.is_empty(), "{state:#}");
}

#[test]
fn the_last_pages_stay_while_there_are_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("r");
    copy_report("suqian-2023", &report);
    let watch = Watch::start(&report, &[]);
    let first = watch.wait(settled);
    let away = folder.path().join("elsewhere");
    std::fs::rename(&report, &away).expect("the folder goes");
    let state = watch.wait(|state| state["stale"] == true);
    assert_eq!(state["pages"], first["pages"]);
    assert_ne!(state["errors"], 0);
    std::fs::rename(&away, &report).expect("the folder comes back");
    watch.wait(|state| state["stale"] == false);
    std::fs::write(report.join("narrative.md"), "# 总体情况\n").expect("a save");
    watch.wait(|state| state["errors"] != 0);
}

#[test]
fn only_this_machine_reads_it_and_nobody_writes() {
    let report = root().join("fixtures/suqian-2023");
    let (watch, other) = (Watch::start(&report, &[]), Watch::start(&report, &[]));
    assert_ne!(watch.address, other.address);
    let port = watch.address.rsplit(':').next().expect("a port");
    let refused = |request: String| {
        let answer = watch.ask(&request);
        assert!(answer.starts_with(b"HTTP/1.1 403") || answer.is_empty(), "{request}");
    };
    refused("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned());
    refused(format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"));
    refused("GET / HTTP/1.1\r\n\r\n".to_owned());
    refused(format!("POST / HTTP/1.1\r\nHost: {}\r\n\r\n", watch.address));
    refused(format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000)));
    for path in ["/../report.json", "/page/../../report.json.png", "/report.json"] {
        assert!(watch.get(path).starts_with(b"HTTP/1.1 404"), "{path}");
    }
    let (status, _, said) = run(root(), &["watch", "fixtures/suqian-2023", "--port", port]);
    assert_eq!(status, 2);
    assert!(said.contains("[port-taken]"), "{said}");
    let (status, _, said) = run(root(), &["watch", "fixtures/no-such-report"]);
    assert_eq!(status, 1, "{said}");
}

/// In a real browser: every one of many saves is shown.
#[test]
fn a_browser_shows_each_save() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("r");
    copy_report("suqian-2023", &report);
    let watch = Watch::start(&report, &[]);
    let script = root().join("tests/outside/watch.mjs");
    let (modules, text) = (tools().join("node_modules"), report.join("narrative.md"));
    let words = [script, modules, text].map(|path| path.to_str().expect("UTF-8").to_owned());
    let address = format!("http://{}/", watch.address);
    let said = tool(Path::new("node"), &[&words[0], &words[1], &words[2], &address, "20"]);
    assert!(said.starts_with("median "), "{said}");
}
