//! A long line split by meaning into even parts.

use crate::fonts::Ruler;

/// What a break costs where no unit's name ends: as much as so many characters of imbalance.
const ANYWHERE: f64 = 3.0;

/// Splits a line that is wider than `room` (em) into as few parts as will do, of about the same
/// width, best after one of `break_after`. A Latin word never breaks.
pub(super) fn split(line: &str, room: f64, break_after: &str, ruler: &Ruler<'_>) -> Vec<String> {
    let room = room.max(1.0);
    let places = ruler.places(line);
    let whole = places.last().map_or(0.0, |place| place.1);
    let parts = (whole / room).ceil().max(1.0) as usize;
    let (mut start, mut before) = (0, 0.0);
    let mut lines = Vec::new();
    for left in (2..=parts.min(places.len())).rev() {
        let target = (whole - before) / left as f64;
        let mut best = (f64::MAX, line.len(), whole);
        for &(end, width) in places.iter().filter(|place| place.0 > start) {
            let (reached, tail) = (width - before, whole - width);
            if reached > room {
                break;
            }
            let last = line[..end].chars().next_back().unwrap_or_default();
            let inside = last.is_ascii_alphanumeric()
                && line[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
            let penalty = if break_after.contains(last) { 0.0 } else { ANYWHERE };
            let cost = (reached - target).abs() + penalty;
            let fits = tail > 0.0 && tail <= room * (left - 1) as f64;
            if !inside && fits && cost < best.0 {
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
