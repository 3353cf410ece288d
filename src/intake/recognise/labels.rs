//! How alike two labels are, whatever a conversion did to them.

use unicode_normalization::UnicodeNormalization;

use crate::intake::lines::is_space;

/// A label as it is compared: without white space, punctuation and the number before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    text: String,
    pairs: Vec<[char; 2]>,
}

/// How alike a label is to one that it is the most of.
const PART: f64 = 0.86;
/// Fewer characters are no words of their own.
const WORDS: usize = 4;

/// Stands for the ends of a label in its pairs.
const END: char = '\u{0}';

impl Plain {
    /// The label as `text` has it; `numeral` says which characters are those of numbers in words.
    pub fn new(text: &str, numeral: impl Fn(char) -> bool) -> Plain {
        let text: String = text.nfkc().filter(|c| !is_space(*c)).collect();
        let bare: String =
            unnumbered(&text, numeral).chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<[char; 2]> = Vec::new();
        if !bare.is_empty() {
            let first = std::iter::once(END).chain(bare.chars());
            pairs = first.zip(bare.chars().chain([END])).map(|(a, b)| [a, b]).collect();
            pairs.sort_unstable();
        }
        Plain { text: bare, pairs }
    }

    /// Several labels as one.
    pub fn all<'a>(parts: impl Iterator<Item = &'a Plain>) -> Plain {
        let text: Vec<&str> = parts.map(|part| part.text.as_str()).collect();
        Plain::new(&text.concat(), |_| false)
    }

    /// Whether nothing is left of it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether this is a label that lost some words at its head or its end.
    fn is_part(&self, whole: &Plain) -> bool {
        let (own, all) = (self.text.chars().count(), whole.text.chars().count());
        own >= WORDS
            && own * 3 >= all * 2
            && (whole.text.ends_with(&self.text) || whole.text.starts_with(&self.text))
    }

    /// How alike two labels are, from 0 to 1: the share of pairs of characters that both have
    /// (Dice), the ends marked.
    pub fn likeness(&self, other: &Plain) -> f64 {
        if self.text == other.text {
            return if self.is_empty() { 0.0 } else { 1.0 };
        }
        if self.is_part(other) || other.is_part(self) {
            return PART;
        }
        let (mut a, mut b) = (self.pairs.as_slice(), other.pairs.as_slice());
        let count = a.len() + b.len();
        let mut both = 0;
        while let ([x, rest @ ..], [y, others @ ..]) = (a, b) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a = rest,
                std::cmp::Ordering::Greater => b = others,
                std::cmp::Ordering::Equal => {
                    both += 1;
                    (a, b) = (rest, others);
                }
            }
        }
        if count == 0 { 0.0 } else { 2.0 * f64::from(both) / count as f64 }
    }
}

/// How alike two paths of labels are: the last labels count most, for those above them are cut,
/// lost or on the page before.
pub(super) fn alike(found: &[Plain], whole: &Plain, form: &[Plain], form_whole: &Plain) -> f64 {
    let (Some(leaf), Some(form_leaf)) = (found.last(), form.last()) else { return 0.0 };
    let leaf = leaf.likeness(form_leaf);
    leaf.max(0.6 * leaf + 0.4 * whole.likeness(form_whole))
}

/// The text without the number before it: `(一)`, `1.`, `三、`.
fn unnumbered(text: &str, numeral: impl Fn(char) -> bool) -> &str {
    let is_numeral = |c: char| c.is_ascii_digit() || numeral(c);
    let rest = text.trim_start_matches('(').trim_start_matches(is_numeral);
    let marked = rest.strip_prefix([')', '.', '\u{3001}', ',']);
    match marked {
        Some(name) if rest.len() < text.len() && !name.is_empty() => {
            name.trim_start_matches(['.', '\u{3001}'])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Plain {
        Plain::new(text, |c| "一二三四五六七八九十".contains(c))
    }

    #[test]
    fn labels_are_compared_by_what_they_name() {
        assert_eq!(plain("（七）总 计"), plain("总计"));
        assert_eq!(plain("1.属于国家秘密"), plain("属于国家秘密"));
        assert_eq!(plain("⼀、本年新收"), plain("本年新收"), "a radical is its character");
        let likeness = plain("2.其他法律行政止公开").likeness(&plain("其他法律行政法规禁止公开"));
        assert!((0.7..1.0).contains(&likeness), "{likeness}");
        assert!(plain("行政许可").likeness(&plain("行政处罚")) < 0.5);
        assert!(plain("").likeness(&plain("")) == 0.0);
    }
}
