//! Names → cells: where each number of the form stands in the book that came back.

use std::collections::BTreeMap;

use super::book::{Book, BookName, CellAt};
use crate::diagnostic::Diagnostic;
use crate::field::FieldId;
use crate::finding;
use crate::form::Form;
use crate::workbook::cells;

/// What became of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameFate {
    At(CellAt),
    /// Its cell was deleted, or the name with it.
    Lost,
    /// Several cells have it, and nothing tells which is meant.
    Several,
}

/// The cell of each number; what can't be found is told.
pub(super) fn locate(
    book: &Book,
    form: &Form,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<FieldId, CellAt> {
    let mut by_name: BTreeMap<String, Vec<&BookName>> = BTreeMap::new();
    for name in &book.names {
        by_name.entry(cells::folded(&name.name)).or_default().push(name);
    }
    let (mut places, mut lost, mut several) = (BTreeMap::new(), Vec::new(), Vec::new());
    let mut copies: BTreeMap<usize, usize> = BTreeMap::new();
    for (id, name) in form.fields.ids().zip(cells::number_names(&form.fields)) {
        let known = by_name.get(&cells::folded(&name)).map_or(&[][..], Vec::as_slice);
        match find(known) {
            NameFate::At(at) => {
                places.insert(id, at);
                let local = known.iter().filter(|name| name.sheet.is_some());
                for sheet in local.filter_map(|name| name.cell).map(|cell| cell.sheet) {
                    if sheet != at.sheet {
                        *copies.entry(sheet).or_default() += 1;
                    }
                }
            }
            NameFate::Lost => lost.push(id),
            NameFate::Several => several.push(id),
        }
    }
    if let Some(first) = lost.first() {
        let label = &form.fields[*first].label;
        findings.push(finding!("form-place.lost", label = label, count = lost.len()));
    }
    if let Some(first) = several.first() {
        let label = &form.fields[*first].label;
        findings.push(finding!("form-place.several", label = label, count = several.len()));
    }
    for (sheet, count) in copies {
        let name = book.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str());
        findings.push(finding!("form-place.copied", sheet = name, count = count));
    }
    places
}

/// The cell of an open cell that holds no number.
pub(super) fn fact(book: &Book, key: &str) -> Option<CellAt> {
    let name = cells::folded(&cells::fact_name(key));
    let known: Vec<&BookName> =
        book.names.iter().filter(|known| cells::folded(&known.name) == name).collect();
    if let NameFate::At(at) = find(&known) { Some(at) } else { None }
}

/// A copied sheet has names of its own, so the workbook's come first. Where the sheet that they led
/// to was deleted, the copy is the form.
fn find(known: &[&BookName]) -> NameFate {
    let cells = |local: bool| {
        let named = known.iter().filter(|name| name.sheet.is_some() == local);
        let mut cells: Vec<CellAt> = named.filter_map(|name| name.cell).collect();
        cells.sort();
        cells.dedup();
        cells
    };
    match (cells(false).as_slice(), cells(true).as_slice()) {
        ([at], _) | ([], [at]) => NameFate::At(*at),
        ([], []) => NameFate::Lost,
        _ => NameFate::Several,
    }
}
