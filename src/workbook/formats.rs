//! How cells of workbooks look. Fonts and sizes are the layout's; the colours are those that
//! spreadsheets use for good and bad.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::layout::{Role, Style};

/// Of the characters of simplified Chinese (GB 2312), for programs that choose fonts by it.
const CHARSET: u8 = 134;
const GROUND_HEAD: Color = Color::RGB(0xF2F2F2);
const GROUND_TOTAL: Color = Color::RGB(0xF7F7F7);
const GROUND_OPEN: Color = Color::RGB(0xFFFFE5);
const GROUND_WRONG: Color = Color::RGB(0xFFC7CE);
const INK_WRONG: Color = Color::RGB(0x9C0006);
const INK_SOFT: Color = Color::RGB(0x595959);
const RULE: Color = Color::RGB(0x404040);

/// The kinds of cells.
pub(super) struct Formats {
    /// What every cell has that says nothing else.
    pub plain: Format,
    pub title: Format,
    pub heading: Format,
    pub text: Format,
    pub head: Format,
    pub label: Format,
    pub group: Format,
    pub open: Format,
    pub words: Format,
    pub vertical: Format,
    pub turned: Format,
    pub total: Format,
    pub check_head: Format,
    pub check: Format,
    pub was: Format,
    pub wrong: Format,
    pub fact: Format,
    pub key: Format,
}

impl Formats {
    pub fn new(style: &Style) -> Formats {
        let table = style.text(Role::Table);
        let font = |role: Role, size: f64| {
            let name = &style.text(role).word;
            Format::new().set_font_name(name).set_font_size(size).set_font_charset(CHARSET)
        };
        let plain = font(Role::Table, SIZE_OF_BOOKS);
        let small = font(Role::Table, table.size_pt);
        let middle = |format: Format| format.set_align(FormatAlign::VerticalCenter);
        let ruled = |format: Format| {
            middle(format).set_border(FormatBorder::Thin).set_border_color(RULE).set_text_wrap()
        };
        let centred = |format: Format| ruled(format).set_align(FormatAlign::Center);
        let number = small.clone().set_align(FormatAlign::Center).set_shrink();
        let number = middle(number).set_border(FormatBorder::Thin).set_border_color(RULE);
        let soft = middle(small.clone()).set_font_color(INK_SOFT).set_text_wrap();
        Formats {
            title: middle(font(Role::Heading1, 16.0)),
            heading: middle(font(Role::Heading1, 12.0)).set_align(FormatAlign::Center),
            text: font(Role::Table, 11.0).set_text_wrap().set_align(FormatAlign::Top),
            head: centred(small.clone()).set_background_color(GROUND_HEAD),
            label: ruled(small.clone()).set_align(FormatAlign::Left),
            group: centred(small.clone()),
            words: ruled(small.clone())
                .set_align(FormatAlign::Left)
                .set_num_format("@")
                .set_background_color(GROUND_OPEN)
                .set_unlocked(),
            // One character above the other.
            vertical: centred(small.clone()).set_rotation(270),
            turned: centred(small.clone()).set_rotation(90),
            open: number.clone().set_background_color(GROUND_OPEN).set_unlocked(),
            total: number.set_background_color(GROUND_TOTAL),
            check_head: soft.clone().set_align(FormatAlign::Left),
            check: soft.set_align(FormatAlign::Center).set_shrink(),
            was: middle(small.clone()).set_font_color(INK_WRONG),
            wrong: Format::new().set_background_color(GROUND_WRONG).set_font_color(INK_WRONG),
            fact: ruled(small.clone()).set_background_color(GROUND_OPEN).set_unlocked(),
            key: small.set_font_color(INK_SOFT),
            plain,
        }
    }
}

/// Type size of a new workbook's cells, pt: column widths are counted in its digits.
const SIZE_OF_BOOKS: f64 = 11.0;

/// The format of a number as it is written: only zeros at its end need one. Any other stays
/// general, so that nothing that is typed over it is shown rounded or with more digits.
pub(super) fn with_decimals(format: &Format, digits: &str) -> Format {
    if digits.ends_with('0') { with_all_decimals(format, digits) } else { format.clone() }
}

/// The format that shows all decimals of a number as it is written, whatever its column's width.
pub(super) fn with_all_decimals(format: &Format, digits: &str) -> Format {
    match digits.split_once('.') {
        Some((_, decimals)) => {
            format.clone().set_num_format(format!("0.{}", "0".repeat(decimals.len())))
        }
        None => format.clone(),
    }
}
