//! What kind of file one is, by its first bytes.

/// How far into a file its kind is looked for: some PDFs have a line before their mark, and pages
/// comments.
const HEAD: usize = 4096;

/// A kind of file that a report can be published as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A DOCX or a workbook, or an older or locked one, of which its reader tells.
    Office,
    /// A PDF.
    Pdf,
    /// A page.
    Page,
    /// Plain text.
    Text,
    /// None of these.
    Other,
}

impl FileKind {
    /// The kind of a file.
    pub fn of(bytes: &[u8]) -> FileKind {
        let head = &bytes[..bytes.len().min(HEAD)];
        let begins = |mark: &[u8]| head.starts_with(mark);
        let holds =
            |mark: &[u8]| head.windows(mark.len()).any(|part| part.eq_ignore_ascii_case(mark));
        match () {
            () if begins(b"PK\x03\x04") || begins(b"\xd0\xcf\x11\xe0") => FileKind::Office,
            () if head[..head.len().min(1024)].windows(5).any(|part| part == b"%PDF-") => {
                FileKind::Pdf
            }
            () if [&b"<html"[..], b"<!doctype", b"<body", b"<table", b"<p", b"<div", b"<meta"]
                .iter()
                .any(|mark| holds(mark)) =>
            {
                FileKind::Page
            }
            () if !head.contains(&0) && !head.is_empty() => FileKind::Text,
            () => FileKind::Other,
        }
    }

    /// What import.json calls it.
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Office => "docx",
            FileKind::Pdf => "pdf",
            FileKind::Page => "html",
            FileKind::Text => "text",
            FileKind::Other => "other",
        }
    }
}
