//! The title's lines.

use super::split::split;
use crate::fonts::Rulers;
use crate::layout::{Role, Style};

/// One line where the whole title fits; else its lines, a line that is too long split by meaning
/// into even parts.
pub(super) fn compose(
    lines: &[String],
    break_after: &str,
    style: &Style,
    rulers: &Rulers<'_>,
) -> Vec<String> {
    let room = style.page.text_width_mm() / style.text(Role::Title).size_mm();
    let ruler = rulers.of(Role::Title);
    let whole = lines.concat();
    if ruler.em(&whole) <= room {
        return vec![whole];
    }
    lines.iter().flat_map(|line| split(line, room, break_after, ruler)).collect()
}
