//! Numbers of headings: 一、（一）1.（1） by the layout's patterns and numerals.

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
    /// `一、`, `（一）`, `(一)`, `1.`, `1、`, `（1）`.
    pub fn split_typed<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let count = |s: &str| s.find(|c: char| !self.is_numeral(c)).unwrap_or(s.len());
        let end = if let Some(inner) = text.strip_prefix(['（', '(']) {
            let open = text.len() - inner.len();
            let count = count(inner);
            let close = inner[count..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
            (count > 0).then_some(open + count + close.len_utf8())?
        } else {
            let count = count(text);
            let mark = text[count..].chars().next().filter(|c| matches!(c, '、' | '.' | '．'))?;
            let end = count + mark.len_utf8();
            // 1.5倍 is a number of the text.
            let of_the_text = text[end..].starts_with(|c: char| c.is_ascii_digit());
            (count > 0 && !of_the_text).then_some(end)?
        };
        Some((&text[..end], text[end..].trim_start()))
    }

    /// Whether numbers are written with this character.
    pub fn is_numeral(&self, c: char) -> bool {
        c.is_ascii_digit() || self.digits.contains(&c) || [self.ten, self.hundred].contains(&c)
    }
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
        Numerals { digits, ten: '十', hundred: '百' }
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
