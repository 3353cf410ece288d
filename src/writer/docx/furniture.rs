//! What stands on every page: the page number at the outer side and, in a draft, the watermark.

use docx_rs::{
    AlignmentType, Docx, FieldCharType, Footer, Header, InstrPAGE, InstrText, Paragraph, Run,
};

use super::body::text_run;
use super::{Measures, styles, twips_pt};
use crate::document::Document;
use crate::layout::Role;

pub(super) fn add(docx: Docx, document: &Document, measures: &Measures<'_>) -> Docx {
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
    match &document.draft {
        // mend puts the watermark's drawing in the place of its word.
        Some(draft) => {
            let header = || {
                Header::new().add_paragraph(
                    Paragraph::new()
                        .style(styles::FOOTER)
                        .add_run(Run::new().add_text(&draft.watermark)),
                )
            };
            docx.header(header()).even_header(header())
        }
        None => docx,
    }
}

/// The number's pattern with a PAGE field, each part of the field in a run of its own: WPS has been seen to miss one-run fields.
fn page_number(paragraph: Paragraph, pattern: &str) -> Paragraph {
    let (before, after) = pattern.split_once("{n}").unwrap_or((pattern, ""));
    let field = [
        Run::new().add_field_char(FieldCharType::Begin, false),
        Run::new().add_instr_text(InstrText::PAGE(InstrPAGE::new())),
        Run::new().add_field_char(FieldCharType::Separate, false),
        text_run("1"),
        Run::new().add_field_char(FieldCharType::End, false),
    ];
    let runs =
        std::iter::once(text_run(before)).chain(field).chain(std::iter::once(text_run(after)));
    runs.fold(paragraph, Paragraph::add_run)
}
