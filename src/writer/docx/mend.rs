//! Between docx-rs and the zip: what docx-rs 0.4.22 cannot say, or says in an order that the schema (ECMA-376, transitional) does not
//! allow. Each mend says what it is for; when docx-rs learns it, the mend goes.

use docx_rs::XMLDocx;

use super::body::Named;
use super::dom::{Element, Node};
use super::package::Part;
use super::{Extras, Measures, charts, comments, controls, parts, sections, styles};
use crate::document::{Block, Document, plain};
use crate::layout::Role;

/// The parts of the package, in the order of the zip.
pub(super) fn mend(
    built: XMLDocx,
    document: &Document,
    named: &Named,
    Extras { source, review, .. }: Extras<'_>,
    measures: &Measures<'_>,
) -> Result<Vec<Part>, String> {
    let has_notes = !document.notes.is_empty();
    let mut list = Vec::new();
    let mut rels = parse(&built.document_rels)?;

    let mut body = parse(&built.document)?;
    heads(&mut body, document);
    sections::turn(&mut body, document, measures.style);
    let charts = charts::add(&mut body, document, measures, &mut rels)?;
    pictures(&mut body, document);
    rels.children
        .retain(|node| !matches!(node, Node::Element(relation) if relation.attribute("TargetMode").as_deref() == Some("External")));
    link_relations(&mut body, &named.links, &mut rels);
    if let Some(labels) = &review.controls {
        controls::add(&mut body, document, labels);
    }
    let comments = comments::add(&mut body, &review.comments, &named.placed, document);
    list.push(Part::xml("word/document.xml", parts::DOCUMENT, finish(body)));
    let mut style_part = parse(&built.styles)?;
    style_sheet(&mut style_part, document, measures);
    if comments.is_some() {
        style_part.children.extend(styles::for_comments(measures).into_iter().map(Node::Element));
    }
    list.push(Part::xml("word/styles.xml", parts::STYLES, finish(style_part)));
    list.push(Part::xml(
        "word/settings.xml",
        parts::SETTINGS,
        parts::settings(document, has_notes, review.track).into_bytes(),
    ));
    list.push(Part::xml(
        "word/fontTable.xml",
        parts::FONT_TABLE,
        parts::font_table(measures.style).into_bytes(),
    ));
    if named.has_lists {
        list.push(Part::xml(
            "word/numbering.xml",
            parts::NUMBERING,
            finish(parse(&built.numberings)?),
        ));
    }
    if has_notes {
        let mut notes = parse(&built.footnotes)?;
        footnotes(&mut notes);
        let mut note_rels = rels.emptied();
        link_relations(&mut notes, &named.links, &mut note_rels);
        list.push(Part::xml("word/footnotes.xml", parts::FOOTNOTES, finish(notes)));
        if !note_rels.children.is_empty() {
            list.push(Part::plain("word/_rels/footnotes.xml.rels", note_rels.write()));
        }
    }
    for (index, header) in built.headers.iter().enumerate() {
        let mut header = parse(header)?;
        watermark(&mut header, index);
        list.push(Part::xml(
            &format!("word/header{}.xml", index + 1),
            parts::HEADER,
            finish(header),
        ));
    }
    for (index, footer) in built.footers.iter().enumerate() {
        list.push(Part::xml(
            &format!("word/footer{}.xml", index + 1),
            parts::FOOTER,
            finish(parse(footer)?),
        ));
    }
    for (id, bytes) in built.media {
        let path =
            format!("media/{id}.{}", if bytes.starts_with(b"\xff\xd8") { "jpg" } else { "png" });
        // docx-rs takes every picture for a PNG.
        rels.elements_mut()
            .filter(|relation| relation.attribute("Id").as_deref() == Some(&id))
            .for_each(|relation| relation.set("Target", path.clone()));
        list.push(Part::plain(&format!("word/{path}"), bytes));
    }
    list.extend(charts);
    let commented = comments.is_some();
    list.extend(comments);
    list.push(Part::xml("word/theme/theme1.xml", parts::THEME, parts::theme().into_bytes()));
    list.push(Part::plain("customXml/item1.xml", parts::source(source).into_bytes()));
    list.push(Part::xml(
        "customXml/itemProps1.xml",
        parts::SOURCE_PROPERTIES,
        parts::source_properties().into_bytes(),
    ));
    list.push(Part::plain(
        "customXml/_rels/item1.xml.rels",
        parts::SOURCE_RELATIONS.as_bytes().to_vec(),
    ));
    let mut rels = relations(&rels, &list);
    let theme = ("rIdTheme", parts::THEME_LINK, "theme/theme1.xml");
    let source = ("rIdSource", parts::SOURCE_LINK, "../customXml/item1.xml");
    let comments = commented.then_some(("rIdComments", parts::COMMENTS_LINK, "comments.xml"));
    for (id, kind, target) in [theme, source].into_iter().chain(comments) {
        let relation =
            Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target);
        rels.children.push(Node::Element(relation));
    }
    list.push(Part::plain("word/_rels/document.xml.rels", rels.write()));
    list.push(Part::xml("docProps/core.xml", parts::CORE, parts::core(document).into_bytes()));
    list.push(Part::xml("docProps/app.xml", parts::APP, parts::app().into_bytes()));
    let types = parts::content_types(&list);
    list.insert(0, Part::plain("_rels/.rels", parts::ROOT_RELATIONS.as_bytes().to_vec()));
    list.insert(0, Part::plain("[Content_Types].xml", types.into_bytes()));
    Ok(list)
}

