//! Bytes → [`Report`]. Every fault of the input is a finding; all of them are found in one run.

mod binding;
mod block;
mod chart;
mod inline;
pub(crate) mod json;
mod markdown;
mod metadata;
pub(crate) mod statistics;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, Severity, Source};
use crate::expression::Numbers;
use crate::layout::{Layout, Layouts, Style, merge_style};
use crate::report::{Previous, Report};

/// A report folder in memory.
#[derive(Debug, Default, Clone)]
pub struct Folder {
    /// How the user calls it; findings begin with it.
    pub name: String,
    /// Path below the folder, with `/` → bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What reading gave.
pub struct Reading<'a> {
    /// The report, as far as it could be read; none where the edition or the text could not be told.
    pub report: Option<(Report, &'a Layout, Look)>,
    /// Text files of the folder, to show a finding's line.
    pub sources: Vec<Source>,
    /// Last year's text files, for the second place of a finding.
    pub previous_sources: Vec<Source>,
    /// Findings in the order of the files.
    pub findings: Vec<Diagnostic>,
    /// Rules that the report waives, with its reasons.
    pub waived: BTreeMap<String, String>,
}

/// The style of one report: the layout's with the folder's own over it.
#[derive(Debug)]
pub struct Look {
    /// As the PDF template reads it.
    pub table: toml::Table,
    /// As the DOCX writer reads it.
    pub style: Style,
}

/// Names of the files that a folder may hold.
pub const REPORT_JSON: &str = "report.json";
/// The text.
pub const NARRATIVE_MD: &str = "narrative.md";
/// Changes to the layout's style.
pub const STYLE_TOML: &str = "style.toml";

/// Reads a report folder against the layouts at hand; `previous` is last year's folder, where there is one.
pub fn read<'a>(folder: &Folder, previous: Option<&Folder>, layouts: &'a Layouts) -> Reading<'a> {
    let mut findings = Vec::new();
    let json = source(folder, REPORT_JSON, true, &mut findings);
    let text = source(folder, NARRATIVE_MD, true, &mut findings);
    let own_style = source(folder, STYLE_TOML, false, &mut findings);

    let mut waived = BTreeMap::new();
    let mut previous_sources = Vec::new();
    let mut report = None;
    if let Some(json) = &json
        && let Some(head) = metadata::read(json, layouts, &mut findings)
    {
        let statistics = statistics::read(&head, json, &mut findings);
        let previous = previous.and_then(|folder| {
            last_year(folder, &head, layouts, &mut previous_sources, &mut findings)
        });
        let parsed = text.as_ref().map(|text| {
            let numbers = Numbers {
                now: &statistics,
                previous: previous.as_ref().map(|previous| &previous.statistics),
                words: &head.layout.form.words,
            };
            let bound = binding::bind(text, numbers, &mut findings);
            let years = chart::Years {
                year: head.year.unwrap_or_default(),
                now: &statistics,
                previous: previous.as_ref(),
            };
            markdown::read(text, &bound, folder, head.layout, years, &mut findings)
        });
        let look = look(head.layout, own_style.as_ref(), &mut findings);
        waived = head.waived;
        if let (Some((narrative, pictures)), Some(year)) = (parsed, head.year) {
            let read = Report {
                agency: head.agency,
                year,
                date: head.date,
                date_location: head.date_location,
                level: head.level,
                facts: head.facts,
                statistics,
                narrative,
                previous,
                pictures,
            };
            report = Some((read, head.layout, look));
        }
    }
    let sources = [json, text, own_style].into_iter().flatten().collect();
    Reading { report, sources, previous_sources, findings, waived }
}

