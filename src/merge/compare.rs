//! One paragraph before and after: where its words differ, and what becomes of its bound numbers.

use std::ops::Range;

use super::content::PrintedText;
use super::tokens::{Word, WordChange, changes, words};

/// Words that were changed, or the words that stand for a bound number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// The bytes of the text before.
    pub before: Range<usize>,
    /// The bytes of the text now.
    pub now: Range<usize>,
    /// The piece that is bound, where it is one.
    pub bound: Option<usize>,
}

/// Where two texts differ, bound numbers apart from what stands around them. The error is the piece
/// whose number can't be told from others.
pub(super) fn regions(content: &PrintedText, now: &str) -> Result<Vec<Region>, usize> {
    let edges: Vec<usize> = content
        .pieces
        .iter()
        .filter(|piece| piece.bound.is_some())
        .flat_map(|piece| [piece.text.start, piece.text.end])
        .collect();
    let before = words(&content.text, &edges);
    let after = words(now, &[]);
    let mut changed = changes(&before, &after);
    let bounds = bounds(content, &before);
    for (bound, _) in &bounds {
        widen(&mut changed, bound);
    }
    let mut regions = Vec::new();
    // Bound numbers that are gone, and numbers that somebody typed elsewhere.
    let (mut gone, mut typed) = (Vec::new(), Vec::new());
    for change in changed {
        let inside: Vec<_> = bounds
            .iter()
            .filter(|(words, _)| {
                words.start >= change.before.start && words.end <= change.before.end
            })
            .cloned()
            .collect();
        let found = locate(&change, &inside, &before, &after)?;
        let lost = inside.iter().zip(&found).filter(|(_, there)| there.is_none());
        gone.extend(lost.map(|((words, piece), _)| (*piece, before[words.start].text)));
        let is_old = |text: &str| change.before.clone().any(|at| before[at].text == text);
        let is_bound = |at: &usize| found.iter().flatten().any(|there| there.contains(at));
        let numbers = change.now.clone().filter(|at| is_number(after[*at].text));
        let new = numbers.filter(|at| !is_bound(at) && !is_old(after[*at].text));
        typed.extend(new.map(|at| after[at].text));
        let (mut from, mut now_from) = (change.before.start, change.now.start);
        let mut add =
            |before_words: Range<usize>, now_words: Range<usize>, bound: Option<usize>| {
                if bound.is_some() || !(before_words.is_empty() && now_words.is_empty()) {
                    let before = place(&before, &before_words, content.text.len());
                    let now = place(&after, &now_words, now.len());
                    regions.push(Region { before, now, bound });
                }
            };
        for ((words, piece), there) in inside.iter().zip(found) {
            // One that is gone goes with the words around it.
            let Some(there) = there else { continue };
            add(from..words.start, now_from..there.start, None);
            add(words.clone(), there.clone(), Some(*piece));
            (from, now_from) = (words.end, there.end);
        }
        add(from..change.before.end, now_from..change.now.end, None);
    }
    // A number that went and another that came may be one that was moved and changed.
    let unclear = gone.iter().find(|(_, was)| typed.iter().any(|now| now != was));
    unclear.map_or(Ok(regions), |(piece, _)| Err(*piece))
}

