//! The lines in which a word processor is likely to set a text.

use std::ops::Range;

use super::ruler::{Ruler, has_gap, is_shared};
use crate::breaks::{self, FIRST_WIDE, is_squeezed};

/// Stands for a character of a note's mark, which no line begins with.
pub const NOTE_MARK: char = '\u{20f0}';
/// How wide one is: raised digits, em.
const NOTE_MARK_EM: f64 = 0.285;

/// What stands between Han and Latin where marks are not squeezed: LibreOffice's gap, em.
const LOOSE_GAP_EM: f64 = 0.2;
/// Marks that may hang behind the end of a line.
const HANGING: [char; 3] = ['。', '，', '、'];
/// What a line takes more than its room, em: widths are rounded.
const HAIR: f64 = 1e-3;

/// A text with the places where a word processor may end a line.
#[derive(Debug, Clone)]
pub struct BreakableText<'t> {
    text: &'t str,
    ends: Vec<usize>,
}

impl<'t> BreakableText<'t> {
    /// Finds the places: wherever a line may end, and behind a hyphen before a digit, but not
    /// within an address.
    pub fn new(text: &'t str) -> BreakableText<'t> {
        let pieces = breaks::unbroken(text).into_iter();
        let ends = pieces.flat_map(|piece| hyphens(text, piece.clone()).chain([piece.end]));
        let ends = ends.filter(|end| *end == text.len() || !is_inside_word(text, *end)).collect();
        BreakableText { text, ends }
    }
}

/// A line as a word processor sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetLine {
    /// How wide it is before it is made as wide as its room, em.
    pub em: f64,
    /// Places where it can be pulled apart for that: word processors leave Latin words as they are.
    pub joints: usize,
    /// Where it ends in the text, bytes.
    pub end: usize,
}

/// How far a text has come.
#[derive(Clone, Copy, Default)]
struct Reach {
    end: usize,
    em: f64,
    joints: usize,
    /// What stands between it and what comes next, which no line begins with.
    gap: f64,
}

impl Ruler<'_> {
    /// The lines in which a word processor sets a text: of `room` (em), the first of them `indent`
    /// shorter, where a long word or address is parted behind hyphens alone. A `tight` one squeezes
    /// marks and lets some hang.
    pub fn lines(
        &self,
        room: f64,
        indent: f64,
        tight: bool,
        text: &BreakableText<'_>,
    ) -> Vec<SetLine> {
        let BreakableText { text, ends } = text;
        let room = room.max(1.0);
        let places = self.reaches(tight, text);
        let reach = |end: usize| {
            let count = places.partition_point(|place| place.end <= end);
            count.checked_sub(1).map_or(Reach::default(), |last| places[last])
        };
        let mut lines = Vec::new();
        let mut start = Reach { em: -indent, ..Reach::default() };
        let mut begin = 0;
        for &end in ends {
            let word = text[begin..end].trim_end();
            let word = if tight { word.trim_end_matches(HANGING) } else { word };
            let (before, behind) = (reach(begin), reach(begin + word.len()).em);
            let line = |to: Reach, start: Reach| SetLine {
                em: to.em - start.em,
                joints: to.joints - start.joints,
                end: to.end,
            };
            if behind - start.em > room + HAIR && before.end > start.end {
                lines.push(line(before, start));
                start = Reach { em: before.em + before.gap.max(0.0), ..before };
            }
            while behind - start.em > room + HAIR {
                lines.push(SetLine { em: room, joints: 1, end: begin });
                start.em += room;
            }
            begin = end;
        }
        let end = reach(text.len());
        let joints = end.joints - start.joints;
        lines.push(SetLine { em: end.em - start.em, joints, end: text.len() });
        lines
    }

    /// How far the text has come behind each of its characters.
    fn reaches(&self, tight: bool, text: &str) -> Vec<Reach> {
        // LibreOffice keeps the last of some Latin letters as wide as it is.
        let [gap, gap_behind_latin] = match tight {
            true => [self.gap_em; 2],
            false => [0.0, -self.tracking_em].map(|more| self.gap_em.min(LOOSE_GAP_EM) + more),
        };
        let mut reach = Reach::default();
        let mut chars = text.char_indices().peekable();
        let mut places = Vec::with_capacity(text.len() / 2);
        while let Some((at, c)) = chars.next() {
            reach.em += reach.gap
                + match c {
                    NOTE_MARK => NOTE_MARK_EM,
                    c => self.one(c) + self.tracking_em,
                };
            reach.end = at + c.len_utf8();
            reach.joints += joints(c);
            let next = chars.peek().map(|(_, next)| *next);
            reach.gap = match next {
                Some(next) if tight && is_squeezed(c, next) => -0.5,
                Some(next) if has_gap(c, next) && c < FIRST_WIDE => gap_behind_latin,
                Some(next) if has_gap(c, next) => gap,
                _ => 0.0,
            };
            places.push(reach);
        }
        places
    }
}

