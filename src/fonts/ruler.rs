//! Widths of texts by role, as the PDF sets them: the same faces in the same order.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use super::face::Face;
use crate::breaks::{self, is_squeezed};
use crate::layout::{Role, Style};

/// The common Chinese characters, all of one width in every face that reports are set in.
const HAN: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';
/// What typst puts between a Han and a Latin letter or digit where the style asks for a gap.
const GAP_EM: f64 = 0.25;

/// Roles whose characters keep to the grid of the page.
const GRID: [Role; 5] =
    [Role::Body, Role::Heading1, Role::Heading2, Role::Heading3, Role::Heading4];

/// Measures the texts of one role.
#[derive(Debug)]
pub struct Ruler<'f> {
    latin: Vec<&'f Face>,
    han: Vec<&'f Face>,
    /// Whether all of [`HAN`] are one em wide, which needs no look at the faces.
    whole: bool,
    pub(super) gap_em: f64,
    /// What the grid adds to each character, em; less than nothing where it takes some.
    pub(super) tracking_em: f64,
}

/// The rulers of a style's roles.
#[derive(Debug)]
pub struct Rulers<'f>(BTreeMap<&'static str, Ruler<'f>>);

impl<'f> Rulers<'f> {
    /// Takes the faces of each role, those for Latin letters and for everything, in the order they
    /// are tried.
    pub(super) fn new(
        style: &Style,
        faces: impl Iterator<Item = (&'static str, Vec<&'f Face>, Vec<&'f Face>)>,
    ) -> Rulers<'f> {
        let gap_em = if style.breaking.latin_gap { GAP_EM } else { 0.0 };
        let on_grid = style.character_mm() / style.text(Role::Body).size_mm() - 1.0;
        let ruler = |(role, latin, han): (&'static str, Vec<&'f Face>, Vec<&'f Face>)| {
            let codes = u32::from(*HAN.start())..=u32::from(*HAN.end());
            let whole = latin.iter().chain(&han).all(|face| face.is_whole(codes.clone()));
            let is_on_grid = GRID.iter().any(|known| known.name() == role);
            let tracking_em = if is_on_grid { on_grid } else { 0.0 };
            // Cells have no gaps: their columns are narrow.
            let gap_em = if role == Role::Table.name() { 0.0 } else { gap_em };
            (role, Ruler { latin, han, whole, gap_em, tracking_em })
        };
        Rulers(faces.map(ruler).collect())
    }

    /// The ruler of `role`.
    pub fn of(&self, role: Role) -> &Ruler<'f> {
        &self.0[role.name()]
    }
}

impl Ruler<'_> {
    /// Width of a text on one line, em. Marks that stand side by side are taken at their full
    /// width, pairs of letters without kerning.
    pub fn em(&self, text: &str) -> f64 {
        self.widths(text).map(|(_, width)| width).sum()
    }

    /// The end of each character in bytes, and how wide the text is up to there, em.
    pub fn places(&self, text: &str) -> Vec<(usize, f64)> {
        let place = |reached: &mut f64, (end, width)| {
            *reached += width;
            Some((end, *reached))
        };
        self.widths(text).scan(0.0, place).collect()
    }

    /// The end of each character in bytes, and how wide it is with the gap before it, em.
    fn widths<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, f64)> + 't {
        let mut last = None;
        text.char_indices().map(move |(at, c)| {
            let beside = last.replace(c).is_some_and(|last| has_gap(last, c));
            let gap = if beside { self.gap_em } else { 0.0 };
            (at + c.len_utf8(), self.one(c) + gap)
        })
    }

    /// Width of one character, em; one that no face has is taken for a Chinese one.
    pub fn one(&self, c: char) -> f64 {
        if self.whole && HAN.contains(&c) {
            return 1.0;
        }
        let latin = self.latin.iter().filter(|_| !is_shared(c));
        latin.chain(&self.han).find_map(|face| face.em(c)).unwrap_or(1.0)
    }
}

