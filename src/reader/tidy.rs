//! White space that Chinese typing leaves behind, taken out.

use crate::document::Inline;
use crate::origin::Origin;

/// Stands for a break while white space is looked at.
const OBJECT: char = '\u{fffc}';

/// Takes out indents, spaces at the ends, and the spaces and line breaks that typing leaves between
/// Han and anything. What stays keeps its way back, character by character.
pub(super) fn tidy(content: &mut Vec<Inline>) {
    let mut chars = Vec::new();
    collect(content, &mut chars);
    let kept = keep(&chars);
    rebuild(content, &mut chars.into_iter().zip(kept));
}

/// A text from elsewhere as it would be read here, with its way back; a line break that is wanted
/// is `\n` before and after.
pub(crate) fn tidied(text: &str) -> (String, Origin) {
    let mut content = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if start > 0 {
            content.push(Inline::Break { source: Origin::whole(0, start - 1..start) });
        }
        let source = Origin::exact(start..start + line.len());
        content.push(Inline::Text { text: line.to_owned(), source });
        start += line.len() + 1;
    }
    tidy(&mut content);
    let (mut tidied, mut origin) = (String::new(), Origin::default());
    for inline in &content {
        match inline {
            Inline::Text { text, source } => {
                origin.append(tidied.len(), source);
                tidied.push_str(text);
            }
            other => {
                origin.add_whole(tidied.len()..tidied.len() + 1, other.source());
                tidied.push('\n');
            }
        }
    }
    (tidied, origin)
}

fn collect(content: &[Inline], chars: &mut Vec<char>) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } | Inline::Bound { text, .. } => chars.extend(text.chars()),
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => collect(content, chars),
            Inline::Note { .. } => {}
            Inline::Break { .. } => chars.push(OBJECT),
        }
    }
}

/// What becomes of each character: itself, another, or nothing.
fn keep(chars: &[char]) -> Vec<Option<char>> {
    let mut kept: Vec<Option<char>> = chars.iter().copied().map(Some).collect();
    let mut at = 0;
    while at < chars.len() {
        let end = at + chars[at..].iter().take_while(|c| is_space(**c)).count();
        if end > at {
            kept[at..end].fill(None);
            let before = at.checked_sub(1).map_or(Beside::Edge, |at| side(chars, at));
            let after = if end < chars.len() { side(chars, end) } else { Beside::Edge };
            kept[at] = between(before, &chars[at..end], after);
        }
        at = end.max(at + 1);
    }
    kept
}

/// What stands beside white space.
#[derive(Clone, Copy, PartialEq)]
enum Beside {
    /// A break, or nothing.
    Edge,
    Latin,
    Chinese,
    /// A mark of Chinese punctuation, which has room of its own.
    Mark,
}

fn side(chars: &[char], at: usize) -> Beside {
    let is_latin = |at: Option<usize>| {
        at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_ascii_alphanumeric())
    };
    match chars[at] {
        OBJECT => Beside::Edge,
        // Quotes that hold Latin text are its own.
        '“' | '‘' if is_latin(Some(at + 1)) => Beside::Latin,
        '”' | '’' if is_latin(at.checked_sub(1)) => Beside::Latin,
        c if is_mark(c) => Beside::Mark,
        c if is_cjk(c) => Beside::Chinese,
        _ => Beside::Latin,
    }
}

/// What white space becomes between two characters.
fn between(before: Beside, space: &[char], after: Beside) -> Option<char> {
    match (before, after) {
        (Beside::Latin, Beside::Latin) => Some(' '),
        (Beside::Chinese, Beside::Chinese) if !space.contains(&'\n') => {
            Some(if space.contains(&'\u{3000}') { '\u{3000}' } else { ' ' })
        }
        _ => None,
    }
}

/// Marks of Chinese punctuation, and those that it shares with Latin.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}'
        | '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？'
        | '—' | '…' | '“' | '”' | '‘' | '’' | '·')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{a0}' | '\u{3000}' | '\u{2002}'..='\u{200a}')
}

