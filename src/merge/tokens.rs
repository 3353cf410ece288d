//! Texts as the words that people change: a number is one, so is a Latin word, so is each other
//! character. White space is none: only what stands between Latin words matters, and that is put
//! right whenever a text is read.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A word and its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub range: Range<usize>,
    pub text: &'t str,
}

/// Words that stand in the place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordChange {
    /// The words before, by place.
    pub before: Range<usize>,
    /// The words now.
    pub now: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    Space,
    Number,
    Latin,
    Alone,
}

/// The words of a text; one ends wherever `edges` says.
pub(super) fn words<'t>(text: &'t str, edges: &[usize]) -> Vec<Word<'t>> {
    let mut words: Vec<Word<'t>> = Vec::new();
    let mut last = WordKind::Space;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        let kind = kind(c, last, next);
        let goes_on = kind == last && matches!(kind, WordKind::Number | WordKind::Latin);
        if kind == WordKind::Alone && is_joined(c) && last != WordKind::Space {
            // A mark above or below the letter before.
            if let Some(word) = words.last_mut() {
                word.range.end = end;
                continue;
            }
        }
        match words.last_mut() {
            Some(word) if goes_on && !edges.contains(&at) => word.range.end = end,
            _ if kind == WordKind::Space => {}
            _ => words.push(Word { range: at..end, text: "" }),
        }
        last = kind;
    }
    for word in &mut words {
        word.text = &text[word.range.clone()];
    }
    words
}

fn kind(c: char, last: WordKind, next: Option<char>) -> WordKind {
    let digit_next = next.is_some_and(|c| c.is_ascii_digit());
    match c {
        '\n' => WordKind::Alone,
        c if c.is_whitespace() => WordKind::Space,
        '0'..='9' => WordKind::Number,
        '.' | ',' if last == WordKind::Number && digit_next => WordKind::Number,
        '%' if last == WordKind::Number => WordKind::Number,
        c if c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c) => WordKind::Latin,
        _ => WordKind::Alone,
    }
}

/// Whether a character is written on the one before.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// Where the words of two texts differ.
pub(super) fn changes(before: &[Word<'_>], now: &[Word<'_>]) -> Vec<WordChange> {
    let texts = |words: &[Word<'_>]| -> Vec<String> {
        words.iter().map(|word| word.text.to_owned()).collect()
    };
    let (before, now) = (texts(before), texts(now));
    let ops = capture_diff_slices(Algorithm::Myers, &before, &now);
    let mut changes: Vec<WordChange> = Vec::new();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (before, now) = (op.old_range(), op.new_range());
        match changes.last_mut() {
            Some(last) if last.before.end == before.start && last.now.end == now.start => {
                last.before.end = before.end;
                last.now.end = now.end;
            }
            _ => changes.push(WordChange { before, now }),
        }
    }
    changes
}

/// How alike two texts are, from 0 to 1: the pairs of neighbours that they share.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut pairs: Vec<(char, char)> =
            chars.windows(2).map(|pair| (pair[0], pair[1])).collect();
        if let [only] = chars.as_slice() {
            pairs.push((*only, *only));
        }
        pairs.sort_unstable();
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let (mut at, mut shared) = (0, 0_usize);
    for pair in &one {
        while other.get(at).is_some_and(|next| next < pair) {
            at += 1;
        }
        if other.get(at) == Some(pair) {
            shared += 1;
            at += 1;
        }
    }
    match one.len() + other.len() {
        0 => 1.0,
        all => 2.0 * shared as f64 / all as f64,
    }
}

/// A text as it is compared: without white space, a line break that is wanted left in.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text, &[]).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn numbers_and_latin_words_are_whole() {
        assert_eq!(texts("共1,234.5件，"), ["共", "1,234.5", "件", "，"]);
        assert_eq!(texts("增长1.08%。PDF 2份"), ["增", "长", "1.08%", "。", "PDF", "2", "份"]);
        assert_eq!(texts("1.\n2"), ["1", ".", "\n", "2"]);
        assert_eq!(texts("a\u{301}。\u{fe0f}"), ["a\u{301}", "。\u{fe0f}"]);
        let cut: Vec<_> = words("1234", &[2]).into_iter().map(|word| word.range).collect();
        assert_eq!(cut, [0..2, 2..4]);
    }

    #[test]
    fn a_number_changes_as_a_whole() {
        let (before, now) = ("制发109件，有效597件", "制发119件，有效607件");
        let (before, now) = (words(before, &[]), words(now, &[]));
        let changed: Vec<_> = changes(&before, &now)
            .into_iter()
            .map(|change| (before[change.before][0].text, now[change.now][0].text))
            .collect();
        assert_eq!(changed, [("109", "119"), ("597", "607")]);
    }

    #[test]
    fn likeness_is_shared_pairs() {
        assert!(likeness("部分公开28件", "部分公开29件") > 0.6);
        assert_eq!((likeness("", ""), likeness("a", "a"), likeness("ab", "cd")), (1.0, 1.0, 0.0));
        assert_eq!(likeness("甲 乙", "甲乙"), 1.0);
    }
}