impl Ruler<'_> {
    /// The pieces of a text that no line break divides and that on the page are wider than `room`
    /// (em): in bytes, without white space behind them, each with its width.
    pub fn wider_than(&self, room: f64, text: &str) -> Vec<(Range<usize>, f64)> {
        if !self.may_be_wider_than(room, text) {
            return Vec::new();
        }
        let piece = |piece: Range<usize>| {
            let word = text[piece.clone()].trim_end();
            let pairs = word.chars().zip(word.chars().skip(1));
            let squeezed = pairs.filter(|(left, right)| is_squeezed(*left, *right)).count();
            let tracking = self.tracking_em * word.chars().count() as f64;
            let width = self.em(word) + tracking - 0.5 * squeezed as f64;
            (width > room).then_some((piece.start..piece.start + word.len(), width))
        };
        breaks::unbroken(text).into_iter().filter_map(piece).collect()
    }

    /// A look that costs little: a line may break between any two Han.
    fn may_be_wider_than(&self, room: f64, text: &str) -> bool {
        let mut reached = 0.0;
        text.chars().any(|c| {
            let width = self.one(c) + self.tracking_em + self.gap_em;
            let wide = reached + width > room;
            reached = if HAN.contains(&c) { width } else { reached + width };
            wide
        })
    }
}

/// Whether a gap stands between two characters where the style asks for gaps.
pub(super) fn has_gap(left: char, right: char) -> bool {
    is_gap(left, right) || is_gap(right, left)
}

/// Whether one is Han and the other a Latin letter or digit.
fn is_gap(han: char, other: char) -> bool {
    HAN.contains(&han)
        && !HAN.contains(&other)
        && (other.is_alphanumeric() || "#$%&".contains(other))
}

/// Whether a mark is used in Chinese and in Latin text: it is taken from the Chinese face. These
/// are the characters that typst's `latin-in-cjk` leaves out.
pub(super) fn is_shared(c: char) -> bool {
    matches!(c, '·' | '–' | '—' | '‘' | '’' | '“' | '”' | '\u{2025}'..='\u{2027}' | '⸺')
}

#[cfg(test)]
#[cfg(feature = "embedded-fonts")]
mod tests {
    use super::*;
    use crate::fonts::{Faces, Fonts, FoundFonts};

    #[test]
    fn each_role_has_the_widths_of_its_faces() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        let mut style = layouts.newest().expect("a layout").look.clone();
        style.breaking.latin_gap = false;
        let fonts = Fonts::new(FoundFonts::default());
        let faces: Faces = Role::ALL
            .into_iter()
            .map(|role| (role.name(), fonts.resolve(&style, role).expect("embedded faces")))
            .collect();
        let rulers = fonts.rulers(&faces, &style);
        let body = rulers.of(Role::Body);
        assert_eq!(body.em("收到2024年的1.5件，"), 5.0 + 2.0 + 1.25 + 1.0);
        assert_eq!(body.em("“—·"), 3.0, "from the Chinese face");
        assert!(body.em("iiii") < 1.2 && body.em("MMMM") > 3.5);
        assert_eq!(rulers.of(Role::Title).em("0"), 0.578, "the title has digits of its own");
        let title = rulers.of(Role::Title);
        let wide = |room, text: &str| -> Vec<String> {
            let words = title.wider_than(room, text);
            words.into_iter().map(|(place, _)| text[place].to_owned()).collect()
        };
        assert_eq!(wide(4.0, "平台nianbao.example的open data"), ["nianbao.example"]);
        assert_eq!(wide(4.0, "甲——————，乙"), ["——————，"]);
        assert_eq!(wide(4.0, "甲，，，，，乙"), [""; 0], "marks side by side share their ems");
        style.breaking.latin_gap = true;
        assert_eq!(
            fonts.rulers(&faces, &style).of(Role::Body).em("共3件a"),
            2.0 + 0.5 + 0.443_847_656_25 + 0.75
        );
    }
}