/// Han, Chinese punctuation and full-width forms; quotes, dashes and dots that Chinese and Latin
/// share count as Chinese.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '—' | '…' | '“' | '”' | '‘' | '’' | '·')
}

fn rebuild(content: &mut Vec<Inline>, kept: &mut impl Iterator<Item = (char, Option<char>)>) {
    for inline in content.iter_mut() {
        match inline {
            Inline::Text { text, source } => (*text, *source) = rewrite(text, source, kept),
            Inline::Bound { text, .. } => _ = kept.by_ref().take(text.chars().count()).count(),
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => rebuild(content, kept),
            Inline::Note { .. } => {}
            Inline::Break { .. } => _ = kept.next(),
        }
    }
    content.retain(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty()));
    content.dedup_by(|next, first| match (first, next) {
        (Inline::Text { text, source }, Inline::Text { text: more, source: more_source }) => {
            source.append(text.len(), more_source);
            text.push_str(more);
            true
        }
        _ => false,
    });
}

/// A text with the characters that stay, and its way back.
fn rewrite(
    text: &str,
    source: &Origin,
    kept: &mut impl Iterator<Item = (char, Option<char>)>,
) -> (String, Origin) {
    let (mut written, mut origin) = (String::with_capacity(text.len()), Origin::default());
    let mut copied = 0; // up to here the text has been looked at, and copied where it stays
    let mut copy = |written: &mut String, origin: &mut Origin, upto: usize, next: usize| {
        origin.append(written.len(), &source.slice(copied..upto));
        written.push_str(&text[copied..upto]);
        copied = next;
    };
    for ((at, c), (_, kept)) in text.char_indices().zip(kept) {
        let next = at + c.len_utf8();
        if kept == Some(c) {
            continue;
        }
        copy(&mut written, &mut origin, at, next);
        if let Some(other) = kept {
            let length = written.len()..written.len() + other.len_utf8();
            origin.add_whole(length, source.of(at..next));
            written.push(other);
        }
    }
    copy(&mut written, &mut origin, text.len(), text.len());
    (written, origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain;

    /// Text that was typed at `at`.
    fn typed(text: &str, at: usize) -> Inline {
        Inline::Text { text: text.to_owned(), source: Origin::exact(at..at + text.len()) }
    }

    fn tidied(text: &str) -> String {
        let mut content = vec![typed(text, 0)];
        tidy(&mut content);
        // Each character leads back to itself.
        for inline in &content {
            let Inline::Text { text: kept, source } = inline else { panic!("only text") };
            for (at, c) in kept.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                assert_eq!(&text[source.of(at..at + c.len_utf8())], c.to_string());
            }
        }
        plain(&content)
    }

    #[test]
    fn spaces_of_typing_go() {
        assert_eq!(tidied("\u{3000}\u{3000}2021 年 1 月，共 101 条。 "), "2021年1月，共101条。");
        assert_eq!(tidied("甲 ，乙。 丙 （丁） 戊“ 己 ”"), "甲，乙。丙（丁）戊“己”");
        assert_eq!(tidied("张 三、 李　四"), "张 三、李　四");
        assert_eq!(
            tidied("the citizens’ “right to know” act"),
            "the citizens’ “right to know” act"
        );
        assert_eq!(tidied("采用 “OFD” 格式和 Excel “数据” 功能"), "采用“OFD”格式和Excel“数据”功能");
        assert_eq!(tidied("本局\n全年 PDF 文件\nTwo\nwords"), "本局全年PDF文件Two words");
        assert_eq!(tidied("张\u{3000}三 李四"), "张\u{3000}三 李四");
    }

    #[test]
    fn spaces_are_seen_across_pieces() {
        let mut content = vec![
            typed("全年 ", 0),
            Inline::Strong { content: vec![typed(" 12 ", 9)], source: Origin::whole(0, 7..15) },
            typed("\n件", 15),
        ];
        tidy(&mut content);
        assert_eq!(plain(&content), "全年12件");
        let places: Vec<_> = content.iter().map(Inline::source).collect();
        assert_eq!(places, [0..6, 7..15, 16..19]);
    }
}