/// How many places a character adds at which a line can be pulled apart.
fn joints(c: char) -> usize {
    usize::from(c == ' ' || c >= FIRST_WIDE || is_shared(c))
}

/// Behind hyphens of a piece that stand between letters or digits and digits.
fn hyphens(text: &str, piece: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let joins = |at: &usize| {
        let before = text[..*at].trim_end_matches('-');
        before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && text[*at..].starts_with(|c: char| c.is_ascii_digit())
    };
    let found = text[piece.clone()].match_indices('-');
    found.map(move |(at, _)| piece.start + at + 1).filter(joins)
}

fn is_inside_word(text: &str, at: usize) -> bool {
    let (head, tail) = text.split_at(at);
    let is_part = |c: char| c.is_ascii_graphic();
    let ends = head.ends_with('-') || head.ends_with("//");
    !ends && head.ends_with(is_part) && tail.starts_with(is_part)
}

#[cfg(test)]
#[cfg(feature = "embedded-fonts")]
mod tests {
    use super::*;
    use crate::fonts::{Faces, Fonts, FoundFonts};
    use crate::layout::Role;

    #[test]
    fn a_text_is_set_in_the_lines_of_a_word_processor() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        let style = &layouts.newest().expect("a layout").look;
        let fonts = Fonts::new(FoundFonts::default());
        let faces: Faces = Role::ALL
            .into_iter()
            .map(|role| (role.name(), fonts.resolve(style, role).expect("embedded faces")))
            .collect();
        let rulers = fonts.rulers(&faces, style);
        let title = rulers.of(Role::Title);
        let set = |tight, text: &str| -> Vec<String> {
            let mut start = 0;
            let lines = title.lines(4.0, 1.0, tight, &BreakableText::new(text)).into_iter();
            lines
                .map(|line| text[std::mem::replace(&mut start, line.end)..line.end].into())
                .collect()
        };
        assert_eq!(set(false, "一二三四五六七八"), ["一二三", "四五六七", "八"], "an indent");
        assert_eq!(set(false, "一二三，四五六"), ["一二", "三，四五", "六"]);
        assert_eq!(set(true, "一二三，四五六"), ["一二三，", "四五六"], "a comma hangs");
        assert_eq!(set(false, "一二三四”，“五六"), ["一二三", "四”，", "“五六"], "full width");
        assert_eq!(set(true, "一二三四”，“五六"), ["一二三", "四”，“五", "六"], "squeezed");
        assert_eq!(
            title.lines(-1.0, 2.0, false, &BreakableText::new("一二")).len(),
            4,
            "no room is room for one"
        );
        assert_eq!(set(false, "一二ab.cd"), ["一二", "ab.cd"], "an address is whole");
        assert_eq!(set(false, "一0797-555"), ["一", "0797-", "555"], "a telephone is not");
        let minus = title.lines(5.0, 0.0, false, &BreakableText::new("一二三-1234"));
        assert_eq!(minus[0].end, "一二".len(), "a minus is no hyphen");
        let marked = format!("一二三{NOTE_MARK}四");
        assert_eq!(set(false, &marked), ["一二", &marked["一二".len()..]], "a mark has its width");
        let joints = |text| title.lines(9.0, 0.0, false, &BreakableText::new(text))[0].joints;
        assert_eq!(joints("一， open data"), 2 + 2, "letters stay together");
    }
}
