//! Blocks of the text. The reader yields them without settings, which are given when the document
//! is composed.

use std::ops::Range;

use serde::Serialize;

use super::chart::Chart;
use super::figure::Figure;
use super::inline::{Inline, plain};
use super::table::Table;
use crate::breaks::FIRST_WIDE;

/// A block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading on lines of its own.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A heading and the paragraph that follows it on the line.
    RunIn {
        /// The heading, which ends in a full stop.
        heading: Heading,
        /// What follows.
        paragraph: Paragraph,
    },
    /// A remark on a table, right below it in small type.
    Remark(Paragraph),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// A chart.
    Chart(Chart),
    /// A page turned on its side: a table that is too wide for an upright one, below the heading
    /// right above it where there is one.
    Turned {
        /// What stands on it.
        blocks: Vec<Block>,
    },
}

impl Block {
    /// Its bytes in narrative.md; none for what is the form's own.
    pub fn source(&self) -> Option<Range<usize>> {
        match self {
            Block::Heading(heading) => heading.source.clone(),
            Block::Paragraph(paragraph) | Block::Remark(paragraph) => paragraph.source.clone(),
            Block::RunIn { heading, paragraph } => {
                Some(heading.source.as_ref()?.start..paragraph.source.as_ref()?.end)
            }
            Block::List(list) => list.source.clone(),
            Block::Table(table) => table.source.clone(),
            Block::Figure(figure) => figure.source.clone(),
            Block::Chart(chart) => chart.source.clone(),
            Block::Turned { blocks } => {
                let mut sources = blocks.iter().filter_map(Block::source);
                let first = sources.next()?;
                Some(first.start..sources.next_back().map_or(first.end, |last| last.end))
            }
        }
    }
}

/// A heading of level 1-4 with its finished number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1-4.
    pub level: u8,
    /// `一、`, `（一）`, ….
    pub number: String,
    /// The heading without its number.
    pub content: Vec<Inline>,
    /// Its bytes in narrative.md; none for the form's own.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// Its text.
    pub content: Vec<Inline>,
    /// Whether it is of Latin words alone, whose lines end where they will.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ragged: bool,
    /// Whether its last word is a number with its unit, which may stand on a line alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub long_end: bool,
    /// Whether a long word or address pulls one of its lines apart where none is parted, as in word
    /// processors.
    #[serde(skip)]
    pub torn: bool,
    /// Its bytes in narrative.md; none for the layout's own.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

impl Paragraph {
    /// A paragraph whose bytes are `source`.
    pub fn new(content: Vec<Inline>, source: Option<Range<usize>>) -> Paragraph {
        Paragraph { content, ragged: false, long_end: false, torn: false, source }
    }

    /// Whether a note's mark stands in it.
    pub fn has_note(&self) -> bool {
        self.content.iter().any(Inline::has_note)
    }

    /// Sees whether it is of Latin words alone, of which three are a sentence, and how it ends.
    pub fn settle(&mut self) {
        let text = plain(&self.content);
        let is_word = |word: &&str| word.chars().filter(char::is_ascii_alphabetic).count() > 1;
        let is_latin = text.chars().all(|c| c < FIRST_WIDE);
        self.ragged = is_latin && text.split_whitespace().filter(is_word).count() > 2;
        let mut end = text.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().rev();
        let has_unit = end.next().is_some_and(|unit| !unit.is_ascii());
        self.long_end = has_unit && end.take(LAST_WORD).any(|c| c.is_ascii_digit());
    }
}

/// How near before the last character a digit makes it the unit of a number.
const LAST_WORD: usize = 2;

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List {
    /// Number of the first item; none where all have the same mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// How it is set; none until that is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<ListSetting>,
    /// Items, each of blocks.
    pub items: Vec<Vec<Block>>,
    /// Its bytes in narrative.md; none for a list of ours.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// How a list is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListSetting {
    /// The mark of each item; `{n}` stands for its number.
    pub mark: String,
    /// From where the text around the list begins to the mark.
    pub indent_milli_em: u32,
    /// From the mark's left edge to the text, for writers that set it at a fixed place.
    pub hang_milli_em: u32,
    /// From the mark's right edge to the text, for writers that measure the mark.
    pub gap_milli_em: u32,
}

/// Marks of lists without numbers, by how many of these they lie in; deeper ones begin anew. Every
/// embedded face of the text has them.
const MARKS: [&str; 3] = ["•", "–", "·"];

/// The closing bracket that is as wide as a Chinese character.
const WIDE_BRACKET: char = '\u{ff09}';

/// The least room between a mark and its text where items hang.
const LEAST_GAP_EM: f64 = 0.2;

impl ListSetting {
    /// The setting of a list whose items have such numbers. A bracket has room of its own.
    pub fn numbered(pattern: &str, indent_milli_em: u32) -> ListSetting {
        let setting = Self::marked(pattern, indent_milli_em);
        let gap_milli_em = if pattern.ends_with(WIDE_BRACKET) { 0 } else { setting.gap_milli_em };
        ListSetting { gap_milli_em, ..setting }
    }

    /// The setting of a list without numbers that lies in `around` others of its kind.
    pub fn bulleted(around: usize, indent_milli_em: u32) -> ListSetting {
        Self::marked(MARKS[around % MARKS.len()], indent_milli_em)
    }

    /// The mark of the item at `index`, from 0, of a list that starts at `start`.
    pub fn mark_of(&self, start: u32, index: usize) -> String {
        let number = start.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        self.mark.replace("{n}", &number.to_string())
    }

    /// From where the text around the list begins to the text of an item whose mark is so wide,
    /// where neither way to set it leaves more room: characters of the grid.
    pub fn text_em(&self, mark_em: f64) -> f64 {
        let em = |milli_em: u32| f64::from(milli_em) / 1000.0;
        em(self.indent_milli_em) + em(self.hang_milli_em).max(mark_em + em(self.gap_milli_em))
    }

    /// Hangs the items far enough for a mark that is so wide.
    pub fn make_room_for(&mut self, mark_em: f64) {
        let needed = ((mark_em + LEAST_GAP_EM) * 1000.0).round() as u32;
        self.hang_milli_em = self.hang_milli_em.max(needed);
    }

    fn marked(mark: &str, indent_milli_em: u32) -> ListSetting {
        let mark = mark.to_owned();
        ListSetting { mark, indent_milli_em, hang_milli_em: 1000, gap_milli_em: 500 }
    }
}
