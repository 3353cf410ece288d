//! `nianbao new`: a report folder to fill in.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::Diagnostic;
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON, read};
use nianbao::report::Report;
use nianbao::scaffold::{SCHEMA_JSON, scaffold};
use nianbao::{Prepared, files};

use super::Tools;
use crate::cli::{Common, New};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    new: &New,
    common: &Common,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    match make(new, &tools, console) {
        Ok(()) => {
            console.remark(&format!(
                "已建立 {}；填写后用 nianbao check {} 检查",
                new.folder.display(),
                new.folder.display()
            ));
            Status::Clean
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

fn make<Out: Write, Err: Write>(
    new: &New,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<(), (Diagnostic, Status)> {
    let usage = |message: &str, hint: &str| {
        (Diagnostic::error("new", message).hint(hint), Status::Unusable)
    };
    if new.folder.join(REPORT_JSON).exists() || new.folder.join(NARRATIVE_MD).exists() {
        return Err(usage("文件夹中已有报告", "换一个文件夹；已有的报告不会被改动"));
    }
    let last = new.from.as_deref().map(|from| last_year(from, tools, console)).transpose()?;
    let agency = new.agency.clone().or_else(|| last.as_ref().map(|last| last.agency.clone()));
    let agency = agency.ok_or_else(|| {
        usage("缺少机关名称", "加上 --agency 机关全称，或 --from 上年的报告文件夹")
    })?;
    let year = new.year.or_else(|| last.as_ref().map(|last| last.year.saturating_add(1)));
    let year =
        year.ok_or_else(|| usage("缺少年度", "加上 --year 报告年度，或 --from 上年的报告文件夹"))?;
    let layout = tools.layouts.for_year(year).ok_or_else(|| {
        let finding = Diagnostic::error("layout-year", format!("没有用于{year}年的版式"));
        (finding.hint(format!("已有的版式：{}", tools.layouts.listing())), Status::Unusable)
    })?;
    let scaffold = scaffold(layout, &agency, year, last.as_ref());
    let unwritable =
        |error: std::io::Error| (files::unwritable(&new.folder, &error), Status::Unusable);
    std::fs::create_dir_all(&new.folder).map_err(unwritable)?;
    for (file, text) in [
        (REPORT_JSON, &scaffold.report),
        (NARRATIVE_MD, &scaffold.narrative),
        (SCHEMA_JSON, &scaffold.schema),
    ] {
        files::write_atomically(&new.folder.join(file), text.as_bytes()).map_err(unwritable)?;
    }
    Ok(())
}

/// Last year's report; its findings are shown, for what it carries forward must be right.
fn last_year<Out: Write, Err: Write>(
    from: &Path,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<Report, (Diagnostic, Status)> {
    let folder =
        files::read_folder(&files::report_folder(from)).map_err(|fault| (fault, Status::Errors))?;
    let reading = read(&folder, None, &tools.layouts);
    let mut prepared = Prepared {
        findings: reading.findings,
        waived: Vec::new(),
        sources: reading.sources.into_vec(),
        sheet: None,
    };
    console.findings(&mut prepared);
    let unreadable = || {
        Diagnostic::error("previous-unreadable", "上年的报告有错误，没有建立新的报告")
            .hint("先改正上年的报告")
    };
    match reading.report {
        Some((report, ..)) if prepared.is_clean() => Ok(report),
        _ => Err((unreadable(), Status::Errors)),
    }
}
