//! Exact decimal arithmetic for percentages: digits in, digits out.

use crate::messages::Text;
use crate::say;

/// How a number changed against last year's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub falls: bool,
    /// Per cent without a sign.
    pub percent: String,
    pub still: bool,
}

impl Change {
    /// `1.08%`, `-1.08%`; a fall that rounds to nothing has no sign.
    pub fn growth(&self) -> String {
        let nothing = self.percent.bytes().all(|b| matches!(b, b'0' | b'.'));
        format!("{}{}%", if self.falls && !nothing { "-" } else { "" }, self.percent)
    }
}

/// Why two numbers have no change in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoChange {
    /// The first is 0.
    FromZero,
    /// 128 bits don't hold them.
    TooLarge,
    /// More decimals are wanted than [`MOST_DIGITS`].
    TooFine,
}

impl From<NoChange> for Text {
    fn from(why: NoChange) -> Text {
        match why {
            NoChange::FromZero => say!("change-from-zero"),
            NoChange::TooLarge => say!("change-too-large"),
            NoChange::TooFine => say!("change-too-fine", most = MOST_DIGITS),
        }
    }
}

/// Decimals that a percentage may have.
const MOST_DIGITS: u32 = 6;

/// The change from `before` to `now` in per cent, rounded half up to `digits` decimals.
pub(crate) fn change(now: &str, before: &str, digits: u32) -> Result<Change, NoChange> {
    let scale = decimals(now).max(decimals(before));
    let (now, before) = (
        scaled(now, scale).ok_or(NoChange::TooLarge)?,
        scaled(before, scale).ok_or(NoChange::TooLarge)?,
    );
    if before == 0 {
        return Err(NoChange::FromZero);
    }
    let unit =
        10_i128.checked_pow(digits).filter(|_| digits <= MOST_DIGITS).ok_or(NoChange::TooFine)?;
    let difference = now.checked_sub(before).ok_or(NoChange::TooLarge)?;
    let shares = difference
        .abs()
        .checked_mul(100)
        .and_then(|n| n.checked_mul(unit))
        .and_then(|n| n.checked_mul(2))
        .ok_or(NoChange::TooLarge)?;
    // Half up: twice the quotient, plus one, halved.
    let rounded = (shares / before.abs() + 1) / 2;
    let percent = if digits == 0 {
        rounded.to_string()
    } else {
        format!("{}.{:0width$}", rounded / unit, rounded % unit, width = digits as usize)
    };
    Ok(Change {
        falls: (difference < 0) != (before < 0) && difference != 0,
        percent,
        still: difference == 0,
    })
}

/// The sum, with as many decimals as the number with most of them; none where it has more digits
/// than 128 bits hold.
pub(crate) fn sum<'a>(numbers: impl Iterator<Item = &'a str>) -> Option<String> {
    let (mut sum, mut scale) = (0_i128, 0);
    for number in numbers {
        let finer = decimals(number).max(scale);
        let power = 10_i128.checked_pow(u32::try_from(finer - scale).ok()?)?;
        sum = sum.checked_mul(power)?.checked_add(scaled(number, finer)?)?;
        scale = finer;
    }
    let digits = format!("{:0width$}", sum.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if sum < 0 { "-" } else { "" };
    Some(if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// How many digits stand after the point.
pub(crate) fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// Whether two decimal numbers are the same, zeros at the end aside.
pub(crate) fn same(first: &str, second: &str) -> bool {
    let bare = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    bare(first) == bare(second)
}

/// `text` times ten to the power of `scale`.
fn scaled(text: &str, scale: usize) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<scale$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_and_keep_the_most_decimals() {
        let sum = |numbers: &[&str]| sum(numbers.iter().copied());
        assert_eq!(sum(&["96171.60", "0.4"]).as_deref(), Some("96172.00"));
        assert_eq!(sum(&["0.1", "0.2", "0"]).as_deref(), Some("0.3"));
        assert_eq!(sum(&["0.001", "0.009"]).as_deref(), Some("0.010"));
        assert_eq!(sum(&["7", "8"]).as_deref(), Some("15"));
        assert_eq!(sum(&["-0.5", "0.25"]).as_deref(), Some("-0.25"));
        assert_eq!(sum(&[]).as_deref(), Some("0"));
        assert_eq!(
            sum(&["9999999999999999999999999999999999999", "0.1"]).as_deref(),
            Some("9999999999999999999999999999999999999.1")
        );
        assert_eq!(sum(&["99999999999999999999999999999999999999999", "1"]), None);
        assert_eq!(sum(&["1", "0.00000000000000000000000000000000000000001"]), None);
    }

    #[test]
    fn percentages_are_exact_and_rounded_half_up() {
        let growth = |now, before, digits| change(now, before, digits).map(|found| found.growth());
        assert_eq!(growth("3607", "2118", 1), Ok("70.3%".to_owned()));
        assert_eq!(growth("14069", "13918", 2), Ok("1.08%".to_owned()));
        assert_eq!(growth("59237.2449", "60000", 2), Ok("-1.27%".to_owned()));
        assert_eq!(growth("201", "200", 0), Ok("1%".to_owned()), "half a per cent rounds up");
        assert_eq!(growth("5", "0", 2), Err(NoChange::FromZero));
        assert_eq!(growth("99999", "100000", 2), Ok("0.00%".to_owned()), "no sign before nothing");
        let way = |now, before, digits| {
            change(now, before, digits).map(|found| (found.falls, found.still, found.percent))
        };
        assert_eq!(way("7", "7.0", 2), Ok((false, true, "0.00".to_owned())));
        assert_eq!(way("90", "100", 0), Ok((true, false, "10".to_owned())));
        assert_eq!(way("99999", "100000", 2), Ok((true, false, "0.00".to_owned())), "a fall");
    }
}
