//! Report and layout → [`Document`]: order, official wording, numbers in their cells, title and
//! preface. Whatever every file must show alike is settled here: lines of the title, sizes of
//! tables, places of figures.

mod preface;
mod signature;
mod split;
mod tables;
mod title;

use crate::date::Date;
use crate::document::{Block, Document, Draft, Inline, Meta, plain};
use crate::fonts::Rulers;
use crate::layout::{Layout, Style};
use crate::numbering::Numbering;
use crate::report::Report;

/// Composes the document of a report. A number that could not be read is shown as the layout's
/// mark for it; only a draft gets that far.
pub fn compose(report: &Report, layout: &Layout, style: &Style, rulers: &Rulers<'_>) -> Document {
    let form = &layout.form;
    let mut blocks = preface::compose(report, layout);
    let mut numbering = Numbering::new(&form.numbering, &form.words.numerals);
    for section in &form.sections {
        let content = vec![Inline::text(&section.heading)];
        blocks.push(Block::Heading {
            level: 1,
            number: numbering.next(1),
            content,
            run_in: false,
            at: None,
        });
        blocks.extend(report.narrative.sections.get(&section.key).into_iter().flatten().cloned());
        if let Some(form) = section.table.as_ref().and_then(|name| layout.form.tables.get(name)) {
            blocks.push(Block::Table(tables::fill(form, report, &layout.form.draft.missing)));
        }
    }
    if style.headings.run_in {
        run_in(&mut blocks);
    }
    tables::fit_all(&mut blocks, style, rulers);
    let date =
        report.date.unwrap_or(Date { year: report.year.saturating_add(1), month: 1, day: 1 });
    let lines: Vec<String> =
        form.title.lines.iter().filter_map(|line| preface::fill_facts(line, report)).collect();
    Document {
        meta: Meta {
            title: lines.concat(),
            author: report.agency.clone(),
            language: form.language.clone(),
            date,
        },
        title: title::compose(&lines, &form.title.break_after, style, rulers),
        sections: form.sections.iter().map(|section| section.key.clone()).collect(),
        blocks,
        signature: report.date.map(|date| signature::compose(layout, report, date, style, rulers)),
        notes: report.narrative.notes.clone(),
        draft: None,
    }
}

/// What a draft of `layout` shows beside the report.
pub fn draft(layout: &Layout, findings: Vec<String>) -> Draft {
    let form = &layout.form.draft;
    Draft { watermark: form.watermark.clone(), heading: form.heading.clone(), findings }
}

/// Lets the paragraph below a second-level heading follow it on the line, a full stop between them.
fn run_in(blocks: &mut [Block]) {
    let followed: Vec<bool> =
        blocks.windows(2).map(|pair| matches!(pair[1], Block::Paragraph { .. })).collect();
    for (block, _) in blocks.iter_mut().zip(followed).filter(|(_, followed)| *followed) {
        let Block::Heading { level: 2, content, run_in, .. } = block else { continue };
        if !plain(content).ends_with(['。', '！', '？', '：']) {
            content.push(Inline::text("。"));
        }
        *run_in = true;
    }
}