fn parse(bytes: &[u8]) -> Result<Element<'_>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    Element::parse(text).map_err(|error| error.to_string())
}

/// Mends what goes wrong in every part, and writes it.
fn finish(mut part: Element<'_>) -> Vec<u8> {
    part.walk(&mut |element| {
        match &*element.name {
            // docx-rs draws it from a counter of the whole process; Word makes its own.
            "w:p" => element.remove(&["w14:paraId"]),
            "w:gridCol" => element.remove(&["w:type"]), // not an attribute of gridCol
            _ => {}
        }
        // docx-rs writes empty run properties everywhere, in a style's paragraph properties too, where none may stand.
        let hollow = |node: &Node| matches!(node, Node::Element(child) if child.name == "w:rPr" && child.children.is_empty());
        element.children.retain(|node| !hollow(node));
        if let Some(order) = order(&element.name) {
            let rank = |node: &Node| match node {
                Node::Element(child) => order.iter().position(|name| child.name.strip_prefix("w:") == Some(name)).unwrap_or(order.len()),
                Node::Text(_) => order.len(),
            };
            element.children.sort_by_key(rank);
        }
    });
    part.write()
}

/// Order of children by the schema.
fn order(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "w:pPr" => &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "framePr",
            "widowControl",
            "numPr",
            "pBdr",
            "shd",
            "tabs",
            "kinsoku",
            "wordWrap",
            "overflowPunct",
            "topLinePunct",
            "autoSpaceDE",
            "autoSpaceDN",
            "adjustRightInd",
            "snapToGrid",
            "spacing",
            "ind",
            "contextualSpacing",
            "jc",
            "textAlignment",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
        "w:rPr" => &[
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "strike",
            "noProof",
            "vanish",
            "color",
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "shd",
            "vertAlign",
            "lang",
        ],
        "w:sectPr" => &[
            "headerReference",
            "footerReference",
            "footnotePr",
            "type",
            "pgSz",
            "pgMar",
            "pgNumType",
            "cols",
            "titlePg",
            "docGrid",
        ],
        "w:tblPr" => &[
            "tblStyle",
            "tblpPr",
            "tblOverlap",
            "tblW",
            "jc",
            "tblCellSpacing",
            "tblInd",
            "tblBorders",
            "shd",
            "tblLayout",
            "tblCellMar",
            "tblLook",
            "tblCaption",
            "tblDescription",
        ],
        "w:trPr" => &["cantSplit", "trHeight", "tblHeader"],
        "w:tcPr" => &[
            "tcW",
            "gridSpan",
            "vMerge",
            "tcBorders",
            "shd",
            "noWrap",
            "tcMar",
            "textDirection",
            "vAlign",
        ],
        "w:tblBorders" | "w:tcBorders" => &["top", "left", "bottom", "right", "insideH", "insideV"],
        "w:tblCellMar" | "w:tcMar" => &["top", "left", "bottom", "right"],
        "w:style" => &[
            "name",
            "aliases",
            "basedOn",
            "next",
            "link",
            "uiPriority",
            "semiHidden",
            "unhideWhenUsed",
            "qFormat",
            "pPr",
            "rPr",
            "tblPr",
        ],
        "w:numPr" => &["ilvl", "numId"],
        "w:lvl" => &[
            "start",
            "numFmt",
            "lvlRestart",
            "pStyle",
            "isLgl",
            "suff",
            "lvlText",
            "lvlJc",
            "pPr",
            "rPr",
        ],
        "w:abstractNum" => {
            &["nsid", "multiLevelType", "tmpl", "name", "styleLink", "numStyleLink", "lvl"]
        }
        _ => return None,
    })
}

