//! Bytes of a file → its text: UTF-8, without BOM, with `\n` line ends.

use super::Folder;
use crate::alike;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::finding;
use crate::origin::Origin;

/// The text of a file of a folder. One that is required and missing, or is in another encoding, is
/// a finding.
pub(super) fn decode(
    folder: &Folder,
    path: &str,
    required: bool,
    findings: &mut Vec<Diagnostic>,
) -> Option<Source> {
    let name = format!("{}/{path}", folder.name);
    let Some(bytes) = folder.files.get(path) else {
        if required {
            let finding = match folder.near.get(path) {
                Some(near) => finding!("file-missing.near", file = path, near = near),
                None => finding!("file-missing", file = path, folder = &folder.name),
            };
            findings.push(finding.at(Location::whole(&name)));
        }
        return None;
    };
    if let Some(kind) = other_kind(bytes) {
        let finding = finding!("file-encoding.kind", file = path, kind = kind);
        findings.push(finding.at(Location::whole(&name)));
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Source::new(name, clean(text).0)),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let end = before.len();
            let at = Source::new(&name, before).locate(end..end);
            let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
            let likely = if wide { "UTF-16" } else { "GBK" };
            findings.push(finding!("file-encoding", file = path, likely = likely).at(at));
            None
        }
    }
}

/// What a file is that was saved under the name of a text and is none.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "DOCX / XLSX / ZIP"),
        (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "DOC / XLS"),
        (b"%PDF-", "PDF"),
        (b"{\\rtf", "RTF"),
    ];
    KINDS.iter().find(|(begins, _)| bytes.starts_with(begins)).map(|(_, kind)| *kind)
}

/// A file's text without BOM, with `\n` line ends and in the characters that everybody types, as
/// all findings and edits see it, and its way back to the file.
pub(crate) fn clean(written: &str) -> (String, Origin) {
    let mut text = String::with_capacity(written.len());
    let mut origin = Origin::default();
    let mut add = |from: usize, end: usize, line_end: usize| {
        alike::parts(&written[from..end], |part, other| {
            let source = from + part.start..from + part.end;
            let at = text.len();
            match &other {
                Some(other) => origin.add_whole(at..at + other.len(), source.clone()),
                None => origin.add_exact(at, source.clone()),
            }
            text.push_str(other.as_deref().unwrap_or(&written[source]));
        });
        if line_end > end {
            origin.add_whole(text.len()..text.len() + 1, end..line_end);
            text.push('\n');
        }
    };
    let mut rest = written.len() - written.trim_start_matches('\u{feff}').len();
    while let Some(end) = written[rest..].find('\r').map(|at| rest + at) {
        let line_end = end + if written[end..].starts_with("\r\n") { 2 } else { 1 };
        add(rest, end, line_end);
        rest = line_end;
    }
    add(rest, written.len(), written.len());
    (text, origin)
}

/// A character that no reader sees and that does not belong into a text.
pub(crate) fn is_invisible(c: char) -> bool {
    let format = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || format || c == '\u{fffd}'
}

/// The finding about an invisible character at `location`.
pub(crate) fn invisible(c: char, location: Location) -> Diagnostic {
    finding!("invisible-character", code = format!("{:04X}", c as u32)).at(location)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_leads_back_into_the_file() {
        let written = "\u{feff}\u{feff}甲\r\n乙\r丙\n丁";
        let (text, origin) = clean(written);
        assert_eq!(text, "甲\n乙\n丙\n丁");
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
            assert_eq!(&written[origin.of(at..at + c.len_utf8())], c.to_string());
        }
        assert_eq!(&written[origin.of(3..4)], "\r\n");
    }

    #[test]
    fn what_is_read_as_another_character_leads_back_too() {
        let written = "\u{feff}a\r\ncafe\u{301}\u{2f8f}b\r\u{2ea0}";
        let (text, origin) = clean(written);
        assert_eq!(text, "a\ncaf\u{e9}\u{884c}b\n\u{6c11}");
        assert_eq!(&written[origin.of(5..7)], "e\u{301}");
        assert_eq!(&written[origin.of(7..10)], "\u{2f8f}");
        assert_eq!(&written[origin.of(10..11)], "b");
        assert_eq!(&written[origin.of(12..15)], "\u{2ea0}");
    }
}
