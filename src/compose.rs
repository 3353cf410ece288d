//! Report and layout → [`Document`]: order, official wording, numbers in their cells, title and preface. The title's lines and
//! the tables' setting are part of what is said alike in every file, so they are settled here.

use crate::date::Date;
use crate::document::{
    Block, Cell, Document, Draft, Group, Inline, Meta, Row, Setting, Signature, SignatureLine,
    Slot, Table, plain,
};
use crate::layout::{
    Clause, FitCell, FormRow, FormSlot, Layout, Role, SignatureStyle, Style, TableForm, fit,
};
use crate::numbering::Numbering;
use crate::report::Report;

/// Composes the document of a report. A number that could not be read is shown as the layout's mark for it; only a draft gets that far.
pub fn compose(report: &Report, layout: &Layout, style: &Style) -> Document {
    let form = &layout.form;
    let mut blocks = preface(report, layout);
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
        if let Some(form) = section.table.as_ref().and_then(|name| layout.tables.get(name)) {
            blocks.push(Block::Table(table(form, report, &layout.form.draft.missing)));
        }
    }
    if style.headings.run_in {
        run_in(&mut blocks);
    }
    fit_tables(&mut blocks, style);
    let date =
        report.date.unwrap_or(Date { year: report.year.saturating_add(1), month: 1, day: 1 });
    let lines: Vec<String> =
        form.title.lines.iter().filter_map(|line| fill(line, report)).collect();
    let capacity = style.page.text_width_mm() / style.text(Role::Title).size_mm();
    Document {
        meta: Meta {
            title: lines.concat(),
            author: report.agency.clone(),
            language: form.language.clone(),
            date,
        },
        title: title(lines, capacity, &form.title.break_after),
        sections: form.sections.iter().map(|section| section.key.clone()).collect(),
        blocks,
        signature: report.date.map(|date| signature(layout, report, date, style)),
        notes: report.narrative.notes.clone(),
        draft: None,
    }
}

/// 署名 and 成文日期. Without a seal the date begins two characters right of the name; where that leaves it less than `right` free
/// characters, it takes these and the name moves left (GB/T 9704-2012 7.3.5.2). With one, the date stands further in and the name is centred
/// over it (7.3.5.1). A name too long for a line takes several, each centred over the longest.
fn signature(layout: &Layout, report: &Report, date: Date, style: &Style) -> Signature {
    let sealed = style.signature.seal;
    let right = if sealed { style.signature.seal_right_em } else { style.signature.right_em };
    let date = date.written(&layout.form.signature.date);
    let room = f64::from(style.page.characters) - 2.0 * right;
    let names = split(&report.agency, room, &layout.form.title.break_after);
    let longest = names.iter().map(|name| width(name)).fold(0.0, f64::max);
    let (name_right, date_right) = if sealed {
        ((right + (width(&date) - longest) / 2.0).max(0.0), right)
    } else {
        let name_right = (width(&date) + 2.0 - longest + right).max(right);
        (name_right, (name_right + longest - width(&date) - 2.0).max(right))
    };
    let centred = |text: String| SignatureLine {
        right_em: name_right + (longest - width(&text)) / 2.0,
        text,
    };
    let mut lines: Vec<_> = names.into_iter().map(centred).collect();
    lines.push(SignatureLine { text: date, right_em: date_right });
    let SignatureStyle { blank_lines, seal_blank_lines, seal_below_lines, .. } = style.signature;
    match sealed {
        true => Signature { blank_lines: seal_blank_lines, lines, below_lines: seal_below_lines },
        false => Signature { blank_lines, lines, below_lines: 0 },
    }
}

/// What a draft of `layout` shows beside the report.
pub fn draft(layout: &Layout, findings: Vec<String>) -> Draft {
    let form = &layout.form.draft;
    Draft { watermark: form.watermark.clone(), heading: form.heading.clone(), findings }
}

/// One line where the whole title fits; else its lines, a line that is too long split by meaning into even parts.
fn title(lines: Vec<String>, capacity: f64, break_after: &str) -> Vec<String> {
    let whole = lines.concat();
    if width(&whole) <= capacity {
        return vec![whole];
    }
    lines.iter().flat_map(|line| split(line, capacity, break_after)).collect()
}

/// Width in characters: a Latin letter or digit is half of one.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

