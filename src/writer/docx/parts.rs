//! Parts that are written whole: settings, fonts, properties, content types.

use super::dom::allowed;
use super::package::Part;
use crate::document::Document;
use crate::layout::Style;

pub(super) const DOCUMENT: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
pub(super) const STYLES: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";
pub(super) const SETTINGS: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml";
pub(super) const FONT_TABLE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml";
pub(super) const NUMBERING: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";
pub(super) const FOOTNOTES: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
pub(super) const HEADER: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";
pub(super) const FOOTER: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";
pub(super) const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
pub(super) const APP: &str =
    "application/vnd.openxmlformats-officedocument.extended-properties+xml";

pub(super) const CHART: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
pub(super) const COMMENTS: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
pub(super) const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
pub(super) const SOURCE_PROPERTIES: &str =
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

/// The kinds of relation that theme and source need.
pub(super) const THEME_LINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme";
pub(super) const SOURCE_LINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml";
/// The kind of relation that comments need.
pub(super) const COMMENTS_LINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
/// The kinds of relation that a chart and its workbook need.
pub(super) const CHART_LINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart";
pub(super) const WORKBOOK_LINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package";
/// The kind of relation that a link needs.
pub(super) const LINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/// What every part begins with.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The namespace of text.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Relations of the package.
pub(super) const ROOT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/>\
</Relationships>";

/// Word's settings: odd and even footers, punctuation compressed, lines before a forced break not stretched, compatibility mode 15
/// (Word 2013 and later), changes tracked where that is asked for.
pub(super) fn settings(document: &Document, has_notes: bool, track: bool) -> String {
    let track = if track { "<w:trackRevisions/>" } else { "" };
    let notes = if has_notes {
        "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>"
    } else {
        ""
    };
    let language = escape(&document.meta.language);
    format!(
        "{HEAD}<w:settings xmlns:w=\"{W}\"><w:zoom w:percent=\"100\"/>{track}<w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>{notes}<w:compat><w:doNotExpandShiftReturn/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"{language}\"/></w:settings>"
    )
}

/// The fonts that the styles name, each with what Word takes in its place. Nothing is embedded.
pub(super) fn font_table(style: &Style) -> String {
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
    let font = |(name, alternate): &(&str, Option<&str>)| {
        let alternate_name = alternate
            .map(|name| format!("<w:altName w:val=\"{}\"/>", escape(name)))
            .unwrap_or_default();
        let charset = if alternate.is_some() { "86" } else { "00" }; // GB 2312, or Western
        format!(
            "<w:font w:name=\"{}\">{alternate_name}<w:charset w:val=\"{charset}\"/></w:font>",
            escape(name)
        )
    };
    let fonts: String = fonts.iter().map(font).collect();
    format!("{HEAD}<w:fonts xmlns:w=\"{W}\">{fonts}</w:fonts>")
}

/// Title, author, language and dates.
pub(super) fn core(document: &Document) -> String {
    let meta = &document.meta;
    // 00:00 at +08:00 of the day is 16:00 UTC of the day before; a date with its offset says it without calculating.
    let date =
        format!("{:04}-{:02}-{:02}T00:00:00+08:00", meta.date.year, meta.date.month, meta.date.day);
    let (title, author, language) =
        (escape(&meta.title), escape(&meta.author), escape(&meta.language));
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <dc:language>{language}</dc:language><cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:modified></cp:coreProperties>"
    )
}

/// Which program wrote the file.
pub(super) fn app() -> String {
    let version =
        env!("CARGO_PKG_VERSION_MAJOR").to_owned() + "." + env!("CARGO_PKG_VERSION_MINOR");
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>nianbao</Application><AppVersion>{version}</AppVersion></Properties>"
    )
}

/// A theme, which strict readers ask for and to which no style refers: themes beat the fonts that styles name.
pub(super) fn theme() -> String {
    let colour =
        |name: &str, value: &str| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    let colours: String = [
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
    ]
    .map(|(name, value)| colour(name, value))
    .concat();
    let face = "<a:latin typeface=\"\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line = "<a:ln><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"nianbao\"><a:themeElements>\
         <a:clrScheme name=\"nianbao\">{colours}</a:clrScheme>\
         <a:fontScheme name=\"nianbao\"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>\
         <a:fmtScheme name=\"nianbao\"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>\
         <a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme>\
         </a:themeElements></a:theme>"
    )
}

/// The report's own files as they were, for whoever reads an editor's changes back.
pub(super) fn source(files: &[(&str, &[u8])]) -> String {
    let file = |(name, bytes): &(&str, &[u8])| {
        // XML readers turn CR into LF.
        let text = escape(&String::from_utf8_lossy(bytes)).replace('\r', "&#13;");
        format!("<file name=\"{}\">{text}</file>", escape(name))
    };
    format!(
        "{HEAD}<source xmlns=\"urn:nianbao:source\">{}</source>",
        files.iter().map(file).collect::<String>()
    )
}

/// What the source part is. Its id is the same in every file: it names the kind of data, not the report.
pub(super) fn source_properties() -> String {
    format!(
        "{HEAD}<ds:datastoreItem xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\" \
         ds:itemID=\"{{6E69616E-6261-4F00-8000-736F75726365}}\"><ds:schemaRefs><ds:schemaRef ds:uri=\"urn:nianbao:source\"/></ds:schemaRefs>\
         </ds:datastoreItem>"
    )
}

/// From the source part to what it is.
pub(super) const SOURCE_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps\" Target=\"itemProps1.xml\"/>\
</Relationships>";

/// `[Content_Types].xml`.
pub(super) fn content_types(list: &[Part]) -> String {
    let entry = |part: &Part| {
        let kind = part.content_type?;
        Some(format!("<Override PartName=\"/{}\" ContentType=\"{kind}\"/>", part.path))
    };
    let entries: String = list.iter().filter_map(entry).collect();
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Default Extension=\"jpg\" ContentType=\"image/jpeg\"/>\
         <Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>{entries}</Types>"
    )
}

/// Text as XML holds it.
pub(super) fn escape(text: &str) -> String {
    quick_xml::escape::escape(allowed(text).as_ref()).into_owned()
}
