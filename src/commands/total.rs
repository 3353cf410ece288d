//! `nianbao total`: the numbers of many bodies in the report of the government above them. A sum that lacks a body looks like any other, so
//! that nothing is written unless all of them are in it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location, Severity};
use nianbao::reader::{NARRATIVE_MD, REPORT_JSON};
use nianbao::scaffold::{SCHEMA_JSON, with_statistics};
use nianbao::total::{Body, read, sheet, sum};
use nianbao::{Prepared, files};

use super::{Tools, tally};
use crate::cli::{Common, Total};
use crate::console::{Console, Status};

/// Every number by body.
const NUMBERS_CSV: &str = "numbers.csv";

pub fn run<Out: Write, Err: Write>(
    total: &Total,
    common: &Common,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let expected =
        match usable(&total.output).and_then(|()| total.expect.as_deref().map(names).transpose()) {
            Ok(expected) => expected.unwrap_or_default(),
            Err(fault) => {
                console.finding(&fault);
                return Status::Unusable;
            }
        };
    let mut roll = Roll::default();
    for input in &total.inputs {
        roll.enter(input, &tools, console);
    }
    roll.agree(console);
    roll.miss(expected, total.expect.as_deref(), console);
    let written = match roll.bodies.first() {
        Some((_, first)) if roll.absent.is_empty() => write(total, first, &roll.bodies),
        _ => Err((roll.incomplete(), Status::Errors)),
    };
    match written {
        Ok(()) => {
            let place = total.output.display();
            console.remark(&format!(
                "{} 个机关的数已加成 {place}；填写后用 nianbao check {place} 检查",
                roll.bodies.len()
            ));
            Status::Clean
        }
        Err((fault, status)) => {
            console.finding(&fault);
            status
        }
    }
}

/// Whether a new report can be put there.
fn usable(output: &Path) -> Result<(), Diagnostic> {
    let taken = [REPORT_JSON, NARRATIVE_MD, NUMBERS_CSV]
        .into_iter()
        .find(|name| output.join(name).exists());
    taken.map_or(Ok(()), |name| {
        let finding = Diagnostic::error("output-unwritable", format!("文件夹中已有 {name}"))
            .at(Location::whole(output.display().to_string()));
        Err(finding.hint("用 -o 另指一个文件夹；已有的报告不会被改动"))
    })
}

