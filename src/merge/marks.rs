//! Words that are strong or stressed now and were not, or were and are not.

use std::ops::Range;

use super::content::{MarkLook, PrintedMark, PrintedText};
use super::edits::SourceEdit;
use super::their::Their;
use super::tokens::{Word, changes, words};

/// Whether the edited file has any strong words, and any stressed ones: where it has none at all,
/// its styles were lost, and nobody meant that.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stressed {
    pub strong: bool,
    pub emphasis: bool,
}

impl Stressed {
    pub fn of(theirs: &[Their<'_>]) -> Stressed {
        let looks = || theirs.iter().flat_map(|their| &their.looks);
        Stressed {
            strong: looks().any(|look| look.strong),
            emphasis: looks().any(|look| look.emphasis),
        }
    }
}

/// The edits that put marks around words, or take them away.
pub(super) fn edits(
    source: &str,
    content: &PrintedText,
    their: &Their<'_>,
    now: &Range<usize>,
    stressed: Stressed,
) -> Vec<SourceEdit> {
    let before = words(&content.text, &[]);
    let after = words(&their.text[now.clone()], &[]);
    let pairs = pairs(&before, &after);
    let mut edits = Vec::new();
    for (look, mark, any) in
        [(MarkLook::Strong, "**", stressed.strong), (MarkLook::Emphasis, "*", stressed.emphasis)]
    {
        let was = |word: usize| {
            let own = &before[word].range;
            let holds = |it: &&PrintedMark| {
                it.look == look && it.text.start <= own.start && own.end <= it.text.end
            };
            content.marks.iter().find(holds)
        };
        let is = |word: usize| {
            their.look(now.start + after[word].range.start).is_some_and(|it| match look {
                MarkLook::Strong => it.strong,
                _ => it.emphasis,
            })
        };
        let mut run: Option<(usize, usize)> = None;
        for (at, (old, new)) in pairs.iter().enumerate() {
            let begins = at == 0 || pairs[at - 1] != (old.wrapping_sub(1), new.wrapping_sub(1));
            let put = is(*new) && was(*old).is_none();
            if (begins || !put)
                && let Some(words) = run.take()
            {
                edits.extend(put_around(content, &before, words, &look, mark));
            }
            if put {
                run = Some((run.map_or(*old, |(first, _)| first), *old));
            }
        }
        if let Some(words) = run {
            edits.extend(put_around(content, &before, words, &look, mark));
        }
        for own in content.marks.iter().filter(|it| any && it.look == look) {
            let inside: Vec<&(usize, usize)> = pairs
                .iter()
                .filter(|(old, _)| {
                    let word = &before[*old].range;
                    own.text.start <= word.start && word.end <= own.text.end
                })
                .collect();
            let all = before.iter().filter(|word| {
                own.text.start <= word.range.start && word.range.end <= own.text.end
            });
            let whole = inside.len() == all.count() && !inside.is_empty();
            if whole && inside.iter().all(|(_, new)| !is(*new)) {
                edits.extend(taken_away(source, own, mark.len()));
            }
        }
    }
    edits
}

/// The words that both texts have, side by side.
fn pairs(before: &[Word<'_>], after: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut old, mut new) = (0, 0);
    for change in changes(before, after) {
        while old < change.before.start {
            pairs.push((old, new));
            old += 1;
            new += 1;
        }
        (old, new) = (change.before.end, change.now.end);
    }
    pairs.extend((old..before.len()).zip(new..after.len()));
    pairs
}

/// Marks around words; where others like them stand next to them, these reach further.
fn put_around(
    content: &PrintedText,
    words: &[Word<'_>],
    (first, last): (usize, usize),
    look: &MarkLook,
    mark: &str,
) -> Vec<SourceEdit> {
    let text = words[first].range.start..words[last].range.end;
    let crosses = |it: &PrintedMark| {
        let (starts, ends) = (text.contains(&it.text.start), text.contains(&(it.text.end - 1)));
        let around = it.text.start <= text.start && text.end <= it.text.end;
        !around && (starts || ends)
    };
    let piece = |at: usize| content.pieces.iter().find(|piece| piece.text.contains(&at));
    let (Some(begin), Some(end)) = (piece(text.start), piece(text.end - 1)) else {
        return Vec::new();
    };
    let typed = !begin.origin.range().is_empty() && !end.origin.range().is_empty();
    if !typed || content.marks.iter().filter(|it| !it.text.is_empty()).any(crosses) {
        return Vec::new();
    }
    let own = text.start - begin.text.start;
    let start = begin.origin.of(own..own + 1).start;
    let own = text.end - end.text.start;
    let stop = end.origin.of(own - 1..own).end;
    let put = |at: usize| SourceEdit { range: at..at, text: mark.to_owned() };
    let drop = |range: Range<usize>| SourceEdit { range, text: String::new() };
    let like = |it: &&PrintedMark| it.look == *look;
    let left = content.marks.iter().filter(like).find(|it| {
        it.text.end <= text.start && content.text[it.text.end..text.start].trim().is_empty()
    });
    let right = content.marks.iter().filter(like).find(|it| {
        it.text.start >= text.end && content.text[text.end..it.text.start].trim().is_empty()
    });
    let head = match left {
        Some(left) => drop(left.source.end - mark.len()..left.source.end),
        None => put(start),
    };
    let tail = match right {
        Some(right) => drop(right.source.start..right.source.start + mark.len()),
        None => put(stop),
    };
    vec![head, tail]
}

/// Takes the marks of a mark away.
fn taken_away(source: &str, mark: &PrintedMark, length: usize) -> Vec<SourceEdit> {
    let whole = &mark.source;
    let written = source.get(whole.clone()).unwrap_or_default();
    let is_mark = |text: &str| text.bytes().all(|byte| matches!(byte, b'*' | b'_'));
    let ends = written.len() > 2 * length
        && is_mark(&written[..length])
        && is_mark(&written[written.len() - length..]);
    let drop = |range: Range<usize>| SourceEdit { range, text: String::new() };
    match ends {
        true => vec![drop(whole.start..whole.start + length), drop(whole.end - length..whole.end)],
        false => Vec::new(),
    }
}