/// The words of each bound piece, with the piece.
fn bounds(content: &PrintedText, words: &[Word<'_>]) -> Vec<(Range<usize>, usize)> {
    let bound = content.pieces.iter().enumerate().filter(|(_, piece)| piece.bound.is_some());
    let place = |(at, piece): (usize, &super::content::PrintedPiece)| {
        let first = words.partition_point(|word| word.range.start < piece.text.start);
        let last = words.partition_point(|word| word.range.start < piece.text.end);
        (first..last, at)
    };
    bound.map(place).filter(|(words, _)| !words.is_empty()).collect()
}

/// Makes a change that touches a bound number one that holds all of it.
fn widen(changes: &mut Vec<WordChange>, bound: &Range<usize>) {
    let touches = |change: &WordChange| {
        let own = &change.before;
        (own.start < bound.end && own.end > bound.start)
            || (own.is_empty() && own.start > bound.start && own.start < bound.end)
    };
    let Some(first) = changes.iter().position(touches) else { return };
    let last = changes.iter().rposition(touches).unwrap_or(first);
    let before = |change: &WordChange| change.before.start.min(bound.start);
    let start = before(&changes[first]);
    let end = changes[last].before.end.max(bound.end);
    let wide = WordChange {
        before: start..end,
        now: changes[first].now.start - (changes[first].before.start - start)
            ..changes[last].now.end + (end - changes[last].before.end),
    };
    changes.splice(first..=last, [wide]);
}

/// What stands now for each bound number in a change; none where it is gone. The error is one that
/// can't be told.
fn locate(
    change: &WordChange,
    bounds: &[(Range<usize>, usize)],
    before: &[Word<'_>],
    now: &[Word<'_>],
) -> Result<Vec<Option<Range<usize>>>, usize> {
    let numbers = |words: &[Word<'_>], range: &Range<usize>| -> Vec<usize> {
        range.clone().filter(|at| is_number(words[*at].text)).collect()
    };
    let (old, new) = (numbers(before, &change.before), numbers(now, &change.now));
    if let [(only, _)] = bounds
        && *only == change.before
        && new.len() <= 1
    {
        let there = change.now.clone();
        return Ok(vec![(!there.is_empty()).then_some(there)]);
    }
    let single = |words: &Range<usize>| old.iter().position(|at| *words == (*at..*at + 1));
    if old.len() == new.len()
        && let Some(places) =
            bounds.iter().map(|(words, _)| single(words)).collect::<Option<Vec<_>>>()
    {
        return Ok(places.into_iter().map(|at| Some(new[at]..new[at] + 1)).collect());
    }
    let mut from = change.now.start;
    let mut found = Vec::new();
    for (words, piece) in bounds {
        let wanted: Vec<&str> = before[words.clone()].iter().map(|word| word.text).collect();
        let rest = &now[from..change.now.end];
        let at = rest
            .windows(wanted.len())
            .position(|window| window.iter().map(|word| word.text).eq(wanted.iter().copied()));
        match at {
            Some(at) => {
                let there = from + at..from + at + wanted.len();
                from = there.end;
                found.push(Some(there));
            }
            None if rest.iter().any(|word| is_number(word.text)) => return Err(*piece),
            None => found.push(None),
        }
    }
    Ok(found)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// The bytes of words; between two, where there are none.
fn place(words: &[Word<'_>], range: &Range<usize>, length: usize) -> Range<usize> {
    match (words.get(range.start), range.end.checked_sub(1).and_then(|last| words.get(last))) {
        _ if range.is_empty() => {
            let at = range.start.checked_sub(1).map_or(0, |last| words[last].range.end);
            at.min(length)..at.min(length)
        }
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => length..length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Inline;
    use crate::origin::Origin;

    /// A text in which what stands between braces is bound.
    fn content(text: &str) -> PrintedText {
        let mut inlines = Vec::new();
        for (index, piece) in text.split(['{', '}']).enumerate() {
            let (text, source) = (piece.to_owned(), Origin::default());
            inlines.push(match index % 2 {
                0 => Inline::Text { text, source },
                _ => Inline::Bound { text, source, expression: "x".to_owned() },
            });
        }
        PrintedText::of(&inlines)
    }

    /// The regions between two texts: what was → what is, bound ones in braces.
    fn told(before: &str, now: &str) -> String {
        let content = content(before);
        let Ok(regions) = regions(&content, now) else { return "?".to_owned() };
        let tell = |region: &Region| {
            let (old, new) = (&content.text[region.before.clone()], &now[region.now.clone()]);
            if region.bound.is_some() {
                format!("{{{old}→{new}}}")
            } else {
                format!("{old}→{new}")
            }
        };
        regions.iter().map(tell).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bound_numbers_are_told_from_what_stands_around_them() {
        assert_eq!(told("收到{12}件", "收到{12}件".replace(['{', '}'], "").as_str()), "");
        assert_eq!(told("收到{12}件", "收到13件"), "{12→13}");
        assert_eq!(told("收到{12}件", "共收12份"), "→共 到→ 件→份");
        assert_eq!(told("收到{12}件申请", "办理13份申请"), "收到→办理 {12→13} 件→份");
        assert_eq!(told("比上年{增长1.08%}。", "比上年下降1.08%。"), "{增长1.08%→下降1.08%}");
        assert_eq!(told("甲，收到{12}件。乙", "甲。乙"), "，收到12件→");
        assert_eq!(told("收{1}件{2}份", "收3件4份"), "{1→3} {2→4}");
        assert_eq!(told("收到{12}件申请。", "收到申请12件。"), "→申请 申请→", "moved");
        assert_eq!(
            told("收到{12}件申请，结3件。", "收到申请13件，结3件。"),
            "?",
            "moved and changed"
        );
        assert_eq!(told("收{1}件多", "收共2加3件多"), "?", "which of the two?");
    }
}
