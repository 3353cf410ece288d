//! What stands around the blocks of the text: title, signature, and a draft's page of findings.

use docx_rs::{BreakType, LineSpacing, Paragraph};

use super::anchors::Anchors;
use super::lists::Lists;
use super::measures::Measures;
use super::pieces::Pieces;
use super::styles;
use super::text::text_run;
use crate::document::{Block, Draft, Signature, Title, plain};
use crate::layout::Role;

/// Adds the title, which takes whole lines of the grid; what is free above it is its style's.
pub(super) fn add_title(
    title: &Title,
    measures: &Measures<'_>,
    anchors: &mut Anchors<'_>,
    pieces: &mut Pieces,
) {
    let mut run = text_run("");
    for (index, line) in title.lines.iter().enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    let taken = measures.title_line * title.lines.len() as i32;
    let below = measures.lines(title.grid_lines.saturating_sub(title.blank_lines)) - taken;
    let paragraph = Paragraph::new()
        .style(styles::TITLE)
        .line_spacing(LineSpacing::new().after(below.max(0).unsigned_abs()));
    pieces.push(anchors.title(paragraph).add_run(run));
}

/// Adds the signature, which keeps together.
pub(super) fn add_signature(
    signature: &Signature,
    measures: &Measures<'_>,
    anchors: &mut Anchors<'_>,
    pieces: &mut Pieces,
) {
    let height = |lines: u32| measures.lines(lines).unsigned_abs();
    for (index, line) in signature.lines.iter().enumerate() {
        let right = measures.milli_em(line.right_milli_em);
        let paragraph =
            Paragraph::new().style(styles::SIGNATURE).indent(None, None, Some(right), None);
        let mut paragraph = anchors.signature(paragraph).add_run(text_run(&line.text));
        if index == 0 {
            let above = LineSpacing::new().before(height(signature.blank_lines));
            paragraph = paragraph.line_spacing(above);
        }
        let last = index + 1 == signature.lines.len();
        if last && signature.below_lines > 0 {
            let below = LineSpacing::new().after(height(signature.below_lines));
            paragraph = paragraph.line_spacing(below);
        }
        pieces.push(if last { paragraph } else { paragraph.keep_next(true) });
    }
}

/// Adds a draft's findings on a page of their own. Its heading stays out of the outline: it is no
/// heading of the report.
pub(super) fn add_draft(
    draft: &Draft,
    measures: &Measures<'_>,
    lists: &mut Lists,
    pieces: &mut Pieces,
) {
    let Some(setting) =
        draft.findings.setting.as_ref().filter(|_| !draft.findings.items.is_empty())
    else {
        return;
    };
    let heading = measures.style.text(Role::Heading1);
    pieces.push(
        Paragraph::new()
            .style(styles::BODY)
            .page_break_before(true)
            .keep_next(true)
            .add_run(text_run(&draft.heading).fonts(styles::fonts(heading))),
    );
    let list = lists.begin(draft.findings.start, setting, None);
    for block in draft.findings.items.iter().flatten() {
        let Block::Paragraph(finding) = block else { continue };
        let run = text_run(&plain(&finding.content));
        pieces.push(list.paragraph(true, measures).add_run(run));
    }
}
