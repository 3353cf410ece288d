//! What docx-rs can't say of pictures and charts in the text, and the parts that hold the pictures.

use super::file::WordFile;
use super::mend::Mend;
use crate::ooxml::{Child, Element, names};

/// Gives the drawing in a paragraph its number, counted from 1 through the text, what it is, and
/// the words for those who can't see it; docx-rs numbers all alike.
pub(super) fn describe(number: usize, kind: &str, alt: String) -> Mend {
    let name = format!("{kind} {number}");
    Box::new(move |paragraph| {
        paragraph.walk(&mut |element| {
            if matches!(&*element.name, "wp:docPr" | "pic:cNvPr") {
                element.set("id", number.to_string());
                element.set("name", name.clone());
                element.set("descr", alt.clone());
            }
        });
    })
}

/// The same where docx-rs knows no such drawing: `frame` goes into the paragraph's one run.
pub(super) fn draw(frame: Element<'static>, number: usize, kind: &str, alt: String) -> Mend {
    let describe = describe(number, kind, alt);
    Box::new(move |paragraph| {
        if let Some(run) = paragraph.elements_mut().find(|child| child.name == "w:r") {
            run.children = vec![Child::Element(frame)];
        }
        describe(paragraph);
    })
}

/// Adds the pictures, by the ids of their relations. docx-rs takes every one for a PNG.
pub(super) fn add(file: &mut WordFile, media: Vec<(String, Vec<u8>)>) {
    for (id, bytes) in media {
        let extension = if bytes.starts_with(b"\xff\xd8") { "jpg" } else { "png" };
        file.add(&id, names::IMAGE, &format!("media/{id}.{extension}"), bytes);
    }
}
