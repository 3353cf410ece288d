//! Sizes of pictures and charts. With the caption they take whole lines of the grid.

use super::units::millionths;
use crate::document::{Chart, Figure, FigureSetting};
use crate::fonts::Rulers;
use crate::layout::{Role, Style};

/// A pixel is 1/96 inch.
const PIXEL_MM: f64 = 25.4 / 96.0;

/// A picture is at most as wide as its room and so many lines high as the style says.
pub(super) fn set(figure: &mut Figure, room_mm: f64, style: &Style, rulers: &Rulers<'_>) {
    let [width, height] = figure.pixels.map(|count| count as f64 * PIXEL_MM);
    let most_high = f64::from(style.figure.lines_max) * style.line_mm();
    let scale = (room_mm / width).min(most_high / height).min(1.0);
    let size_mm = [width * scale, height * scale];
    figure.setting = Some(setting(size_mm, &figure.caption, room_mm, style, rulers));
}

/// A chart fills its room; its last line has nothing below it, as a line of text has not.
pub(super) fn set_chart(chart: &mut Chart, room_mm: f64, style: &Style, rulers: &Rulers<'_>) {
    let height = f64::from(style.figure.lines_max) * style.line_mm() - style.leading_mm();
    chart.setting = Some(setting([room_mm, height], &chart.caption, room_mm, style, rulers));
}

fn setting(
    [width_mm, height_mm]: [f64; 2],
    caption: &str,
    room_mm: f64,
    style: &Style,
    rulers: &Rulers<'_>,
) -> FigureSetting {
    let caption_mm = style.text(Role::Caption).size_mm();
    let caption_lines = lines(rulers.of(Role::Caption).em(caption), room_mm / caption_mm);
    let leading = style.leading_mm();
    let taken = height_mm + f64::from(caption_lines) * (caption_mm + leading) + leading;
    FigureSetting {
        width_nm: millionths(width_mm),
        height_nm: millionths(height_mm),
        caption_lines,
        grid_lines: (taken / style.line_mm() - 1e-6).ceil() as u32,
    }
}

/// The most lines that a text takes: where one will not do, each may end a character early, since a
/// mark may not begin the next.
fn lines(width_em: f64, room_em: f64) -> u32 {
    match width_em {
        0.0 => 0,
        width if width <= room_em => 1,
        width => (width / (room_em - 1.0).max(1.0)).ceil() as u32,
    }
}
