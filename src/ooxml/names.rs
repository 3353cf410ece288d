//! What the standard (ECMA-376, transitional) calls things: namespaces, and kinds of parts.

/// What every part begins with that is written as text.
pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A kind of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartKind {
    /// What the package says it is; none where the extension says it.
    pub content_type: Option<&'static str>,
    /// The kind of relation that leads to it.
    pub relation: &'static str,
}

macro_rules! namespaces {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str =
            concat!("http://schemas.openxmlformats.org/", $path);)*
    };
}

namespaces! {
    /// Text.
    W = "wordprocessingml/2006/main";
    /// Relations inside other elements: `r:id`.
    R = "officeDocument/2006/relationships";
    /// Drawings.
    A = "drawingml/2006/main";
    /// Charts.
    C = "drawingml/2006/chart";
    /// Sheets of a workbook.
    S = "spreadsheetml/2006/main";
    /// The list of what each part is.
    CONTENT_TYPES = "package/2006/content-types";
    /// A list of relations.
    RELATIONS = "package/2006/relationships";
    /// Title, author and dates.
    CORE_PROPERTIES = "package/2006/metadata/core-properties";
    /// Which program wrote the file.
    APP_PROPERTIES = "officeDocument/2006/extended-properties";
    /// What a part of one's own is.
    CUSTOM_XML = "officeDocument/2006/customXml";
    /// The kind of relation that a link is.
    HYPERLINK = "officeDocument/2006/relationships/hyperlink";
}

/// What stands before the kinds of relations in strict files.
pub(crate) const STRICT_RELATION: &str = "http://purl.oclc.org/ooxml/";
/// The same in transitional ones.
pub(crate) const RELATION: &str = "http://schemas.openxmlformats.org/";
/// The report's own files, as our DOCX carry them.
pub(crate) const SOURCE: &str = "urn:nianbao:source";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $content:expr, $relation:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: PartKind = PartKind {
            content_type: $content,
            relation: concat!("http://schemas.openxmlformats.org/", $relation),
        };)*
    };
}

macro_rules! xml {
    ($content:literal) => {
        Some(concat!("application/vnd.openxmlformats-", $content, "+xml"))
    };
}

kinds! {
    /// The text of a DOCX.
    DOCUMENT = xml!("officedocument.wordprocessingml.document.main"),
        "officeDocument/2006/relationships/officeDocument";
    /// Named styles.
    STYLES = xml!("officedocument.wordprocessingml.styles"),
        "officeDocument/2006/relationships/styles";
    /// How a word processor is to treat the text.
    SETTINGS = xml!("officedocument.wordprocessingml.settings"),
        "officeDocument/2006/relationships/settings";
    /// The fonts that styles name.
    FONT_TABLE = xml!("officedocument.wordprocessingml.fontTable"),
        "officeDocument/2006/relationships/fontTable";
    /// Numbers and marks of lists.
    NUMBERING = xml!("officedocument.wordprocessingml.numbering"),
        "officeDocument/2006/relationships/numbering";
    /// Footnotes.
    FOOTNOTES = xml!("officedocument.wordprocessingml.footnotes"),
        "officeDocument/2006/relationships/footnotes";
    /// Notes at the end.
    ENDNOTES = xml!("officedocument.wordprocessingml.endnotes"),
        "officeDocument/2006/relationships/endnotes";
    /// What stands above the text.
    HEADER = xml!("officedocument.wordprocessingml.header"),
        "officeDocument/2006/relationships/header";
    /// What stands below it.
    FOOTER = xml!("officedocument.wordprocessingml.footer"),
        "officeDocument/2006/relationships/footer";
    /// Comments.
    COMMENTS = xml!("officedocument.wordprocessingml.comments"),
        "officeDocument/2006/relationships/comments";
    /// Colours and fonts by theme.
    THEME = xml!("officedocument.theme"), "officeDocument/2006/relationships/theme";
    /// A picture; its extension says which kind.
    IMAGE = None, "officeDocument/2006/relationships/image";
    /// A chart.
    CHART = xml!("officedocument.drawingml.chart"), "officeDocument/2006/relationships/chart";
    /// A file inside the file, as a chart's workbook is.
    PACKAGE = None, "officeDocument/2006/relationships/package";
    /// Data of one's own.
    CUSTOM_DATA = None, "officeDocument/2006/relationships/customXml";
    /// What such data is.
    CUSTOM_DATA_PROPERTIES = xml!("officedocument.customXmlProperties"),
        "officeDocument/2006/relationships/customXmlProps";
    /// Title, author and dates.
    CORE = xml!("package.core-properties"),
        "package/2006/relationships/metadata/core-properties";
    /// Which program wrote the file.
    APP = xml!("officedocument.extended-properties"),
        "officeDocument/2006/relationships/extended-properties";
    /// The sheets of an XLSX.
    WORKBOOK = xml!("officedocument.spreadsheetml.sheet.main"),
        "officeDocument/2006/relationships/officeDocument";
    /// A sheet.
    WORKSHEET = xml!("officedocument.spreadsheetml.worksheet"),
        "officeDocument/2006/relationships/worksheet";
}
