//! Plain text as Markdown that reads as just this text.

/// What is the start of something else in Markdown wherever it stands.
const ANYWHERE: [char; 6] = ['\\', '`', '*', '[', ']', '<'];

/// A paragraph, which begins a line.
pub(super) fn paragraph(text: &str) -> String {
    let inner = inner(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let begins = |marks: &[char]| inner.starts_with(marks);
    if begins(&['#', '>', '+', '-', '=', '|', '~', ':']) {
        format!("\\{inner}")
    } else if digits > 0 && inner[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &inner[..digits], &inner[digits..])
    } else {
        inner
    }
}

/// A cell of a table.
pub(super) fn cell(text: &str) -> String {
    inner(&text.replace('\n', "")).replace('|', "\\|")
}

/// Text in a line.
pub(super) fn inner(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let word = |c: char| c.is_alphanumeric();
        let special = ANYWHERE.contains(&c)
            || (c == '{' && matches!(before, '{'))
            || (c == '%' && before == '{')
            || (c == '_' && !(word(before) && word(next)))
            || (c == '&' && (next == '#' || next.is_ascii_alphabetic()));
        if special {
            written.push('\\');
        }
        written.push(c);
        before = if special { ' ' } else { c };
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(paragraph("1.推进公开"), "1\\.推进公开");
        assert_eq!(paragraph("#话题#"), "\\#话题#");
        assert_eq!(paragraph("- 一"), "\\- 一");
        assert_eq!(
            inner("a*b_c [d] <e> {{f}} {% &amp;"),
            "a\\*b_c \\[d\\] \\<e> {\\{f}} {\\% \\&amp;"
        );
        assert_eq!(cell("甲|乙\n丙"), "甲\\|乙丙");
    }
}