/// The names of a list, one a line.
fn names(list: &Path) -> Result<Vec<String>, Diagnostic> {
    let text = std::fs::read_to_string(list).map_err(|error| {
        let finding = Diagnostic::error(
            "input-unreadable",
            format!("名单读不了：{}", files::explain(&error)),
        );
        finding
            .at(Location::whole(list.display().to_string()))
            .hint("检查 --expect 的路径；名单是 UTF-8 文本，每行一个机关全称")
    })?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// The bodies so far: those in the sum, and why others are not.
#[derive(Default)]
struct Roll<'a> {
    bodies: Vec<(PathBuf, Body<'a>)>,
    /// Name and reason.
    absent: Vec<(String, String)>,
}

impl<'a> Roll<'a> {
    /// Takes a body in, or says what keeps it out.
    fn enter<Out: Write, Err: Write>(
        &mut self,
        input: &Path,
        tools: &'a Tools,
        console: &mut Console<Out, Err>,
    ) {
        let folder = files::report_folder(input);
        let (body, mut prepared) = match files::read_folder(&folder) {
            Ok(files) => {
                let (body, reading) = read(&files, &tools.layouts);
                (
                    body,
                    Prepared {
                        findings: reading.findings,
                        waived: Vec::new(),
                        sources: reading.sources.into_vec(),
                        sheet: None,
                    },
                )
            }
            Err(fault) => (None, Prepared::unread(fault)),
        };
        console.weigh(&mut prepared);
        let clean = prepared.is_clean();
        let name =
            body.as_ref().map(|body| body.agency.clone()).filter(|agency| !agency.is_empty());
        let name = name.unwrap_or_else(|| folder.display().to_string());
        let Some(body) = body.filter(|_| clean) else {
            // Its warnings are the body's own matter; its errors are why it is missing here.
            prepared.findings.retain(|finding| finding.severity == Severity::Error);
            console.findings(&mut prepared);
            return self.absent.push((name, tally(&prepared)));
        };
        let place = |finding: Diagnostic| {
            finding.at(Location::whole(folder.join(REPORT_JSON).display().to_string()))
        };
        if let Some((first, _)) = self.bodies.iter().find(|(_, known)| known.agency == body.agency)
        {
            let finding = Diagnostic::error(
                "total-repeated",
                format!("“{name}”已由 {} 计入", first.display()),
            );
            console.finding(
                &place(finding).hint("同一个机关只给出一份报告；确是两个机关就把名称写全"),
            );
            return self.absent.push((name, "重复".to_owned()));
        }
        if !prepared.findings.is_empty() {
            let finding = Diagnostic::warning(
                "total-warnings",
                format!("“{name}”的报告有{}，已经计入", tally(&prepared)),
            );
            console.finding(
                &place(finding).hint(format!("nianbao check {} 列出全部", folder.display())),
            );
        }
        self.bodies.push((folder, body));
    }

    /// Leaves out the bodies of another year or edition than most.
    fn agree<Out: Write, Err: Write>(&mut self, console: &mut Console<Out, Err>) {
        let edition = |body: &Body<'_>| (body.year, body.layout.form.id.clone());
        let mut editions: BTreeMap<(u16, String), usize> = BTreeMap::new();
        for (_, body) in &self.bodies {
            *editions.entry(edition(body)).or_default() += 1;
        }
        let Some((usual, _)) = editions.into_iter().max_by_key(|(_, count)| *count) else { return };
        let (kept, strange): (Vec<_>, Vec<_>) = std::mem::take(&mut self.bodies)
            .into_iter()
            .partition(|(_, body)| edition(body) == usual);
        for (folder, Body { agency, year, layout, .. }) in strange {
            let (this, others) = match year == usual.0 {
                true => (format!("版式 {}", layout.form.id), format!("版式 {}", usual.1)),
                false => (format!("{year}年度"), format!("{}年度", usual.0)),
            };
            let finding = Diagnostic::error(
                "total-edition",
                format!("“{agency}”的报告是{this}的，其余是{others}的"),
            );
            console.finding(
                &finding
                    .at(Location::whole(folder.join(REPORT_JSON).display().to_string()))
                    .hint("换成同一年度、同一版式的报告"),
            );
            self.absent.push((agency, this));
        }
        self.bodies = kept;
    }

    /// Says who of the list has no report at all.
    fn miss<Out: Write, Err: Write>(
        &mut self,
        expected: Vec<String>,
        list: Option<&Path>,
        console: &mut Console<Out, Err>,
    ) {
        for name in expected {
            let absent = self.absent.iter().map(|(known, _)| known);
            if self
                .bodies
                .iter()
                .map(|(_, body)| &body.agency)
                .chain(absent)
                .any(|known| *known == name)
            {
                continue;
            }
            let finding = Diagnostic::error("total-missing", format!("名单上的“{name}”没有报告"));
            let finding = list.map_or(finding.clone(), |list| {
                finding.at(Location::whole(list.display().to_string()))
            });
            console.finding(
                &finding.hint("补上它的报告文件夹；名单上的名称要与 report.json 的 agency 一样"),
            );
            self.absent.push((name, "没有报告".to_owned()));
        }
    }

    fn incomplete(&self) -> Diagnostic {
        let list: Vec<String> =
            self.absent.iter().map(|(name, reason)| format!("{name}（{reason}）")).collect();
        let message = format!("有 {} 个机关不能计入，没有写合计：{}", list.len(), list.join("、"));
        Diagnostic::error("total-incomplete", message)
            .hint("缺了机关的合计看上去与完整的一样，所以不写；改正后再运行一次")
    }
}

fn write(
    total: &Total,
    first: &Body<'_>,
    bodies: &[(PathBuf, Body<'_>)],
) -> Result<(), (Diagnostic, Status)> {
    let numbers = bodies.iter().map(|(_, body)| &body.statistics);
    let statistics = sum(first.layout, numbers).map_err(|fault| (fault, Status::Errors))?;
    let report = with_statistics(first.layout, total.agency.as_deref(), first.year, &statistics);
    let csv = sheet(
        first.layout,
        bodies.iter().map(|(_, body)| (body.agency.as_str(), &body.statistics)),
        &statistics,
    );
    let texts = [
        (NARRATIVE_MD, report.narrative),
        (SCHEMA_JSON, report.schema),
        (REPORT_JSON, report.report),
    ];
    let files =
        texts.into_iter().map(|(name, text)| (name, text.into_bytes())).chain([(NUMBERS_CSV, csv)]);
    for (name, bytes) in files {
        let unwritable = |error: std::io::Error| {
            (files::unwritable(&total.output.join(name), &error), Status::Unusable)
        };
        files::write_below(&total.output, name, &bytes).map_err(unwritable)?;
    }
    Ok(())
}
