//! Words that no line breaks, and marks that take their own width: runs of text are cut here, once
//! a report, and the template draws the pieces.

use std::collections::BTreeMap;

use regex::{Captures, Match, Regex};
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Inline};
use crate::finding;
use crate::layout::Breaking;

/// A piece of a run of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Piece {
    /// Text as it is, or [`JOINER`] or [`JOINT`] by itself.
    Text(String),
    /// Text that is set in a way of its own.
    Set { set: Way, text: String },
}

/// How a piece is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Chinese quotes with the marks beside them: typst knows a quote as Chinese, and sets it closer
    /// to other marks, where it is one em wide.
    Quote,
    /// In the face of Latin letters.
    Latin,
    /// A character and then an interpunct, of which each is followed by an eighth of an em, so that
    /// the dot takes half a character.
    Dotted,
}

/// Between two characters: no line breaks here.
const JOINER: &str = "\u{2060}";
/// Between two characters: a line may break here.
const JOINT: &str = "\u{200b}";
const INTERPUNCT: &str = "·";

/// The longest word of Latin letters that a line breaks in, and the longest part of an address.
const WORD_PART: usize = 24;
const ADDRESS_PART: usize = 4;

/// Cuts texts by what a style says of numbers.
#[derive(Debug)]
pub struct WordCutter {
    cuts: Regex,
}

/// Pieces by the run of text that they are cut from, where it is cut.
pub type Words = BTreeMap<String, Vec<Piece>>;

impl WordCutter {
    /// A style that was checked gives an expression that can be made.
    pub fn new(style: &Breaking) -> Result<WordCutter, Diagnostic> {
        let one_of = |characters: &str| match characters {
            "" => r"[^\s\S]".to_owned(), // nothing
            some => format!("[{}]", regex::escape(some)),
        };
        let (ordinal, scale) = (one_of(&style.ordinal), one_of(&style.scale));
        let units: Vec<String> = style.units.split(' ').map(regex::escape).collect();
        let unit = units.join("|") + r"|[\p{Han}％‰℃]";
        let quotes = "‘’“”";
        let marks = format!("、。，：；？！〈-】〔-〛（）{quotes}");
        let cuts = [
            // An ordinal's sign, a number, what multiplies it, its unit.
            format!("(?<ordinal>{ordinal})?(?<number>[0-9]+(?:[.,][0-9]+)*)"),
            format!("(?<scale>{scale}*)(?<unit>{unit})|"),
            // A number in groups.
            "(?<groups>[0-9]{1,3}(?: [0-9]{3})+)|".to_owned(),
            // Quotes and apostrophes of Latin text.
            "(?<latin>[!-~] “[ -~’]+”|[A-Za-z]’[A-Za-z])|".to_owned(),
            // Chinese quotes, with the marks beside them.
            format!("(?<quote>[{marks}]*[{quotes}]+[{marks}]*)|"),
            // What stands beside an interpunct: `4·26` is one word.
            format!(r"(?<before>[\p{{Han}}0-9]){INTERPUNCT}(?<behind>[0-9])?|"),
            // What counts what follows.
            "(?<counter>[①-⑳])|".to_owned(),
            // The address of a page, which typst breaks itself; `e-` of `e-mail`; another long run
            // of Latin.
            "(?<url>(?:https?://|www[.])[!-~]+)|".to_owned(),
            r"(?<letter>(?-u:\b)[A-Za-z]-)(?<word>[A-Za-z])|".to_owned(),
            "(?<run>[0-9@._/?&=:+~#%-]*[A-Za-z][A-Za-z0-9@._/?&=:+~#%-]{11,})".to_owned(),
        ];
        let cuts = Regex::new(&cuts.concat()).map_err(|_| finding!("typesetting.unknown"))?;
        Ok(WordCutter { cuts })
    }

    /// What is cut of a document's running text: not of cells, where lines break as in any text.
    pub fn words(&self, document: &Document) -> Words {
        let mut words = Words::new();
        let drafted = document.draft.iter().flat_map(|draft| draft.findings.items.iter().flatten());
        let blocks = document.all_blocks().into_iter();
        for block in blocks.chain(document.notes.iter().flatten()).chain(drafted) {
            match block {
                Block::Heading(it) => self.content(&it.content, &mut words),
                Block::Paragraph(it) | Block::Remark(it) => self.content(&it.content, &mut words),
                Block::RunIn { heading, paragraph } => {
                    self.content(&heading.content, &mut words);
                    self.content(&paragraph.content, &mut words);
                }
                _ => {}
            }
        }
        words
    }

