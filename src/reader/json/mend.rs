//! report.json with its slips mended as far as they are plain: each is told, the value that it
//! spoilt is taken for unread, and all else is read as if it were not there.

use std::ops::Range;

use super::output::Output;
use super::quoted::{Quoted, quoted};
use super::word::{
    JsonSlip, end_of_digits, end_of_word, half_width_mark, is_number, is_value, judge,
    rest_of_entry,
};
use crate::messages::Text;
use crate::origin::Origin;
use crate::say;

/// What stands for a value that could not be read. Nobody types it.
pub(super) const UNREAD: &str = "\"\\u0000\"";

/// Slips after which nothing is looked at any more: it may be no JSON at all.
const MOST: usize = 50;

/// A text in JSON, where it came from, and what was wrong with it.
pub(super) struct Mended {
    pub text: String,
    pub origin: Origin,
    pub slips: Vec<JsonSlip>,
}

/// Mends a text; none where that is more than slips of the keyboard.
pub(super) fn mend(written: &str) -> Option<Mended> {
    let mut mender = Mender {
        written,
        at: 0,
        out: Output { written, text: String::new(), origin: Origin::default() },
        slips: Vec::new(),
        open: Vec::new(),
        wanted: Due::Value,
        comma: None,
        number: None,
        last: 0..0,
        space_told: false,
    };
    while mender.slips.len() < MOST
        && let Some(c) = written[mender.at..].chars().next()
    {
        mender.token(c)?;
    }
    if mender.slips.len() >= MOST {
        return None;
    }
    mender.end()?;
    let Mender { out: Output { text, origin, .. }, mut slips, .. } = mender;
    // What follows on the line of a slip may be its consequence.
    let line = |slip: &JsonSlip| written[..slip.at.start.min(written.len())].matches('\n').count();
    slips.sort_by_key(|slip| slip.at.start);
    slips.dedup_by_key(|slip| line(slip));
    (!slips.is_empty() && is_value(&text) && text.starts_with('{')).then_some(Mended {
        text,
        origin,
        slips,
    })
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    Key,
    Colon,
    Value,
    /// A comma, or the end of what is open.
    Comma,
}

struct Mender<'a> {
    written: &'a str,
    at: usize,
    out: Output<'a>,
    slips: Vec<JsonSlip>,
    /// The brackets that are open.
    open: Vec<char>,
    wanted: Due,
    /// A comma that is put once something follows.
    comma: Option<Range<usize>>,
    /// A number that is put once nothing of it follows.
    number: Option<Range<usize>>,
    /// What was read last.
    last: Range<usize>,
    space_told: bool,
}

