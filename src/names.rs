//! What files may be called, on any system that reports are carried to.

use unicode_normalization::UnicodeNormalization;

use crate::messages::Text;
use crate::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML, is_invisible};
use crate::say;

/// The folder of a report's pictures.
pub const FIGURES: &str = "figures";

/// The longest name, in bytes: file systems take 255, and an extension follows.
const LONGEST: usize = 200;

/// What Windows keeps for its devices, with any extension and in any case.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same, each with a digit.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Why a name can't be that of a report's files.
pub fn unfit(name: &str) -> Option<Text> {
    let forbidden = |c: char| "/\\:*?\"<>|\n\t".contains(c) || is_invisible(c);
    match name.chars().find(|&c| forbidden(c)) {
        _ if name.trim().is_empty() => Some(say!("file-name-empty")),
        Some(c) if c.is_control() || is_invisible(c) => {
            Some(say!("file-name-invisible", code = format!("{:04X}", c as u32)))
        }
        Some(c) => Some(say!("file-name-has", character = c)),
        None if name.starts_with('.') || name.ends_with('.') => Some(say!("file-name-dot")),
        None if name.trim() != name => Some(say!("file-name-space")),
        None if name.len() > LONGEST => Some(say!("file-name-long")),
        None => device(name),
    }
}

/// Why a name can't be a file's on Windows, where some names are those of devices.
pub fn device(name: &str) -> Option<Text> {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = || {
        let mut digits = stem.chars();
        let digit = digits.next_back();
        digit.is_some_and(|c| matches!(c, '1'..='9' | '¹' | '²' | '³'))
            && NUMBERED_DEVICES.contains(&digits.as_str())
    };
    let kept = DEVICES.contains(&stem.as_str()) || numbered();
    kept.then(|| say!("file-name-device", name = name))
}

/// Names that are one file on some system have one key: those of Windows and macOS know no case,
/// and macOS takes é for the same however it is written.
pub fn key(name: &str) -> String {
    name.nfd().flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a path is one that a report's file has below its folder: nothing else is attached to a
/// PDF, and nothing out of a PDF is written anywhere else.
pub fn belongs(path: &str) -> bool {
    let mut steps = path.split('/');
    [REPORT_JSON, NARRATIVE_MD, STYLE_TOML].contains(&path)
        || (steps.next() == Some(FIGURES)
            && steps.clone().next().is_some()
            && steps.all(|step| unfit_step(step).is_none()))
}

/// Why a step of a path below figures/ can't be attached to a PDF.
pub(crate) fn unfit_step(step: &str) -> Option<Text> {
    match step.chars().find(|c| "/\\:".contains(*c) || c.is_control()) {
        _ if step.is_empty() => Some(say!("file-name-empty")),
        _ if matches!(step, "." | "..") => Some(say!("file-name-dot")),
        Some(c) if c.is_control() => {
            Some(say!("file-name-invisible", code = format!("{:04X}", c as u32)))
        }
        Some(c) => Some(say!("file-name-has", character = c)),
        None => device(step),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_or_no_system_takes_are_refused() {
        let long = "长".repeat(67);
        for name in [
            "",
            " ",
            "a/b",
            "..",
            "../a",
            "a\\b",
            ".nianbao",
            "a\u{0}",
            "a\nb",
            "a\u{202e}b",
            "c:a",
            "a.",
            " a",
            &long,
            "CON",
            "aux.x",
            "nul .txt",
            "com1",
            "Lpt9.2024",
            "COM²",
        ] {
            assert!(unfit(name).is_some(), "{name}");
        }
        for name in ["甲", "甲 乙", "a.b", &long[3..], "console", "com", "com10", "COM0", "x.con"]
        {
            assert_eq!(unfit(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_some_system_takes_for_one_have_one_key() {
        for (one, other) in [("甲A", "甲a"), ("caf\u{e9}", "cafe\u{301}"), ("\u{c9}T", "e\u{301}t")]
        {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("甲"), key("乙"));
    }

    #[test]
    fn only_names_of_a_report_folder_come_out() {
        for name in
            ["report.json", "narrative.md", "style.toml", "figures/图1.png", "figures/a/b.png"]
        {
            assert!(belongs(name), "{name}");
        }
        for name in [
            "../x",
            "figures",
            "figures/../../x",
            "figures//x",
            "/etc/passwd",
            "figures/a:b",
            "figures/a\\..\\b",
            "figures/a\nb",
            "figures/CON.png",
            "SHA256SUMS",
        ] {
            assert!(!belongs(name), "{name}");
        }
    }
}
