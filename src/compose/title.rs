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

#[cfg(test)]
#[cfg(feature = "embedded-fonts")]
mod tests {
    use super::*;
    use crate::fonts::{Faces, Fonts, FoundFonts};

    /// The lines of the title of a body's report of 2024, as the built-in layout sets it.
    fn title(agency: &str) -> Vec<String> {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        let layout = layouts.newest().expect("a layout");
        let (style, fonts) = (&layout.look, Fonts::new(FoundFonts::default()));
        let face = |role: Role| (role.name(), fonts.resolve(style, role).expect("embedded faces"));
        let faces: Faces = Role::ALL.into_iter().map(face).collect();
        let lines = [agency.to_owned(), "2024年政府信息公开工作年度报告".to_owned()];
        let rulers = fonts.rulers(&faces, style);
        compose(&lines, &layout.form.title.break_after, style, &rulers).lines
    }

    #[test]
    fn a_title_that_fits_stays_on_one_line() {
        assert_eq!(title("某局"), ["某局2024年政府信息公开工作年度报告"]);
        // The title's digits are wider than half a character, by which it would fit 20.1 of them.
        assert_eq!(title("青禾局2024"), ["青禾局2024", "2024年政府信息公开工作年度报告"]);
    }

    #[test]
    fn a_long_name_breaks_by_meaning_into_even_lines() {
        let name = "云溪苗族侗族自治县高新技术产业开发区管理委员会自然资源和规划建设局";
        assert_eq!(
            title(name)[..2],
            ["云溪苗族侗族自治县高新技术产业开发区", "管理委员会自然资源和规划建设局"]
        );
        assert_eq!(title("青禾市某局WWWWWWWWWWWWWW中心")[0], "青禾市某局", "no word breaks");
    }

    #[test]
    fn a_name_of_thousands_of_characters_takes_no_time() {
        assert_eq!(title(&"甲".repeat(4000)).len(), 201);
    }
}