/// Head rows that repeat, the table's title and what it holds, and no theme's table look: docx-rs has none of them. Word repeats only rows at the top
/// of a table, above every later row; in a table of several groups, each with a head of its own, that would be the wrong head.
fn heads<'a>(body: &mut Element<'a>, document: &'a Document) {
    let mut heading = String::new();
    let mut tables = Vec::new();
    for block in document.all_blocks() {
        match block {
            Block::Heading { number, content, .. } => heading = number.clone() + &plain(content),
            Block::Table(table) => tables.push((heading.clone(), table)),
            _ => {}
        }
    }
    let mut tables = tables.into_iter();
    body.walk(&mut |element| {
        if element.name != "w:tbl" {
            return;
        }
        let Some((heading, table)) = tables.next() else { return };
        let properties = element.child_or_new("w:tblPr");
        properties
            .children
            .push(Node::Element(Element::new("w:tblCaption").with("w:val", heading)));
        properties
            .children
            .push(Node::Element(Element::new("w:tblDescription").with("w:val", &table.summary)));
        let look = Element::new("w:tblLook")
            .with("w:val", "0020")
            .with("w:firstRow", "1")
            .with("w:lastRow", "0");
        let look = look
            .with("w:firstColumn", "0")
            .with("w:lastColumn", "0")
            .with("w:noHBand", "1")
            .with("w:noVBand", "1");
        properties.children.push(Node::Element(look));
        let count = match table.groups.as_slice() {
            [only] => only.head.len(),
            _ => 0,
        };
        for row in element.elements_mut().filter(|row| row.name == "w:tr").take(count) {
            row.child_or_new("w:trPr").children.push(Node::Element(Element::new("w:tblHeader")));
        }
    });
}

/// Alternative texts, and ids that docx-rs leaves all alike.
fn pictures(body: &mut Element<'_>, document: &Document) {
    let text = |block: &Block| match block {
        Block::Figure { alt, .. } => Some(alt.clone()),
        Block::Chart(chart) => Some(chart.alt.clone()),
        _ => None,
    };
    let list: Vec<String> = document.all_blocks().into_iter().filter_map(text).collect();
    let mut count = 0;
    body.walk(&mut |element| {
        if matches!(&*element.name, "wp:docPr" | "pic:cNvPr") {
            count += usize::from(element.name == "wp:docPr");
            element.set("id", count.to_string());
            element.set("name", format!("Picture {count}"));
            element.set("descr", list.get(count - 1).cloned().unwrap_or_default());
        }
    });
}

