//! Numbers of headings: 一、（一）1.（1） by the layout's patterns.

/// Counts headings level by level.
#[derive(Debug, Clone)]
pub struct Numbering<'a> {
    patterns: &'a [String],
    counters: [u32; 4],
}

impl<'a> Numbering<'a> {
    /// Starts before the first heading; `patterns[0]` numbers level 1.
    pub fn new(patterns: &'a [String]) -> Self {
        Numbering { patterns, counters: [0; 4] }
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
            pattern.replace("{han}", &han(count)).replace("{n}", &count.to_string())
        })
    }
}

/// A typed number at the head of a heading in any of the usual shapes, with what follows it: `一、`, `（一）`, `(一)`, `1.`, `1、`, `（1）`.
pub fn split_typed(text: &str) -> Option<(&str, &str)> {
    let digits =
        |s: &str| s.find(|c: char| !(c.is_ascii_digit() || HAN.contains(c))).unwrap_or(s.len());
    let end = if let Some(inner) = text.strip_prefix(['（', '(']) {
        let open = text.len() - inner.len();
        let count = digits(inner);
        let close = inner[count..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
        (count > 0).then_some(open + count + close.len_utf8())?
    } else {
        let count = digits(text);
        let mark = text[count..].chars().next().filter(|c| matches!(c, '、' | '.' | '．'))?;
        let end = count + mark.len_utf8();
        // 1.5倍 is a number of the text.
        (count > 0 && !text[end..].starts_with(|c: char| c.is_ascii_digit())).then_some(end)?
    };
    Some((&text[..end], text[end..].trim_start()))
}

const HAN: &str = "一二三四五六七八九十百";

/// 1-99 in Han numerals.
pub fn han(count: u32) -> String {
    let digit = |n: u32| HAN.chars().nth(n as usize - 1).map(String::from).unwrap_or_default();
    match (count / 10, count % 10) {
        (0, 0) => "〇".to_owned(),
        (0, one) => digit(one),
        (tens, one) => {
            let tens = if tens == 1 { String::new() } else { digit(tens.min(9)) };
            tens + "十" + &if one == 0 { String::new() } else { digit(one) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_han() {
        assert_eq!(
            ["一", "十", "十一", "二十", "九十九"],
            [1, 10, 11, 20, 99].map(han).each_ref().map(String::as_str)
        );
    }

    #[test]
    fn splits_what_was_typed() {
        assert_eq!(split_typed("（一）主动公开"), Some(("（一）", "主动公开")));
        assert_eq!(split_typed("1. 平台"), Some(("1.", "平台")));
        assert_eq!(split_typed("一、概况"), Some(("一、", "概况")));
        assert_eq!(split_typed("一是抓落实"), None);
        assert_eq!(split_typed("2021年"), None);
        assert_eq!(split_typed("1.5倍增长"), None);
        assert_eq!(split_typed("（本表）"), None);
    }

    #[test]
    fn deeper_levels_start_again() {
        let patterns = ["{han}、", "（{han}）", "{n}.", "（{n}）"].map(String::from);
        let mut numbering = Numbering::new(&patterns);
        let seen: Vec<_> = [1, 2, 3, 3, 2, 3, 4].map(|level| numbering.next(level)).into();
        assert_eq!(seen, ["一、", "（一）", "1.", "2.", "（二）", "1.", "（1）"]);
    }
}
