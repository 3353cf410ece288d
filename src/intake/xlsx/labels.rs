//! Names must agree with what stands around their cells: whoever sorts rows leaves the names where
//! they were.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, BookSheet, CellAt};
use crate::diagnostic::Diagnostic;
use crate::document::CellRole;
use crate::field::FieldId;
use crate::finding;
use crate::form::{CellPart, Form};

/// How like a label an altered one is at least.
const LIKE: f64 = 0.6;

/// How the labels around a cell stand to those of its number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Agreement {
    Same,
    /// One was rewritten, and still is like it.
    Altered(String),
    /// They are another cell's, or none.
    Other(String),
}

/// A number, its cell, and the label of another that stands there.
type Misplaced = (FieldId, CellAt, String);

/// Takes away the places whose labels are others', and says so, a row at a time.
pub(super) fn check(
    book: &Book,
    form: &Form,
    among_words: &BTreeSet<FieldId>,
    places: &mut BTreeMap<FieldId, CellAt>,
    findings: &mut Vec<Diagnostic>,
) {
    let known = known(form);
    let mut others: BTreeMap<(usize, u32), Vec<Misplaced>> = BTreeMap::new();
    let mut altered: BTreeSet<(usize, String)> = BTreeSet::new();
    for (id, at) in places.iter().filter(|(id, _)| !among_words.contains(id)) {
        match agreement(book, form, &known, *id, *at) {
            Agreement::Same => {}
            Agreement::Altered(text) => drop(altered.insert((at.sheet, text))),
            Agreement::Other(found) => {
                others.entry((at.sheet, at.row)).or_default().push((*id, *at, found));
            }
        }
    }
    for cells in others.into_values() {
        for (id, ..) in &cells {
            places.remove(id);
        }
        let Some((id, at, found)) = cells.first() else { continue };
        let (cell, label, count) = (book.told(*at), &form.fields[*id].label, cells.len());
        findings.push(match found.is_empty() {
            true => finding!("form-place.alone", cell = cell, label = label, count = count),
            false => {
                finding!(
                    "form-place.moved",
                    cell = cell,
                    label = label,
                    count = count,
                    found = found
                )
            }
        });
    }
    for (sheet, text) in altered {
        let name = book.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str());
        findings.push(finding!("form-place.altered", sheet = name, text = text));
    }
}

/// What stands among words on the form, and has no labels of its own there.
pub(super) fn among_words(form: &Form) -> BTreeSet<FieldId> {
    let cells = form.tables.values().flat_map(|table| table.grid.cells());
    let field = |part: &CellPart| match part {
        CellPart::Value(path) => form.fields.find(path.as_str()),
        CellPart::Text(_) | CellPart::Fact(_) => None,
    };
    cells.flat_map(|cell| &cell.parts).filter_map(field).collect()
}

/// Every label and head of the form, without white space.
fn known(form: &Form) -> BTreeSet<String> {
    let cells = form.tables.values().flat_map(|table| table.grid.cells());
    let labels = cells.filter(|cell| cell.role != CellRole::Number);
    labels.map(|cell| bare(&cell.text)).filter(|text| !text.is_empty()).collect()
}

fn agreement(
    book: &Book,
    form: &Form,
    known: &BTreeSet<String>,
    id: FieldId,
    at: CellAt,
) -> Agreement {
    let label = &form.fields[id].label;
    let Some(sheet) = book.sheets.get(at.sheet) else { return Agreement::Other(String::new()) };
    let row = texts(sheet, (0..at.column).map(|column| (at.row, column)));
    let head = texts(sheet, (0..at.row).map(|row| (row, at.column)));
    let (row, head) = (judge(&row, &label.row, known), judge(&head, &label.head, known));
    match (row, head) {
        (Agreement::Same, Agreement::Same) => Agreement::Same,
        (Agreement::Other(row), Agreement::Other(head)) if row.is_empty() => Agreement::Other(head),
        (Agreement::Other(found), _) | (_, Agreement::Other(found)) => Agreement::Other(found),
        (Agreement::Altered(text), _) | (_, Agreement::Altered(text)) => Agreement::Altered(text),
    }
}

/// The texts over some cells, each merged one once.
fn texts(sheet: &BookSheet, cells: impl Iterator<Item = (u32, u32)>) -> Vec<String> {
    let mut texts: Vec<String> = cells.filter_map(|at| sheet.text(at)).map(bare).collect();
    texts.retain(|text| !text.is_empty());
    texts.dedup();
    texts
}

/// Only what the form calls a label is one: a text that was pasted into a number's cell is none. A
/// table of several groups has heads of other groups further up, so the nearest count.
fn judge(texts: &[String], expected: &[String], known: &BTreeSet<String>) -> Agreement {
    let Some(last) = expected.last().map(|text| bare(text)) else { return Agreement::Same };
    let expected: Vec<String> = expected.iter().map(|text| bare(text)).collect();
    let found: Vec<&String> = texts.iter().filter(|text| known.contains(*text)).collect();
    let nearest = &found[found.len().saturating_sub(expected.len())..];
    if nearest.iter().copied().eq(&expected) {
        return Agreement::Same;
    }
    let (alike, apart) = match nearest.last() {
        // An outer label may be gone, as where cells were taken apart.
        Some(text) if **text == last => return Agreement::Same,
        Some(text) if !expected.contains(text) => (None, (*text).clone()),
        nearest => {
            let rest = texts.iter().rev().filter(|text| !known.contains(*text));
            let like = |text: &&String| strsim::normalized_levenshtein(text, &last) >= LIKE;
            (rest.clone().find(like), nearest.map(|text| (*text).clone()).unwrap_or_default())
        }
    };
    match alike {
        Some(text) => Agreement::Altered(text.clone()),
        None => Agreement::Other(apart),
    }
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_labels_decide() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let known: BTreeSet<String> =
            list(&["a", "b", "c", "received", "refused"]).into_iter().collect();
        let judge =
            |found: &[&str], expected: &[&str]| judge(&list(found), &list(expected), &known);
        assert_eq!(judge(&["a", "b"], &["a", "b"]), Agreement::Same);
        assert_eq!(judge(&["c", "a", "b"], &["a", "b"]), Agreement::Same, "a group further up");
        assert_eq!(judge(&["a", "pasted", "b"], &["a", "b"]), Agreement::Same);
        assert_eq!(judge(&["b"], &["a", "b"]), Agreement::Same, "cells taken apart");
        assert_eq!(judge(&["a", "c"], &["a", "b"]), Agreement::Other("c".to_owned()));
        assert_eq!(judge(&["received"], &["refused"]), Agreement::Other("received".to_owned()));
        assert_eq!(judge(&["refusd"], &["refused"]), Agreement::Altered("refusd".to_owned()));
        assert_eq!(judge(&[], &["a"]), Agreement::Other(String::new()));
        assert_eq!(judge(&["b"], &["a"]), Agreement::Other("b".to_owned()));
        assert_eq!(judge(&["anything"], &[]), Agreement::Same);
    }
}
