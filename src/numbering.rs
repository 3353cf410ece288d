//! Numbers of headings: 一、（一）1.（1） by the layout's patterns and numerals.

use std::ops::RangeInclusive;

use serde::Deserialize;

/// The numerals that a layout writes numbers of headings with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numerals {
    /// 0 to 9.
    digits: [char; 10],
    /// 10.
    ten: char,
    /// 100.
    hundred: char,
    /// What stands before an ordinal number.
    #[serde(default)]
    ordinal: Option<char>,
    /// What such numbers count.
    #[serde(default)]
    units: Vec<String>,
    /// What a sentence puts behind a number to count what follows.
    #[serde(default)]
    counting: Vec<char>,
}

impl Numerals {
    /// `count` as it is counted: 一, 十, 十二, 二十, 一百零三, 一百一十. Above 999 in Arabic digits.
    pub fn write(&self, count: u32) -> String {
        let (hundreds, tens, ones) = (count / 100, count / 10 % 10, count % 10);
        if hundreds > 9 {
            return count.to_string();
        }
        let digit = |n: u32| self.digits[n as usize];
        let mut written = String::new();
        if hundreds > 0 {
            written.extend([digit(hundreds), self.hundred]);
        }
        match tens {
            // A gap between hundreds and ones is read out.
            0 if hundreds > 0 && ones > 0 => written.push(digit(0)),
            0 => {}
            1 if hundreds == 0 => written.push(self.ten),
            tens => written.extend([digit(tens), self.ten]),
        }
        if ones > 0 || count == 0 {
            written.push(digit(ones));
        }
        written
    }

    /// A typed number at the head of a heading in any of the usual shapes, with what follows it:
    /// `一、`, `（一）`, `(一)`, `1.`, `1、`, `１．`, `（1）`, `1)`, `①`, `第一节`.
    pub fn split_typed<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let end = self.ordinal(text).or_else(|| self.in_brackets(text));
        let end = end.or_else(|| self.before_mark(text)).or_else(|| circled(text))?;
        Some((&text[..end], text[end..].trim_start()))
    }

    /// Whether a text begins as a paragraph of its own that counts along: with a number, as `一是`
    /// or as `第一，`.
    pub fn counts_along(&self, text: &str) -> bool {
        let ordinal = self.ordinal.and_then(|ordinal| text.strip_prefix(ordinal));
        let number = ordinal.unwrap_or(text);
        let count = self.count(number);
        let behind = number[count..].chars().next().filter(|_| count > 0);
        self.split_typed(text).is_some()
            || behind.is_some_and(|c| match ordinal {
                None => self.counting.contains(&c),
                Some(_) => ['，', ',', '、', '：'].contains(&c),
            })
    }

    /// What a typed number counts to.
    pub fn read(&self, typed: &str) -> Option<u32> {
        if let Some(c) = typed.chars().next().filter(|c| CIRCLED.contains(c)) {
            return Some(c as u32 - *CIRCLED.start() as u32 + 1);
        }
        let start = typed.find(|c: char| self.is_numeral(c))?;
        let number = &typed[start..start + self.count(&typed[start..])];
        let value = |c: char| {
            let arabic = c.to_digit(10).or_else(|| WIDE.contains(&c).then(|| wide(c)));
            arabic.or_else(|| self.digits.iter().position(|digit| *digit == c).map(|at| at as u32))
        };
        let (mut sum, mut digits) = (0_u32, None);
        for c in number.chars() {
            match c {
                c if c == self.hundred || c == self.ten => {
                    let unit = if c == self.ten { 10 } else { 100 };
                    sum = sum.checked_add(digits.take().unwrap_or(1_u32).checked_mul(unit)?)?;
                }
                c => {
                    let before = digits.unwrap_or(0_u32);
                    digits = Some(before.checked_mul(10)?.checked_add(value(c)?)?);
                }
            }
        }
        sum.checked_add(digits.unwrap_or(0))
    }

    /// Where `第一节` ends.
    fn ordinal(&self, text: &str) -> Option<usize> {
        let rest = text.strip_prefix(self.ordinal?)?;
        let count = Some(self.count(rest)).filter(|count| *count > 0)?;
        let unit = self.units.iter().find(|unit| rest[count..].starts_with(unit.as_str()))?;
        let end = text.len() - rest.len() + count + unit.len();
        let mark = text[end..].chars().next().filter(|c| ['、', '.', '．', '：', ':'].contains(c));
        Some(end + mark.map_or(0, char::len_utf8))
    }

    /// Where `（一）` ends, and `（一）、`.
    fn in_brackets(&self, text: &str) -> Option<usize> {
        let inner = text.strip_prefix(['（', '('])?;
        let count = Some(self.count(inner)).filter(|count| *count > 0)?;
        let rest = inner[count..].strip_prefix(['）', ')'])?;
        Some(text.len() - rest.strip_prefix(['、', '.', '．']).unwrap_or(rest).len())
    }

    /// Where `一、` ends.
    fn before_mark(&self, text: &str) -> Option<usize> {
        let count = Some(self.count(text)).filter(|count| *count > 0)?;
        let rest = text[count..].strip_prefix(['、', '.', '．', '）', ')'])?;
        // 1.5倍 is a number of the text.
        let goes_on = rest.starts_with(|c: char| c.is_ascii_digit() || WIDE.contains(&c));
        (!goes_on).then_some(text.len() - rest.len())
    }

    /// Bytes of the numerals that a text begins with.
    fn count(&self, text: &str) -> usize {
        text.find(|c: char| !self.is_numeral(c)).unwrap_or(text.len())
    }

    /// Whether numbers are written with this character.
    pub fn is_numeral(&self, c: char) -> bool {
        c.is_ascii_digit()
            || WIDE.contains(&c)
            || self.digits.contains(&c)
            || [self.ten, self.hundred].contains(&c)
    }
}

