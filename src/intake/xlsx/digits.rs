//! The digits of a cell's number. A spreadsheet keeps a binary fraction and writes as many of its
//! digits as it likes; fifteen of them are what was typed.

use crate::decimal;

/// Digits of a number that every spreadsheet keeps.
pub(crate) const KEPT: usize = 15;

/// Why a cell's number can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DigitsFault {
    /// It is no number.
    NoNumber,
    /// It has more digits before the point than a spreadsheet keeps, and some are lost; or so many
    /// zeros behind it.
    TooLong,
}

/// A number as a file writes it (`96171.60000000001`, `1E-007`), in the digits that were typed.
pub(crate) fn shortest(written: &str) -> Result<String, DigitsFault> {
    let (negative, rest) = match written.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, written.trim()),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let exponent: i32 =
        exponent.trim_start_matches('+').parse().map_err(|_| DigitsFault::NoNumber)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.len() > 400
    {
        return Err(DigitsFault::NoNumber);
    }
    // The number is 0.DIGITS times ten to the power of `point`.
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let significant = digits[zeros..].trim_end_matches('0');
    if significant.is_empty() {
        return Ok("0".to_owned());
    }
    let point = i32::try_from(whole.len()).unwrap_or(i32::MAX) - zeros as i32;
    let (kept, carried) = rounded(significant);
    let point = point.saturating_add(exponent).saturating_add(i32::from(carried));
    if point.abs() > KEPT as i32 {
        return Err(DigitsFault::TooLong);
    }
    Ok(format!("{}{}", if negative { "-" } else { "" }, plain(&kept, point)))
}

/// The first digits, rounded, without zeros at the end; and whether there is one more before them.
fn rounded(significant: &str) -> (String, bool) {
    if significant.len() <= KEPT {
        return (significant.to_owned(), false);
    }
    let up = significant.as_bytes()[KEPT] >= b'5';
    let first: u64 = significant[..KEPT].parse().unwrap_or_default();
    let digits = (first + u64::from(up)).to_string();
    (digits.trim_end_matches('0').to_owned(), digits.len() > KEPT)
}

fn plain(digits: &str, point: i32) -> String {
    if point <= 0 {
        return format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    }
    let point = point as usize;
    match digits.len() > point {
        true => format!("{}.{}", &digits[..point], &digits[point..]),
        false => format!("{digits}{}", "0".repeat(point - digits.len())),
    }
}

/// The same number as a report writes it: as it was when it left, else with the decimals that the
/// cell shows.
pub(crate) fn token(shortest: String, left_with: Option<&str>, shown: usize) -> String {
    let same = |before: &&str| stored(before).contains(&shortest);
    if let Some(before) = left_with.filter(same) {
        return before.to_owned();
    }
    match shown.checked_sub(decimal::decimals(&shortest)) {
        Some(more) if more > 0 => {
            let point = if shortest.contains('.') { "" } else { "." };
            format!("{shortest}{point}{}", "0".repeat(more))
        }
        _ => shortest,
    }
}

/// What becomes of a number in cells: programs round the binary fraction nearest to it, or its
/// shortest digits, which may differ in the last digit where there are more than they keep.
fn stored(token: &str) -> Vec<String> {
    let double: f64 = token.parse().unwrap_or_default();
    let written = [token.to_owned(), format!("{double}"), format!("{double:.*e}", KEPT - 1)];
    written.iter().filter_map(|written| shortest(written).ok()).collect()
}

/// A number that was stored as text: digits, full-width ones too, with white space around and
/// commas between thousands. None where anything else stands there.
pub(crate) fn typed(text: &str) -> Option<String> {
    let half = |c: char| match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(c as u32 - 0xff10 + u32::from('0')).unwrap_or(c),
        '\u{ff0e}' => '.',
        '\u{ff0c}' => ',',
        c => c,
    };
    let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
    let text: String = text.trim_matches(is_space).chars().map(half).collect();
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.as_str(), None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let whole = groups.concat();
    let leads = whole.len() > 1 && whole.starts_with('0');
    if !grouped || leads || !digits(&whole) || groups[0].is_empty() {
        return None;
    }
    match fraction {
        None => Some(whole),
        Some(fraction) => digits(fraction).then(|| format!("{whole}.{fraction}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_were_typed() {
        let read = |written: &str| shortest(written).expect("a number");
        for (written, digits) in [
            ("96171.6", "96171.6"),
            ("96171.60000000001", "96171.6"),
            ("59237.2449", "59237.2449"),
            ("0.123456789012", "0.123456789012"),
            ("123456789.12345679", "123456789.123457"),
            ("0.30000000000000004", "0.3"),
            ("1E-007", "0.0000001"),
            ("1e-07", "0.0000001"),
            ("1.5e+3", "1500"),
            ("2.0000000000000004", "2"),
            ("0.99999999999999999", "1"),
            ("-0.5", "-0.5"),
            ("-0", "0"),
            ("007", "7"),
            ("123456789012345", "123456789012345"),
        ] {
            assert_eq!(read(written), digits, "{written}");
        }
        for long in [
            "9007199254740990",
            "999999999999999.9",
            "1e-40",
            "1.23456789012346E+017",
            "1.234567890123457e+19",
        ] {
            assert_eq!(shortest(long), Err(DigitsFault::TooLong), "{long}");
        }
        for none in ["", "x", "1,2", "1.2.3", "1e", "--1", "1e99999999999"] {
            assert_eq!(shortest(none), Err(DigitsFault::NoNumber), "{none}");
        }
    }

    #[test]
    fn the_digits_that_a_number_left_with_come_back() {
        let token =
            |written, before, shown| token(shortest(written).expect("digits"), before, shown);
        assert_eq!(token("96171.60000000001", Some("96171.60"), 0), "96171.60");
        assert_eq!(token("96171.7", Some("96171.60"), 2), "96171.70");
        assert_eq!(token("5", None, 2), "5.00");
        assert_eq!(token("5.125", None, 2), "5.125");
        let long = "123456789.123456789012";
        assert_eq!(token("123456789.123457", Some(long), 12), long);
        assert_eq!(token("123456789.123458", Some(long), 0), "123456789.123458");
    }

    #[test]
    fn text_is_a_number_only_where_nothing_else_is_in_it() {
        for (text, digits) in [
            ("3402", "3402"),
            (" 12\u{3000}", "12"),
            ("\u{ff11}\u{ff12}", "12"),
            ("1,234", "1234"),
            ("1\u{ff0c}234\u{ff0e}50", "1234.50"),
            ("0", "0"),
            ("0.5", "0.5"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(digits), "{text}");
        }
        for text in [
            "",
            " ",
            "12a",
            "3-4",
            "/",
            "07",
            "1,23",
            ",123",
            "12,34,567",
            "1.",
            ".5",
            "-3",
            "1e5",
            "1 2",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
