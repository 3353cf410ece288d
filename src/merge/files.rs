//! Edits of a text → the bytes of its file: its line ends, its BOM and everything else stay.

use super::edits::SourceEdit;
use super::three::{self, Prefer};
use crate::reader::clean;

/// The bytes of a file whose text, as edits see it, is to be `wanted`.
pub(super) fn rewritten(written: &str, wanted: &str) -> String {
    let (text, origin) = clean(written);
    // Only what differs is written anew.
    let edits = three::merge(&text, &text, wanted, Prefer::Theirs).edits;
    let line_end = if written.contains("\r\n") { "\r\n" } else { "\n" };
    let mut bytes = String::with_capacity(written.len());
    let mut at = 0;
    let mut sorted: Vec<&SourceEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    for edit in sorted {
        let place = match edit.range.is_empty() {
            false => origin.of(edit.range.clone()),
            true if edit.range.start == 0 => {
                let start = written.len() - written.trim_start_matches('\u{feff}').len();
                start..start
            }
            true => {
                let before = text[..edit.range.start].chars().next_back();
                let last = edit.range.start - before.map_or(0, char::len_utf8);
                let end = origin.of(last..edit.range.start).end;
                end..end
            }
        };
        bytes.push_str(&written[at..place.start.max(at)]);
        bytes.push_str(&edit.text.replace('\n', line_end));
        at = place.end.max(at);
    }
    bytes.push_str(&written[at..]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_bom_stay() {
        let written = "\u{feff}# 甲\r\n\r\n乙12件。\r\n";
        let wanted = "# 甲\n\n乙13件。\n\n丙。\n";
        assert_eq!(rewritten(written, wanted), "\u{feff}# 甲\r\n\r\n乙13件。\r\n\r\n丙。\r\n");
        assert_eq!(rewritten(written, "# 甲\n\n乙12件。\n"), written);
        assert_eq!(rewritten("\u{feff}", "甲\n"), "\u{feff}甲\n");
        assert_eq!(rewritten("甲\r乙\n", "甲\n丙\n"), "甲\r丙\n");
    }
}
