//! A filled-in Excel form: its numbers, and nothing else of it.

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::finding;
use nianbao::intake::xlsx::{FormFile, FormNumber, read_form};
use nianbao::merge::{EditedNumber, Merged, Prefer, fill};
use nianbao::reader::{Folder, REPORT_JSON, ReadNumbers, read_numbers};

use crate::commands::Tools;

/// Merges a form into the folder as it is by now.
pub fn merge(name: &str, bytes: &[u8], folder: &Folder, prefer: Prefer, tools: &Tools) -> Merged {
    let mut merged = Merged::default();
    if let Err(fault) = merge_into(&mut merged, name, bytes, folder, prefer, tools) {
        merged.findings.push(fault);
    }
    if merged.has_errors() {
        merged.files.clear();
    }
    merged
}

fn merge_into(
    merged: &mut Merged,
    name: &str,
    bytes: &[u8],
    folder: &Folder,
    prefer: Prefer,
    tools: &Tools,
) -> Result<(), Diagnostic> {
    let mut findings = Vec::new();
    let (report, source) = read_numbers(folder, &tools.layouts, &mut findings);
    let (Some(report), Some(source)) = (report, source) else {
        merged.findings = findings;
        return Ok(());
    };
    let form = read_form(name, bytes, &tools.layouts)?;
    same_report(&form, &report, name)?;
    let filling = fill(&source, &report.layout.form, &filled(&form), prefer);
    let json = folder.files.get(REPORT_JSON).and_then(|bytes| std::str::from_utf8(bytes).ok());
    if let Some(written) = json.filter(|_| !filling.is_empty()) {
        let json = filling.apply(written).into_bytes();
        merged.files.insert(REPORT_JSON.to_owned(), json.into());
    }
    let file = Location::whole(name);
    let findings = form.findings.into_iter().chain(filling.findings);
    merged.findings = findings.map(|it| it.or_at(&file)).collect();
    merged.numbers = filling.taken;
    merged.sources = vec![source];
    Ok(())
}

/// That a form is one of this report: another's numbers would get into it unseen.
fn same_report(
    form: &FormFile<'_>,
    report: &ReadNumbers<'_>,
    name: &str,
) -> Result<(), Diagnostic> {
    let (layout, our_layout) = (&form.layout.form.id, &report.layout.form.id);
    let our_year = report.year.unwrap_or_default();
    let year = form.year.filter(|_| report.year.is_some()).unwrap_or(our_year);
    let our_agency = &report.agency;
    let agency = form.agency.as_ref().filter(|_| !our_agency.is_empty()).unwrap_or(our_agency);
    if (agency, year, layout) == (our_agency, our_year, our_layout) {
        return Ok(());
    }
    let finding = finding!(
        "merge-other",
        agency = agency,
        year = year,
        layout = layout,
        our_agency = our_agency,
        our_year = our_year,
        our_layout = our_layout,
    );
    Err(finding.at(Location::whole(name)))
}

fn filled(form: &FormFile<'_>) -> Vec<EditedNumber> {
    let fields = &form.layout.form.fields;
    let filled = |number: &FormNumber| {
        Some(EditedNumber {
            path: fields[number.field].path.clone(),
            base: number.base.clone(),
            now: number.token.clone()?,
            written: None,
        })
    };
    form.numbers.iter().filter_map(filled).collect()
}
