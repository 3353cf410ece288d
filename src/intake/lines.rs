//! Text of files from elsewhere, made plain: white space that only lays out is taken away.

/// White space, and what takes no room.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether there is nothing in it but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// The text in one line: a space stays only between two characters of ASCII.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if is_space(c) {
            space = true;
            continue;
        }
        if space && c.is_ascii() && line.ends_with(|before: char| before.is_ascii()) {
            line.push(' ');
        }
        space = false;
        line.push(c);
    }
    line
}

/// The lines of a cell, parted by `\n`, each in one line, without empty ones.
pub(super) fn cell_lines(text: &str) -> String {
    let lines = text.split('\n').map(one_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The paragraphs of a text with line breaks. A break ends a paragraph where the next line is set
/// in, or where a sentence ends before it; else the line goes on.
pub(super) fn joined(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.split('\n').filter(|line| !is_blank(line)) {
        let plain = one_line(line);
        let ends = |before: &String| {
            before.ends_with(['\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{ff1b}', '\u{ff1a}'])
        };
        match paragraphs.last_mut() {
            Some(before) if !is_set_in(line) && !ends(before) => {
                *before = one_line(&format!("{before} {plain}"));
            }
            _ => paragraphs.push(plain),
        }
    }
    paragraphs
}

/// Whether a line begins with the room of two characters.
fn is_set_in(line: &str) -> bool {
    let width = |c: char| match c {
        '\u{3000}' | '\u{2003}' | '\t' => 2,
        '\u{2002}' | '\u{a0}' => 1,
        _ => 0,
    };
    line.chars().take_while(|c| is_space(*c)).map(width).sum::<usize>() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_stays_only_between_words() {
        assert_eq!(one_line(" \u{a0}第 1 页\u{3000}"), "第1页");
        assert_eq!(one_line("open  data\n表"), "open data表");
        assert_eq!(one_line("1 2"), "1 2", "two numbers are not one");
        assert_eq!(cell_lines("\n 结果 \n\n维持\n"), "结果\n维持");
    }

    #[test]
    fn a_line_break_ends_a_paragraph_or_not() {
        assert_eq!(joined("一句。\n又一句"), ["一句。", "又一句"]);
        assert_eq!(joined("没有\n说完"), ["没有说完"]);
        assert_eq!(joined("标题\n\u{3000}\u{3000}正文"), ["标题", "正文"]);
    }
}
