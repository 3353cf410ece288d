//! The title's lines.

use super::split::split;
use super::units::millionths;
use crate::document::Title;
use crate::fonts::Rulers;
use crate::layout::{Role, Style, TitleStyle};

/// From one line of the title to the next, in lines of the grid.
const PITCH_LINES: f64 = 1.25;

/// One line where the whole title fits; else its lines, a line that is too long split by meaning
/// into even parts.
pub(super) fn compose(
    lines: &[String],
    break_after: &str,
    style: &Style,
    rulers: &Rulers<'_>,
) -> Title {
    let room = style.page.text_width_mm() / style.text(Role::Title).size_mm();
    let ruler = rulers.of(Role::Title);
    let whole = lines.concat();
    let lines = if ruler.em(&whole) <= room {
        vec![whole]
    } else {
        lines.iter().flat_map(|line| split(line, room, break_after, ruler)).collect()
    };
    let pitch_mm = (PITCH_LINES * style.line_mm()).max(style.text(Role::Title).size_mm());
    let taken = (lines.len() as f64 * pitch_mm / style.line_mm() - 1e-6).ceil() as u32;
    let TitleStyle { space_before_lines, space_after_lines } = style.title;
    Title {
        blank_lines: space_before_lines,
        lines,
        pitch_nm: millionths(pitch_mm),
        grid_lines: taken.saturating_add(space_before_lines).saturating_add(space_after_lines),
    }
}
