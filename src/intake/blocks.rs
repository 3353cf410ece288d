//! Blocks as they follow each other in a file from elsewhere: nothing is known of what they mean.

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlatBlock {
    /// A paragraph.
    Paragraph(FlatParagraph),
    /// A table.
    Table(FlatTable),
}

/// A paragraph, a heading, an item of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlatParagraph {
    /// Name of its style, as a person chooses it; empty where it has none.
    pub style: String,
    /// Its level in the outline, from 1; none where it is no heading by style or level.
    pub outline: Option<u8>,
    /// Its mark, where it is numbered or has a bullet.
    pub mark: Option<FlatMark>,
    /// Whether its lines are centred.
    pub centered: bool,
    /// The size of its first characters in half points, where the file says one.
    pub half_points: Option<u32>,
    /// Bookmarks, at the place where each begins.
    pub anchors: Vec<FlatAnchor>,
    /// Its text.
    pub runs: Vec<FlatRun>,
    /// What stands in it that is no text.
    pub objects: Vec<FlatObject>,
}

/// The mark of a paragraph in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatMark {
    /// Which list.
    pub list: String,
    /// How deep, from 0.
    pub depth: usize,
    /// Whether it counts.
    pub numbered: bool,
    /// How it looks, `%1` for the number of the first level.
    pub pattern: String,
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatAnchor {
    /// Its name.
    pub name: String,
    /// The byte of the paragraph's text before which it begins.
    pub at: usize,
}

/// Text with one look. A line break that somebody typed is `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlatRun {
    /// The text; empty for the mark of a note.
    pub text: String,
    /// Whether it is bold, by itself or by a style of characters.
    pub strong: bool,
    /// Whether it is italic, or stressed by a style of characters.
    pub emphasis: bool,
    /// Where it leads.
    pub link: Option<String>,
    /// The note whose mark it is.
    pub note: Option<String>,
}

/// What stands in a paragraph and is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlatObject {
    /// A picture, with what it says for those who hear it.
    Picture(String),
    /// A chart.
    Chart,
    /// A box with text of its own.
    Box(String),
    /// Something else.
    Other,
}

/// A table on its grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlatTable {
    /// Rows.
    pub rows: usize,
    /// Columns of the grid.
    pub columns: usize,
    /// Its cells, row by row.
    pub cells: Vec<FlatCell>,
}

/// A cell and the places that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatCell {
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// Rows it is high.
    pub rowspan: usize,
    /// Columns it is wide.
    pub colspan: usize,
    /// What stands in it.
    pub blocks: Vec<FlatBlock>,
}

impl FlatParagraph {
    /// Its text.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Bytes of its text.
    pub fn len(&self) -> usize {
        self.runs.iter().map(|run| run.text.len()).sum()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
            && self.runs.iter().all(|run| run.text.is_empty() && run.note.is_none())
    }

    /// Adds text; what looks like the text before goes on from it.
    pub fn push(&mut self, run: FlatRun) {
        let alike = |last: &FlatRun| {
            (last.strong, last.emphasis, &last.link, &last.note)
                == (run.strong, run.emphasis, &run.link, &None)
                && run.note.is_none()
        };
        match self.runs.last_mut() {
            Some(last) if alike(last) => last.text.push_str(&run.text),
            _ if run.text.is_empty() && run.note.is_none() => {}
            _ => self.runs.push(run),
        }
    }

    /// The paragraph that this and `next` are with no end between them: it keeps the look of the
    /// next.
    pub fn join(self, mut next: FlatParagraph) -> FlatParagraph {
        if self.is_empty() {
            return next; // its anchors are gone with its text
        }
        let shift = self.len();
        next.anchors.iter_mut().for_each(|anchor| anchor.at += shift);
        let runs = std::mem::replace(&mut next.runs, self.runs);
        runs.into_iter().for_each(|run| next.push(run));
        next.anchors.splice(0..0, self.anchors);
        next.objects.splice(0..0, self.objects);
        next
    }
}

impl FlatTable {
    /// The cell that stands at a place of the grid.
    pub fn at(&self, row: usize, column: usize) -> Option<&FlatCell> {
        self.cells.iter().find(|cell| {
            (cell.row..cell.row + cell.rowspan).contains(&row)
                && (cell.column..cell.column + cell.colspan).contains(&column)
        })
    }
}

impl FlatCell {
    /// The paragraphs in it, those of tables in it too.
    pub fn paragraphs(&self) -> Vec<&FlatParagraph> {
        paragraphs(&self.blocks)
    }

    /// Its text, paragraphs on lines of their own.
    pub fn text(&self) -> String {
        let texts: Vec<String> = self.paragraphs().into_iter().map(FlatParagraph::text).collect();
        texts.join("\n")
    }
}

/// All paragraphs, those in tables too.
pub fn paragraphs(blocks: &[FlatBlock]) -> Vec<&FlatParagraph> {
    let below = blocks.iter().flat_map(|block| match block {
        FlatBlock::Paragraph(paragraph) => vec![paragraph],
        FlatBlock::Table(table) => table.cells.iter().flat_map(FlatCell::paragraphs).collect(),
    });
    below.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str, style: &str) -> FlatParagraph {
        let mut paragraph = FlatParagraph { style: style.to_owned(), ..Default::default() };
        paragraph.anchors.push(FlatAnchor { name: format!("anchor {style}"), at: 0 });
        paragraph.push(FlatRun { text: text.to_owned(), ..FlatRun::default() });
        paragraph
    }

    #[test]
    fn joined_paragraphs_look_like_the_last() {
        let joined = paragraph("ab", "1").join(paragraph("cd", "2"));
        assert_eq!((joined.text().as_str(), joined.style.as_str()), ("abcd", "2"));
        let places: Vec<usize> = joined.anchors.iter().map(|anchor| anchor.at).collect();
        assert_eq!((places, joined.runs.len()), (vec![0, 2], 1));
        let gone = paragraph("", "1").join(paragraph("cd", "2"));
        assert_eq!(gone, paragraph("cd", "2"), "nothing is left of the first");
    }
}
