//! Lists: each is a numbering of its own, so that each starts anew.

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level, LevelJc, LevelOverride, LevelText, NumberFormat,
    Numbering, NumberingId, Paragraph, SpecialIndentType, Start,
};

use super::file::WordFile;
use super::measures::Measures;
use super::mend;
use super::styles;
use crate::ooxml::names;

/// The lists so far: the start of each ordered one, none for bullets.
#[derive(Debug, Default)]
pub(super) struct Lists {
    starts: Vec<Option<u32>>,
}

/// A list, and how deep it lies in others.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenList {
    number: usize,
    depth: usize,
}

/// docx-rs keeps number 1 for itself.
const BULLETS: usize = 2;
const NUMBERS: usize = 3;
const FIRST_LIST: usize = 2;
/// Levels a list can be deep in Word.
const DEEPEST: usize = 8;

impl Lists {
    /// Begins a list `depth` lists deep.
    pub fn begin(&mut self, start: Option<u32>, depth: usize) -> OpenList {
        self.starts.push(start);
        OpenList { number: FIRST_LIST + self.starts.len() - 1, depth: depth.min(DEEPEST) }
    }

    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Adds the numberings that the lists name.
    pub fn add_to(&self, mut docx: Docx, measures: &Measures<'_>) -> Docx {
        if self.is_empty() {
            return docx;
        }
        for id in [BULLETS, NUMBERS] {
            let levels = (0..=DEEPEST).map(|depth| level(id, depth, measures));
            let numbering = levels.fold(AbstractNumbering::new(id), AbstractNumbering::add_level);
            docx = docx.add_abstract_numbering(numbering);
        }
        for (index, start) in self.starts.iter().enumerate() {
            let id = FIRST_LIST + index;
            docx = docx.add_numbering(match start {
                None => Numbering::new(id, BULLETS),
                Some(start) => {
                    let starting = |depth| LevelOverride::new(depth).start(*start as usize);
                    Numbering::new(id, NUMBERS).overrides((0..=DEEPEST).map(starting).collect())
                }
            });
        }
        docx
    }
}

impl OpenList {
    /// The empty paragraph of an item; only the item's first one has a mark.
    pub fn paragraph(self, first: bool, measures: &Measures<'_>) -> Paragraph {
        let paragraph = Paragraph::new().style(styles::LIST);
        if first {
            paragraph.numbering(NumberingId::new(self.number), IndentLevel::new(self.depth))
        } else {
            paragraph.indent(Some(left(measures, self.depth)), None, None, None)
        }
    }
}

/// Marks and indent of a level.
fn level(id: usize, depth: usize, measures: &Measures<'_>) -> Level {
    let (format, text) = match id {
        BULLETS => ("bullet", "•".to_owned()),
        _ => ("decimal", format!("%{}.", depth + 1)),
    };
    let hanging = SpecialIndentType::Hanging(measures.characters(1.0));
    Level::new(
        depth,
        Start::new(1),
        NumberFormat::new(format),
        LevelText::new(text),
        LevelJc::new("left"),
    )
    .indent(Some(left(measures, depth)), Some(hanging), None, None)
}

/// Left edge of a list's text, twips: two characters for the indent and one for the mark, two more
/// a level.
fn left(measures: &Measures<'_>, depth: usize) -> i32 {
    measures.characters(3.0 + 2.0 * depth as f64)
}

/// Adds the part that docx-rs built of the numberings.
pub(super) fn add(file: &mut WordFile, built: &[u8]) -> mend::Result<()> {
    let part = mend::finish(mend::parse(built)?);
    file.add("rId7", names::NUMBERING, "numbering.xml", part);
    Ok(())
}
