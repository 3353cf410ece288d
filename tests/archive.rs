//! The PDF as an archive: veraPDF's judgement, the tags of the tables, and the report folder that
//! it carries.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::bench::{build, files, fixtures, name, root, run};
use crate::outside::{tool, tools};

/// Builds every good report, and a draft of a broken one, into one folder.
fn all(arguments: &[&str]) -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a temporary folder");
    let target = out.path().to_str().expect("UTF-8");
    let inputs = fixtures();
    let mut command = vec!["build", "--to", "pdf", "-o", target];
    command.extend(arguments);
    command.extend(inputs.iter().map(|input| input.to_str().expect("UTF-8")));
    assert_eq!(run(root(), &command).0, 0);
    let mut draft = vec![
        "build",
        "--draft",
        "--to",
        "pdf",
        "-o",
        target,
        "fixtures/errors/applications-balance",
    ];
    draft.extend(arguments);
    assert_eq!(run(root(), &draft).0, 1, "the draft of a report with an error");
    out
}

#[test]
fn verapdf_passes_every_report_in_every_flavour() {
    for (arguments, flavours) in
        [(vec![], ["3a", "ua1"]), (vec!["--pdf-standard", "a-2a,ua-1"], ["2a", "ua1"])]
    {
        let out = all(&arguments);
        let files = files(out.path());
        assert!(files.len() > fixtures().len());
        for flavour in flavours {
            let classes = format!("{}/*", tools().join("verapdf").display());
            let mut command = vec![
                "-cp",
                &classes,
                "org.verapdf.apps.GreenfieldCliWrapper",
                "-f",
                flavour,
                "--format",
                "text",
                "-v",
            ];
            command.extend(files.iter().map(|file| file.to_str().expect("UTF-8")));
            let said = tool(Path::new("java"), &command);
            assert_eq!(
                said.lines().filter(|line| line.starts_with("PASS ")).count(),
                files.len(),
                "{flavour}: {said}"
            );
        }
    }
}

#[test]
fn mupdf_reads_every_page_without_a_complaint() {
    let out = all(&[]);
    for file in files(out.path()) {
        let output = std::process::Command::new("mutool")
            .args(["draw", "-q", "-F", "txt", "-o"])
            .arg("/dev/null")
            .arg(&file)
            .output();
        let output = output.expect("mutool; run tests/run, which sets the tools up");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // Debian's MuPDF is built without colour management and says so; the colours don't matter
        // here.
        let complaints: Vec<&str> =
            said.lines().filter(|line| !line.is_empty() && !line.contains("ICC support")).collect();
        assert!(output.status.success() && complaints.is_empty(), "{}: {said}", file.display());
    }
}

#[test]
fn every_label_heads_its_row_and_every_number_names_its_heads() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf,json"]);
        let file = |extension: &str| out.path().join(format!("{}.{extension}", name(&fixture)));
        let tree = std::fs::read_to_string(file("json")).expect("the tree");
        let mut wanted = BTreeMap::new();
        count_roles(&serde_json::from_str(&tree).expect("JSON"), &mut wanted);
        let objects = tool(Path::new("qpdf"), &["--json=2", file("pdf").to_str().expect("UTF-8")]);
        let objects: Value = serde_json::from_str(&objects).expect("JSON");
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for object in
            objects["qpdf"][1].as_object().into_iter().flat_map(|objects| objects.values())
        {
            let attributes: Vec<&Value> = match &object["value"]["/A"] {
                Value::Array(list) => list.iter().collect(),
                one => vec![one],
            };
            let scope = attributes.iter().find_map(|attribute| attribute["/Scope"].as_str());
            let kind = match (object["value"]["/S"].as_str(), scope) {
                (Some("/TH"), Some("/Row")) => "row",
                (Some("/TH"), Some("/Column")) => "column",
                (Some("/TD"), _) => {
                    let heads = attributes.iter().any(|attribute| {
                        attribute["/Headers"].as_array().is_some_and(|heads| !heads.is_empty())
                    });
                    assert!(heads, "{}: a number without heads", fixture.display());
                    "data"
                }
                _ => continue,
            };
            *found.entry(kind).or_default() += 1;
        }
        // Where a table goes on over the page, its heads and cut labels are there twice.
        let more = |kind: &str| found[kind].checked_sub(wanted[kind]);
        assert_eq!(more("data"), Some(0), "{}", fixture.display());
        assert!(more("row").is_some_and(|more| more <= 2), "{}: {found:?}", fixture.display());
        assert!(more("column").is_some_and(|more| more <= 12), "{}: {found:?}", fixture.display());
        let summaries = objects.to_string().matches("\"/Summary\"").count();
        assert!(summaries >= 3, "{}: the form's tables say what they hold", fixture.display());
    }
}

/// How many heads of rows, heads of columns and other cells a tree has.
fn count_roles(value: &Value, roles: &mut BTreeMap<&str, usize>) {
    match value {
        Value::Object(map) => {
            let kind = match map.get("role").and_then(Value::as_str) {
                Some("head") => Some("column"),
                Some("label" | "group") => Some("row"),
                Some(_) => Some("data"),
                None => None,
            };
            if let Some(kind) = kind {
                *roles.entry(kind).or_default() += 1;
            }
            map.values().for_each(|value| count_roles(value, roles));
        }
        Value::Array(list) => list.iter().for_each(|value| count_roles(value, roles)),
        _ => {}
    }
}

#[test]
fn standards_that_are_none_or_contradict_are_refused() {
    for (list, wanted) in
        [("a-9", "没有名为“a-9”"), ("a-4,ua-1", "不能同用"), ("a-2b,a-3b", "不能同用")]
    {
        let (status, _, said) = run(
            root(),
            &["build", "fixtures/gzjkq-2021", "--pdf-standard", list, "-o", "target/nowhere"],
        );
        assert_eq!(status, 2, "{list}");
        assert!(said.contains(wanted), "{list}: {said}");
    }
    assert!(!root().join("target/nowhere").exists(), "nothing is begun");
}
