//! The title's lines.

use super::split::{split, split_name};
use super::units::millionths;
use crate::document::Title;
use crate::fonts::Rulers;
use crate::form::TitleForm;
use crate::layout::{Role, Style, TitleStyle};

/// From one line of the title to the next, in lines of the grid.
const PITCH_LINES: f64 = 1.25;

/// One line where the whole title fits; else its lines, a line that is too long split by meaning
/// into even parts. `agency_lines` are those that a report gives for its body's name.
pub(super) fn compose(
    lines: &[String],
    agency_lines: &[String],
    form: &TitleForm,
    style: &Style,
    rulers: &Rulers<'_>,
) -> Title {
    let room = style.page.text_width_mm() / style.text(Role::Title).size_mm();
    let ruler = rulers.of(Role::Title);
    let whole = lines.concat();
    let lines = if ruler.em(&whole) <= room {
        vec![whole]
    } else {
        let split = |line: &String| match agency_lines.concat() == *line {
            true => split_name(line, agency_lines, room, form, ruler),
            false => split(line, room, form, ruler),
        };
        lines.iter().flat_map(split).collect()
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
        parted(agency, &[])
    }

    /// The same with the lines that the report gives.
    fn parted(agency: &str, given: &[&str]) -> Vec<String> {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        let layout = layouts.newest().expect("a layout");
        let (style, fonts) = (&layout.look, Fonts::new(FoundFonts::default()));
        let face = |role: Role| (role.name(), fonts.resolve(style, role).expect("embedded faces"));
        let faces: Faces = Role::ALL.into_iter().map(face).collect();
        let lines = [agency.to_owned(), "2024年政府信息公开工作年度报告".to_owned()];
        let rulers = fonts.rulers(&faces, style);
        let given: Vec<String> = given.iter().map(|line| (*line).to_owned()).collect();
        compose(&lines, &given, &layout.form.title, style, &rulers).lines
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
    fn no_line_breaks_within_brackets_or_a_word() {
        let lines = |name: &str| {
            let mut lines = title(name);
            lines.pop();
            lines.join("|")
        };
        assert_eq!(
            lines("中共广州市海珠区委统战部（区民族宗教事务局、区侨务局）"),
            "中共广州市海珠区委统战部|（区民族宗教事务局、区侨务局）"
        );
        assert_eq!(
            lines("青岛西海岸新区（黄岛区）应急管理综合行政执法局"),
            "青岛西海岸新区（黄岛区）|应急管理综合行政执法局"
        );
        assert_eq!(
            lines("积石山保安族东乡族撒拉族自治县生态环境保护委员会办公室"),
            "积石山保安族东乡族撒拉族自治县|生态环境保护委员会办公室"
        );
        assert_eq!(
            lines("中国（青禾）自由贸易试验区云溪片区管理委员会综合协调办公室"),
            "中国（青禾）自由贸易试验区|云溪片区管理委员会综合协调办公室"
        );
    }

    #[test]
    fn the_lines_that_a_report_gives_come_first_where_they_fit() {
        let name = "青岛西海岸新区（黄岛区）应急管理综合行政执法局";
        let given = ["青岛西海岸新区", "（黄岛区）应急管理综合行政执法局"];
        assert_eq!(parted(name, &given)[..2], given);
        assert_eq!(parted(name, &[name])[0], "青岛西海岸新区（黄岛区）", "too long");
        assert_eq!(parted(name, &["别的局"])[0], "青岛西海岸新区（黄岛区）", "another name");
    }

    #[test]
    fn a_name_of_thousands_of_characters_takes_no_time() {
        assert_eq!(title(&"甲".repeat(4000)).len(), 201);
    }
}
