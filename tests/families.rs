//! A form of another family: whatever its cells may hold, from layout and report.json into every
//! file and back, without Rust for it.

use std::path::{Path, PathBuf};

use nianbao::field::{Field, FieldKind};
use nianbao::files::{load_layouts, read_folder};
use nianbao::layout::Layouts;
use serde_json::{Value, json};

use crate::bench::{copy_folder, files, golden, name, root, run};
use crate::judge::faults;
use crate::review::validate;
use crate::tree::{blocks, list, outline, plain};
use crate::wanted::squeeze;

fn folder() -> PathBuf {
    root().join("fixtures/layouts")
}

fn layouts() -> Layouts {
    load_layouts(&[folder()]).expect("the layouts")
}

/// The report with what `change` does to it, checked.
fn checked(change: impl FnOnce(&mut Value)) -> (i32, String) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let text = std::fs::read_to_string(folder().join("points-2030/report.json"));
    let mut report: Value = serde_json::from_str(&text.expect("the report")).expect("JSON");
    change(&mut report);
    std::fs::write(out.path().join("report.json"), report.to_string()).expect("a temporary file");
    let place = out.path().to_str().expect("UTF-8");
    let (status, _, said) = run(&folder(), &["check", place, "--layout-dir", "."]);
    (status, said)
}

#[test]
fn all_kinds_of_cells_stand_in_every_file() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let target = out.path().to_str().expect("UTF-8");
    let arguments = ["build", "points-2030", "--layout-dir", ".", "-o", target];
    let formats = ["--to", "pdf,docx,html,json", "--content-controls"];
    let (status, _, said) = run(&folder(), &[&arguments[..], &formats].concat());
    assert_eq!((status, said.contains("没有发现问题")), (0, true), "{said}");
    let written = files(out.path());
    let tree = std::fs::read_to_string(out.path().join("points-2030.json")).expect("the tree");
    let tree: Value = serde_json::from_str(&tree).expect("JSON");
    golden("tree/points-2030.txt", &outline(&tree));
    validate(&out.path().join("points-2030.docx"));
    // Every cell of the tree stands in both files.
    let read = |end: &str| {
        let script = root().join("tests/outside/text.py");
        let file = out.path().join(format!("points-2030.{end}"));
        let python = crate::outside::tools().join("venv/bin/python");
        let paths = [script.to_str().expect("UTF-8"), file.to_str().expect("UTF-8")];
        squeeze(&crate::outside::tool(&python, &paths))
    };
    let pdf = read("pdf");
    let html = std::fs::read_to_string(out.path().join("points-2030.html")).expect("the page");
    let mut cells = 0;
    for table in blocks(&tree).iter().filter(|block| block["kind"] == "table") {
        for group in list(table, "groups") {
            for row in list(group, "head").iter().chain(list(group, "body")) {
                for slot in list(row, "slots").iter().filter(|slot| slot["turned"] != true) {
                    let text = squeeze(&plain(&slot["content"]));
                    assert!(pdf.contains(&text), "{text} in {pdf}");
                    let lines: Vec<&str> = list(slot, "content")
                        .iter()
                        .filter_map(|piece| piece["text"].as_str())
                        .collect();
                    assert!(lines.iter().all(|line| html.contains(line)), "{lines:?} in the page");
                    cells += 1;
                }
            }
        }
    }
    assert!(cells > 60 && written.iter().all(|path| name(path).starts_with("points-2030")));
}

#[test]
fn the_schema_takes_the_report_and_refuses_what_reading_refuses() {
    let (status, text, _) = run(&folder(), &["schema", "points", "--layout-dir", "."]);
    assert_eq!(status, 0);
    let schema: Value = serde_json::from_str(&text).expect("the schema in JSON");
    let text = std::fs::read_to_string(folder().join("points-2030/report.json"));
    let good: Value = serde_json::from_str(&text.expect("the report")).expect("JSON");
    let bad = |pointer: &str, value: Value| {
        let mut report = good.clone();
        *report.pointer_mut(pointer).expect("a cell") = value;
        report
    };
    let reports = [
        good.clone(),
        bad("/statistics/point/opened", json!("2028年5月6日")),
        bad("/statistics/point/type", json!("学校")),
        bad("/statistics/point/equipment", json!(["自助终端", "自助终端"])),
        bad("/statistics/point", json!(0)),
        bad("/statistics/work/change", json!(1.5)),
        bad("/statistics/media/name", json!(7)),
        bad("/contact", json!({ "phone": "1" })),
    ];
    for (index, fault) in faults(&schema, &reports).iter().enumerate() {
        assert_eq!(fault.is_some(), index > 0, "{index}: {fault:?}");
    }
}

