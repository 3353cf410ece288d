//! The report folder that a PDF carries, and `extract`, which gets it back.

use std::path::Path;

use crate::bench::{build, copy_report, fixtures, name, root, run};
use crate::outside::tool;

#[test]
fn a_pdf_gives_its_report_folder_back() {
    for fixture in fixtures() {
        let out = build(&fixture, &["--to", "pdf"]);
        let pdf = out.path().join(format!("{}.pdf", name(&fixture)));
        let (status, _, said) = run(out.path(), &["extract", pdf.to_str().expect("UTF-8")]);
        assert_eq!(status, 0, "{said}");
        let folder = out.path().join(name(&fixture));
        let mut expected = vec!["report.json", "narrative.md"];
        if fixture.join("figures").exists() {
            expected.push("figures/platform.png");
        }
        for file in expected {
            let read =
                |folder: &Path| std::fs::read(folder.join(file)).expect("a file of the report");
            assert!(read(&folder) == read(&fixture), "{} {file}", fixture.display());
        }
        let (status, _, said) = run(out.path(), &["extract", pdf.to_str().expect("UTF-8")]);
        assert_eq!(status, 2, "a report that is there is not written over: {said}");
    }
}

#[test]
fn what_carries_no_folder_or_a_damaged_one_says_so() {
    let fixture = root().join("fixtures/gzjkq-2021");
    let bare = build(&fixture, &["--to", "pdf", "--no-attach"]);
    let whole = build(&fixture, &["--to", "pdf"]);
    let damaged = whole.path().join("damaged.pdf");
    let (input, output) = (whole.path().join("gzjkq-2021.pdf"), damaged.to_str().expect("UTF-8"));
    tool(
        Path::new("qpdf"),
        &[input.to_str().expect("UTF-8"), "--remove-attachment=narrative.md", "--", output],
    );
    for (folder, file, code) in [
        (bare.path(), "gzjkq-2021.pdf", "extract-nothing"),
        (whole.path(), "damaged.pdf", "extract-damaged"),
        (fixture.as_path(), "report.json", "extract-unreadable"),
        (fixture.as_path(), "missing.pdf", "input-unreadable"),
    ] {
        let (status, _, said) = run(folder, &["extract", file, "-o", "nowhere"]);
        assert_eq!(status, 1, "{file}: {said}");
        assert!(
            said.contains(&format!("[{code}]")) && !folder.join("nowhere").exists(),
            "{file}: {said}"
        );
    }
}

#[test]
fn a_pdf_carries_the_texts_and_the_pictures_that_they_name_and_nothing_else() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let report = place.path().join("r");
    copy_report("markdown-2022", &report);
    let figures = report.join("figures");
    for stray in [
        "Thumbs.db",
        ".内部讨论稿.doc",
        "~$草稿.docx",
        "unused.png",
        "sub/unused.png",
        ".git/config",
        "../notes.txt",
    ] {
        let path = figures.join(stray);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a temporary folder");
        std::fs::write(path, "secret").expect("a temporary file");
    }
    #[cfg(unix)]
    for (link, target) in [("passwd.png", "/etc/passwd"), ("twice.png", "platform.png")] {
        std::os::unix::fs::symlink(target, figures.join(link)).expect("a link");
    }
    let (status, _, said) = run(place.path(), &["build", "r", "--to", "pdf"]);
    assert_eq!(status, 0, "{said}");
    let pdf = place.path().join("out/r.pdf");
    let listed = tool(Path::new("qpdf"), &["--list-attachments", pdf.to_str().expect("UTF-8")]);
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split(" -> ").next()).collect();
    let wanted = ["SHA256SUMS", "figures/platform.png", "narrative.md", "report.json"];
    assert_eq!(names, wanted, "{listed}");
}

