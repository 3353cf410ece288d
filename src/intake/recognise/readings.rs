//! What a number cell says. Digits are taken as they stand; what a typist adds to them is read
//! where nothing can be lost by it; all else is no number.

use unicode_normalization::UnicodeNormalization;

use crate::field::FieldKind;
use crate::intake::lines::{is_blank, is_space};
use crate::intake::words::Units;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CellReading {
    /// A number as a form has it.
    Digits(String),
    /// A number in another way of writing: full width, commas in threes, a unit.
    Written(String),
    /// Digits on several lines.
    Wrapped(String),
    /// Nothing.
    Blank,
    /// Something that stands for no number: a dash, a stroke.
    Mark,
}

impl CellReading {
    /// The number's digits.
    pub fn digits(&self) -> Option<&str> {
        match self {
            CellReading::Digits(digits)
            | CellReading::Written(digits)
            | CellReading::Wrapped(digits) => Some(digits),
            CellReading::Blank | CellReading::Mark => None,
        }
    }
}

/// More digits than any number of a form has.
const MOST: usize = 24;

/// What a cell's text says; none where it is a label.
pub(super) fn read(text: &str, units: &Units) -> Option<CellReading> {
    if is_blank(text) {
        return Some(CellReading::Blank);
    }
    let wide: String = text.nfkc().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')).collect();
    let lines: Vec<&str> = wide.split('\n').map(str::trim).collect();
    if lines.concat().chars().all(|c| !c.is_alphanumeric()) {
        return Some(CellReading::Mark);
    }
    if let [first, second, ..] = lines.as_slice() {
        let parts = |line: &&str| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit());
        let whole = lines.concat();
        let wrapped = lines.iter().all(parts) && whole.len() <= MOST && first.len() >= second.len();
        return wrapped.then(|| CellReading::Wrapped(bare(&whole))).or_else(|| number_like(&whole));
    }
    let line = lines.concat();
    if is_number(&line) {
        let as_typed = text.chars().filter(|c| !is_space(*c)).eq(line.chars());
        return Some(if as_typed { CellReading::Digits(line) } else { CellReading::Written(line) });
    }
    let plain = units.strip(&line);
    let plain = ungrouped(plain.trim_end()).unwrap_or_else(|| plain.trim_end().to_owned());
    let signed = plain.strip_prefix('+').unwrap_or(&plain).replace('\u{2212}', "-");
    match is_number(&signed) {
        true => Some(CellReading::Written(signed)),
        false => number_like(&line),
    }
}

/// Digits in a way that can't be relied on are no label either.
fn number_like(text: &str) -> Option<CellReading> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (digits > 0 && letters <= 1).then_some(CellReading::Mark)
}

/// Whether the text is a number as a form has it: no zeros before it, a sign at most.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all(whole)
        && all(fraction)
        && text.len() <= MOST
        && (whole.len() == 1 || !whole.starts_with('0'))
        && !(text.starts_with('-') && digits.bytes().all(|b| matches!(b, b'0' | b'.')))
}

fn bare(digits: &str) -> String {
    digits.to_owned()
}

/// A number without the commas between its groups of three.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (text, String::new()),
    };
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let sound = (1..=3).contains(&first.trim_start_matches('-').len())
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3);
    sound.then(|| format!("{first}{}{fraction}", rest.concat()))
}

/// Whether a number may stand in a field of this kind.
pub(super) fn suits(digits: &str, kind: FieldKind) -> bool {
    match kind {
        FieldKind::Count => digits.bytes().all(|b| b.is_ascii_digit()),
        FieldKind::Amount => !digits.starts_with('-'),
        FieldKind::Decimal => true,
        FieldKind::Text | FieldKind::Date | FieldKind::Choice => false,
        FieldKind::Change => !digits.contains('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_numbers_or_none() {
        let units = Units::new(["件", "万元", "元"].map(str::to_owned).into());
        let read = |text: &str| read(text, &units);
        let digits = |text: &str| Some(CellReading::Digits(text.to_owned()));
        let written = |text: &str| Some(CellReading::Written(text.to_owned()));
        assert_eq!(read(" 96171.60\u{a0}"), digits("96171.60"));
        assert_eq!(read("0"), digits("0"));
        assert_eq!(read("１２"), written("12"));
        assert_eq!(read("1,234"), written("1234"));
        assert_eq!(read("12 件"), written("12"));
        assert_eq!(read("75394432.52元"), written("75394432.52"));
        assert_eq!(read("-3"), digits("-3"));
        assert_eq!(read("+3"), written("3"));
        assert_eq!(read("12\n34"), Some(CellReading::Wrapped("1234".to_owned())));
        assert_eq!(read(" \u{3000}"), Some(CellReading::Blank));
        for text in ["/", "—", "-", "07", "1 2", "1,23", "12,", "1.2.3", "-0", "1~2", "5\n/"] {
            assert_eq!(read(text), Some(CellReading::Mark), "{text}");
        }
        for text in ["规章", "1.属于国家秘密", "2023年度"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
