//! Characters that look alike and are others to a program: letters in pieces, as some systems keep
//! them, and the radicals and doubles of Han that copying from a PDF leaves. Whoever reads a text
//! can't tell them apart, so all that is typed is read as the character that everybody else types.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Radicals (Unicode, CJK Radicals Supplement) that are characters of their own, and those.
/// Unicode says of the others of this block and of all of Kangxi what they are.
const RADICALS: [(char, char); 30] = [
    ('\u{2e92}', '\u{5df3}'),
    ('\u{2e9d}', '\u{6708}'),
    ('\u{2ea0}', '\u{6c11}'),
    ('\u{2ec4}', '\u{897f}'),
    ('\u{2ec5}', '\u{89c1}'),
    ('\u{2ec6}', '\u{89d2}'),
    ('\u{2ec9}', '\u{8d1d}'),
    ('\u{2ecb}', '\u{8f66}'),
    ('\u{2ed1}', '\u{9577}'),
    ('\u{2ed3}', '\u{957f}'),
    ('\u{2ed4}', '\u{95e8}'),
    ('\u{2ed8}', '\u{9752}'),
    ('\u{2ed9}', '\u{97e6}'),
    ('\u{2eda}', '\u{9875}'),
    ('\u{2edb}', '\u{98ce}'),
    ('\u{2edc}', '\u{98de}'),
    ('\u{2edd}', '\u{98df}'),
    ('\u{2ee1}', '\u{9996}'),
    ('\u{2ee2}', '\u{9a6c}'),
    ('\u{2ee3}', '\u{9aa8}'),
    ('\u{2ee4}', '\u{9b3c}'),
    ('\u{2ee5}', '\u{9c7c}'),
    ('\u{2ee6}', '\u{9e1f}'),
    ('\u{2ee7}', '\u{5364}'),
    ('\u{2ee8}', '\u{9ea6}'),
    ('\u{2ee9}', '\u{9ec4}'),
    ('\u{2eea}', '\u{9efe}'),
    ('\u{2eec}', '\u{9f50}'),
    ('\u{2eee}', '\u{9f7f}'),
    ('\u{2ef0}', '\u{9f99}'),
];

/// A text as everybody else types it.
pub(crate) fn usual(text: &str) -> Cow<'_, str> {
    if is_usual(text) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len());
    parts(text, |range, other| made.push_str(other.as_deref().unwrap_or(&text[range])));
    Cow::Owned(made)
}

/// Hands over a text part by part: where it stands, and as what it is read where that is something
/// else.
pub(crate) fn parts(text: &str, mut part: impl FnMut(Range<usize>, Option<String>)) {
    if is_usual(text) {
        return part(0..text.len(), None);
    }
    // Letters are put together from where one begins up to where the next does.
    let mut starts = text.char_indices().filter(|(_, c)| begins(*c)).map(|(at, _)| at).peekable();
    let mut from = 0;
    let mut same = 0;
    while from < text.len() {
        let _ = starts.next_if_eq(&from);
        let end = starts.peek().copied().unwrap_or(text.len());
        let made: String = text[from..end].chars().map(whole).nfc().collect();
        if made != text[from..end] {
            if same < from {
                part(same..from, None);
            }
            part(from..end, Some(made));
            same = end;
        }
        from = end;
    }
    if same < text.len() {
        part(same..text.len(), None);
    }
}

fn is_usual(text: &str) -> bool {
    text.is_ascii()
        || (is_nfc_quick(text.chars()) == IsNormalized::Yes
            && !text.contains(|c: char| matches!(c, '\u{2e80}'..='\u{2fdf}')))
}

/// Whether nothing of a character goes together with what stands before it.
fn begins(c: char) -> bool {
    let alone = is_nfc_quick(std::iter::once(c)) != IsNormalized::Maybe;
    alone && canonical_combining_class(c) == 0
}

/// The character that a radical looks like.
fn whole(c: char) -> char {
    if !matches!(c, '\u{2e80}'..='\u{2fdf}') {
        return c;
    }
    let known = RADICALS.iter().find(|(radical, _)| *radical == c).map(|(_, whole)| *whole);
    known.or_else(|| std::iter::once(c).nfkc().next()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_one() {
        for (typed, read) in [
            ("cafe\u{301}", "caf\u{e9}"),
            ("Pho\u{31b}\u{309}, o\u{302}\u{323}", "Ph\u{1edf}, \u{1ed9}"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("\u{f98e}\u{fa01}", "\u{5e74}\u{5ea6}"),
            ("\u{2f8f}\u{2ea0}\u{2f94}", "\u{884c}\u{6c11}\u{8a00}"),
            ("e\u{301}\u{2ed4}e", "\u{e9}\u{95e8}e"),
        ] {
            assert_eq!(usual(typed), read);
            assert_eq!(usual(read), read);
        }
    }

    #[test]
    fn what_is_a_character_of_its_own_stays() {
        for text in ["\u{2e8c}\u{2e80}\u{fa0e}\u{fa11}", "\u{ff21}\u{ff11}\u{2460}\u{33a1}\u{3000}"]
        {
            assert_eq!(usual(text), text);
        }
    }

    #[test]
    fn parts_make_up_the_text() {
        let text = "a\u{301}bc\u{2f8f}\u{301}d\r\u{301}e\u{2ea0}";
        let mut end = 0;
        parts(text, |range, other| {
            assert_eq!(range.start, end);
            assert_ne!(other.as_deref(), Some(&text[range.clone()]));
            end = range.end;
        });
        assert_eq!(end, text.len());
    }
}
