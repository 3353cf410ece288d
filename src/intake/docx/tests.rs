use super::*;
use crate::intake::{FlatParagraph, FlatTable};
use crate::limits;
use crate::ooxml::names::{HEAD, W};
use crate::ooxml::{Package, Relations};

/// A DOCX with this body, and these other parts of word/.
fn docx(body: &str, parts: &[(PartKind, &str)]) -> Vec<u8> {
    package(&format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>"), parts)
}

fn package(document: &str, parts: &[(PartKind, &str)]) -> Vec<u8> {
    let mut package = Package::new(&[("xml", "application/xml")]);
    let first = Relations::default().with("rId1", names::DOCUMENT, "w/main.xml");
    package.relate("", &first);
    package.add("w/main.xml", names::DOCUMENT, format!("{HEAD}{document}"));
    let mut relations = Relations::default();
    for (index, (kind, part)) in parts.iter().enumerate() {
        let name = format!("part{index}.xml");
        relations.add(format!("rId{index}"), *kind, name.as_str());
        package.add(&format!("w/{name}"), *kind, format!("{HEAD}{part}"));
    }
    package.relate("w/main.xml", &relations);
    package.zip().expect("a zip")
}

fn body(body: &str, view: View) -> Vec<FlatBlock> {
    read(&docx(body, &[]), view).expect("a DOCX").blocks
}

/// The texts of paragraphs, `|` between them, tables as their cells.
fn texts(blocks: &[FlatBlock]) -> String {
    let text = |block: &FlatBlock| match block {
        FlatBlock::Paragraph(paragraph) => paragraph.text(),
        FlatBlock::Table(table) => {
            let cells: Vec<_> = table.cells.iter().map(|cell| texts(&cell.blocks)).collect();
            format!("[{}]", cells.join(","))
        }
    };
    blocks.iter().map(text).collect::<Vec<_>>().join("|")
}

/// What both views say.
fn both(inner: &str) -> (String, String) {
    let view = |view| texts(&body(inner, view));
    (view(View::Accepted), view(View::Rejected))
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn taken_out(text: &str) -> String {
    format!("<w:del w:author=\"a\"><w:r><w:delText>{text}</w:delText></w:r></w:del>")
}

/// A paragraph whose end was put in or taken out.
fn marked(mark: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:rPr><w:{mark} w:author=\"a\"/></w:rPr></w:pPr>{inner}</w:p>")
}

fn first(blocks: &[FlatBlock]) -> &FlatParagraph {
    let FlatBlock::Paragraph(paragraph) = &blocks[0] else { panic!("{blocks:?}") };
    paragraph
}

#[test]
fn changes_are_accepted_or_rejected() {
    let words = format!(
        "<w:p>{}<w:ins w:author=\"a\">{}{}</w:ins>{}</w:p>",
        run("a"),
        run("b"),
        taken_out("x"),
        taken_out("c")
    );
    assert_eq!(both(&words), ("ab".into(), "ac".into()), "what was put in and out is in neither");
    let moved = format!(
        "<w:p><w:moveFrom>{0}</w:moveFrom></w:p><w:p>{1}<w:moveTo>{0}</w:moveTo></w:p>",
        run("m"),
        run("n")
    );
    assert_eq!(both(&moved), ("|nm".into(), "m|n".into()));
}

#[test]
fn the_ends_of_paragraphs_are_changes_too() {
    let joined = marked("del", &run("a")) + &format!("<w:p>{}</w:p>", run("b"));
    assert_eq!(both(&joined), ("ab".into(), "a|b".into()));
    let split = marked("ins", &run("a")) + &format!("<w:p>{}</w:p>", run("b"));
    assert_eq!(both(&split), ("a|b".into(), "ab".into()));
    let gone = marked("del", &taken_out("a")) + &format!("<w:p>{}</w:p>", run("b"));
    assert_eq!(both(&gone), ("b".into(), "a|b".into()));
    let three = marked("del", &run("a")) + &marked("del", &run("b"));
    assert_eq!(both(&three).0, "ab", "nothing follows");
    let table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    assert_eq!(both(&(marked("del", &run("a")) + table)).0, "a|[]", "not into a table");
    let styled = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"h\"/><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>\
         <w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr>{}</w:p>",
        run("a"),
        run("b")
    );
    assert_eq!(first(&body(&styled, View::Accepted)).style, "b");
}

#[test]
fn rows_and_cells_come_and_go() {
    let row = |mark: &str, text: &str| {
        let cell = format!("<w:tc><w:p>{}</w:p></w:tc>", run(text));
        format!("<w:tr><w:trPr>{mark}</w:trPr>{cell}</w:tr>")
    };
    let table = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("", "a"),
        row("<w:ins w:author=\"a\"/>", "b"),
        row("<w:del w:author=\"a\"/>", "c")
    );
    assert_eq!(both(&table), ("[a,b]".into(), "[a,c]".into()));
}

