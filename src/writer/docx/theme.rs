//! A theme, which strict readers ask for and to which no style refers: themes beat the fonts that
//! styles name.

use super::file::WordFile;
use crate::ooxml::names::{self, A, HEAD};

const COLOURS: [(&str, &str); 12] = [
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "000000"),
    ("lt2", "FFFFFF"),
    ("accent1", "1F4E79"),
    ("accent2", "9DC3E6"),
    ("accent3", "7F7F7F"),
    ("accent4", "C9C9C9"),
    ("accent5", "2E75B6"),
    ("accent6", "DEEBF7"),
    ("hlink", "000000"),
    ("folHlink", "000000"),
];

/// Adds the theme.
pub(super) fn add(file: &mut WordFile) {
    let colours: String = COLOURS
        .map(|(name, value)| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>"))
        .concat();
    let face = "<a:latin typeface=\"\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let solid = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let fill = solid.repeat(3);
    let line = format!("<a:ln>{solid}</a:ln>").repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    let theme = format!(
        "{HEAD}<a:theme xmlns:a=\"{A}\" name=\"nianbao\"><a:themeElements>\
         <a:clrScheme name=\"nianbao\">{colours}</a:clrScheme>\
         <a:fontScheme name=\"nianbao\"><a:majorFont>{face}</a:majorFont>\
         <a:minorFont>{face}</a:minorFont></a:fontScheme>\
         <a:fmtScheme name=\"nianbao\"><a:fillStyleLst>{fill}</a:fillStyleLst>\
         <a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst>\
         <a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    );
    file.add("rIdTheme", names::THEME, "theme/theme1.xml", theme);
}