#[test]
fn extract_writes_over_nothing_and_all_or_nothing() {
    let built = build(&root().join("fixtures/markdown-2022"), &["--to", "pdf"]);
    let pdf = built.path().join("markdown-2022.pdf");
    let extract = |into: &Path| {
        let arguments =
            ["extract", pdf.to_str().expect("UTF-8"), "-o", into.to_str().expect("UTF-8")];
        let (status, _, said) = run(root(), &arguments);
        (status, said)
    };
    let files = |folder: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .map(|entries| entries.map(|entry| name(&entry.expect("an entry").path()).to_owned()))
            .into_iter()
            .flatten()
            .collect();
        names.sort();
        names
    };
    // Another style.toml beside the texts would make another report of them.
    for there in ["report.json", "narrative.md", "style.toml", "figures/platform.png", "figures"] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join(there);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a temporary folder");
        std::fs::write(&path, "mine").expect("a temporary file");
        let before = files(place.path());
        let (status, said) = extract(place.path());
        assert_eq!(status, 2, "{there}: {said}");
        assert!(
            said.contains("[output-unwritable]") && said.contains("figures") || there != "figures"
        );
        assert_eq!(std::fs::read(&path).expect("a file"), b"mine", "{there}");
        assert_eq!(files(place.path()), before, "{there}: nothing beside it");
    }
    let place = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(place.path().join("notes.txt"), "mine").expect("a temporary file");
    let (status, said) = extract(place.path());
    assert_eq!(status, 0, "other files are in nobody's way: {said}");
    assert_eq!(files(place.path()), ["figures", "narrative.md", "notes.txt", "report.json"]);
    let file = place.path().join("notes.txt");
    let (status, said) = extract(&file);
    assert_eq!((status, std::fs::read(&file).expect("a file")), (2, b"mine".to_vec()), "{said}");
}

/// A PDF of one empty page with these objects, the first of which, number 10, is its tree of names.
fn foreign(objects: &[String]) -> Vec<u8> {
    let page = [
        (1, "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 10 0 R>>>>"),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
    ];
    let own = (10..).zip(objects.iter().map(String::as_str));
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (number, object) in page.into_iter().chain(own) {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = pdf.len();
    let size = 10 + objects.len();
    pdf.push_str(&format!("xref\n0 1\n0000000000 65535 f \n{table}"));
    pdf.push_str(&format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    pdf.into_bytes()
}

/// A file that is attached: its specification, and its content, which is object `number`.
fn attached(name: &str, number: usize, filter: &str, content: &str) -> [String; 2] {
    [
        format!("<</Type/Filespec/UF({name})/EF<</F {number} 0 R>>>>"),
        format!("<</Length {}{filter}>>stream\n{content}\nendstream", content.len()),
    ]
}

#[test]
fn a_foreign_pdf_costs_neither_memory_nor_time() {
    // Sixteen nodes, each of which names the next four times.
    let kids = |number: usize| format!("<</Kids[{}]>>", format!("{} 0 R ", number + 1).repeat(4));
    let tree: Vec<String> = (10..26).map(kids).chain(["<</Names[]>>".to_owned()]).collect();
    // A name that is there a hundred thousand times.
    let names = format!("<</Names[{}]>>", "(report.json) 11 0 R ".repeat(100_000));
    let [specification, content] = attached("report.json", 12, "", "{}");
    let repeated = vec![names, specification, content];
    let one = |name: &str, filter: &str, content: &str| {
        let [specification, content] = attached(name, 12, filter, content);
        vec![format!("<</Names[({name}) 11 0 R]>>"), specification, content]
    };
    let two = 2_000_000_000_u32;
    let predictor = format!(
        "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {two}/Colors {two}\
        /BitsPerComponent 16>>"
    );
    let zeros = "\u{0}".repeat(100);
    let cases = [
        ("tree", foreign(&tree), "extract-nothing"),
        ("repeated", foreign(&repeated), "extract-nothing"),
        ("predictor", foreign(&one("report.json", &predictor, &zeros)), "extract-unreadable"),
        ("another name", foreign(&one("x.json", &predictor, &zeros)), "extract-nothing"),
        ("brackets", foreign(&["[".repeat(1_000_000)]), "extract-unreadable"),
        ("empty list", foreign(&one("SHA256SUMS", "", "")), "extract-nothing"),
        ("nothing", foreign(&["<<>>".to_owned()]), "extract-nothing"),
    ];
    let place = tempfile::tempdir().expect("a temporary folder");
    for (case, pdf, code) in cases {
        std::fs::write(place.path().join("foreign.pdf"), pdf).expect("a temporary file");
        let begun = std::time::Instant::now();
        let (status, _, said) = run(place.path(), &["extract", "foreign.pdf", "-o", "x"]);
        assert_eq!(status, 1, "{case}: {said}");
        assert!(said.contains(&format!("[{code}]")), "{case}: {said}");
        assert!(begun.elapsed().as_secs() < 20, "{case}: {:?}", begun.elapsed());
        assert!(!place.path().join("x").exists());
    }
}
