//! What a report's files may be called.

use crate::messages::Text;
use crate::reader::is_invisible;
use crate::say;

/// The longest name, in bytes: file systems take 255, and an extension follows.
const LONGEST: usize = 200;

/// Why a name can't be that of a file, on any system that reports are carried to.
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
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::unfit;

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
        ] {
            assert!(unfit(name).is_some(), "{name}");
        }
        for name in ["甲", "甲 乙", "a.b", &long[3..]] {
            assert_eq!(unfit(name), None, "{name}");
        }
    }
}
