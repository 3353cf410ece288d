//! Which blocks of a file are the report: what stands below one node with its headings and tables,
//! without the lines that a site puts around it.

use std::collections::BTreeSet;

use super::who::DateLines;
use crate::intake::foreign::{ForeignBlock, ForeignContent, ForeignDocument};
use crate::intake::words::IntakeWords;

/// Longer lines are text, whatever they begin with.
const LINE: usize = 60;
/// Characters of a line that is but the number of a page.
const NUMBER: usize = 8;

/// The blocks that are the report's, in order. `anchors` are such as surely are.
pub(super) fn article(
    document: &ForeignDocument,
    anchors: &BTreeSet<usize>,
    dates: &DateLines<'_>,
    words: &IntakeWords,
) -> Vec<usize> {
    let mut common: Option<&[u32]> = None;
    for trail in anchors.iter().filter_map(|at| Some(&document.blocks.get(*at)?.trail)) {
        common = Some(match common {
            Some(common) => {
                let same = common.iter().zip(trail).take_while(|(a, b)| a == b).count();
                &common[..same]
            }
            None => trail,
        });
    }
    let root = common.unwrap_or_default();
    let inside = |at: &usize| document.blocks[*at].trail.starts_with(root);
    let mut kept: Vec<usize> = (0..document.blocks.len()).filter(inside).collect();
    kept.retain(|at| anchors.contains(at) || !is_furniture(&document.blocks[*at], dates, words));
    let last = anchors.last().copied().unwrap_or_default();
    let linked = |at: &usize| document.text(*at).is_some_and(|text| text.linked);
    kept.retain(|at| anchors.contains(at) || (*at < last && *at > first(anchors)) || !linked(at));
    kept
}

fn first(anchors: &BTreeSet<usize>) -> usize {
    anchors.first().copied().unwrap_or_default()
}

/// Whether a line is a site's own.
fn is_furniture(block: &ForeignBlock, dates: &DateLines<'_>, words: &IntakeWords) -> bool {
    match &block.content {
        ForeignContent::Text(text) => {
            let line = &text.text;
            let count = line.chars().count();
            let number = count <= NUMBER && !line.chars().any(char::is_alphabetic);
            let number = number && dates.read(line).0.is_none();
            number || count <= LINE && words.furniture.is_match(line)
        }
        ForeignContent::Table(_) => false,
    }
}
