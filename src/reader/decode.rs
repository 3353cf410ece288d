//! Bytes of a file → its text: UTF-8, without BOM, with `\n` line ends.

use super::Folder;
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

/// A file's text without BOM and with `\n` line ends, as all findings and edits see it, and its way
/// back to the file.
pub(crate) fn clean(written: &str) -> (String, Origin) {
    let mut text = String::with_capacity(written.len());
    let mut origin = Origin::default();
    let mut rest = written.len() - written.trim_start_matches('\u{feff}').len();
    while let Some(end) = written[rest..].find('\r').map(|at| rest + at) {
        origin.add_exact(text.len(), rest..end);
        text.push_str(&written[rest..end]);
        rest = end + if written[end..].starts_with("\r\n") { 2 } else { 1 };
        origin.add_whole(text.len()..text.len() + 1, end..rest);
        text.push('\n');
    }
    origin.add_exact(text.len(), rest..written.len());
    text.push_str(&written[rest..]);
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
}
