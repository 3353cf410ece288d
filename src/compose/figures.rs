//! Sizes of pictures and charts. With the caption they take whole lines of the grid.

use super::units::millionths;
use crate::document::{Chart, Figure, FigureSetting};
use crate::fonts::Rulers;
use crate::layout::{Role, Style};

/// What a picture leaves of its page at least, for caption, text and notes, lines.
const LEFT_LINES: u32 = 5;

/// A pixel is 1/96 inch.
const PIXEL_MM: f64 = 25.4 / 96.0;

/// A picture is at most as wide as its room and so many lines high as the style says.
pub(super) fn set(figure: &mut Figure, room_mm: f64, style: &Style, rulers: &Rulers<'_>) {
    figure.caption = spaced(&figure.caption);
    let [width, height] = figure.pixels.map(|count| count as f64 * PIXEL_MM);
    let most_high = f64::from(most_lines(style)) * style.line_mm();
    let scale = (room_mm / width).min(most_high / height).min(1.0);
    let size_mm = [width * scale, height * scale];
    figure.setting = Some(setting(size_mm, &figure.caption, room_mm, style, rulers));
}

/// A chart fills its room; its last line has nothing below it, as a line of text has not.
pub(super) fn set_chart(chart: &mut Chart, room_mm: f64, style: &Style, rulers: &Rulers<'_>) {
    chart.caption = spaced(&chart.caption);
    let height = f64::from(most_lines(style)) * style.line_mm() - style.leading_mm();
    chart.setting = Some(setting([room_mm, height], &chart.caption, room_mm, style, rulers));
}

/// The most lines that one is high. On its page there must be room for its caption, and for a line
/// of text with its note: typst sets a picture twice that leaves none.
fn most_lines(style: &Style) -> u32 {
    style.figure.lines_max.min(style.page.lines.saturating_sub(LEFT_LINES)).max(1)
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

/// A caption with one em behind its number: a single character, digits, then the title (GB/T 1.1,
/// 9.9).
fn spaced(caption: &str) -> String {
    let mut rest = caption.chars();
    let is_word = rest.next().is_some_and(|c| !c.is_ascii() && c.is_alphabetic());
    let rest = rest.as_str().trim_start();
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let (number, text) = (&rest[..rest.len() - title.len()], title.trim_start());
    let is_title = text.chars().next().is_some_and(char::is_alphanumeric);
    if !is_word || number.is_empty() || !is_title {
        return caption.to_owned();
    }
    let word: String = caption.chars().take(1).collect();
    format!("{word}{number}\u{3000}{text}")
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

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn an_em_stands_behind_the_number_of_a_caption() {
        let wide = "图1\u{3000}2024年申请数量";
        assert_eq!(spaced("图1 2024年申请数量"), wide);
        assert_eq!(spaced("图 1　2024年申请数量"), wide);
        assert_eq!(spaced("图3政务公开专区"), "图3\u{3000}政务公开专区");
        for other in ["政务大厅", "图3", "图3（左）", "2024年", ""] {
            assert_eq!(spaced(other), other);
        }
    }
}
