//! Glyphs → lines of text.

use super::marks::DrawnGlyph;

/// A line of text.
#[derive(Debug, Clone, Default)]
pub(super) struct TypeLine {
    /// Its pieces, each a glyph, with the byte at which each begins.
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    /// The face of each character of `text`.
    pub faces: Vec<u128>,
    /// Whether its characters are of different sizes.
    pub uneven: bool,
}

/// How far baselines of one line may be apart, in em.
const LEVEL: f64 = 0.3;
/// A gap that is a space, in em.
const SPACE: f64 = 0.25;
/// The same glyph so near to itself was drawn twice, in em.
const TWICE: f64 = 0.15;
/// How much the sizes of a line's characters may differ.
const UNEVEN: f64 = 0.15;

/// The lines that glyphs make, from the top.
pub(super) fn lines(mut glyphs: Vec<DrawnGlyph>) -> Vec<TypeLine> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines = Vec::new();
    let mut rest = glyphs.as_slice();
    while let Some(first) = rest.first() {
        let mut last = first.y;
        let count = rest
            .iter()
            .take_while(|glyph| {
                let size = glyph.size.max(first.size);
                let level =
                    glyph.y - last <= LEVEL * size && glyph.y - first.y <= 2.0 * LEVEL * size;
                last = glyph.y;
                level
            })
            .count();
        lines.extend(line(rest[..count].to_vec()));
        rest = &rest[count..];
    }
    lines
}

fn line(mut glyphs: Vec<DrawnGlyph>) -> Option<TypeLine> {
    glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
    glyphs.dedup_by(|b, a| {
        a.text == b.text
            && (a.left - b.left).abs() <= TWICE * a.size
            && (a.y - b.y).abs() <= TWICE * a.size
    });
    let first = glyphs.first()?;
    let mut line = TypeLine { left: first.left, right: first.right, ..TypeLine::default() };
    let mut baselines: Vec<f64> = glyphs.iter().map(|glyph| glyph.y).collect();
    baselines.sort_by(f64::total_cmp);
    line.y = baselines[baselines.len() / 2];
    let visible = || glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let sizes = visible().map(|glyph| glyph.size);
    line.size = sizes.clone().fold(0.0, f64::max);
    let least = sizes.fold(f64::INFINITY, f64::min);
    line.uneven = least < line.size * (1.0 - UNEVEN);
    for glyph in &glyphs {
        if glyph.left - line.right > SPACE * glyph.size && !line.text.is_empty() {
            line.text.push(' ');
            line.faces.push(glyph.face);
        }
        line.text.push_str(&glyph.text);
        line.faces.extend(glyph.text.chars().map(|_| glyph.face));
        line.right = line.right.max(glyph.right);
    }
    (!line.text.trim().is_empty()).then_some(line)
}
