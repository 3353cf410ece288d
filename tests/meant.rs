//! What an office types is meant as it looks; what can't be is told; a warning is waived where it
//! stands.

use std::sync::LazyLock;

use nianbao::document::{Block, Document, Inline, plain};
use nianbao::files::{load_layouts, read_folder};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::Layouts;
use nianbao::reader::{Folder, NARRATIVE_MD, REPORT_JSON, read};
use nianbao::{PrepareOptions, Prepared, prepare};

use crate::bench::root;

static LAYOUTS: LazyLock<Layouts> =
    LazyLock::new(|| load_layouts(&[]).expect("the built-in layouts"));
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(FoundFonts::default()));

/// A good report with `text` as its section on problems.
fn folder(text: &str) -> Folder {
    let mut folder = read_folder(&root().join("fixtures/all-zero-2024")).expect("a fixture");
    let narrative = format!(
        "# 总体情况\n\n主动公开、依申请公开、政府信息管理、平台建设、监督保障都按规定办理。\n\n\
         # 存在的主要问题及改进情况\n\n解读形式不多，将增加图解。\n\n{text}\n\n\
         # 其他需要报告的事项\n\n无。\n"
    );
    folder.files.insert(NARRATIVE_MD.to_owned(), narrative.into_bytes().into());
    folder
}

fn prepared(text: &str) -> Prepared<'static> {
    prepare(&folder(text), None, &LAYOUTS, &FONTS, PrepareOptions::default())
}

fn document(prepared: Prepared<'_>) -> Document {
    prepared.writable.expect("a document").document
}

/// The paragraphs of a text, the words of lists among them; none may be told.
fn paragraphs(text: &str) -> Vec<String> {
    let prepared = prepared(text);
    assert_eq!(codes(&prepared), [""; 0], "{text}");
    let document = document(prepared);
    let all = document.all_blocks();
    let own = all.iter().skip_while(|block| words(block) != "解读形式不多，将增加图解。").skip(1);
    own.take_while(|block| !matches!(block, Block::Heading(it) if it.level == 1))
        .map(|block| words(block))
        .filter(|words| !words.is_empty())
        .collect()
}

fn words(block: &Block) -> String {
    match block {
        Block::Paragraph(it) | Block::Remark(it) => plain(&it.content),
        Block::Heading(it) => it.number.clone() + &plain(&it.content),
        _ => String::new(),
    }
}

/// The codes of the findings about a text.
fn codes(prepared: &Prepared<'_>) -> Vec<String> {
    prepared.findings.iter().map(|finding| finding.code.to_string()).collect()
}

/// What is told of a text: code and what stands at the place.
fn told(text: &str) -> Vec<(String, String)> {
    let prepared = prepared(text);
    let source = &prepared.sources.iter().find(|it| it.name().ends_with("narrative.md"));
    let source = source.expect("the text").text();
    let finding = |it: &nianbao::diagnostic::Diagnostic| {
        let place = it.location.as_ref().expect("a place");
        (it.code.to_string(), source[place.range.clone()].to_owned())
    };
    prepared.findings.iter().map(finding).collect()
}

/// Fails where not just this is told of a text.
fn tells(text: &str, code: &str, at: &str) {
    assert_eq!(told(text), [(code.to_owned(), at.to_owned())], "{text}");
}

#[test]
fn lines_that_are_set_in_are_paragraphs() {
    for indent in ["\u{3000}\u{3000}", "    ", "\t", "     \t", "&emsp;&emsp;", "\u{2003}\u{2003}"]
    {
        let typed = format!("{indent}甲项公开。\n{indent}乙项公开。\n\n{indent}丙项公开");
        assert_eq!(paragraphs(&typed), ["甲项公开。", "乙项公开。", "丙项公开"], "{indent:?}");
    }
    assert_eq!(paragraphs("    1. 甲项\n    乙项"), ["1.甲项", "乙项"], "no list");
    assert_eq!(paragraphs("    ## 甲项\n\n    文。"), ["（一）甲项", "文。"]);
    for typed in ["\t- 甲项\n\t- 乙项", "    - 甲项\n    - 乙项", "有：\n    - 甲项\n    - 乙项"]
    {
        let document = document(prepared(typed));
        let blocks = document.all_blocks();
        assert!(blocks.iter().any(|it| matches!(it, Block::List(it) if it.items.len() == 2)));
    }
    tells("    ```chart\n    kind = \"pie\"\n    ```", "markdown-unsupported", "```chart");
    assert_eq!(
        paragraphs("- 甲项\n\n      乙项\n\n      丙项\n- 丁项"),
        ["甲项", "乙项", "丙项", "丁项"]
    );
    assert_eq!(paragraphs("-     甲项\n- 乙项"), ["甲项", "乙项"]);
    assert_eq!(paragraphs("1. 甲项\n   续行"), ["甲项续行"], "what hangs below a number goes on");
}

