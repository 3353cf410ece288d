//! What layouts may and may not hold, and that a new one needs no Rust.

use nianbao::field::Field;

use crate::bench::{files, folders, golden, name, root, run};

#[test]
fn no_template_says_anything_of_its_own() {
    for layout in folders(&root().join("layouts"))
        .into_iter()
        .chain(folders(&root().join("fixtures/layouts")))
    {
        for template in
            files(&layout).iter().filter(|path| path.extension() == Some("typ".as_ref()))
        {
            let text = std::fs::read_to_string(template).expect("a text");
            let han = text.chars().find(|c| ('\u{2e80}'..='\u{ffef}').contains(c));
            assert_eq!(han, None, "{}: wording belongs into layout.toml", template.display());
        }
    }
}

#[test]
fn every_number_of_the_contract_has_its_cell() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the built-in layouts");
    for layout in layouts.iter() {
        let label = |field: &Field| {
            let (kind, unit) = (format!("{:?}", field.kind).to_lowercase(), &field.print.unit);
            format!("{}\t{}\t{kind}\t{unit}", field.path, field.label.in_file())
                .trim_end()
                .to_owned()
                + "\n"
        };
        let labels: String = layout.form.fields.iter().map(label).collect();
        golden(&format!("labels/{}.txt", layout.form.id), &labels);
    }
}

#[test]
fn a_made_up_layout_needs_no_rust() {
    let folder = root().join("fixtures/layouts");
    let out = tempfile::tempdir().expect("a temporary folder");
    let target = out.path().to_str().expect("a path in UTF-8");
    let (status, _, said) = run(
        &folder,
        &["build", "toy-2030", "--layout-dir", ".", "-o", target, "--to", "pdf,docx,json"],
    );
    assert_eq!(status, 0, "{said}");
    let written = files(out.path());
    assert_eq!(
        written.iter().map(|path| name(path)).collect::<Vec<_>>(),
        ["toy-2030.docx", "toy-2030.json", "toy-2030.pdf"]
    );
    golden("toy-2030.json", &std::fs::read_to_string(&written[1]).expect("the tree"));
}

#[test]
fn a_rule_of_the_made_up_layout_is_checked() {
    let folder = root().join("fixtures/layouts");
    let report = std::fs::read_to_string(folder.join("toy-2030/report.json")).expect("the report");
    let out = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(out.path().join("report.json"), report.replace("\"total\": 7", "\"total\": 8"))
        .expect("a temporary file");
    std::fs::copy(folder.join("toy-2030/narrative.md"), out.path().join("narrative.md"))
        .expect("a temporary file");
    let place = out.path().to_str().expect("a path in UTF-8");
    let (status, _, said) = run(&folder, &["check", place, "--layout-dir", "."]);
    assert_eq!(status, 1);
    assert!(
        said.contains("错误[visits-total]: 表一“来访”：合计是 8，两项之和是 5 + 2 = 7"),
        "{said}"
    );
}
