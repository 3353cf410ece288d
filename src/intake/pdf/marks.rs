//! What is drawn on a page, as far as tables and text need it: glyphs and straight rules.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use unicode_normalization::UnicodeNormalization;

use crate::alike;
use crate::limits;

/// A character as it is drawn, in points from the top left corner.
#[derive(Debug, Clone)]
pub(super) struct DrawnGlyph {
    pub text: String,
    /// Where it begins, and how far it goes on, whichever way it runs.
    pub start: Point,
    pub advance: f64,
    /// Its ends, once the page is upright.
    pub left: f64,
    pub right: f64,
    /// Its baseline.
    pub y: f64,
    /// The size of its type.
    pub size: f64,
    /// Tells faces apart.
    pub face: u128,
    /// Quarters that it is turned by; none at other angles.
    pub quarter: Option<u8>,
}

impl DrawnGlyph {
    /// A point well inside of it.
    pub fn centre(&self) -> Point {
        let along = match self.quarter {
            Some(1) => Vec2::new(0.0, 1.0),
            Some(2) => Vec2::new(-1.0, 0.0),
            Some(3) => Vec2::new(0.0, -1.0),
            _ => Vec2::new(1.0, 0.0),
        };
        let up = Vec2::new(along.y, -along.x);
        self.start + along * (self.advance / 2.0) + up * (0.38 * self.size)
    }

    /// The same glyph on a sheet of this size that is turned back by some quarters.
    pub fn turned_back(self, quarters: u8, (width, height): (f64, f64)) -> DrawnGlyph {
        let start = turned_back(self.start, quarters, (width, height));
        let quarter = self.quarter.map(|own| (own + 4 - quarters) % 4);
        // Turned by a quarter a glyph's run is kept in its size: it is as wide as it is drawn.
        let (left, right, y) = (start.x, start.x + self.advance, start.y);
        DrawnGlyph { start, left, right, y, quarter, ..self }
    }
}

/// A rule of a table, from end to end.
#[derive(Debug, Clone, Copy)]
pub(super) struct DrawnRule {
    pub rect: Rect,
}

/// What is drawn on a page.
#[derive(Debug, Default)]
pub(super) struct PageMarks {
    pub glyphs: Vec<DrawnGlyph>,
    pub rules: Vec<DrawnRule>,
    pub images: usize,
    /// Characters whose face does not say what they are.
    pub unmapped: usize,
    /// Characters that are there for searching only, as behind a scan.
    pub invisible: usize,
    /// Whether more was drawn than any report has.
    pub excess: bool,
    clips: Vec<Option<Rect>>,
    artifacts: Vec<bool>,
    calls: usize,
}

/// What is lighter is not seen.
const LIGHT: f64 = 0.93;
/// What is thicker is no rule, in points.
const THICK: f64 = 3.0;
/// Degrees that a glyph or a rule may be off, as the tangent.
const SLANT: f64 = 0.01;

impl PageMarks {
    /// Counts a call. Says whether to go on.
    fn goes_on(&mut self) -> bool {
        self.calls += 1;
        let many = self.glyphs.len() + self.rules.len() > limits::PDF_MARKS;
        self.excess |= self.calls > limits::PDF_CALLS || many;
        !self.excess
    }

    fn clip(&self) -> Option<Rect> {
        self.clips.last().copied().flatten()
    }

    fn rule(&mut self, rect: Rect) {
        let rect = self.clip().map_or(rect, |clip| Rect {
            x0: rect.x0.max(clip.x0),
            y0: rect.y0.max(clip.y0),
            x1: rect.x1.min(clip.x1),
            y1: rect.y1.min(clip.y1),
        });
        let there = rect.x1 >= rect.x0 && rect.y1 >= rect.y0 && rect.is_finite();
        if there && rect.width().min(rect.height()) <= THICK {
            self.rules.push(DrawnRule { rect });
        }
    }

    fn fill(&mut self, path: &BezPath, transform: Affine) {
        let mut part = BezPath::new();
        let mut parts = Vec::new();
        for element in path.elements() {
            if matches!(element, PathEl::MoveTo(_)) && !part.elements().is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            part.push(*element);
        }
        parts.push(part);
        for part in parts.into_iter().filter(|part| part.elements().len() > 1) {
            self.rule((transform * part).bounding_box());
        }
    }

    fn stroke(&mut self, path: &BezPath, transform: Affine, width: f64) {
        let half = (width * transform.determinant().abs().sqrt() / 2.0).clamp(0.0, THICK / 2.0);
        let mut at = Point::ZERO;
        let mut begin = Point::ZERO;
        for element in path.elements() {
            let to = match *element {
                PathEl::MoveTo(point) => {
                    (at, begin) = (point, point);
                    continue;
                }
                PathEl::LineTo(point) => point,
                PathEl::ClosePath => begin,
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    at = point;
                    continue;
                }
            };
            let (a, b) = (transform * at, transform * to);
            at = to;
            let (dx, dy) = ((a.x - b.x).abs(), (a.y - b.y).abs());
            if dx.min(dy) <= SLANT * dx.max(dy) {
                let rect = Rect::from_points(a, b);
                let across = dx >= dy;
                let (x, y) = if across { (0.0, half) } else { (half, 0.0) };
                self.rule(rect.inflate(x, y));
            }
        }
    }
}

