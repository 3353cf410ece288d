//! What files are that are taken for a package and are none, by their first bytes.

use crate::diagnostic::Diagnostic;
use crate::finding;

/// What begins a compound file: an old format, or a package behind a password.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// The stream of a compound file that is a package behind a password.
const ENCRYPTED: &str = "EncryptedPackage";
/// What begins a zip.
const ZIP: &[u8] = b"PK\x03\x04";
/// What begins the end of a zip's list, and where in it the count of entries stands.
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_COUNT: usize = 10;

/// The finding about a file that is no zip; none where it is one.
pub(super) fn no_package(bytes: &[u8]) -> Option<Diagnostic> {
    let head = &bytes[..bytes.len().min(1024)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let begins = |mark: &[u8]| head.starts_with(mark);
    let says = |mark: &str| {
        let text = String::from_utf8_lossy(head).to_lowercase();
        text.trim_start().starts_with(mark)
    };
    Some(match () {
        () if begins(ZIP) => return None,
        () if bytes.is_empty() => finding!("office-file.empty"),
        () if begins(COMPOUND) && holds_wide(bytes, ENCRYPTED) => finding!("office-file.password"),
        () if begins(COMPOUND) => finding!("office-file.old"),
        () if begins(b"%PDF") => finding!("office-file.other", kind = "PDF"),
        () if begins(b"{\\rtf") => finding!("office-file.other", kind = "RTF"),
        () if says("<?xml") => finding!("office-file.other", kind = "XML"),
        () if says("<html") || says("<!doctype") => finding!("office-file.other", kind = "HTML"),
        () => finding!("office-file.no-zip"),
    })
}

/// The finding about a zip with such names in it, where it is no package of ours.
pub(super) fn other_package(names: &[String]) -> Option<Diagnostic> {
    let has = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match () {
        () if has("[Content_Types].xml") => None,
        () if has("OFD.xml") => Some(finding!("office-file.other", kind = "OFD")),
        () if has("content.xml") => Some(finding!("office-file.other", kind = "ODF")),
        () => Some(finding!("office-file.no-package")),
    }
}

/// How many entries the zip says it has: its reader knows each name once.
pub(super) fn entries(bytes: &[u8]) -> usize {
    let end = bytes.windows(ZIP_END.len()).rposition(|window| window == ZIP_END);
    let count = end.and_then(|at| bytes.get(at + ZIP_COUNT..at + ZIP_COUNT + 2));
    count.map_or(0, |count| usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// Whether a text stands in a file as UTF-16.
fn holds_wide(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_package_is_told_apart() {
        let wide =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let old = [COMPOUND, &wide("WordDocument")].concat();
        let locked = [COMPOUND, &wide(ENCRYPTED)].concat();
        let said = |bytes: &[u8]| no_package(bytes).map(|finding| finding.message.in_file());
        let all: Vec<_> = [&b""[..], &old, &locked, b"%PDF-1.7", b"\n<!DOCTYPE html>", b"x"]
            .into_iter()
            .map(|bytes| said(bytes).expect("no package"))
            .collect();
        let mut told = all.clone();
        told.sort();
        told.dedup();
        assert_eq!(told.len(), all.len(), "{all:?}");
        assert_eq!(said(ZIP), None);
    }
}
