//! Three texts of one file → the edits that bring into ours what is new in theirs. First by blocks,
//! then, where both changed one, by words: words that touch are a conflict.

use std::ops::Range;

use similar::{MergeResolution, TextMerge};

use super::edits::SourceEdit;
use super::tokens::words;

/// What can't be merged: bytes of the base, of ours and of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    pub base: Range<usize>,
    pub ours: Range<usize>,
    pub theirs: Range<usize>,
}

/// Whose words hold where both changed the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Prefer {
    /// Nobody's: that is a conflict.
    #[default]
    Neither,
    /// Those of the folder.
    Ours,
    /// Those of the edited file.
    Theirs,
}

/// Edits of ours, and what is left to people.
#[derive(Debug, Default)]
pub(super) struct ThreeWay {
    pub edits: Vec<SourceEdit>,
    pub conflicts: Vec<Conflict>,
    /// What would be conflicts if no side were preferred.
    pub overruled: Vec<Conflict>,
}

/// A text in pieces that are merged as wholes.
struct Cut<'t> {
    text: &'t str,
    /// Where each piece begins, and the end.
    edges: Vec<usize>,
}

/// Merges three texts.
pub(super) fn merge(base: &str, ours: &str, theirs: &str, prefer: Prefer) -> ThreeWay {
    let mut merged = ThreeWay::default();
    if base == theirs || ours == theirs {
        return merged;
    }
    let whole = [base, ours, theirs].map(|text| 0..text.len());
    let texts = [base, ours, theirs];
    step(texts, &whole, blocks, &mut |regions, resolution| match resolution {
        MergeResolution::Conflict => {
            step(texts, regions, by_words, &mut |regions, resolution| {
                resolve(texts, regions, resolution, prefer, &mut merged);
            });
        }
        resolution => resolve(texts, regions, resolution, prefer, &mut merged),
    });
    merged
}

/// Takes a region that is settled.
fn resolve(
    texts: [&str; 3],
    [base, ours, theirs]: &[Range<usize>; 3],
    resolution: MergeResolution,
    prefer: Prefer,
    merged: &mut ThreeWay,
) {
    if resolution == MergeResolution::Conflict {
        let (base, ours, theirs) = (base.clone(), ours.clone(), theirs.clone());
        match prefer {
            Prefer::Neither => &mut merged.conflicts,
            _ => &mut merged.overruled,
        }
        .push(Conflict { base, ours, theirs });
    }
    if resolution == MergeResolution::Theirs
        || (resolution == MergeResolution::Conflict && prefer == Prefer::Theirs)
    {
        merged.edits.extend(narrowed(texts[1], ours, &texts[2][theirs.clone()]));
    }
}

/// The edit without what stays at its ends.
fn narrowed(ours: &str, range: &Range<usize>, text: &str) -> Option<SourceEdit> {
    let old = &ours[range.clone()];
    let head: usize =
        old.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[head..], &text[head..]);
    let tail: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let range = range.start + head..range.end - tail;
    let text = new_rest[..new_rest.len() - tail].to_owned();
    (!range.is_empty() || !text.is_empty()).then_some(SourceEdit { range, text })
}

/// Merges parts of three texts in pieces, and hands over each region with its bytes.
fn step(
    texts: [&str; 3],
    parts: &[Range<usize>; 3],
    edges: fn(&str) -> Vec<usize>,
    take: &mut dyn FnMut(&[Range<usize>; 3], MergeResolution),
) {
    let cuts = [0, 1, 2].map(|at| {
        let text = &texts[at][parts[at].clone()];
        Cut { text, edges: edges(text) }
    });
    let lines = cuts.each_ref().map(Cut::lines);
    let merge = TextMerge::from_lines(&lines[0], &lines[1], &lines[2]);
    for region in merge.regions() {
        let ranges = [region.base_range(), region.ours_range(), region.theirs_range()];
        let bytes = [0, 1, 2].map(|at| {
            let own = &cuts[at].edges;
            let start = parts[at].start;
            start + own[ranges[at].start]..start + own[ranges[at].end]
        });
        take(&bytes, region.resolution());
    }
}

impl Cut<'_> {
    /// Its pieces, one a line.
    fn lines(&self) -> String {
        let mut lines = String::with_capacity(self.text.len() + self.edges.len());
        for piece in self.edges.windows(2) {
            let text = &self.text[piece[0]..piece[1]];
            lines.push_str(&text.replace('\\', "\\\\").replace('\n', "\\n"));
            lines.push('\n');
        }
        lines
    }
}

/// Where blocks begin: behind empty lines.
fn blocks(text: &str) -> Vec<usize> {
    let mut edges = vec![0];
    let (mut at, mut empty) = (0, false);
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        if empty && !blank && at > 0 {
            edges.push(at);
        }
        empty = blank;
        at += line.len();
    }
    if at > 0 {
        edges.push(at);
    }
    edges
}

/// Where words begin; white space goes with the word before it.
fn by_words(text: &str) -> Vec<usize> {
    let mut edges: Vec<usize> = words(text, &[]).into_iter().map(|word| word.range.start).collect();
    if edges.first() != Some(&0) {
        edges.insert(0, 0);
    }
    if !text.is_empty() {
        edges.push(text.len());
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::edits::apply;

    fn merged(base: &str, ours: &str, theirs: &str) -> Option<String> {
        let three = merge(base, ours, theirs, Prefer::Neither);
        three.conflicts.is_empty().then(|| apply(ours, 0..ours.len(), &three.edits))
    }

    #[test]
    fn what_both_changed_apart_survives_and_what_touches_is_a_conflict() {
        let base = "甲乙丙丁戊。\n\n第二段12件。\n";
        let ours = base.replace("甲", "某");
        let far = base.replace("戊", "己");
        assert_eq!(merged(base, &ours, &far).as_deref(), Some("某乙丙丁己。\n\n第二段12件。\n"));
        let other = base.replace("12", "13");
        assert_eq!(merged(base, &ours, &other).as_deref(), Some("某乙丙丁戊。\n\n第二段13件。\n"));
        assert_eq!(
            merged(base, &other, &other).as_deref(),
            Some(&*other),
            "the same on both sides"
        );
        assert_eq!(merged(base, &base.replace("甲", "某"), &base.replace("甲", "其")), None);
        assert_eq!(merged(base, &base.replace("甲", "某"), &base.replace("乙", "其")), None);
    }

    #[test]
    fn one_side_wins_where_that_is_asked_for() {
        let (base, ours, theirs) = ("甲12乙\n", "甲13乙\n", "甲14乙\n");
        let take = |prefer| {
            let three = merge(base, ours, theirs, prefer);
            assert!(three.conflicts.is_empty());
            apply(ours, 0..ours.len(), &three.edits)
        };
        assert_eq!((take(Prefer::Ours).as_str(), take(Prefer::Theirs).as_str()), (ours, theirs));
    }
}