#[test]
fn text_is_found_wherever_it_stands() {
    let inner = format!(
        "<w:sdt><w:sdtContent><w:p>{}<w:smartTag>{}</w:smartTag>\
         <w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple>\
         <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \
         \"http://x\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:noBreakHyphen/><w:br/><w:tab/>\
         <w:softHyphen/><w:br w:type=\"page\"/><w:t>g\u{200b}</w:t></w:r></w:p></w:sdtContent>\
         </w:sdt>",
        run("a"),
        run("b"),
        run("c"),
        run("d"),
        run("e")
    );
    let blocks = body(&inner, View::Accepted);
    assert_eq!(texts(&blocks), "abcde-\n\tg");
    let linked: Vec<_> = first(&blocks).runs.iter().map(|run| run.link.as_deref()).collect();
    assert_eq!(linked, [None, Some("http://x"), None]);
}

#[test]
fn content_that_is_there_twice_is_read_once() {
    let alternatives = format!(
        "<w:p><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/\
         markup-compatibility/2006\"><mc:Choice Requires=\"x\">{0}</mc:Choice>\
         <mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:p>",
        run("a")
    );
    assert_eq!(both(&alternatives).0, "a");
}

#[test]
fn tables_lie_on_their_grids() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>", run(text))
    };
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr>\
         <w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val=\"restart\"/>", "a"),
        cell("<w:gridSpan w:val=\"2\"/>", "b"),
        cell("<w:vMerge/>", ""),
        cell("", "c"),
        cell("", "d"),
        cell("<w:gridSpan w:val=\"99999999\"/>", "e"),
    );
    let blocks = body(&inner, View::Accepted);
    let [FlatBlock::Table(table)] = blocks.as_slice() else { panic!("{blocks:?}") };
    let text = |row, column| FlatTable::at(table, row, column).map(|cell| cell.text());
    let text = |row, column| text(row, column).unwrap_or_default();
    assert_eq!((text(1, 0), text(0, 2), text(1, 2)), ("a".into(), "b".into(), "d".into()));
    assert_eq!((table.rows, text(2, 0), text(2, 1)), (3, String::new(), "e".into()));
    assert_eq!(table.columns, 1001);
}

const STYLES: &str = "<w:style w:type=\"paragraph\" w:styleId=\"3\"><w:name w:val=\"Heading 2\"/>\
    </w:style><w:style w:type=\"paragraph\" w:styleId=\"4\"><w:name w:val=\"x\"/><w:basedOn \
    w:val=\"5\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"5\"><w:name w:val=\"y\"/>\
    <w:pPr><w:outlineLvl w:val=\"0\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"7\"/>\
    </w:numPr></w:pPr></w:style><w:style w:type=\"character\" w:styleId=\"c\"><w:name \
    w:val=\"Strong\"/></w:style>";
const LISTS: &str = "<w:abstractNum w:abstractNumId=\"1\"><w:lvl><w:numFmt w:val=\"decimal\"/>\
    </w:lvl><w:lvl><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"-\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"7\"><w:abstractNumId w:val=\"1\"/></w:num>";

#[test]
fn styles_are_known_by_name_then_by_level() {
    let styles = format!("<w:styles xmlns:w=\"{W}\">{STYLES}</w:styles>");
    let lists = format!("<w:numbering xmlns:w=\"{W}\">{LISTS}</w:numbering>");
    let read_one = |properties: &str, inner: &str| {
        let body = format!("<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>");
        let parts = [(names::STYLES, styles.as_str()), (names::NUMBERING, lists.as_str())];
        let text = read(&docx(&body, &parts), View::Accepted).expect("a DOCX");
        first(&text.blocks).clone()
    };
    let of = |id: &str| read_one(&format!("<w:pStyle w:val=\"{id}\"/>"), &run("a"));
    assert_eq!((of("3").outline, of("3").style.as_str()), (Some(2), "Heading 2"));
    let based = of("4");
    assert_eq!(based.outline, Some(1));
    let mark = based.mark.expect("a mark");
    assert_eq!((mark.depth, mark.numbered, mark.pattern.as_str()), (1, false, "-"));
    assert_eq!(of("Heading3").outline, Some(3), "no style of that id");
    assert_eq!(read_one("<w:outlineLvl w:val=\"1\"/>", "").outline, Some(2));
    assert_eq!(read_one("<w:outlineLvl w:val=\"9\"/>", "").outline, None);
    let strong = "<w:r><w:rPr><w:rStyle w:val=\"c\"/></w:rPr><w:t>a</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"c\"/><w:b w:val=\"0\"/></w:rPr><w:t>b</w:t></w:r>\
        <w:r><w:rPr><w:i/></w:rPr><w:t>c</w:t></w:r>";
    let tones: Vec<_> =
        read_one("", strong).runs.iter().map(|run| (run.strong, run.emphasis)).collect();
    assert_eq!(tones, [(true, false), (false, false), (false, true)]);
}

