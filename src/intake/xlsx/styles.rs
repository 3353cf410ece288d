//! Number formats: whether a cell shows its number as a day, as a percentage, or with how many
//! decimals. A day is a number to whoever does not look.

use super::book::NumberLook;

/// Formats that the standard numbers and every file may use without writing them (ECMA-376,
/// 18.8.30; 27-36 and 50-58 are days in Chinese editions).
pub(super) fn built_in(id: u32) -> NumberLook {
    match id {
        14..=22 | 27..=36 | 45..=47 | 50..=58 => NumberLook::Date,
        9 | 10 => NumberLook::Percent,
        2 | 4 | 7 | 8 | 39 | 40 | 44 => NumberLook::Decimals(2),
        _ => NumberLook::Plain,
    }
}

/// What a written format makes of a number: `0.00`, `yyyy"年"m"月"`.
pub(super) fn written(format: &str) -> NumberLook {
    if format.trim().eq_ignore_ascii_case("general") || format.trim() == "@" {
        return NumberLook::Plain;
    }
    let (code, elapsed) = bare(format);
    let code = code.split(';').next().unwrap_or_default().to_ascii_lowercase();
    let letters = code.replace("general", "").replace("e+", "").replace("e-", "");
    if elapsed || letters.contains(['y', 'm', 'd', 'h', 's', 'e', 'g', 'a', 'b']) {
        return NumberLook::Date;
    }
    if code.contains('%') {
        return NumberLook::Percent;
    }
    let decimals = code.split_once('.').map_or("", |(_, rest)| rest);
    match decimals.bytes().take_while(|byte| *byte == b'0').count() {
        0 => NumberLook::Plain,
        count => NumberLook::Decimals(count),
    }
}

/// A format without what is printed as it is and without brackets; and whether one of these stood
/// for hours, minutes or seconds that have gone by.
fn bare(format: &str) -> (String, bool) {
    let (mut code, mut elapsed) = (String::new(), false);
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => drop(rest.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(rest.next()),
            '[' => {
                let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                elapsed |= !inner.is_empty() && inner.chars().all(|c| "hms".contains(c));
            }
            c => code.push(c),
        }
    }
    (code, elapsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_numbers() {
        for day in [
            "yyyy-mm-dd",
            "m/d/yy",
            "yyyy\"\u{5e74}\"m\"\u{6708}\"",
            "[$-804]aaaa;d",
            "h:mm AM/PM",
            "[h]",
            "[$-F800]dddd",
            "e.m",
        ] {
            assert_eq!(written(day), NumberLook::Date, "{day}");
        }
        for plain in
            ["General", "0", "#,##0", "@", "[Red]0", "0\"days\"", "[DBNum1]General", "0.E+00"]
        {
            assert_eq!(written(plain), NumberLook::Plain, "{plain}");
        }
        assert_eq!(written("#,##0.00;[Red]-0.0"), NumberLook::Decimals(2));
        assert_eq!(written("0.00%"), NumberLook::Percent);
        assert_eq!(written("0.00_ "), NumberLook::Decimals(2));
        assert_eq!(built_in(14), NumberLook::Date);
        assert_eq!(built_in(0), NumberLook::Plain);
    }
}
