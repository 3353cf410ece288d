//! What stands on every page: the page number at the outer side and, in a draft, the watermark.

use docx_rs::{
    AlignmentType, Docx, FieldCharType, Footer, Header, InstrPAGE, InstrText, Paragraph, Run,
};

use super::file::WordFile;
use super::measures::{Measures, twips_pt};
use super::mend;
use super::styles;
use super::text::text_run;
use super::turned;
use crate::document::{Block, Document};
use crate::layout::{Role, Style};
use crate::ooxml::{Child, Element, names};

/// Adds headers and footers to what docx-rs is to build.
pub(super) fn add_to(docx: Docx, document: &Document, measures: &Measures<'_>) -> Docx {
    let number = &measures.style.page_number;
    let side = twips_pt(number.indent_em * measures.style.text(Role::PageNumber).size_pt);
    let footer = |align, left, right| {
        let paragraph =
            Paragraph::new().style(styles::FOOTER).align(align).indent(left, None, right, None);
        Footer::new().add_paragraph(page_number(paragraph, &number.pattern))
    };
    let docx = docx.footer(footer(AlignmentType::Right, None, Some(side))).even_footer(footer(
        AlignmentType::Left,
        Some(side),
        None,
    ));
    let Some(draft) = &document.draft else { return docx };
    let header = || {
        let word = Run::new().add_text(&draft.watermark);
        Header::new().add_paragraph(Paragraph::new().style(styles::FOOTER).add_run(word))
    };
    docx.header(header()).even_header(header())
}

/// A field and what it shows until it is counted anew. Each part has a run of its own: WPS has been
/// seen to miss one-run fields.
pub(super) fn field(instruction: InstrText, shown: &str) -> [Run; 5] {
    [
        Run::new().add_field_char(FieldCharType::Begin, false),
        Run::new().add_instr_text(instruction),
        Run::new().add_field_char(FieldCharType::Separate, false),
        text_run(shown),
        Run::new().add_field_char(FieldCharType::End, false),
    ]
}

/// The number's pattern with a PAGE field.
fn page_number(paragraph: Paragraph, pattern: &str) -> Paragraph {
    let (before, after) = pattern.split_once("{n}").unwrap_or((pattern, ""));
    let field = field(InstrText::PAGE(InstrPAGE::new()), "1");
    let runs =
        std::iter::once(text_run(before)).chain(field).chain(std::iter::once(text_run(after)));
    runs.fold(paragraph, Paragraph::add_run)
}

/// Adds the headers that docx-rs built, the watermark drawn in the place of its word.
pub(super) fn add_headers(
    file: &mut WordFile,
    built: &[Vec<u8>],
    style: &Style,
) -> mend::Result<()> {
    for (index, header) in built.iter().enumerate() {
        let mut header = mend::parse(header)?;
        watermark(&mut header, index, &style.text(Role::Heading1).word);
        let (id, target) = (format!("rIdHeader{}", index + 1), format!("header{}.xml", index + 1));
        file.add(&id, names::HEADER, &target, mend::finish(header));
    }
    Ok(())
}

/// Adds the footers that docx-rs built, and those of turned pages where the document has such.
pub(super) fn add_footers(
    file: &mut WordFile,
    built: &[Vec<u8>],
    document: &Document,
    style: &Style,
) -> mend::Result<()> {
    let has_turned = document.blocks.iter().any(|block| matches!(block, Block::Turned { .. }));
    for (index, footer) in built.iter().enumerate() {
        let (id, target) = (format!("rIdFooter{}", index + 1), format!("footer{}.xml", index + 1));
        let upright = mend::parse(footer)?;
        if has_turned {
            let turned = turned::footer(&upright, index, style);
            let target = format!("footer{}.xml", built.len() + index + 1);
            file.add(&turned::footer_id(&id), names::FOOTER, &target, mend::finish(turned));
        }
        file.add(&id, names::FOOTER, &target, mend::finish(upright));
    }
    Ok(())
}

/// The watermark as Word draws one, in the place of its word.
fn watermark(header: &mut Element<'_>, index: usize, face: &str) {
    header.set("xmlns:v", "urn:schemas-microsoft-com:vml");
    header.set("xmlns:o", "urn:schemas-microsoft-com:office:office");
    header.walk(&mut |element| {
        let word = element.child("w:t").and_then(|text| text.children.first());
        let Some(Child::Text(word)) = word.filter(|_| element.name == "w:r") else { return };
        let shape = shape(index, word, face);
        let drawing = Element::new("w:pict").containing(shape_kind()).containing(shape);
        element.children = vec![Child::Element(drawing)];
    });
}

fn shape(index: usize, word: &str, face: &str) -> Element<'static> {
    let text = Element::new("v:textpath")
        .with("style", format!("font-family:\"{face}\";font-size:1pt"))
        .with("string", word.to_owned());
    Element::new("v:shape")
        .with("id", format!("Watermark{index}"))
        .with("o:spid", format!("_x0000_s{}", 2049 + index))
        .with("type", "#_x0000_t136")
        .with("style", WATERMARK_PLACE)
        .with("o:allowincell", "f")
        .with("fillcolor", "silver")
        .with("stroked", "f")
        .containing(Element::new("v:fill").with("opacity", ".5"))
        .containing(text)
}

/// Word's own kind of shape 136: text along a path.
fn shape_kind() -> Element<'static> {
    Element::new("v:shapetype")
        .with("id", "_x0000_t136")
        .with("coordsize", "21600,21600")
        .with("o:spt", "136")
        .with("path", "m@7,l@8,m@5,21600l@6,21600e")
        .containing(Element::new("v:path").with("textpathok", "t"))
        .containing(Element::new("v:textpath").with("on", "t").with("fitshape", "t"))
}

/// In the middle of the text, rotated and behind it.
const WATERMARK_PLACE: &str = "position:absolute;margin-left:0;margin-top:0;width:360pt;\
    height:180pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;\
    mso-position-horizontal-relative:margin;mso-position-vertical:center;\
    mso-position-vertical-relative:margin";
