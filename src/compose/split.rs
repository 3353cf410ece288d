//! A long line split by meaning into even parts.

use std::collections::BTreeSet;

use crate::fonts::Ruler;
use crate::form::TitleForm;

/// What a break costs beside the imbalance, in characters: behind a word that is known, where no
/// name of a unit ends, in brackets behind a mark, elsewhere in brackets, and in a word.
const BEHIND_WORD: f64 = 0.5;
const ANYWHERE: f64 = 6.0;
const BETWEEN_LISTED: f64 = 4.0;
const IN_BRACKETS: f64 = 12.0;
const IN_WORD: f64 = 30.0;

const OPENING: &str = "（〔【《〈“‘(";
const CLOSING: &str = "）〕】》〉”’)、，。；：·";

/// Splits a line that is wider than `room` (em) into as few parts as will do, of about the same
/// width, where `breaks` has it best. A Latin word never breaks.
pub(super) fn split(line: &str, room: f64, breaks: &TitleForm, ruler: &Ruler<'_>) -> Vec<String> {
    let room = room.max(1.0);
    let places = ruler.places(line);
    let whole = places.last().map_or(0.0, |place| place.1);
    let parts = (whole / room).ceil().max(1.0) as usize;
    let costs = if parts > 1 { costs(line, breaks) } else { Vec::new() };
    let (mut start, mut before) = (0, 0.0);
    let mut lines = Vec::new();
    for left in (2..=parts.min(places.len())).rev() {
        let target = (whole - before) / left as f64;
        let mut best = (f64::MAX, line.len(), whole);
        for (&(end, width), cost) in places.iter().zip(&costs).filter(|(place, _)| place.0 > start)
        {
            let (reached, tail) = (width - before, whole - width);
            if reached > room {
                break;
            }
            let cost = (reached - target).abs() + cost;
            let fits = tail > 0.0 && tail <= room * (left - 1) as f64;
            if fits && cost < best.0 {
                best = (cost, end, width);
            }
        }
        lines.push(line[start..best.1].trim().to_owned());
        (start, before) = (best.1, best.2);
    }
    lines.push(line[start..].to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

/// The lines that a report gives for its name, where each of them has room and together they are
/// the name; else the name, split.
pub(super) fn split_name(
    name: &str,
    given: &[String],
    room: f64,
    breaks: &TitleForm,
    ruler: &Ruler<'_>,
) -> Vec<String> {
    let is_name = !given.is_empty() && given.concat() == name;
    if is_name && given.iter().all(|line| ruler.em(line) <= room) {
        given.to_vec()
    } else {
        split(name, room, breaks, ruler)
    }
}

/// What a break behind each character of a line costs.
fn costs(line: &str, breaks: &TitleForm) -> Vec<f64> {
    let WordPlaces { inside, heads, ends } = words(line, breaks);
    let mut open = 0_usize;
    let mut costs = Vec::new();
    let mut chars = line.char_indices().peekable();
    while let Some((at, last)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let end = at + last.len_utf8();
        open = if OPENING.contains(last) {
            open + 1
        } else if CLOSING.contains(last) {
            open.saturating_sub(usize::from(!"、，。；：·".contains(last)))
        } else {
            open
        };
        let latin = |c: char| c.is_ascii_alphanumeric();
        let next_opens = next.is_some_and(|next| OPENING.contains(next));
        let ends_unit = breaks.break_after.contains(last)
            && (heads.contains(&end) || next.is_none_or(|next| !breaks.break_after.contains(next)));
        let never = OPENING.contains(last)
            || next.is_some_and(|next| CLOSING.contains(next))
            || (latin(last) && next.is_some_and(latin));
        costs.push(if never {
            f64::INFINITY
        } else if inside.contains(&end) {
            IN_WORD
        } else if open > 0 {
            if CLOSING.contains(last) { BETWEEN_LISTED } else { IN_BRACKETS }
        } else if ends_unit || next_opens || CLOSING.contains(last) {
            0.0
        } else if ends.contains(&end) {
            BEHIND_WORD
        } else {
            ANYWHERE
        });
    }
    costs
}

/// Places of words in a line, in bytes: inside them, before and behind them.
#[derive(Default)]
struct WordPlaces {
    inside: BTreeSet<usize>,
    heads: BTreeSet<usize>,
    ends: BTreeSet<usize>,
}

fn words(line: &str, breaks: &TitleForm) -> WordPlaces {
    let mut words = WordPlaces::default();
    for word in &breaks.whole_words {
        for (at, _) in line.match_indices(word.as_str()) {
            words.inside.extend(word.char_indices().skip(1).map(|(inner, _)| at + inner));
            words.heads.insert(at);
            words.ends.insert(at + word.len());
        }
    }
    words
}
