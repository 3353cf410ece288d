//! Running text in pieces: runs of words, cut or as they were typed, between what is drawn in a way
//! of its own.

use super::text::{DrawingInline, DrawingText, Way};
use super::words::WordCutter;
use crate::breaks::closes;
use crate::document::{Inline, plain};

impl WordCutter {
    /// Running text, cut: words that stand side by side are one run, typed or bound.
    pub fn text<'d>(&self, content: &'d [Inline]) -> Vec<DrawingText<'d>> {
        pieces(content, &|run, pieces| self.cut(run, pieces))
    }
}

/// Text as it was typed.
pub fn as_typed(content: &[Inline]) -> Vec<DrawingText<'_>> {
    pieces(content, &|run, pieces| pieces.push(DrawingText::Text(run.to_owned())))
}

/// The pieces of `content`, whose runs of words `cut` adds.
fn pieces<'d>(
    content: &'d [Inline],
    cut: &impl Fn(&str, &mut Vec<DrawingText<'d>>),
) -> Vec<DrawingText<'d>> {
    let mut drawn = Vec::new();
    let mut ends_in_digit = false;
    for run in content.chunk_by(|left, right| left.words().and(right.words()).is_some()) {
        if begins_closer(&drawn, run) {
            tighten(&mut drawn);
        }
        let words: String = run.iter().filter_map(Inline::words).collect();
        if !words.is_empty() {
            // A unit stays with a number that is stressed or a link.
            if ends_in_digit && words.starts_with(is_han) {
                drawn.push(DrawingText::joiner());
            }
            cut(&words, &mut drawn);
        }
        let inner = |content| pieces(content, cut);
        let drawing = match run {
            [Inline::Strong { content, .. }] => DrawingInline::Strong { content: inner(content) },
            [Inline::Emph { content, .. }] => DrawingInline::Emph { content: inner(content) },
            [Inline::Link { url, content, .. }] => {
                DrawingInline::Link { url, content: inner(content) }
            }
            [Inline::Note { index, .. }] => {
                drawn.push(DrawingText::joiner());
                DrawingInline::Note { index: *index }
            }
            [Inline::Break { .. }] => DrawingInline::Break,
            _ => continue,
        };
        ends_in_digit = ends_in_a_digit(run);
        drawn.push(DrawingText::Inner(drawing));
    }
    drawn
}

/// Whether what comes next stands closer to the mark before it. typst sees that where both are in
/// one run of text of one face; a note's mark stands in the empty half of the mark before it.
fn begins_closer(drawn: &[DrawingText<'_>], run: &[Inline]) -> bool {
    let Some(left) = drawn.last().and_then(DrawingText::last_char) else { return false };
    match run {
        [Inline::Note { .. }, ..] => closes(left),
        // An opening mark has its own empty half to give.
        run => plain(run).chars().next().is_some_and(|right| closes(left) && closes(right)),
    }
}

/// Takes from the last character the half that is empty.
fn tighten(drawn: &mut Vec<DrawingText<'_>>) {
    let (mut text, rest): (String, fn(String) -> DrawingText<'static>) = match drawn.pop() {
        Some(DrawingText::Text(text)) => (text, DrawingText::Text),
        Some(DrawingText::Set { set: Way::Quote, text }) => (text, DrawingText::quote),
        Some(DrawingText::Inner(mut inner)) => {
            inner.content_mut().into_iter().for_each(tighten);
            return drawn.push(DrawingText::Inner(inner));
        }
        other => return drawn.extend(other),
    };
    let last = text.pop().map(String::from).unwrap_or_default();
    if !text.is_empty() {
        drawn.push(rest(text));
    }
    drawn.push(DrawingText::Set { set: Way::Tight, text: last });
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn ends_in_a_digit(run: &[Inline]) -> bool {
    let has_content =
        matches!(run, [Inline::Strong { .. } | Inline::Emph { .. } | Inline::Link { .. }]);
    has_content && plain(run).ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Breaking;
    use crate::origin::Origin;

    fn strong(text: &str) -> Inline {
        Inline::Strong { content: vec![Inline::text(text)], source: Origin::default() }
    }

    fn note() -> Inline {
        Inline::Note { index: 0, source: Origin::default() }
    }

    /// Pieces with a stroke between them, ways in brackets, what is strong between stars.
    fn told(pieces: &[DrawingText<'_>]) -> String {
        let piece = |piece: &DrawingText<'_>| match piece {
            DrawingText::Text(text) => text.replace('\u{2060}', "+"),
            DrawingText::Set { set, text } => format!("[{set:?} {text}]"),
            DrawingText::Inner(DrawingInline::Strong { content }) => format!("*{}*", told(content)),
            DrawingText::Inner(DrawingInline::Note { .. }) => "^".to_owned(),
            DrawingText::Inner(_) => "?".to_owned(),
        };
        pieces.iter().map(piece).collect::<Vec<_>>().join("|")
    }

    fn drawn(content: &[Inline]) -> String {
        let (ordinal, scale, units) = (String::new(), String::new(), "人次".to_owned());
        let style = Breaking { ordinal, scale, units, latin_gap: true };
        told(&WordCutter::new(&style).expect("a cutter").text(content))
    }

    #[test]
    fn marks_in_two_runs_share_an_em() {
        let text = Inline::text;
        assert_eq!(drawn(&[strong("“常态”"), text("，凡")]), "*[Quote “]|常态|[Tight ”]*|，凡");
        assert_eq!(drawn(&[text("甲，"), strong("“乙”")]), "甲，|*[Quote “]|乙|[Quote ”]*");
        assert_eq!(drawn(&[strong("《条例》"), text("第")]), "*《条例》*|第", "no mark follows");
        assert_eq!(drawn(&[text("（45件）"), note(), text("。")]), "（45|+|件|[Tight ）]|+|^|。");
        assert_eq!(drawn(&[strong("12"), text("件")]), "*12*|+|件", "a unit stays with its number");
    }

    #[test]
    fn a_paragraph_begins_with_its_mark_at_full_width() {
        let head = |content: &[Inline]| told(&DrawingText::wide_head(as_typed(content)));
        assert_eq!(head(&[Inline::text("（一）甲")]), "[Wide （]|一）甲");
        assert_eq!(head(&[strong("（一）")]), "*[Wide （]|一）*");
        assert_eq!(head(&[Inline::text("《"), strong("甲")]), "[Wide 《]|*甲*");
        assert_eq!(head(&[Inline::text("甲（一）")]), "甲（一）");
    }
}
