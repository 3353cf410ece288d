//! Findings as Word comments: at the cell, at the words of a paragraph, or at the title where they
//! have no place in the text.

use super::anchors::{self, AnchoredParagraph};
use super::extras::{Comment, CommentPlace};
use super::file::WordFile;
use super::styles;
use crate::anchor;
use crate::document::Document;
use crate::field::FieldPath;
use crate::ooxml::names::{self, HEAD, W};
use crate::ooxml::{Child, Element, escape};

/// Adds the part that holds the comments.
pub(super) fn add(file: &mut WordFile, comments: &[Comment], document: &Document) {
    let date = &document.meta.date;
    let date = format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day);
    let mut held = String::new();
    for (id, comment) in comments.iter().enumerate() {
        let lines: String = (comment.lines.iter().enumerate())
            .map(|(index, line)| paragraph(index == 0, line))
            .collect();
        held += &format!(
            "<w:comment w:id=\"{id}\" w:author=\"nianbao\" w:date=\"{date}\" \
             w:initials=\"nb\">{lines}</w:comment>"
        );
    }
    let part = format!("{HEAD}<w:comments xmlns:w=\"{W}\">{held}</w:comments>");
    file.add("rIdComments", names::COMMENTS, "comments.xml", part);
}

fn paragraph(first: bool, text: &str) -> String {
    let (style, mark) = (styles::COMMENT_TEXT, styles::COMMENT_MARK);
    let mark = match first {
        true => format!("<w:r><w:rPr><w:rStyle w:val=\"{mark}\"/></w:rPr><w:annotationRef/></w:r>"),
        false => String::new(),
    };
    let text = escape(text);
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{mark}\
         <w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    )
}

/// Marks the comments in the text.
pub(super) fn mark(
    body: &mut Element<'_>,
    comments: &[Comment],
    placed: &[AnchoredParagraph],
    document: &Document,
) {
    for (id, comment) in comments.iter().enumerate() {
        let anchor = match &comment.place {
            CommentPlace::Number(path) => first_number(document, path).map(anchor::number),
            CommentPlace::Text { at, .. } => {
                placed_before(placed, *at).map(|placed| placed.name.clone())
            }
            CommentPlace::Title => None,
        };
        let mut marked = false;
        body.walk(&mut |element| {
            if !marked
                && element.name == "w:p"
                && anchor.as_ref().is_none_or(|anchor| is_anchored(element, anchor))
            {
                marked = true;
                mark_paragraph(element, id, &comment.place, placed);
            }
        });
    }
}

/// The number at `path`, or the first one below it.
fn first_number<'a>(document: &'a Document, path: &FieldPath) -> Option<&'a FieldPath> {
    anchors::number_paths(document)
        .find(|known| *known == path || known.below(path.as_str()).is_some())
}

/// The paragraph that holds the byte `at` of narrative.md.
fn placed_before(placed: &[AnchoredParagraph], at: usize) -> Option<&AnchoredParagraph> {
    placed.iter().rev().find(|placed| placed.at <= at)
}

fn is_anchored(paragraph: &Element<'_>, anchor: &str) -> bool {
    paragraph.elements().any(|element| {
        element.name == "w:bookmarkStart" && element.attribute("w:name").as_deref() == Some(anchor)
    })
}

/// Puts the ends of the comment's range around the words, or around everything, and its mark
/// behind.
fn mark_paragraph(
    paragraph: &mut Element<'_>,
    id: usize,
    place: &CommentPlace,
    placed: &[AnchoredParagraph],
) {
    let (first, last) = words_meant(paragraph, place, placed).unwrap_or_else(|| {
        let first = paragraph.children.iter().take_while(|node| is_head(node)).count();
        (first, paragraph.children.len())
    });
    let end = |name: &'static str| Element::new(name).with("w:id", id.to_string());
    let style = Element::new("w:rStyle").with("w:val", styles::COMMENT_MARK);
    let reference = Element::new("w:r")
        .containing(Element::new("w:rPr").containing(style))
        .containing(end("w:commentReference"));
    paragraph.insert(last, reference);
    paragraph.insert(last, end("w:commentRangeEnd"));
    paragraph.insert(first, end("w:commentRangeStart"));
}

/// What stands in a paragraph before its text.
fn is_head(node: &Child<'_>) -> bool {
    let Child::Element(element) = node else { return false };
    matches!(&*element.name, "w:pPr" | "w:bookmarkStart" | "w:bookmarkEnd")
}

/// Where the words stand that a comment is about, cut out of their run.
fn words_meant(
    paragraph: &mut Element<'_>,
    place: &CommentPlace,
    placed: &[AnchoredParagraph],
) -> Option<(usize, usize)> {
    let CommentPlace::Text { at, before, words } = place else { return None };
    let begins = placed_before(placed, *at).map_or(0, |placed| placed.at);
    let earlier = before.get(begins..).map_or(0, |text| text.matches(words.as_str()).count());
    cut_out(paragraph, words, earlier)
}

/// Cuts the run that holds `words`, after `earlier` other occurrences, so that they are a run of
/// their own: its place and the next.
fn cut_out(paragraph: &mut Element<'_>, words: &str, earlier: usize) -> Option<(usize, usize)> {
    if words.is_empty() {
        return None;
    }
    let mut passed = 0;
    for index in 0..paragraph.children.len() {
        let Some(Child::Element(run)) = paragraph.children.get(index) else { continue };
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
            .map(|piece| Child::Element(with_text(run, piece)))
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
    if let [Child::Text(text)] = text.children.as_slice() { Some(text.to_string()) } else { None }
}

fn with_text<'a>(run: &Element<'a>, text: &str) -> Element<'a> {
    let mut copy = run.clone();
    for child in copy.elements_mut().filter(|child| child.name == "w:t") {
        child.children = vec![Child::Text(text.to_owned().into())];
    }
    copy
}
