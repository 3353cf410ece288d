//! Changes of a printed text → changes of the bytes that it was made of.

use std::ops::Range;

use super::content::{MarkLook, PrintedText};
use super::escape::{EscapeSetting, escape};
use super::their::Their;

/// Bytes of a text file that others take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceEdit {
    pub range: Range<usize>,
    pub text: String,
}

/// A text with edits, which do not overlap, in a part of it.
pub(super) fn apply(text: &str, part: Range<usize>, edits: &[SourceEdit]) -> String {
    let mut inside: Vec<&SourceEdit> = edits
        .iter()
        .filter(|edit| part.start <= edit.range.start && edit.range.end <= part.end)
        .collect();
    inside.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut written, mut at) = (String::new(), part.start);
    for edit in inside {
        if edit.range.start < at {
            continue;
        }
        written.push_str(&text[at..edit.range.start]);
        written.push_str(&edit.text);
        at = edit.range.end;
    }
    written.push_str(&text[at..part.end]);
    written
}

/// What stands now in the place of a part of a printed text.
pub(super) struct Replacement<'a> {
    /// narrative.md.
    pub source: &'a str,
    pub content: &'a PrintedText,
    pub before: Range<usize>,
    /// The paragraph of the edited file, and the bytes of its text.
    pub their: &'a Their<'a>,
    pub now: Range<usize>,
    /// Where it stands, apart from where in its paragraph.
    pub setting: EscapeSetting,
}

impl Replacement<'_> {
    /// The edits that make it; none where there is no place for it in the file.
    pub fn edits(&self) -> Option<Vec<SourceEdit>> {
        let mut edits = self.taken_out();
        if self.now.is_empty() {
            return Some(edits);
        }
        let begins = self.content.text[..self.before.start].trim().is_empty();
        match edits.first_mut() {
            Some(first) => {
                let inside = self.marks_around(first.range.start);
                first.text = self.written(begins, &inside);
            }
            None => {
                let (at, inside) = self.insertion()?;
                let text = self.spaced(self.written(begins, &inside));
                edits.push(SourceEdit { range: at..at, text });
            }
        }
        Some(edits)
    }

    /// Every piece that is gone, and the marks around what is gone altogether.
    fn taken_out(&self) -> Vec<SourceEdit> {
        let gone = &self.before;
        if gone.is_empty() {
            return Vec::new();
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for piece in &self.content.pieces {
            let start = piece.text.start.max(gone.start);
            let end = piece.text.end.min(gone.end);
            if start < end && !piece.origin.range().is_empty() {
                ranges.push(piece.origin.of(start - piece.text.start..end - piece.text.start));
            }
        }
        for mark in &self.content.marks {
            if gone.start <= mark.text.start && mark.text.end <= gone.end {
                ranges.push(mark.source.clone());
            }
        }
        ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut edits: Vec<SourceEdit> = Vec::new();
        for range in ranges {
            match edits.last() {
                Some(last) if range.start < last.range.end => {}
                _ => edits.push(SourceEdit { range, text: String::new() }),
            }
        }
        self.close_up(edits)
    }

    /// The same without the white space that stood between pieces that are gone, and before what
    /// follows them at the head of a paragraph: there it would be an indent.
    fn close_up(&self, edits: Vec<SourceEdit>) -> Vec<SourceEdit> {
        let mut closed: Vec<SourceEdit> = Vec::new();
        for edit in edits {
            match closed.last_mut() {
                Some(last) if self.source[last.range.end..edit.range.start].trim().is_empty() => {
                    last.range.end = edit.range.end;
                }
                _ => closed.push(edit),
            }
        }
        let begins = self.content.text[..self.before.start].trim().is_empty();
        if let Some(last) = closed.last_mut().filter(|_| begins && self.now.is_empty()) {
            let rest = &self.source[last.range.end..];
            last.range.end += rest.len() - rest.trim_start_matches([' ', '\t']).len();
        }
        closed
    }

    /// Where new words go, and the marks that they then stand in: with the words before them, as a
    /// word processor does it, unless they look otherwise.
    fn insertion(&self) -> Option<(usize, Vec<&MarkLook>)> {
        let at = self.before.start;
        let look = self.their.look(self.now.start);
        let goes_on = |mark: &MarkLook| match (mark, look) {
            (MarkLook::Strong, Some(look)) => look.strong,
            (MarkLook::Emphasis, Some(look)) => look.emphasis,
            (MarkLook::Link(_), Some(look)) => look.link.is_some(),
            (_, None) => false,
        };
        let typed = |piece: &&super::content::PrintedPiece| !piece.origin.range().is_empty();
        let before = self.content.pieces.iter().filter(typed).rfind(|it| it.text.end <= at);
        let within = self
            .content
            .pieces
            .iter()
            .filter(typed)
            .find(|piece| piece.text.start < at && at < piece.text.end);
        let mut place = match (within, before) {
            (Some(piece), _) => {
                let own = at - piece.text.start;
                piece.origin.of(floor(&self.content.text, piece.text.start, own)..own).end
            }
            (None, Some(piece)) => piece.origin.range().end,
            (None, None) => {
                let next =
                    self.content.pieces.iter().filter(typed).find(|it| it.text.start >= at)?;
                next.origin.range().start
            }
        };
        let mut inside = Vec::new();
        for mark in self.content.marks.iter().rev() {
            let (starts, ends) = (mark.source.start < place, place < mark.source.end);
            let at_end = mark.text.end == at && starts && ends;
            let at_start = before.is_none() && within.is_none() && mark.text.start == at;
            if at_end && !goes_on(&mark.look) {
                place = mark.source.end;
            } else if at_start && !goes_on(&mark.look) {
                place = place.min(mark.source.start);
            } else if starts && ends {
                inside.push(&mark.look);
            }
        }
        Some((place, inside))
    }

    fn marks_around(&self, place: usize) -> Vec<&MarkLook> {
        let around = self
            .content
            .marks
            .iter()
            .filter(|mark| mark.source.start < place && place < mark.source.end);
        around.map(|mark| &mark.look).collect()
    }

    /// The new words in Markdown, with the looks that what is around them does not give them.
    fn written(&self, begins: bool, inside: &[&MarkLook]) -> String {
        let begins = begins && !self.setting.in_cell;
        let setting = EscapeSetting { begins, ..self.setting };
        marked(self.their, self.now.clone(), setting, inside)
    }

    /// The same with the spaces that keep it apart from Latin words.
    fn spaced(&self, text: String) -> String {
        let all = &self.their.text;
        let space = |at: Option<char>| at.is_some_and(char::is_whitespace);
        let head = if space(all[..self.now.start].chars().next_back()) { " " } else { "" };
        let tail = if space(all[self.now.end..].chars().next()) { " " } else { "" };
        let (head, tail) = match text.contains('\n') {
            true => ("", ""),
            false => (head, tail),
        };
        format!("{head}{text}{tail}")
    }
}