/// The layout's style, with the folder's own over it where that can be used.
fn look(layout: &Layout, own: Option<&Source>, findings: &mut Vec<Diagnostic>) -> Look {
    let unchanged = || Look { table: layout.style.clone(), style: layout.look.clone() };
    let Some(own) = own else { return unchanged() };
    let (table, faults) = merge_style(&layout.style, own);
    let usable = faults.is_empty();
    findings.extend(faults);
    let Some(style) = Style::from_table(&table).ok().filter(|_| usable) else { return unchanged() };
    if let Some(name) = layout.overfull(&style) {
        let message = format!("照 style.toml 排，{name}一页排不下");
        findings.push(
            Diagnostic::error("style-value", message)
                .at(own.locate(0..0))
                .hint("减小 table.row_mm 或 text.table.size_pt"),
        );
    }
    Look { table, style }
}

/// Last year's report. Its own findings are not this year's: a number of its that can't be read is one warning.
fn last_year(
    folder: &Folder,
    this: &metadata::Head<'_, '_>,
    layouts: &Layouts,
    sources: &mut Vec<Source>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Previous> {
    let (year, fields) = (this.year, &this.layout.form.fields);
    let mut own = Vec::new();
    let json = source(folder, REPORT_JSON, true, &mut own);
    let narrative = source(folder, NARRATIVE_MD, false, &mut Vec::new());
    let read = json.as_ref().and_then(|json| {
        let head = metadata::read(json, layouts, &mut own)?;
        let found = Previous {
            year: head.year?,
            statistics: statistics::read(&head, json, &mut own).laid_on(fields),
            narrative: narrative.clone(),
        };
        if let (Some(year), Some(at)) = (
            year,
            head.year_location
                .filter(|_| year.is_some_and(|year| found.year != year.saturating_sub(1))),
        ) {
            let message = format!(
                "--previous 给出的是{}年度的报告，{year}年度的上年是{}年度",
                found.year,
                year.saturating_sub(1)
            );
            findings.push(
                Diagnostic::warning("previous-year", message)
                    .at(at)
                    .hint("核对 --previous 所指的文件夹"),
            );
        }
        Some(found)
    });
    if let Some(fault) = own.into_iter().find(|fault| fault.severity == Severity::Error) {
        let finding = Diagnostic::warning(
            "previous-unreadable",
            format!("上年的报告没有读全：{}", fault.message),
        );
        let finding = finding.hint("先用 nianbao check 检查上年的报告");
        findings.push(fault.location.map_or(finding.clone(), |at| finding.at(at)));
    }
    sources.extend(json.into_iter().chain(narrative));
    read
}

/// The text of a file: UTF-8, without BOM, with `\n` line ends.
fn source(
    folder: &Folder,
    path: &str,
    required: bool,
    findings: &mut Vec<Diagnostic>,
) -> Option<Source> {
    let name = format!("{}/{path}", folder.name);
    let Some(bytes) = folder.files.get(path) else {
        if required {
            findings.push(
                Diagnostic::error("file-missing", format!("缺少文件 {path}"))
                    .at(Location::whole(&name))
                    .hint(format!("在文件夹 {} 中放入 {path}", folder.name)),
            );
        }
        return None;
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Source::new(
            name,
            text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"),
        )),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let end = before.len();
            let at = Source::new(&name, before).locate(end..end);
            let likely = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
                "UTF-16"
            } else {
                "GBK"
            };
            findings.push(
                Diagnostic::error(
                    "file-encoding",
                    format!("{path} 不是 UTF-8 编码（很可能是 {likely}）"),
                )
                .at(at)
                .hint("用编辑器打开，另存为 UTF-8 编码"),
            );
            None
        }
    }
}

/// A character that no reader sees and that does not belong into a text.
pub(crate) fn is_invisible(c: char) -> bool {
    let format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || format || c == '\u{fffd}'
}

/// The finding about an invisible character at `location`.
pub(crate) fn invisible(c: char, location: Location) -> Diagnostic {
    Diagnostic::error("invisible-character", format!("有看不见的字符 U+{:04X}", c as u32))
        .at(location)
        .hint("删去这个字符")
}