impl Mender<'_> {
    fn token(&mut self, c: char) -> Option<()> {
        let here = self.at..self.at + c.len_utf8();
        let rest = &self.written[self.at..];
        match c {
            ' ' | '\n' | '\t' | '\r' => self.at = here.end,
            '/' if rest.starts_with("//") => self.comment("\n"),
            '/' if rest.starts_with("/*") => self.comment("*/"),
            '#' => self.comment("\n"),
            '"' | '“' | '”' | '＂' | '\'' | '‘' | '’' => self.string(c)?,
            '{' | '[' | '｛' | '［' | '【' => self.opened(c, here)?,
            '}' | ']' | '｝' | '］' | '】' => self.closed(c, here)?,
            ',' | '，' => self.comma(c, here)?,
            ':' | '：' => self.colon(c, here),
            c if c.is_whitespace() || crate::reader::is_invisible(c) => {
                if !self.space_told {
                    let code = format!("{:04X}", c as u32);
                    self.slip(
                        here.clone(),
                        say!("slip-space", code = code),
                        say!("slip-space-hint"),
                    );
                }
                (self.space_told, self.at) = (true, here.end);
            }
            _ => self.word()?,
        }
        Some(())
    }

    fn slip(&mut self, at: Range<usize>, problem: Text, hint: Text) {
        self.slips.push(JsonSlip::new(at, problem, hint));
    }

    /// An ASCII mark; a full-width one is a slip.
    fn mark(&mut self, c: char, range: Range<usize>) -> char {
        let Some(right) = half_width_mark(c) else { return c };
        self.slip(range, say!("json-wide-mark", mark = c), say!("slip-write", right = right));
        right
    }

    fn comment(&mut self, end: &str) {
        let rest = &self.written[self.at..];
        let after = rest.find(end).map_or(rest.len(), |at| at + end.trim_end().len());
        let range = self.at..self.at + after;
        self.at = range.end;
        self.slip(range, say!("slip-comment"), say!("slip-comment-hint"));
    }

    /// Puts what was held back, since something else follows; says whether it is a key.
    fn begin(&mut self) -> Option<bool> {
        self.put_number();
        let end = self.last.clone();
        match self.wanted {
            Due::Comma if self.open.is_empty() => return None,
            Due::Comma => {
                self.slip(end.clone(), say!("json-comma"), say!("slip-comma-hint"));
                self.out.put_as(",", end.end..end.end);
                self.wanted = self.inside();
            }
            Due::Colon => {
                self.slip(end.clone(), say!("json-colon"), say!("slip-colon-hint"));
                self.out.put_as(":", end.end..end.end);
                self.wanted = Due::Value;
            }
            Due::Key | Due::Value => {}
        }
        if let Some(comma) = self.comma.take() {
            self.out.put_as(",", comma);
        }
        Some(self.wanted == Due::Key)
    }

    fn put_number(&mut self) {
        if let Some(number) = self.number.take() {
            self.out.put(number);
        }
    }

    /// What comes first in the bracket that is open.
    fn inside(&self) -> Due {
        if self.open.last() == Some(&'[') { Due::Value } else { Due::Key }
    }

    /// What was read at `range` is whole.
    fn done(&mut self, was_key: bool, range: Range<usize>) {
        self.wanted = if was_key { Due::Colon } else { Due::Comma };
        self.at = range.end;
        self.last = range;
    }

    fn opened(&mut self, c: char, range: Range<usize>) -> Option<()> {
        if self.begin()? {
            return None;
        }
        let c = self.mark(c, range.clone());
        self.out.put_as(&c.to_string(), range.clone());
        self.open.push(c);
        self.wanted = self.inside();
        (self.at, self.last) = (range.end, range);
        Some(())
    }

    fn closed(&mut self, c: char, range: Range<usize>) -> Option<()> {
        let c = self.mark(c, range.clone());
        self.end_of_list(range.clone());
        let right = if self.open.pop()? == '[' { ']' } else { '}' };
        if c != right {
            self.slip(range.clone(), say!("slip-bracket"), say!("slip-write", right = right));
        }
        self.out.put_as(&right.to_string(), range.clone());
        self.done(false, range);
        Some(())
    }

    /// Ends the last entry of what is open.
    fn end_of_list(&mut self, here: Range<usize>) {
        self.put_number();
        if let Some(comma) = self.comma.take() {
            self.slip(comma, say!("json-comma-extra"), say!("slip-remove"));
        } else if self.wanted == Due::Colon || self.lacks_value() {
            self.missing_value(here);
        }
    }

    fn lacks_value(&self) -> bool {
        self.wanted == Due::Value && self.open.last() == Some(&'{')
    }

    fn missing_value(&mut self, here: Range<usize>) {
        self.slip(here.clone(), say!("json-value"), say!("slip-value-hint"));
        if self.wanted == Due::Colon {
            self.out.put_as(":", here.clone());
        }
        self.out.put_as(UNREAD, here);
        self.wanted = Due::Comma;
    }

    fn comma(&mut self, c: char, range: Range<usize>) -> Option<()> {
        self.mark(c, range.clone());
        if self.wanted == Due::Colon || self.lacks_value() {
            self.missing_value(range.clone());
        }
        if self.wanted == Due::Comma && !self.open.is_empty() {
            self.comma = Some(range.clone());
            self.wanted = self.inside();
        } else if self.open.is_empty() {
            return None;
        } else {
            self.slip(range.clone(), say!("slip-comma-twice"), say!("slip-remove"));
        }
        self.at = range.end;
        Some(())
    }

    fn colon(&mut self, c: char, range: Range<usize>) {
        self.mark(c, range.clone());
        match self.wanted {
            Due::Colon => {
                self.out.put_as(":", range.clone());
                self.wanted = Due::Value;
            }
            _ => self.slip(range.clone(), say!("slip-colon-twice"), say!("slip-remove")),
        }
        self.at = range.end;
    }

    /// A word without quotes: a number, a key, or what should have been one.
    fn word(&mut self) -> Option<()> {
        let range = self.at..end_of_word(self.written, self.at);
        let word = &self.written[range.clone()];
        if let Some(number) = self.number.clone() {
            let digits = word.bytes().all(|byte| byte.is_ascii_digit());
            let same_line = !self.written[number.end..range.start].contains('\n');
            if digits && same_line {
                return self.parted(number, range);
            }
            if same_line && self.wanted == Due::Comma {
                let whole = number.start..range.end;
                self.number = None;
                let problem = say!("slip-unit", found = &self.written[whole.clone()]);
                return self.unread(whole, problem, say!("slip-digits-only"));
            }
        }
        if self.wanted == Due::Comma && !self.written[self.last.end..range.start].contains('\n') {
            self.slip(range.clone(), say!("slip-rest"), say!("slip-remove"));
            self.at = rest_of_entry(self.written, range.end);
            return Some(());
        }
        if self.begin()? {
            self.slip(
                range.clone(),
                say!("json-key"),
                say!("slip-write", right = format!("\"{word}\"")),
            );
            self.out.put_as(&serde_json::to_string(word).ok()?, range.clone());
            self.done(true, range);
        } else if is_number(word) {
            self.number = Some(range.clone());
            self.done(false, range);
        } else if is_value(word) {
            self.out.put(range.clone());
            self.done(false, range);
        } else {
            let (problem, hint) = judge(word);
            return self.unread(range, problem, hint);
        }
        Some(())
    }

    /// A number that spaces or commas part, as in 1,234.
    fn parted(&mut self, number: Range<usize>, last: Range<usize>) -> Option<()> {
        let whole = number.start..end_of_digits(self.written, last.end);
        (self.number, self.comma) = (None, None);
        let found = &self.written[whole.clone()];
        let digits: String = found.chars().filter(char::is_ascii_digit).collect();
        self.unread(whole, say!("slip-parted", found = found), say!("slip-if", right = digits))
    }

    /// A value that is there and can't be read, with what follows it in its entry.
    fn unread(&mut self, range: Range<usize>, problem: Text, hint: Text) -> Option<()> {
        self.slip(range.clone(), problem, hint);
        self.out.put_as(UNREAD, range.clone());
        let end = rest_of_entry(self.written, range.end);
        self.done(false, range.start..end);
        Some(())
    }

    /// A string, in whatever quotes.
    fn string(&mut self, quote: char) -> Option<()> {
        let start = self.at;
        let is_key = self.begin()?;
        let Quoted { content, end, slips } = quoted(self.written, start, quote);
        let range = start..end;
        if !is_key && quote != '"' && is_number(&content) {
            let problem = say!("slip-quotes", mark = quote);
            return self.unread(range, problem, say!("slip-quoted-number"));
        }
        self.slips.extend(slips);
        if is_value(&self.written[range.clone()]) {
            self.out.put(range.clone());
        } else {
            self.out.put_as(&serde_json::to_string(&content).ok()?, range.clone());
        }
        self.done(is_key, range);
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        let end = self.written.trim_end().len();
        self.end_of_list(end..end);
        if !self.open.is_empty() {
            self.slip(self.last.clone(), say!("json-unfinished"), say!("slip-unfinished-hint"));
        }
        while let Some(open) = self.open.pop() {
            self.out.put_as(if open == '[' { "]" } else { "}" }, end..end);
        }
        Some(())
    }
}
