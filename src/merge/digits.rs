//! What stands in a cell → the digits that report.json takes. Nothing is guessed: an empty cell is
//! no 0, and words around a number are no number.

use super::bound::half_width;
use crate::diagnostic::Diagnostic;
use crate::field::Field;
use crate::finding;
use crate::reader::statistics::faulty;

/// The digits of a cell, or the finding that says why they can't be taken.
pub(super) fn digits(written: &str, field: &Field) -> Result<String, Diagnostic> {
    let name = &field.label;
    if !field.kind.is_number() {
        let value = field.read(written);
        return value.map(|it| it.json()).map_err(|it| faulty(it, field, written.to_owned()));
    }
    let text = half_width(written.trim());
    let text = text.strip_suffix(field.print.unit.as_str()).unwrap_or(&text).trim_end();
    let text = text.to_owned();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Err(match text.is_empty() {
            true => finding!("merge-number.empty", name = name),
            false => finding!("merge-number.none", name = name, written = text),
        });
    }
    let digits = ungrouped(&text);
    if !is_plain(&digits) {
        return Err(finding!("merge-number", name = name, written = written.trim()));
    }
    match field.value(&digits) {
        Ok(_) => Ok(digits),
        Err(fault) => Err(faulty(fault, field, digits)),
    }
}

/// A number without what sets off its thousands, where that stands at each of them.
fn ungrouped(text: &str) -> String {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split([',', ' ', '\u{a0}']);
    let first = groups.next().unwrap_or_default().trim_start_matches('-').len();
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty()
        && (1..=3).contains(&first)
        && rest.iter().all(|group| group.len() == 3)
        && !decimals.contains([',', ' ']);
    if grouped { text.replace([',', ' ', '\u{a0}'], "") } else { text.to_owned() }
}

/// Whether it is written as JSON writes numbers.
fn is_plain(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && decimals.is_none_or(all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{FieldKind, FieldPath, Label};

    fn taken(written: &str, kind: FieldKind) -> Option<String> {
        let label = Label { table: "t".to_owned(), row: Vec::new(), head: Vec::new() };
        digits(written, &Field::new(FieldPath::new("a"), kind, label)).ok()
    }

    #[test]
    fn digits_are_taken_and_nothing_is_guessed() {
        let count = |written| taken(written, FieldKind::Count);
        for (written, digits) in [
            ("13", "13"),
            ("\u{3000}１３ ", "13"),
            ("1,234", "1234"),
            ("１，２３４", "1234"),
            ("1 234 567", "1234567"),
            ("0", "0"),
        ] {
            assert_eq!(count(written).as_deref(), Some(digits), "{written}");
        }
        for written in [
            "", " ", "/", "—", "13件", "约13", "07", "1.5", "-3", "1,23", "12 3", "1e3", "--", "1.",
        ] {
            assert_eq!(count(written), None, "{written}");
        }
        let amount = |written| taken(written, FieldKind::Amount);
        assert_eq!(amount("96,171.60").as_deref(), Some("96171.60"));
        assert_eq!(amount("96171.600").as_deref(), Some("96171.600"));
        assert_eq!(taken("−3", FieldKind::Change).as_deref(), Some("-3"));
    }
}
