//! Lists: each is a numbering of its own, so that each starts anew. Those whose marks and edges are
//! the same, and those of the lists around them, share one definition.

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level, LevelJc, LevelOverride, LevelText, NumberFormat,
    Numbering, NumberingId, Paragraph, SpecialIndentType, Start,
};

use super::file::WordFile;
use super::measures::Measures;
use super::mend;
use super::styles;
use crate::document::ListSetting;
use crate::ooxml::{Child, names};

/// The lists so far.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The levels of each definition, the outermost first.
    definitions: Vec<Vec<ListLevel>>,
    /// Of each list its definition and where its numbers start; none for marks without numbers.
    begun: Vec<(usize, Option<u32>)>,
}

/// What the items of a list look like.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ListLevel {
    /// `{n}` stands for the number.
    mark: String,
    numbered: bool,
    /// From where lines begin to the text.
    left_milli_em: u32,
    hang_milli_em: u32,
}

/// A list whose items are being written.
#[derive(Debug)]
pub(super) struct OpenList {
    /// Which numbering it is.
    number: usize,
    /// The lists around it and, last, itself.
    levels: Vec<ListLevel>,
}

/// docx-rs keeps number 1 for itself.
const FIRST: usize = 2;
/// Levels a list can have in Word.
const MOST_LEVELS: usize = 9;

impl Lists {
    /// Begins a list, in another or in none.
    pub fn begin(
        &mut self,
        start: Option<u32>,
        setting: &ListSetting,
        around: Option<&OpenList>,
    ) -> OpenList {
        let mut levels = around.map_or(Vec::new(), |around| around.levels.clone());
        let outer_milli_em = levels.last().map_or(0, |outer| outer.left_milli_em);
        levels.push(ListLevel {
            mark: setting.mark.clone(),
            numbered: start.is_some(),
            left_milli_em: outer_milli_em + setting.indent_milli_em + setting.hang_milli_em,
            hang_milli_em: setting.hang_milli_em,
        });
        let known = self.definitions.iter().position(|known| *known == levels);
        let definition = known.unwrap_or_else(|| {
            self.definitions.push(levels.clone());
            self.definitions.len() - 1
        });
        self.begun.push((definition, start));
        OpenList { number: FIRST + self.begun.len() - 1, levels }
    }

    pub fn is_empty(&self) -> bool {
        self.begun.is_empty()
    }

    /// Adds the numberings that the lists name.
    pub fn add_to(&self, mut docx: Docx, measures: &Measures<'_>) -> Docx {
        for (index, levels) in self.definitions.iter().enumerate() {
            let levels = all_levels(levels);
            let levels = levels.iter().take(MOST_LEVELS).enumerate();
            let numbering = levels
                .map(|(depth, level)| level.build(depth, measures))
                .fold(AbstractNumbering::new(FIRST + index), AbstractNumbering::add_level);
            docx = docx.add_abstract_numbering(numbering);
        }
        for (index, (definition, start)) in self.begun.iter().enumerate() {
            let numbering = Numbering::new(FIRST + index, FIRST + definition);
            docx = docx.add_numbering(match start {
                None => numbering,
                Some(start) => {
                    let starting = |depth| LevelOverride::new(depth).start(*start as usize);
                    numbering.overrides((0..MOST_LEVELS).map(starting).collect())
                }
            });
        }
        docx
    }
}

/// The levels, and those that an editor may add below: like the last, each a mark and its like
/// further in.
fn all_levels(levels: &[ListLevel]) -> Vec<ListLevel> {
    let mut all = levels.to_vec();
    while let Some(last) = all.last().filter(|_| all.len() < MOST_LEVELS) {
        let left_milli_em = last.left_milli_em + 2 * last.hang_milli_em;
        all.push(ListLevel { left_milli_em, ..last.clone() });
    }
    all
}

impl OpenList {
    /// An empty paragraph of an item; only the item's first one has a mark.
    pub fn paragraph(&self, first: bool, measures: &Measures<'_>) -> Paragraph {
        let paragraph = Paragraph::new().style(styles::LIST);
        if first {
            let depth = self.levels.len() - 1;
            paragraph.numbering(NumberingId::new(self.number), IndentLevel::new(depth))
        } else {
            paragraph.indent(Some(self.left(measures)), None, None, None)
        }
    }

    /// Where the text of its items begins, twips.
    pub fn left(&self, measures: &Measures<'_>) -> i32 {
        self.levels.last().map_or(0, |level| measures.milli_em(level.left_milli_em))
    }
}

impl ListLevel {
    fn build(&self, depth: usize, measures: &Measures<'_>) -> Level {
        let format = if self.numbered { "decimal" } else { "bullet" };
        let mark = self.mark.replace("{n}", &format!("%{}", depth + 1));
        let hanging = SpecialIndentType::Hanging(measures.milli_em(self.hang_milli_em));
        Level::new(
            depth,
            Start::new(1),
            NumberFormat::new(format),
            LevelText::new(mark),
            LevelJc::new("left"),
        )
        .indent(Some(measures.milli_em(self.left_milli_em)), Some(hanging), None, None)
    }
}

/// Adds the part that docx-rs built of the numberings.
pub(super) fn add(file: &mut WordFile, built: &[u8]) -> mend::Result<()> {
    let mut part = mend::parse(built)?;
    // The one that docx-rs keeps is of no list.
    part.children.retain(|child| {
        let Child::Element(it) = child else { return true };
        ["w:abstractNumId", "w:numId"].iter().all(|id| it.attribute(id).as_deref() != Some("1"))
    });
    let part = mend::finish(part);
    file.add("rId7", names::NUMBERING, "numbering.xml", part);
    Ok(())
}