#[test]
fn stars_and_waves_between_digits_and_letters_are_themselves() {
    for typed in [
        "7*24小时，5*8小时",
        "3*5*8米",
        "4*12台、2*10G",
        "A*B*C",
        "10米*20米*3米，5米*6米",
        "5~10日和2~3日",
        "a_b_c",
    ] {
        assert_eq!(paragraphs(typed), [typed]);
    }
    assert_eq!(paragraphs("带*的为新增，*号共12项"), ["带*的为新增，*号共12项"]);
    let text = "收到{{ applications.received.total }}*{{ applications.carried_in.total }}*1件";
    assert_eq!(paragraphs(text), ["收到0*0*1件"]);
    let stressed = document(prepared("*甲项*和**乙项**，12*丙项*和*3*项"));
    let is_stress = |it: &&Inline| matches!(it, Inline::Emph { .. } | Inline::Strong { .. });
    let blocks = stressed.all_blocks();
    let count = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(it) => Some(it.content.iter().filter(is_stress).count()),
        _ => None,
    });
    assert_eq!(count.sum::<usize>(), 4, "stress is stress");
}

#[test]
fn what_looks_like_text_is_text() {
    assert_eq!(paragraphs("[注]: 本表数据不含下属单位"), ["[注]:本表数据不含下属单位"]);
    assert_eq!(paragraphs("- [注]: 甲项"), ["[注]:甲项"]);
    assert_eq!(paragraphs("#政府开放日#话题阅读量1万"), ["#政府开放日#话题阅读量1万"]);
    assert_eq!(paragraphs("＃知识产权＃话题"), ["＃知识产权＃话题"]);
    assert_eq!(
        paragraphs("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n注：表中没有丙项"),
        ["注：表中没有丙项"]
    );
    assert_eq!(paragraphs("见[指南][g]\n\n[g]: https://www.example.gov.cn"), ["见指南"]);
}

#[test]
fn numbers_of_headings_may_be_typed_in_any_style() {
    for (first, second) in [
        ("（一）", "（二）"),
        ("(一)", "(二)"),
        ("1、", "2．"),
        ("１．", "（2）"),
        ("第一部分 ", "②"),
    ] {
        let typed = format!("## {first}甲项\n\n文。\n\n## **{second}乙项**\n\n文。");
        assert_eq!(paragraphs(&typed), ["（一）甲项", "文。", "（二）乙项", "文。"], "{first}");
    }
    tells("## 2、甲项\n\n文。", "heading-number", "## 2、甲项");
}

#[test]
fn what_would_be_lost_is_told() {
    tells("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 第三格 |", "text-lost", "第三格");
    tells("[网]: https://www.example.gov.cn", "text-lost", "[网]: https://www.example.gov.cn");
    tells("见[词](https://www.example.gov.cn \"另文\")", "text-lost", "另文");
    tells("甲[^a]。\n\n[^a]: 乙\n\n[^a]: 丙", "footnote-repeated", "[^a]: 丙");
    tells("甲<!-- 待核对 -->", "markdown-unsupported", "<!-- 待核对 -->");
    assert_eq!(paragraphs("- 甲[^b]\n\n  [^b]: 乙"), ["甲"], "a note in a list is a note");
}

