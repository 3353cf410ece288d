//! The paragraphs and tables of the text while it is written, and what is to be done with each once
//! docx-rs has built it.

use docx_rs::{Docx, LineSpacing, LineSpacingType, Paragraph, Table};

use super::measures::Measures;
use super::mend::Mend;
use super::sections::{self, Orientation};
use crate::layout::Style;
use crate::ooxml::Element;

/// Paragraphs and tables in their order.
pub(super) struct Pieces {
    list: Vec<Piece>,
    /// What stands between two tables, twips.
    leading: u32,
}

struct Piece {
    built: Built,
    after: AfterBuild,
}

enum Built {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// What docx-rs can't say of a piece.
#[derive(Default)]
struct AfterBuild {
    mend: Option<Mend>,
    /// The section that ends with this paragraph.
    ends: Option<Orientation>,
}

/// The same of all pieces, and the file's last section.
pub(super) struct AfterBuilds {
    list: Vec<AfterBuild>,
    last: Orientation,
}

impl Pieces {
    pub fn new(measures: &Measures<'_>) -> Pieces {
        Pieces { list: Vec::new(), leading: measures.leading().max(0.0) as u32 }
    }

    /// Adds a paragraph.
    pub fn push(&mut self, paragraph: Paragraph) {
        let built = Built::Paragraph(Box::new(paragraph));
        self.list.push(Piece { built, after: AfterBuild::default() });
    }

    /// Adds a paragraph that is to be mended.
    pub fn push_mended(&mut self, paragraph: Paragraph, mend: Mend) {
        self.push(paragraph);
        self.mend_last(mend);
    }

    /// Adds a table with the space that it needs above: word processors join a table to one right
    /// above it, and fill the box of a line to its foot, so that the rule would touch the letters.
    pub fn push_table(&mut self, table: Table, mend: Mend) {
        match self.list.last_mut() {
            Some(Piece { built: Built::Table(_), .. }) => {
                self.push(empty_line(self.leading as i32));
            }
            Some(Piece {
                built: Built::Paragraph(above),
                after: AfterBuild { ends: None, .. },
            }) if above.property.line_spacing.is_none() => {
                // Half the leading is below the letters already. With no more, heading and table
                // fit a page also where a word processor draws rows higher than it is told.
                let spacing = LineSpacing::new().after(self.leading / 2);
                **above = std::mem::take(&mut **above).line_spacing(spacing);
            }
            _ => {}
        }
        let built = Built::Table(Box::new(table));
        self.list.push(Piece { built, after: AfterBuild::default() });
        self.mend_last(mend);
    }

    /// What a picture needs above where a table is last, twips.
    pub fn leading_below_table(&self) -> u32 {
        let is_table = matches!(self.list.last(), Some(Piece { built: Built::Table(_), .. }));
        if is_table { self.leading } else { 0 }
    }

    /// Ends a section that begins behind the last end of one; where nothing stands between, there
    /// is no section. It ends with the paragraph that is last or, behind a table, one of no height.
    pub fn end_section(&mut self, orientation: Orientation) {
        if !matches!(self.list.last(), Some(Piece { built: Built::Paragraph(_), .. })) {
            self.push(empty_line(LEAST_LINE));
        }
        if let Some(last) = self.list.last_mut() {
            last.after.ends.get_or_insert(orientation);
        }
    }

    /// Keeps the last paragraph on the page of the next.
    pub fn keep_last_with_next(&mut self) {
        if let Some(Piece { built: Built::Paragraph(last), after: AfterBuild { ends: None, .. } }) =
            self.list.last_mut()
        {
            **last = std::mem::take(&mut **last).keep_next(true);
        }
    }

    /// The last piece is to be mended.
    pub fn mend_last(&mut self, mend: Mend) {
        if let Some(last) = self.list.last_mut() {
            last.after.mend = Some(mend);
        }
    }

    /// Adds everything to `docx`. A section that ends with the last piece is the file's last one:
    /// another behind it would be an empty page.
    pub fn add_to(mut self, mut docx: Docx) -> (Docx, AfterBuilds) {
        let last = self.list.last_mut().and_then(|piece| piece.after.ends.take());
        let mut list = Vec::with_capacity(self.list.len());
        for piece in self.list {
            docx = match piece.built {
                Built::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
                Built::Table(table) => docx.add_table(*table),
            };
            list.push(piece.after);
        }
        (docx, AfterBuilds { list, last: last.unwrap_or(Orientation::Upright) })
    }
}

impl AfterBuilds {
    /// Mends the pieces in the part that docx-rs built, which knows one section, and gives each
    /// section its page.
    pub fn apply(self, document: &mut Element<'_>, style: &Style) {
        let body = document.child_or_new("w:body");
        let upright = body.child_or_new("w:sectPr").clone();
        for (piece, AfterBuild { mend, ends }) in body.elements_mut().zip(self.list) {
            if let Some(mend) = mend {
                mend(piece);
            }
            if let Some(orientation) = ends {
                piece.child_or_new("w:pPr").push(sections::section(&upright, orientation, style));
            }
        }
        *body.child_or_new("w:sectPr") = sections::section(&upright, self.last, style);
    }
}

/// The least height of a line, twips: nothing to speak of.
const LEAST_LINE: i32 = 20;

/// A paragraph without text, `height` twips high.
fn empty_line(height: i32) -> Paragraph {
    let spacing = LineSpacing::new().before(0).after(0);
    let spacing = spacing.line(height).line_rule(LineSpacingType::Exact);
    Paragraph::new().line_spacing(spacing)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces in order: `p` a paragraph, `t` a table, `[` and `]` around what is turned. Told back
    /// are the pieces, an empty line as `-`, and behind each that ends one its section.
    fn sections(order: &str) -> String {
        let mut pieces = Pieces { list: Vec::new(), leading: 259 };
        for piece in order.chars() {
            match piece {
                'p' => pieces.push(Paragraph::new().keep_next(true)),
                't' => pieces.push_table(Table::new(Vec::new()), Box::new(|_| {})),
                '[' => pieces.end_section(Orientation::Upright),
                _ => pieces.end_section(Orientation::Turned),
            }
        }
        let told = |piece: &Piece| {
            let kind = match &piece.built {
                Built::Table(_) => "t",
                Built::Paragraph(it) if it.property.keep_next.is_some() => "p",
                Built::Paragraph(_) => "-",
            };
            let ends = piece.after.ends.map(|ends| format!("{ends:?} "));
            kind.to_owned() + &ends.unwrap_or_default()
        };
        let list: String = pieces.list.iter().map(told).collect();
        let (_, after) = pieces.add_to(Docx::new());
        format!("{list}| {:?}", after.last)
    }

    #[test]
    fn a_turned_page_is_a_section_and_none_is_empty() {
        assert_eq!(sections("p[pt]p"), "pUpright pt-Turned p| Upright");
        assert_eq!(sections("p[t][t]p"), "pUpright t-Turned t-Turned p| Upright", "two in a row");
        assert_eq!(sections("pt[t]p"), "pt-Upright t-Turned p| Upright", "behind a table");
        assert_eq!(sections("p[t]"), "pUpright t-Turned | Turned", "last of all");
    }

    #[test]
    fn tables_do_not_touch() {
        assert_eq!(sections("ptt"), "pt-t| Upright");
    }
}
