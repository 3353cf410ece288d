//! The part that holds the footnotes.

use super::file::WordFile;
use super::mend;
use super::styles;
use crate::ooxml::{Child, Element, Relations, names};

/// Mends the part that docx-rs built, and adds it; `links` are where its links lead.
pub(super) fn add(file: &mut WordFile, built: &[u8], links: &Relations) -> mend::Result<()> {
    let mut part = mend::parse(built)?;
    for note in part.elements_mut().filter(|note| note.name == "w:footnote") {
        if let Some(paragraph) = note.elements_mut().find(|element| element.name == "w:p") {
            let at = usize::from(paragraph.child("w:pPr").is_some());
            paragraph.insert(at, own_mark());
            paragraph.insert(at + 1, space());
        }
    }
    // The two separators that Word wants before the first note.
    for (id, kind, name) in [
        ("0", "continuationSeparator", "w:continuationSeparator"),
        ("-1", "separator", "w:separator"),
    ] {
        let line = Element::new("w:r").containing(Element::new(name));
        let note = Element::new("w:footnote").with("w:type", kind).with("w:id", id);
        // As high as a line of a note, and not as one of the text.
        let style = Element::new("w:pStyle").with("w:val", styles::NOTE_TEXT);
        let spacing = Element::new("w:spacing").with("w:after", "0");
        let properties = Element::new("w:pPr").containing(style).containing(spacing);
        let paragraph = Element::new("w:p").containing(properties).containing(line);
        part.insert(0, note.containing(paragraph));
    }
    file.add("rId8", names::FOOTNOTES, "footnotes.xml", mend::finish(part));
    if !links.is_empty() {
        file.relate("footnotes.xml", links);
    }
    Ok(())
}

/// Keeps the mark away from digits, which would be taken for part of it.
fn space() -> Element<'static> {
    let mut text = Element::new("w:t").with("xml:space", "preserve");
    text.children.push(Child::Text(" ".into()));
    Element::new("w:r").containing(text)
}

/// The note's own mark, which stands at its head.
fn own_mark() -> Element<'static> {
    let style = Element::new("w:rStyle").with("w:val", styles::NOTE_MARK);
    Element::new("w:r")
        .containing(Element::new("w:rPr").containing(style))
        .containing(Element::new("w:footnoteRef"))
}
