//! Text as Markdown holds it: what would become structure stands behind a backslash, and nothing
//! else does.

/// Where a text is put.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EscapeSetting {
    /// Whether it begins a block.
    pub begins: bool,
    /// Whether it stands in a cell of a table.
    pub in_cell: bool,
    /// Whether it stands between quotes, as captions do.
    pub quoted: bool,
}

/// `text` as it is written in narrative.md; a line break that is wanted is `\n`.
pub(super) fn escape(text: &str, setting: EscapeSetting) -> String {
    if setting.quoted {
        return text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
    }
    let mut written = String::with_capacity(text.len());
    let mut begins = setting.begins;
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            written.push_str(if setting.in_cell { " " } else { "\\\n" });
            begins = true;
        }
        let mark = if begins { block_mark(line) } else { None };
        let mut before = None;
        for (at, c) in line.char_indices() {
            let rest = &line[at + c.len_utf8()..];
            let escaped = match c {
                '\\' => rest.starts_with(|c: char| c.is_ascii_punctuation()) || rest.is_empty(),
                '*' | '`' | '[' | ']' | '~' => true,
                '_' => !is_inside(before, rest),
                '<' => rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)),
                '&' => is_entity(rest),
                '|' => setting.in_cell,
                '{' => rest.starts_with('{'),
                _ => false,
            };
            if escaped || mark == Some(at) {
                written.push('\\');
            }
            written.push(c);
            before = Some(c);
        }
    }
    written
}

/// Whether `_` stands between letters, where it is itself.
fn is_inside(before: Option<char>, rest: &str) -> bool {
    before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
}

fn is_entity(rest: &str) -> bool {
    let end = rest.bytes().take(32).position(|byte| byte == b';');
    end.is_some_and(|end| {
        end > 0 && rest[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// The character at a line's head that makes it a heading, a list, a quotation or a rule.
fn block_mark(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let behind = |count: usize| line[count..].is_empty() || line[count..].starts_with([' ', '\t']);
    let same = line.len() - line.trim_start_matches(first).len();
    match first {
        '#' => Some(0), // without a space it is a heading that lacks one
        '>' | '|' | ':' => Some(0),
        '-' | '+' if behind(1) => Some(0),
        '-' | '=' if same >= 3 || same == line.trim_end().len() => Some(0),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let ends = line[digits..].starts_with(['.', ')']);
            (digits <= 9 && ends && behind(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(text: &str) -> String {
        escape(text, EscapeSetting { begins: true, ..EscapeSetting::default() })
    }

    #[test]
    fn only_what_would_be_structure_is_escaped() {
        for (text, written) in [
            ("甲乙，2024年1.5%。", "甲乙，2024年1.5%。"),
            ("# 甲", "\\# 甲"),
            ("#话题#", "\\#话题#"),
            ("- 甲", "\\- 甲"),
            ("-5", "-5"),
            ("12. 甲", "12\\. 甲"),
            ("12.5", "12.5"),
            ("a*b_c__", "a\\*b_c\\_\\_"),
            ("<b> 1 < 2", "\\<b> 1 < 2"),
            ("R&D &amp;", "R&D \\&amp;"),
            ("{{ x }}", "\\{{ x }}"),
            ("C:\\数据\\", "C:\\数据\\\\"),
            ("[甲](乙)", "\\[甲\\](乙)"),
            ("甲\n- 乙", "甲\\\n\\- 乙"),
        ] {
            assert_eq!(begun(text), written);
        }
        assert_eq!(
            escape("a|b", EscapeSetting { in_cell: true, ..EscapeSetting::default() }),
            "a\\|b"
        );
    }
}