/// Numbers in circles from 1 to 20, and digits as wide as Han.
const CIRCLED: RangeInclusive<char> = '①'..='⑳';
const WIDE: RangeInclusive<char> = '０'..='９';

fn wide(c: char) -> u32 {
    c as u32 - *WIDE.start() as u32
}

/// Where a number in a circle ends.
fn circled(text: &str) -> Option<usize> {
    text.chars().next().filter(|c| CIRCLED.contains(c)).map(char::len_utf8)
}

/// Counts headings level by level.
#[derive(Debug, Clone)]
pub struct Numbering<'a> {
    patterns: &'a [String],
    numerals: &'a Numerals,
    counters: [u32; 4],
}

impl<'a> Numbering<'a> {
    /// Starts before the first heading; `patterns[0]` numbers level 1.
    pub fn new(patterns: &'a [String], numerals: &'a Numerals) -> Self {
        Numbering { patterns, numerals, counters: [0; 4] }
    }

    /// The number of the next heading of `level` (1-4); deeper levels start again.
    pub fn next(&mut self, level: u8) -> String {
        let index = usize::from(level).clamp(1, 4) - 1;
        self.counters[index] += 1;
        self.counters[index + 1..].fill(0);
        self.format(index)
    }

    /// The number of the last heading of `level`.
    pub fn last(&self, level: u8) -> String {
        self.format(usize::from(level).clamp(1, 4) - 1)
    }

    /// How many headings of `level` there have been so far.
    pub fn count(&self, level: u8) -> u32 {
        self.counters[usize::from(level).clamp(1, 4) - 1]
    }

    /// Starts level 2 and deeper again as if heading `count` of level 1 had just passed.
    pub fn enter_section(&mut self, count: u32) {
        self.counters = [count, 0, 0, 0];
    }

    fn format(&self, index: usize) -> String {
        let count = self.counters[index];
        self.patterns.get(index).map_or_else(String::new, |pattern| {
            pattern.replace("{han}", &self.numerals.write(count)).replace("{n}", &count.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numerals() -> Numerals {
        let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        Numerals {
            digits,
            ten: '十',
            hundred: '百',
            ordinal: Some('第'),
            units: vec!["部分".to_owned(), "节".to_owned()],
            counting: vec!['是'],
        }
    }

    #[test]
    fn counts_in_han() {
        let write = |count| numerals().write(count);
        assert_eq!([1, 10, 11, 20, 99].map(write), ["一", "十", "十一", "二十", "九十九"]);
        assert_eq!([100, 101, 110, 112].map(write), ["一百", "一百零一", "一百一十", "一百一十二"]);
        assert_eq!([120, 999, 1000].map(write), ["一百二十", "九百九十九", "1000"]);
        let mut all: Vec<String> = (1..=999).map(write).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 999, "no two numbers are written alike");
    }

    #[test]
    fn splits_what_was_typed() {
        let numerals = numerals();
        let split = |text| numerals.split_typed(text);
        assert_eq!(split("（一）主动公开"), Some(("（一）", "主动公开")));
        assert_eq!(split("1. 平台"), Some(("1.", "平台")));
        assert_eq!(split("一、概况"), Some(("一、", "概况")));
        assert_eq!(split("一是抓落实"), None);
        assert_eq!(split("2021年"), None);
        assert_eq!(split("1.5倍增长"), None);
        assert_eq!(split("（本表）"), None);
        assert_eq!(split("(二)、公开"), Some(("(二)、", "公开")));
        assert_eq!(split("２．公开"), Some(("２．", "公开")));
        assert_eq!(split("第一部分 概况"), Some(("第一部分", "概况")));
        assert_eq!(split("第一季度"), None);
        assert_eq!(split("③公开"), Some(("③", "公开")));
    }

    #[test]
    fn what_was_typed_is_a_number() {
        let numerals = numerals();
        let read = |text| numerals.read(text);
        assert_eq!(["（一）", "(十二)、", "1、", "２．"].map(read), [1, 12, 1, 2].map(Some));
        assert_eq!(["一百零三、", "第十节", "③"].map(read), [103, 10, 3].map(Some));
        assert!((0..=999).all(|count| numerals.read(&numerals.write(count)) == Some(count)));
        assert_eq!(read("99999999999."), None, "too large to be one");
        assert!(numerals.counts_along("一是抓落实") && numerals.counts_along("（3）其他"));
        assert!(numerals.counts_along("第二，其他") && !numerals.counts_along("第二季度"));
        assert!(!numerals.counts_along("一般") && !numerals.counts_along("2021年"));
    }

    #[test]
    fn deeper_levels_start_again() {
        let patterns = ["{han}、", "（{han}）", "{n}.", "（{n}）"].map(String::from);
        let numerals = numerals();
        let mut numbering = Numbering::new(&patterns, &numerals);
        let seen: Vec<_> = [1, 2, 3, 3, 2, 3, 4].map(|level| numbering.next(level)).into();
        assert_eq!(seen, ["一、", "（一）", "1.", "2.", "（二）", "1.", "（1）"]);
    }
}
