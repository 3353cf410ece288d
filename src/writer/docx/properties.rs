//! What the file says of itself.

use super::file::WordFile;
use crate::document::Document;
use crate::ooxml::escape;
use crate::ooxml::names::{self, APP_PROPERTIES, CORE_PROPERTIES, HEAD};

/// Title, author, language and dates; and which program wrote the file.
pub(super) fn add(file: &mut WordFile, document: &Document) {
    file.package.add("docProps/core.xml", names::CORE, core(document));
    file.package.add("docProps/app.xml", names::APP, app());
}

fn core(document: &Document) -> String {
    let meta = &document.meta;
    let (year, month, day) = (meta.date.year, meta.date.month, meta.date.day);
    // 00:00 at +08:00 of the day is 16:00 UTC of the day before; a date with its offset says it
    // without calculating.
    let date = format!("{year:04}-{month:02}-{day:02}T00:00:00+08:00");
    let (title, author) = (escape(&meta.title), escape(&meta.author));
    let language = escape(&meta.language);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{CORE_PROPERTIES}\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{author}</dc:creator><dc:language>{language}</dc:language>\
         <cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:modified>\
         </cp:coreProperties>"
    )
}

fn app() -> String {
    let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
    format!(
        "{HEAD}<Properties xmlns=\"{APP_PROPERTIES}\"><Application>nianbao</Application>\
         <AppVersion>{version}</AppVersion></Properties>"
    )
}
