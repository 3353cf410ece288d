//! How word processors are to treat the text, and which fonts it names.

use super::file::WordFile;
use crate::document::Document;
use crate::layout::{Breaking, Style};
use crate::ooxml::escape;
use crate::ooxml::names::{self, HEAD, W};

/// Word's settings: odd and even footers, punctuation compressed, lines before a forced break not
/// stretched, compatibility mode 15 (Word 2013 and later), changes tracked where that is asked for.
pub(super) fn add(file: &mut WordFile, document: &Document, style: &Style, track: bool) {
    let track = if track { "<w:trackRevisions/>" } else { "" };
    let notes = if document.notes.is_empty() {
        ""
    } else {
        "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>"
    };
    let language = escape(&document.meta.language);
    let breaking = line_breaks(&language, &style.breaking);
    let settings = format!(
        "{HEAD}<w:settings xmlns:w=\"{W}\"><w:zoom w:percent=\"100\"/>{track}\
         <w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>{breaking}{notes}\
         <w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"en-US\" w:eastAsia=\"{language}\"/></w:settings>"
    );
    file.add("rId3", names::SETTINGS, "settings.xml", settings);
}

/// What ends and begins no line of Chinese: Word's own marks, and what would part a number from its
/// unit. (A joiner between them would be typed text to whoever looks for the number or copies it.)
fn line_breaks(language: &str, breaking: &Breaking) -> String {
    let rule = |name: &str, characters: &str| {
        format!("<w:{name} w:lang=\"{language}\" w:val=\"{}\"/>", escape(characters))
    };
    let Breaking { ordinal, scale, .. } = breaking;
    rule("noLineBreaksAfter", &format!("{ENDS_NO_LINE}0123456789{ordinal}{scale}"))
        + &rule("noLineBreaksBefore", BEGINS_NO_LINE)
}

/// The marks that end no line, and those that begin none, by ECMA-376 for Chinese (17.3.1.16):
/// lists of a file's own take their place.
const ENDS_NO_LINE: &str = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥";
const BEGINS_NO_LINE: &str = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠";

/// The fonts that the styles name, each with what Word takes in its place. Nothing is embedded.
pub(super) fn add_fonts(file: &mut WordFile, style: &Style) {
    let mut fonts: Vec<(&str, Option<&str>)> = Vec::new();
    for text in style.text.values() {
        if fonts.iter().all(|(name, _)| *name != text.word) {
            fonts.push((&text.word, Some(&text.word_alternate)));
        }
        if style.text.values().all(|other| other.word != text.word_latin)
            && fonts.iter().all(|(name, _)| *name != text.word_latin)
        {
            fonts.push((&text.word_latin, None));
        }
    }
    let fonts: String = fonts.into_iter().map(|(name, alternate)| font(name, alternate)).collect();
    let table = format!("{HEAD}<w:fonts xmlns:w=\"{W}\">{fonts}</w:fonts>");
    file.add("rId2", names::FONT_TABLE, "fontTable.xml", table);
}

/// A font; one of Han has an alternate.
fn font(name: &str, alternate: Option<&str>) -> String {
    let name = escape(name);
    let (alternate, charset) = match alternate {
        Some(other) => (format!("<w:altName w:val=\"{}\"/>", escape(other)), "86"), // GB 2312
        None => (String::new(), "00"),                                              // Western
    };
    format!("<w:font w:name=\"{name}\">{alternate}<w:charset w:val=\"{charset}\"/></w:font>")
}
