//! Cells → the numbers of the form, in the digits that were typed.

use std::collections::BTreeMap;

use super::book::{Book, BookCell, BookValue, CellAt, NumberLook};
use super::digits::{self, DigitsFault};
use crate::diagnostic::Diagnostic;
use crate::field::{Field, FieldId, FieldKind, MOST};
use crate::finding;
use crate::form::Form;
use crate::messages::Text;
use crate::statistics::Value;

/// What a cell came to.
enum Taken {
    /// A number in the digits of a report.
    Token(String),
    /// Nothing is in it.
    Empty,
    /// It can't be taken; that was told.
    Refused,
}

/// The numbers of the typed cells as a report writes them. `left_with` are those of the report that
/// the form came from; a cell that was emptied since is a question, one that was never filled in is
/// counted.
pub(super) fn read(
    book: &Book,
    form: &Form,
    places: &BTreeMap<FieldId, CellAt>,
    left_with: &BTreeMap<FieldId, String>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<FieldId, String> {
    let mut tokens = BTreeMap::new();
    let mut open: BTreeMap<usize, Vec<FieldId>> = BTreeMap::new();
    for (id, at) in places.iter().filter(|(id, _)| !form.totals.contains_key(id)) {
        let (field, before) = (&form.fields[*id], left_with.get(id));
        let reader = CellReader { cell: book.cell(*at), place: book.told(*at), field, findings };
        match reader.read(before.map(String::as_str)) {
            Taken::Token(token) => drop(tokens.insert(*id, token)),
            Taken::Empty => match before {
                Some(before) => {
                    let (cell, label) = (book.told(*at), &field.label);
                    let finding =
                        finding!("form-value.emptied", cell = cell, label = label, before = before);
                    findings.push(finding.about(field.path.pointer()));
                }
                None if field.optional => {}
                None => open.entry(at.sheet).or_default().push(*id),
            },
            Taken::Refused => {}
        }
    }
    for (sheet, ids) in open {
        let (Some(sheet), Some(first)) = (book.sheets.get(sheet), ids.first()) else { continue };
        let label = &form.fields[*first].label;
        findings.push(finding!(
            "form-value.unfilled",
            sheet = &sheet.name,
            count = ids.len(),
            label = label
        ));
    }
    tokens
}

/// The totals, computed from their terms; none where one of them is missing. What stands in their
/// cells is never believed: a number that was typed over a formula is compared.
pub(super) fn totals(
    book: &Book,
    form: &Form,
    places: &BTreeMap<FieldId, CellAt>,
    tokens: &BTreeMap<FieldId, String>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<FieldId, String> {
    let mut sums = sums(form, tokens);
    sums.retain(|id, sum| {
        let field = &form.fields[*id];
        let fits = field.value(sum).is_ok();
        if !fits {
            let cell = places.get(id).map(|at| book.told(*at)).unwrap_or_default();
            let (label, found) = (&field.label, &*sum);
            let finding =
                finding!("form-value.sum", cell = cell, label = label, found = found, most = MOST);
            findings.push(finding.about(field.path.pointer()));
        }
        fits
    });
    for (id, sum) in &sums {
        let Some(at) = places.get(id) else { continue };
        let cell = book.cell(*at);
        let typed = match &cell.value {
            _ if cell.formula => continue,
            BookValue::Nothing => continue,
            BookValue::Number(written) => digits::shortest(written).ok(),
            BookValue::Text(text) => digits::typed(text),
            BookValue::Flag(_) | BookValue::Fault(_) => None,
        };
        if typed.as_ref() != Some(sum) {
            let field = &form.fields[*id];
            let (place, label, found) = (book.told(*at), &field.label, shown(&cell.value));
            let finding =
                finding!("form-total", cell = place, label = label, found = found, sum = sum);
            findings.push(finding.about(field.path.pointer()));
        }
    }
    sums
}

/// Sums of what is there, each total as soon as its terms are known.
pub(super) fn sums(form: &Form, tokens: &BTreeMap<FieldId, String>) -> BTreeMap<FieldId, String> {
    let mut known: BTreeMap<FieldId, i128> = BTreeMap::new();
    known.extend(tokens.iter().filter_map(|(id, token)| Some((*id, token.parse().ok()?))));
    known.retain(|id, _| !form.totals.contains_key(id));
    let mut sums = BTreeMap::new();
    loop {
        let ready = form.totals.iter().filter(|(total, _)| !sums.contains_key(*total)).find_map(
            |(total, terms)| {
                let terms = terms.iter().map(|term| known.get(term).copied());
                Some((*total, terms.sum::<Option<i128>>()?))
            },
        );
        let Some((total, sum)) = ready else { return sums };
        known.insert(total, sum);
        sums.insert(total, sum.to_string());
    }
}

/// Reads one cell.
struct CellReader<'a, 'f> {
    cell: BookCell,
    place: Text,
    field: &'a Field,
    findings: &'f mut Vec<Diagnostic>,
}

impl CellReader<'_, '_> {
    fn read(mut self, before: Option<&str>) -> Taken {
        if !self.field.kind.is_number() {
            return self.words();
        }
        let shown_decimals = match self.cell.look {
            NumberLook::Decimals(count) => count,
            NumberLook::Plain => 0,
            NumberLook::Date => {
                return self.refuse(|cell, label, found| {
                    let found = day(&found).unwrap_or(found);
                    finding!("form-value.date", cell = cell, label = label, found = found)
                });
            }
            NumberLook::Percent => {
                return self.refuse(|cell, label, found| {
                    finding!("form-value.percent", cell = cell, label = label, found = found)
                });
            }
        };
        let written = match &self.cell.value {
            BookValue::Nothing if self.cell.formula => {
                return self.refuse(|cell, label, _| {
                    finding!("form-value.formula", cell = cell, label = label)
                });
            }
            BookValue::Nothing => return Taken::Empty,
            BookValue::Number(written) => Ok(written.clone()),
            BookValue::Text(text) if text.trim().is_empty() && !self.cell.formula => {
                return Taken::Empty;
            }
            BookValue::Text(text) => self.typed(text),
            BookValue::Flag(_) | BookValue::Fault(_) => Err(()),
        };
        let Ok(written) = written else {
            return self.refuse(|cell, label, found| {
                finding!("form-value", cell = cell, label = label, found = found)
            });
        };
        match digits::shortest(&written) {
            Err(DigitsFault::NoNumber) => self.refuse(|cell, label, found| {
                finding!("form-value", cell = cell, label = label, found = found)
            }),
            Err(DigitsFault::TooLong) => self.refuse(|cell, label, found| {
                let most = digits::KEPT;
                finding!("form-value.long", cell = cell, label = label, found = found, most = most)
            }),
            Ok(_) if matches!(self.cell.value, BookValue::Text(_)) => {
                self.judge(written, before, 0)
            }
            Ok(number) => self.judge(number, before, shown_decimals),
        }
    }

    /// Words, a day, or what is chosen.
    fn words(mut self) -> Taken {
        let text = match (&self.cell.value, self.cell.look) {
            (BookValue::Nothing, _) => return Taken::Empty,
            (BookValue::Number(serial), NumberLook::Date) => day(serial).unwrap_or_default(),
            (BookValue::Number(number), _) => digits::shortest(number).unwrap_or_default(),
            (BookValue::Text(text), _) if text.trim().is_empty() => return Taken::Empty,
            (BookValue::Text(text), _) => text.clone(),
            (BookValue::Flag(_) | BookValue::Fault(_), _) => String::new(),
        };
        let chosen =
            || self.field.chosen(text.split(['\u{3001}', ',', ' ']).filter(|it| !it.is_empty()));
        let value = match self.field.kind {
            FieldKind::Choice => chosen().or_else(|_| self.field.read(&text)),
            _ => self.field.read(&text),
        };
        match value {
            Ok(value) => Taken::Token(value.json()),
            Err(_) => self.refuse(|cell, label, found| {
                finding!("form-value.words", cell = cell, label = label, found = found)
            }),
        }
    }

    /// The number in a text; one that may be below zero may have a sign.
    fn typed(&self, text: &str) -> Result<String, ()> {
        let unsigned = text.trim().strip_prefix(['-', '\u{2212}', '\u{ff0d}']);
        match unsigned.filter(|_| self.field.kind.has_sign()) {
            Some(rest) => digits::typed(rest).map(|digits| format!("-{digits}")),
            None => digits::typed(text),
        }
        .ok_or(())
    }

    fn judge(mut self, number: String, before: Option<&str>, decimals: usize) -> Taken {
        if number.starts_with('-') && !self.field.kind.has_sign() {
            return self.refuse(|cell, label, found| {
                finding!("form-value.negative", cell = cell, label = label, found = found)
            });
        }
        let token = match self.field.kind {
            // What was stored as text has all its digits.
            kind if kind.has_decimals() && matches!(self.cell.value, BookValue::Text(_)) => number,
            kind if kind.has_decimals() => digits::token(number, before, decimals),
            _ if number.contains('.') => {
                return self.refuse(|cell, label, found| {
                    finding!("form-value.decimals", cell = cell, label = label, found = found)
                });
            }
            _ => number,
        };
        let (cell, label) = (&self.place, &self.field.label);
        if let BookValue::Text(text) = &self.cell.value {
            let finding = finding!(
                "form-value.text",
                cell = cell,
                label = label,
                found = text.trim(),
                number = &token
            );
            self.findings.push(finding.about(self.field.path.pointer()));
        } else if self.cell.formula {
            let finding =
                finding!("form-value.computed", cell = cell, label = label, number = &token);
            self.findings.push(finding.about(self.field.path.pointer()));
        }
        Taken::Token(token)
    }

    fn refuse(
        &mut self,
        finding: impl Fn(&Text, &crate::field::Label, String) -> Diagnostic,
    ) -> Taken {
        let found = shown(&self.cell.value);
        let finding = finding(&self.place, &self.field.label, found);
        self.findings.push(finding.about(self.field.path.pointer()));
        Taken::Refused
    }
}

/// The day that a spreadsheet keeps as a number of days since 1899-12-30.
fn day(serial: &str) -> Option<String> {
    let days: i64 = serial.split('.').next()?.parse().ok()?;
    // Years begin in March here, so that a leap day is the last of one.
    let days = days.checked_add(693_899)?;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    let year = era * 400 + year + i64::from(month <= 2);
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// A cell's content; none where it is empty.
pub(super) fn raw(value: &BookValue) -> Option<String> {
    match value {
        BookValue::Nothing => None,
        BookValue::Number(text) | BookValue::Text(text) | BookValue::Fault(text) => {
            Some(text.clone())
        }
        BookValue::Flag(flag) => Some(flag.to_string().to_uppercase()),
    }
}

/// A cell's content for people, shortened.
fn shown(value: &BookValue) -> String {
    const MOST: usize = 40;
    let text = raw(value).unwrap_or_default();
    match text.chars().nth(MOST) {
        None => text,
        Some(_) => text.chars().take(MOST).chain(['…']).collect(),
    }
}

/// A token of report.json as the value of its field.
pub(super) fn value(token: &str, field: &Field) -> Option<Value> {
    if field.kind.is_number() {
        return field.value(token).ok();
    }
    let words: Vec<String> = match token.starts_with('[') {
        true => serde_json::from_str(token).ok()?,
        false => vec![serde_json::from_str(token).ok()?],
    };
    match field.kind {
        FieldKind::Choice => field.chosen(words.iter().map(String::as_str)).ok(),
        _ => field.value(words.first()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_as_days() {
        let told = ["45355", "45351.5", "1", "36585", "73050"].map(day);
        let days = ["2024-03-04", "2024-02-29", "1899-12-31", "2000-02-29", "2099-12-31"];
        assert_eq!(told, days.map(|day| Some(day.to_owned())));
        assert_eq!(day("2024-03-04"), None);
    }
}
