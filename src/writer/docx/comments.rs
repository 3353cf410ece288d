//! Findings as Word comments: at the cell, at the words of a paragraph, or at the title where they have no place in the text.

use super::anchors::{self, Placed};
use super::dom::{Element, Node};
use super::package::Part;
use super::parts::{self, HEAD, W, escape};
use super::styles;
use crate::document::{Document, Slot};
use crate::field::FieldPath;

/// A comment for whoever edits the file.
#[derive(Debug, Clone)]
pub struct Comment {
    /// What it is about.
    pub place: Place,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

/// What a comment is about.
#[derive(Debug, Clone)]
pub enum Place {
    /// A number, or the first one of a row, by its path below `statistics`.
    Number(String),
    /// A place of narrative.md.
    Text {
        /// Where it begins, in bytes.
        at: usize,
        /// The source up to there.
        before: String,
        /// The words that are meant; the whole paragraph where they are not found as they are.
        words: String,
    },
    /// The report.
    Title,
}

/// Marks the comments in the text and gives the part that holds them; none where there are none.
pub(super) fn add(
    body: &mut Element<'_>,
    comments: &[Comment],
    placed: &[Placed],
    document: &Document,
) -> Option<Part> {
    if comments.is_empty() {
        return None;
    }
    let mut held = String::new();
    let date = &document.meta.date;
    for (id, comment) in comments.iter().enumerate() {
        let anchor = match &comment.place {
            Place::Number(path) => {
                first_number(document, path).map(|path| anchors::number_name(&path))
            }
            Place::Text { at, .. } => placed
                .iter()
                .rev()
                .find(|placed| placed.at <= *at)
                .map(|placed| placed.name.clone()),
            Place::Title => None,
        };
        let mut marked = false;
        body.walk(&mut |element| {
            if !marked
                && element.name == "w:p"
                && anchor.as_ref().is_none_or(|anchor| is_anchored(element, anchor))
            {
                marked = true;
                mark(element, id, &comment.place, placed);
            }
        });
        let lines: String = comment
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| paragraph(index == 0, line))
            .collect();
        held += &format!(
            "<w:comment w:id=\"{id}\" w:author=\"nianbao\" w:date=\"{:04}-{:02}-{:02}T00:00:00Z\" w:initials=\"nb\">{lines}</w:comment>",
            date.year, date.month, date.day
        );
    }
    let part = format!("{HEAD}<w:comments xmlns:w=\"{W}\">{held}</w:comments>");
    Some(Part::xml("word/comments.xml", parts::COMMENTS, part.into_bytes()))
}

fn paragraph(first: bool, text: &str) -> String {
    let mark = format!(
        "<w:r><w:rPr><w:rStyle w:val=\"{}\"/></w:rPr><w:annotationRef/></w:r>",
        styles::COMMENT_MARK
    );
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>{}<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        styles::COMMENT_TEXT,
        if first { mark.as_str() } else { "" },
        escape(text)
    )
}

/// The number at `path`, or the first one below it.
fn first_number(document: &Document, path: &str) -> Option<FieldPath> {
    let rows = document
        .tables()
        .into_iter()
        .flat_map(|table| &table.groups)
        .flat_map(|group| group.head.iter().chain(&group.body));
    let mut paths = rows
        .flat_map(|row| &row.slots)
        .filter_map(|slot| if let Slot::Cell(cell) = slot { cell.path.as_ref() } else { None });
    paths.find(|known| known.as_str() == path || known.below(path).is_some()).cloned()
}

fn is_anchored(paragraph: &Element<'_>, anchor: &str) -> bool {
    paragraph.elements().any(|element| {
        element.name == "w:bookmarkStart" && element.attribute("w:name").as_deref() == Some(anchor)
    })
}

/// Puts the ends of the comment's range around the words, or around everything, and its mark behind.
fn mark(paragraph: &mut Element<'_>, id: usize, place: &Place, placed: &[Placed]) {
    let (first, last) = match place {
        Place::Text { at, before, words } => {
            let begins = placed.iter().rev().find(|placed| placed.at <= *at).map_or(0, |placed| placed.at);
            let earlier = before.get(begins..).map_or(0, |text| text.matches(words.as_str()).count());
            cut_out(paragraph, words, earlier)
        }
        _ => None,
    }
    .unwrap_or_else(|| {
        let is_head =
            |node: &Node| matches!(node, Node::Element(element) if matches!(&*element.name, "w:pPr" | "w:bookmarkStart" | "w:bookmarkEnd"));
        let first = paragraph.children.iter().take_while(|node| is_head(node)).count();
        (first, paragraph.children.len())
    });
    let end = |name: &'static str| Node::Element(Element::new(name).with("w:id", id.to_string()));
    let style = Element::new("w:rPr")
        .containing(Element::new("w:rStyle").with("w:val", styles::COMMENT_MARK));
    let reference = Element::new("w:commentReference").with("w:id", id.to_string());
    paragraph
        .children
        .insert(last, Node::Element(Element::new("w:r").containing(style).containing(reference)));
    paragraph.children.insert(last, end("w:commentRangeEnd"));
    paragraph.children.insert(first, end("w:commentRangeStart"));
}

/// Cuts the run that holds `words`, after `earlier` other occurrences, so that they are a run of their own: its place and the next.
fn cut_out(paragraph: &mut Element<'_>, words: &str, earlier: usize) -> Option<(usize, usize)> {
    if words.is_empty() {
        return None;
    }
    let mut passed = 0;
    for index in 0..paragraph.children.len() {
        let Some(Node::Element(run)) = paragraph.children.get(index) else { continue };
        let Some(text) = run_text(run) else { continue };
        let found = text.match_indices(words).nth(earlier - passed);
        let Some((at, _)) = found else {
            passed = (passed + text.matches(words).count()).min(earlier);
            continue;
        };
        let pieces = [&text[..at], words, &text[at + words.len()..]];
        let runs = pieces
            .iter()
            .filter(|piece| !piece.is_empty())
            .map(|piece| Node::Element(with_text(run, piece)))
            .collect::<Vec<_>>();
        let place = index + usize::from(at > 0);
        paragraph.children.splice(index..=index, runs);
        return Some((place, place + 1));
    }
    None
}

/// The text of a run that is nothing but text.
fn run_text(run: &Element<'_>) -> Option<String> {
    let mut texts = run.elements().filter(|child| child.name == "w:t");
    let text = texts.next().filter(|_| run.name == "w:r" && run.elements().count() <= 2)?;
    if let [Node::Text(text)] = text.children.as_slice() { Some(text.to_string()) } else { None }
}

fn with_text<'a>(run: &Element<'a>, text: &str) -> Element<'a> {
    let mut copy = run.clone();
    for child in copy.elements_mut().filter(|child| child.name == "w:t") {
        child.children = vec![Node::Text(text.to_owned().into())];
    }
    copy
}