fn split(line: &str, capacity: f64, break_after: &str) -> Vec<String> {
    let parts = (width(line) / capacity).ceil().max(1.0);
    let mut rest = line;
    let mut lines = Vec::new();
    for left in (2..=parts as usize).rev() {
        let target = width(rest) / left as f64;
        let mut best = (f64::MAX, rest.len());
        for (at, c) in rest.char_indices() {
            let end = at + c.len_utf8();
            let reached = width(&rest[..end]);
            let tail = width(&rest[end..]);
            let inside = c.is_ascii_alphanumeric()
                && rest[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
            // A break where no unit's name ends costs as much as three characters of imbalance; a Latin word never breaks.
            let cost = (reached - target).abs() + if break_after.contains(c) { 0.0 } else { 3.0 };
            if !inside
                && reached <= capacity
                && tail <= capacity * (left - 1) as f64
                && tail > 0.0
                && cost < best.0
            {
                best = (cost, end);
            }
        }
        lines.push(rest[..best.1].trim().to_owned());
        rest = &rest[best.1..];
    }
    lines.push(rest.to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

fn preface(report: &Report, layout: &Layout) -> Vec<Block> {
    if !report.narrative.preface.is_empty() {
        return report.narrative.preface.clone();
    }
    let text: String =
        layout.form.preface.iter().filter_map(|clause| clause_text(clause, report)).collect();
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Block::Paragraph { content: vec![Inline::text(text)], at: None }]
    }
}

fn clause_text(clause: &Clause, report: &Report) -> Option<String> {
    let details: Vec<String> =
        clause.details.iter().filter_map(|detail| fill(detail, report)).collect();
    let wanted = clause.text.contains("{details}");
    if wanted && details.is_empty() {
        return None;
    }
    fill(&clause.text.replace("{details}", &details.join(&clause.join)), report)
}

/// `pattern` with `{path}` and `{path|path}` replaced by facts; none where a fact is missing.
fn fill(pattern: &str, report: &Report) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}')? + open;
        let fact = rest[open + 1..close].split('|').find_map(|path| report.facts.get(path))?;
        text.push_str(&rest[..open]);
        text.push_str(fact);
        rest = &rest[close + 1..];
    }
    Some(text + rest)
}

fn table(form: &TableForm, report: &Report, missing: &str) -> Table {
    let row = |row: &FormRow| Row {
        slots: row.iter().map(|slot| self::slot(slot, report, missing)).collect(),
    };
    let groups = form.groups.iter().map(|group| Group {
        head: group.head.iter().map(row).collect(),
        body: group.body.iter().map(row).collect(),
    });
    Table {
        summary: form.summary.clone(),
        official: true,
        keep_whole: form.keep_whole,
        shares: form.shares.clone(),
        setting: None,
        groups: groups.collect(),
    }
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

/// Sets every table by what stands in it.
fn fit_tables(blocks: &mut [Block], style: &Style) {
    for block in blocks {
        match block {
            Block::Table(table) => fit_table(table, style),
            Block::List { items, .. } => items.iter_mut().for_each(|item| fit_tables(item, style)),
            _ => {}
        }
    }
}

fn fit_table(table: &mut Table, style: &Style) {
    let cell = |slot: &Slot| match slot {
        Slot::Covered { colspan } => {
            FitCell { colspan: *colspan, rowspan: 0, lines: Vec::new(), whole: false }
        }
        Slot::Cell(cell) => {
            let lines: Vec<String> = cell
                .content
                .split(|inline| matches!(inline, Inline::Break { .. }))
                .map(plain)
                .collect();
            let whole = lines.len() > 1 || lines.iter().all(|line| line.is_ascii());
            FitCell { colspan: cell.colspan, rowspan: cell.rowspan, lines, whole }
        }
    };
    let rows = table.groups.iter().flat_map(|group| group.head.iter().chain(&group.body));
    let rows: Vec<Vec<FitCell>> = rows.map(|row| row.slots.iter().map(cell).collect()).collect();
    if let Some(fitted) = fit(&rows, &table.shares, table.keep_whole, style) {
        let thousandths = |number: f64| (number * 1000.0).round() as u32;
        table.shares = fitted.widths_mm.into_iter().map(thousandths).collect();
        table.setting = Some(Setting {
            size_half_pt: (fitted.size_pt * 2.0).round() as u32,
            row_um: (fitted.row_mm * 1000.0) as u32, // rounded down: rounded up, a whole page would not take it
            lines: fitted.lines,
            landscape: fitted.landscape,
        });
    }
}

fn slot(slot: &FormSlot, report: &Report, missing: &str) -> Slot {
    let cell = match slot {
        FormSlot::Covered(colspan) => return Slot::Covered { colspan: *colspan },
        FormSlot::Cell(cell) => cell,
    };
    let text = match &cell.path {
        Some(path) => {
            report.statistics.numbers.get(path).map_or(missing, |number| number.text.as_str())
        }
        None => cell.text.as_str(),
    };
    let mut content = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            content.push(Inline::line_break());
        }
        content.push(Inline::text(line));
    }
    Slot::Cell(Cell {
        colspan: cell.colspan,
        rowspan: cell.rowspan,
        role: cell.role,
        path: cell.path.clone(),
        content,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_breaks_by_meaning_into_even_lines() {
        let name = "云溪苗族侗族自治县高新技术产业开发区管理委员会自然资源和规划建设局";
        assert_eq!(
            split(name, 20.0, "县区会局"),
            ["云溪苗族侗族自治县高新技术产业开发区", "管理委员会自然资源和规划建设局"]
        );
    }

    #[test]
    fn a_title_that_fits_stays_on_one_line() {
        let lines = || vec!["某局".to_owned(), "2024年政府信息公开工作年度报告".to_owned()];
        assert_eq!(title(lines(), 20.0, ""), ["某局2024年政府信息公开工作年度报告"]);
        assert_eq!(title(lines(), 16.0, "").len(), 2);
    }
}
