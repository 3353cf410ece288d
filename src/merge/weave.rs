//! narrative.md as the edited file would have it: units in the order of the file, each with its
//! edits, and what stands between them as it was, wherever neighbours still are.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edits::{SourceEdit, apply};
use super::printed::{ItemPlace, Printed, PrintedKind};
use super::units::{SourceSection, Unit, line_start};

/// A part of a section in the making.
#[derive(Debug, Clone)]
pub(super) struct Thread {
    /// The unit that it begins with the beginning of, and the one that it ends with the end of.
    pub first: Option<usize>,
    pub last: Option<usize>,
    pub text: String,
    /// Where it stands in a list.
    pub item: Option<ItemPlace>,
}

/// A whole unit with its edits.
pub(super) fn whole(
    source: &str,
    index: usize,
    section: &SourceSection,
    printed: &[Printed],
    edits: &[SourceEdit],
) -> Thread {
    let unit = &section.units[index];
    Thread {
        first: Some(index),
        last: Some(index),
        text: apply(source, unit.lines.clone(), edits),
        item: item(unit, printed),
    }
}

/// Where a unit stands in a list.
pub(super) fn item(unit: &Unit, printed: &[Printed]) -> Option<ItemPlace> {
    match &printed[*unit.printed.first()?].kind {
        PrintedKind::Item(place) => Some(place.clone()),
        _ => None,
    }
}

/// The section with `threads` for its units.
pub(super) fn weave(
    source: &str,
    section: &SourceSection,
    threads: &[Thread],
    notes: &[SourceEdit],
) -> String {
    let content = &section.content;
    let units = &section.units;
    let kept = |part: Range<usize>| apply(source, part, notes);
    if threads.is_empty() && units.is_empty() {
        return kept(content.clone());
    }
    let counts = recounted(source, units, threads);
    let lead = match units.first() {
        Some(first) => kept(content.start..first.lines.start),
        None if content.start == 0 => String::new(),
        None => "\n\n".to_owned(),
    };
    let trail = kept(units.last().map_or(content.start, |last| last.lines.end)..content.end);
    let trail = match trail.as_str() {
        "" if content.end < source.len() => "\n\n",
        trail => trail,
    };
    if threads.is_empty() {
        return format!("{}{trail}", lead.trim_end_matches('\n'));
    }
    let mut woven = lead;
    for (index, thread) in threads.iter().enumerate() {
        let above = index.checked_sub(1).map(|above| &threads[above]);
        if let Some(above) = above {
            woven.push_str(&between(units, above, thread, &kept));
        }
        match counts.get(&index) {
            Some(number) => woven.push_str(&numbered(&thread.text, *number)),
            None => woven.push_str(&thread.text),
        }
    }
    woven + trail
}

/// The threads of a section as narrative.md orders them: what is printed further down than it
/// stands, as remarks on tables are, stays where it is.
pub(super) fn as_written(section: &SourceSection, threads: Vec<Thread>) -> Vec<Thread> {
    let place = |unit: usize| section.units[unit].printed.first().copied();
    let displaced = |unit: usize| (unit + 1..section.units.len()).any(|it| place(it) < place(unit));
    let is_displaced = |thread: &Thread| thread.first.is_some_and(displaced);
    let (moved, mut kept): (Vec<Thread>, Vec<Thread>) = threads.into_iter().partition(is_displaced);
    for thread in moved {
        let above = kept.iter().rposition(|it| it.last < thread.first && it.last.is_some());
        kept.insert(above.map_or(0, |above| above + 1), thread);
    }
    kept
}

/// What stands between two parts: what always did, or what their kinds ask for.
fn between(
    units: &[Unit],
    above: &Thread,
    below: &Thread,
    kept: &impl Fn(Range<usize>) -> String,
) -> String {
    if let (Some(last), Some(first)) = (above.last, below.first)
        && first == last + 1
    {
        return kept(units[last].lines.end..units[first].lines.start);
    }
    let both = (&above.item, &below.item);
    if let (Some(one), Some(other)) = both
        && other.first
        && (one.list == other.list || one.depth != other.depth)
    {
        return "\n".to_owned();
    }
    "\n\n".to_owned()
}

/// The numbers of items in lists that lost, got or moved some, by thread: a list starts where it
/// did, and counts on where its items were counted.
fn recounted(source: &str, units: &[Unit], threads: &[Thread]) -> BTreeMap<usize, u32> {
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, thread) in threads.iter().enumerate() {
        if let Some(ItemPlace { start: Some(_), first: true, list, .. }) = &thread.item {
            lists.entry(*list).or_default().push(index);
        }
    }
    let mut counts = BTreeMap::new();
    for (list, items) in lists {
        let was: Vec<usize> =
            (0..units.len()).filter(|unit| units[*unit].counted == Some(list)).collect();
        let same = items.iter().map(|item| threads[*item].first).eq(was.iter().map(|it| Some(*it)));
        let start = threads[items[0]].item.as_ref().and_then(|item| item.start).unwrap_or(1);
        let numbers = was.iter().map(|unit| number(&source[units[*unit].lines.clone()]));
        let counted = numbers.zip(start..).all(|(number, wanted)| number == Some(wanted));
        match (same, counted) {
            (true, _) => {}
            (false, true) => counts.extend(items.into_iter().zip(start..)),
            (false, false) => drop(counts.insert(items[0], start)),
        }
    }
    counts
}

/// The number in the mark of an item.
fn number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

/// The text of an item with this number in its mark.
pub(super) fn numbered(text: &str, number: u32) -> String {
    let indent = text.len() - text.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let digits = text[indent..].bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => text.to_owned(),
        _ => format!("{}{number}{}", &text[..indent], &text[indent + digits..]),
    }
}

/// What stands before the text of an item in its first line: its indent and mark.
pub(super) fn item_mark(source: &str, text_begins: usize) -> &str {
    &source[line_start(source, text_begins)..text_begins]
}

/// Where the text of a unit is cut in two: the end of what is before, and the beginning of what is
/// behind.
pub(super) type Cut = Range<usize>;

/// The parts of a unit between cuts, each with its edits.
pub(super) fn parts(lines: &Range<usize>, cuts: &[Cut]) -> Vec<Range<usize>> {
    let starts = std::iter::once(lines.start).chain(cuts.iter().map(|cut| cut.end));
    let ends = cuts.iter().map(|cut| cut.start).chain([lines.end]);
    starts.zip(ends).map(|(start, end)| start..end.max(start)).collect()
}