/// Defaults for Chinese, first-line indents in characters, Word's own default styles, raised note marks.
fn style_sheet<'a>(sheet: &mut Element<'a>, document: &'a Document, measures: &Measures<'_>) {
    let defaults = sheet.child_or_new("w:docDefaults");
    let run = defaults.child_or_new("w:rPrDefault").child_or_new("w:rPr");
    let language = document.meta.language.as_str();
    run.children.push(Node::Element(
        Element::new("w:lang")
            .with("w:val", "en-US")
            .with("w:eastAsia", language)
            .with("w:bidi", "ar-SA"),
    ));
    for style in sheet.elements_mut().filter(|style| style.name == "w:style") {
        let id = style.attribute("w:styleId").unwrap_or_default().into_owned();
        match &*id {
            "Normal" => {
                style.set("w:default", "1");
                let properties = style.child_or_new("w:pPr");
                let gap = if measures.style.breaking.latin_gap { "1" } else { "0" };
                let settings = CHINESE_LINES.map(|(name, on)| (name, on.unwrap_or(gap)));
                properties.children.extend(
                    settings.map(|(name, on)| Node::Element(Element::new(name).with("w:val", on))),
                );
            }
            styles::NOTE_MARK => {
                let raise = Element::new("w:vertAlign").with("w:val", "superscript");
                style.child_or_new("w:rPr").children.push(Node::Element(raise));
            }
            _ => {}
        }
        let role = role_of(&id);
        let indent =
            style.child("w:pPr").and_then(|properties| properties.child("w:ind")).is_some();
        if let Some(role) = role.filter(|_| indent) {
            let hundredths = (measures.style.text(role).indent_em * 100.0).round();
            style
                .child_or_new("w:pPr")
                .child_or_new("w:ind")
                .set("w:firstLineChars", hundredths.to_string());
        }
        if role.is_some_and(|role| role != Role::Body) {
            style.child_or_new("w:pPr").children.push(Node::Element(Element::new("w:keepNext")));
        }
        // Ours show in Word's gallery; built-in names keep Word's own place there.
        if style.child("w:qFormat").is_none()
            && style.attribute("w:type").as_deref() == Some("paragraph")
        {
            style.children.push(Node::Element(Element::new("w:qFormat")));
        }
    }
    let font = Element::new("w:style")
        .with("w:type", "character")
        .with("w:default", "1")
        .with("w:styleId", "DefaultParagraphFont");
    let font = font
        .containing(Element::new("w:name").with("w:val", "Default Paragraph Font"))
        .containing(Element::new("w:semiHidden"));
    let after_normal = sheet
        .elements()
        .position(|style| style.attribute("w:styleId").as_deref() == Some("Normal"))
        .map_or(1, |at| at + 1);
    sheet.children.insert(after_normal, Node::Element(font));
}

/// Line breaking by Chinese rules, marks that may hang, space between Han and Latin or digits as the style says, no grid but the line pitch.
const CHINESE_LINES: [(&str, Option<&str>); 5] = [
    ("w:kinsoku", Some("1")),
    ("w:overflowPunct", Some("1")),
    ("w:autoSpaceDE", None),
    ("w:autoSpaceDN", None),
    ("w:snapToGrid", Some("0")),
];

/// The role of a style of running text or of a heading; table cells and furniture have no first-line indent.
fn role_of(id: &str) -> Option<Role> {
    let headings = (1..=4).find(|level| styles::heading(*level) == id).map(Role::heading);
    headings.or((id == styles::BODY).then_some(Role::Body))
}

