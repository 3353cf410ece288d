//! Where a line may break: the rules of UAX 14, and those of typst for addresses of web pages. What
//! stands between two such places must fit a line. And which marks stand closer to each other.

use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

const SEGMENTER: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// The longest piece of an address that is kept whole, bytes.
const LONGEST_PIECE: usize = 16;

/// The pieces of a text that no line break divides, in bytes, with the white space behind them.
pub fn unbroken(text: &str) -> Vec<Range<usize>> {
    // In Chinese text curly quotes open and close as brackets do, which UAX 14 can't know.
    let bracketed = text.replace('“', "（").replace('”', "）");
    let mut points = SEGMENTER.segment_str(&bracketed).filter(|point| *point > 0).peekable();
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut end_at = |end: usize| {
        pieces.push(start..end);
        start = end;
    };
    let mut last = 0;
    loop {
        let (head, tail) = text.split_at(last);
        if head.ends_with("://") || tail.starts_with("www.") {
            let address = address(tail);
            address_breaks(address, |at| end_at(last + at));
            last += address.len();
            while points.next_if(|point| *point < last).is_some() {}
        }
        let Some(point) = points.next() else { break };
        end_at(point);
        last = point;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// What stands before it in Unicode is no Chinese.
pub const FIRST_WIDE: char = '\u{2e80}';

/// Marks of Chinese text that have their empty half before them.
pub const OPENING: &str = "“‘《（『「【〖〔〈［｛";
/// Those that have it behind them.
pub const CLOSING: &str = "”’》）』」】〗〕〉］｝，。．、：；！？";

/// Whether a mark of Chinese text has its empty half before it.
pub fn opens(c: char) -> bool {
    OPENING.contains(c)
}

/// Whether it has its empty half behind it.
pub fn closes(c: char) -> bool {
    CLOSING.contains(c)
}

/// Whether two marks share an em where they stand side by side.
pub fn is_squeezed(left: char, right: char) -> bool {
    let is_mark = |c| opens(c) || closes(c);
    is_mark(left) && is_mark(right) && (closes(left) || opens(right))
}

/// The address of a web page that `text` begins with.
fn address(text: &str) -> &str {
    let mut open = Vec::new();
    let is_part = |c: char| match c {
        '(' | '[' => {
            open.push(c);
            true
        }
        ')' => open.pop() == Some('('),
        ']' => open.pop() == Some('['),
        c => c.is_ascii_alphanumeric() || "!#$%&*+,-./:;=?@_~'".contains(c),
    };
    let end = text.find(not(is_part)).unwrap_or(text.len());
    text[..end].trim_end_matches(['!', ',', '.', ':', ';', '?', '\''])
}

fn not(mut is: impl FnMut(char) -> bool) -> impl FnMut(char) -> bool {
    move |c| !is(c)
}

/// Gives `see` the places where typst breaks an address: between marks, and between letters and
/// digits; where that leaves a piece too long, at each of its characters.
fn address_breaks(address: &str, mut see: impl FnMut(usize)) {
    #[derive(Clone, Copy, PartialEq)]
    enum Class {
        Letter,
        Digit,
        Open,
        Other,
    }
    let class = |c: char| match c {
        c if c.is_alphabetic() => Class::Letter,
        c if c.is_numeric() => Class::Digit,
        '(' | '[' => Class::Open,
        _ => Class::Other,
    };
    let (mut start, mut last) = (0, Class::Other);
    for (at, c) in address.char_indices() {
        let class = class(c);
        let differs = if class == Class::Other { last == Class::Other } else { class != last };
        if at > 0 && last != Class::Open && differs {
            if at - start < LONGEST_PIECE {
                see(at);
            } else {
                (start + 1..=at).for_each(&mut see);
            }
            start = at;
        }
        last = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        unbroken(text).into_iter().map(|piece| &text[piece]).collect()
    }

    #[test]
    fn han_breaks_anywhere_but_beside_marks() {
        assert_eq!(pieces("共受理“三公”12件，"), ["共", "受", "理", "“三", "公”", "12", "件，"]);
        assert_eq!(pieces("————……"), ["————……"]);
        assert_eq!(pieces(""), [""; 0]);
    }

    #[test]
    fn latin_breaks_between_words_only() {
        assert_eq!(pieces("open data, a_b_c.d.e"), ["open ", "data, ", "a_b_c.d.e"]);
        assert_eq!(pieces("1,234,567.1,234"), ["1,234,567.1,234"]);
        assert_eq!(pieces("да́нные é"), ["да́нные ", "é"]);
    }

    #[test]
    fn addresses_break_at_their_marks() {
        assert_eq!(
            pieces("见https://www.example.gov.cn/a1（公开）"),
            ["见", "https://", "www.", "example.", "gov.", "cn/", "a", "1", "（公", "开）"]
        );
    }
}