/// A radical, a ligature, a character that stands for another as the characters that they are:
/// some faces map what they draw to such ones. What is wide by itself stays so.
fn plain(c: char) -> String {
    match c {
        '\u{fb00}'..='\u{fb06}' => std::iter::once(c).nfkc().collect(),
        _ => alike::usual(c.encode_utf8(&mut [0; 4])).into_owned(),
    }
}

/// Whether something is too light to be seen.
fn is_light(paint: &Paint<'_>) -> bool {
    let Paint::Color(color) = paint else { return false };
    let [red, green, blue, alpha] = color.to_rgba().to_rgba8().map(f64::from);
    alpha < 12.0 || (red + green + blue) / (3.0 * 255.0) > LIGHT
}

impl<'a> Device<'a> for PageMarks {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_path(
        &mut self,
        path: &BezPath,
        transform: Affine,
        paint: &Paint<'a>,
        mode: &PathDrawMode,
    ) {
        let long = path.elements().len() > limits::PDF_PATH;
        if !self.goes_on() || long || is_light(paint) {
            return;
        }
        match mode {
            PathDrawMode::Fill(_) => self.fill(path, transform),
            PathDrawMode::Stroke(stroke) => {
                self.stroke(path, transform, f64::from(stroke.line_width));
            }
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let new = match clip.path.elements().len() > limits::PDF_PATH {
            true => None,
            false => Some(clip.path.bounding_box()),
        };
        let clip = match (self.clip(), new) {
            (Some(outer), Some(inner)) => Some(outer.intersect(inner)),
            (outer, inner) => outer.or(inner),
        };
        if self.clips.len() < limits::PDF_CALLS {
            self.clips.push(clip);
        }
    }

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        if !self.goes_on() || self.artifacts.contains(&true) {
            return;
        }
        if matches!(mode, GlyphDrawMode::Invisible) {
            self.invisible += 1;
            return;
        }
        if is_light(paint) {
            return;
        }
        let text: String = match glyph.as_unicode() {
            Some(BfString::Char(c)) => plain(c),
            Some(BfString::String(text)) => {
                text.chars().take(limits::PDF_LIGATURE).map(plain).collect()
            }
            None => String::new(),
        };
        let unreadable = |c: char| c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c);
        if text.is_empty() || text.chars().all(unreadable) {
            self.unmapped += 1;
            return;
        }
        let (advance, face) = match glyph {
            Glyph::Outline(outline) => {
                let advance = outline.advance_width().map(f64::from).filter(|it| *it > 0.0);
                (advance.unwrap_or(1000.0), outline.font_cache_key())
            }
            Glyph::Type3(_) => (if text.is_ascii() { 500.0 } else { 1000.0 }, 0),
        };
        let place = transform * glyph_transform;
        let origin = place * Point::ZERO;
        let end = place * Point::new(advance, 0.0);
        let size = (place * Point::new(0.0, 1000.0)).distance(origin);
        if !origin.is_finite() || !end.is_finite() || !(0.5..500.0).contains(&size) {
            return;
        }
        let quarter = quarter(end - origin);
        self.glyphs.push(DrawnGlyph {
            text,
            start: origin,
            advance: (end - origin).hypot(),
            left: origin.x.min(end.x),
            right: origin.x.max(end.x),
            y: origin.y,
            size,
            face,
            quarter,
        });
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.images += 1;
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<i32>) {
        if self.artifacts.len() < limits::PDF_CALLS {
            self.artifacts.push(tag == b"Artifact");
        }
    }

    fn end_marked_content(&mut self) {
        self.artifacts.pop();
    }
}

/// A point of a sheet of this size that is turned back by some quarters.
pub(super) fn turned_back(at: Point, quarters: u8, (width, height): (f64, f64)) -> Point {
    match quarters {
        1 => Point::new(at.y, width - at.x),
        2 => Point::new(width - at.x, height - at.y),
        3 => Point::new(height - at.y, at.x),
        _ => at,
    }
}

/// How many quarters a line of text is turned by.
fn quarter(along: Vec2) -> Option<u8> {
    let (x, y) = (along.x, along.y);
    match () {
        () if y.abs() <= SLANT * x.abs() => Some(if x >= 0.0 { 0 } else { 2 }),
        () if x.abs() <= SLANT * y.abs() => Some(if y >= 0.0 { 1 } else { 3 }),
        () => None,
    }
}
