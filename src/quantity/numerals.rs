//! Counted expressions: 1,295, １２, 三十二, 两, 1.2万, 12.5%, 百分之五.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::exact::Exact;

/// The characters that numbers are written with beside digits, as a layout gives them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NumeralWords {
    /// 0 to 9: each a text of the characters that mean it.
    digits: Vec<String>,
    /// 10, 100, 1000.
    tens: Vec<char>,
    /// What multiplies what stands before it, with its powers of ten: 万.
    large: BTreeMap<char, i32>,
    /// What makes a number behind it one in per cent: 百分之.
    percent_before: String,
    /// Between whole number and decimals in words: 点.
    point: Vec<char>,
    /// What may stand between a number and what multiplies it: 余.
    about: Vec<char>,
    /// Characters after which numerals in words count nothing: 第.
    not_after: Vec<char>,
    /// Characters before which they count nothing.
    not_before: Vec<char>,
    /// Words after which they count nothing: 有.
    pub(super) done_on: Vec<char>,
    pub(super) tally: Tally,
    year: Vec<char>,
    month: Vec<char>,
    day: Vec<char>,
}

/// What tells of a number without a counter that it counts: 申请数为9.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tally {
    /// How what is counted ends: 数.
    ends: Vec<char>,
    /// What may stand between it and its number: 为.
    links: Vec<char>,
    /// The counter that it then has.
    counter: String,
}

impl Tally {
    /// The counter of a number between `before` and `after`, where it counts; `told` is whether
    /// what it counts stands right before.
    pub(super) fn counter(&self, before: &str, after: &str, told: bool) -> Option<&str> {
        let ends = after.chars().next().is_none_or(|c| "，。；、）".contains(c));
        let linked = before.trim_end_matches(|c| self.links.contains(&c));
        let counts = linked.chars().next_back().is_some_and(|c| self.ends.contains(&c));
        let counts = counts && linked.len() < before.len();
        (ends && (counts || told)).then_some(&self.counter)
    }
}

/// A number at the head of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub value: Exact,
    /// Its bytes.
    pub length: usize,
    /// Those before what multiplies it.
    pub plain: usize,
    /// In words, without a digit.
    pub in_words: bool,
    /// 百分之五.
    pub percent: bool,
    /// 1200余.
    pub about: bool,
    /// Characters in a row of digits in words: 二〇二四.
    pub row: bool,
}

/// The digit that a character is, half or full width.
fn digit(c: char) -> Option<i128> {
    match c {
        '0'..='9' => Some(i128::from(c as u32 - '0' as u32)),
        '０'..='９' => Some(i128::from(c as u32 - '０' as u32)),
        _ => None,
    }
}

/// Digits that a number may have; longer ones are none.
const MOST: usize = 24;

impl NumeralWords {
    fn word_digit(&self, c: char) -> Option<i128> {
        self.digits.iter().position(|chars| chars.contains(c)).map(|n| n as i128)
    }

    fn ten(&self, c: char) -> Option<i128> {
        self.tens.iter().position(|ten| *ten == c).map(|at| 10_i128.pow(at as u32 + 1))
    }

    /// Whether a number may begin with this character.
    pub(super) fn begins(&self, c: char) -> bool {
        digit(c).is_some()
            || self.word_digit(c).is_some()
            || self.ten(c).is_some()
            || self.percent_before.starts_with(c)
    }

    /// Whether a number after this character counts nothing.
    pub(super) fn bars(&self, before: char, in_words: bool) -> bool {
        matches!(before, '〔' | '*' | '/' | '-' | '—' | '－' | '.' | '．')
            || before.is_ascii_alphabetic()
            || self.not_after.first() == Some(&before)
            || in_words && self.not_after.contains(&before)
    }

    /// Whether a number before this text is that of a year (0), month (1) or day (2).
    pub(super) fn date(&self, after: &str) -> Option<usize> {
        let c = after.chars().next()?;
        [&self.year, &self.month, &self.day].iter().position(|list| list.contains(&c))
    }

    /// Whether a number before this character is a name.
    pub(super) fn names(&self, after: Option<char>) -> bool {
        after.is_some_and(|c| self.not_before.contains(&c) || c.is_ascii_alphabetic())
    }

    /// The number at the head of `text`.
    pub(super) fn read(&self, text: &str) -> Option<Found> {
        if let Some(rest) =
            text.strip_prefix(&self.percent_before).filter(|_| !self.percent_before.is_empty())
        {
            let found = self.digits_at(rest).or_else(|| self.words_at(rest))?;
            let length = found.length + self.percent_before.len();
            return Some(Found { length, percent: true, ..found });
        }
        let found = self.digits_at(text).or_else(|| self.words_at(text))?;
        Some(self.multiplied(found, text))
    }

    /// 1.2万, 3万余, 1200余.
    fn multiplied(&self, mut found: Found, text: &str) -> Found {
        if found.row {
            return found;
        }
        while let Some(c) = text[found.length..].chars().next() {
            if let Some(power) = self.large.get(&c) {
                found.value = found.value.shifted(*power);
            } else if self.about.contains(&c) && !found.about {
                found.about = true;
            } else {
                break;
            }
            found.length += c.len_utf8();
        }
        found
    }

