//! Pictures whose letters nobody can read. A page has room for a picture that is as high as it is
//! wide or a little higher; a long one, made for telephones, comes out as narrow as a finger.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Figure};
use crate::finding;
use crate::layout::Style;
use crate::reader::Sources;

/// From how many times its width on a picture is a long one.
const LONG: usize = 3;
/// Dots of width from which on it has lines of text: what telephones show.
const TEXT_DOTS: usize = 400;
/// The least width of such a picture, mm: some thirty characters side by side are 5 pt high then.
const LEAST_MM: u32 = 50;
/// The width that pieces of one should have, mm.
const PIECE_MM: f64 = 80.0;

/// A finding for every picture that is too small to be read.
pub fn check(document: &Document, style: &Style, sources: &Sources) -> Vec<Diagnostic> {
    let most_high = f64::from(style.figure.lines_max) * style.line_mm();
    let told = |figure: &Figure| {
        let [width, height] = figure.pixels;
        let width_mm = figure.setting.as_ref()?.width_nm / 1_000_000;
        if height < LONG * width || width < TEXT_DOTS || width_mm >= LEAST_MM {
            return None;
        }
        let pieces = (height as f64 / width as f64 * PIECE_MM / most_high).ceil() as u32;
        let finding =
            finding!("figure-small", path = &figure.path, width = width_mm, pieces = pieces);
        let narrative = sources.narrative.as_ref()?;
        Some(finding.at(narrative.locate(figure.source.clone()?)))
    };
    document.figures().into_iter().filter_map(told).collect()
}