#[test]
fn paragraphs_that_would_be_joined_are_told() {
    for (first, second) in [
        ("甲项称“公开”。”", "乙项公开"),
        ("甲项；", "● 乙项"),
        ("主要有：", "1.甲项；"),
        ("1、甲项；", "2、乙项；"),
        ("（1）甲项；", "（2）乙项"),
        ("①甲项；", "② 乙项"),
        ("一是甲项。", "二是乙项。"),
        ("甲项，", "第二，乙项"),
        ("甲项已经公开。", "乙项也已公开。"),
    ] {
        tells(&format!("{first}\n{second}"), "lines-joined", second);
    }
    assert_eq!(paragraphs("甲项公开，\n乙项公开"), ["甲项公开，乙项公开"]);
    assert_eq!(paragraphs("甲项公开。\\\n乙项公开").len(), 1, "a break that is meant");
    tells("| 甲 | 乙 |\n| 1 | 2 |", "markdown-unsupported", "| 甲 | 乙 |");
    tells("| 甲 | 乙 |\n|---|\n| 1 | 2 |", "markdown-unsupported", "| 甲 | 乙 |");
    tells("| 甲 | 乙 |\n\n文。", "markdown-unsupported", "| 甲 | 乙 |");
    for indent in ["    ", "\u{3000}\u{3000}"] {
        let table = format!("文。\n\n{indent}| 甲 | 乙 |\n{indent}|---|---|\n{indent}| 1 | 2 |\n");
        let prepared = document(prepared(&table));
        assert_eq!(prepared.tables().len(), 4, "a table that is set in: {indent:?}");
    }
    tells("类别\t件数\n甲\t1\n乙\t2", "markdown-unsupported", "类别\t件数");
}

#[test]
fn a_heading_that_lacks_its_space_is_one_slip_and_a_heading() {
    let good = read_folder(&root().join("fixtures/gzjkq-2021")).expect("a fixture");
    let text = String::from_utf8(good.files[NARRATIVE_MD].to_vec()).expect("text");
    let headings = || text.lines().filter(|line| line.starts_with('#'));
    let prepared = |text: &str| {
        let mut folder = good.clone();
        folder.files.insert(NARRATIVE_MD.to_owned(), text.as_bytes().into());
        prepare(&folder, None, &LAYOUTS, &FONTS, PrepareOptions::default())
    };
    let wide = |line: &str| line.replace('#', "＃");
    let ways: [&dyn Fn(&str) -> String; 3] =
        [&|line| line.replace("# ", "#"), &wide, &|line| wide(line).replace(' ', "")];
    let words = |prepared| {
        let document = document(prepared);
        document.all_blocks().into_iter().map(words).collect::<Vec<String>>()
    };
    let wanted = words(prepared(&text));
    for heading in headings() {
        for way in ways {
            let typed = prepared(&text.replacen(heading, &way(heading), 1));
            assert_eq!(codes(&typed), ["heading-space"], "{heading}");
            assert_eq!(words(typed), wanted, "{heading}");
        }
    }
}

#[test]
fn marks_that_are_left_over_are_told() {
    tells("＃＃ 甲项\n\n文。", "heading-space", "＃＃");
    let single = "{ applications.received.total }";
    tells(&format!("收到{single}件"), "binding-syntax", single);
    tells("收到｛｛applications.received｝｝件", "binding-syntax", "｛｛applications.received｝｝");
    for typed in ["XX条", "××次", "【待补】", "___次", "（）条", "XXXX年"] {
        assert_eq!(told(&format!("公开信息{typed}"))[0].0, "placeholder-left", "{typed}");
    }
    for typed in ["XXXX年", "____条", "×××局", "ＸＸＸＸ", "xxxx", "×××"] {
        let told = told(&format!("公开信息{typed}，另有说明"));
        let codes: Vec<&str> = told.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["placeholder-left"], "one slip is one finding: {typed}");
    }
    for (typed, twice) in [("审核审核机制", true), ("统一的的界面", true), ("目的的说明", false)]
    {
        let found = told(typed).iter().any(|(code, _)| code == "doubled-words");
        assert_eq!(found, twice, "{typed}");
    }
    assert_eq!(
        paragraphs("公开{B座}的信息，XXL号、（待定）事项已定"),
        ["公开{B座}的信息，XXL号、（待定）事项已定"]
    );
}

#[test]
fn numbers_of_lists_are_printed_as_typed_or_told() {
    tells("1. 甲项\n2. 乙项\n4. 丙项", "list-number", "4. 丙项");
    assert_eq!(paragraphs("3. 甲项\n4. 乙项"), ["甲项", "乙项"]);
    assert_eq!(paragraphs("1. 甲项\n1. 乙项\n1. 丙项").len(), 3, "let them be counted");
}