#[test]
fn bookmarks_keep_their_places() {
    let mark = |name: &str| format!("<w:bookmarkStart w:id=\"1\" w:name=\"{name}\"/>");
    let inner = format!(
        "{}<w:p>{}{}<w:del>{}</w:del>{}</w:p>",
        mark("loose"),
        mark("head"),
        run("ab"),
        mark("taken"),
        mark("end")
    );
    let blocks = body(&inner, View::Accepted);
    let anchors: Vec<_> =
        first(&blocks).anchors.iter().map(|anchor| (anchor.name.as_str(), anchor.at)).collect();
    assert_eq!(anchors, [("loose", 0), ("head", 0), ("taken", 2), ("end", 2)]);
}

#[test]
fn notes_comments_and_authors_are_told() {
    let notes = format!(
        "<w:footnotes xmlns:w=\"{W}\"><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/>\
         </w:footnote><w:footnote w:id=\"1\"><w:p>{}</w:p></w:footnote></w:footnotes>",
        run("n")
    );
    let comments = format!(
        "<w:comments xmlns:w=\"{W}\"><w:comment w:id=\"4\" w:author=\"b\"><w:p>{}</w:p>\
         </w:comment></w:comments>",
        run("say")
    );
    let inner = format!(
        "<w:p>{}<w:commentRangeStart w:id=\"4\"/>{}<w:commentRangeEnd w:id=\"4\"/><w:r>\
         <w:commentReference w:id=\"4\"/></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r>{}\
         </w:p>",
        run("x"),
        run("y"),
        taken_out("z")
    );
    let parts = [(names::FOOTNOTES, notes.as_str()), (names::COMMENTS, comments.as_str())];
    let text = read(&docx(&inner, &parts), View::Accepted).expect("a DOCX");
    assert_eq!(text.notes.keys().collect::<Vec<_>>(), ["f1"]);
    assert_eq!(first(&text.blocks).runs[1].note.as_deref(), Some("f1"));
    let MarginNote { author, words, text: said } = &text.comments[0];
    assert_eq!((author.as_str(), words.as_str(), said.as_str()), ("b", "y", "say"));
    assert_eq!(text.revisions.by_author.get("a"), Some(&1));
}

#[test]
fn any_prefix_and_the_strict_standard_are_read_alike() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    for document in [
        format!("<document xmlns=\"{W}\"><body><p><r><t>a</t></r></p></body></document>"),
        format!(
            "<x:document xmlns:x=\"{strict}\"><x:body><x:p><x:r><x:t>a</x:t></x:r></x:p></x:body>\
             </x:document>"
        ),
    ] {
        let text = read(&package(&document, &[]), View::Accepted).expect("a DOCX");
        assert_eq!(texts(&text.blocks), "a");
    }
}

#[test]
fn hostile_files_are_refused_with_a_sentence() {
    let refused = |bytes: &[u8]| {
        let finding = read(bytes, View::Accepted).expect_err("refused");
        assert_eq!(finding.code, "office-file");
        finding.message.in_file()
    };
    let good = docx(&format!("<w:p>{}</w:p>", run("a")), &[]);
    assert!(read(&good, View::Accepted).is_ok());
    let nested = |depth: usize| {
        let open = "<w:tbl><w:tr><w:tc>".repeat(depth);
        open + &"<w:p/></w:tc></w:tr></w:tbl>".repeat(depth)
    };
    let deep = refused(&docx(&nested(100_000), &[]));
    let entity = package("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", &[]);
    let long = "x".repeat(limits::TEXT_BYTES as usize / 4);
    let many: String = (0..5).map(|_| format!("<w:p>{}</w:p>", run(&long))).collect();
    let all = [
        deep,
        refused(&entity),
        refused(&docx(&many, &[])),
        refused(&package("<w:document>", &[])),
        refused(&package("<workbook/>", &[])),
        refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        refused(&[]),
    ];
    assert!(all.iter().all(|said| !said.is_empty()), "{all:?}");
    for cut in 0..good.len() {
        refused(&good[..cut]);
    }
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    use std::io::Write;
    for name in ["[Content_Types].xml", "_rels/.rels"] {
        bomb.start_file(name, options).expect("a zip");
        let spaces = vec![b' '; limits::PART_BYTES as usize + 1];
        bomb.write_all(&spaces).expect("a zip");
    }
    refused(&bomb.finish().expect("a zip").into_inner());
}