    fn digits_at(&self, text: &str) -> Option<Found> {
        let mut value = Exact::whole(0);
        let (mut length, mut point, mut count) = (0, false, 0);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if let Some(n) = digit(c) {
                count += 1;
                value.mantissa = value.mantissa.checked_mul(10)?.checked_add(n)?;
                value.exponent -= i32::from(point);
            } else if matches!(c, '.' | '．') && !point && count > 0 {
                if chars.peek().is_none_or(|(_, next)| digit(*next).is_none()) {
                    break;
                }
                point = true;
            } else if matches!(c, ',' | '，')
                && !point
                && (1..=3).contains(&thousands(length, text))
            {
                if !is_group(&text[at + c.len_utf8()..]) {
                    break;
                }
            } else {
                break;
            }
            length = at + c.len_utf8();
        }
        let plain = Found {
            value,
            length,
            plain: length,
            in_words: false,
            percent: false,
            about: false,
            row: false,
        };
        (count > 0 && count <= MOST).then_some(plain)
    }

    fn words_at(&self, text: &str) -> Option<Found> {
        let (mut whole, mut part, mut last) = (0_i128, 0_i128, None);
        let (mut length, mut row, mut units, mut series) = (0, 0, 0, 0_i128);
        let mut value = None;
        for (at, c) in text.char_indices().take(MOST) {
            if let Some(n) = self.word_digit(c) {
                row += usize::from(last.is_some_and(|last| last != 0));
                last = Some(n);
                series = series.checked_mul(10)?.checked_add(n)?;
            } else if let Some(ten) = self.ten(c) {
                part += last.take().unwrap_or(1) * ten;
                units += 1;
            } else if let Some(power) = self.large.get(&c).filter(|_| length > 0) {
                part += last.take().unwrap_or(0);
                whole += part * 10_i128.pow((*power).clamp(0, 12) as u32);
                part = 0;
                units += 1;
            } else if self.point.contains(&c) && length > 0 {
                let rest = &text[at + c.len_utf8()..];
                let Some((decimals, more)) = self.decimals(rest) else { break };
                let before = whole + part + last.unwrap_or(0);
                let power = 10_i128.pow(decimals.exponent.unsigned_abs());
                let mantissa = before.checked_mul(power)?.checked_add(decimals.mantissa)?;
                value = Some(Exact { mantissa, ..decimals });
                length = at + c.len_utf8() + more;
                break;
            } else {
                break;
            }
            length = at + c.len_utf8();
        }
        let row = row > 0 && units == 0;
        let sum = if row { series } else { whole + part + last.unwrap_or(0) };
        let value = value.unwrap_or(Exact::whole(sum));
        let plain = length;
        let (percent, about) = (false, false);
        let found = Found { value, length, plain, in_words: true, percent, about, row };
        (length > 0).then_some(found)
    }

    fn decimals(&self, text: &str) -> Option<(Exact, usize)> {
        let mut value = Exact::whole(0);
        let mut length = 0;
        for c in text.chars().take(6) {
            let Some(n) = self.word_digit(c) else { break };
            value = Exact { mantissa: value.mantissa * 10 + n, exponent: value.exponent - 1 };
            length += c.len_utf8();
        }
        (length > 0).then_some((value, length))
    }
}

/// Digits in a row at the end of what was read.
fn thousands(length: usize, text: &str) -> usize {
    text[..length].chars().rev().take_while(|c| digit(*c).is_some()).count()
}

/// Whether exactly three digits follow.
fn is_group(text: &str) -> bool {
    let mut chars = text.chars();
    (0..3).all(|_| chars.next().is_some_and(|c| digit(c).is_some()))
        && chars.next().is_none_or(|c| digit(c).is_none())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn words() -> NumeralWords {
        let text = r#"
            digits = ["零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"]
            tens = ["十", "百", "千"]
            large = { "万" = 4, "亿" = 8 }
            percent_before = "百分之"
            point = ["点"]
            about = ["余", "多"]
        "#;
        toml::from_str(text).expect("numerals")
    }

    #[test]
    fn numbers_are_read_in_every_way_they_are_typed() {
        let words = words();
        let read = |text: &str| {
            let found = words.read(text).expect("a number");
            (found.value.mantissa, found.value.exponent, found.length)
        };
        assert_eq!(read("1,295件"), (1295, 0, 5));
        assert_eq!(read("1，295件"), (1295, 0, 7));
        assert_eq!(read("12,5件"), (12, 0, 2));
        assert_eq!(read("２１件"), (21, 0, 6));
        assert_eq!(read("12.05万件"), (1205, 2, 8));
        assert_eq!(read("3万余册"), (3, 4, 7));
        assert_eq!(read("三十二件"), (32, 0, 9));
        assert_eq!(read("一百零八件"), (108, 0, 12));
        assert_eq!(read("十件"), (10, 0, 3));
        assert_eq!(read("两千三百件"), (2300, 0, 12));
        assert_eq!(read("一万两千件"), (12000, 0, 12));
        assert_eq!(read("百分之十二点五"), (125, -1, 21));
        assert!(words.read("二〇二四年").is_some_and(|found| found.row));
        assert_eq!(words.read("件"), None);
        assert_eq!(words.read("9999999999999999999999999999999999999999999件"), None);
    }
}
