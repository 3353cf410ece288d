//! What an editor wrote anew, in Markdown.

use super::align::Match;
use super::edits::marked;
use super::escape::EscapeSetting;
use super::printed::{ItemPlace, Printed, PrintedKind};
use super::retelling::Retelling;
use super::their::{Their, TheirKind};
use super::weave::{Thread, item_mark, numbered};

/// The deepest level of a heading.
const DEEPEST: u8 = 4;
/// A list that nothing of narrative.md is in.
const NEW_LIST: usize = usize::MAX;

/// A new paragraph, heading or item; notes in it that are new go to `definitions`.
pub(super) fn new(
    at: usize,
    it: &Retelling<'_>,
    section: &str,
    definitions: &mut Vec<String>,
) -> Thread {
    let their = &it.theirs[at];
    let begun = EscapeSetting { begins: true, ..EscapeSetting::default() };
    let mut all = |from: usize, setting| with_notes(their, from, setting, it, definitions);
    let thread = |text: String, item| Thread { first: None, last: None, text, item };
    if let Some(level) = their.outline {
        let marks = "#".repeat(usize::from(level.clamp(2, DEEPEST)));
        return thread(format!("{marks} {}", all(their.body(), EscapeSetting::default())), None);
    }
    let near = near_item(at, it);
    let typed = their.number.is_some() && near.is_some();
    if their.mark.is_some() || typed {
        let (mark, place) = mark_of(their, near, it);
        let from = if their.mark.is_none() { their.body() } else { 0 };
        let inner = " ".repeat(mark.len());
        let text = all(from, begun).replace('\n', &format!("\n{inner}"));
        return thread(mark + &text, Some(place));
    }
    thread(indent(at, it, section) + &all(0, begun), None)
}

/// A paragraph from a byte on, with the marks of its notes.
fn with_notes(
    their: &Their<'_>,
    from: usize,
    setting: EscapeSetting,
    it: &Retelling<'_>,
    definitions: &mut Vec<String>,
) -> String {
    let (mut text, mut begin) = (String::new(), from);
    for (at, name) in &their.notes {
        let at = (*at).clamp(begin, their.text.len());
        let begins = setting.begins && begin == from;
        text += &marked(their, begin..at, EscapeSetting { begins, ..setting }, &[]);
        text += &it.notes.marked(it.comparing.source.text(), name, definitions).unwrap_or_default();
        begin = at;
    }
    let begins = setting.begins && begin == from;
    text + &marked(their, begin..their.text.len(), EscapeSetting { begins, ..setting }, &[])
}

/// What stands before a part of a paragraph that was cut off: what stood before all of it.
pub(super) fn head(source: &str, it: &Printed, their: &Their<'_>) -> String {
    let Some(begin) = it.content.begin() else { return String::new() };
    let mark = item_mark(source, begin);
    match &it.kind {
        PrintedKind::Item(place) if place.first && their.mark.is_none() => " ".repeat(mark.len()),
        PrintedKind::Item(_) | PrintedKind::Paragraph => mark.to_owned(),
        _ => String::new(),
    }
}

/// The item of a list next to a paragraph, with how many new ones stand between: before it, else
/// behind it.
fn near_item<'a>(at: usize, it: &Retelling<'a>) -> Option<(&'a Printed, u32)> {
    let item = |at: usize| match it.matches.get(at)? {
        Match::One(printed) => match &it.printed[*printed] {
            item @ Printed { kind: PrintedKind::Item(_), .. } => Some(item),
            _ => None,
        },
        _ => None,
    };
    let is_new = |at: usize| it.matches.get(at) == Some(&Match::New);
    let before = (0..at).rev().take_while(|at| is_new(*at)).count();
    let above = at.checked_sub(before + 1).and_then(item);
    if let Some(above) = above {
        return Some((above, before as u32 + 1));
    }
    let behind = (at + 1..it.matches.len()).take_while(|at| is_new(*at)).count();
    item(at + behind + 1).map(|below| (below, 0))
}

/// The mark of a new item: like that of its neighbour.
fn mark_of(
    their: &Their<'_>,
    near: Option<(&Printed, u32)>,
    it: &Retelling<'_>,
) -> (String, ItemPlace) {
    let own = their.mark.as_ref();
    let numbered_own = own.is_none_or(|mark| mark.numbered);
    let depth = own.map_or(0, |mark| mark.depth);
    let source = it.comparing.source.text();
    if let Some((neighbour, behind)) = near
        && let PrintedKind::Item(place) = &neighbour.kind
        && let Some(begin) = neighbour.content.begin()
    {
        let mark = item_mark(source, begin);
        let same = place.depth == depth && place.start.is_some() == numbered_own;
        if (same || own.is_none()) && place.first {
            let digits: String = mark.chars().filter(char::is_ascii_digit).collect();
            let number = digits.parse::<u32>().unwrap_or(1).saturating_add(behind);
            let mark = if digits.is_empty() { mark.to_owned() } else { numbered(mark, number) };
            return (mark, ItemPlace { first: true, ..place.clone() });
        }
        if depth > place.depth {
            let start = numbered_own.then_some(1);
            let mark = " ".repeat(mark.len()) + if numbered_own { "1. " } else { "- " };
            return (mark, ItemPlace { depth, start, first: true, list: NEW_LIST });
        }
    }
    let start = numbered_own.then_some(1);
    let mark = "   ".repeat(depth) + if numbered_own { "1. " } else { "- " };
    (mark, ItemPlace { depth, start, first: true, list: NEW_LIST })
}

/// What stands before the first character of paragraphs in a section, where all of them have it.
fn indent(at: usize, it: &Retelling<'_>, section: &str) -> String {
    let source = it.comparing.source.text();
    let typed = |index: &usize| {
        let printed = &it.printed[*index];
        let is_own = printed.kind == PrintedKind::Paragraph && printed.section == section;
        Some(item_mark(source, printed.content.begin().filter(|_| is_own)?))
    };
    let near = (0..at).rev().find_map(|at| match &it.matches[at] {
        Match::One(printed) if it.theirs[at].kind == TheirKind::Text => typed(printed),
        _ => None,
    });
    let blank = |mark: &&str| mark.chars().all(|c| c == '\u{3000}');
    near.filter(blank).unwrap_or_default().to_owned()
}