#[test]
fn what_is_no_value_is_told_with_its_cell() {
    for (pointer, value, told) in [
        ("point/opened", json!("2028-02-30"), "登记表“开办日期”：应为存在的日期"),
        ("point/type", json!("学校"), "登记表“类型”：不是表上的选项"),
        ("point/equipment", json!(["自助终端", 1]), "登记表“设施”：不是表上的选项"),
        ("point/name", json!("一行\n两行"), "登记表“服务点名称”：应为一行文字"),
        ("point", json!(0), "缺少“point.opened”：登记表“开办日期”"),
        ("work/difference", json!("冷"), "登记表“室内外温差”：应为数字"),
        ("work/cases", json!(-1), "登记表“全年办件·办件量”：不能是负数"),
        ("media/open", json!(null), "登记表“新媒体·是否开设”：不是表上的选项"),
    ] {
        let (status, said) = checked(|report| {
            *report.pointer_mut(&format!("/statistics/{pointer}")).expect("a cell") = value;
        });
        assert!(status == 1 && said.contains(told), "{pointer}: {said}");
    }
}

#[test]
fn a_blank_that_may_be_is_quiet_and_conditions_are_asked() {
    let set = |pointer: &'static str, value: Value| {
        checked(move |report| {
            *report.pointer_mut(&format!("/statistics/{pointer}")).expect("a cell") = value;
        })
    };
    let (status, said) = set("media", json!({ "open": "否", "followers": 0 }));
    assert_eq!((status, said.contains("没有发现问题")), (0, true), "{said}");
    let (status, said) = set("media/name", json!(null));
    assert!(status == 0 && said.contains("警告[media-name]"), "{said}");
    let (status, said) = set("media/open", json!("否"));
    assert!(
        status == 0 && said.contains("警告[media-followers]") && said.contains("1204"),
        "{said}"
    );
    let (status, said) = checked(|report| report["contact"] = json!({ "phone": "1" }));
    assert!(status == 1 && said.contains("缺少“contact.writer”：填表人"), "{said}");
    let (status, said) = set("months/licences", json!(null));
    assert!(status == 1 && said.contains("各月办件表“证照”"), "{said}");
}

#[test]
fn a_second_family_never_takes_a_year_of_the_first() {
    let layouts = layouts();
    let first = load_layouts(&[]).expect("the built-in layouts");
    for year in 1990..2100 {
        let id = |layouts: &Layouts| layouts.for_year(year).map(|layout| layout.form.id.clone());
        assert_eq!(id(&layouts), id(&first), "{year}");
    }
    assert_eq!(layouts.newest().map(|it| &it.form.id), first.newest().map(|it| &it.form.id));
    assert!(layouts.get("points").is_some_and(|layout| layout.form.years.contains(2030)));
}

#[test]
fn what_every_cell_prints_reads_back() {
    let layouts = layouts();
    let (mut kinds, mut all) = (Vec::new(), 0);
    for report in ["points-2030", "toy-2030", "../district-2019", "../district-2020"] {
        let folder = read_folder(&folder().join(report)).expect("a fixture");
        let (report, layout, _) =
            nianbao::reader::read(&folder, None, &layouts).report.expect("a report");
        for (id, number) in report.statistics.iter() {
            let field: &Field = &layout.form.fields[id];
            let printed = field.printed(&number.value);
            assert_eq!(field.read(&printed).as_ref(), Ok(&number.value), "{printed}");
            kinds.push(field.kind);
            all += 1;
        }
    }
    let has = |kind: FieldKind| kinds.contains(&kind);
    assert!(has(FieldKind::Choice) && has(FieldKind::Date) && has(FieldKind::Decimal) && all > 400);
}

