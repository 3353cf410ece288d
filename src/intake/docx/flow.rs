//! Paragraphs and tables in a row, in the body, a cell or a note. What was taken out, or is not
//! accepted, is not there; where the end of a paragraph was, it goes on in the next.

use std::collections::BTreeMap;

use super::styles::Looks;
use super::{View, comments::CommentWords};
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::intake::{FlatAnchor, FlatBlock, FlatParagraph};
use crate::limits;
use crate::ooxml::Element;

/// A walk over a part.
pub(super) struct PartWalk<'d> {
    pub view: View,
    pub looks: &'d Looks,
    /// Where links of this part lead, by id.
    pub links: &'d BTreeMap<String, String>,
    /// The part, for findings.
    pub part: &'d str,
    /// The words that comments are about.
    pub comments: CommentWords,
    /// Bytes of text so far.
    pub bytes: usize,
}

/// Blocks so far.
#[derive(Default)]
struct Flowing {
    blocks: Vec<FlatBlock>,
    /// What goes on in the next paragraph.
    pending: Option<FlatParagraph>,
    /// Bookmarks that begin between paragraphs.
    loose: Vec<FlatAnchor>,
}

impl<'d> PartWalk<'d> {
    /// A walk over `part`; `bytes` of text were read in others.
    pub fn new(
        view: View,
        looks: &'d Looks,
        links: &'d BTreeMap<String, String>,
        part: &'d str,
        bytes: usize,
    ) -> PartWalk<'d> {
        PartWalk { view, looks, links, part, comments: CommentWords::default(), bytes }
    }

    /// The blocks of the body, a cell or a note.
    pub(super) fn flow(&mut self, container: &Element<'_>) -> Result<Vec<FlatBlock>, Diagnostic> {
        let mut flowing = Flowing::default();
        self.add(container, &mut flowing)?;
        flowing.end();
        Ok(flowing.blocks)
    }

    fn add(&mut self, container: &Element<'_>, to: &mut Flowing) -> Result<(), Diagnostic> {
        for element in container.elements() {
            match &*element.name {
                "w:p" => {
                    let mut paragraph = self.paragraph(element);
                    self.bytes += paragraph.len();
                    if self.bytes as u64 > limits::TEXT_BYTES {
                        return Err(finding!("office-file.excess", part = self.part));
                    }
                    paragraph.anchors.splice(0..0, to.loose.drain(..));
                    to.paragraph(paragraph, self.ends(element));
                }
                "w:tbl" => {
                    to.end();
                    let table = self.table(element)?;
                    if table.rows > 0 {
                        to.blocks.push(FlatBlock::Table(table));
                    }
                }
                "w:bookmarkStart" => to.loose.extend(anchor(element, 0)),
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.add(content, to)?;
                    }
                }
                "w:customXml" => self.add(element, to)?,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.add(chosen, to)?;
                    }
                }
                wrapper if self.view.shows(wrapper) == Some(true) => self.add(element, to)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a paragraph has an end of its own in this view.
    fn ends(&self, paragraph: &Element<'_>) -> bool {
        let mark = paragraph.child("w:pPr").and_then(|properties| properties.child("w:rPr"));
        !mark.is_some_and(|mark| self.view.lacks(mark))
    }
}

impl Flowing {
    fn paragraph(&mut self, paragraph: FlatParagraph, ends: bool) {
        let joined = match self.pending.take() {
            Some(pending) => pending.join(paragraph),
            None => paragraph,
        };
        match ends {
            true => self.blocks.push(FlatBlock::Paragraph(joined)),
            false => self.pending = Some(joined),
        }
    }

    /// Nothing follows that the last paragraph could go on in.
    fn end(&mut self) {
        let left = self.pending.take().filter(|paragraph| !paragraph.is_empty());
        self.blocks.extend(left.map(FlatBlock::Paragraph));
    }
}

/// The bookmark that begins here, at byte `at` of its paragraph.
pub(super) fn anchor(element: &Element<'_>, at: usize) -> Option<FlatAnchor> {
    Some(FlatAnchor { name: element.attribute("w:name")?.into_owned(), at })
}

/// What is to be read of content that is there in several ways: they all say the same.
pub(super) fn chosen<'e, 'a>(alternatives: &'e Element<'a>) -> Option<&'e Element<'a>> {
    alternatives.child("mc:Choice").or_else(|| alternatives.child("mc:Fallback"))
}