/// The two separators that Word wants before the first note, and each note's own mark at its head.
fn footnotes(part: &mut Element<'_>) {
    for note in part.elements_mut().filter(|note| note.name == "w:footnote") {
        if let Some(paragraph) = note.elements_mut().find(|element| element.name == "w:p") {
            let style = Element::new("w:rPr")
                .containing(Element::new("w:rStyle").with("w:val", styles::NOTE_MARK));
            let mark =
                Element::new("w:r").containing(style).containing(Element::new("w:footnoteRef"));
            let at = usize::from(paragraph.child("w:pPr").is_some());
            paragraph.children.insert(at, Node::Element(mark));
        }
    }
    for (id, kind) in [("0", "continuationSeparator"), ("-1", "separator")] {
        let line = Element::new("w:p")
            .containing(Element::new("w:r").containing(Element::new(format!("w:{kind}"))));
        let note =
            Element::new("w:footnote").with("w:type", kind).with("w:id", id).containing(line);
        part.children.insert(0, Node::Element(note));
    }
}

/// Relations of the links in `part`, which docx-rs forgets for notes.
fn link_relations<'a>(part: &mut Element<'_>, links: &'a [String], rels: &mut Element<'a>) {
    part.walk(&mut |element| {
        if element.name != "w:hyperlink" {
            return;
        }
        let id = element.attribute("r:id").unwrap_or_default();
        let index = id.strip_prefix("rIdHyperlink").and_then(|number| number.parse::<usize>().ok());
        let Some(url) = index.and_then(|index| links.get(index - 1)) else { return };
        let relation =
            Element::new("Relationship").with("Id", id.into_owned()).with("Type", parts::LINK);
        rels.children
            .push(Node::Element(relation.with("Target", url).with("TargetMode", "External")));
    });
}

/// The watermark as Word draws one, in the place of its word.
fn watermark(header: &mut Element<'_>, index: usize) {
    for (name, space) in [
        ("xmlns:v", "urn:schemas-microsoft-com:vml"),
        ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ] {
        header.set(name, space);
    }
    header.walk(&mut |element| {
        let word = element.child("w:t").and_then(|text| text.children.first().cloned());
        let Some(Node::Text(word)) = word.filter(|_| element.name == "w:r") else { return };
        let path = Element::new("v:textpath")
            .with("style", "font-family:\"黑体\";font-size:1pt")
            .with("string", word);
        let shape = Element::new("v:shape")
            .with("id", format!("Watermark{index}"))
            .with("o:spid", format!("_x0000_s{}", 2049 + index));
        let shape = shape
            .with("type", "#_x0000_t136")
            .with("style", WATERMARK_PLACE)
            .with("o:allowincell", "f");
        let shape = shape.with("fillcolor", "silver").with("stroked", "f");
        let shape = shape.containing(Element::new("v:fill").with("opacity", ".5")).containing(path);
        let kind = Element::new("v:shapetype")
            .with("id", "_x0000_t136")
            .with("coordsize", "21600,21600")
            .with("o:spt", "136");
        let kind = kind
            .with("path", "m@7,l@8,m@5,21600l@6,21600e")
            .containing(Element::new("v:path").with("textpathok", "t"));
        let kind =
            kind.containing(Element::new("v:textpath").with("on", "t").with("fitshape", "t"));
        element.children =
            vec![Node::Element(Element::new("w:pict").containing(kind).containing(shape))];
    });
}

const WATERMARK_PLACE: &str = "position:absolute;margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;z-index:-251658752;\
    mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin";

/// The relations of parts that are there. docx-rs also names parts that nobody needs, two of them by one id.
fn relations<'a>(rels: &Element<'a>, list: &[Part]) -> Element<'a> {
    let kept = |relation: &&Element| {
        let target = relation.attribute("Target").unwrap_or_default();
        let inside = list.iter().any(|part| part.path.strip_prefix("word/") == Some(&*target));
        inside || relation.attribute("TargetMode").as_deref() == Some("External")
    };
    let mut kept: Vec<Element<'a>> = rels.elements().filter(kept).cloned().collect();
    kept.sort_by(|a, b| a.attribute("Id").cmp(&b.attribute("Id")));
    let mut relations = rels.emptied();
    relations.children.extend(kept.into_iter().map(Node::Element));
    relations
}