#[test]
fn a_remark_stands_below_the_table_of_its_section() {
    let mut folder = folder("");
    let text = String::from_utf8(folder.files[NARRATIVE_MD].to_vec()).expect("text");
    let text = text.replace(
        "# 存在的主要",
        "# 主动公开政府信息情况\n\n注1：不含**下属单位**。\n\n# 存在的主要",
    );
    folder.files.insert(NARRATIVE_MD.to_owned(), text.into_bytes().into());
    let prepared = prepare(&folder, None, &LAYOUTS, &FONTS, PrepareOptions::default());
    assert_eq!(codes(&prepared), [""; 0]);
    let blocks = document(prepared).blocks;
    let at = blocks.iter().position(|block| matches!(block, Block::Remark(_))).expect("a remark");
    assert!(matches!(&blocks[at - 1], Block::Table(table) if table.official));
    assert_eq!(words(&blocks[at]), "注1：不含下属单位。");
}

/// The codes that stay and the reasons of what is waived.
fn weighed(text: &str) -> (Vec<String>, Vec<String>) {
    let prepared = prepared(text);
    let reasons = prepared.waived.iter().map(|(_, reason)| reason.clone()).collect();
    (codes(&prepared), reasons)
}

#[test]
fn a_warning_is_waived_where_it_stands() {
    let claim = "全年收到政府信息公开申请5件。";
    let waiver = "<!-- 豁免 claim-received：区政府办本级的数 -->";
    let reason = ["区政府办本级的数"];
    assert_eq!(weighed(claim).0, ["claim-received"]);
    for text in [
        format!("{claim}{waiver}"),
        format!("{claim}\n{waiver}"),
        format!("{claim}\n\n{waiver}"),
        format!("{claim}其余不变。{waiver}"),
        format!("甲项。{claim}{waiver}其余不变。"),
        format!("- 甲项\n- {claim}{waiver}"),
        format!("{claim}<!--豁免：claim-received 区政府办本级的数-->"),
        format!("{claim}<!--豁免 enumeration-sum：无-->{waiver}"),
    ] {
        let (stay, waived) = weighed(&text);
        assert!(stay.iter().all(|code| code == "waive-unused"), "{text}: {stay:?}");
        assert_eq!(waived, reason, "{text}");
        let printed = serde_json::to_string(&document(prepared(&text))).expect("a tree");
        assert!(!printed.contains("豁免") && !printed.contains("本级"), "{text}");
    }
    let another = weighed(&format!("{claim}其余不变。{waiver}再说。")).0;
    assert_eq!(another, ["claim-received", "waive-unused"], "another sentence");
    assert_eq!(weighed(&format!("甲项。{waiver}")).0, ["waive-unused"]);
    assert_eq!(weighed("甲项。<!-- 豁免 heading-number：无 -->").0, ["waive-error"]);
    assert_eq!(weighed("甲项。<!-- 豁免 claim-recieved：无 -->").0, ["waive-unknown"]);
    assert_eq!(weighed("甲项。<!-- 豁免 claim-received -->").0, ["waive-reason"]);
}

#[test]
fn the_lines_of_a_name_are_just_the_name() {
    let mut folder = folder("");
    let json = String::from_utf8(folder.files[REPORT_JSON].to_vec()).expect("text");
    let agency = document(prepared("")).meta.author;
    let (first, second) = agency.split_at(agency.len() / 6 * 3);
    let mut lines = |lines: String| {
        let json = json.replacen('{', &format!("{{ \"agency_lines\": {lines},"), 1);
        folder.files.insert(REPORT_JSON.to_owned(), json.into_bytes().into());
        let reading = read(&folder, None, &LAYOUTS);
        let codes: Vec<String> = reading.findings.iter().map(|it| it.code.to_string()).collect();
        (codes, reading.report.expect("a report").0.agency_lines)
    };
    let (codes, given) = lines(format!("[\"{first}\", \"{second}\"]"));
    assert_eq!(codes, [""; 0]);
    assert_eq!(given, [first, second]);
    for (wrong, code) in [
        (format!("[\"{first}\"]"), "agency-lines"),
        ("[]".to_owned(), "agency-lines"),
        (format!("\"{agency}\""), "json-type"),
        (format!("[\"{agency}\", 3]"), "json-type"),
    ] {
        assert_eq!(lines(wrong.clone()), (vec![code.to_owned()], Vec::new()), "{wrong}");
    }
}
