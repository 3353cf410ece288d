//! Report and layout → [`Document`]: order, official wording, numbers in their cells, title and
//! preface. Whatever every file must show alike is settled here: lines of the title, sizes of
//! tables, places of figures.

mod figures;
pub mod page;
mod pages;
mod preface;
mod settle;
mod signature;
mod split;
mod tables;
mod title;
mod units;

pub use self::pages::flow;
use self::units::thousandths;
use crate::date::Date;
use crate::document::{
    Block, Document, Draft, Heading, Inline, List, ListSetting, Meta, Paragraph,
};
use crate::field::FieldPath;
use crate::fonts::Rulers;
use crate::layout::{Layout, Role, Style};
use crate::numbering::Numbering;
use crate::report::Report;

/// Composes the document of a report. A number that could not be read is shown as the layout's
/// mark for it; only a draft gets that far.
pub fn compose(report: &Report, layout: &Layout, style: &Style, rulers: &Rulers<'_>) -> Document {
    compose_with(report, layout, style, rulers, &layout.form.draft.missing)
}

/// The document of a report of which nothing is known: the form with blank cells.
pub fn blank(report: &Report, layout: &Layout, style: &Style, rulers: &Rulers<'_>) -> Document {
    compose_with(report, layout, style, rulers, "")
}

/// The same with `missing` in the cells of what is missing.
fn compose_with(
    report: &Report,
    layout: &Layout,
    style: &Style,
    rulers: &Rulers<'_>,
    missing: &str,
) -> Document {
    let form = &layout.form;
    let mut blocks = preface::compose(report, layout);
    let mut numbering = Numbering::new(&form.numbering, &form.words.numerals);
    for section in &form.sections {
        if !section.heading.is_empty() {
            let content = vec![Inline::text(&section.heading)];
            let number = numbering.next(1);
            blocks.push(Block::Heading(Heading { level: 1, number, content, source: None }));
        }
        let prose = report.narrative.sections.get(&section.key).into_iter().flatten().cloned();
        let (remarks, prose): (Vec<_>, Vec<_>) =
            prose.partition(|block| matches!(block, Block::Remark(_)));
        blocks.extend(prose);
        if let Some(form) = section.table.as_ref().and_then(|name| layout.form.tables.get(name)) {
            blocks.push(Block::Table(tables::fill(form, report, missing)));
            let note = |note| Paragraph::new(vec![Inline::text(note)], None);
            blocks.extend(form.notes.iter().map(note).map(Block::Remark));
        }
        blocks.extend(remarks);
    }
    let date =
        report.date.unwrap_or(Date { year: report.year.saturating_add(1), month: 1, day: 1 });
    let lines: Vec<String> =
        form.title.lines.iter().filter_map(|line| preface::fill_facts(line, report)).collect();
    let headed = form.sections.iter().filter(|section| !section.heading.is_empty());
    let title = lines.concat();
    Document {
        meta: Meta {
            tags: page::tags(report, form, &title).into_iter().flatten().collect(),
            year: report.year,
            title,
            author: report.agency.clone(),
            language: form.language.clone(),
            date,
        },
        title: title::compose(&lines, &report.agency_lines, &form.title, style, rulers),
        sections: headed.map(|section| section.key.clone()).collect(),
        blocks: settle::settle(blocks, &form.list_numbers, style, rulers),
        signature: report.date.map(|date| signature::compose(layout, report, date, style, rulers)),
        notes: report.narrative.notes.clone(),
        draft: None,
    }
}

/// What a draft of `layout` shows beside the report.
pub fn draft(layout: &Layout, style: &Style, findings: Vec<String>) -> Draft {
    let form = &layout.form.draft;
    let pattern = layout.form.list_numbers.first().map_or("", String::as_str);
    let indent_milli_em = thousandths(style.text(Role::Body).indent_em);
    let item = |finding| {
        let content = vec![Inline::text(finding)];
        vec![Block::Paragraph(Paragraph::new(content, None))]
    };
    Draft {
        watermark: form.watermark.clone(),
        heading: form.heading.clone(),
        findings: List {
            start: Some(1),
            setting: Some(ListSetting::numbered(pattern, indent_milli_em)),
            items: findings.into_iter().map(item).collect(),
            source: None,
        },
    }
}

/// Marks the form's numbers that findings of a draft are about: those at and below these paths.
pub fn mark(blocks: &mut [Block], faulty: &[FieldPath]) {
    for block in blocks {
        match block {
            Block::Turned { blocks } => mark(blocks, faulty),
            Block::Table(table) => {
                for cell in table.grid.cells_mut() {
                    let path = cell.path.as_ref();
                    cell.marked = path.is_some_and(|it| faulty.iter().any(|at| it.is_within(at)));
                }
            }
            _ => {}
        }
    }
}