    /// Words that stand side by side are one run, typed or bound.
    fn content(&self, content: &[Inline], words: &mut Words) {
        for run in content.chunk_by(|left, right| left.words().and(right.words()).is_some()) {
            if let [
                Inline::Strong { content, .. }
                | Inline::Emph { content, .. }
                | Inline::Link { content, .. },
            ] = run
            {
                self.content(content, words);
            }
            let text: String = run.iter().filter_map(Inline::words).collect();
            if let Some(pieces) = self.cut(&text) {
                words.insert(text, pieces);
            }
        }
    }

    /// The pieces of a run of text; none where it stays whole.
    fn cut(&self, text: &str) -> Option<Vec<Piece>> {
        let mut pieces = Pieces::default();
        let mut end = 0;
        for found in self.cuts.captures_iter(text) {
            let all = found.get(0)?;
            pieces.text(&text[end..all.start()]);
            pieces.found(&found);
            end = all.end();
        }
        pieces.text(&text[end..]);
        (end > 0).then_some(pieces.0)
    }
}

/// Pieces that are being gathered.
#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds text to the text before it.
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(last)) if last != JOINER && last != JOINT => last.push_str(text),
            _ => self.0.push(Piece::Text(text.to_owned())),
        }
    }

    fn joined(&mut self, text: &str) {
        if !text.is_empty() {
            self.text(text);
            self.0.push(Piece::Text(JOINER.to_owned()));
        }
    }

    fn set(&mut self, set: Way, text: &str) {
        self.0.push(Piece::Set { set, text: text.to_owned() });
    }

    /// What was found, cut.
    fn found(&mut self, found: &Captures<'_>) {
        let part = |name: &str| found.name(name).map(|it| it.as_str());
        if let (Some(number), Some(unit)) = (part("number"), part("unit")) {
            self.joined(part("ordinal").unwrap_or_default());
            self.joined(number);
            // What multiplies it is part of the number, behind which a long unit may stand on the
            // next line: all in one would leave too great a gap.
            let scale = part("scale").unwrap_or_default();
            let is_long = unit.chars().nth(1).is_some();
            if is_long {
                self.text(scale)
            } else {
                self.joined(scale)
            }
            let last = unit.char_indices().next_back().map_or(0, |(at, _)| at);
            for c in unit[..last].chars() {
                self.joined(c.encode_utf8(&mut [0; 4]));
            }
            self.text(&unit[last..]);
        } else if let Some(groups) = part("groups") {
            self.text(&groups.replace(' ', "\u{a0}"));
        } else if let Some(latin) = part("latin") {
            self.set(Way::Latin, latin);
        } else if let Some(quote) = part("quote") {
            self.set(Way::Quote, quote);
        } else if let Some(before) = part("before") {
            self.set(Way::Dotted, before);
            if let Some(behind) = part("behind") {
                self.0.push(Piece::Text(JOINER.to_owned()));
                self.text(behind);
            }
        } else if let Some(counter) = part("counter") {
            self.joined(counter);
        } else if let (Some(letter), Some(word)) = (part("letter"), part("word")) {
            self.joined(letter);
            self.text(word);
        } else if let Some(run) = part("run") {
            self.jointed(run);
        } else {
            self.text(found.get(0).as_ref().map(Match::as_str).unwrap_or_default());
        }
    }

    /// A long run of Latin, with joints where it is best parted: behind signs, and an address behind
    /// every few letters.
    fn jointed(&mut self, run: &str) {
        let most = if run.contains(['@', '.', '_', '/']) { ADDRESS_PART } else { WORD_PART };
        let sign = |c: char| !c.is_ascii_alphanumeric();
        let mut rest = run;
        while !rest.is_empty() {
            let letters = rest.find(sign).unwrap_or(rest.len()).min(most);
            let signs = rest[letters..].find(|c| !"@._/?&=:-".contains(c));
            let end = match letters {
                0 => rest.find(|c| !sign(c)).unwrap_or(rest.len()),
                _ => letters + signs.unwrap_or(rest.len() - letters),
            };
            self.text(&rest[..end]);
            rest = &rest[end..];
            if !rest.is_empty() {
                self.0.push(Piece::Text(JOINT.to_owned()));
            }
        }
    }
}