#[test]
fn a_new_report_of_another_family_names_its_layout_and_has_no_text() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let place = out.path().join("new");
    let path = place.to_str().expect("UTF-8");
    let arguments = ["new", path, "--agency", "某中心", "--year", "2031", "--layout-dir", "."];
    let (status, _, said) = run(&folder(), &[&arguments[..], &["--layout", "points"]].concat());
    assert_eq!(status, 0, "{said}");
    let written = files(&place);
    let written: Vec<&str> = written.iter().map(|path| name(path)).collect();
    assert_eq!(written, ["report.json", "report.schema.json"]);
    let text = std::fs::read_to_string(place.join("report.json")).expect("the report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["layout"], "points");
    // Last year's report of the family says which.
    let next = out.path().join("next");
    let next = next.to_str().expect("UTF-8");
    let (status, _, said) =
        run(&folder(), &["new", next, "--from", "points-2030", "--layout-dir", "."]);
    assert_eq!(status, 0, "{said}");
    let text = std::fs::read_to_string(Path::new(next).join("report.json")).expect("the report");
    assert!(text.contains("\"layout\": \"points\"") && text.contains("2031"), "{text}");
}

/// Each mistake: the file, what is replaced in it and by what, the line where it is told, and a
/// word of what is told.
const MISTAKES: [(&str, &str, &str, usize, &str); 16] = [
    ("layout.toml", "notice = ", "notices = ", 6, "没有“notices”这一项"),
    ("layout.toml", "years = { from = 2030 }", "years = { from = \"2030\" }", 8, "值的种类不对"),
    ("layout.toml", "base = \"paper\"", "base = \"papre\"", 7, "papre"),
    ("layout.toml", "table = \"months\"", "table = \"month\"", 21, "tables/month.toml"),
    ("layout.toml", "table = \"point\"", "", 15, "heading"),
    ("tables/point.toml", "kind = \"date\"", "kind = \"day\"", 9, "不能写“day”"),
    (
        "tables/point.toml",
        "colspan = 3 }],\n  [{ text = \"服务",
        "colspan = 4 }],\n  [{ text = \"服务",
        8,
        "第1行",
    ),
    ("tables/point.toml", "unit = \"个\"", "unit = 1", 16, "值的种类不对"),
    (
        "tables/point.toml",
        "fact = \"contact.writer\"",
        "fact = \"contact.boss\"",
        17,
        "contact.boss",
    ),
    ("tables/point.toml", "options = [\"社区\", \"村\", \"园区\"], ", "", 10, "point.type"),
    ("tables/point.toml", "\"work.online\"", "\"work.cases\"", 12, "work.cases"),
    ("tables/months.toml", "\"months.payments\"", "\"months.Über\"", 23, "路径"),
    ("rules.toml", "\"{}.dec\"", "\"{}.dez\"", 10, "dez"),
    ("rules.toml", "is = [\"是\"]", "is = [\"有\"]", 39, "有"),
    ("rules.toml", "relation = \"at-most\"", "relation = \"most\"", 29, "cases-online"),
    ("rules.toml", "hint = \"补上名称\"\n", "", 39, "media-name"),
];

#[test]
fn every_mistake_in_a_layout_has_its_place_and_its_sentence() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let check = |place: &Path| {
        let path = place.to_str().expect("UTF-8");
        let target = out.path().join("out");
        run(&folder(), &["layouts", "--check", path, "-o", target.to_str().expect("UTF-8")])
    };
    for (index, (file, old, new, line, word)) in MISTAKES.iter().enumerate() {
        let place = out.path().join(format!("{index}")).join("points");
        copy_folder(&folder().join("points"), &place);
        let path = place.join(file);
        let text = std::fs::read_to_string(&path).expect("a file of the layout");
        assert!(text.contains(old), "{file} has {old}");
        std::fs::write(&path, text.replacen(old, new, 1)).expect("a temporary file");
        let (status, _, said) = check(&place);
        assert_eq!(status, 2, "{file} {new}: {said}");
        let told = format!("{file}:{line}:");
        assert!(said.contains(&told) && said.contains(word), "{file} {new}, line {line}: {said}");
    }
    let (status, _, said) = check(&folder().join("points"));
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("2 张表") && out.path().join("out/points.pdf").exists(), "{said}");
}