/// A part of an edited paragraph in Markdown; `inside` are the marks that it will stand in.
pub(super) fn marked(
    their: &Their<'_>,
    part: Range<usize>,
    setting: EscapeSetting,
    inside: &[&MarkLook],
) -> String {
    if setting.quoted {
        return escape(&their.text[part], setting);
    }
    let line_break = if setting.in_cell { " " } else { "\\\n" };
    let mut written = String::new();
    let mut begins = setting.begins;
    let mut at = part.start;
    while at < part.end {
        let look = their.look(at);
        let end = look.map_or(part.end, |look| look.text.end.min(part.end)).max(at + 1);
        let end = (end..=part.end).find(|end| their.text.is_char_boundary(*end)).unwrap_or(end);
        let text = &their.text[at..end];
        let escaped = escape(text.trim(), EscapeSetting { begins, ..setting });
        let strong = look.is_some_and(|look| look.strong) && !inside.contains(&&MarkLook::Strong);
        let emphasis =
            look.is_some_and(|look| look.emphasis) && !inside.contains(&&MarkLook::Emphasis);
        let in_link = inside.iter().any(|mark| matches!(mark, MarkLook::Link(_)));
        let link = look.and_then(|look| look.link.as_ref()).filter(|_| !in_link);
        let mut marked = escaped;
        if !marked.is_empty() && !text.contains('\n') {
            marked = match (strong, emphasis) {
                (true, true) => format!("***{marked}***"),
                (true, false) => format!("**{marked}**"),
                (false, true) => format!("*{marked}*"),
                (false, false) => marked,
            };
            if let Some(url) = link.filter(|url| !url.starts_with('#')) {
                marked = format!("[{marked}]({})", address(url));
            }
        }
        let lead = text.len() - text.trim_start().len();
        written.push_str(&text[..lead].replace('\n', line_break));
        written.push_str(&marked);
        if lead < text.len() {
            written.push_str(&text[text.trim_end().len()..].replace('\n', line_break));
        }
        begins = text.ends_with('\n');
        at = end;
    }
    written
}

/// The address of a link as Markdown holds it.
pub(super) fn address(url: &str) -> String {
    let plain = url.chars().all(|c| !c.is_whitespace() && !"()<>".contains(c));
    if plain { url.to_owned() } else { format!("<{}>", url.replace(['<', '>', '\n'], "")) }
}

/// The last character that begins below `upto` of the text from `from` on.
fn floor(text: &str, from: usize, upto: usize) -> usize {
    let before = text[from..from + upto].chars().next_back().map_or(0, char::len_utf8);
    upto - before
}
