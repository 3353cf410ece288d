//! What docx-rs can't say of styles: defaults for Chinese, first-line indents in characters, Word's
//! own default styles, raised note marks, styles of comments.

use super::file::WordFile;
use super::measures::Measures;
use super::mend;
use super::{styles, table_style};
use crate::document::Document;
use crate::form::StyleNames;
use crate::layout::Role;
use crate::ooxml::{Child, Element, names as kinds};

/// Mends the part that docx-rs built, and adds it; `commented`: the file has comments.
pub(super) fn add(
    file: &mut WordFile,
    built: &[u8],
    document: &Document,
    measures: &Measures<'_>,
    names: &StyleNames,
    commented: bool,
) -> mend::Result<()> {
    let mut sheet = mend::parse(built)?;
    language(&mut sheet, &document.meta.language);
    for style in sheet.elements_mut().filter(|style| style.name == "w:style") {
        mend_style(style, measures);
    }
    default_character_style(&mut sheet);
    let after_defaults = sheet.elements().position(|it| it.name == "w:docDefaults");
    sheet.insert(after_defaults.map_or(0, |at| at + 1), latent());
    table_style::all(measures, names).into_iter().for_each(|style| sheet.push(style));
    if commented {
        comment_styles(measures).into_iter().for_each(|style| sheet.push(style));
    }
    file.add("rId1", kinds::STYLES, "styles.xml", mend::finish(sheet));
    Ok(())
}

fn language(sheet: &mut Element<'_>, language: &str) {
    let defaults = sheet.child_or_new("w:docDefaults");
    let run = defaults.child_or_new("w:rPrDefault").child_or_new("w:rPr");
    run.push(
        Element::new("w:lang")
            .with("w:val", "en-US")
            .with("w:eastAsia", language.to_owned())
            .with("w:bidi", "ar-SA"),
    );
}

fn mend_style(style: &mut Element<'_>, measures: &Measures<'_>) {
    let id = style.attribute("w:styleId").unwrap_or_default().into_owned();
    if id == "Normal" {
        style.set("w:default", "1");
        let properties = style.child_or_new("w:pPr");
        let gap = if measures.style.breaking.latin_gap { "1" } else { "0" };
        for (name, on) in CHINESE_LINES {
            properties.push(Element::new(name).with("w:val", on.unwrap_or(gap)));
        }
    }
    // Widths of columns are counted without gaps.
    if id.starts_with(styles::TABLE) {
        let properties = style.child_or_new("w:pPr");
        for name in ["w:autoSpaceDE", "w:autoSpaceDN"] {
            properties.push(Element::new(name).with("w:val", "0"));
        }
    }
    if id == styles::NOTE_MARK {
        let raised = Element::new("w:vertAlign").with("w:val", "superscript");
        style.child_or_new("w:rPr").push(raised);
    }
    if let Some(role) = role_of(&id) {
        let properties = style.child_or_new("w:pPr");
        if properties.child("w:ind").is_some() {
            let hundredths = (measures.style.text(role).indent_em * 100.0).round();
            properties.child_or_new("w:ind").set("w:firstLineChars", hundredths.to_string());
        }
        if role != Role::Body {
            properties.push(Element::new("w:keepNext"));
        }
    }
    // Word's gallery shows what an editor applies.
    let applied = !id.ends_with(|c: char| c.is_ascii_digit()) || id.starts_with("Heading");
    let applied = applied && ![styles::FOOTER, styles::NOTE_TEXT].contains(&&*id);
    let is_paragraph = style.attribute("w:type").as_deref() == Some("paragraph");
    if is_paragraph && !applied {
        let is_mark =
            |child: &Child<'_>| matches!(child, Child::Element(it) if it.name == "w:qFormat");
        style.children.retain(|child| !is_mark(child));
    } else if is_paragraph && style.child("w:qFormat").is_none() {
        style.push(Element::new("w:qFormat"));
    }
    if is_paragraph {
        let priority = if applied { priority(&id) } else { "99" };
        style.push(Element::new("w:uiPriority").with("w:val", priority));
    }
}

/// Where Word's list of recommended styles has a style: ours first, its own where it has them.
fn priority(id: &str) -> &'static str {
    match id {
        styles::BODY => "1",
        styles::TITLE => "10",
        styles::LIST => "34",
        styles::CAPTION => "35",
        id if id.starts_with("Heading") => "9",
        _ => "40",
    }
}

/// Word's other styles: in its list, and not in its gallery.
fn latent() -> Element<'static> {
    let defaults = [
        ("w:defLockedState", "0"),
        ("w:defUIPriority", "99"),
        ("w:defSemiHidden", "0"),
        ("w:defUnhideWhenUsed", "0"),
        ("w:defQFormat", "0"),
        ("w:count", "376"),
    ];
    let latent = Element::new("w:latentStyles");
    defaults.into_iter().fold(latent, |latent, (name, value)| latent.with(name, value))
}

/// Line breaking by Chinese rules, marks that may hang, space between Han and Latin or digits as
/// the style says (none), no grid but the line pitch.
const CHINESE_LINES: [(&str, Option<&str>); 5] = [
    ("w:kinsoku", Some("1")),
    ("w:overflowPunct", Some("1")),
    ("w:autoSpaceDE", None),
    ("w:autoSpaceDN", None),
    ("w:snapToGrid", Some("0")),
];

/// The role of a style of running text or of a heading; table cells and what stands on every page
/// have no first-line indent.
fn role_of(id: &str) -> Option<Role> {
    let headings = (1..=4).find(|level| styles::heading(*level) == id).map(Role::heading);
    headings.or((id == styles::BODY).then_some(Role::Body))
}

/// What every character style is based on.
fn default_character_style(sheet: &mut Element<'_>) {
    let style = Element::new("w:style")
        .with("w:type", "character")
        .with("w:default", "1")
        .with("w:styleId", "DefaultParagraphFont")
        .containing(Element::new("w:name").with("w:val", "Default Paragraph Font"))
        .containing(Element::new("w:semiHidden"));
    let after_normal = sheet
        .elements()
        .position(|style| style.attribute("w:styleId").as_deref() == Some("Normal"))
        .map_or(1, |at| at + 1);
    sheet.insert(after_normal, style);
}

/// Word's own styles of comments.
fn comment_styles(measures: &Measures<'_>) -> [Element<'static>; 2] {
    let value =
        |name: &'static str, value: &str| Element::new(name).with("w:val", value.to_owned());
    let size = measures.half_points(Role::Note).to_string();
    let style = |kind: &'static str, id: &'static str, name: &str, base: &str| {
        let sized = Element::new("w:rPr")
            .containing(value("w:sz", &size))
            .containing(value("w:szCs", &size));
        Element::new("w:style")
            .with("w:type", kind)
            .with("w:styleId", id)
            .containing(value("w:name", name))
            .containing(value("w:basedOn", base))
            .containing(sized)
    };
    [
        style("paragraph", styles::COMMENT_TEXT, "annotation text", "Normal"),
        style("character", styles::COMMENT_MARK, "annotation reference", "DefaultParagraphFont"),
    ]
}
