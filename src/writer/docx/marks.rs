//! Quotes, dashes and dots of Chinese text that stand beside Latin letters or digits. A word
//! processor that does not know the hint of a run (LibreOffice) sets them in the face of what
//! stands before them, a quote and its partner in two: they are runs of their own, whose every face
//! is the Chinese one.

use crate::breaks::FIRST_WIDE;

/// Marks of Chinese and of Latin text.
const SHARED: &str = "‘’“”—…";

/// Cuts the text of one paragraph, run by run.
#[derive(Debug, Default)]
pub(super) struct MarkCutter {
    /// The last character that says which face such marks have.
    last: Option<char>,
}

impl MarkCutter {
    /// The pieces of a run, each with whether it is to be in the Chinese face alone.
    pub fn cut<'t>(&mut self, text: &'t str) -> Vec<(&'t str, bool)> {
        if !text.contains(is_shared) {
            self.last = text.chars().rfind(|c| tells(*c)).or(self.last);
            return vec![(text, false)];
        }
        let mut pieces: Vec<(&str, bool)> = Vec::new();
        let mut start = 0;
        let mut english = 0..0;
        for (at, c) in text.char_indices() {
            if tells(c) {
                self.last = Some(c);
            }
            if let Some(quoted) = english_quote(text, at) {
                english = quoted;
            }
            // At the head of a paragraph they are taken for Latin ones, whatever follows.
            let alone = is_shared(c)
                && self.last.is_none_or(|c| c < FIRST_WIDE)
                && !english.contains(&at)
                && !is_apostrophe(text, at);
            match pieces.last_mut() {
                Some((piece, known)) if *known == alone => {
                    *piece = &text[start..at + c.len_utf8()];
                }
                _ => {
                    start = at;
                    pieces.push((&text[at..at + c.len_utf8()], alone));
                }
            }
        }
        pieces
    }
}

fn is_shared(c: char) -> bool {
    SHARED.contains(c)
}

/// Whether it has a face by itself.
fn tells(c: char) -> bool {
    !is_shared(c) && !c.is_whitespace()
}

/// The quote of Latin words that begins at `at`, behind other Latin words.
fn english_quote(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let behind = text[at..].strip_prefix('“')?;
    let before = text[..at].strip_suffix(' ')?;
    let end = behind.find('”')?;
    let is_latin = |c: char| c.is_ascii() || c == '’';
    let is_english =
        before.ends_with(|c: char| c.is_ascii_graphic()) && behind[..end].chars().all(is_latin);
    is_english.then(|| at..at + '“'.len_utf8() + end + '”'.len_utf8())
}

/// Whether ’ at `at` stands between Latin letters.
fn is_apostrophe(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let behind = text[at..].strip_prefix('’');
    behind.is_some_and(|behind| behind.starts_with(is_letter)) && text[..at].ends_with(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of runs of one paragraph, those of the Chinese face alone in brackets.
    fn cut(runs: &[&str]) -> String {
        let mut cutter = MarkCutter::default();
        let pieces = runs.iter().flat_map(|run| cutter.cut(run));
        pieces.map(|(text, alone)| if alone { format!("[{text}]") } else { text.into() }).collect()
    }

    #[test]
    fn marks_beside_latin_are_runs_of_their_own() {
        assert_eq!(cut(&["“1+X”新闻，“一网通办”"]), "[“]1+X[”]新闻，“一网通办”");
        assert_eq!(cut(&["拨打“12345”——热线"]), "拨打“12345[”——]热线");
        assert_eq!(cut(&["共36件", "”；“好”"]), "共36件”；“好”");
        assert_eq!(cut(&["共36", "”；“好”"]), "共36[”]；“好”", "over runs");
        assert_eq!(cut(&["it’s “so so” and"]), "it’s “so so” and", "English");
        assert_eq!(cut(&["——", "如前"]), "[——]如前", "at the head");
    }
}
